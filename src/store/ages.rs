//! How new orders and what belongs to them are, for whoever holds them against each other.

use super::db::{Db, Row, Sql};
use super::last_seen::LastSeen;
use super::rank::Imports;
use super::statements as sql;
use super::stored::Stored;
use super::tables::TAIL;
use crate::model::Stamp;
use crate::records::{ITEMS, Order, Seen};
use std::collections::HashMap;

/// As of when records were seen, and what the exports offered in which they stood last.
pub(super) struct Ages {
    last_seen: LastSeen,
    imports: Imports,
    /// Of the imports of items: how fresh each is.
    fresh: HashMap<String, i64>,
    /// Of the orders of a chunk: the import that saw each last, in their order.
    saw: Vec<String>,
}

impl Ages {
    pub(super) fn of(db: &Db) -> Sql<Ages> {
        let fresh = db.rows(sql::IMPORTS_FRESH, &[&ITEMS.key], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let (last_seen, fresh) = (LastSeen::read(db, i64::MAX)?, fresh.into_iter().collect());
        Ok(Ages { last_seen, imports: Imports::default(), fresh, saw: Vec::new() })
    }

    /// As of when a refund was seen last.
    pub(super) fn of_refund(&self, stored: &Stored, row: &Row<'_>) -> Sql<Seen> {
        let own: i64 = row.get(stored.columns.len().saturating_sub(TAIL))?;
        Ok(Seen::at(Some(Stamp(self.last_seen.of(row.get(stored.seq)?, own)))))
    }

    /// The same of an item. What changes in items leaves no time in them, so how fresh their export was counts.
    pub(super) fn of_item(&self, stored: &Stored, row: &Row<'_>) -> Sql<Seen> {
        let tail = stored.columns.len().saturating_sub(TAIL);
        let (last, import) = self.newest(row.get(stored.seq)?, row, tail)?;
        Ok(Seen::at(Some(Stamp(self.fresh.get(import).map_or(last, |fresh| last.max(*fresh))))))
    }

    /// The rank of the newest import that saw a row, and which it was.
    fn newest<'a>(&'a self, seq: i64, row: &'a Row<'_>, tail: usize) -> Sql<(i64, &'a str)> {
        let own: i64 = row.get(tail)?;
        match self.last_seen.again(seq) {
            Some((at, import)) if at >= own => Ok((at, import)),
            _ => Ok((own, row.value(tail + 1)?.text(tail + 1)?)),
        }
    }

    /// The next order of a chunk; what was offered follows in [`Ages::offered`].
    pub(super) fn see(&mut self, stored: &Stored, row: &Row<'_>) -> Sql<Seen> {
        let tail = stored.columns.len().saturating_sub(TAIL);
        let (last, import) = self.newest(row.get(stored.seq)?, row, tail)?;
        let import = import.to_owned();
        self.saw.push(import);
        Ok(Seen::at(Some(Stamp(last))))
    }

    /// The columns that the newest import of each order offered.
    pub(super) fn offered(&mut self, db: &Db, orders: &mut [(Order, i64)]) -> Sql<()> {
        for ((order, _), import) in orders.iter_mut().zip(self.saw.drain(..)) {
            order.seen.offered = self.imports.of(db, &import)?.offered;
        }
        Ok(())
    }
}
