//! A workbook: numbers as numbers, times as times, ids and text as text, and never a formula out of data.

use super::{Head, Meta, Renderer, Sink, Style, cells};
use crate::model::{Cell, Lang, Report};
use grid::{Names, SheetGrid, failed, new_book};
use rust_xlsxwriter::Workbook;
use std::io::{self, Write};

mod grid;
mod report;

pub(super) struct Xlsx;

impl Renderer for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["xlsx"]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("Excel 工作簿，写到文件", "an Excel workbook, into a file")
    }

    fn binary(&self) -> bool {
        true
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        let mut book = new_book(&cells::say(&head.title, style)).map_err(failed)?;
        let mut names = Names::default();
        book.add_worksheet().set_name(names.take(&cells::say(&head.title, style))).map_err(failed)?;
        let mut grid = SheetGrid::new(style.clone());
        let sheet = book.worksheet_from_index(0).map_err(failed)?;
        grid.head(sheet, &head.columns).map_err(failed)?;
        Ok(Box::new(XlsxRows { out, book, grid }))
    }

    fn report(&self, report: &Report, style: &Style, out: &mut dyn Write) -> io::Result<()> {
        let mut book = report::book(report, style)?;
        save(&mut book, out)
    }
}

struct XlsxRows<'w> {
    out: &'w mut dyn Write,
    book: Workbook,
    grid: SheetGrid,
}

impl Sink for XlsxRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        self.grid.row(sheet, cells)
    }

    fn finish(mut self: Box<Self>, _: &Meta) -> io::Result<()> {
        let sheet = self.book.worksheet_from_index(0).map_err(failed)?;
        self.grid.finish(sheet).map_err(failed)?;
        save(&mut self.book, self.out)
    }
}

/// A ZIP is written back and forth, so it is made in memory.
fn save(book: &mut Workbook, out: &mut dyn Write) -> io::Result<()> {
    let bytes = book.save_to_buffer().map_err(failed)?;
    out.write_all(&bytes)?;
    out.flush()
}
