//! Old workbooks (`.xls`, BIFF8), read record by record.

mod cfb;
mod parts;
mod texts;

use super::fill::fill;
use super::sheet_rows::{MAX_SHEETS, ReadSeek, RowFn, SheetRows, XCell, locked, too_many_sheets};
use crate::error::{Error, Result};
use cfb::{Stream, damaged, u16_at, u32_at};
use parts::{Parts, rk_number, shows_dates};
use std::collections::HashMap;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::ops::ControlFlow;
use texts::{MAX_STRINGS, MAX_TEXTS, Texts, too_much_text};

const EOF: u16 = 0x0a;
const CONTINUE: u16 = 0x3c;

pub(crate) struct Workbook {
    data: BufReader<Stream>,
    /// Name, and where its records begin.
    sheets: Vec<(String, u64)>,
    strings: Texts,
    /// For each cell style: whether it shows dates.
    dates: Vec<bool>,
    shift: f64,
    /// A record that was read and not yet used.
    ahead: Option<Record>,
}

struct Record {
    kind: u16,
    data: Vec<u8>,
}

pub(crate) fn open(data: Box<dyn ReadSeek>) -> Result<Workbook> {
    let container = cfb::Container::open(data)?;
    if container.has("EncryptedPackage") {
        return Err(locked());
    }
    if !container.has("Workbook") {
        let old = container.has("Book");
        let e = if old {
            Error::input("这是 Excel 95 的 .xls", "this is an .xls of Excel 95")
        } else {
            Error::input("这不是工作簿，而是别的 Office 文件", "this is no workbook but another Office file")
        };
        return Err(e.hint("另存为 .xlsx 或 CSV", "save it as .xlsx or CSV"));
    }
    let mut book = Workbook {
        data: BufReader::with_capacity(64 << 10, container.stream("Workbook")?),
        sheets: Vec::new(),
        strings: Texts::default(),
        dates: Vec::new(),
        shift: 0.0,
        ahead: None,
    };
    book.read_globals()?;
    Ok(book)
}

impl Workbook {
    pub(crate) fn sheets(&self) -> Vec<String> {
        self.sheets.iter().map(|s| s.0.clone()).collect()
    }

    fn read_globals(&mut self) -> Result<()> {
        let mut formats: HashMap<u16, bool> = HashMap::new();
        let mut styles: Vec<u16> = Vec::new();
        let mut first = true;
        while let Some(record) = self.next()? {
            let d = &record.data[..];
            match record.kind {
                0x0809 if first && u16_at(d, 0) != 0x0600 => {
                    return Err(Error::input(
                        "这是 Excel 95 或更早的 .xls",
                        "this is an .xls of Excel 95 or before",
                    )
                    .hint("另存为 .xlsx 或 CSV", "save it as .xlsx or CSV"));
                }
                0x002f => return Err(locked()),
                0x0022 if u16_at(d, 0) == 1 => self.shift = 1462.0,
                0x041e => {
                    let dates = shows_dates(&Parts::one(d, 2).text(2)?);
                    formats.entry(u16_at(d, 0)).or_insert(dates);
                }
                0x00e0 => styles.push(u16_at(d, 2)),
                // Worksheets only: no charts, no macros.
                0x0085 if d.get(5) == Some(&0) => {
                    if self.sheets.len() >= MAX_SHEETS {
                        return Err(too_many_sheets());
                    }
                    self.sheets.push((Parts::one(d, 6).text(1)?, u64::from(u32_at(d, 0))));
                }
                0x00fc => self.read_strings(record.data)?,
                EOF => break,
                _ => {}
            }
            first = false;
        }
        self.dates = styles
            .iter()
            .map(|format| match formats.get(format) {
                Some(dates) => *dates,
                None => matches!(format, 14..=22 | 27..=36 | 45..=47 | 50..=58),
            })
            .collect();
        if self.sheets.is_empty() { Err(damaged()) } else { Ok(()) }
    }

    /// The texts of the workbook, which may run over many records.
    fn read_strings(&mut self, data: Vec<u8>) -> Result<()> {
        let mut parts = Parts { breaks: Vec::new(), at: 8, data };
        while let Some(more) = self.next()? {
            if more.kind != CONTINUE {
                self.ahead = Some(more);
                break;
            }
            parts.breaks.push(parts.data.len());
            parts.data.extend_from_slice(&more.data);
            if parts.data.len() > MAX_STRINGS {
                return Err(too_much_text());
            }
        }
        let count = u32_at(&parts.data, 4);
        if count > MAX_TEXTS {
            return Err(too_much_text());
        }
        for _ in 0..count {
            // Not more than there are bytes for, whatever the count says.
            if parts.at >= parts.data.len() {
                return Err(damaged());
            }
            self.strings.push(&parts.text(2)?);
        }
        Ok(())
    }

    pub(crate) fn each_row(&mut self, sheet: &str, f: &mut RowFn<'_>) -> Result<()> {
        let Some((_, at)) = self.sheets.iter().find(|s| s.0 == sheet) else { return Err(damaged()) };
        self.data.seek(SeekFrom::Start(*at)).map_err(|_| damaged())?;
        self.ahead = None;
        let mut rows = SheetRows::default();
        // A sheet may hold charts, with records of their own.
        let mut depth = 0_u32;
        while let Some(record) = self.next()? {
            match record.kind {
                0x0809 => depth += 1,
                EOF if depth <= 1 => return rows.finish(f).map(|_| ()),
                EOF => depth -= 1,
                _ if depth == 1 && self.cell(&record, &mut rows, f)?.is_break() => return Ok(()),
                _ => {}
            }
        }
        // Without its end the sheet has been cut off.
        Err(damaged())
    }

    fn cell(&mut self, record: &Record, rows: &mut SheetRows, f: &mut RowFn<'_>) -> Result<ControlFlow<()>> {
        let d = &record.data[..];
        let (row, column, style) = (u32::from(u16_at(d, 0)), u32::from(u16_at(d, 2)), u16_at(d, 4));
        let value = match record.kind {
            0x0203 => self.number(f64_at(d, 6)?, style),
            0x027e => self.number(rk_number(u32_at(d, 6)), style),
            0x00bd => {
                let many = (d.len().saturating_sub(6) / 6) as u32;
                for n in 0..many {
                    let at = 4 + n as usize * 6;
                    let value = self.number(rk_number(u32_at(d, at + 2)), u16_at(d, at));
                    if rows.put(row, column + n, value, f)?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
                return Ok(ControlFlow::Continue(()));
            }
            0x00fd => {
                let text = self.strings.get(u32_at(d, 6)).ok_or_else(damaged)?;
                text_cell(text)
            }
            0x0204 | 0x00d6 => text_cell(&Parts::one(d, 6).text(2)?),
            0x0205 => said(d.get(6).copied(), d.get(7) == Some(&1)),
            0x0006 if u16_at(d, 12) == 0xffff => match d.get(6) {
                Some(0) => self.formula_text()?,
                Some(1) => said(d.get(8).copied(), false),
                Some(2) => said(d.get(8).copied(), true),
                _ => XCell::Empty,
            },
            0x0006 => self.number(f64_at(d, 6)?, style),
            _ => return Ok(ControlFlow::Continue(())),
        };
        rows.put(row, column, value, f)
    }

    /// The text that a formula came to stands in a record after it.
    fn formula_text(&mut self) -> Result<XCell> {
        while let Some(record) = self.next()? {
            match record.kind {
                // Shared formulas and tables may stand between.
                0x04bc | 0x0221 | 0x0236 => {}
                0x0207 => {
                    let mut parts = Parts { data: record.data, breaks: Vec::new(), at: 0 };
                    while let Some(more) = self.next()? {
                        if more.kind != CONTINUE || parts.data.len() > MAX_STRINGS {
                            self.ahead = Some(more);
                            break;
                        }
                        parts.breaks.push(parts.data.len());
                        parts.data.extend_from_slice(&more.data);
                    }
                    return Ok(text_cell(&parts.text(2)?));
                }
                _ => {
                    self.ahead = Some(record);
                    break;
                }
            }
        }
        Ok(XCell::Empty)
    }

    fn number(&self, n: f64, style: u16) -> XCell {
        if self.dates.get(usize::from(style)) == Some(&true) {
            XCell::Serial(n + self.shift)
        } else {
            XCell::Number(n)
        }
    }

    fn next(&mut self) -> Result<Option<Record>> {
        if let Some(record) = self.ahead.take() {
            return Ok(Some(record));
        }
        let mut head = [0; 4];
        if fill(&mut self.data, &mut head).map_err(|_| damaged())? < head.len() {
            return Ok(None);
        }
        let mut data = vec![0; usize::from(u16_at(&head, 2))];
        self.data.read_exact(&mut data).map_err(|_| damaged())?;
        Ok(Some(Record { kind: u16_at(&head, 0), data }))
    }
}

fn text_cell(text: &str) -> XCell {
    if text.is_empty() { XCell::Empty } else { XCell::Text(text.to_owned()) }
}

fn said(value: Option<u8>, error: bool) -> XCell {
    match (value.unwrap_or(0), error) {
        (0, false) => XCell::Text("否".to_owned()),
        (_, false) => XCell::Text("是".to_owned()),
        (0x00, true) => XCell::Error("#NULL!".to_owned()),
        (0x07, true) => XCell::Error("#DIV/0!".to_owned()),
        (0x0f, true) => XCell::Error("#VALUE!".to_owned()),
        (0x17, true) => XCell::Error("#REF!".to_owned()),
        (0x1d, true) => XCell::Error("#NAME?".to_owned()),
        (0x24, true) => XCell::Error("#NUM!".to_owned()),
        (_, true) => XCell::Error("#N/A".to_owned()),
    }
}

fn f64_at(d: &[u8], at: usize) -> Result<f64> {
    let bytes: [u8; 8] = d.get(at..at + 8).and_then(|b| b.try_into().ok()).ok_or_else(damaged)?;
    Ok(f64::from_le_bytes(bytes))
}

#[cfg(test)]
#[path = "../../tests/cli/old_book.rs"]
mod old_book;

#[cfg(test)]
mod tests {
    use super::old_book::{Value, container, stream, workbook};
    use super::*;
    use calamine::{Data, Reader as _};
    use proptest::prelude::*;
    use std::io::Cursor;

    fn text(t: &str) -> Value {
        Value::Text(t.to_owned())
    }

    /// Every kind of cell, and texts that run over several records.
    fn sample() -> Vec<(&'static str, Vec<Vec<Value>>)> {
        let long = "样例陶瓷杯，白色，".repeat(40);
        let first = vec![
            vec![
                text("订单编号"),
                text("plain"),
                text("总金额"),
                text("件数"),
                text("订单创建时间"),
                text("备注"),
            ],
            vec![
                text("4123456789012345678"),
                text(&"narrow ".repeat(60)),
                Value::Number(59.9),
                Value::Rk(-3),
                Value::Date(46347.375),
                Value::Formula("合计".to_owned()),
            ],
            vec![text(&long), text(""), Value::Number(9.004e18)],
        ];
        vec![("订单", first), ("二", vec![vec![text("x"), text(&long)]])]
    }

    fn all(bytes: Vec<u8>) -> Result<Vec<(String, u64, Vec<XCell>)>> {
        let mut book = open(Box::new(Cursor::new(bytes)))?;
        let mut out = Vec::new();
        for sheet in book.sheets() {
            book.each_row(&sheet, &mut |line, cells| {
                out.push((sheet.clone(), line, cells.to_vec()));
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(out)
    }

    #[test]
    fn the_same_cells_as_another_reader_finds() {
        let bytes = workbook(&sample());
        let mut other: calamine::Xls<_> = calamine::Xls::new(Cursor::new(bytes.clone())).expect("a workbook");
        let rows = all(bytes).expect("a workbook");
        assert_eq!(rows.len(), 4);
        for (sheet, line, cells) in rows {
            let range = other.worksheet_range(&sheet).expect("the sheet");
            for (column, cell) in cells.into_iter().enumerate() {
                let theirs = match range.get_value((line as u32 - 1, column as u32)) {
                    None | Some(Data::Empty) => XCell::Empty,
                    Some(Data::String(s)) => text_cell(s),
                    Some(Data::Float(n)) => XCell::Number(*n),
                    Some(Data::Int(n)) => XCell::Number(*n as f64),
                    Some(Data::DateTime(at)) => XCell::Serial(at.as_f64()),
                    Some(odd) => panic!("{odd:?}"),
                };
                assert_eq!(cell, theirs, "{sheet} {line} {column}");
            }
        }
    }

    #[test]
    fn what_can_not_be_read_is_told() {
        let told = |bytes| all(bytes).expect_err("refused").what.en;
        assert!(told(container("Workbook", &stream(&sample(), &[(0x2f, vec![1, 0])]))).contains("password"));
        assert!(told(container("EncryptedPackage", b"x")).contains("password"));
        assert!(told(container("WordDocument", b"x")).contains("no workbook"));
        assert!(told(container("Book", b"x")).contains("Excel 95"));
        let many = |count: u32| [[0; 4], count.to_le_bytes()].concat();
        assert!(
            told(container("Workbook", &stream(&sample(), &[(0xfc, many(MAX_TEXTS + 1))]))).contains("text")
        );
        let sheets: Vec<_> = (0..=MAX_SHEETS).map(|_| ("s", vec![vec![text("x")]])).collect();
        assert!(told(workbook(&sheets)).contains("more than 1000 sheets"));
        let whole = workbook(&sample());
        assert!(told(whole[..whole.len() - 3000].to_vec()).contains("damaged"));
    }

    #[test]
    fn formats_that_show_dates() {
        for (format, dates) in [
            ("yyyy-mm-dd", true),
            ("[$-804]yyyy\"年\"m\"月\"", true),
            ("h:mm", true),
            ("General", false),
            ("0.00_ ;[Red]\\-0.00", false),
            ("\"day \"0", false),
            ("¥#,##0.00", false),
        ] {
            assert_eq!(shows_dates(format), dates, "{format}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fail_otherwise(changes in prop::collection::vec((0_usize..9_000, any::<u8>()), 1..12), cut in 0_usize..9_000) {
            let mut bytes = workbook(&sample());
            for (at, byte) in changes {
                if let Some(index) = bytes.get_mut(at) {
                    *index = byte;
                }
            }
            bytes.truncate(bytes.len().max(cut) - cut / 4);
            let _ = all(bytes);
        }
    }
}
