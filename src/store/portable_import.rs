//! Our own records as they come back from a file.

use super::Outcome;
use super::cells;
use super::failure::failed;
use super::import::Importer;
use super::portable::{is_later, says_the_same};
use crate::error::{Error, Result};
use crate::records::Record;

impl Importer<'_> {
    /// Takes one of our own records.
    pub fn portable(&mut self, record: &mut dyn Record) -> Result<Outcome> {
        let (path, schema) = (self.path, record.schema());
        let fail = |e| failed(path, e);
        let table = self.portable.of(self.db, schema).map_err(fail)?;
        let mut row = table.stored.cells(record, &self.sets);
        cells::seal(table.stored.seals, &mut row);
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
