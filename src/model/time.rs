//! Instants in Unix seconds, fixed zones, and every shape of date the platforms write.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, NaiveDateTime, Timelike};

/// An instant: Unix seconds, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(pub i64);

pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3600;
pub const DAY: i64 = 86_400;

/// A fixed offset from UTC in seconds east. China has had no daylight saving since 1991.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(pub i32);

impl Default for Zone {
    fn default() -> Self {
        Zone::CHINA
    }
}

impl Zone {
    pub const CHINA: Zone = Zone(8 * 3600);
    pub const UTC: Zone = Zone(0);

    /// Reads `+08:00`, `-0500`, `Z`, `UTC`, `Asia/Shanghai` and the other names of zones that never change.
    pub fn parse(text: &str) -> Option<Zone> {
        match text {
            "Z" | "z" | "UTC" | "utc" | "GMT" => return Some(Zone::UTC),
            "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Hong_Kong" | "Asia/Taipei" | "Asia/Macau"
            | "Asia/Singapore" | "PRC" => return Some(Zone::CHINA),
            "Asia/Tokyo" | "Asia/Seoul" => return Some(Zone(9 * 3600)),
            _ => {}
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

    fn offset(self) -> FixedOffset {
        FixedOffset::east_opt(self.0).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc))
    }

    pub fn label(self) -> String {
        let abs = self.0.abs();
        format!("{}{:02}:{:02}", if self.0 < 0 { '-' } else { '+' }, abs / 3600, abs / 60 % 60)
    }

    /// First second of the local calendar day.
    pub fn start_of(self, date: NaiveDate) -> Stamp {
        Stamp(date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() - i64::from(self.0))
    }

    pub fn local(self, at: Stamp) -> Option<NaiveDateTime> {
        DateTime::from_timestamp(at.0, 0).map(|t| t.with_timezone(&self.offset()).naive_local())
    }
}

impl Stamp {
    /// `2026-11-21T09:30:00+08:00`
    pub fn iso(self, zone: Zone) -> String {
        match zone.local(self) {
            Some(t) => format!("{}{}", t.format("%Y-%m-%dT%H:%M:%S"), zone.label()),
            None => self.0.to_string(),
        }
    }

    /// `11-21 09:30`, with the year where it is not the year of `now`.
    pub fn short(self, zone: Zone, now: Stamp) -> String {
        let (Some(t), Some(n)) = (zone.local(self), zone.local(now)) else { return self.0.to_string() };
        if t.year() == n.year() {
            t.format("%m-%d %H:%M").to_string()
        } else {
            t.format("%Y-%m-%d %H:%M").to_string()
        }
    }

    /// Reads one of the shapes of dates in exports. A date without an offset is in `zone`.
    pub fn parse(text: &str, zone: Zone, order: DateOrder) -> Result<Stamp, TimeError> {
        if let Some(stamp) = plain(text.as_bytes(), zone) {
            return Ok(stamp);
        }
        shapes(text, zone, order)
    }

    /// An Excel serial day number, counted from 1899-12-30, in `zone`.
    pub fn from_serial(serial: f64, zone: Zone) -> Option<Stamp> {
        if !(20_000.0..80_000.0).contains(&serial) {
            return None;
        }
        let seconds = (serial * DAY as f64).round() as i64;
        Some(Stamp(seconds - 25_569 * DAY - i64::from(zone.0)))
    }

    /// Dates that systems write for "never": they are empty values.
    pub fn is_sentinel(self, zone: Zone) -> bool {
        zone.local(self).is_some_and(|t| {
            t.year() <= 1970
                || t.year() == 9999
                || (t.year() == 2000 && t.ordinal() == 1 && t.num_seconds_from_midnight() == 0)
        })
    }
}

/// How `03/04/2026` is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DateOrder {
    /// Year first; a date that begins with day or month is refused.
    #[default]
    Year,
    DayMonth,
    MonthDay,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// No such date, or no date at all.
    Unreadable,
    /// Day and month can't be told apart.
    Ambiguous,
    /// `0000-00-00` and the like: means "no date".
    Never,
}

/// `2026-11-21 09:30:00` and `2026-11-21`: nearly every cell, so without allocation.
fn plain(b: &[u8], zone: Zone) -> Option<Stamp> {
    if !(b.len() == 19 || b.len() == 10) || b[4] != b'-' || b[7] != b'-' {
        return None;
    }
    let n = |from: usize, to: usize| -> Option<u32> {
        b[from..to].iter().try_fold(0, |v, d| d.is_ascii_digit().then(|| v * 10 + u32::from(d - b'0')))
    };
    let (mut hour, mut minute, mut second) = (0, 0, 0);
    if b.len() == 19 {
        if b[10] != b' ' && b[10] != b'T' || b[13] != b':' || b[16] != b':' {
            return None;
        }
        (hour, minute, second) = (n(11, 13)?, n(14, 16)?, n(17, 19)?);
    }
    stamp([n(0, 4)? as i32, n(5, 7)? as i32, n(8, 10)? as i32], [hour, minute, second], zone).ok()
}

fn stamp(ymd: [i32; 3], hms: [u32; 3], zone: Zone) -> Result<Stamp, TimeError> {
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

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Everything else: slashes, Chinese signs, compact digits, month names, offsets, AM/PM, serial numbers.
fn shapes(text: &str, zone: Zone, order: DateOrder) -> Result<Stamp, TimeError> {
    let folded: String = text.trim().chars().map(fold).collect();
    if folded.bytes().all(|b| b.is_ascii_digit() || b == b'.') && folded.len() >= 5 {
        return digits_only(&folded, zone);
    }
    let (date, rest) = split_date(&folded).ok_or(TimeError::Unreadable)?;
    let ymd = read_date(&date, order)?;
    let (hms, zone) = read_clock(rest.trim(), zone).ok_or(TimeError::Unreadable)?;
    stamp(ymd, hms, zone)
}

fn fold(c: char) -> char {
    match c {
        '０'..='９' | '／' | '：' | '－' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '年' | '月' => '-',
        '\u{3000}' | '\u{a0}' => ' ',
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

/// Three parts joined by `-` `/` `.`, then the rest.
fn split_date(text: &str) -> Option<([String; 3], &str)> {
    let end = text.find([' ', 'T', '日']).unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let rest = rest.strip_prefix(['T', '日']).unwrap_or(rest);
    let mut parts = date.split(['-', '/', '.']).map(str::to_owned);
    let out = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some((out, rest))
}

fn read_date(parts: &[String; 3], order: DateOrder) -> Result<[i32; 3], TimeError> {
    let number = |s: &str| -> Result<i32, TimeError> {
        if s.is_empty() || s.len() > 4 || !s.bytes().all(|b| b.is_ascii_digit()) {
            return Err(TimeError::Unreadable);
        }
        s.parse().map_err(|_| TimeError::Unreadable)
    };
    let month = |s: &str| MONTHS.iter().position(|m| s.get(..3).is_some_and(|p| p.eq_ignore_ascii_case(m)));
    let year = |s: &str| number(s).map(|y| if s.len() == 2 { y + 2000 } else { y });
    if let Some(m) = month(&parts[0]) {
        return Ok([year(&parts[2])?, m as i32 + 1, number(&parts[1])?]);
    }
    if let Some(m) = month(&parts[1]) {
        return Ok([year(&parts[2])?, m as i32 + 1, number(&parts[0])?]);
    }
    let n = [number(&parts[0])?, number(&parts[1])?, number(&parts[2])?];
    if parts[0].len() == 4 {
        return if n[0] == 0 { Err(TimeError::Never) } else { Ok(n) };
    }
    if parts[2].len() != 4 && parts[2].len() != 2 {
        return Err(TimeError::Unreadable);
    }
    let y = year(&parts[2])?;
    match order {
        DateOrder::DayMonth => Ok([y, n[1], n[0]]),
        DateOrder::MonthDay => Ok([y, n[0], n[1]]),
        DateOrder::Year if parts[2].len() == 2 => Err(TimeError::Ambiguous),
        DateOrder::Year if n[0] > 12 && n[1] <= 12 => Ok([y, n[1], n[0]]),
        DateOrder::Year if n[1] > 12 && n[0] <= 12 => Ok([y, n[0], n[1]]),
        DateOrder::Year => Err(TimeError::Ambiguous),
    }
}

/// `9:05`, `12:30:00.123`, `下午 3:10`, `3:10 PM`, each with an optional offset.
fn read_clock(text: &str, zone: Zone) -> Option<([u32; 3], Zone)> {
    if text.is_empty() {
        return Some(([0; 3], zone));
    }
    let (body, zone) = match text.rfind(['+', '-', 'Z']).filter(|at| *at > 0) {
        Some(at) => (&text[..at], Zone::parse(&text[at..])?),
        None => (text, zone),
    };
    let mut half = None;
    let mut clock = body.trim();
    for (mark, pm) in
        [("上午", false), ("下午", true), ("AM", false), ("PM", true), ("am", false), ("pm", true)]
    {
        if let Some(rest) = clock.strip_prefix(mark).or_else(|| clock.strip_suffix(mark)) {
            (half, clock) = (Some(pm), rest.trim());
        }
    }
    let mut out = [0; 3];
    let mut parts = clock.split(':');
    for (place, slot) in out.iter_mut().enumerate() {
        let Some(part) = parts.next() else {
            if place < 2 {
                return None;
            }
            break;
        };
        let whole = if place == 2 { part.split_once('.').map_or(part, |(whole, _)| whole) } else { part };
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

/// floor((due − now) / 60): negative once past.
pub fn minutes_left(due: Stamp, now: Stamp) -> i64 {
    (due.0 - now.0).div_euclid(MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, TimeError> {
        Stamp::parse(text, Zone::CHINA, DateOrder::Year).map(|s| s.iso(Zone::CHINA))
    }

    #[test]
    fn shapes_seen_in_exports() {
        for (text, iso) in [
            ("2026-03-01 12:30:00", "2026-03-01T12:30:00+08:00"),
            ("2026/3/1 9:05", "2026-03-01T09:05:00+08:00"),
            ("2026/03/01 12:30:00", "2026-03-01T12:30:00+08:00"),
            ("2026-03-01", "2026-03-01T00:00:00+08:00"),
            ("20260301", "2026-03-01T00:00:00+08:00"),
            ("20260301123000", "2026-03-01T12:30:00+08:00"),
            ("2026-03-01T04:30:00Z", "2026-03-01T12:30:00+08:00"),
            ("2026-03-01T12:30:00+08:00", "2026-03-01T12:30:00+08:00"),
            ("2025-11-01 09:30:00 -0400", "2025-11-01T21:30:00+08:00"),
            ("2026年03月01日 12:30:00", "2026-03-01T12:30:00+08:00"),
            ("05-Nov-2025", "2025-11-05T00:00:00+08:00"),
            ("Nov-01-25 09:30:00", "2025-11-01T09:30:00+08:00"),
            ("46082.5208333", "2026-03-01T12:30:00+08:00"),
            ("2026-03-01 下午 1:30", "2026-03-01T13:30:00+08:00"),
            ("3/25/2026 12:30 AM", "2026-03-25T00:30:00+08:00"),
            ("2026-03-01 12:30:00.123", "2026-03-01T12:30:00+08:00"),
            ("２０２６－０３－０１ １２：３０：００", "2026-03-01T12:30:00+08:00"),
            ("2024-02-29 00:00:00", "2024-02-29T00:00:00+08:00"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(iso), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in [
            "2026-02-29 00:00:00",
            "2026-02-30 10:00:00",
            "2026-13-01",
            "2026-03-00",
            "2026-03-01 25:00:00",
            "2026-03-01 12:60:00",
            "10000-01-01",
            "-2026-03-01",
            "昨天",
            "########",
            "2026-03-01 12:30:00abc",
            "1772339400",
            "2026-03-01 24:00:00",
        ] {
            assert_eq!(read(text), Err(TimeError::Unreadable), "{text}");
        }
        assert_eq!(read("03/04/2026"), Err(TimeError::Ambiguous));
        assert_eq!(read("0000-00-00 00:00:00"), Err(TimeError::Never));
    }

    #[test]
    fn sentinels_are_known() {
        for text in ["2000-01-01 00:00:00", "1970-01-01 08:00:00", "9999-12-31 23:59:59"] {
            let at = Stamp::parse(text, Zone::CHINA, DateOrder::Year).expect(text);
            assert!(at.is_sentinel(Zone::CHINA), "{text}");
        }
        let at = Stamp::parse("2000-01-01 00:00:01", Zone::CHINA, DateOrder::Year).expect("a date");
        assert!(!at.is_sentinel(Zone::CHINA));
    }

    #[test]
    fn minutes_are_floored() {
        assert_eq!(minutes_left(Stamp(119), Stamp(0)), 1);
        assert_eq!(minutes_left(Stamp(0), Stamp(1)), -1);
    }

    proptest! {
        #[test]
        fn iso_reads_back(at in 0_i64..4_102_444_800, hours in -11_i32..14) {
            let zone = Zone(hours * 3600);
            let text = Stamp(at).iso(zone);
            prop_assert_eq!(Stamp::parse(&text, Zone::UTC, DateOrder::Year), Ok(Stamp(at)));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,24}") {
            let _ = Stamp::parse(&text, Zone::CHINA, DateOrder::Year);
        }
    }
}
