//! Rows out of tags and text.

use super::entities;
use super::refusals::too_long;
use crate::error::{Error, Result};
use crate::source::sheet_rows::{MAX_CELLS, MAX_COLUMNS, XCell, too_many_cells};
use memchr::memchr_iter;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// Takes (number of the table, line of the file, cells).
pub(crate) type TableFn<'f> = dyn FnMut(usize, u64, &[XCell]) -> Result<ControlFlow<()>> + 'f;

pub(super) const MAX_CELL: usize = 1 << 20;
const MAX_ROW: usize = 8 << 20;
const MAX_DEPTH: usize = 256;

/// A cell that covers rows below its own.
struct Span {
    left: u32,
    text: String,
}

/// The cell that is being read.
struct Open {
    columns: u32,
    rows: u32,
}

/// Makes rows of tags and text.
#[derive(Default)]
pub(super) struct HtmlGrid {
    table: usize,
    depth: usize,
    line: u64,
    row: Option<Vec<XCell>>,
    /// The row before, for its room.
    spare: Vec<XCell>,
    size: usize,
    /// Cells so far; one from above with a long text counts for many.
    seen: u64,
    cell: Option<Open>,
    /// The text of the open cell.
    text: Vec<u8>,
    spans: BTreeMap<u32, Span>,
}

impl HtmlGrid {
    /// Within a table: more was to come.
    pub(super) fn is_open(&self) -> bool {
        self.depth > 0
    }

    /// Takes text that begins in a line.
    pub(super) fn text(&mut self, run: &[u8], line: u64) -> Result<()> {
        if self.cell.is_none() {
            return Ok(());
        }
        let taken = entities::push(&mut self.text, run, MAX_CELL);
        if taken < run.len() {
            let lines = run.iter().take(taken + 1).filter(|b| **b == b'\n').count();
            return Err(too_long(line + lines as u64));
        }
        Ok(())
    }

    pub(super) fn open(
        &mut self,
        name: &str,
        attributes: &str,
        line: u64,
        f: &mut TableFn<'_>,
    ) -> Result<ControlFlow<()>> {
        match name {
            "table" => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(too_long(line));
                }
                if self.depth == 1 {
                    self.table += 1;
                }
                self.gap();
            }
            // What stands in a table within a cell is text of that cell.
            "tr" | "td" | "th" if self.depth > 1 => self.gap(),
            "tr" | "row" if self.depth == 1 => {
                self.end_cell(line)?;
                let flow = self.end_row(f)?;
                self.begin_row(line);
                return Ok(flow);
            }
            "td" | "th" | "cell" if self.depth == 1 => self.open_cell(attributes, line)?,
            "br" => self.gap(),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    pub(super) fn close(&mut self, name: &str, line: u64, f: &mut TableFn<'_>) -> Result<ControlFlow<()>> {
        match name {
            "table" if self.depth == 1 => {
                self.end_cell(line)?;
                let flow = self.end_row(f)?;
                self.spans.clear();
                self.depth = 0;
                return Ok(flow);
            }
            "table" => {
                self.depth = self.depth.saturating_sub(1);
                self.gap();
            }
            "tr" | "td" | "th" if self.depth > 1 => self.gap(),
            "tr" | "row" if self.depth == 1 => {
                self.end_cell(line)?;
                return self.end_row(f);
            }
            "td" | "th" | "cell" => self.end_cell(line)?,
            "p" | "div" | "li" => self.gap(),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    fn begin_row(&mut self, line: u64) {
        self.row = Some(std::mem::take(&mut self.spare));
        self.line = line;
    }

    fn open_cell(&mut self, attributes: &str, line: u64) -> Result<()> {
        self.end_cell(line)?;
        if self.row.is_none() {
            self.begin_row(line);
        }
        let columns = number(attributes, "colspan")
            .or_else(|| number(attributes, "mergeacross").map(|n| n.saturating_add(1)));
        let rows = number(attributes, "rowspan")
            .or_else(|| number(attributes, "mergedown").map(|n| n.saturating_add(1)));
        if let Some(column) = number(attributes, "index") {
            self.pad(column.saturating_sub(1))?;
        }
        self.text.clear();
        self.cell = Some(Open { columns: columns.unwrap_or(1).max(1), rows: rows.unwrap_or(1).max(1) });
        if attributes.ends_with('/') { self.end_cell(line) } else { Ok(()) }
    }

    /// A line end within a cell, unless it would be the first thing there.
    fn gap(&mut self) {
        if self.cell.is_some() && !self.text.is_empty() && self.text.len() < MAX_CELL {
            if self.text.ends_with(b" ") {
                self.text.pop();
            }
            if !self.text.ends_with(b"\n") {
                self.text.push(b'\n');
            }
        }
    }

    fn pad(&mut self, to: u32) -> Result<()> {
        let Some(row) = &mut self.row else { return Ok(()) };
        if to > MAX_COLUMNS {
            return Err(too_wide(self.line));
        }
        self.seen += u64::from(to) / 8;
        row.resize(row.len().max(to as usize), XCell::Empty);
        Ok(())
    }

    fn end_cell(&mut self, line: u64) -> Result<()> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        self.fill_spans()?;
        let text = String::from_utf8_lossy(&self.text);
        let text = entities::decode(text.trim());
        let Some(row) = &mut self.row else { return Ok(()) };
        let column = row.len() as u32;
        if cell.columns > MAX_COLUMNS || column + cell.columns > MAX_COLUMNS {
            return Err(too_wide(line));
        }
        self.size += text.len();
        if self.size > MAX_ROW {
            return Err(too_long(line));
        }
        self.seen += 1 + u64::from(cell.columns);
        if self.seen > MAX_CELLS {
            return Err(too_many_cells());
        }
        row.push(as_cell(&text));
        row.resize((column + cell.columns) as usize, XCell::Empty);
        if cell.rows > 1 {
            for n in 0..cell.columns {
                let text = if n == 0 { text.to_string() } else { String::new() };
                self.spans.insert(column + n, Span { left: cell.rows - 1, text });
            }
        }
        Ok(())
    }

    /// Cells from above that cover the next places of this row.
    fn fill_spans(&mut self) -> Result<()> {
        let Some(row) = &mut self.row else { return Ok(()) };
        while let Some(span) = self.spans.get_mut(&(row.len() as u32)) {
            self.size += span.text.len();
            self.seen += 1 + span.text.len() as u64 / 64;
            if self.seen > MAX_CELLS {
                return Err(too_many_cells());
            }
            if self.size > MAX_ROW {
                return Err(too_long(self.line));
            }
            row.push(as_cell(&span.text));
            span.left -= 1;
            if span.left == 0 {
                self.spans.remove(&(row.len() as u32 - 1));
            }
        }
        Ok(())
    }

    pub(super) fn end_row(&mut self, f: &mut TableFn<'_>) -> Result<ControlFlow<()>> {
        self.fill_spans()?;
        self.size = 0;
        let Some(mut row) = self.row.take() else { return Ok(ControlFlow::Continue(())) };
        let flow = if row.iter().any(|c| *c != XCell::Empty) {
            f(self.table, self.line, &row)
        } else {
            Ok(ControlFlow::Continue(()))
        };
        row.clear();
        self.spare = row;
        flow
    }
}

fn too_wide(line: u64) -> Error {
    Error::input(
        format!("第 {line} 行超过 {MAX_COLUMNS} 列"),
        format!("line {line} has more than {MAX_COLUMNS} columns"),
    )
}

fn as_cell(text: &str) -> XCell {
    if text.is_empty() { XCell::Empty } else { XCell::Text(text.to_owned()) }
}

/// The whole number that an attribute holds; attributes are in lower case.
fn number(attributes: &str, name: &str) -> Option<u32> {
    let value = memchr_iter(b'=', attributes.as_bytes()).find_map(|at| {
        let (before, value) = attributes.split_at_checked(at)?;
        let before = before.trim_end().strip_suffix(name)?.chars().next_back();
        before
            .is_none_or(|c| c.is_ascii_whitespace() || matches!(c, ':' | '"' | '\''))
            .then_some(value.strip_prefix('=')?)
    })?;
    let value = value.trim_start().trim_start_matches(['"', '\'']);
    let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
    value.get(..end)?.parse().ok()
}
