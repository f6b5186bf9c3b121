//! Chinese mobile numbers.

use super::digits::Span;
use super::label::Label;
use super::landline;
use super::look::{Found, Look, head, tail};
use crate::model::text::is_mobile;

/// `13812345678`, `013812345678`, two or more of them side by side.
pub(super) fn mobile(look: &Look<'_>) -> Option<Found> {
    let found = dated(look).or_else(|| {
        look.spans(33).find_map(|span| {
            let begins = matches!(span.digits, [b'0', b'1', ..] | [b'1', ..]);
            if !begins || !matches!(span.digits.len(), 11 | 12 | 22 | 33) {
                return None;
            }
            let digits = span.text();
            if let Some(number) = whole(&digits) {
                return (span.is_one() && !is_size(look, &span)).then(|| Found::new(&span, written(number)));
            }
            let two = digits.len() >= 22 && span.groups().len() == 1;
            two.then(|| several(&digits)).flatten().map(|written| Found::new(&span, written))
        })
    })?;
    let alone = look.pieces.get(look.first).is_some_and(|p| p.to - p.from == 11);
    let thing = look.before.is_carrier() || (alone && look.before.is_numbered());
    (!thing).then_some(found)
}

/// `2026112013812345678`, `18:3013812345678`: behind a day, a day and a time, the minutes of a time.
fn dated(look: &Look<'_>) -> Option<Found> {
    let span = look.spans(25).find(|span| matches!(span.digits.len(), 13 | 19 | 23 | 25))?;
    let piece = look.pieces.get(look.first)?;
    let whole = span.next == look.first + 1 && piece.to - piece.from == span.digits.len();
    let digits = span.text();
    let (time, number) = digits.split_at_checked(digits.len().checked_sub(11)?)?;
    let sign = |back: usize| look.from.checked_sub(back).and_then(|at| look.signs.get(at));
    let minutes = time.len() == 2
        && time < "60"
        && sign(1).is_some_and(|s| s.c == ':')
        && sign(2).is_some_and(|s| s.digit.is_some());
    let day = time.len() >= 8 && landline::is_day(span.digits.get(..8)?) && look.is_free();
    (whole && is_mobile(number) && (minutes || day))
        .then(|| Found::new(&span, format!("{time} {}", written(number))))
}

/// `138*1200*3000mm`, `159/1999/2999元`: a unit behind, or prices that rise and end as prices do.
fn is_size(look: &Look<'_>, span: &Span<'_>) -> bool {
    let groups = span.groups();
    if groups.len() < 3 || look.label == Some(Label::Phone) {
        return false;
    }
    if look.label == Some(Label::Count) && groups != [3, 4, 4] {
        return true;
    }
    let (times, slash) = (span.marks().times, span.marks().slash);
    let end = span.next.checked_sub(1).and_then(|n| look.pieces.get(n)).map_or(0, |p| p.to);
    let behind: String = look.signs.iter().skip(end).take(4).map(|s| s.c).collect();
    let unit = behind.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    let latin = matches!(unit, "mm" | "cm" | "dm" | "ml" | "kg" | "mg" | "um");
    let han = behind.starts_with(['米', '毫', '厘', '公', '克', '寸', '升', '元']);
    let prices = slash && span.alike() && groups == [3, 4, 4] && are_prices(&span.text());
    // Sizes are round; in doubt it is a phone.
    let round = digits_at(&span.text(), groups).all(|part| part.ends_with(['0', '5']));
    ((times || slash) && (latin || han) && round) || prices
}

/// The parts behind the first.
fn digits_at<'d>(digits: &'d str, groups: &'d [u8]) -> impl Iterator<Item = &'d str> {
    let ends = groups.iter().scan(0, |end, n| {
        *end += usize::from(*n);
        Some((*end - usize::from(*n), *end))
    });
    ends.skip(1).map(|(from, to)| digits.get(from..to).unwrap_or_default())
}

fn are_prices(digits: &str) -> bool {
    let (Some(first), Some(second), Some(third)) = (digits.get(..3), digits.get(3..7), digits.get(7..11))
    else {
        return false;
    };
    let price = |part: &str| part >= "1000" && (part.ends_with("99") || part.ends_with("00"));
    first.ends_with(['8', '9', '0']) && price(second) && price(third) && second < third
}

fn whole(digits: &str) -> Option<&str> {
    let bare = digits.strip_prefix('0').unwrap_or(digits);
    is_mobile(bare).then_some(digits)
}

fn written(digits: &str) -> String {
    format!("{}****{}", head(digits, digits.len() - 8), tail(digits, 4))
}

fn several(digits: &str) -> Option<String> {
    let numbers: Option<Vec<String>> = (0..digits.len() / 11)
        .map(|n| digits.get(n * 11..n * 11 + 11).filter(|d| is_mobile(d)).map(written))
        .collect();
    Some(numbers?.join("/"))
}
