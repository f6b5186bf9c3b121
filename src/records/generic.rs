//! Rows of bills, settlements, parcels, messages and sheets kept by hand: one shape for every kind that needs no struct of
//! its own; what it holds is its schema.

use super::{Column, Record, Schema, Slot, Value, text_cell};
use crate::model::{Cell, Cents, Direction, Field, Fields, Stamp};

/// How numbers begin that `cs` made itself.
pub const MADE: &str = "h-";

/// One row of a kind.
#[derive(Clone, Debug, PartialEq)]
pub struct GenericRecord {
    pub kind: &'static Schema,
    pub platform: String,
    pub shop: String,
    /// The platform's number, else one made of what the row says.
    pub line_no: String,
    /// One per column of [`Schema::own`].
    pub values: Vec<Value>,
    /// The fields that the export has columns for.
    pub have: Fields,
    pub extra: String,
}

impl GenericRecord {
    pub fn new(kind: &'static Schema) -> GenericRecord {
        GenericRecord {
            kind,
            platform: String::new(),
            shop: String::new(),
            line_no: String::new(),
            values: vec![Value::None; kind.own().len()],
            have: Fields::NONE,
            extra: String::new(),
        }
    }

    pub(super) fn boxed(kind: &'static Schema) -> Box<dyn Record> {
        Box::new(GenericRecord::new(kind))
    }

    pub fn value(&self, field: Field) -> &Value {
        self.kind.own_position(field).and_then(|at| self.values.get(at)).unwrap_or(&Value::None)
    }

    /// Sets a field; one that the kind does not have is passed over.
    pub fn set(&mut self, field: Field, value: Value) {
        if let Some(slot) = self.kind.own_position(field).and_then(|at| self.values.get_mut(at)) {
            *slot = value;
        }
    }

    /// An id, a text or a word; empty where nothing was stated.
    pub fn text(&self, field: Field) -> &str {
        match self.value(field) {
            Value::Text(text) => text,
            _ => "",
        }
    }

    fn number(&self, field: Field) -> Option<i64> {
        match self.value(field) {
            Value::Number(n) => Some(*n),
            _ => None,
        }
    }

    pub fn money(&self, field: Field) -> Option<Cents> {
        self.number(field).map(Cents)
    }

    pub fn count(&self, field: Field) -> Option<i64> {
        self.number(field)
    }

    pub fn time(&self, field: Field) -> Option<Stamp> {
        self.number(field).map(Stamp)
    }

    pub fn direction(&self) -> Option<Direction> {
        Direction::by_key(self.text(Field::Direction))
    }

    /// What came in (positive) or went out (negative); a neutral row moved nothing.
    pub fn flow(&self) -> Cents {
        match self.direction() {
            Some(Direction::In | Direction::Out) => self.money(Field::Amount).unwrap_or_default(),
            _ => Cents(0),
        }
    }

    pub fn last_event(&self) -> Option<Stamp> {
        self.kind.age.iter().filter_map(|f| self.time(*f)).max()
    }

    /// The number was made by `cs`, of what the row says.
    pub fn has_made_no(&self) -> bool {
        self.line_no.starts_with(MADE)
    }

    /// A value with its meaning, so that what is private is masked wherever it is shown.
    pub fn cell(&self, field: Field) -> Cell<'_> {
        let column = self.kind.column(field).copied().unwrap_or(Column::of(field));
        match self.value(field) {
            Value::None => Cell::Empty,
            Value::Number(n) => column.number_cell(*n),
            Value::Text(text) => text_cell(&column, text, true),
        }
    }
}

impl Record for GenericRecord {
    fn schema(&self) -> &'static Schema {
        self.kind
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.line_no));
        for value in &mut self.values {
            f(Slot::Value(value));
        }
        f(Slot::Text(&mut self.extra));
        f(Slot::Columns(&mut self.have));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}

#[cfg(test)]
mod tests {
    use super::super::{ALL, PAYMENTS};
    use super::*;

    #[test]
    fn what_is_private_is_known_by_its_cell() {
        let mut record = GenericRecord::new(&PAYMENTS);
        record.set(Field::Party, Value::Text("王小明".into()));
        record.set(Field::Amount, Value::Number(-590));
        record.set(Field::Direction, Value::Text("out".into()));
        assert_eq!(record.cell(Field::Party), Cell::Nick("王小明".into()));
        assert_eq!(record.cell(Field::Amount), Cell::Money(Cents(-590)));
        assert_eq!(record.flow(), Cents(-590));
        record.set(Field::Direction, Value::Text("neutral".into()));
        assert_eq!(record.flow(), Cents(0));
    }

    #[test]
    fn generic_kinds_begin_and_end_alike() {
        for schema in ALL.iter().filter(|s| s.is_generic()) {
            let own = schema.own();
            assert_eq!(own.len() + 5, schema.columns.len(), "{}", schema.key);
            assert!(own.iter().all(|c| c.field.is_some()), "{}", schema.key);
        }
    }
}
