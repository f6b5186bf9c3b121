//! A table in GitHub's Markdown.

use super::{Head, Meta, Renderer, Sink, Style, cells};
use crate::model::{Align, Cell, Lang};
use std::io::{self, Write};

pub(super) struct Markdown;

impl Renderer for Markdown {
    fn name(&self) -> &'static str {
        "md"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["md", "markdown"]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("Markdown 表格，用于文档和群公告", "a Markdown table, for documents")
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        let shown: Vec<bool> = head.columns.iter().map(|c| c.shown).collect();
        let (mut titles, mut rule) = (String::from("|"), String::from("|"));
        for column in head.columns.iter().filter(|c| c.shown) {
            push(column.title(style.lang), &mut titles);
            rule.push_str(if column.align == Align::Right { " ---: |" } else { " --- |" });
        }
        writeln!(out, "{titles}\n{rule}")?;
        Ok(Box::new(Rows { out, style: style.clone(), shown, line: String::new() }))
    }
}

struct Rows<'w> {
    out: &'w mut dyn Write,
    style: Style,
    shown: Vec<bool>,
    line: String,
}

impl Sink for Rows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.line.clear();
        self.line.push('|');
        for (cell, _) in cells.iter().zip(&self.shown).filter(|(_, shown)| **shown) {
            push(&cells::human(cell, &self.style), &mut self.line);
        }
        self.line.push('\n');
        self.out.write_all(self.line.as_bytes())
    }

    fn finish(self: Box<Self>, _: &Meta) -> io::Result<()> {
        self.out.flush()
    }
}

fn push(text: &str, line: &mut String) {
    line.push(' ');
    for c in text.chars() {
        // Data must neither end a cell nor become markup of a page.
        if matches!(c, '|' | '\\' | '<' | '`') {
            line.push('\\');
        }
        line.push(c);
    }
    line.push_str(" |");
}
