//! What each target does with its bytes, and what has to hold afterwards. The targets of libFuzzer and `tests/fuzz` both
//! run these, so that they can't drift apart.

mod read;

use cs::layouts::{Catalog, Layout};
use cs::model::time::DateOrder;
use cs::model::{Cents, Stamp, Zone};
use cs::source::Encoding;
use read::{HEADER, Told, read};

/// A row that is good wherever a row can stand.
const LAST: &str = "9123456789012345678,59.90,59.90,等待买家付款,2026-11-20 10:00:00,,王小明,杯子";
const LAST_NO: &str = "9123456789012345678";

/// Any bytes as a file, in any encoding that can be asked for: the first byte chooses. The rest, where it is UTF-8, is
/// also read as the text of one cell.
pub(crate) fn decode(bytes: &[u8]) {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let encoding = match choice % 8 {
        0 | 1 => None,
        2 => Some(Encoding::Utf8),
        3 => Some(Encoding::Gb18030),
        4 => Some(Encoding::Cp932),
        5 => Some(Encoding::Big5),
        _ => Some(Encoding::Cp1252),
    };
    let header: &[u8] = match choice & 8 {
        0 => b"",
        _ => b"platform,order_no,status,payable,created_at,buyer\n",
    };
    read([header, rest].concat(), encoding);
    if let Ok(text) = std::str::from_utf8(rest) {
        stays(text);
    }
}

/// UTF-8 in a quoted cell comes out as it went in. The letters at its ends keep it from being cleaned.
fn stays(text: &str) {
    let cell = format!("x{text}x");
    let quoted = cell.replace('"', "\"\"");
    let file =
        format!("platform,order_no,status,payable,created_at,buyer\nx,1,paid,1.00,2026-11-20,\"{quoted}\"\n");
    match read(file.into_bytes(), None) {
        Told::Refused => assert!(text.contains('\0') || text.len() > 4096, "{text:?} was refused"),
        Told::Read { buyers, .. } => assert_eq!(buyers, [cell], "the text has changed"),
    }
}

/// Rows under a known header, and a good one behind them, which is either read or told of.
pub(crate) fn rows(bytes: &[u8]) {
    let file = [HEADER.as_bytes(), b"\n", bytes, b"\n", LAST.as_bytes(), b"\n"].concat();
    if let Told::Read { numbers, refused, .. } = read(file, None) {
        let found =
            numbers.iter().any(|no| no == LAST_NO) || refused.iter().any(|cell| cell.contains(LAST_NO));
        assert!(found, "the last row was lost");
    }
}

/// A page whose first row is a known header.
pub(crate) fn html(bytes: &[u8]) {
    let head = format!("<table><tr><td>{}</tr>\n", HEADER.replace(',', "<td>"));
    read([head.as_bytes(), bytes].concat(), None);
}

/// Workbooks, new and old.
pub(crate) fn workbook(bytes: &[u8]) {
    let magic: &[u8] = match bytes.first() {
        Some(b'P') => b"PK\x03\x04",
        _ => b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    };
    let rest = bytes.get(magic.len()..).unwrap_or_default();
    read([magic, rest].concat(), None);
}

/// Times in every order of day and month: what is read stays what it is, and what nobody had to tell is read so by all.
pub(crate) fn date(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let parse = |text: &str, order| Stamp::parse(text, Zone::CHINA, order).ok();
    let untold = parse(text, DateOrder::Open);
    for order in [DateOrder::Open, DateOrder::Year, DateOrder::DayMonth, DateOrder::MonthDay] {
        let Some(at) = parse(text, order) else { continue };
        assert_eq!(parse(&at.iso(Zone::CHINA), DateOrder::Year), Some(at), "{text}");
        assert!(untold.is_none_or(|untold| untold == at), "{text} is read as {untold:?} and as {at:?}");
        let minute = parse(&at.minute(Zone::CHINA), DateOrder::Year);
        assert!(minute.is_some_and(|m| (0..60).contains(&(at.0 - m.0))), "{text}");
    }
}

/// Amounts: what is read stays what it is, and has the digits of the text.
pub(crate) fn money(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let Some(cents) = Cents::parse(text) else { return };
    let shown = cents.to_string();
    assert_eq!(Cents::parse(&shown), Some(cents), "{text}");
    assert_eq!(digits(&shown), digits(text), "{text} is read as {shown}");
}

/// The digits of an amount; zeros at its ends say nothing.
fn digits(text: &str) -> String {
    let fold = |c: char| match c {
        '０'..='９' => char::from_u32(c as u32 - 0xfee0),
        '0'..='9' => Some(c),
        _ => None,
    };
    text.chars().filter_map(fold).collect::<String>().trim_matches('0').to_owned()
}

/// Layouts that users write: one that is accepted reads a file, or refuses it.
pub(crate) fn layout(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    match Layout::parse(text) {
        Ok(_) => {
            let own = [("mine.toml".to_owned(), text.to_owned())];
            let Ok(catalog) = Catalog::new(&own) else { return };
            let file = format!("{HEADER}\n{LAST}\n1,1,1,x,2026-11-20,03/04/2026,b,\"c\"\n");
            read::with(file.into_bytes(), None, &catalog, catalog.first_own());
        }
        Err(e) => assert!(!e.what.zh.is_empty() && !e.what.en.is_empty(), "{text}"),
    }
}
