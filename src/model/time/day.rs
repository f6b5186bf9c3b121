//! The parts of a date, and which of them is what.

use super::TimeError;

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
    pub(super) const TOLD: [DateOrder; 3] = [DateOrder::DayMonth, DateOrder::MonthDay, DateOrder::Year];
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
pub(super) fn month(text: &str) -> Option<i32> {
    let text = text.trim_end_matches('.');
    if text.len() < 3 {
        return None;
    }
    let begins = |name: &str| name.get(..text.len()).is_some_and(|start| start.eq_ignore_ascii_case(text));
    let found = MONTHS.iter().zip(1..).find(|(name, _)| begins(name));
    found.map(|(_, number)| number)
}

/// `20260105 09:30:00`: a date without signs, then a clock with them.
pub(super) fn run_together(text: &str) -> Option<([&str; 3], &str)> {
    let (date, rest) =
        text.split_at_checked(8).filter(|(date, _)| date.bytes().all(|b| b.is_ascii_digit()))?;
    let rest = rest.strip_prefix([' ', 'T'])?;
    let (year, day) = date.split_at_checked(4)?;
    let (month, day) = day.split_at_checked(2)?;
    Some(([year, month, day], rest))
}

/// Three parts joined by `-` `/` `.`, then the rest.
pub(super) fn split_date(text: &str) -> Option<([&str; 3], &str)> {
    let mut before = ' ';
    // The T of OCT is none between date and clock.
    let end = text
        .char_indices()
        .find(|(at, c)| {
            let digit_before = std::mem::replace(&mut before, *c).is_ascii_digit();
            match c {
                ' ' | '日' => true,
                'T' => digit_before,
                ',' => text.get(at + 1..).is_some_and(|rest| rest.starts_with(' ')),
                _ => false,
            }
        })
        .map_or(text.len(), |found| found.0);
    let (date, rest) = text.split_at_checked(end)?;
    let rest = rest.strip_prefix(['T', '日', ',']).unwrap_or(rest);
    let mut parts = date.split(['-', '/', '.']);
    let out = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some((out, rest))
}

/// `Nov 5, 2025 9:30 AM`, `5 November 2025`, with or without the day of the week before.
pub(super) fn spelled(text: &str) -> Option<([&str; 3], &str)> {
    let (mut first, mut rest) = word(text.trim_start());
    while is_weekday(first) {
        (first, rest) = word(rest);
    }
    let (mut second, rest) = word(rest);
    let (year, rest) = word(rest);
    let month_first = month(first).is_some();
    let day = if month_first { &mut second } else { &mut first };
    if day.is_empty() || year.len() != 4 {
        return None;
    }
    for end in ["st", "nd", "rd", "th"] {
        *day = day.strip_suffix(end).unwrap_or(day);
    }
    let good = month_first || month(second).is_some();
    good.then_some(([first, second, year], rest.strip_prefix("at ").unwrap_or(rest)))
}

/// Up to a blank, without the comma there; and what comes then.
fn word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
    (word.trim_end_matches(','), rest.trim_start())
}

/// `Wed`, `Wednesday`
fn is_weekday(word: &str) -> bool {
    const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let named = |start: &str| WEEK.iter().any(|day| day.eq_ignore_ascii_case(start));
    word.get(..3).is_some_and(named) && (word.ends_with("day") || word.len() == 3)
}

fn number(text: &str) -> Result<i32, TimeError> {
    if text.is_empty() || text.len() > 4 || !text.bytes().all(|b| b.is_ascii_digit()) {
        return Err(TimeError::Unreadable);
    }
    text.parse().map_err(|_| TimeError::Unreadable)
}

/// Year, month and day; whether there is such a day is not looked at.
pub(super) fn read_date(parts: [&str; 3], order: DateOrder) -> Result<[i32; 3], TimeError> {
    let year = |s: &str| match s.len() {
        2 => number(s).map(|y| y + 2000),
        4 => number(s),
        _ => Err(TimeError::Unreadable),
    };
    if let Some(m) = month(parts[0]) {
        return Ok([year(parts[2])?, m, number(parts[1])?]);
    }
    if let Some(m) = month(parts[1]) {
        let first = parts[0].len() == 4;
        let (y, d) = if first { (parts[0], parts[2]) } else { (parts[2], parts[0]) };
        return Ok([year(y)?, m, number(d)?]);
    }
    let n = [number(parts[0])?, number(parts[1])?, number(parts[2])?];
    if n == [0; 3] || (parts[0].len() == 4 && n[0] == 0) {
        return Err(TimeError::Never);
    }
    if parts[0].len() == 4 {
        return Ok(n);
    }
    if parts[0].len() > 2 || parts[1].len() > 2 {
        return Err(TimeError::Unreadable);
    }
    let y = year(parts[2]);
    match order {
        DateOrder::DayMonth => Ok([y?, n[1], n[0]]),
        DateOrder::MonthDay => Ok([y?, n[0], n[1]]),
        DateOrder::Year if parts[0].len() == 2 && parts[2].len() <= 2 => Ok([n[0] + 2000, n[1], n[2]]),
        DateOrder::Open if n[0] == n[1] && parts[2].len() == 4 => Ok([n[2], n[0], n[1]]),
        DateOrder::Open | DateOrder::Year => y.and(Err(TimeError::Ambiguous)),
    }
}
