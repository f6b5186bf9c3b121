//! Conditions on the cells of a row, as a layout states them.

use super::fault::Value;
use super::raw::raw;
use super::row_source::{Scratch, Source};
use crate::layouts::{Condition, When};
use crate::source::Raw;

/// The first entry whose conditions all hold.
pub(super) fn first_that_holds<T: Copy>(
    source: &Source<'_>,
    entries: &[(T, Vec<Condition>)],
    scratch: &mut Scratch,
) -> Value<Option<T>> {
    for (value, tests) in entries {
        if all_hold(source, tests, scratch)? {
            return Ok(Some(*value));
        }
    }
    Ok(None)
}

pub(super) fn all_hold(source: &Source<'_>, tests: &[Condition], scratch: &mut Scratch) -> Value<bool> {
    for (index, words) in tests {
        let text = match raw(source.row, *index, &mut scratch.buf)? {
            Raw::Text(text) | Raw::Broken(text) => text.to_owned(),
            Raw::Number(n) | Raw::Serial(n) => n.to_string(),
        };
        // A date that means "never" is an empty cell.
        let never = words.iter().any(|w| w.is_empty() || w == "*") && source.is_never(&text);
        if !When::meets(words, if never { "" } else { &text }) {
            return Ok(false);
        }
    }
    Ok(true)
}
