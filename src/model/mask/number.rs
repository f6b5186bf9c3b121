//! Numbers inside any text that belong to a person: which pieces of digits are one, and what is written instead.

use super::digits::Pieces;
use super::look::{Found, Look};
use super::signs::{Change, Sign, changed, signs};
use super::{bank_card, foreign, id_card, landline, mobile};
use std::borrow::Cow;

/// Phones, cards and papers, in order.
pub(super) fn find(signs: &[Sign]) -> Vec<Change> {
    let pieces = Pieces::of(signs);
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(piece) = pieces.get(at) {
        let Some(mut found) = Look::at(signs, &pieces, at, piece.from).and_then(|look| one(&look)) else {
            at += 1;
            continue;
        };
        let mut last = pieces.get(found.next - 1).map_or(piece.to, |p| p.to) + found.more;
        if let Some(past) = extension(signs, last) {
            found.written.push_str("-****");
            last = past;
        }
        let first = first_sign(signs, piece.from, last, &found.written);
        out.extend(Change::of(signs, first, last, |_| found.written));
        while pieces.get(at).is_some_and(|p| p.from < last) {
            at += 1;
        }
    }
    out
}

fn one(look: &Look<'_>) -> Option<Found> {
    foreign::abroad(look)
        .or_else(|| id_card::find(look))
        .or_else(|| bank_card::find(look))
        .or_else(|| mobile::mobile(look))
        .or_else(|| foreign::at_home(look))
        .or_else(|| landline::with_area(look))
        .or_else(|| landline::after_word(look))
}

/// Signs before a number that are part of what is replaced: `+` of a country, a bracket that closes inside.
fn first_sign(signs: &[Sign], from: usize, last: usize, written: &str) -> usize {
    let before = |n: usize| from.checked_sub(n).and_then(|at| signs.get(at)).map(|s| s.c);
    let closes = signs.get(from..last).unwrap_or_default().iter().any(|s| s.c == ')' || s.c == '）');
    let plus = written.starts_with('+');
    match (before(1), before(2)) {
        (Some('+'), Some('(')) if plus && closes => from - 2,
        (Some('('), Some('+')) if plus && closes => from - 2,
        (Some('+'), _) if plus => from - 1,
        (Some('('), _) if closes => from - 1,
        _ => from,
    }
}

/// `-1234`, `转1234`: the end of an extension of 2 to 6 digits.
fn extension(signs: &[Sign], from: usize) -> Option<usize> {
    let rest = signs.get(from..)?;
    let lead = rest.iter().take_while(|s| matches!(s.c, '-' | '转' | '轉' | '#' | ' ')).count();
    let said = rest.iter().take(lead).any(|s| s.c != ' ');
    let digits = rest.iter().skip(lead).take_while(|s| s.digit.is_some()).count();
    (said && lead <= 3 && (2..=6).contains(&digits)).then_some(from + lead + digits)
}

pub(super) fn text(value: &str) -> Cow<'_, str> {
    changed(value, &find(&signs(value))).map_or(Cow::Borrowed(value), Cow::Owned)
}
