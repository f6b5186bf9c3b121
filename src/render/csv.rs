//! CSV: keys as the header, one line per row, written as it comes.

use super::{Head, Meta, Renderer, Sink, Style, cells, safe};
use crate::model::{Cell, Lang, seal};
use std::borrow::Cow;
use std::io::{self, Write};

pub(super) struct Csv;

impl Renderer for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["csv"]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("逗号分隔，给表格软件和脚本用", "comma separated, for spreadsheets and scripts")
    }

    fn seals(&self) -> bool {
        true
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        if style.excel {
            out.write_all("\u{feff}".as_bytes())?;
        }
        let mut writer = csv::WriterBuilder::new().buffer_capacity(1 << 16).from_writer(out);
        writer.write_record(head.columns.iter().map(|c| c.key))?;
        let width = head.columns.len();
        Ok(Box::new(CsvRows { writer, style: style.clone(), scratch: String::new(), width, rows: 0 }))
    }
}

struct CsvRows<'w> {
    writer: csv::Writer<&'w mut dyn Write>,
    style: Style,
    scratch: String,
    width: usize,
    rows: u64,
}

impl Sink for CsvRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        for cell in cells {
            match cell {
                // A spreadsheet reads this as text, with all 19 digits.
                Cell::Id(id) if self.style.excel => {
                    let id = if self.style.reveal { Cow::Borrowed(&**id) } else { safe::lines(id) };
                    self.scratch.clear();
                    self.scratch.push_str("=\"");
                    self.scratch
                        .extend(id.chars().flat_map(|c| std::iter::repeat_n(c, 1 + usize::from(c == '"'))));
                    self.scratch.push('"');
                    self.writer.write_field(&self.scratch)?;
                }
                cell => {
                    let cell = as_data(cell);
                    self.writer.write_field(cells::sheet(&cell, &self.style, &mut self.scratch))?;
                }
            }
        }
        self.writer.write_record(None::<&[u8]>)?;
        self.rows += 1;
        Ok(())
    }

    fn finish(mut self: Box<Self>, _: &Meta) -> io::Result<()> {
        if self.style.seal {
            let blank = std::iter::repeat_n("", self.width.saturating_sub(1));
            self.writer.write_record(std::iter::once(seal::cell(self.rows).as_str()).chain(blank))?;
        }
        self.writer.flush()
    }
}

/// A key that is put together may hold what somebody else wrote, such as the name of a file: it goes through the
/// same door as data.
pub(super) fn as_data<'c>(cell: &'c Cell<'c>) -> Cow<'c, Cell<'c>> {
    match cell {
        Cell::Told(key, _) => Cow::Owned(Cell::Id(Cow::Borrowed(key))),
        cell => Cow::Borrowed(cell),
    }
}
