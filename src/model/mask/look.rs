//! What is looked at to tell whose number begins with a piece of digits.

use super::digits::{Pieces, Span};
use super::label::{Before, Label};
use super::signs::Sign;

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
    pub(super) fn at(signs: &'l [Sign], pieces: &'l Pieces, first: usize, from: usize) -> Option<Look<'l>> {
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

/// The first digits of a number, at most `most`.
pub(super) fn head(digits: &str, most: usize) -> &str {
    digits.get(..most.min(digits.len())).unwrap_or_default()
}

/// The last digits of a number, at most `most`.
pub(super) fn tail(digits: &str, most: usize) -> &str {
    digits.get(digits.len().saturating_sub(most)..).unwrap_or_default()
}
