//! The column of names.

use super::clean::after_cleaning;
use super::hidden::HIDDEN;
use super::signs;
use crate::model::text::{is_han, is_masked};
use std::borrow::Cow;

/// `王小明` → `王**`, `John Smith` → `J***`. The number of stars says nothing about the length.
pub fn name(value: &str) -> Cow<'_, str> {
    after_cleaning(value, plain_name)
}

fn plain_name(value: &str) -> Cow<'_, str> {
    let plain = value.trim();
    if plain.is_empty() || (is_masked(plain) && is_short(plain)) {
        return Cow::Borrowed(value);
    }
    Cow::Owned(match plain.chars().next() {
        Some(c) if is_han(c) => format!("{c}**"),
        Some(c) if c.is_alphabetic() => format!("{c}***"),
        _ => HIDDEN.to_owned(),
    })
}

/// A masked name shows at most two letters and no digit; `王小明*` is not masked.
fn is_short(value: &str) -> bool {
    !value.chars().any(signs::is_digit) && value.chars().filter(|c| c.is_alphabetic()).count() <= 2
}
