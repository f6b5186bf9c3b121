//! A sheet that is filled row by row.

use super::super::{Style, cells, safe};
use crate::model::{Cell, Column, Stamp, Zone};
use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError, Workbook, Worksheet,
    XlsxError,
};
use std::io;
use unicode_width::UnicodeWidthStr;

/// Columns are not made narrower or wider.
pub(super) const NARROW: usize = 6;
pub(super) const WIDE: usize = 60;
/// Whole numbers above it are not exact in a spreadsheet: it keeps 15 digits.
pub(super) const EXACT: u64 = 999_999_999_999_999;

/// One table on a sheet, from its first row down.
pub(super) struct SheetGrid {
    pub(super) style: Style,
    pub(super) columns: Vec<Column>,
    pub(super) widths: Vec<usize>,
    pub(super) next: u32,
    pub(super) formats: Formats,
}

pub(super) struct Formats {
    pub(super) head: Format,
    pub(super) text: Format,
    pub(super) lines: Format,
    pub(super) quoted: Format,
    pub(super) money: Format,
    pub(super) time: Format,
    pub(super) hours: Format,
    pub(super) number: Format,
    pub(super) percent: Format,
}

impl Formats {
    pub(super) fn new() -> Formats {
        let plain = Format::new().set_align(FormatAlign::Top);
        let number = |code: &str| plain.clone().set_num_format(code);
        Formats {
            head: Format::new()
                .set_bold()
                .set_background_color(Color::RGB(0xF1F3F5))
                .set_border_bottom(FormatBorder::Thin),
            text: number("@"),
            lines: number("@").set_text_wrap(),
            // Stays text when somebody edits the cell.
            quoted: number("@").set_quote_prefix(),
            money: number("0.00"),
            time: number("yyyy-mm-dd hh:mm:ss"),
            hours: number("0.0"),
            number: number("0"),
            percent: number("+0.0%;-0.0%;0.0%"),
        }
    }
}

impl SheetGrid {
    pub(super) fn new(style: Style) -> SheetGrid {
        SheetGrid { style, columns: Vec::new(), widths: Vec::new(), next: 0, formats: Formats::new() }
    }

    pub(super) fn head(&mut self, sheet: &mut Worksheet, columns: &[Column]) -> Result<(), XlsxError> {
        let titles: Vec<String> = columns.iter().map(|c| c.title(self.style.lang).to_owned()).collect();
        self.titles(sheet, &titles)?;
        self.columns = columns.to_vec();
        for (index, _) in columns.iter().enumerate().filter(|(_, c)| !c.shown) {
            sheet.set_column_hidden(column(index))?;
        }
        Ok(())
    }

    pub(super) fn titles(&mut self, sheet: &mut Worksheet, titles: &[String]) -> Result<(), XlsxError> {
        for (index, title) in titles.iter().enumerate() {
            sheet.write_string_with_format(self.next, column(index), short(title), &self.formats.head)?;
        }
        self.widths = titles.iter().map(|t| t.width() + 2).collect();
        self.next += 1;
        sheet.set_freeze_panes(self.next, 0)?.set_repeat_rows(0, 0)?;
        Ok(())
    }

    pub(super) fn row(&mut self, sheet: &mut Worksheet, cells: &[Cell<'_>]) -> io::Result<()> {
        if self.next >= ROWS {
            let (zh, en) = (
                "一张工作表最多 1048576 行，改用 csv 或加 --limit",
                "a sheet holds 1048576 rows; use csv or --limit",
            );
            return Err(io::Error::other(self.style.lang.pick(zh, en)));
        }
        for (index, cell) in cells.iter().enumerate() {
            let width = self.cell(sheet, self.next, index, cell).map_err(failed)?;
            self.widen(index, width);
        }
        self.next += 1;
        Ok(())
    }

    /// The column is as wide as its widest cell.
    pub(super) fn widen(&mut self, index: usize, width: usize) {
        if let Some(widest) = self.widths.get_mut(index) {
            *widest = width.max(*widest);
        }
    }

    /// Writes a cell and gives its width.
    pub(super) fn cell(
        &self,
        sheet: &mut Worksheet,
        row: u32,
        index: usize,
        cell: &Cell<'_>,
    ) -> Result<usize, XlsxError> {
        let at = column(index);
        let formats = &self.formats;
        let exact = |n: i64| (n.unsigned_abs() <= EXACT).then_some(n as f64);
        let number = match cell {
            Cell::Empty => return Ok(0),
            Cell::Int(n) | Cell::Minutes(n) => exact(*n).map(|n| (n, &formats.number)),
            Cell::Money(m) => exact(m.0).map(|n| (n / 100.0, &formats.money)),
            Cell::Hours(s) => Some(((s / 360) as f64 / 10.0, &formats.hours)),
            Cell::Time(t) => {
                if let Some(time) = local(*t, self.style.zone) {
                    sheet.write_datetime_with_format(row, at, time, &formats.time)?;
                    return Ok(19);
                }
                None
            }
            _ => None,
        };
        let text = cells::page(cell, &self.style);
        if let Some((number, format)) = number {
            sheet.write_number_with_format(row, at, number, format)?;
            return Ok(text.len());
        }
        let format = match &*text {
            text if text.contains('\n') => &formats.lines,
            text if safe::needs_quote(text) => &formats.quoted,
            _ => &formats.text,
        };
        sheet.write_string_with_format(row, at, short(&text), format)?;
        Ok(text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0))
    }

    pub(super) fn finish(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        for (index, width) in self.widths.iter().enumerate() {
            sheet.set_column_width(column(index), (width + 1).clamp(NARROW, WIDE) as f64)?;
        }
        let (bottom, right) = (self.next.saturating_sub(1), column(self.widths.len().saturating_sub(1)));
        if !self.widths.is_empty() && bottom > 0 {
            sheet.autofilter(0, 0, bottom, right)?;
            // Ids are text on purpose: no green corners.
            sheet.ignore_error_range(0, 0, bottom, right, IgnoreError::NumberStoredAsText)?;
        }
        sheet.set_landscape().set_print_fit_to_pages(1, 0);
        Ok(())
    }
}

/// A time of the shop's clock; `None` before 1900 and after 9999, which a spreadsheet does not know.
pub(super) fn local(at: Stamp, zone: Zone) -> Option<ExcelDateTime> {
    ExcelDateTime::from_timestamp(at.0.checked_add(i64::from(zone.0))?).ok()
}

pub(super) fn column(index: usize) -> u16 {
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// As much of a text as a cell holds; counted as the format counts, in UTF-16.
pub(super) fn short(text: &str) -> &str {
    if text.len() <= LETTERS {
        return text;
    }
    let mut left = LETTERS;
    let end = text.char_indices().find(|(_, c)| {
        let units = c.len_utf16();
        let full = units > left;
        left = left.saturating_sub(units);
        full
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// Names of sheets: not empty, 31 letters, without `[]:*?/\`, no two alike.
#[derive(Default)]
pub(super) struct Names(Vec<String>);

impl Names {
    pub(super) fn take(&mut self, wanted: &str) -> String {
        let words = wanted.split(|c: char| c.is_whitespace() || "[]:*?/\\".contains(c));
        let clean = words.filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ");
        let clean = match clean.trim_matches(['\'', ' ']) {
            "" => "cs",
            clean if clean.eq_ignore_ascii_case("history") => "cs history",
            clean => clean,
        };
        let name = (1..)
            .map(|n| {
                let end = if n == 1 { String::new() } else { format!(" {n}") };
                let mut room = 31 - end.len();
                let fits = |c: &char| room.checked_sub(c.len_utf16()).inspect(|rest| room = *rest).is_some();
                clean.chars().take_while(fits).collect::<String>().trim_end_matches(['\'', ' ']).to_owned()
                    + &end
            })
            .find(|name| !self.0.contains(&name.to_lowercase()))
            .unwrap_or_default();
        self.0.push(name.to_lowercase());
        name
    }
}

pub(super) fn failed(e: XlsxError) -> io::Error {
    io::Error::other(e)
}

/// The same content gives the same bytes: the workbook does not say when it was made.
pub(super) fn new_book(title: &str) -> Result<Workbook, XlsxError> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_title(title).set_author("cs").set_creation_datetime(&made));
    Ok(book)
}

/// Rows of a sheet, and letters of a cell, that a spreadsheet program takes.
pub(super) const ROWS: u32 = 1_048_576;
pub(super) const LETTERS: usize = 32_767;
