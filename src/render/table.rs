//! A table without borders for a terminal, fitted to its width.

use super::{Head, Renderer, Sink, Style, plain, table_rows};
use crate::model::{Lang, Report};
use std::io::{self, Write};

pub(super) struct Table;

impl Renderer for Table {
    fn name(&self) -> &'static str {
        "table"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("终端里的表格", "a table for the terminal")
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        Ok(table_rows::start(&head, style, out))
    }

    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        plain::write(report, style, out)
    }
}
