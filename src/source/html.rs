//! The tables of an HTML page or of an XML spreadsheet, which many systems save as `.xls`. Streamed, every part
//! capped; a page is never built.

mod entities;
mod grid;
mod refusals;
mod tags;

#[cfg(test)]
mod tests;

use super::encoding::{self, Encoding, Transcoded};
use super::input::Input;
use super::sheet_rows::RowFn;
use crate::error::{Error, Result};
use grid::{HtmlGrid, TableFn};
use memchr::memchr;
use refusals::cut_off;
use std::io::Read;
use std::ops::ControlFlow;
use tags::{Reader, Tag};

const MAX_TABLES: usize = 32;
/// What stands between such tags is for nobody to read.
const NO_CONTENT: [&str; 4] = ["style", "script", "title", "comment"];

/// Whether a file that calls itself a table is a page.
pub(crate) fn is_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head.get(..64 << 10).unwrap_or(head)).to_ascii_lowercase();
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('<')
        && ["<table", "<html", "<body", "office:spreadsheet"].iter().any(|sign| text.contains(sign))
}

/// The encoding of a page: its bytes tell UTF-8, whatever the page claims; else what it claims.
pub(crate) fn encoding_of(head: &[u8]) -> &'static encoding_rs::Encoding {
    let sniffed = encoding::sniff(head);
    if sniffed == Some(Encoding::Utf8) {
        return encoding_rs::UTF_8;
    }
    let text = String::from_utf8_lossy(head.get(..4 << 10).unwrap_or(head)).to_ascii_lowercase();
    let claimed = ["charset=", "encoding="].iter().find_map(|key| {
        let rest = text.split_once(key)?.1.trim_start_matches(['"', '\'', ' ']);
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(rest.len());
        encoding_rs::Encoding::for_label(rest.get(..end).unwrap_or(rest).as_bytes())
    });
    match claimed {
        Some(claimed) if claimed != encoding_rs::UTF_8 => claimed,
        _ if sniffed.is_none() => encoding_rs::UTF_8,
        _ if encoding::looks_japanese(head) => encoding_rs::SHIFT_JIS,
        _ => encoding_rs::GB18030,
    }
}

/// A page whose tables count as sheets, by their numbers from 1.
pub(crate) struct Page {
    pub(crate) input: Input,
    pub(crate) encoding: &'static encoding_rs::Encoding,
}

impl Page {
    pub(crate) fn tables(&self) -> Result<Vec<String>> {
        let mut last = 0;
        self.read(&mut |table, _, _| {
            last = table;
            Ok(if table > MAX_TABLES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        if last > MAX_TABLES {
            return Err(Error::input(
                format!("这个网页里的表格超过 {MAX_TABLES} 个"),
                format!("this page holds more than {MAX_TABLES} tables"),
            )
            .hint("请导出 CSV 或 XLSX", "export CSV or XLSX"));
        }
        Ok((1..=last).map(|n| n.to_string()).collect())
    }

    pub(crate) fn each_row(&self, sheet: &str, f: &mut RowFn<'_>) -> Result<()> {
        let wanted: usize = sheet.parse().unwrap_or(1);
        self.read(&mut |table, line, cells| match table {
            of if of == wanted => f(line, cells),
            of if of > wanted => Ok(ControlFlow::Break(())),
            _ => Ok(ControlFlow::Continue(())),
        })
    }

    fn read(&self, f: &mut TableFn<'_>) -> Result<()> {
        let text = Transcoded::new(self.input.open()?, self.encoding);
        rows(text, self.encoding.name(), f)
    }
}

/// Gives the rows of every outer table of UTF-8 text. `encoding`: what the text was before, for messages.
pub(crate) fn rows(text: impl Read, encoding: &'static str, f: &mut TableFn<'_>) -> Result<()> {
    let mut reader = Reader::new(text, encoding);
    let mut grid = HtmlGrid::default();
    let mut inside = Vec::new();
    loop {
        let line = reader.line;
        let ahead = reader.ahead()?;
        if ahead.is_empty() {
            break;
        }
        let run = memchr(b'<', ahead).map_or(ahead, |at| ahead.get(..at).unwrap_or(ahead));
        if !run.is_empty() {
            grid.text(run, line)?;
            let passed = run.len();
            reader.pass(passed);
            continue;
        }
        if tag(&mut reader, &mut inside, &mut grid, f)?.is_break() {
            return Ok(());
        }
    }
    if grid.is_open() {
        return Err(cut_off(reader.line));
    }
    grid.end_row(f).map(|_| ())
}

/// Reads what begins with a `<`. `inside` is where the text of a tag is kept.
fn tag(
    reader: &mut Reader<impl Read>,
    inside: &mut Vec<u8>,
    grid: &mut HtmlGrid,
    f: &mut TableFn<'_>,
) -> Result<ControlFlow<()>> {
    let from = reader.line;
    reader.pass(1);
    match reader.tag(inside)? {
        Tag::None(seen) => {
            grid.text(b"<", from)?;
            grid.text(seen.as_slice(), from)?;
        }
        Tag::Skip => {}
        Tag::Of { closes: true, name, .. } => return grid.close(name, reader.line, f),
        Tag::Of { name, attributes, .. } => match NO_CONTENT.iter().find(|skipped| **skipped == name) {
            Some(skipped) => reader.skip_to_end_of(skipped, inside)?,
            None => return grid.open(name, attributes, reader.line, f),
        },
    }
    Ok(ControlFlow::Continue(()))
}
