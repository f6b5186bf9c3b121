//! TSV without quotes: a tab or a line end inside a cell becomes a space.
//!
//! Some readers take a `"` at the beginning of a cell for the start of a quoted one and swallow rows up to the next;
//! others take it as it is. A `'` before it, as before a formula, gives both the same cells.

use super::{Head, Meta, Renderer, Sink, Style, cells, csv};
use crate::model::{Cell, Lang, seal};
use std::io::{self, Write};

pub(super) struct Tsv;

impl Renderer for Tsv {
    fn name(&self) -> &'static str {
        "tsv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["tsv", "tab"]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("制表符分隔，可直接粘贴到表格", "tab separated, pastes into a spreadsheet")
    }

    fn seals(&self) -> bool {
        true
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        let keys: Vec<&str> = head.columns.iter().map(|c| c.key).collect();
        writeln!(out, "{}", keys.join("\t"))?;
        let (scratch, line, width) = (String::new(), String::new(), keys.len());
        Ok(Box::new(TsvRows { out, style: style.clone(), scratch, line, width, rows: 0 }))
    }
}

/// What some reader takes for the end of a cell or of a line.
fn ends_line(c: char) -> bool {
    matches!(
        c,
        '\t' | '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}'
    )
}

struct TsvRows<'w> {
    out: &'w mut dyn Write,
    style: Style,
    scratch: String,
    line: String,
    width: usize,
    rows: u64,
}

impl Sink for TsvRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.line.clear();
        for (n, cell) in cells.iter().enumerate() {
            if n > 0 {
                self.line.push('\t');
            }
            let cell = csv::as_data(cell);
            let text = cells::sheet(&cell, &self.style, &mut self.scratch);
            if text.trim_start().starts_with('"') {
                self.line.push('\'');
            }
            for (part, piece) in text.split(ends_line).enumerate() {
                if part > 0 {
                    self.line.push(' ');
                }
                self.line.push_str(piece);
            }
        }
        self.line.push('\n');
        self.rows += 1;
        self.out.write_all(self.line.as_bytes())
    }

    fn finish(self: Box<Self>, _: &Meta) -> io::Result<()> {
        if self.style.seal {
            writeln!(self.out, "{}{}", seal::cell(self.rows), "\t".repeat(self.width.saturating_sub(1)))?;
        }
        self.out.flush()
    }
}
