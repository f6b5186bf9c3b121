//! The tables of our own records that may leave their database: of two that are about the same the one that was written later
//! stands.

use super::cells::{self, Cell, CellRow};
use super::db::{Db, Sql, Statement};
use super::stored::Stored;
use super::tally::{Tally, checksum_of};
use crate::records::Schema;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A table of such records.
pub(super) struct PortableTable<'a> {
    pub(super) stored: Stored,
    find: Statement<'a>,
    put: Statement<'a>,
}

impl<'a> PortableTable<'a> {
    fn of(db: &'a Db, schema: &'static Schema) -> Sql<PortableTable<'a>> {
        let stored = Stored::of(schema);
        let (find, put) = (db.prepare(&stored.numbered())?, db.prepare(&stored.put())?);
        Ok(PortableTable { stored, find, put })
    }

    /// What stands under the number of a row.
    pub(super) fn there(&mut self, row: &[Cell<'_>]) -> Sql<Option<CellRow>> {
        Ok(cells::take_all(&mut self.find, &self.stored.identity_cells(row))?.pop())
    }

    pub(super) fn put(&mut self, tally: &Tally, row: &mut [Cell<'_>], there: Option<&CellRow>) -> Sql<()> {
        tally.put(self.stored.schema.table, &mut self.put, row, there.map(|row| checksum_of(row)))
    }
}

/// The tables of every kind that has come so far.
#[derive(Default)]
pub(super) struct PortableTables<'a>(BTreeMap<&'static str, PortableTable<'a>>);

impl<'a> PortableTables<'a> {
    pub(super) fn of(&mut self, db: &'a Db, schema: &'static Schema) -> Sql<&mut PortableTable<'a>> {
        Ok(match self.0.entry(schema.key) {
            Entry::Occupied(table) => table.into_mut(),
            Entry::Vacant(place) => place.insert(PortableTable::of(db, schema)?),
        })
    }
}

/// Whether two rows differ in nothing but their checksums.
pub(super) fn says_the_same(one: &[Cell<'_>], other: &[Cell<'_>]) -> bool {
    match (one, other) {
        ([one @ .., _], [other @ .., _]) => one == other,
        _ => false,
    }
}

/// Whether the first of two rows was written later. Of the same moment it is the one with the greater checksum, so that it
/// does not matter which of them came first.
pub(super) fn is_later(stored: &Stored, one: &[Cell<'_>], other: &[Cell<'_>]) -> bool {
    let at = stored.schema.at.first().and_then(|field| stored.column(field.key()));
    let rank = |row: &[Cell<'_>]| (at.and_then(|at| cells::num_at(row, at)), checksum_of(row));
    rank(one) > rank(other)
}
