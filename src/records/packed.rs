//! Records in few bytes, while they wait in memory for the order that they belong to.

use super::{Record, Slot, Value};
use crate::model::compact::{put, put_maybe, take, take_maybe};
use crate::model::{Cents, Fields, Stamp};
use std::collections::HashMap;

/// Texts that come again and again: titles, words of states, names of shops. Each is kept once.
#[derive(Debug, Default)]
pub struct Texts {
    by_text: HashMap<String, u32>,
    all: Vec<String>,
}

impl Texts {
    /// Beyond so many what comes is hardly the same again.
    const MOST: usize = 1 << 16;
    /// Shorter ones are as short themselves.
    const LEAST: usize = 4;

    fn id(&mut self, text: &str) -> Option<u32> {
        if text.len() < Texts::LEAST {
            return None;
        }
        if let Some(id) = self.by_text.get(text) {
            return Some(*id);
        }
        let id = u32::try_from(self.all.len()).ok().filter(|_| self.all.len() < Texts::MOST)?;
        self.by_text.insert(text.to_owned(), id);
        self.all.push(text.to_owned());
        Some(id)
    }

    /// A text of digits is 0 and the number, one that is known an even number, any other its length and its bytes.
    fn put(&mut self, out: &mut Vec<u8>, text: &str) {
        let plain = matches!(text.len(), 1..=19) && text.bytes().all(|b| b.is_ascii_digit());
        let whole = plain && (text.len() == 1 || !text.starts_with('0'));
        if let Some(value) = text.parse::<u64>().ok().filter(|_| whole) {
            put(out, 0);
            put(out, value.into());
        } else if let Some(id) = self.id(text) {
            put(out, 2 + 2 * u128::from(id));
        } else {
            put(out, 1 + 2 * text.len() as u128);
            out.extend(text.as_bytes());
        }
    }

    fn take(&self, bytes: &mut &[u8]) -> Option<String> {
        let told = take(bytes)?;
        if told == 0 {
            return Some(take(bytes)?.to_string());
        }
        let number = usize::try_from((told - 1) / 2).ok()?;
        if told % 2 == 0 {
            return self.all.get(number).cloned();
        }
        String::from_utf8(bytes.split_off(..number)?.to_vec()).ok()
    }
}

/// Appends the values of a record.
pub fn pack(record: &mut dyn Record, texts: &mut Texts, out: &mut Vec<u8>) {
    record.slots(&mut |slot| match slot {
        Slot::Text(text) => texts.put(out, text),
        Slot::Money(money) => put_maybe(out, money.map(|cents| cents.0)),
        Slot::Count(count) => put_maybe(out, *count),
        Slot::Time(at) => put_maybe(out, at.map(|at| at.0)),
        Slot::Yes(yes) => put_maybe(out, yes.map(i64::from)),
        Slot::Word(word) => texts.put(out, word.key()),
        Slot::Columns(set) if set.0 == 0 => put(out, 0),
        // As a text, which is kept once: most records of a file have the same columns.
        Slot::Columns(set) => {
            put(out, 1);
            texts.put(out, &format!("{:x}", set.0));
        }
        Slot::Number(number) => put_maybe(out, Some(*number)),
        Slot::At(at) => put_maybe(out, Some(at.0)),
        Slot::Value(Value::None) => put(out, 0),
        Slot::Value(Value::Number(number)) => {
            put(out, 1);
            put_maybe(out, Some(*number));
        }
        Slot::Value(Value::Text(text)) => {
            put(out, 2);
            texts.put(out, text);
        }
    });
}

/// Fills a record of the same kind with what stands at the beginning of `bytes`, which it leaves behind. `None`: it is not
/// what [`pack`] wrote.
pub fn unpack(record: &mut dyn Record, texts: &Texts, bytes: &mut &[u8]) -> Option<()> {
    let mut whole = Some(());
    record.slots(&mut |slot| {
        if whole.is_some() {
            whole = fill(slot, texts, bytes);
        }
    });
    whole
}

fn fill(slot: Slot<'_>, texts: &Texts, bytes: &mut &[u8]) -> Option<()> {
    match slot {
        Slot::Text(text) => *text = texts.take(bytes)?,
        Slot::Money(money) => *money = take_maybe(bytes)?.map(Cents),
        Slot::Count(count) => *count = take_maybe(bytes)?,
        Slot::Time(at) => *at = take_maybe(bytes)?.map(Stamp),
        Slot::Yes(yes) => *yes = take_maybe(bytes)?.map(|n| n != 0),
        Slot::Word(word) => return word.set(&texts.take(bytes)?).then_some(()),
        Slot::Columns(set) => {
            *set = match take(bytes)? {
                0 => Fields::NONE,
                _ => Fields(u128::from_str_radix(&texts.take(bytes)?, 16).ok()?),
            }
        }
        Slot::Number(number) => *number = take_maybe(bytes)??,
        Slot::At(at) => *at = Stamp(take_maybe(bytes)??),
        Slot::Value(value) => {
            *value = match take(bytes)? {
                0 => Value::None,
                1 => Value::Number(take_maybe(bytes)??),
                _ => Value::Text(texts.take(bytes)?),
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
            let (mut bytes, mut texts) = (Vec::new(), Texts::default());
            for mut record in [filled(schema), (schema.make)()] {
                pack(record.as_mut(), &mut texts, &mut bytes);
            }
            let mut rest = &bytes[..];
            for mut record in [filled(schema), (schema.make)()] {
                let mut again = (schema.make)();
                assert_eq!(unpack(again.as_mut(), &texts, &mut rest), Some(()), "{}", schema.key);
                assert_eq!(told(again.as_mut()), told(record.as_mut()), "{}", schema.key);
            }
            assert!(rest.is_empty());
            assert_eq!(unpack((schema.make)().as_mut(), &texts, &mut &bytes[..1]), None, "{}", schema.key);
        }
    }
}
