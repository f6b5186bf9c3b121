//! Landline numbers: with an area code anywhere, without one behind a word for a phone.

use super::digits::Span;
use super::hidden::HIDDEN;
use super::label::Label;
use super::look::{Found, Look, head, tail};

/// `0571-88888888` → `0571-****8888`.
pub(super) fn with_area(look: &Look<'_>) -> Option<Found> {
    let phone = look.label == Some(Label::Phone);
    if !look.is_free() || (look.before.glued && !phone) {
        return None;
    }
    // The longest, so that no digit of it is left over.
    let found = look.spans(12).filter_map(|span| {
        let area = area(&span, false).or_else(|| taiwan(&span, phone))?;
        let digits = span.text();
        let thing = !phone && digits.len() == area + 7 && is_lettered(look, &span);
        (!thing).then(|| Found::new(&span, format!("{}-****{}", head(&digits, area), tail(&digits, 4))))
    });
    found.last()
}

/// `02-2345-6789`, `(04) 2345678`: the area of a number of Taiwan is shorter.
fn taiwan(span: &Span<'_>, said: bool) -> Option<usize> {
    let written = match span.groups() {
        [2, 7 | 8] => said || span.marks().bracket,
        [2, 3 | 4, 4] => {
            said || span.marks().bracket
                || (span.alike() && span.marks().hyphen && !is_day(span.digits.get(2..).unwrap_or_default()))
        }
        _ => false,
    };
    (written && matches!(span.digits, [b'0', b'2'..=b'8', ..])).then_some(2)
}

/// `0755-1234567A`: one letter behind makes it the number of a thing.
pub(super) fn is_lettered(look: &Look<'_>, span: &Span<'_>) -> bool {
    let Some(end) = span.next.checked_sub(1).and_then(|n| look.pieces.get(n)).map(|p| p.to) else {
        return false;
    };
    look.sign(end).is_some_and(|c| c.is_ascii_alphabetic())
        && look.sign(end + 1).is_none_or(|c| !c.is_alphanumeric())
}

/// The length of the area code, if the number is a landline's. `abroad`: without its zero.
pub(super) fn area(span: &Span<'_>, abroad: bool) -> Option<usize> {
    let area = match span.digits {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        [b'1', b'0', ..] | [b'2', ..] if abroad => 2,
        [b'3'..=b'9', ..] if abroad => 3,
        _ => return None,
    };
    let (first, rest) = span.groups().split_first()?;
    let whole = rest.is_empty()
        || (usize::from(*first) == area && rest.iter().all(|g| *g >= 3))
        || (span.alike() && *first == 1);
    let long = span.digits.len().checked_sub(area).is_some_and(|n| matches!(n, 7 | 8));
    (whole && long).then_some(area)
}

/// Seven or eight digits, or as many as some phone has, behind a word for one.
pub(super) fn after_word(look: &Look<'_>) -> Option<Found> {
    let region = look.label == Some(Label::Region);
    if !region && look.label != Some(Label::Phone) {
        return None;
    }
    let found = look.spans(14).filter(|span| fits(span, region || look.before.is_mobile())).last()?;
    let digits = found.text();
    let end = look.pieces.get(found.next - 1)?.to;
    // The time or price that a number goes on into is no phone.
    let unit = look
        .sign(end)
        .is_some_and(|c| matches!(c, '元' | '年' | '月' | '日' | '号' | '点' | '%' | '件' | '个'));
    let shown = if digits.len() <= 9 { "" } else { tail(&digits, 4) };
    (!unit || digits.len() > 8).then(|| Found::new(&found, format!("{HIDDEN}{shown}")))
}

fn fits(span: &Span<'_>, days: bool) -> bool {
    let length = span.digits.len();
    let fine = match span.groups() {
        [_] => (7..=14).contains(&length),
        groups => {
            matches!(length, 7 | 8 | 10)
                && (groups.iter().all(|g| *g >= 3)
                    || (span.alike() && groups.iter().all(|g| *g <= 2) && groups.len() >= 4))
        }
    };
    // Of all companies' numbers; days.
    let free = length == 10 && (span.digits.starts_with(b"400") || span.digits.starts_with(b"800"));
    fine && !free && !(is_day(span.digits) && (days || span.groups().len() > 1))
}

/// `20261120`.
pub(super) fn is_day(digits: &[u8]) -> bool {
    let two = |at: usize| match digits.get(at..at + 2) {
        Some([a, b]) => u32::from(a - b'0') * 10 + u32::from(b - b'0'),
        _ => 99,
    };
    digits.len() == 8 && matches!(two(0), 19 | 20) && (1..=12).contains(&two(4)) && (1..=31).contains(&two(6))
}
