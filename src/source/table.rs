//! A file whose container, encoding, header and layout have been found.

use super::book::{Book, Container};
use super::chunk::{ChunkRows, Chunks};
use super::delimited::Delimited;
use super::encoding::{Decoder, Encoding, Transcoded};
use super::input::Input;
use super::row::Row;
use super::row_filter::RowFilter;
use crate::error::{Error, Result};
use crate::layouts::{Bound, Kind};
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

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

/// So many bytes show what a file is.
pub(super) const PREFIX: usize = 256 * 1024;

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
    /// It says so in a last row that `cs` wrote: see [`crate::model::seal`].
    pub sealed: bool,
    /// Bytes that one core reads at a time.
    pub(crate) step: u64,
}

/// `|` is also the second byte of characters such as 東 and ポ: such a file is decoded before its rows are split.
pub(super) fn inside_characters(delimiter: u8, encoding: Option<Encoding>) -> Option<Encoding> {
    encoding.filter(|e| delimiter == b'|' && *e != Encoding::Utf8)
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

    /// The same file, to be looked at before it is read; of a stream, its beginning. Whether that is all of it.
    pub(crate) fn glance(&self) -> (Table, bool) {
        if let Some(table) = self.reopen() {
            return (table, true);
        }
        let mut table = self.clone();
        let whole = self.prefix.len() < PREFIX;
        table.input = Input::stream(Box::new(Cursor::new(std::mem::take(&mut table.prefix))));
        (table, whole)
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
        self.sealed = row_filter.is_sealed();
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
