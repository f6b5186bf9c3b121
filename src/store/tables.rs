//! The tables of facts, as an import handles them: find a row, write it, move it.

use super::cells::{self, Cell, CellRow};
use super::db::{Db, Fault, Param, Sql, Statement};
use super::stored::Stored;
use super::tally::{Tally, checksum_of};
use super::work;
use crate::error::{Error, Result};
use crate::records::Schema;
use std::collections::BTreeMap;

/// One of the tables of facts.
pub(super) struct Table<'a> {
    pub(super) name: &'static str,
    pub(super) stored: Stored,
    pub(super) put: Statement<'a>,
    pub(super) find: Statement<'a>,
    pub(super) reset: Statement<'a>,
    /// Those that write some columns, by these: a handful, as a file changes the same of many records.
    updates: Vec<(Vec<usize>, Statement<'a>)>,
}

/// All of them; those of generic records are opened where they are needed.
pub(super) struct Tables<'a> {
    pub(super) orders: Table<'a>,
    pub(super) items: Table<'a>,
    pub(super) refunds: Table<'a>,
    pub(super) reviews: Table<'a>,
    pub(super) lines: BTreeMap<&'static str, Table<'a>>,
}

impl<'a> Tables<'a> {
    pub(super) fn of(&mut self, kind: &str) -> Result<&mut Table<'a>> {
        Ok(match kind {
            "orders" => &mut self.orders,
            "items" => &mut self.items,
            "refunds" => &mut self.refunds,
            "reviews" => &mut self.reviews,
            _ => self.lines.get_mut(kind).ok_or_else(|| Error::bug("no table of this kind"))?,
        })
    }
}

pub(super) const SHOP: usize = 1;
/// How many statements that write some columns are kept.
const UPDATES: usize = 32;
/// From the end of a row of facts: seen_at, import_id, sum.
pub(super) const TAIL: usize = 3;

impl<'a> Table<'a> {
    pub(super) fn of(db: &'a Db, schema: &'static Schema) -> Sql<Table<'a>> {
        let stored = Stored::of(schema);
        Table::writing(db, &stored.put(), stored)
    }

    /// A table whose records are all new: nothing is there yet to find any by.
    pub(super) fn empty(db: &'a Db, schema: &'static Schema) -> Sql<Table<'a>> {
        let stored = Stored::of(schema);
        Table::writing(db, &stored.insert(), stored)
    }

    fn writing(db: &'a Db, put: &str, stored: Stored) -> Sql<Table<'a>> {
        let (put, find) = (db.prepare(put)?, db.prepare(&stored.find())?);
        let reset = db.prepare(&stored.touch())?;
        Ok(Table { name: stored.schema.table, stored, put, find, reset, updates: Vec::new() })
    }

    /// Writes a row over what it was: only the columns that differ, because an engine makes the entry of every index anew of
    /// which a column is written.
    pub(super) fn update(
        &mut self,
        db: &'a Db,
        tally: &Tally,
        stood: &CellRow,
        row: &mut CellRow,
    ) -> Sql<()> {
        cells::seal(self.stored.seals, row);
        let differ =
            (0..).zip(stood.iter().zip(row.iter())).filter(|(_, (old, new))| old.value() != new.value());
        let (columns, mut values): (Vec<usize>, Vec<&dyn Param>) =
            differ.map(|(column, (_, new))| (column, new as &dyn Param)).unzip();
        if columns.is_empty() {
            // It went to another shop, and that was written there.
            return Ok(());
        }
        values.extend(self.stored.identity_cells(row));
        if !self.updates.iter().any(|(known, _)| *known == columns) {
            self.updates.truncate(UPDATES - 1);
            self.updates.push((columns.clone(), db.prepare(&self.stored.update(&columns))?));
        }
        let update = self.updates.iter_mut().find(|(known, _)| *known == columns);
        if update.map_or(Ok(0), |(_, statement)| statement.run(&values))? == 0 {
            return Err(Fault::NoRow);
        }
        tally.wrote(self.name, Some(checksum_of(stood)), checksum_of(row));
        Ok(())
    }
}

pub(super) fn shop_of(row: &CellRow) -> String {
    cells::str_at(row, SHOP).to_owned()
}

/// As of when a row of facts was written, and its running number. A moment after `now` came from a wrong clock, of the
/// file or of the machine: then the row is as old as its import, and at most as new as `now`.
pub(super) fn seen(row: &CellRow, seq: usize, now: i64) -> (i64, i64) {
    let number = |column: usize| row.get(column).and_then(Cell::num).unwrap_or(i64::MIN);
    let tail = row.len().saturating_sub(TAIL);
    let at = number(tail);
    let imported = || row.get(tail + 1).and_then(|id| work::time_of_id(id.str())).unwrap_or(now);
    (if at > now { imported().min(now) } else { at }, number(seq))
}

/// Writes only shop, snapshot, import and checksum of a row that stands under `from`, if it still does; the checksum that the row
/// comes with is the one that stands there.
pub(super) fn reset(
    table: &mut Table<'_>,
    tally: &Tally,
    row: &mut CellRow,
    from: &str,
    to: &str,
) -> Sql<()> {
    let before = checksum_of(row);
    if let Some(shop) = row.get_mut(SHOP) {
        *shop = Cell::text(to).owned();
    }
    cells::seal(table.stored.seals, row);
    let [platform, shop, .., seen_at, import_id, checksum] = row.as_slice() else {
        return Err(Fault::Short(row.len()));
    };
    let mut keys =
        table.stored.keys.iter().filter_map(|column| row.get(*column)).map(|cell| cell as &dyn Param);
    let mut values: Vec<&dyn Param> = vec![shop, seen_at, import_id, checksum];
    values.extend(keys.next());
    values.extend([platform as &dyn Param, &from]);
    values.extend(keys);
    if table.reset.run(values.as_slice())? > 0 {
        tally.wrote(table.name, Some(before), checksum_of(row));
    }
    Ok(())
}
