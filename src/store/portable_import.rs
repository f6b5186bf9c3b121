//! Our own records as they come back from a file.

use super::Outcome;
use super::cells;
use super::failure::failed;
use super::import::Importer;
use super::portable::{PortableTable, is_later, says_the_same};
use super::stored::seals;
use crate::error::{Error, Result};
use crate::records::{Record, Schema};

impl<'a> Importer<'a> {
    pub(super) fn table_of(&mut self, schema: &'static Schema) -> Result<&mut PortableTable<'a>> {
        if !self.portable.contains_key(schema.key) {
            let table = PortableTable::of(self.conn, schema).map_err(|e| failed(self.path, e))?;
            self.portable.insert(schema.key, table);
        }
        self.portable.get_mut(schema.key).ok_or_else(|| Error::bug("no table of this kind"))
    }

    /// Takes one of our own records.
    pub fn portable(&mut self, record: &mut dyn Record) -> Result<Outcome> {
        let (path, schema) = (self.path, record.schema());
        let fail = |e| failed(path, e);
        self.table_of(schema)?;
        let Some(table) = self.portable.get_mut(schema.key) else {
            return Err(Error::bug("no table of this kind"));
        };
        let mut row = table.stored.cells(record, &self.sets);
        cells::seal(seals(schema.table), &mut row);
        let there = table.there(&row).map_err(fail)?;
        let outcome = match &there {
            None => Outcome::New,
            Some(there) if says_the_same(there, &row) => Outcome::Unchanged,
            Some(there) if is_later(&table.stored, there, &row) => Outcome::Older,
            Some(_) => Outcome::Changed,
        };
        if matches!(outcome, Outcome::New | Outcome::Changed) {
            table.put(&self.tally, &mut row, there.as_ref()).map_err(fail)?;
        }
        let Some(file) = &mut self.file else { return Err(Error::bug("a record outside of a file")) };
        file.counts.note(outcome);
        Ok(outcome)
    }
}
