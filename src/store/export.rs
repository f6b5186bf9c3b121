//! Every fact of a kind as it lies in its table, with the snapshot that knew it last.

use super::Store;
use super::column_sets::ColumnSets;
use super::last_seen::LastSeen;
use super::stored::Stored;
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::records::{self, Origin, Record, Schema};
use rusqlite::{Result as Sql, Row};
use std::ops::ControlFlow;

/// What is done with each record; the stamp is that of the newest export which knew it.
pub type EachRecord<'a> = dyn FnMut(&mut dyn Record, Stamp) -> Result<ControlFlow<()>> + 'a;

impl Store {
    /// Reads the records of a kind, one by one, in the order of their files.
    pub fn each_record(&self, schema: &'static Schema, f: &mut EachRecord<'_>) -> Result<()> {
        let _view = self.view().map_err(|e| self.fail(e))?;
        let last_seen = LastSeen::read(&self.conn, i64::MAX).map_err(|e| self.fail(e))?;
        let of_facts =
            |row: &Row<'_>| -> Sql<Stamp> { Ok(Stamp(last_seen.of(row.get("ord")?, row.get("seen_at")?))) };
        let is_fact = schema.origin == Origin::Export;
        let mut each = |(record, seen): &mut (Box<dyn Record>, Stamp)| f(record.as_mut(), *seen);
        let stored = Stored::of(schema);
        let sets = ColumnSets::read(&self.conn).map_err(|e| self.fail(e))?;
        let read = |row: &Row<'_>| {
            let mut record = stored.record(row, &sets)?;
            // What we wrote ourselves holds as of when we wrote it.
            let own = records::moment(record.as_mut()).unwrap_or_default();
            let seen = if is_fact { of_facts(row)? } else { own };
            Ok((record, seen))
        };
        let text = if is_fact { stored.all() } else { stored.listed() };
        self.each_row(&text, read, &mut each)
    }

    /// Reads the records of a kind as its own struct, in the order of their files.
    pub(super) fn each_of<T: Record + 'static>(
        &self,
        schema: &'static Schema,
        f: &mut dyn FnMut(&mut T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.each_by(schema, &Stored::of(schema).all(), f)
    }

    /// The same, by a statement that answers with whole rows.
    pub(super) fn each_by<T: Record + 'static>(
        &self,
        schema: &'static Schema,
        text: &str,
        f: &mut dyn FnMut(&mut T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let stored = Stored::of(schema);
        let sets = ColumnSets::read(&self.conn).map_err(|e| self.fail(e))?;
        self.each_row(text, |row| stored.record(row, &sets), &mut |record: &mut Box<dyn Record>| {
            let record =
                record.as_any().downcast_mut().ok_or_else(|| Error::bug("a record of another kind"))?;
            f(record)
        })
    }
}
