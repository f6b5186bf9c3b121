//! TSV without quotes: a tab or a line end inside a cell becomes a space.

use super::{Head, Meta, Renderer, Sink, Style, cells};
use crate::model::{Cell, Lang};
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

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        let keys: Vec<&str> = head.columns.iter().map(|c| c.key).collect();
        writeln!(out, "{}", keys.join("\t"))?;
        Ok(Box::new(Rows { out, style: style.clone(), scratch: String::new(), line: String::new() }))
    }
}

struct Rows<'w> {
    out: &'w mut dyn Write,
    style: Style,
    scratch: String,
    line: String,
}

impl Sink for Rows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.line.clear();
        for (n, cell) in cells.iter().enumerate() {
            if n > 0 {
                self.line.push('\t');
            }
            let text = cells::sheet(cell, &self.style, &mut self.scratch);
            for (part, piece) in text.split(['\t', '\n', '\r']).enumerate() {
                if part > 0 {
                    self.line.push(' ');
                }
                self.line.push_str(piece);
            }
        }
        self.line.push('\n');
        self.out.write_all(self.line.as_bytes())
    }

    fn finish(self: Box<Self>, _: &Meta) -> io::Result<()> {
        self.out.flush()
    }
}
