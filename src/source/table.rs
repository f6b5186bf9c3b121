//! A file whose container, encoding, header and layout have been found.

use super::archive;
use super::book::{Book, Container};
use super::chunk::{ChunkRows, Chunks, STEP};
use super::delimited::Delimited;
use super::encoding::{self, Decoder, Encoding, Transcoded};
use super::header::{Found, LOOK, Search};
use super::html;
use super::input::Input;
use super::kinds::{refuse_other_kinds, unknown};
use super::row::Row;
use super::row_filter::{RowFilter, another_table};
use super::sheets;
use crate::error::{Error, Result};
use crate::layouts::{Bound, Catalog, Kind, Layout};
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

const PREFIX: usize = 256 * 1024;
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// What the user may fix instead of having it found out.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    pub layout: Option<&'a Layout>,
    pub encoding: Option<Encoding>,
}

/// How the file is written.
#[derive(Clone, Debug)]
pub enum Format {
    Text {
        encoding: Option<Encoding>,
        /// Some: UTF-16, and whether it is big-endian.
        utf16: Option<bool>,
        bom: bool,
        delimiter: u8,
    },
    Sheet {
        container: Container,
        name: String,
    },
}

/// An opened file.
#[derive(Clone)]
pub struct Table {
    pub input: Input,
    pub format: Format,
    pub bound: Bound,
    /// Records before the header, and the line it stands on.
    pub(crate) skip: usize,
    pub header_line: u64,
    pub score: usize,
    pub runner_up: Option<(String, usize)>,
    /// Further sheets of the same table, and how many rows to pass over in each.
    pub(crate) more: Vec<(String, usize)>,
    /// Sheets that hold something else, which nobody reads.
    pub unread: Vec<String>,
    /// The beginning of a stream, which can't be read twice.
    pub(crate) prefix: Vec<u8>,
    /// How many records the file says it has; known once it was read.
    pub declared: Option<u64>,
    /// Bytes that one core reads at a time.
    pub(crate) step: u64,
}

/// Finds out what a file is. Refuses with what would settle it.
pub fn open(input: Input, catalog: &Catalog, options: Options<'_>) -> Result<Table> {
    let name = input.name.clone();
    find_out(input, catalog, options).map_err(|e| e.within(&name))
}

fn find_out(mut input: Input, catalog: &Catalog, options: Options<'_>) -> Result<Table> {
    let mut prefix = Vec::new();
    let mut reader = input.open()?;
    reader
        .by_ref()
        .take(PREFIX as u64)
        .read_to_end(&mut prefix)
        .map_err(|e| Error::io("读取失败", "can't read", e))?;
    if prefix.is_empty() {
        return Err(Error::input("文件是空的", "the file is empty"));
    }
    refuse_other_kinds(&prefix)?;
    if prefix.starts_with(b"PK\x03\x04") || prefix.starts_with(OLE) {
        if input.is_stream() {
            input = keep_with_prefix(prefix.clone(), reader, &input.name)?;
        }
        if prefix.starts_with(OLE) {
            return sheets::open(input, Container::Xls, catalog, options);
        }
        if archive::is_other(input.open_seek()?) {
            return Err(Error::input("这是压缩包，不是表格", "this is an archive, not a table").hint(
                "把它存成 .zip，再给出文件名",
                "save it under a name that ends in .zip and name that",
            ));
        }
        return sheets::open(input, Container::Xlsx, catalog, options);
    }
    let complete = prefix.len() < PREFIX;
    let (utf16, bom) = match encoding::bom(&prefix) {
        Some((e, n)) if e == encoding_rs::UTF_8 => (None, n),
        Some((e, n)) => (Some(e == encoding_rs::UTF_16BE), n),
        None => (encoding::bare_utf16(&prefix), 0),
    };
    let mut head = Vec::new();
    match utf16 {
        Some(big) => {
            // A cut must not part a character, of two bytes or four.
            let whole = if complete { &prefix[..] } else { prefix.as_chunks::<4>().0.as_flattened() };
            Transcoded::utf16(whole, big)
                .take(PREFIX as u64)
                .read_to_end(&mut head)
                .map_err(|_| bad_utf16())?;
        }
        None => head.extend(prefix.iter().skip(bom)),
    }
    if html::is_page(&head) {
        let known = match (utf16, options.encoding) {
            (Some(true), _) => encoding_rs::UTF_16BE,
            (Some(false), _) => encoding_rs::UTF_16LE,
            (None, Some(given)) if bom == 0 => given.table(),
            (None, _) => html::encoding_of(&head),
        };
        if input.is_stream() {
            input = keep_with_prefix(prefix, reader, &input.name)?;
        }
        return sheets::open(input, Container::Html(known), catalog, options);
    }
    let mut encoding = match (utf16.is_some() || bom > 0, options.encoding) {
        (true, _) => Some(Encoding::Utf8),
        (false, Some(given)) => Some(given),
        (false, None) => encoding::sniff(&head),
    };
    let read = |encoding| best_delimiter(&head, complete, encoding, catalog, options);
    let (mut delimiter, mut search) = read(encoding)?;
    if encoding == Some(Encoding::Gb18030) && options.encoding.is_none() && encoding::looks_western(&head) {
        encoding = Some(Encoding::Cp1252);
    }
    // Bytes can't tell GB18030 from CP932; a header that a layout knows can, and so can kana.
    if encoding == Some(Encoding::Gb18030) && options.encoding.is_none() {
        let other = read(Some(Encoding::Cp932))?;
        let same = other.1.known() == search.known() && encoding::looks_japanese(&head);
        if other.1.known() > search.known() || same {
            (delimiter, search) = other;
            encoding = Some(Encoding::Cp932);
        }
    }
    let Some(mut found) = search.found else { return Err(unknown(&search, catalog, encoding, options)) };
    if let Some(line) = found.second {
        return Err(another_table(line));
    }
    if !found.bound.layout.quoting {
        found = unquoted(&head, complete, delimiter, encoding, catalog, found)?;
    }
    let name = input.name.clone();
    // Rows of an order may stand apart, a later date may decide: such a file is read twice.
    if input.is_stream() && found.bound.layout.reads_twice() {
        input = keep_with_prefix(std::mem::take(&mut prefix), reader, &name)?;
    }
    let prefix = if input.is_stream() { prefix } else { Vec::new() };
    Ok(Table {
        input,
        format: Format::Text { encoding, utf16, bom: bom > 0, delimiter },
        bound: found.bound,
        skip: found.skip,
        header_line: found.line,
        score: found.score,
        runner_up: found.runner_up,
        more: Vec::new(),
        unread: Vec::new(),
        prefix,
        declared: None,
        step: STEP,
    })
}

/// `|` is also the second byte of characters such as 東 and ポ: such a file is decoded before its rows are split.
fn inside_characters(delimiter: u8, encoding: Option<Encoding>) -> Option<Encoding> {
    encoding.filter(|e| delimiter == b'|' && *e != Encoding::Utf8)
}

const OLE: &[u8] = b"\xd0\xcf\x11\xe0";

fn best_delimiter(
    head: &[u8],
    complete: bool,
    encoding: Option<Encoding>,
    catalog: &Catalog,
    options: Options<'_>,
) -> Result<(u8, Search)> {
    let mut best = (DELIMITERS[0], Search::default());
    let mut absent = false;
    for delimiter in DELIMITERS {
        if !head.contains(&delimiter) && inside_characters(delimiter, encoding).is_none() {
            // The records are the same by whatever does not occur.
            if absent {
                continue;
            }
            absent = true;
        }
        let text = Text { head, complete, delimiter, encoding, quoting: true };
        let search = text.search(catalog, options.layout)?;
        if search.better(&best.1) {
            best = (delimiter, search);
        }
    }
    Ok(best)
}

/// Looks for the header again, with `"` a character like any other.
fn unquoted(
    head: &[u8],
    complete: bool,
    delimiter: u8,
    encoding: Option<Encoding>,
    catalog: &Catalog,
    found: Found,
) -> Result<Found> {
    let text = Text { head, complete, delimiter, encoding, quoting: false };
    let refined = text.search(catalog, Some(&found.bound.layout))?.found;
    let Found { runner_up, score, .. } = &found;
    let kept = (runner_up.clone(), *score);
    Ok(refined.map_or(found, |f| Found { runner_up: kept.0, score: kept.1, ..f }))
}

/// The beginning of a text file, and how it might be written.
struct Text<'a> {
    head: &'a [u8],
    complete: bool,
    delimiter: u8,
    encoding: Option<Encoding>,
    quoting: bool,
}

impl Text<'_> {
    fn search(&self, catalog: &Catalog, only: Option<&Layout>) -> Result<Search> {
        let mut whole = Vec::new();
        let (head, encoding) = match inside_characters(self.delimiter, self.encoding) {
            Some(encoding) => {
                // The prefix may end inside a character; reading the whole file will tell.
                let _ = Transcoded::new(self.head, encoding.table()).read_to_end(&mut whole);
                (&whole[..], Some(Encoding::Utf8))
            }
            None => (self.head, self.encoding),
        };
        let decoder = Decoder::new(encoding);
        let mut records = Delimited::new(head, self.delimiter, self.quoting);
        let mut search = Search::default();
        for index in 0..LOOK {
            match records.next() {
                Ok(Some(bytes)) => search.look(catalog, only, &Row::of_bytes(bytes, &decoder), index)?,
                Ok(None) => break,
                // The prefix may end inside a record; reading the whole file will tell.
                Err(e) if search.found.is_none() && self.complete => {
                    if self.delimiter == DELIMITERS[0] || e.what.en.contains("NUL") {
                        return Err(e);
                    }
                    break;
                }
                Err(_) => break,
            }
        }
        Ok(search)
    }
}

impl Table {
    pub fn kind(&self) -> Kind {
        self.bound.layout.kind
    }

    /// Everything that was found out of how the rows are to be read, as text.
    pub fn way(&self) -> String {
        format!("{:?} {} {:?}", self.format, self.skip, self.more)
    }

    /// The same file, to be looked at while it is being read; `None` for a stream.
    pub(crate) fn reopen(&self) -> Option<Table> {
        let mut table = self.clone();
        table.input.read = std::rc::Rc::default();
        (!table.input.is_stream()).then_some(table)
    }

    /// Gives every row after the header, blank rows and notes left out. `f` may stop the reading; its errors pass
    /// through as they are, errors of the file are told with its name.
    pub fn each(&mut self, f: &mut dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>>) -> Result<()> {
        let name = self.input.name.clone();
        let mut stopped = None;
        self.each_inner(&mut |row| {
            f(row).or_else(|e| {
                stopped = Some(e);
                Ok(ControlFlow::Break(()))
            })
        })
        .map_err(|e| e.within(&name))?;
        stopped.map_or(Ok(()), Err)
    }

    fn each_inner(&mut self, f: &mut dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>>) -> Result<()> {
        let bound = self.bound.clone();
        let mut row_filter = RowFilter::new(&bound);
        let mut pass = |row: &Row<'_>, index: &mut usize, skip: usize| -> Result<ControlFlow<()>> {
            *index += 1;
            if *index < skip {
                row_filter.above(row)?;
            } else if *index > skip && row_filter.takes(row)? {
                return f(row);
            }
            Ok(ControlFlow::Continue(()))
        };
        let (mut index, skip) = (0, self.skip + 1);
        let read = match &self.format {
            Format::Sheet { container, name } => {
                let mut book = Book::open(&self.input, *container)?;
                let mut flow = ControlFlow::Continue(());
                book.each_row(name, &mut |line, cells| {
                    flow = pass(&Row::of_sheet(line, cells), &mut index, skip)?;
                    Ok(flow)
                })?;
                for (name, skip) in &self.more {
                    if flow.is_break() {
                        break;
                    }
                    index = 0;
                    book.each_row(name, &mut |line, cells| {
                        flow = pass(&Row::of_sheet(line, cells).in_part(name), &mut index, *skip)?;
                        Ok(flow)
                    })?;
                }
                Ok(())
            }
            Format::Text { .. } => {
                let (mut rows, decoder) = self.text_rows()?;
                while let Some(row) = rows.next(&decoder)? {
                    if pass(&row, &mut index, skip)?.is_break() {
                        break;
                    }
                }
                Ok(())
            }
        };
        self.declared = row_filter.declared();
        read
    }

    /// The rows of a text file from its beginning.
    fn text_rows(&mut self) -> Result<(ChunkRows<Box<dyn Read>>, Decoder)> {
        let Format::Text { mut encoding, utf16, bom, delimiter } = self.format else {
            return Err(Error::input("不是文本表格", "this is no text table"));
        };
        let reader = self.input.open()?;
        let mut reader: Box<dyn Read> = Box::new(Cursor::new(std::mem::take(&mut self.prefix)).chain(reader));
        if let Some(big) = utf16 {
            // The decoder takes the mark off.
            reader = Box::new(Transcoded::utf16(reader, big));
        } else if bom {
            let mut mark = [0; 3];
            reader.read_exact(&mut mark).map_err(|e| Error::io("读取失败", "can't read", e))?;
        }
        if let Some(other) = inside_characters(delimiter, encoding) {
            reader = Box::new(Transcoded::new(reader, other.table()));
            encoding = Some(Encoding::Utf8);
        }
        let begins = if bom { 3 } else { 0 };
        let records = Delimited::new(reader, delimiter, self.bound.layout.quoting).from(begins, 1);
        Ok((ChunkRows::of(records, delimiter, self.bound.header.len()), Decoder::new(encoding)))
    }

    /// How to read a text file in chunks; `None` for what can only be read from its beginning, or is too short.
    pub(crate) fn chunks(&self) -> Option<Chunks> {
        let Format::Text { encoding, utf16: None, delimiter, .. } = self.format else { return None };
        let path = self.input.plain_file()?;
        if inside_characters(delimiter, encoding).is_some() {
            return None;
        }
        let size = self.input.size()?;
        let all = Chunks {
            path: path.to_owned(),
            delimiter,
            quoting: self.bound.layout.quoting,
            encoding,
            width: self.bound.header.len(),
            size,
            step: self.step,
        };
        (all.count() >= 4).then_some(all)
    }

    /// Whether it is read on all cores.
    pub fn is_long(&self) -> bool {
        self.chunks().is_some()
    }

    /// What stands above the first row of a text file; then the byte and the line where that row begins.
    pub(crate) fn above(&mut self, row_filter: &mut RowFilter<'_>) -> Result<(u64, u64)> {
        let (mut rows, decoder) = self.text_rows()?;
        for _ in 0..self.skip {
            if let Some(row) = rows.next(&decoder)? {
                row_filter.above(&row)?;
            }
        }
        rows.next(&decoder)?;
        rows.next_begins()
    }
}

fn keep_with_prefix(prefix: Vec<u8>, rest: Box<dyn Read>, name: &str) -> Result<Input> {
    let mut input = Input::stream(Box::new(Cursor::new(prefix).chain(rest)));
    input.name = name.to_owned();
    input.keep()?;
    Ok(input)
}

fn bad_utf16() -> Error {
    Error::input("不是合法的 UTF-16 文本", "this is not valid UTF-16 text")
        .hint("请从平台重新下载", "download it from the platform again")
}
