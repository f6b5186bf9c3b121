//! The tables of an HTML page or of an XML spreadsheet, which many systems save as `.xls`. Streamed, every part
//! capped; a page is never built.

use super::book::{MAX_COLUMNS, RowFn, XCell};
use super::encoding::{self, Encoding, Transcoded};
use super::entities;
use super::input::Input;
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, ErrorKind, Read};
use std::ops::ControlFlow;

const MAX_TABLES: usize = 32;
const MAX_TAG: usize = 64 << 10;
const MAX_CELL: usize = 1 << 20;
const MAX_ROW: usize = 8 << 20;
const MAX_DEPTH: usize = 256;

/// Whether a file that calls itself a table is a page.
pub(crate) fn is_page(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(&head[..head.len().min(64 << 10)]).to_ascii_lowercase();
    text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with('<')
        && ["<table", "<html", "<body", "office:spreadsheet"].iter().any(|sign| text.contains(sign))
}

/// The encoding of a page: its bytes tell UTF-8, whatever the page claims; else what it claims.
pub(crate) fn encoding_of(head: &[u8]) -> &'static encoding_rs::Encoding {
    let sniffed = encoding::sniff(head);
    if sniffed == Some(Encoding::Utf8) {
        return encoding_rs::UTF_8;
    }
    let text = String::from_utf8_lossy(&head[..head.len().min(4 << 10)]).to_ascii_lowercase();
    let claimed = ["charset=", "encoding="].iter().find_map(|key| {
        let rest = text.split_once(key)?.1.trim_start_matches(['"', '\'', ' ']);
        let end =
            rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_')).unwrap_or(rest.len());
        encoding_rs::Encoding::for_label(&rest.as_bytes()[..end])
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
    let mut grid = Grid::default();
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
    if grid.cell.is_some() {
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

enum Tag {
    /// A `<` that begins no tag, and the byte after it.
    None(Option<u8>),
    /// A comment or declaration.
    Skip,
    /// Closing tags keep their `/`.
    Of { name: String, attributes: String },
}

struct Reader<R: Read> {
    inner: BufReader<R>,
    line: u64,
    encoding: &'static str,
}

impl<R: Read> Reader<R> {
    fn byte(&mut self) -> Result<Option<u8>> {
        let byte = match self.inner.fill_buf() {
            Ok(bytes) => bytes.first().copied(),
            Err(e) if e.kind() == ErrorKind::InvalidData => {
                let (line, name) = (self.line, self.encoding);
                return Err(Error::input(
                    format!("第 {line} 行附近的字节不是 {name}"),
                    format!("the bytes near line {line} are not {name}"),
                )
                .hint("用 --encoding 指明编码，或重新导出", "say `--encoding`, or export it again"));
            }
            Err(e) => return Err(Error::io("读取失败", "can't read", e)),
        };
        if byte.is_some() {
            self.inner.consume(1);
            self.line += u64::from(byte == Some(b'\n'));
        }
        Ok(byte)
    }

    fn tag(&mut self) -> Result<Tag> {
        let from = self.line;
        let first = match self.byte()? {
            Some(b) if b.is_ascii_alphabetic() || matches!(b, b'/' | b'!' | b'?') => b,
            other => return Ok(Tag::None(other)),
        };
        let mut inside = vec![first];
        let mut quote = None;
        loop {
            let Some(byte) = self.byte()? else { return Err(cut_off(from)) };
            if inside.starts_with(b"!--") {
                // Comments may be long: only their end is kept.
                if byte == b'>' && inside.ends_with(b"--") {
                    return Ok(Tag::Skip);
                }
                if inside.len() > 64 {
                    inside.drain(3..inside.len() - 2);
                }
                inside.push(byte);
                continue;
            }
            match (quote, byte) {
                (Some(open), b) if b == open => quote = None,
                (None, b'"' | b'\'') if inside.ends_with(b"=") => quote = Some(byte),
                (None, b'>') => break,
                _ => {}
            }
            inside.push(byte);
            if inside.len() > MAX_TAG {
                return Err(too_long(from));
            }
        }
        if matches!(first, b'!' | b'?') {
            return Ok(Tag::Skip);
        }
        let inside = String::from_utf8_lossy(&inside).to_lowercase();
        let end =
            inside[1..].find(|c: char| c.is_ascii_whitespace() || c == '/').map_or(inside.len(), |n| n + 1);
        let (name, attributes) = inside.split_at(end);
        // `<ss:Cell>` is `<Cell>`.
        let name = match (name.strip_prefix('/'), name.rsplit_once(':')) {
            (Some(_), Some((_, local))) => format!("/{local}"),
            (None, Some((_, local))) => local.to_owned(),
            (_, None) => name.to_owned(),
        };
        Ok(Tag::Of { name, attributes: attributes.to_owned() })
    }

    /// Passes over what is no content.
    fn skip_to_end_of(&mut self, name: &str) -> Result<()> {
        let closing = format!("/{name}");
        while let Some(byte) = self.byte()? {
            if byte == b'<' && matches!(self.tag()?, Tag::Of { name, .. } if name == closing) {
                break;
            }
        }
        Ok(())
    }
}

/// A cell that covers rows below its own.
struct Span {
    left: u32,
    text: String,
}

struct Open {
    text: Vec<u8>,
    columns: u32,
    rows: u32,
}

/// Makes rows of tags and text.
#[derive(Default)]
struct Grid {
    table: usize,
    depth: usize,
    line: u64,
    row: Option<Vec<XCell>>,
    size: usize,
    cell: Option<Open>,
    spans: BTreeMap<u32, Span>,
}

impl Grid {
    fn text(&mut self, byte: u8, line: u64) -> Result<()> {
        let Some(cell) = &mut self.cell else { return Ok(()) };
        if cell.text.len() >= MAX_CELL {
            return Err(too_long(line));
        }
        entities::push(&mut cell.text, byte);
        Ok(())
    }

    fn tag(
        &mut self,
        name: &str,
        attributes: &str,
        line: u64,
        f: &mut TableFn<'_>,
    ) -> Result<ControlFlow<()>> {
        match name {
            "table" => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(too_long(line));
                }
                if self.depth == 1 {
                    self.table += 1;
                }
                self.gap();
            }
            "/table" => {
                if self.depth == 1 {
                    self.end_cell(line)?;
                    let flow = self.end_row(f)?;
                    self.spans.clear();
                    self.depth = 0;
                    return Ok(flow);
                }
                self.depth = self.depth.saturating_sub(1);
                self.gap();
            }
            // What stands in a table within a cell is text of that cell.
            _ if self.depth > 1 && matches!(name, "tr" | "td" | "th" | "/tr" | "/td" | "/th") => self.gap(),
            "tr" | "row" if self.depth == 1 => {
                self.end_cell(line)?;
                let flow = self.end_row(f)?;
                self.row = Some(Vec::new());
                self.line = line;
                return Ok(flow);
            }
            "/tr" | "/row" if self.depth == 1 => {
                self.end_cell(line)?;
                return self.end_row(f);
            }
            "td" | "th" | "cell" if self.depth == 1 => {
                self.end_cell(line)?;
                if self.row.is_none() {
                    self.row = Some(Vec::new());
                    self.line = line;
                }
                let columns = number(attributes, "colspan")
                    .or_else(|| number(attributes, "mergeacross").map(|n| n.saturating_add(1)));
                let rows = number(attributes, "rowspan")
                    .or_else(|| number(attributes, "mergedown").map(|n| n.saturating_add(1)));
                if let Some(place) = number(attributes, "index") {
                    self.pad(place.saturating_sub(1))?;
                }
                self.cell = Some(Open {
                    text: Vec::new(),
                    columns: columns.unwrap_or(1).max(1),
                    rows: rows.unwrap_or(1).max(1),
                });
                if attributes.ends_with('/') {
                    self.end_cell(line)?;
                }
            }
            "/td" | "/th" | "/cell" => self.end_cell(line)?,
            "br" | "br/" | "/p" | "/div" | "/li" => self.gap(),
            _ => {}
        }
        Ok(ControlFlow::Continue(()))
    }

    /// A line end within a cell, unless it would be the first thing there.
    fn gap(&mut self) {
        if let Some(cell) = &mut self.cell
            && !cell.text.is_empty()
            && cell.text.len() < MAX_CELL
        {
            if cell.text.ends_with(b" ") {
                cell.text.pop();
            }
            if !cell.text.ends_with(b"\n") {
                cell.text.push(b'\n');
            }
        }
    }

    fn pad(&mut self, to: u32) -> Result<()> {
        let Some(row) = &mut self.row else { return Ok(()) };
        if to > MAX_COLUMNS {
            return Err(too_wide(self.line));
        }
        row.resize(row.len().max(to as usize), XCell::Empty);
        Ok(())
    }

    fn end_cell(&mut self, line: u64) -> Result<()> {
        let Some(cell) = self.cell.take() else { return Ok(()) };
        self.fill_spans()?;
        let text = entities::decode(String::from_utf8_lossy(&cell.text).trim());
        let Some(row) = &mut self.row else { return Ok(()) };
        let place = row.len() as u32;
        if cell.columns > MAX_COLUMNS || place + cell.columns > MAX_COLUMNS {
            return Err(too_wide(line));
        }
        self.size += text.len();
        if self.size > MAX_ROW {
            return Err(too_long(line));
        }
        row.push(as_cell(&text));
        row.resize((place + cell.columns) as usize, XCell::Empty);
        if cell.rows > 1 {
            for n in 0..cell.columns {
                let text = if n == 0 { text.clone() } else { String::new() };
                self.spans.insert(place + n, Span { left: cell.rows - 1, text });
            }
        }
        Ok(())
    }

    /// Cells from above that cover the next places of this row.
    fn fill_spans(&mut self) -> Result<()> {
        let Some(row) = &mut self.row else { return Ok(()) };
        while let Some(span) = self.spans.get_mut(&(row.len() as u32)) {
            self.size += span.text.len();
            if self.size > MAX_ROW {
                return Err(too_long(self.line));
            }
            row.push(as_cell(&span.text));
            span.left -= 1;
            if span.left == 0 {
                self.spans.remove(&(row.len() as u32 - 1));
            }
        }
        Ok(())
    }

    fn end_row(&mut self, f: &mut TableFn<'_>) -> Result<ControlFlow<()>> {
        self.fill_spans()?;
        self.size = 0;
        match self.row.take() {
            Some(row) if row.iter().any(|c| *c != XCell::Empty) => f(self.table, self.line, &row),
            _ => Ok(ControlFlow::Continue(())),
        }
    }
}

fn too_wide(line: u64) -> Error {
    Error::input(
        format!("第 {line} 行超过 {MAX_COLUMNS} 列"),
        format!("line {line} has more than {MAX_COLUMNS} columns"),
    )
}

fn as_cell(text: &str) -> XCell {
    if text.is_empty() { XCell::Empty } else { XCell::Text(text.to_owned()) }
}

/// The whole number that an attribute holds; attributes are in lower case.
fn number(attributes: &str, name: &str) -> Option<u32> {
    let mut rest = attributes;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        rest = &rest[at + name.len()..];
        if !before.is_none_or(|c| c.is_ascii_whitespace() || matches!(c, ':' | '"' | '\'')) {
            continue;
        }
        if let Some(value) = rest.trim_start().strip_prefix('=') {
            let value = value.trim_start().trim_start_matches(['"', '\'']);
            let end = value.find(|c: char| !c.is_ascii_digit()).unwrap_or(value.len());
            return value[..end].parse().ok();
        }
    }
    None
}

#[cfg(test)]
mod tests {
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
