//! Numbers inside any text that belong to a person: which pieces of digits are one, and what is written instead.

use super::digits::{Pieces, Span};
use super::label::{Before, Label};
use super::signs::{Change, Sign, changed, signs};
use super::{bank_card, foreign, id_card, landline, phone};
use std::borrow::Cow;

/// What is written instead of a number.
pub(super) struct Found {
    /// The piece behind it.
    pub(super) next: usize,
    pub(super) written: String,
    /// It reaches so many signs beyond its last digit.
    pub(super) more: usize,
}

impl Found {
    pub(super) fn new(span: &Span<'_>, written: String) -> Found {
        Found { next: span.next, written, more: 0 }
    }
}

/// Everything that is looked at to tell what begins with a piece.
pub(super) struct Look<'l> {
    pub(super) signs: &'l [Sign],
    pub(super) pieces: &'l Pieces,
    /// The piece, and its first sign.
    pub(super) first: usize,
    pub(super) from: usize,
    pub(super) before: Before,
    pub(super) label: Option<Label>,
    spans: Vec<Span<'l>>,
}

impl<'l> Look<'l> {
    /// `None` if too few digits stand together.
    fn at(signs: &'l [Sign], pieces: &'l Pieces, first: usize, from: usize) -> Option<Look<'l>> {
        let spans = pieces.spans(first);
        if spans.is_empty() {
            return None;
        }
        let before = Before::of(signs, from);
        let label = before.label();
        Some(Look { signs, pieces, first, from, before, label, spans })
    }

    /// The numbers that may begin here, of up to so many digits.
    pub(super) fn spans(&self, most: usize) -> impl Iterator<Item = Span<'l>> {
        self.spans.iter().take_while(move |span| span.digits.len() <= most).copied()
    }

    /// Nothing says that it is the number of a thing.
    pub(super) fn is_free(&self) -> bool {
        self.label != Some(Label::Number)
    }

    pub(super) fn sign(&self, at: usize) -> Option<char> {
        self.signs.get(at).map(|s| s.c)
    }

    /// `+` stands before the number, not between it and another.
    pub(super) fn has_plus(&self) -> bool {
        let before = self.signs.get(..self.from).unwrap_or_default();
        let mut near = before.iter().rev().skip_while(|s| matches!(s.c, ' ' | '('));
        near.next().is_some_and(|s| s.c == '+') && near.next().is_none_or(|s| s.digit.is_none())
    }
}

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
        .or_else(|| phone::mobile(look))
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

/// The last digits of a number, at most `most`.
pub(super) fn tail(digits: &str, most: usize) -> &str {
    digits.get(digits.len().saturating_sub(most)..).unwrap_or_default()
}

/// The first digits of a number, at most `most`.
pub(super) fn head(digits: &str, most: usize) -> &str {
    digits.get(..most.min(digits.len())).unwrap_or_default()
}
