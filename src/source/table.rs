//! A file whose container, encoding, header and layout have been found.

use super::delimited::Delimited;
use super::encoding::{self, Decoder, Encoding, FromUtf16};
use super::header::{LOOK, Search};
use super::input::Input;
use super::row::Row;
use super::xlsx;
use crate::error::{Error, Result};
use crate::layouts::{Bound, Catalog, Grain, Layout};
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

const PREFIX: usize = 256 * 1024;
const DELIMITERS: [u8; 4] = [b',', b'\t', b';', b'|'];

/// What the user may fix instead of having it found out.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    pub layout: Option<&'a Layout>,
    pub encoding: Option<Encoding>,
}

/// How the file is written.
#[derive(Clone, Debug)]
pub enum Format {
    Text { encoding: Option<Encoding>, utf16: bool, bom: bool, delimiter: u8 },
    Sheet { name: String },
}

/// An opened file.
pub struct Table {
    pub input: Input,
    pub format: Format,
    pub bound: Bound,
    /// Records before the header, and the line it stands on.
    skip: usize,
    pub header_line: u64,
    pub score: usize,
    pub runner_up: Option<(String, usize)>,
    /// The beginning of a stream, which can't be read twice.
    prefix: Vec<u8>,
}

/// Finds out what a file is. Refuses with what would settle it.
pub fn open(input: Input, catalog: &Catalog, options: Options<'_>) -> Result<Table> {
    let name = input.name.clone();
    find_out(input, catalog, options).map_err(|e| e.within(&name))
}

fn find_out(mut input: Input, catalog: &Catalog, options: Options<'_>) -> Result<Table> {
    let mut prefix = Vec::new();
    let mut reader = input.open()?;
    reader
        .by_ref()
        .take(PREFIX as u64)
        .read_to_end(&mut prefix)
        .map_err(|e| Error::io("读取失败", "can't read", e))?;
    if prefix.is_empty() {
        return Err(Error::input("文件是空的", "the file is empty"));
    }
    refuse_other_kinds(&prefix)?;
    if prefix.starts_with(b"PK\x03\x04") {
        if input.is_stream() {
            input = keep_with_prefix(prefix, reader, &input.name)?;
        }
        return open_sheet(input, catalog, options);
    }
    let complete = prefix.len() < PREFIX;
    let (utf16, bom) = match encoding::bom(&prefix) {
        Some((e, n)) if e == encoding_rs::UTF_8 => (None, n),
        Some((e, n)) => (Some(e == encoding_rs::UTF_16BE), n),
        None => (None, 0),
    };
    let mut head = Vec::new();
    match utf16 {
        Some(big) => {
            let even = if complete { prefix.len() } else { prefix.len() & !3 };
            FromUtf16::new(&prefix[..even], big)
                .take(PREFIX as u64)
                .read_to_end(&mut head)
                .map_err(|_| bad_utf16())?;
        }
        None => head.extend_from_slice(&prefix[bom..]),
    }
    let encoding = match (utf16.is_some() || bom > 0, options.encoding) {
        (true, _) => Some(Encoding::Utf8),
        (false, Some(given)) => Some(given),
        (false, None) => encoding::sniff(&head),
    };
    let mut best = (DELIMITERS[0], Search::default());
    for delimiter in DELIMITERS {
        let search = search_text(&head, complete, delimiter, encoding, catalog, options)?;
        if search.better(&best.1) {
            best = (delimiter, search);
        }
    }
    let (delimiter, search) = best;
    let Some(found) = search.found else { return Err(unknown(&search, encoding, options)) };
    let name = input.name.clone();
    // Rows of an order may stand apart: such a file is read twice.
    if input.is_stream() && found.bound.layout.grain == Grain::Item {
        input = keep_with_prefix(std::mem::take(&mut prefix), reader, &name)?;
    }
    let prefix = if input.is_stream() { prefix } else { Vec::new() };
    Ok(Table {
        input,
        format: Format::Text { encoding, utf16: utf16.is_some(), bom: bom > 0, delimiter },
        bound: found.bound,
        skip: found.skip,
        header_line: found.line,
        score: found.score,
        runner_up: found.runner_up,
        prefix,
    })
}

fn search_text(
    head: &[u8],
    complete: bool,
    delimiter: u8,
    encoding: Option<Encoding>,
    catalog: &Catalog,
    options: Options<'_>,
) -> Result<Search> {
    let decoder = Decoder::new(encoding);
    let mut records = Delimited::new(head, delimiter, true);
    let mut search = Search::default();
    for place in 0..LOOK {
        match records.next() {
            Ok(Some(bytes)) => search.look(catalog, options.layout, &Row::of_bytes(bytes, &decoder), place),
            Ok(None) => break,
            // The prefix may end inside a record; reading the whole file will tell.
            Err(e) if search.found.is_none() && complete => {
                if delimiter == DELIMITERS[0] || e.what.en.contains("NUL") {
                    return Err(e);
                }
                break;
            }
            Err(_) => break,
        }
    }
    Ok(search)
}

fn open_sheet(input: Input, catalog: &Catalog, options: Options<'_>) -> Result<Table> {
    use calamine::Reader as _;
    let mut book = xlsx::open(input.open_seek()?)?;
    let mut best: (String, Search) = (String::new(), Search::default());
    for sheet in book.sheet_names() {
        let mut search = Search::default();
        let mut place = 0;
        xlsx::each_row(&mut book, &sheet, &mut |line, cells| {
            search.look(catalog, options.layout, &Row::of_sheet(line, cells), place);
            place += 1;
            Ok(if place < LOOK { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?;
        if search.better(&best.1) {
            best = (sheet, search);
        }
    }
    let (name, search) = best;
    let Some(found) = search.found else { return Err(unknown(&search, None, options)) };
    Ok(Table {
        input,
        format: Format::Sheet { name },
        bound: found.bound,
        skip: found.skip,
        header_line: found.line,
        score: found.score,
        runner_up: found.runner_up,
        prefix: Vec::new(),
    })
}

impl Table {
    /// Gives every row after the header, blank rows and notes left out. `f` may stop the reading; its errors pass
    /// through as they are, errors of the file are told with its name.
    pub fn each(&mut self, f: &mut dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>>) -> Result<()> {
        let name = self.input.name.clone();
        let mut stopped = None;
        self.each_inner(&mut |row| {
            f(row).or_else(|e| {
                stopped = Some(e);
                Ok(ControlFlow::Break(()))
            })
        })
        .map_err(|e| e.within(&name))?;
        stopped.map_or(Ok(()), Err)
    }

    fn each_inner(&mut self, f: &mut dyn FnMut(&Row<'_>) -> Result<ControlFlow<()>>) -> Result<()> {
        let skip = self.skip;
        let header = self.bound.header.clone();
        let mut place = 0;
        let mut pass = |row: &Row<'_>| -> Result<ControlFlow<()>> {
            place += 1;
            if place <= skip + 1 || is_note(row) || repeats(row, &header) {
                return Ok(ControlFlow::Continue(()));
            }
            f(row)
        };
        match &self.format {
            Format::Sheet { name } => {
                let mut book = xlsx::open(self.input.open_seek()?)?;
                xlsx::each_row(&mut book, name, &mut |line, cells| pass(&Row::of_sheet(line, cells)))
            }
            Format::Text { encoding, utf16, bom, delimiter } => {
                let reader = self.input.open()?;
                let mut reader: Box<dyn Read> =
                    Box::new(Cursor::new(std::mem::take(&mut self.prefix)).chain(reader));
                if *utf16 {
                    let mut mark = [0; 2];
                    reader.read_exact(&mut mark).map_err(|e| Error::io("读取失败", "can't read", e))?;
                    reader = Box::new(FromUtf16::new(reader, mark == [0xfe, 0xff]));
                } else if *bom {
                    let mut mark = [0; 3];
                    reader.read_exact(&mut mark).map_err(|e| Error::io("读取失败", "can't read", e))?;
                }
                let decoder = Decoder::new(*encoding);
                let mut records = Delimited::new(reader, *delimiter, true);
                while let Some(bytes) = records.next()? {
                    if pass(&Row::of_bytes(bytes, &decoder))?.is_break() {
                        break;
                    }
                }
                Ok(())
            }
        }
    }
}

/// Empty rows, and the notes and totals that platforms put under a table.
fn is_note(row: &Row<'_>) -> bool {
    if (0..row.len()).all(|i| row.is_blank(i)) {
        return true;
    }
    // Nearly every row begins with a number: it is neither note nor header, and nothing has to be decoded.
    if matches!(row.first_byte(0), Some(b'0'..=b'9' | b'=' | b'\'')) && row.first_byte(1) != Some(b'r') {
        return false;
    }
    let Ok(first) = row.text(0) else { return false };
    let Some(start) = first.chars().next() else { return false };
    match start {
        '#' => !first[1..].starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_alphabetic()),
        '-' => first.starts_with("---"),
        '共' | '合' | '总' | '注' | '说' => {
            ["合计", "总计", "总交易单数", "注：", "注:", "说明"].iter().any(|w| first.starts_with(w))
                || (first.starts_with('共') && (first.ends_with('笔') || first.contains("笔记录")))
        }
        _ => {
            first.contains("仅支持在页面查看")
                || first.starts_with("Seller ID")
                || row.text(1).is_ok_and(|t| t.contains("record(s) downloaded"))
        }
    }
}

fn repeats(row: &Row<'_>, header: &[String]) -> bool {
    row.len() >= header.len()
        && header.len() > 1
        && !matches!(row.first_byte(0), Some(b'0'..=b'9' | b'=' | b'\''))
        && header.iter().enumerate().all(|(i, h)| row.text(i).is_ok_and(|t| t == *h))
}

fn keep_with_prefix(prefix: Vec<u8>, rest: Box<dyn Read>, name: &str) -> Result<Input> {
    let mut input = Input::stream(Box::new(Cursor::new(prefix).chain(rest)));
    input.name = name.to_owned();
    input.keep()?;
    Ok(input)
}

fn bad_utf16() -> Error {
    Error::input("不是合法的 UTF-16 文本", "this is not valid UTF-16 text")
        .hint("请从平台重新下载", "download it from the platform again")
}

fn refuse_other_kinds(prefix: &[u8]) -> Result<()> {
    let ole_package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let is_ole = prefix.starts_with(b"\xd0\xcf\x11\xe0");
    let e = if is_ole && prefix.windows(ole_package.len()).any(|w| w == ole_package) {
        Error::input("这个工作簿有密码", "this workbook is protected by a password").hint(
            "先用 Excel/WPS 打开并另存为不加密的文件",
            "open it in Excel or WPS and save it without a password",
        )
    } else if is_ole {
        Error::input("这是旧的 .xls 工作簿", "this is an old .xls workbook")
            .hint("另存为 .xlsx 或 CSV", "save it as .xlsx or CSV")
    } else if prefix.starts_with(b"PK\x05\x06") {
        Error::input("这是空的压缩包", "this is an empty archive")
    } else if let Some((_, what)) = OTHER_KINDS.iter().find(|(magic, _)| prefix.starts_with(magic)) {
        Error::input(format!("这是 {what} 文件，不是表格"), format!("this is a {what} file, not a table"))
    } else {
        return Ok(());
    };
    Err(e)
}

const OTHER_KINDS: &[(&[u8], &str)] = &[
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"SQLite format 3\0", "SQLite"),
    (b"\x7fELF", "ELF"),
];

/// The refusal of a header that no layout fits: what was seen, what is missing, what to do.
fn unknown(search: &Search, encoding: Option<Encoding>, options: Options<'_>) -> Error {
    if let (Some(line), Some(given)) = (search.undecodable, options.encoding) {
        return Error::input(
            format!("第 {line} 行的字节不是 {}", given.name()),
            format!("the bytes of line {line} are not {}", given.name()),
        )
        .hint("去掉 --encoding 让它自动识别", "leave `--encoding` out and have it found out");
    }
    let Some(near) = &search.near else {
        return Error::input("前 30 行里没有表头", "no header was found in the first 30 records").hint(
            "这可能不是表格，或列分隔符不认得",
            "it may be no table, or its columns are parted by an unknown sign",
        );
    };
    // Values among the headings may name people: they are not shown.
    if near.header.iter().any(|h| h.chars().filter(char::is_ascii_digit).count() >= 6) {
        let e = if near.known == 0 {
            Error::input(
                format!("没有表头：第 {} 行已经是数据", near.line),
                format!("there is no header: line {} already holds data", near.line),
            )
        } else {
            Error::input(
                format!("第 {} 行里表头和数据混在一起，文件可能已损坏", near.line),
                format!("line {} holds headings and data; the file may be damaged", near.line),
            )
        };
        return e.hint("请导出带表头的文件", "export the file with its headings");
    }
    let shown: Vec<&str> =
        near.header.iter().filter(|h| !h.is_empty()).take(12).map(String::as_str).collect();
    let shown = crate::model::text::one_line(&shown.join(" | "), 160);
    let encoding = encoding.map_or("ASCII", Encoding::name);
    let columns = near.header.iter().filter(|h| !h.is_empty()).count();
    let e = if options.layout.is_none() && near.known * 10 < columns * 4 {
        Error::input(
            format!("没有认得的表头；第 {} 行是：{shown}（{encoding}）", near.line),
            format!("no known header; line {} reads: {shown} ({encoding})", near.line),
        )
    } else if near.missing.is_empty() {
        Error::input(
            format!("第 {} 行最像「{}」，但认得的列太少：{shown}", near.line, near.layout),
            format!(
                "line {} is most like `{}`, but too few of its columns are known: {shown}",
                near.line, near.layout
            ),
        )
    } else {
        Error::input(
            format!("第 {} 行最像「{}」，但缺少列：{}", near.line, near.layout, near.missing.join("、")),
            format!(
                "line {} is most like `{}`, but it lacks: {}",
                near.line,
                near.layout,
                near.missing.join(", ")
            ),
        )
        .hint("导出时请勾选这些列", "tick these columns when you export")
    };
    e.hint(
        "可用 cs formats show taobao-orders > mine.toml 改写一份，再加 --layout mine.toml",
        "write your own: `cs formats show taobao-orders > mine.toml`, change it, and pass `--layout mine.toml`",
    )
}
