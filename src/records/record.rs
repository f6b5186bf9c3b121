//! A record asked by its columns, whatever its kind.

use super::{Column, Merge, Record, Slot, Value};
use crate::model::{Field, Stamp};

/// Every column with its value.
pub fn each<'r>(record: &'r mut dyn Record, f: &mut dyn FnMut(&'static Column, Slot<'r>)) {
    let mut columns = record.schema().columns.iter();
    record.slots(&mut |slot| {
        if let Some(column) = columns.next() {
            f(column, slot);
        }
    });
}

/// What a record is told apart by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecordKey {
    pub platform: String,
    pub shop: String,
    /// The number, where several values make it one after the other.
    pub numbers: Vec<String>,
}

pub fn key(record: &mut dyn Record) -> RecordKey {
    let mut out = RecordKey::default();
    each(record, &mut |column, slot| {
        if let (Merge::Key, Slot::Text(text)) = (column.merge, slot) {
            match column.field {
                Some(Field::Platform) => out.platform.clone_from(text),
                Some(Field::Shop) => out.shop.clone_from(text),
                _ => out.numbers.push(text.clone()),
            }
        }
    });
    out
}

/// The newest event that a record tells of; deadlines are no events.
pub fn last_event(record: &mut dyn Record) -> Option<Stamp> {
    let age = record.schema().age;
    times(record, age).into_iter().flatten().max()
}

/// The moment by which a record is chosen.
pub fn moment(record: &mut dyn Record) -> Option<Stamp> {
    let at = record.schema().at;
    times(record, at).into_iter().flatten().next().or_else(|| last_event(record))
}

/// The times of these fields, in their order.
fn times(record: &mut dyn Record, fields: &[Field]) -> Vec<Option<Stamp>> {
    let mut out = vec![None; fields.len()];
    each(record, &mut |column, slot| {
        let at = fields.iter().position(|field| column.field == Some(*field));
        if let Some(out) = at.and_then(|at| out.get_mut(at)) {
            *out = match slot {
                Slot::Time(at) => *at,
                Slot::At(at) => Some(*at),
                Slot::Value(Value::Number(at)) => Some(Stamp(*at)),
                _ => None,
            };
        }
    });
    out
}
