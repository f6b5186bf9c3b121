//! One block per row, to paste into a chat: its message if it has one, otherwise its titles and values.

use super::{Head, Meta, Renderer, Sink, Style, cells, safe};
use crate::model::{Cell, Column, Lang, Report};
use std::io::{self, Write};

pub(super) struct Text;

impl Renderer for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["txt"]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("每行一段可粘贴的文字", "one block to paste per row")
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        let message = head.columns.iter().position(|c| matches!(c.key, "message" | "text"));
        Ok(Box::new(TextRows { out, style: style.clone(), columns: head.columns, message, any: false }))
    }

    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        super::plain::write(report, style, out)
    }
}

struct TextRows<'w> {
    out: &'w mut dyn Write,
    style: Style,
    columns: Vec<Column>,
    message: Option<usize>,
    any: bool,
}

impl Sink for TextRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        if std::mem::replace(&mut self.any, true) {
            writeln!(self.out)?;
        }
        let message = self.message.and_then(|at| cells::data(cells.get(at)?, &self.style));
        if let Some(message) = message.filter(|m| !m.trim().is_empty()) {
            // A message keeps its own lines.
            return message.lines().try_for_each(|line| writeln!(self.out, "{}", safe::terminal(line)));
        }
        for (column, cell) in self.columns.iter().zip(cells) {
            let value = cells::human(cell, &self.style);
            if !value.is_empty() {
                writeln!(self.out, "{}: {value}", column.title(self.style.lang))?;
            }
        }
        Ok(())
    }

    fn finish(self: Box<Self>, _: &Meta) -> io::Result<()> {
        self.out.flush()
    }
}
