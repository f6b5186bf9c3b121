//! Everything private in a text.

use super::clean::after_cleaning;
use super::{chat, first_look, mail, number, person, street};
use std::borrow::Cow;

/// One mask may bring together what another one finds.
const PASSES: usize = 4;

/// Phones, cards and papers, mail addresses and ids anywhere; names and streets behind their words.
pub fn text(value: &str) -> Cow<'_, str> {
    let hints = first_look::look(value);
    if hints.is_calm() {
        return Cow::Borrowed(value);
    }
    after_cleaning(value, |value| {
        let mut out = Cow::Borrowed(value);
        for _ in 0..PASSES {
            let masks: [(bool, fn(&str) -> Cow<'_, str>); 5] = [
                (hints.mail, mail::text),
                (hints.numbers, number::text),
                (hints.words, chat::text),
                (hints.words || (hints.numbers && !value.is_ascii()), person::text),
                (hints.words, street::text),
            ];
            let mut changed = false;
            for (_, mask) in masks.iter().filter(|mask| mask.0) {
                if let Cow::Owned(text) = mask(&out) {
                    changed |= text != out;
                    out = Cow::Owned(text);
                }
            }
            if !changed {
                break;
            }
        }
        out
    })
}
