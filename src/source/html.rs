//! The tables of an HTML page or of an XML spreadsheet, which many systems save as `.xls`. Streamed, every part
//! capped; a page is never built.

mod entities;
mod grid;
mod tags;

use super::book::{RowFn, XCell};
use super::encoding::{self, Encoding, Transcoded};
use super::input::Input;
use crate::error::{Error, Result};
use grid::HtmlGrid;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;
use tags::{Reader, Tag};

const MAX_TABLES: usize = 32;

/// Whether a file that calls itself a table is a page.
pub(crate) fn is_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head.get(..64 << 10).unwrap_or(head)).to_ascii_lowercase();
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('<')
        && ["<table", "<html", "<body", "office:spreadsheet"].iter().any(|sign| text.contains(sign))
}

/// The encoding of a page: its bytes tell UTF-8, whatever the page claims; else what it claims.
pub(crate) fn encoding_of(head: &[u8]) -> &'static encoding_rs::Encoding {
    let sniffed = encoding::sniff(head);
    if sniffed == Some(Encoding::Utf8) {
        return encoding_rs::UTF_8;
    }
    let text = String::from_utf8_lossy(head.get(..4 << 10).unwrap_or(head)).to_ascii_lowercase();
    let claimed = ["charset=", "encoding="].iter().find_map(|key| {
        let rest = text.split_once(key)?.1.trim_start_matches(['"', '\'', ' ']);
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(rest.len());
        encoding_rs::Encoding::for_label(rest.get(..end).unwrap_or(rest).as_bytes())
    });
    match claimed {
        Some(claimed) if claimed != encoding_rs::UTF_8 => claimed,
        _ if sniffed.is_none() => encoding_rs::UTF_8,
        _ if encoding::looks_japanese(head) => encoding_rs::SHIFT_JIS,
        _ => encoding_rs::GB18030,
    }
}

/// A page whose tables count as sheets, by their numbers from 1.
pub(crate) struct Page {
    pub(crate) input: Input,
    pub(crate) encoding: &'static encoding_rs::Encoding,
}

impl Page {
    pub(crate) fn tables(&self) -> Result<Vec<String>> {
        let mut last = 0;
        self.read(&mut |table, _, _| {
            last = table;
            Ok(if table > MAX_TABLES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
        })?;
        if last > MAX_TABLES {
            return Err(Error::input(
                format!("这个网页里的表格超过 {MAX_TABLES} 个"),
                format!("this page holds more than {MAX_TABLES} tables"),
            )
            .hint("请导出 CSV 或 XLSX", "export CSV or XLSX"));
        }
        Ok((1..=last).map(|n| n.to_string()).collect())
    }

    pub(crate) fn each_row(&self, sheet: &str, f: &mut RowFn<'_>) -> Result<()> {
        let wanted: usize = sheet.parse().unwrap_or(1);
        self.read(&mut |table, line, cells| match table {
            of if of == wanted => f(line, cells),
            of if of > wanted => Ok(ControlFlow::Break(())),
            _ => Ok(ControlFlow::Continue(())),
        })
    }

    fn read(&self, f: &mut TableFn<'_>) -> Result<()> {
        let text = Transcoded::new(self.input.open()?, self.encoding);
        rows(text, self.encoding.name(), f)
    }
}

/// Takes (number of the table, line of the file, cells).
pub(crate) type TableFn<'f> = dyn FnMut(usize, u64, &[XCell]) -> Result<ControlFlow<()>> + 'f;

/// Gives the rows of every outer table of UTF-8 text. `encoding`: what the text was before, for messages.
pub(crate) fn rows(text: impl Read, encoding: &'static str, f: &mut TableFn<'_>) -> Result<()> {
    let mut reader = Reader { inner: BufReader::with_capacity(64 << 10, text), line: 1, encoding };
    let mut grid = HtmlGrid::default();
    while let Some(byte) = reader.byte()? {
        if byte != b'<' {
            grid.text(byte, reader.line)?;
            continue;
        }
        match reader.tag()? {
            Tag::None(seen) => {
                for byte in [b'<'].into_iter().chain(seen) {
                    grid.text(byte, reader.line)?;
                }
            }
            Tag::Skip => {}
            Tag::Of { name, attributes } => {
                if matches!(name.as_str(), "style" | "script" | "title" | "comment") {
                    reader.skip_to_end_of(&name)?;
                } else if grid.tag(&name, &attributes, reader.line, f)?.is_break() {
                    return Ok(());
                }
            }
        }
    }
    if grid.is_open() {
        return Err(cut_off(reader.line));
    }
    grid.end_row(f).map(|_| ())
}

fn cut_off(line: u64) -> Error {
    Error::input(
        format!("网页表格在第 {line} 行中断，文件可能不完整"),
        format!("the table breaks off in line {line}: the file may be cut off"),
    )
    .hint("请重新导出", "export it again")
}

fn too_long(line: u64) -> Error {
    Error::input(format!("第 {line} 行的内容过长"), format!("line {line} holds too much"))
        .hint("请导出 CSV 或 XLSX", "export CSV or XLSX")
}

#[cfg(test)]
mod tests {
    use super::grid::MAX_CELL;
    use super::tags::MAX_TAG;
    use super::*;
    use proptest::prelude::*;

    fn read(page: &str) -> Result<Vec<String>> {
        let mut out = Vec::new();
        rows(page.as_bytes(), "UTF-8", &mut |table, line, cells| {
            let cells: Vec<&str> = cells
                .iter()
                .map(|c| match c {
                    XCell::Text(t) => t.as_str(),
                    _ => "",
                })
                .collect();
            out.push(format!("{table}:{line} {}", cells.join("|")));
            Ok(ControlFlow::Continue(()))
        })?;
        Ok(out)
    }

    #[test]
    fn cells_of_all_kinds() {
        let page = "<html><style>td{a:b}</style><table>\n<TR><th>订单编号<th>备注</tr>\n\
            <tr><td style='mso-number-format:\"\\@\"'>4123456789012345678</td><td>a &amp; b&nbsp;&#20013;<br>c\n  d &lt</td></tr>\
            <!-- <tr><td>x --></table>";
        assert_eq!(
            read(page).expect("good"),
            ["1:2 订单编号|备注", "1:3 4123456789012345678|a & b\u{a0}中\nc d <"]
        );
    }

    #[test]
    fn spans_and_nested_tables() {
        let page = "<table><tr><td rowspan=2>1<td colspan='2'>a<td>b</tr><tr><td>c<td>d<td>e</tr>\
            <tr><td>2<td><table><tr><td>x</td><td>y</td></tr></table></td></tr></table>\
            <table><tr><td>other</table>";
        assert_eq!(read(page).expect("good"), ["1:1 1|a||b", "1:1 1|c|d|e", "1:1 2|x\ny", "2:1 other"]);
    }

    #[test]
    fn an_xml_spreadsheet() {
        let page = "<?xml version=\"1.0\"?><Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\"><Worksheet><Table>\
            <Row><Cell><Data ss:Type=\"String\">a</Data></Cell><Cell ss:Index=\"3\"><Data>b</Data></Cell></Row>\
            <Row><Cell ss:StyleID=\"1\"/><Cell><Data>c</Data></Cell></Row></Table></Worksheet></Workbook>";
        assert!(is_page(page.as_bytes()));
        assert_eq!(read(page).expect("good"), ["1:1 a||b", "1:1 |c"]);
    }

    #[test]
    fn hostile_pages_end_in_a_refusal() {
        for page in [
            "<table><tr><td colspan=4000000000>1".to_owned(),
            "<table><tr><td>1<td".to_owned(),
            "<table><tr><td>cut".to_owned(),
            "<table>".repeat(100_000),
            format!("<table><tr><td>{}", "x".repeat(MAX_CELL + 1)),
            format!("<{}>", "a".repeat(MAX_TAG + 1)),
            format!("<table><tr>{}", "<td>1".repeat(3000)),
            format!("<table><tr><td rowspan=9999999>{}{}", "x".repeat(MAX_CELL - 1), "<tr>".repeat(3000)),
        ] {
            assert!(read(&page).is_err(), "{}", &page[..20]);
        }
    }

    #[test]
    fn a_page_claims_an_encoding_but_its_bytes_tell() {
        let page = "<meta charset=gb2312><table><tr><td>订单编号</table>";
        assert_eq!(encoding_of(page.as_bytes()), encoding_rs::UTF_8);
        assert_eq!(encoding_of(&encoding_rs::GBK.encode(page).0), encoding_rs::GBK);
        let silent = "<table><tr><td>订单编号</table>";
        assert_eq!(encoding_of(&encoding_rs::GBK.encode(silent).0), encoding_rs::GB18030);
    }

    proptest! {
        #[test]
        fn no_page_makes_it_fail_otherwise(page in "(<table>|<tr>|<td>|</td>|</tr>|</table>|<td rowspan=3>|<td colspan=2>|<!--|-->|<br>|&#x4e2d;|&amp|[a<>\"=' 你]){0,40}") {
            let _ = read(&page);
        }
    }
}
