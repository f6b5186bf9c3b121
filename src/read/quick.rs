//! Cells as nearly all are: plain numbers, amounts and times, read from their bytes without decoding. Anything else is left
//! to the reading of [`super::value`], which gives the same for these.

use super::field::{Scratch, Source, Typed};
use super::order::{self, set_money, set_text, set_time, text_slot};
use super::value::{Value, is_nothing, undecodable};
use crate::layouts::{Bound, Kind, Layout};
use crate::model::decimal::Decimal;
use crate::model::hash::same;
use crate::model::{Cents, Field, FieldType, Fields, OrderKind, Stamp, Status};
use crate::records::Order;
use std::sync::Arc;

/// The value of a cell, where it is one of the plain ones; a number of an order goes into `text`.
pub(super) fn read(source: &Source<'_>, field: Field, index: usize, text: &mut String) -> Option<Typed> {
    if source.bound.layout.empties_digits {
        return None;
    }
    let bytes = source.row.bytes(index)?;
    match field.kind() {
        FieldType::Money if source.columns.told.decimal != Some(Decimal::Comma) => {
            amount(bytes).map(|cents| Typed::Money(Cents(cents)))
        }
        FieldType::Count => count(bytes).map(Typed::Count),
        FieldType::Time => {
            let zone = source.bound.layout.zone.unwrap_or(source.reading.zone);
            let at = Stamp::year_first(bytes, zone)?;
            (!at.is_sentinel(zone)).then_some(Typed::Time(at))
        }
        FieldType::Id if field == Field::OrderNo && !matches!(source.bound.layout.kind, Kind::Lines(_)) => {
            let layout = &source.bound.layout;
            if layout.skip_prefix.iter().chain(&layout.drop_prefix).any(|p| p.0 == field) {
                return None;
            }
            let number = digits(bytes)?;
            text.clear();
            text.push_str(number);
            Some(Typed::Text)
        }
        _ => None,
    }
}

/// What the cells of a column of an order nearly always are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Way {
    Money,
    Count,
    Time,
    /// The number of the order.
    Number,
    Id,
    Text,
    /// One of a few texts, which stand there again and again.
    Word,
    /// Nothing is told of them.
    Other,
}

/// Texts that hardly differ from row to row.
const WORDS: Fields = Fields::of(&[
    Field::Platform,
    Field::Shop,
    Field::Status,
    Field::StatusRaw,
    Field::Kind,
    Field::Flag,
    Field::Currency,
    Field::Carrier,
    Field::CloseReason,
]);

/// The way of each of an order's columns.
pub(super) fn ways(bound: &Bound, decimal: Option<Decimal>) -> Arc<[Way]> {
    bound.columns.iter().map(|(field, _)| way(&bound.layout, decimal, *field)).collect()
}

fn way(layout: &Layout, decimal: Option<Decimal>, field: Field) -> Way {
    let prefixed = layout.skip_prefix.iter().chain(&layout.drop_prefix).any(|p| p.0 == field);
    match field.kind() {
        FieldType::Text | FieldType::Word if prefixed => Way::Other,
        FieldType::Text | FieldType::Word if WORDS.has(field) => Way::Word,
        FieldType::Text => Way::Text,
        _ if layout.empties_digits => Way::Other,
        FieldType::Money if decimal != Some(Decimal::Comma) => Way::Money,
        FieldType::Count => Way::Count,
        FieldType::Time => Way::Time,
        FieldType::Id if field == Field::OrderNo && !prefixed => Way::Number,
        FieldType::Id if matches!(field, Field::TrackingNo | Field::PayNo) => Way::Id,
        _ => Way::Other,
    }
}

/// Sets a field of an order from its first column, where its cell is what such cells nearly always are, or all are empty;
/// tells whether that was so. Else nothing is set.
pub(super) fn set(
    source: &Source<'_>,
    column: usize,
    scratch: &mut Scratch,
    order: &mut Order,
) -> Value<bool> {
    let (Some(way), Some((field, columns))) =
        (source.columns.told.ways.get(column), source.bound.columns.get(column))
    else {
        return Ok(false);
    };
    let [index, others @ ..] = &columns[..] else { return Ok(false) };
    let Some(bytes) = source.row.bytes(*index) else { return Ok(false) };
    let only = || others.iter().all(|index| source.row.is_blank(*index));
    if bytes.is_empty() {
        return Ok(only());
    }
    let layout = &source.bound.layout;
    let set = match way {
        Way::Money => amount(bytes).map(|cents| set_money(order, *field, Cents(cents))),
        Way::Count => count(bytes).map(|n| order.quantity = Some(n)),
        Way::Time => {
            let zone = layout.zone.unwrap_or(source.reading.zone);
            let at = Stamp::year_first(bytes, zone).filter(|at| !at.is_sentinel(zone));
            at.map(|at| set_time(order, *field, at))
        }
        Way::Number => digits(bytes).map(|number| set_text(layout, order, *field, number)),
        Way::Id => code(layout, *field, bytes).map(|text| set_text(layout, order, *field, text)),
        Way::Text => match text_slot(order, *field).filter(|slot| slot.is_empty()) {
            None => None,
            Some(slot) => {
                let plain = source.row.plain(*index, slot).map_err(|fault| undecodable(fault, *index))?;
                if !plain || layout.is_empty_word(slot) {
                    slot.clear();
                }
                (!slot.is_empty()).then_some(())
            }
        },
        Way::Word => {
            let word = word(source, column, *field, *index, scratch)?;
            match field {
                Field::Kind => order.kind = word.kind,
                _ if word.text.is_empty() => {}
                Field::Status => {
                    order.status = word.status;
                    if order.status_raw.is_empty() && !layout.trusted {
                        order.status_raw.push_str(&word.text);
                    }
                }
                _ => set_text(layout, order, *field, &word.text),
            }
            let said =
                if *field == Field::Kind { word.kind != OrderKind::Normal } else { !word.text.is_empty() };
            (said || only()).then_some(())
        }
        _ => None,
    };
    Ok(set.is_some())
}

/// Letters and digits, perhaps behind a prefix that is to be taken off.
fn code<'b>(layout: &Layout, field: Field, bytes: &'b [u8]) -> Option<&'b str> {
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| text.starts_with(|c: char| c.is_ascii_alphanumeric()))?;
    let begins = |list: &[(Field, Vec<String>)]| {
        let mut prefixes = list.iter().filter(|p| p.0 == field).flat_map(|p| &p.1);
        prefixes.find(|prefix| text.starts_with(prefix.as_str())).map(String::len)
    };
    let code = match (begins(&layout.skip_prefix), begins(&layout.drop_prefix)) {
        (Some(_), _) => return None,
        (None, prefix) => &text[prefix.unwrap_or(0)..],
    };
    let plain = !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric());
    (plain && !is_nothing(text) && !layout.is_empty_word(text)).then_some(code)
}

/// A cell that was read before, and what it says.
#[derive(Clone, Default)]
pub(super) struct Word {
    bytes: Vec<u8>,
    text: String,
    status: Status,
    kind: OrderKind,
}

/// Of each column so many words are remembered.
const REMEMBERED: usize = 32;

/// What one cell of a column says; the text is empty where it says nothing.
#[expect(clippy::indexing_slicing, reason = "before it is looked at, the slot is there or is made")]
fn word<'s>(
    source: &Source<'_>,
    column: usize,
    field: Field,
    index: usize,
    scratch: &'s mut Scratch,
) -> Value<&'s Word> {
    let bytes = source.row.bytes(index).unwrap_or_default();
    let sign = |at: usize| bytes.get(at).map_or(0, |b| usize::from(*b));
    let mixed =
        bytes.len() * 7 + sign(bytes.len() / 2) * 5 + sign(bytes.len().saturating_sub(3)) * 3 + sign(0);
    let slot = column * REMEMBERED + (mixed ^ mixed >> 5) % REMEMBERED;
    if scratch.words.len() <= slot {
        scratch.words.resize((column + 1) * REMEMBERED, Word::default());
    }
    if !same(&scratch.words[slot].bytes, bytes) {
        let mut word = Word { bytes: bytes.to_vec(), ..Word::default() };
        if field == Field::Kind {
            word.kind = order::kind(source, &[index], scratch)?;
        } else if let Some(Typed::Text) = source.field(scratch, field, &[index])? {
            if field == Field::Status {
                word.status = source.bound.layout.status_of(&scratch.text);
            }
            word.text.clone_from(&scratch.text);
        }
        scratch.words[slot] = word;
    }
    Ok(&scratch.words[slot])
}

/// `12`, `12.5`, `12.50` in cents.
fn amount(bytes: &[u8]) -> Option<i64> {
    let (units, cents) = match bytes {
        [units @ .., b'.', tens] => (units, [*tens, b'0']),
        [units @ .., b'.', tens, ones] => (units, [*tens, *ones]),
        units => (units, [b'0', b'0']),
    };
    let cents = whole(&cents)?;
    Some(whole(units)? * 100 + cents)
}

fn whole(bytes: &[u8]) -> Option<i64> {
    if bytes.is_empty() || bytes.len() > 12 {
        return None;
    }
    bytes.iter().try_fold(0, |n, b| b.is_ascii_digit().then(|| n * 10 + i64::from(b - b'0')))
}

/// A longer number is none of anything, or has zeros before it.
fn count(bytes: &[u8]) -> Option<i64> {
    if bytes.len() > 9 { None } else { whole(bytes) }
}

/// A number of digits only: bare, behind `'`, or in `="…"`.
pub(super) fn digits(bytes: &[u8]) -> Option<&str> {
    only_digits(bytes).and_then(|number| std::str::from_utf8(number).ok())
}

/// The same as bytes.
pub(super) fn only_digits(bytes: &[u8]) -> Option<&[u8]> {
    let bare = match bytes {
        [b'=', b'"', number @ .., b'"'] | [b'\'', number @ ..] => number,
        number => number,
    };
    let good = (1..=64).contains(&bare.len()) && bare.iter().all(u8::is_ascii_digit);
    good.then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::super::value;
    use super::*;
    use crate::model::amount::Amount;
    use crate::source::{Raw, clean};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn amounts_and_counts_are_what_they_are_elsewhere(text in "[0-9.,]{0,14}|[0-9]{1,12}(\\.[0-9]{1,2})?") {
            if let Some(cents) = amount(text.as_bytes()) {
                prop_assert_eq!(Amount::parse(&text, false).map(|a| a.cents.0), Some(cents));
                prop_assert!(!crate::model::decimal::is_open(&text), "{}", text);
            }
            if let Some(n) = count(text.as_bytes()) {
                for comma in [false, true] {
                    prop_assert_eq!(value::count(Raw::Text(&text), 0, comma).ok().flatten(), Some(n));
                }
            }
        }

        #[test]
        fn numbers_are_what_they_are_elsewhere(text in "(=\"|')?[0-9]{0,20}(\"| )?") {
            if let Some(number) = digits(text.as_bytes()) {
                let mut other = String::new();
                prop_assert!(value::number(Raw::Text(clean(&text)), 0, &mut other).is_ok());
                prop_assert_eq!(number, other);
            }
        }
    }

    #[test]
    fn anything_unusual_is_left_alone() {
        for text in ["", ".", ".5", "5.", "1.500", "1,5", "-1", " 1", "1 ", "¥1", "1.2.3", "9999999999999"] {
            assert_eq!(amount(text.as_bytes()), None, "{text}");
        }
        assert_eq!([amount(b"12"), amount(b"12.5"), amount(b"0.05")], [Some(1200), Some(1250), Some(5)]);
    }
}
