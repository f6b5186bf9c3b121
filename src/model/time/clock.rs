//! The time of day behind a date.

use super::Zone;

/// `9:05`, `12:30:00.123`, `下午 3:10`, `3:10 PM`, each with an optional offset or the name of a zone.
pub(super) fn read(text: &str, zone: Zone) -> Option<([u32; 3], Zone)> {
    if text.is_empty() {
        return Some(([0; 3], zone));
    }
    let (body, zone) = without_zone(text, zone)?;
    let body = body.trim().trim_end_matches(['秒', ':']);
    let (half, clock) = without_half(body);
    let mut out = match clock.as_bytes() {
        [h1, h2, m1, m2, seconds @ ..]
            if matches!(seconds.len(), 0 | 2) && clock.bytes().all(|b| b.is_ascii_digit()) =>
        {
            let two = |tens: u8, ones: u8| u32::from(tens - b'0') * 10 + u32::from(ones - b'0');
            let seconds = if let [s1, s2] = seconds { two(*s1, *s2) } else { 0 };
            [two(*h1, *h2), two(*m1, *m2), seconds]
        }
        _ => with_colons(clock)?,
    };
    match half {
        Some(_) if !(1..=12).contains(&out[0]) => return None,
        Some(true) => out[0] = out[0] % 12 + 12,
        Some(false) => out[0] %= 12,
        None => {}
    }
    Some((out, zone))
}

/// The clock before an offset or the name of a zone.
fn without_zone(text: &str, zone: Zone) -> Option<(&str, Zone)> {
    const ZONES: [(&str, i32); 5] = [("UTC", 0), ("GMT", 0), ("JST", 9), ("PST", -8), ("PDT", -7)];
    let named = ZONES.iter().find_map(|(name, hours)| Some((text.strip_suffix(name)?, Zone(hours * 3600))));
    if named.is_some() {
        return named;
    }
    let Some(at) = text.rfind(['+', '-', 'Z']).filter(|at| *at > 0) else { return Some((text, zone)) };
    let (body, offset) = text.split_at_checked(at)?;
    let body = body.trim_end().trim_end_matches("GMT").trim_end_matches("UTC");
    Some((body, Zone::parse(offset)?))
}

/// The clock without the mark of a half of the day; `true`: the second half.
fn without_half(text: &str) -> (Option<bool>, &str) {
    const MARKS: [(&str, bool); 6] =
        [("上午", false), ("下午", true), ("am", false), ("pm", true), ("a.m.", false), ("p.m.", true)];
    let found = MARKS.iter().find_map(|(mark, half)| Some((*half, without(text, mark)?)));
    found.map_or((None, text), |(half, clock)| (Some(half), clock.trim()))
}

/// A text without the mark at its beginning, or else at its end; AM is am.
fn without<'t>(text: &'t str, mark: &str) -> Option<&'t str> {
    let behind = text.split_at_checked(mark.len());
    if let Some((_, clock)) = behind.filter(|(begin, _)| begin.eq_ignore_ascii_case(mark)) {
        return Some(clock);
    }
    let before = text.split_at_checked(text.len().checked_sub(mark.len())?);
    before.filter(|(_, end)| end.eq_ignore_ascii_case(mark)).map(|(clock, _)| clock)
}

/// `9:05`, `12:30:00.123`: of the second nothing behind the point counts.
fn with_colons(clock: &str) -> Option<[u32; 3]> {
    let mut parts = clock.split(':');
    let (hour, minute) = (parts.next()?, parts.next()?);
    let second = parts.next().unwrap_or("0");
    if parts.next().is_some() {
        return None;
    }
    let second = second.split_once('.').map_or(second, |(whole, _)| whole);
    Some([one_or_two(hour)?, one_or_two(minute)?, one_or_two(second)?])
}

fn one_or_two(digits: &str) -> Option<u32> {
    let good = matches!(digits.len(), 1 | 2) && digits.bytes().all(|b| b.is_ascii_digit());
    good.then(|| digits.parse().ok()).flatten()
}
