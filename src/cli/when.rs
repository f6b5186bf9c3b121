//! Moments on the command line: `2026-11-21`, `yesterday`, `昨天`, `-2d`, `now`, `2026-11`.

use crate::error::{Error, Result};
use crate::model::time::DateOrder;
use crate::model::{Stamp, Zone};
use crate::rules::Window;
use chrono::{Datelike, Days, Months, NaiveDate};

/// A span of time that a word stands for: half open. An instant is a span of nothing.
pub(crate) struct Span {
    pub(crate) from: Stamp,
    pub(crate) to: Stamp,
}

/// Reads a word as a span: a day, a month, an instant.
pub(crate) fn span(word: &str, now: Stamp, zone: Zone) -> Result<Span> {
    let today = zone.local(now).map(|t| t.date()).ok_or_else(|| Error::bug("the clock is out of range"))?;
    let day = |date: NaiveDate| Span {
        from: zone.start_of(date),
        to: zone.start_of(date.checked_add_days(Days::new(1)).unwrap_or(date)),
    };
    let at = |stamp: Stamp| Span { from: stamp, to: stamp };
    let text = word.trim();
    match text.to_lowercase().as_str() {
        "now" | "现在" => return Ok(at(now)),
        "today" | "今天" => return Ok(day(today)),
        "yesterday" | "昨天" => return Ok(day(today.pred_opt().unwrap_or(today))),
        "前天" => return Ok(day(today.checked_sub_days(Days::new(2)).unwrap_or(today))),
        _ => {}
    }
    // `3d` is taken for `-3d`: nothing has been ordered in the future.
    let back = text.strip_prefix('-').or_else(|| text.ends_with(['d', 'h', 'm']).then_some(text));
    if let Some(back) = back {
        if let Some(days) = back.strip_suffix('d').and_then(|n| n.parse::<u64>().ok()) {
            return today.checked_sub_days(Days::new(days)).map(day).ok_or_else(|| unreadable(word));
        }
        if let Some(seconds) = super::config::duration(back) {
            return now.0.checked_sub(seconds).map(|t| at(Stamp(t))).ok_or_else(|| unreadable(word));
        }
    }
    if let Some((year, month)) = text.split_once('-')
        && let (4, 1..=2, Ok(year), Ok(month)) = (year.len(), month.len(), year.parse(), month.parse())
        && let Some(first) = NaiveDate::from_ymd_opt(year, month, 1)
    {
        let next = first.checked_add_months(Months::new(1)).unwrap_or(first);
        return Ok(Span { from: zone.start_of(first), to: zone.start_of(next) });
    }
    let stamp = Stamp::parse(text, zone, DateOrder::Open)
        .ok()
        .filter(|s| zone.local(*s).is_some_and(|t| (1970..=2200).contains(&t.year())))
        .ok_or_else(|| unreadable(word))?;
    let bare = !text.contains([':', '时', '点']) && text.len() < 14;
    if bare { Ok(day(zone.local(stamp).map_or(today, |t| t.date()))) } else { Ok(at(stamp)) }
}

/// A moment that has been: `10:00` is today's, or yesterday's where that is still to come.
pub(crate) fn past(word: &str, now: Stamp, zone: Zone) -> Result<Stamp> {
    let text = word.trim();
    let clock = text.split_once([':', '：']).and_then(|(h, m)| Some((h.parse().ok()?, m.parse().ok()?)));
    let at = match clock {
        Some((hour @ 0..=23, minute @ 0..=59)) => {
            let at: i64 = moment("today", now, zone)?.0 + hour * 3600 + minute * 60;
            Stamp(if at > now.0 { at - 86_400 } else { at })
        }
        _ => moment(text, now, zone)?,
    };
    if at > now {
        return Err(Error::usage(format!("「{text}」还没到"), format!("`{text}` is still to come")));
    }
    Ok(at)
}

/// One moment: the beginning of what the word stands for.
pub(crate) fn moment(word: &str, now: Stamp, zone: Zone) -> Result<Stamp> {
    span(word, now, zone).map(|s| s.from)
}

/// `--since` and `--until`, or `--date` for both. A bare date as `--until` includes that day; an instant is
/// exclusive.
pub(crate) fn window(
    since: Option<&str>,
    until: Option<&str>,
    date: Option<&str>,
    now: Stamp,
    zone: Zone,
) -> Result<Window> {
    if let Some(date) = date {
        let span = span(date, now, zone)?;
        return Ok(Window { since: Some(span.from), until: Some(Stamp(span.to.0.max(span.from.0 + 1))) });
    }
    let since = since.map(|w| span(w, now, zone)).transpose()?.map(|s| s.from);
    let until = until.map(|w| span(w, now, zone)).transpose()?.map(|s| s.to);
    if let (Some(s), Some(u)) = (since, until)
        && s >= u
    {
        return Err(Error::usage("--since 不早于 --until", "--since is not before --until"));
    }
    Ok(Window { since, until })
}

fn unreadable(word: &str) -> Error {
    let shown = crate::model::text::one_line(word, 40);
    Error::usage(format!("看不懂时间「{shown}」"), format!("can't read the time `{shown}`")).hint(
        "例如 2026-11-21、2026-11-21T09:00、昨天、-2d、-12h、2026-11",
        "such as 2026-11-21, 2026-11-21T09:00, yesterday, -2d, -12h, 2026-11",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_dates() {
        let zone = Zone::CHINA;
        let now = Stamp::parse("2026-11-22 09:00:00", zone, DateOrder::Open).expect("a date");
        let read = |word| span(word, now, zone).map(|s| (s.from.iso(zone), s.to.iso(zone)));
        for (word, from, to) in [
            ("昨天", "2026-11-21T00:00:00+08:00", "2026-11-22T00:00:00+08:00"),
            ("-2d", "2026-11-20T00:00:00+08:00", "2026-11-21T00:00:00+08:00"),
            ("-12h", "2026-11-21T21:00:00+08:00", "2026-11-21T21:00:00+08:00"),
            ("2026-11", "2026-11-01T00:00:00+08:00", "2026-12-01T00:00:00+08:00"),
            ("2026-11-21", "2026-11-21T00:00:00+08:00", "2026-11-22T00:00:00+08:00"),
            ("2026-11-21T09:00", "2026-11-21T09:00:00+08:00", "2026-11-21T09:00:00+08:00"),
        ] {
            assert_eq!(read(word).expect(word), (from.into(), to.into()), "{word}");
        }
        for word in [
            "2026-02-30",
            "",
            "0000-00-00",
            "99999-01-01",
            "yesterday; rm -rf /",
            "٢٠٢٦-٠٣-٠١",
            "-99999999999999999d",
        ] {
            assert!(read(word).is_err(), "{word}");
        }
    }
}
