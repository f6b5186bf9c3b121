//! A cell as text, in the form for programs or for people. The order is the same for every format: what hides is taken
//! out and what is private masked ([`data`], the only place that knows of `--reveal`), then the format's own signs are escaped.

use super::Style;
use super::safe;
use crate::model::{Cell, Say, Stamp, Zone, mask};
use chrono::{Datelike, Timelike};
use std::borrow::Cow;
use std::fmt::Write;

/// The text of a cell that came from data; `None` for our own numbers, times and words.
pub(super) fn data<'c>(cell: &'c Cell<'_>, style: &Style) -> Option<Cow<'c, str>> {
    let show: (&str, fn(&str) -> Cow<'_, str>) = match cell {
        Cell::Id(t) => return Some(Cow::Borrowed(t)),
        Cell::Text(t) => (t, mask::text),
        Cell::Nick(t) => (t, mask::nick),
        Cell::Name(t) => (t, mask::name),
        Cell::Phone(t) => (t, mask::phone),
        Cell::Address(t) => (t, mask::address),
        Cell::Empty
        | Cell::Int(_)
        | Cell::Money(_)
        | Cell::Time(_)
        | Cell::Hours(_)
        | Cell::Minutes(_)
        | Cell::Word(..)
        | Cell::Words(_)
        | Cell::Told(..) => return None,
    };
    Some(if style.reveal { Cow::Borrowed(show.0) } else { show.1(show.0) })
}

/// For programs: `128.00`, ISO times, keys. `scratch` is reused, so that most cells cost no memory.
pub(super) fn machine<'c>(cell: &'c Cell<'_>, style: &Style, scratch: &'c mut String) -> &'c str {
    match data(cell, style) {
        Some(Cow::Borrowed(text)) => return text,
        Some(Cow::Owned(text)) => *scratch = text,
        None => {
            scratch.clear();
            own(cell, style, scratch);
        }
    }
    scratch
}

fn own(cell: &Cell<'_>, style: &Style, out: &mut String) {
    // Writing to a String can't fail.
    let _ = match cell {
        Cell::Int(n) | Cell::Minutes(n) => write!(out, "{n}"),
        Cell::Money(m) => write!(out, "{m}"),
        Cell::Hours(s) => hours(*s, out),
        Cell::Time(t) => iso(*t, style.zone, out),
        Cell::Word(key, ..) => out.write_str(key),
        Cell::Told(key, _) => out.write_str(key),
        Cell::Words(words) => words.iter().enumerate().try_for_each(|(n, word)| {
            out.write_str(if n > 0 { " " } else { "" })?;
            out.write_str(word.0)
        }),
        _ => Ok(()),
    };
}

/// [`machine`] for what a spreadsheet may open: no cell of data starts a formula.
pub(super) fn sheet<'c>(cell: &'c Cell<'_>, style: &Style, scratch: &'c mut String) -> &'c str {
    scratch.clear();
    // A masked list is for eyes, also when it goes through a pipe; only `--reveal` is true to the byte.
    let text = data(cell, style).map(|text| match text {
        text if style.reveal || text.is_ascii() && !text.bytes().any(|b| b.is_ascii_control()) => text,
        Cow::Borrowed(text) => safe::lines(text),
        Cow::Owned(text) => Cow::Owned(safe::lines(&text).into_owned()),
    });
    match text {
        Some(Cow::Borrowed(text)) if !safe::needs_quote(text) => return text,
        Some(text) => {
            scratch.push_str(if safe::needs_quote(&text) { "'" } else { "" });
            scratch.push_str(&text);
        }
        None => own(cell, style, scratch),
    }
    scratch
}

/// For people: titles in their language, short times, one line, safe on a terminal.
pub(super) fn human<'c>(cell: &'c Cell<'_>, style: &Style) -> Cow<'c, str> {
    match cell {
        Cell::Word(_, zh, en) => Cow::Borrowed(style.lang.pick(zh, en)),
        Cell::Told(_, text) => Cow::Owned(say(text, style)),
        Cell::Words(words) => {
            let titles: Vec<_> = words.iter().map(|(_, zh, en)| style.lang.pick(zh, en)).collect();
            Cow::Owned(titles.join(style.lang.pick("、", ", ")))
        }
        Cell::Time(t) => Cow::Owned(t.short(style.zone, style.now)),
        Cell::Minutes(n) if n.unsigned_abs() >= 600 => Cow::Owned(many_minutes(*n, style)),
        _ => match data(cell, style) {
            Some(Cow::Borrowed(text)) => safe::terminal(text),
            Some(Cow::Owned(text)) => Cow::Owned(safe::terminal(&text).into_owned()),
            None => {
                let mut out = String::new();
                own(cell, style, &mut out);
                Cow::Owned(out)
            }
        },
    }
}

/// Whole hours, from three days on whole days: never more than there are.
fn many_minutes(n: i64, style: &Style) -> String {
    match n / 60 {
        hours if hours.unsigned_abs() < 72 => format!("{hours}{}", style.lang.pick("小时", " h")),
        hours => format!("{}{}", hours / 24, style.lang.pick("天", " d")),
    }
}

/// For pages and workbooks: as [`human`], with the year of times and the lines of a text.
pub(super) fn page<'c>(cell: &'c Cell<'_>, style: &Style) -> Cow<'c, str> {
    match cell {
        Cell::Time(t) => {
            let mut out = String::new();
            own(&Cell::Time(*t), style, &mut out);
            match (out.get(..10), out.get(11..16), out.len()) {
                (Some(day), Some(time), 25) => Cow::Owned(format!("{day} {time}")),
                _ => Cow::Owned(out),
            }
        }
        Cell::Text(_) => match data(cell, style) {
            Some(text) => Cow::Owned(safe::lines(&text).replace('\r', "")),
            None => Cow::Borrowed(""),
        },
        _ => human(cell, style),
    }
}

/// A sentence of a document on one line. Our own words may quote data, so they are masked like data.
pub(super) fn say(say: &Say, style: &Style) -> String {
    line(say.in_lang(style.lang), style)
}

/// Words beside figures, which may come from data, on one line.
pub(super) fn line(text: &str, style: &Style) -> String {
    let text = if style.reveal { Cow::Borrowed(text) } else { mask::text(text) };
    safe::terminal(&text).into_owned()
}

/// `+3.2%`, `-0.5%`: a change in tenths of a percent.
pub(super) fn change(permille: i64) -> String {
    let sign = match permille.signum() {
        -1 => "-",
        0 => "±",
        _ => "+",
    };
    format!("{sign}{}.{}%", permille.unsigned_abs() / 10, permille.unsigned_abs() % 10)
}

/// The titles of what stands beside figures.
pub(super) fn beside(style: &Style) -> [&'static str; 3] {
    crate::model::report::BESIDE.map(|(zh, en)| style.lang.pick(zh, en))
}

/// The size of a measure in a chart: hundredths for money, ones for the rest.
pub(super) fn measure(cell: &Cell<'_>) -> Option<f64> {
    match cell {
        Cell::Int(n) | Cell::Minutes(n) => Some(*n as f64),
        Cell::Money(m) => Some(m.0 as f64 / 100.0),
        Cell::Hours(s) => Some((s / 360) as f64 / 10.0),
        _ => None,
    }
}

/// Hours with one decimal, truncated.
fn hours(seconds: i64, out: &mut String) -> std::fmt::Result {
    let tenths = seconds / 360;
    let sign = if tenths < 0 { "-" } else { "" };
    write!(out, "{sign}{}.{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
}

/// [`Stamp::iso`] without a format string to read: millions of times are written.
fn iso(at: Stamp, zone: Zone, out: &mut String) -> std::fmt::Result {
    let Some(t) = zone.local(at).filter(|t| (0..=9999).contains(&t.year())) else {
        return out.write_str(&at.iso(zone));
    };
    let two = |n: u32| [char::from(b'0' + (n / 10 % 10) as u8), char::from(b'0' + (n % 10) as u8)];
    let year = t.year() as u32;
    out.extend(two(year / 100).into_iter().chain(two(year)));
    for (mark, n) in [('-', t.month()), ('-', t.day()), ('T', t.hour()), (':', t.minute()), (':', t.second())]
    {
        out.push(mark);
        out.extend(two(n));
    }
    let offset = zone.0.unsigned_abs();
    out.push(if zone.0 < 0 { '-' } else { '+' });
    out.extend(two(offset / 3600));
    out.push(':');
    out.extend(two(offset / 60 % 60));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hours_are_truncated() {
        for (seconds, text) in
            [(0, "0.0"), (359, "0.0"), (3599, "0.9"), (43_200, "12.0"), (-359, "0.0"), (-3599, "-0.9")]
        {
            let mut out = String::new();
            assert!(hours(seconds, &mut out).is_ok());
            assert_eq!(out, text);
        }
    }

    proptest! {
        #[test]
        fn times_are_those_of_the_model(at in -99_999_999_999_i64..300_000_000_000, hours in -12_i32..14) {
            let mut out = String::new();
            prop_assert!(iso(Stamp(at), Zone(hours * 3600 + 1800), &mut out).is_ok());
            prop_assert_eq!(out, Stamp(at).iso(Zone(hours * 3600 + 1800)));
        }
    }
}
