//! Numbers with a country before them, and those of Taiwan, the United States and Britain as written at home.

use super::digits::Span;
use super::label::Label;
use super::landline;
use super::look::{Found, Look, head, tail};
use crate::model::text::is_mobile;

struct Country {
    code: &'static str,
    /// Lengths of its numbers without the code.
    lengths: &'static [usize],
    /// What they begin with, where the code may also stand without a `+`.
    begin: &'static [u8],
}

const COUNTRIES: [Country; 6] = [
    Country { code: "852", lengths: &[8], begin: b"2356789" },
    Country { code: "853", lengths: &[8], begin: b"268" },
    Country { code: "886", lengths: &[9, 10], begin: b"09" },
    Country { code: "44", lengths: &[10, 11], begin: b"07" },
    Country { code: "1", lengths: &[10], begin: b"23456789" },
    Country { code: "81", lengths: &[10, 11], begin: b"0789" },
];

/// `+852 5909 6276`, `0086 138…`, `(+1) 646…`, and any other country behind a `+`.
pub(super) fn abroad(look: &Look<'_>) -> Option<Found> {
    let plus = look.has_plus();
    let zeros = look.spans(22).next()?.digits.starts_with(b"00");
    if !plus && !look.is_free() {
        // Whatever is said before it: no number of a thing looks like this by chance.
        return zeros.then(|| mobile_of_china(look, 2)).flatten();
    }
    let skip = if zeros { 2 } else { 0 };
    china(look, skip, plus || zeros)
        .or_else(|| COUNTRIES.iter().find_map(|country| known(look, country, skip, plus || zeros)))
        .or_else(|| plus.then(|| other(look)).flatten())
}

/// The same with a mobile number only.
fn mobile_of_china(look: &Look<'_>, skip: usize) -> Option<Found> {
    look.spans(20).find_map(|span| {
        let digits: String =
            span.digits.get(skip..)?.strip_prefix(b"86")?.iter().copied().map(char::from).collect();
        let found = is_mobile(&digits) && span.without(skip + 2).is_one();
        found.then(|| Found::new(&span, format!("+86 {}****{}", head(&digits, 3), tail(&digits, 4))))
    })
}

/// `+86`, `86` or `0086` with a mobile or a landline number.
fn china(look: &Look<'_>, skip: usize, sure: bool) -> Option<Found> {
    look.spans(20).find_map(|span| {
        let rest = span.digits.get(skip..)?.strip_prefix(b"86")?;
        let digits: String = rest.iter().copied().map(char::from).collect();
        if is_mobile(&digits) {
            return mobile_of_china(look, skip);
        }
        let national = span.without(skip + 2);
        let area = {
            let apart = span.groups().first() == Some(&2);
            landline::area(&national, sure || apart).filter(|_| sure || apart)?
        };
        let dash = if digits.starts_with('0') { "-" } else { "" };
        Some(Found::new(&span, format!("+86 {}{dash}****{}", head(&digits, area), tail(&digits, 4))))
    })
}

fn known(look: &Look<'_>, country: &Country, skip: usize, sure: bool) -> Option<Found> {
    look.spans(20).find_map(|span| {
        let national = span.digits.get(skip..)?.strip_prefix(country.code.as_bytes())?;
        let first = *national.first()?;
        // Without a sign for it the code stands apart, and the number begins as its numbers do.
        let apart = span.groups().first().is_some_and(|n| usize::from(*n) == skip + country.code.len())
            && span.groups().iter().all(|g| *g != 2);
        let whole = span.groups().iter().skip(1).all(|g| *g >= 2 || country.code == "44");
        let bare = country.code == "1" && !(span.groups() == [1, 3, 3, 4] && is_american(national));
        let likely = sure || (apart && !bare && country.begin.contains(&first));
        let fits = country.lengths.contains(&national.len()) && (whole || span.is_one());
        let digits: String = national.iter().copied().map(char::from).collect();
        (likely && fits).then(|| Found::new(&span, format!("+{} ****{}", country.code, tail(&digits, 4))))
    })
}

/// Up to 15 digits behind a `+`.
fn other(look: &Look<'_>) -> Option<Found> {
    let fits = |span: &Span<'_>| {
        (9..=15).contains(&span.digits.len())
            && (span.groups().iter().skip(1).all(|g| *g >= 2)
                || (span.groups().len() > 3 && span.groups().iter().skip(2).all(|g| *g >= 2)))
            && !span.marks().plus
    };
    let span = look.spans(15).filter(fits).last()?;
    Some(Found::new(&span, format!("+{}****{}", head(&span.text(), 2), tail(&span.text(), 4))))
}

/// `0912-345-678`, `07700 900123`, `(646) 555-0100`.
pub(super) fn at_home(look: &Look<'_>) -> Option<Found> {
    let said = matches!(look.label, Some(Label::Phone | Label::Region | Label::America));
    if !look.is_free() || (look.before.glued && !said) {
        return None;
    }
    look.spans(12).find_map(|span| {
        if span.digits.len() < 10 {
            return None;
        }
        let taiwan = span.digits.len() == 10 && span.digits.starts_with(b"09") && span.is_one();
        let britain = span.digits.len() == 11
            && span.digits.starts_with(b"07")
            && span.is_one()
            && !(span.groups() == [4, 7] && landline::is_lettered(look, &span));
        let alone = look.pieces.get(span.next).is_none_or(|p| p.is_first());
        let named = look.label == Some(Label::America) && span.groups().len() <= 3 && alone;
        let america = is_in_three(look, &span) || (named && is_american(span.digits));
        let shown = if america { 3 } else { 4 };
        let text = span.text();
        (taiwan || britain || america)
            .then(|| Found::new(&span, format!("{}****{}", head(&text, shown), tail(&text, 4))))
    })
}

fn is_american(digits: &[u8]) -> bool {
    // Companies' numbers begin with 400 and 800.
    let free = matches!(digits, [b'4' | b'8', b'0', b'0', ..]);
    matches!(digits, [b'2'..=b'9', _, _, b'2'..=b'9', ..]) && digits.len() == 10 && !free
}

/// Ten digits in a row may be anything: only the American way of writing them tells.
fn is_in_three(look: &Look<'_>, span: &Span<'_>) -> bool {
    let bracket = span.marks().bracket;
    let free = look.pieces.get(look.first).is_some_and(|p| p.is_first());
    let said = look.label == Some(Label::Phone);
    let alone = look.pieces.get(span.next).is_none_or(|p| p.is_first());
    is_american(span.digits)
        && (span.groups() == [3, 3, 4] || (bracket && span.groups() == [3, 7]))
        && (bracket || said || (span.alike() && free && alone && (span.marks().hyphen || span.marks().dot)))
}
