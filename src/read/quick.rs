//! Cells as nearly all are: plain numbers, amounts and times, read from their bytes without decoding. Anything else is left
//! to the reading of [`super::value`], which gives the same for these.

use super::row_source::{Source, Typed};
use crate::layouts::Kind;
use crate::model::decimal::Decimal;
use crate::model::{Cents, Field, FieldType, Stamp};

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
            at.is_plain().then_some(Typed::Time(at))
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

/// `12`, `12.5`, `12.50` in cents.
pub(super) fn amount(bytes: &[u8]) -> Option<i64> {
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
pub(super) fn count(bytes: &[u8]) -> Option<i64> {
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
