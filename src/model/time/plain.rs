//! Dates of digits with the year in front: nearly every cell, so they are read from its bytes.

use super::{DAY, Stamp, Zone};

/// `2026-11-21 09:30:00` and `2026-11-21`, eight bytes at a time.
pub(super) fn fixed(b: &[u8], zone: Zone) -> Option<Stamp> {
    if !matches!(b.len(), 10 | 19) {
        return None;
    }
    let (date, rest) = b.split_first_chunk()?;
    let (day, clock) = rest.split_first_chunk::<2>()?;
    let date = numbers(date, b"0000-00-")?;
    let [tens, ones] = day.map(|digit| digit.wrapping_sub(b'0'));
    if tens > 9 || ones > 9 {
        return None;
    }
    let mut clock_is = [0; 3];
    if let [between, clock @ ..] = clock {
        let time = numbers(clock.first_chunk()?, b"00:00:00")?;
        if !matches!(between, b' ' | b'T') {
            return None;
        }
        clock_is = [time[0], time[3], time[6]];
    }
    let year = u32::from(date[0]) * 100 + u32::from(date[2]);
    instant(year, [date[5], tens * 10 + ones], clock_is, zone)
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

/// What a spreadsheet makes of these: `2026/11/21 9:30`, `2026-3-1`, `2026/3/1 12:05:00`.
pub(super) fn loose(text: &[u8], zone: Zone) -> Option<Stamp> {
    let [y1 @ b'0'..=b'9', y2 @ b'0'..=b'9', y3 @ b'0'..=b'9', y4 @ b'0'..=b'9', rest @ ..] = text else {
        return None;
    };
    let year = [y1, y2, y3, y4].iter().fold(0, |year, digit| year * 10 + u32::from(**digit - b'0'));
    let sign = |b: u8| matches!(b, b'/' | b'-' | b'.');
    let (month, rest) = part(rest, sign)?;
    let (day, rest) = part(rest, sign)?;
    if rest.is_empty() {
        return instant(year, [month, day], [0; 3], zone);
    }
    let colon = |b: u8| b == b':';
    let (hour, rest) = part(rest, |b| matches!(b, b' ' | b'T'))?;
    let (minute, rest) = part(rest, colon)?;
    let (second, rest) = if rest.is_empty() { (0, rest) } else { part(rest, colon)? };
    rest.is_empty().then_some(())?;
    instant(year, [month, day], [hour, minute, second], zone)
}

/// A sign and one or two digits behind it, as a number; and what comes then.
fn part(text: &[u8], sign: impl Fn(u8) -> bool) -> Option<(u8, &[u8])> {
    let (_, rest) = text.split_first().filter(|(first, _)| sign(**first))?;
    match rest {
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9', rest @ ..] => {
            Some(((tens - b'0') * 10 + (ones - b'0'), rest))
        }
        [ones @ b'0'..=b'9', rest @ ..] => Some((ones - b'0', rest)),
        _ => None,
    }
}

/// The instant of a day and a clock, where there are such ones.
#[inline]
fn instant(year: u32, [month, day]: [u8; 2], [hour, minute, second]: [u8; 3], zone: Zone) -> Option<Stamp> {
    let (month, day) = (u32::from(month), u32::from(day));
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    if year < 1900 || day < 1 || day > days || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let second = u32::from(hour) * 3600 + u32::from(minute) * 60 + u32::from(second);
    // Years that begin in March have their odd day at the end.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + day - 1;
    let before_1970 = 719_468;
    let days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
    Some(Stamp((i64::from(days) - before_1970) * DAY + i64::from(second) - i64::from(zone.0)))
}
