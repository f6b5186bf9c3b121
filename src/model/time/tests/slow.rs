//! The same reading with a `String` for every part: slower, but plainly right. What [`Stamp::parse`] is held against.

use super::super::{DateOrder, Stamp, TimeError, Zone};
use chrono::{Datelike, NaiveDate};

pub(super) fn parse(text: &str, zone: Zone, order: DateOrder) -> Result<Stamp, TimeError> {
    let at = shapes(text, zone, order)?;
    match zone.local(at).map(|t| t.year()) {
        Some(1900..=9999) => Ok(at),
        _ => Err(TimeError::Never),
    }
}

/// An offset, or what [`Zone::parse`] says of a name.
pub(super) fn zone(text: &str) -> Option<Zone> {
    if !text.starts_with(['+', '-']) {
        return Zone::parse(text);
    }
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let digits: String = rest.chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours: i32 = digits[..2].parse().ok()?;
    let minutes: i32 = if digits.len() == 4 { digits[2..].parse().ok()? } else { 0 };
    (hours <= 14 && minutes < 60).then_some(Zone(sign * (hours * 3600 + minutes * 60)))
}

pub(super) fn stamp(ymd: [i32; 3], hms: [u32; 3], zone: Zone) -> Result<Stamp, TimeError> {
    if ymd[0] == 0 {
        return Err(TimeError::Never);
    }
    if !(1900..=9999).contains(&ymd[0]) {
        return Err(TimeError::Unreadable);
    }
    let date = NaiveDate::from_ymd_opt(ymd[0], ymd[1] as u32, ymd[2] as u32).ok_or(TimeError::Unreadable)?;
    let at = date.and_hms_opt(hms[0], hms[1], hms[2]).ok_or(TimeError::Unreadable)?;
    Ok(Stamp(at.and_utc().timestamp() - i64::from(zone.0)))
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// `nov`, `November`, `SEPT`: from 1.
fn month(text: &str) -> Option<i32> {
    let text = text.trim_end_matches('.').to_ascii_lowercase();
    if text.len() < 3 {
        return None;
    }
    let index = MONTHS.iter().position(|m| m.starts_with(&text) || (*m == "september" && text == "sept"))?;
    i32::try_from(index + 1).ok()
}

/// Everything else: slashes, Chinese signs, compact digits, month names, offsets, AM/PM, serial numbers.
fn shapes(text: &str, zone: Zone, order: DateOrder) -> Result<Stamp, TimeError> {
    let folded: String = without_weekday(text.trim()).chars().map(fold).collect();
    if folded.bytes().all(|b| b.is_ascii_digit() || b == b'.') && folded.len() >= 5 {
        return match split_date(&folded) {
            Some((date, "")) if date[0].len() <= 2 || date[0].len() == 4 => {
                stamp(read_date(&date, order)?, [0; 3], zone)
            }
            _ => digits_only(&folded, zone),
        };
    }
    let (date, rest) = split_date(&folded)
        .or_else(|| spelled(&folded))
        .or_else(|| run_together(&folded))
        .ok_or(TimeError::Unreadable)?;
    let ymd = read_date(&date, order)?;
    let (hms, zone) = read_clock(rest.trim(), zone).ok_or(TimeError::Unreadable)?;
    stamp(ymd, hms, zone)
}

fn fold(c: char) -> char {
    match c {
        '０'..='９' | '／' | '：' | '－' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '年' | '月' => '-',
        '时' | '時' | '点' | '點' | '分' => ':',
        '\u{3000}' | '\u{a0}' | '\u{202f}' => ' ',
        _ => c,
    }
}

fn digits_only(text: &str, zone: Zone) -> Result<Stamp, TimeError> {
    let n = |from: usize, to: usize| text[from..to].parse::<u32>().unwrap_or(99);
    if text.contains('.') || text.len() == 5 {
        let serial = text.parse::<f64>().map_err(|_| TimeError::Unreadable)?;
        return Stamp::from_serial(serial, zone).ok_or(TimeError::Unreadable);
    }
    match text.len() {
        8 => stamp([n(0, 4) as i32, n(4, 6) as i32, n(6, 8) as i32], [0; 3], zone),
        12 | 14 => {
            let second = if text.len() == 14 { n(12, 14) } else { 0 };
            stamp([n(0, 4) as i32, n(4, 6) as i32, n(6, 8) as i32], [n(8, 10), n(10, 12), second], zone)
        }
        _ => Err(TimeError::Unreadable),
    }
}

/// `2026-01-05 星期一 09:30:00`, `2026年1月5日（周一）`: the day of the week tells nothing.
fn without_weekday(text: &str) -> std::borrow::Cow<'_, str> {
    let found = ["星期", "周", "週", "礼拜"].iter().find_map(|word| Some((text.find(word)?, word.len())));
    let Some((at, len)) = found else { return text.into() };
    let rest = &text[at + len..];
    let Some(rest) = rest.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天']) else {
        return text.into();
    };
    let before = text[..at].trim_end_matches(['(', '（']);
    format!("{before} {}", rest.trim_start_matches([')', '）'])).trim().to_owned().into()
}

/// `20260105 09:30:00`: a date without signs, then a clock with them.
fn run_together(text: &str) -> Option<([String; 3], &str)> {
    let (date, rest) =
        text.split_at_checked(8).filter(|(date, _)| date.bytes().all(|b| b.is_ascii_digit()))?;
    let rest = rest.strip_prefix([' ', 'T'])?;
    Some(([date[..4].to_owned(), date[4..6].to_owned(), date[6..].to_owned()], rest))
}

/// Three parts joined by `-` `/` `.`, then the rest.
fn split_date(text: &str) -> Option<([String; 3], &str)> {
    // The T of OCT is none between date and clock.
    let end = text
        .char_indices()
        .find(|(at, c)| match c {
            ' ' | '日' => true,
            'T' => text[..*at].ends_with(|before: char| before.is_ascii_digit()),
            ',' => text[at + 1..].starts_with(' '),
            _ => false,
        })
        .map_or(text.len(), |found| found.0);
    let (date, rest) = text.split_at(end);
    let rest = rest.strip_prefix(['T', '日', ',']).unwrap_or(rest);
    let mut parts = date.split(['-', '/', '.']).map(str::to_owned);
    let out = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some((out, rest))
}

/// `Nov 5, 2025 9:30 AM`, `5 November 2025`, with or without the day of the week before.
fn spelled(text: &str) -> Option<([String; 3], &str)> {
    const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let mut rest = text.trim_start();
    let mut parts: Vec<String> = Vec::with_capacity(3);
    while parts.len() < 3 {
        let end = rest.find(' ').unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after.trim_start();
        let part = part.trim_end_matches(',');
        let named = part.get(..3).is_some_and(|start| WEEK.contains(&start.to_ascii_lowercase().as_str()));
        if parts.is_empty() && named && (part.ends_with("day") || part.len() == 3) {
            continue;
        }
        if part.is_empty() {
            return None;
        }
        parts.push(part.to_owned());
    }
    let [mut first, mut second, year]: [String; 3] = parts.try_into().ok()?;
    let month_first = month(&first).is_some();
    let day = if month_first { &mut second } else { &mut first };
    for end in ["st", "nd", "rd", "th"] {
        if let Some(number) = day.strip_suffix(end) {
            *day = number.to_owned();
        }
    }
    let good = (month_first || month(&second).is_some()) && year.len() == 4;
    good.then_some(([first, second, year], rest.strip_prefix("at ").unwrap_or(rest)))
}

fn number(text: &str) -> Result<i32, TimeError> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(TimeError::Unreadable);
    }
    text.parse().map_err(|_| TimeError::Unreadable)
}

fn read_date(parts: &[String; 3], order: DateOrder) -> Result<[i32; 3], TimeError> {
    let year = |s: &str| match s.len() {
        2 => number(s).map(|y| y + 2000),
        4 => number(s),
        _ => Err(TimeError::Unreadable),
    };
    if let Some(m) = month(&parts[0]) {
        return Ok([year(&parts[2])?, m, number(&parts[1])?]);
    }
    if let Some(m) = month(&parts[1]) {
        let first = parts[0].len() == 4;
        let (y, d) = if first { (&parts[0], &parts[2]) } else { (&parts[2], &parts[0]) };
        return Ok([year(y)?, m, number(d)?]);
    }
    let n = [number(&parts[0])?, number(&parts[1])?, number(&parts[2])?];
    if n == [0; 3] || (parts[0].len() == 4 && n[0] == 0) {
        return Err(TimeError::Never);
    }
    if parts[0].len() == 4 {
        return Ok(n);
    }
    if parts[0].len() > 2 || parts[1].len() > 2 {
        return Err(TimeError::Unreadable);
    }
    let y = year(&parts[2]);
    match order {
        DateOrder::DayMonth => Ok([y?, n[1], n[0]]),
        DateOrder::MonthDay => Ok([y?, n[0], n[1]]),
        DateOrder::Year if parts[0].len() == 2 && parts[2].len() <= 2 => Ok([n[0] + 2000, n[1], n[2]]),
        DateOrder::Open if n[0] == n[1] && parts[2].len() == 4 => Ok([n[2], n[0], n[1]]),
        DateOrder::Open | DateOrder::Year => y.and(Err(TimeError::Ambiguous)),
    }
}

/// A date by each of [`DateOrder::TOLD`]; `None` where no order reads it, or where none has to be told.
pub(super) fn readings(text: &str) -> Option<[Option<[i32; 3]>; 3]> {
    let folded: String = text.trim().chars().map(fold).collect();
    let (parts, _) = split_date(&folded)?;
    if parts[0].len() > 2 || month(&parts[0]).is_some() || month(&parts[1]).is_some() {
        return None;
    }
    let read = DateOrder::TOLD.map(|order| {
        let ymd = read_date(&parts, order).ok()?;
        stamp(ymd, [0; 3], Zone::UTC).is_ok().then_some(ymd)
    });
    read.iter().any(Option::is_some).then_some(read)
}

/// `9:05`, `12:30:00.123`, `下午 3:10`, `3:10 PM`, each with an optional offset or the name of a zone.
fn read_clock(text: &str, zone: Zone) -> Option<([u32; 3], Zone)> {
    const ZONES: [(&str, i32); 5] = [("UTC", 0), ("GMT", 0), ("JST", 9), ("PST", -8), ("PDT", -7)];
    if text.is_empty() {
        return Some(([0; 3], zone));
    }
    let named = ZONES.iter().find_map(|(name, hours)| Some((text.strip_suffix(name)?, Zone(hours * 3600))));
    let (body, zone) = match text.rfind(['+', '-', 'Z']).filter(|at| *at > 0) {
        _ if named.is_some() => named?,
        Some(at) => {
            (text[..at].trim_end().trim_end_matches("GMT").trim_end_matches("UTC"), self::zone(&text[at..])?)
        }
        None => (text, zone),
    };
    let lower = body.trim().trim_end_matches(['秒', ':']).to_lowercase();
    let mut half = None;
    let mut clock = lower.as_str();
    for (mark, pm) in
        [("上午", false), ("下午", true), ("am", false), ("pm", true), ("a.m.", false), ("p.m.", true)]
    {
        if let Some(rest) = clock.strip_prefix(mark).or_else(|| clock.strip_suffix(mark)) {
            (half, clock) = (Some(pm), rest.trim());
            break;
        }
    }
    let mut out = [0; 3];
    let spaced;
    if matches!(clock.len(), 4 | 6) && clock.bytes().all(|b| b.is_ascii_digit()) {
        spaced =
            format!("{}:{}:{}", &clock[..2], &clock[2..4], if clock.len() == 6 { &clock[4..] } else { "0" });
        clock = &spaced;
    }
    let mut parts = clock.split(':');
    for (index, slot) in out.iter_mut().enumerate() {
        let Some(part) = parts.next() else {
            if index < 2 {
                return None;
            }
            break;
        };
        let whole = if index == 2 { part.split_once('.').map_or(part, |(whole, _)| whole) } else { part };
        if whole.is_empty() || whole.len() > 2 || !whole.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        *slot = whole.parse().ok()?;
    }
    if parts.next().is_some() {
        return None;
    }
    match half {
        Some(_) if !(1..=12).contains(&out[0]) => return None,
        Some(true) => out[0] = out[0] % 12 + 12,
        Some(false) => out[0] %= 12,
        None => {}
    }
    Some((out, zone))
}
