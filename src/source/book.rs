//! Anything made of sheets: a workbook new or old, or the tables of an HTML page.

use super::input::Input;
use super::sheet_rows::RowFn;
use super::{biff, html, xlsx};
use crate::error::Result;

/// What a file of sheets is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Xlsx,
    Xls,
    Html(&'static encoding_rs::Encoding),
}

impl Container {
    pub fn name(self) -> &'static str {
        match self {
            Container::Xlsx => "XLSX",
            Container::Xls => "XLS",
            Container::Html(_) => "HTML",
        }
    }
}

pub(crate) enum Book {
    Xlsx(Box<xlsx::Workbook>),
    Xls(Box<biff::Workbook>),
    Html(html::Page),
}

impl Book {
    pub(crate) fn open(input: &Input, container: Container) -> Result<Book> {
        Ok(match container {
            Container::Xlsx => Book::Xlsx(Box::new(xlsx::open(input.open_seek()?)?)),
            Container::Xls => Book::Xls(Box::new(biff::open(input.open_seek()?)?)),
            Container::Html(encoding) => Book::Html(html::Page { input: input.clone(), encoding }),
        })
    }

    pub(crate) fn sheets(&self) -> Result<Vec<String>> {
        match self {
            Book::Xlsx(book) => Ok(xlsx::sheets(book)),
            Book::Xls(book) => Ok(book.sheets()),
            Book::Html(page) => page.tables(),
        }
    }

    /// Calls `f` for every row of a sheet that holds anything.
    pub(crate) fn each_row(&mut self, sheet: &str, f: &mut RowFn<'_>) -> Result<()> {
        match self {
            Book::Xlsx(book) => xlsx::each_row(book, sheet, f),
            Book::Xls(book) => book.each_row(sheet, f),
            Book::Html(page) => page.each_row(sheet, f),
        }
    }
}
