//! Files that are no table, and headers that nothing knows: what was seen, and what would settle it.

use super::encoding::Encoding;
use super::header::Search;
use super::options::Options;
use super::sheet_rows::locked;
use crate::error::{Error, Result};
use crate::layouts::Catalog;
use crate::model::{mask, quote};

pub(super) fn refuse_other_kinds(prefix: &[u8]) -> Result<()> {
    // The list of streams, and with it this name, may also stand further back: the workbook's reader looks again.
    let ole_package: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let is_ole = prefix.starts_with(b"\xd0\xcf\x11\xe0");
    let e = if is_ole && prefix.windows(ole_package.len()).any(|w| w == ole_package) {
        locked()
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
pub(super) fn unknown(
    search: &Search,
    catalog: &Catalog,
    encoding: Option<Encoding>,
    options: Options<'_>,
) -> Error {
    if let (Some(line), Some(given)) = (search.undecodable, options.encoding) {
        return Error::input(
            format!("第 {line} 行的字节不是 {}", given.name()),
            format!("the bytes of line {line} are not {}", given.name()),
        )
        .hint("去掉 --encoding 让它自动识别", "leave `--encoding` out and have it found out");
    }
    let Some(near) = &search.near else {
        return Error::input("前 30 行里没有表头", "no header was found in the first 30 records").hint(
            "这可能不是表格，或列分隔符、编码不认得（见 --encoding）",
            "it may be no table, or its columns or its encoding are unknown (see `--encoding`)",
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
    let shown = near.header.iter().filter(|h| !h.is_empty()).take(12).map(String::as_str);
    // Where hardly a heading is known it may be a row of people: told by its shape. Two that are known make it a header.
    let shown = match near.known {
        0 | 1 => quote::shapes(shown),
        _ => mask::text(&shown.collect::<Vec<_>>().join(" | ")).into_owned(),
    };
    let shown = crate::model::text::one_line(&shown, 160);
    let layout = match options.layout.map_or_else(|| catalog.layout(near.layout), Ok) {
        Ok(layout) => layout,
        Err(e) => return e,
    };
    let (name, missing) = (&layout.name, near.missing(layout));
    let encoding = encoding.map_or("ASCII", Encoding::name);
    let columns = near.header.iter().filter(|h| !h.is_empty()).count();
    let e = if options.layout.is_none() && near.known * 10 < columns * 4 {
        Error::input(
            format!("没有认得的表头；第 {} 行是：{shown}（{encoding}）", near.line),
            format!("no known header; line {} reads: {shown} ({encoding})", near.line),
        )
    } else if missing.is_empty() {
        Error::input(
            format!("第 {} 行最像「{}」，但认得的列太少：{shown}", near.line, name),
            format!(
                "line {} is most like `{}`, but too few of its columns are known: {shown}",
                near.line, name
            ),
        )
        .hint(
            format!("确实是的话，加 --layout {name}"),
            format!("if that is what it is, pass `--layout {name}`"),
        )
    } else {
        Error::input(
            format!("第 {} 行最像「{}」，但缺少列：{}", near.line, name, missing.join("、")),
            format!("line {} is most like `{}`, but it lacks: {}", near.line, name, missing.join(", ")),
        )
        .hint("导出时请勾选这些列", "tick these columns when you export")
    };
    if options.layout.is_some_and(|l| !l.requires.is_empty() && !l.text.is_empty()) && !missing.is_empty() {
        return e.hint(
            format!("或在格式的 [columns] 里写上文件里的列名；这一行是：{shown}"),
            format!("or name the file's own columns in the layout, under [columns]; the line reads: {shown}"),
        );
    }
    e.hint(
        "用 cs formats new 文件 -o mine.toml 起草一份，改好再加 --layout mine.toml",
        "have one drafted: `cs formats new FILE -o mine.toml`, mend it, and pass `--layout mine.toml`",
    )
}
