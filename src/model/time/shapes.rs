//! Every other shape: Chinese signs, compact digits, month names, offsets, AM/PM, serial numbers.

use super::day::{DateOrder, read_date, run_together, spelled, split_date};
use super::{Stamp, TimeError, Zone, clock};
use chrono::NaiveDate;

/// Longer than any date; what is longer still is folded on the heap.
const ROOM: usize = 96;

pub(super) fn read(text: &str, zone: Zone, order: DateOrder) -> Result<Stamp, TimeError> {
    let text = text.trim();
    if text.is_ascii() {
        return read_folded(text, zone, order);
    }
    folded(without_weekday(text), |text| read_folded(text, zone, order))
}

fn read_folded(text: &str, zone: Zone, order: DateOrder) -> Result<Stamp, TimeError> {
    if text.len() >= 5 && text.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
        return match split_date(text) {
            Some((date, "")) if date[0].len() <= 2 || date[0].len() == 4 => {
                stamp(read_date(date, order)?, [0; 3], zone)
            }
            _ => digits_only(text, zone),
        };
    }
    let (date, rest) = split_date(text)
        .or_else(|| spelled(text))
        .or_else(|| run_together(text))
        .ok_or(TimeError::Unreadable)?;
    let ymd = read_date(date, order)?;
    let (hms, zone) = clock::read(rest.trim(), zone).ok_or(TimeError::Unreadable)?;
    stamp(ymd, hms, zone)
}

/// Gives the text that the parts make together, its signs in ASCII where there are such ones, without blanks around.
pub(super) fn folded<T>(parts: [&str; 3], read: impl FnOnce(&str) -> T) -> T {
    let signs = parts.iter().flat_map(|part| part.chars()).map(fold);
    // No sign grows.
    if parts.iter().map(|part| part.len()).sum::<usize>() > ROOM {
        return read(signs.collect::<String>().trim());
    }
    let mut room = [0; ROOM];
    let mut free = room.iter_mut();
    for sign in signs {
        let mut bytes = [0; 4];
        let bytes = sign.encode_utf8(&mut bytes).bytes();
        bytes.zip(&mut free).for_each(|(byte, slot)| *slot = byte);
    }
    let left = free.len();
    let text = room.get(..ROOM - left).and_then(|text| std::str::from_utf8(text).ok());
    read(text.unwrap_or_default().trim())
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

/// `2026-01-05 星期一 09:30:00`, `2026年1月5日（周一）`: the day of the week tells nothing. What stands before and behind.
fn without_weekday(text: &str) -> [&str; 3] {
    let whole = [text, "", ""];
    let found = ["星期", "周", "週", "礼拜"].iter().find_map(|word| text.split_once(word));
    let Some((before, rest)) = found else { return whole };
    let Some(rest) = rest.strip_prefix(['一', '二', '三', '四', '五', '六', '日', '天']) else {
        return whole;
    };
    [before.trim_end_matches(['(', '（']), " ", rest.trim_start_matches([')', '）'])]
}

fn digits_only(text: &str, zone: Zone) -> Result<Stamp, TimeError> {
    let n = |from: usize, to: usize| text.get(from..to).and_then(|n| n.parse::<u32>().ok()).unwrap_or(99);
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
