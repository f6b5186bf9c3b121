//! Only the key of each row, one per line, for `xargs`.

use super::{Head, Meta, Renderer, Sink, Style, cells, safe};
use crate::model::{Cell, Lang};
use std::io::{self, Write};

pub(super) struct Name;

impl Renderer for Name {
    fn name(&self) -> &'static str {
        "name"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("每行只有单号，给 xargs 用", "only the number, one per line, for xargs")
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        let column = head.columns.iter().position(|c| c.key == head.name_column).unwrap_or(0);
        Ok(Box::new(NameRows { out, style: style.clone(), column, scratch: String::new() }))
    }
}

struct NameRows<'w> {
    out: &'w mut dyn Write,
    style: Style,
    column: usize,
    scratch: String,
}

impl Sink for NameRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let Some(cell) = cells.get(self.column) else { return Ok(()) };
        let text = safe::terminal(cells::machine(cell, &self.style, &mut self.scratch));
        if text.is_empty() { Ok(()) } else { writeln!(self.out, "{text}") }
    }

    fn finish(self: Box<Self>, _: &Meta) -> io::Result<()> {
        self.out.flush()
    }
}
