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

    /// `2026-11-21 09:30`, for texts that are read in other years too.
    pub fn minute(self, zone: Zone) -> String {
        zone.local(self).map_or_else(|| self.0.to_string(), |t| t.format("%Y-%m-%d %H:%M").to_string())
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
        let at = shapes(text, zone, order)?;
        // With an offset, the last second of the year 9999 may be one of the year 10000 here.
        match zone.local(at).map(|t| t.year()) {
            Some(1900..=9999) => Ok(at),
            _ => Err(TimeError::Never),
        }
    }

    /// Reads `2026-11-21 09:30:00` and `2026-11-21`, as [`Stamp::parse`] does; anything else is `None`.
    pub fn plain(text: &[u8], zone: Zone) -> Option<Stamp> {
        plain(text, zone)
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
        // Ordinary times are far from them.
        if (946_857_600..253_000_000_000).contains(&self.0) {
            return false;
        }
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
    /// Nobody has told: a date that begins with day or month is refused.
    #[default]
    Open,
    /// Year first, with two digits too.
    Year,
    DayMonth,
    MonthDay,
}

impl DateOrder {
    const TOLD: [DateOrder; 3] = [DateOrder::DayMonth, DateOrder::MonthDay, DateOrder::Year];
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

/// `2026-11-21 09:30:00` and `2026-11-21`: nearly every cell, so eight bytes at a time.
fn plain(b: &[u8], zone: Zone) -> Option<Stamp> {
    if !matches!(b.len(), 10 | 19) {
        return None;
    }
    let (date, rest) = b.split_first_chunk()?;
    let (day, clock) = rest.split_first_chunk::<2>()?;
    let date = numbers(date, b"0000-00-")?;
    let [tens, ones] = day.map(|digit| digit.wrapping_sub(b'0'));
    let (year, month) = (u32::from(date[0]) * 100 + u32::from(date[2]), u32::from(date[5]));
    let day = u32::from(tens) * 10 + u32::from(ones);
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if tens > 9 || ones > 9 || year < 1900 || day < 1 || day > days {
        return None;
    }
    let mut second = 0;
    if let [between, clock @ ..] = clock {
        let time = numbers(clock.first_chunk()?, b"00:00:00")?;
        if !matches!(between, b' ' | b'T') || time[0] > 23 || time[3] > 59 || time[6] > 59 {
            return None;
        }
        second = u32::from(time[0]) * 3600 + u32::from(time[3]) * 60 + u32::from(time[6]);
    }
    // Years that begin in March have their odd day at the end.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let before_1970 = 719_468;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
    Some(Stamp((i64::from(days) - before_1970) * DAY + i64::from(second) - i64::from(zone.0)))
}

/// Each digit of a text together with the next one as a number, where it has digits and signs as `like` has them.
fn numbers(text: &[u8; 8], like: &[u8; 8]) -> Option<[u8; 8]> {
    let values = u64::from_le_bytes(*text) ^ u64::from_le_bytes(*like);
    let signs = like.map(|b| if b == b'0' { 0 } else { 0xff });
    // A byte above 9 reaches the highest bit, or has it.
    let above = (values.wrapping_add(0x7676_7676_7676_7676) | values) & 0x8080_8080_8080_8080;
    let good = above == 0 && values & u64::from_le_bytes(signs) == 0;
    good.then(|| (values * 10 + (values >> 8)).to_le_bytes())
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

/// What the dates of one column tell about the order of their parts.
#[derive(Clone, Debug, Default)]
pub struct ColumnDates {
    /// For each order: the first line whose date it can't read.
    against: [Option<u64>; 3],
    /// Whether two orders have read one date differently: day/month, day/year, month/year first.
    differ: [bool; 3],
    first: Option<u64>,
}

/// The outcome for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnOrder {
    Told(DateOrder),
    /// Several orders fit every date; the line of the first one.
    Undecided(u64),
    /// The lines of a date that can't be day first and of one that can't be month first.
    Contradiction(u64, u64),
}

impl ColumnDates {
    /// Looks at one cell; what is no date of digits with the year behind says nothing.
    pub fn look(&mut self, text: &str, line: u64) {
        let Some(read) = readings(text) else { return };
        self.first = self.first.or(Some(line));
        for (slot, ymd) in self.against.iter_mut().zip(&read) {
            if ymd.is_none() {
                *slot = slot.or(Some(line));
            }
        }
        for (slot, two) in self.differ.iter_mut().zip(pairs(read)) {
            *slot |= matches!(two, (Some(a), Some(b)) if a != b);
        }
    }

    pub fn order(&self) -> ColumnOrder {
        let mut fitting = DateOrder::TOLD.into_iter().zip(self.against).filter(|(_, line)| line.is_none());
        let two_fit = pairs(self.against.map(|line| line.is_none())).map(|(a, b)| a && b);
        let torn = two_fit.into_iter().zip(self.differ).any(|(fit, differ)| fit && differ);
        match (fitting.next(), self.against) {
            (None, [Some(a), Some(b), _]) => ColumnOrder::Contradiction(a, b),
            (Some((order, _)), _) if !torn => ColumnOrder::Told(order),
            _ => ColumnOrder::Undecided(self.first.unwrap_or_default()),
        }
    }
}

/// Each two of three, as [`ColumnDates`] has them.
fn pairs<T: Copy>([first, second, third]: [T; 3]) -> [(T, T); 3] {
    [(first, second), (first, third), (second, third)]
}

/// A date by each of [`DateOrder::TOLD`]; `None` where no order reads it, or where none has to be told.
fn readings(text: &str) -> Option<[Option<[i32; 3]>; 3]> {
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
            (text[..at].trim_end().trim_end_matches("GMT").trim_end_matches("UTC"), Zone::parse(&text[at..])?)
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

/// floor((due − now) / 60): negative once past.
pub fn minutes_left(due: Stamp, now: Stamp) -> i64 {
    (due.0 - now.0).div_euclid(MINUTE)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<String, TimeError> {
        Stamp::parse(text, Zone::CHINA, DateOrder::Open).map(|s| s.iso(Zone::CHINA))
    }

    proptest! {
        #[test]
        fn plain_dates_are_what_the_calendar_says(
            y in 1890_u32..10_000, m in 0_u32..14, d in 0_u32..33, h in 0_u32..26, n in 0_u32..62, s in 0_u32..62,
        ) {
            let text = format!("{y:04}-{m:02}-{d:02} {h:02}:{n:02}:{s:02}");
            let slow = |hms| stamp([y as i32, m as i32, d as i32], hms, Zone::CHINA).ok();
            prop_assert_eq!(Stamp::plain(text.as_bytes(), Zone::CHINA), slow([h, n, s]), "{}", text);
            prop_assert_eq!(Stamp::plain(&text.as_bytes()[..10], Zone::CHINA), slow([0; 3]), "{}", text);
        }

        #[test]
        fn what_is_no_plain_date_is_left_alone(at in 0_usize..19, sign in "[^0-9T]") {
            let mut text = "2026-11-21 09:30:00".to_owned();
            if !text[at..].starts_with(&sign) {
                text.replace_range(at..=at, &sign);
                prop_assert_eq!(Stamp::plain(text.as_bytes(), Zone::CHINA), None, "{}", text);
            }
        }
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
            ("5/5/2026 12:30 AM", "2026-05-05T00:30:00+08:00"),
            ("2026/3/1 3:04:05 p.m.", "2026-03-01T15:04:05+08:00"),
            ("Nov 1, 2025 12:03:11 AM PDT", "2025-11-01T15:03:11+08:00"),
            ("5 November 2025, 13:45", "2025-11-05T13:45:00+08:00"),
            ("Wed, 05 Nov 2025 10:00:00 +0000", "2025-11-05T18:00:00+08:00"),
            ("Sept 3rd 2025", "2025-09-03T00:00:00+08:00"),
            ("OCT-01-25", "2025-10-01T00:00:00+08:00"),
            ("2025-Nov-05", "2025-11-05T00:00:00+08:00"),
            ("2025-11-01 13:04 UTC", "2025-11-01T21:04:00+08:00"),
            ("2025-11-01T13:04:21+00:00", "2025-11-01T21:04:21+08:00"),
            ("2026.3.1", "2026-03-01T00:00:00+08:00"),
            ("45962", "2025-11-01T00:00:00+08:00"),
            ("2026-03-01 12:30:00.123", "2026-03-01T12:30:00+08:00"),
            ("２０２６－０３－０１ １２：３０：００", "2026-03-01T12:30:00+08:00"),
            ("2024-02-29 00:00:00", "2024-02-29T00:00:00+08:00"),
            ("20260301 12:30:00", "2026-03-01T12:30:00+08:00"),
            ("20260301T123000", "2026-03-01T12:30:00+08:00"),
            ("2026年3月1日 12时30分05秒", "2026-03-01T12:30:05+08:00"),
            ("2026年3月1日9时5分", "2026-03-01T09:05:00+08:00"),
            ("2026年03月01日 下午1点30分", "2026-03-01T13:30:00+08:00"),
            ("2026-03-01 星期日 12:30:00", "2026-03-01T12:30:00+08:00"),
            ("2026年3月1日（周日） 12:30", "2026-03-01T12:30:00+08:00"),
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
            "13:00 PM",
            "2026-03-01 13:00 PM",
            "2026-03-01 0:30 AM",
            "Nov 31, 2025",
            "Marble 5, 2025",
            "1.2.3",
            "1,5",
            "20261301 12:30",
            "2026-03-01 星期八 12:30",
            "2026年3月1日 9时",
            "12345678 ",
        ] {
            assert_eq!(read(text), Err(TimeError::Unreadable), "{text}");
        }
        for text in ["03/04/2026", "25/03/2026", "3-25-2026", "05.11.2025", "25/11/06", "11/06/25 9:30 PM"] {
            assert_eq!(read(text), Err(TimeError::Ambiguous), "{text}");
        }
        assert_eq!(read("00/00/0000"), Err(TimeError::Never));
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
        for text in ["9999-12-31T23:59:59Z", "9999-12-31 23:59:59 -0800", "1900-01-01T00:00:00+14:00"] {
            assert_eq!(read(text), Err(TimeError::Never), "{text}");
        }
    }

    #[test]
    fn the_order_that_was_told_decides() {
        let read =
            |text, order| Stamp::parse(text, Zone::UTC, order).map(|s| s.iso(Zone::UTC)[..10].to_owned());
        for (text, order, day) in [
            ("03/04/2026", DateOrder::DayMonth, "2026-04-03"),
            ("03/04/2026", DateOrder::MonthDay, "2026-03-04"),
            ("11/06/25", DateOrder::MonthDay, "2025-11-06"),
            ("25/11/06", DateOrder::Year, "2025-11-06"),
            ("2026/3/4", DateOrder::MonthDay, "2026-03-04"),
            ("05.11.2025", DateOrder::DayMonth, "2025-11-05"),
        ] {
            assert_eq!(read(text, order).as_deref(), Ok(day), "{text}");
        }
        assert_eq!(read("25/03/2026", DateOrder::MonthDay), Err(TimeError::Unreadable));
        assert_eq!(read("03/04/2026", DateOrder::Year), Err(TimeError::Ambiguous));
        assert_eq!(read("03/04/206", DateOrder::DayMonth), Err(TimeError::Unreadable));
    }

    #[test]
    fn a_column_decides_by_all_of_its_dates() {
        let order = |cells: &[&str]| {
            let mut dates = ColumnDates::default();
            cells.iter().zip(2..).for_each(|(cell, line)| dates.look(cell, line));
            dates.order()
        };
        let told = ColumnOrder::Told;
        for (cells, want) in [
            (&["03/04/2026", "25/03/2026"][..], told(DateOrder::DayMonth)),
            (&["03/04/2026", "2026-03-04", "03/25/2026 9:30 PM"], told(DateOrder::MonthDay)),
            (&["", "03/04/2026", "04/03/2026"], ColumnOrder::Undecided(3)),
            (&["25/03/2026", "03/25/2026"], ColumnOrder::Contradiction(3, 2)),
            (&["05/05/2026", "06/06/2026"], told(DateOrder::DayMonth)),
            // With two digits the year may stand first as well.
            (&["11/13/25"], told(DateOrder::MonthDay)),
            (&["13/11/25"], ColumnOrder::Undecided(2)),
            (&["13/11/25", "01/12/2025"], told(DateOrder::DayMonth)),
            (&["31/11/25"], told(DateOrder::Year)),
            (&["12/11/45", "13/11/45"], told(DateOrder::DayMonth)),
            (&["30/02/2026", "x", "45962"], told(DateOrder::DayMonth)),
        ] {
            assert_eq!(order(cells), want, "{cells:?}");
        }
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
            for order in [DateOrder::Open, DateOrder::Year, DateOrder::DayMonth, DateOrder::MonthDay] {
                let _ = Stamp::parse(&text, Zone::CHINA, order);
            }
            ColumnDates::default().look(&text, 1);
        }

        #[test]
        fn spelled_months_read_back(at in 946_771_200_i64..4_102_444_800) {
            let day = Stamp(at - at.rem_euclid(DAY));
            let local = Zone::UTC.local(day).expect("a moment");
            for shape in ["%d-%b-%Y", "%b-%d-%Y", "%B %-d, %Y", "%-d %b %Y", "%a, %d %b %Y"] {
                let text = local.format(shape).to_string();
                prop_assert_eq!(Stamp::parse(&text, Zone::UTC, DateOrder::Open), Ok(day), "{}", text);
            }
        }

        /// Whatever a column decides, every date is read as it was meant, or the column is refused.
        #[test]
        fn a_column_is_read_as_meant_or_refused(
            days in proptest::collection::vec(946_771_200_i64 / DAY..4_102_444_800 / DAY, 1..12),
            day_first in any::<bool>(),
            short in any::<bool>(),
        ) {
            let shape = match (day_first, short) {
                (true, false) => "%d/%m/%Y",
                (true, true) => "%d/%m/%y",
                (false, false) => "%m/%d/%Y",
                (false, true) => "%m/%d/%y",
            };
            let texts: Vec<String> = days
                .iter()
                .map(|d| Zone::UTC.local(Stamp(d * DAY)).expect("a moment").format(shape).to_string())
                .collect();
            let mut column = ColumnDates::default();
            texts.iter().zip(1..).for_each(|(text, line)| column.look(text, line));
            if let ColumnOrder::Told(order) = column.order() {
                for (text, day) in texts.iter().zip(&days) {
                    let read = Stamp::parse(text, Zone::UTC, order);
                    // A short year is one of this century.
                    prop_assert_eq!(read, Ok(Stamp(day * DAY)), "{} by {:?}", text, order);
                }
            }
        }
    }
}
