//! Finds out what a file is: its container, encoding, header and layout.

use super::book::Container;
use super::chunk::STEP;
use super::delimited::Delimited;
use super::encoding::{self, Decoder, Encoding, Transcoded};
use super::header::{Found, LOOK, Search};
use super::input::Input;
use super::kinds::{refuse_other_kinds, unknown};
use super::options::Options;
use super::row::Row;
use super::row_filter::another_table;
use super::table::{Format, PREFIX, Table, inside_characters};
use super::{archive, html, sheets};
use crate::error::{Error, Result};
use crate::layouts::{Catalog, Layout};
use std::io::{Cursor, Read};

const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

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
        sealed: false,
        step: STEP,
    })
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
