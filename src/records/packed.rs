//! Records in few bytes, while they wait in memory for the order that they belong to.

use super::{Record, Slot, Value};
use crate::model::compact::{put, put_maybe, put_text, take, take_maybe, take_text};
use crate::model::{Cents, Fields, Stamp};

/// Appends the values of a record.
pub fn pack(record: &mut dyn Record, out: &mut Vec<u8>) {
    record.slots(&mut |slot| match slot {
        Slot::Text(text) => put_text(out, text),
        Slot::Money(money) => put_maybe(out, money.map(|cents| cents.0)),
        Slot::Count(count) => put_maybe(out, *count),
        Slot::Time(at) => put_maybe(out, at.map(|at| at.0)),
        Slot::Yes(yes) => put_maybe(out, yes.map(i64::from)),
        Slot::Word(word) => put_text(out, word.key()),
        Slot::Columns(set) => put(out, set.0),
        Slot::Number(number) => put_maybe(out, Some(*number)),
        Slot::At(at) => put_maybe(out, Some(at.0)),
        Slot::Value(Value::None) => put(out, 0),
        Slot::Value(Value::Number(number)) => {
            put(out, 1);
            put_maybe(out, Some(*number));
        }
        Slot::Value(Value::Text(text)) => {
            put(out, 2);
            put_text(out, text);
        }
    });
}

/// Fills a record of the same kind with what stands at the beginning of `bytes`, which it leaves behind. `None`: it is not
/// what [`pack`] wrote.
pub fn unpack(record: &mut dyn Record, bytes: &mut &[u8]) -> Option<()> {
    let mut whole = Some(());
    record.slots(&mut |slot| {
        if whole.is_some() {
            whole = fill(slot, bytes);
        }
    });
    whole
}

fn fill(slot: Slot<'_>, bytes: &mut &[u8]) -> Option<()> {
    match slot {
        Slot::Text(text) => *text = take_text(bytes)?,
        Slot::Money(money) => *money = take_maybe(bytes)?.map(Cents),
        Slot::Count(count) => *count = take_maybe(bytes)?,
        Slot::Time(at) => *at = take_maybe(bytes)?.map(Stamp),
        Slot::Yes(yes) => *yes = take_maybe(bytes)?.map(|n| n != 0),
        Slot::Word(word) => return word.set(&take_text(bytes)?).then_some(()),
        Slot::Columns(set) => *set = Fields(take(bytes)?),
        Slot::Number(number) => *number = take_maybe(bytes)??,
        Slot::At(at) => *at = Stamp(take_maybe(bytes)??),
        Slot::Value(value) => {
            *value = match take(bytes)? {
                0 => Value::None,
                1 => Value::Number(take_maybe(bytes)??),
                _ => Value::Text(take_text(bytes)?),
            }
        }
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{self, each};

    /// Something in every value, by its place.
    fn filled(schema: &'static records::Schema) -> Box<dyn Record> {
        let mut record = (schema.make)();
        let mut place = 0;
        each(record.as_mut(), &mut |column, slot| {
            place += 1;
            match slot {
                Slot::Text(text) => *text = format!("{}{place}", if place % 2 == 0 { "茶" } else { "" }),
                Slot::Money(money) => *money = Some(Cents(-place)),
                Slot::Count(count) => *count = Some(place),
                Slot::Time(at) => *at = Some(Stamp(place)),
                Slot::Yes(yes) => *yes = Some(place % 2 == 0),
                Slot::Word(_) => {}
                Slot::Columns(set) => *set = Fields(u128::MAX >> (place % 40)),
                Slot::Number(number) => *number = place,
                Slot::At(at) => *at = Stamp(place),
                Slot::Value(value) if column.is_number() => *value = Value::Number(place),
                Slot::Value(value) => *value = Value::Text(place.to_string()),
            }
        });
        record
    }

    fn told(record: &mut dyn Record) -> Vec<String> {
        let mut told = Vec::new();
        record.slots(&mut |slot| told.push(format!("{slot:?}")));
        told
    }

    #[test]
    fn every_kind_comes_back() {
        for schema in records::ALL {
            let mut bytes = Vec::new();
            for mut record in [filled(schema), (schema.make)()] {
                pack(record.as_mut(), &mut bytes);
            }
            let mut rest = &bytes[..];
            for mut record in [filled(schema), (schema.make)()] {
                let mut again = (schema.make)();
                assert_eq!(unpack(again.as_mut(), &mut rest), Some(()), "{}", schema.key);
                assert_eq!(told(again.as_mut()), told(record.as_mut()), "{}", schema.key);
            }
            assert!(rest.is_empty());
            assert_eq!(unpack((schema.make)().as_mut(), &mut &bytes[..3]), None, "{}", schema.key);
        }
    }
}
