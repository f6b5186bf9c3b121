//! A kind of record as data: what everything that must know its columns is made of.

use super::{Column, Merge, Slot};
use crate::model::{Field, Lang};

/// Where records of a kind come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Files: facts, that an import merges by what the newest one says.
    Export,
    /// The team's own work, that no import touches. Its numbers mean something in their own database only.
    Team,
    /// Ours as well, but told apart by what it is about: it may leave its database and come back.
    Portable,
}

/// A record: one row of an export, or of what the team wrote down.
pub trait Record: std::fmt::Debug + Send {
    fn schema(&self) -> &'static Schema;

    /// Every value, in the order of the columns of [`Record::schema`].
    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>));

    /// To get the struct back where its kind is known.
    fn as_any(&mut self) -> &mut dyn std::any::Any;
}

/// One kind of record.
#[derive(Debug)]
pub struct Schema {
    /// The machine key: `cs export KEY`, `kind = "KEY"` in a layout.
    pub key: &'static str,
    /// The table of the database.
    pub table: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    /// Every column, in the order of an export.
    pub columns: &'static [Column],
    /// The platform's own number of a record of a kind without a number of its own among [`Schema::keys`].
    pub number: Option<Field>,
    /// Where there is no number: what tells one record from another in every export. Nothing that changes later.
    pub identity: &'static [Field],
    /// Each entry: one of these must be stated.
    pub required: &'static [&'static [Field]],
    /// Events: times that tell how new a record is.
    pub age: &'static [Field],
    /// The moment by which a record is chosen: the first of these that is stated, else its newest event.
    pub at: &'static [Field],
    pub origin: Origin,
    /// An empty record.
    pub make: fn() -> Box<dyn Record>,
}

impl PartialEq for Schema {
    fn eq(&self, other: &Schema) -> bool {
        self.key == other.key
    }
}

impl Eq for Schema {}

impl Schema {
    pub fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }

    /// Where a column stands, by its key.
    pub fn position(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|c| c.key == key)
    }

    pub fn column(&self, field: Field) -> Option<&'static Column> {
        self.columns.iter().find(|c| c.field == Some(field))
    }

    pub fn has(&self, field: Field) -> bool {
        self.column(field).is_some()
    }

    /// Whether its records are [`super::GenericRecord`]s.
    pub fn is_generic(&self) -> bool {
        self.position(Column::RECORD_NO.key).is_some()
    }

    /// Of a generic kind: what it has beside platform, shop, number and what every kind ends with.
    pub fn own(&self) -> &'static [Column] {
        match self.columns {
            [_, _, _, own @ .., _, _] => own,
            _ => &[],
        }
    }

    pub fn own_position(&self, field: Field) -> Option<usize> {
        self.own().iter().position(|c| c.field == Some(field))
    }

    /// The column whose value is the record's number.
    pub fn number_column(&self) -> Option<&'static Column> {
        self.keys().last()
    }

    /// What tells its records apart, beside platform and shop.
    pub fn keys(&self) -> impl Iterator<Item = &'static Column> {
        self.columns
            .iter()
            .filter(|c| c.merge == Merge::Key && !matches!(c.field, Some(Field::Platform | Field::Shop)))
    }
}
