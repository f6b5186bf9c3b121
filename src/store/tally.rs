//! What a writing transaction keeps count of: how many rows each table has, what their checksums add up to, and which
//! running numbers were given out. Every row is written and dropped through here; the database learns of it once, at the
//! end of the transaction.

use super::cells::{self, Cell, Seals};
use super::db::{Db, Param, Sql, Statement};
use super::statements as sql;
use super::stored::seals;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// Rows, and the sum of their checksums, wrapping around.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Total {
    pub(super) rows: i64,
    pub(super) sum: i64,
}

impl Total {
    pub(super) fn came(&mut self, checksum: i64) {
        self.rows = self.rows.wrapping_add(1);
        self.sum = self.sum.wrapping_add(checksum);
    }

    fn went(&mut self, checksum: i64) {
        self.rows = self.rows.wrapping_sub(1);
        self.sum = self.sum.wrapping_sub(checksum);
    }

    fn join(&mut self, other: Total) {
        self.rows = self.rows.wrapping_add(other.rows);
        self.sum = self.sum.wrapping_add(other.sum);
    }
}

/// One transaction's changes. Without [`Tally::persist`] nothing of it is kept.
#[derive(Debug, Default)]
pub(super) struct Tally {
    totals: RefCell<BTreeMap<&'static str, Total>>,
    /// Name → the next number, and the checksum of its row as it stands.
    counters: RefCell<BTreeMap<String, (i64, Option<i64>)>>,
}

impl Tally {
    /// Rows that somebody else counted.
    pub(super) fn join(&self, table: &'static str, more: Total) {
        self.totals.borrow_mut().entry(table).or_default().join(more);
    }

    /// A row came, or took the place of one whose checksum was `before`.
    pub(super) fn wrote(&self, table: &'static str, before: Option<i64>, after: i64) {
        let mut totals = self.totals.borrow_mut();
        let total = totals.entry(table).or_default();
        if let Some(before) = before {
            total.went(before);
        }
        total.came(after);
    }

    /// Seals a row and writes it, where it is known whether there is one and what its checksum is.
    pub(super) fn put(
        &self,
        table: &'static str,
        statement: &mut Statement<'_>,
        row: &mut [Cell<'_>],
        before: Option<i64>,
    ) -> Sql<()> {
        cells::put(statement, seals(table), row)?;
        self.wrote(table, before, checksum_of(row));
        Ok(())
    }

    /// The same where it has to be looked up: `find` answers with the row whose keys these are.
    pub(super) fn put_over(
        &self,
        table: &'static str,
        find: (&mut Statement<'_>, &[&dyn Param]),
        statement: &mut Statement<'_>,
        row: &mut [Cell<'_>],
    ) -> Sql<()> {
        let before = cells::take_all(find.0, find.1)?.first().map(|row| checksum_of(row));
        self.put(table, statement, row, before)
    }

    /// Drops rows by a statement that answers with their checksums.
    pub(super) fn drop(
        &self,
        table: &'static str,
        statement: &mut Statement<'_>,
        keys: &[&dyn Param],
    ) -> Sql<()> {
        let mut rows = statement.rows(keys)?;
        while let Some(row) = rows.next()? {
            self.totals.borrow_mut().entry(table).or_default().went(row.get(0)?);
        }
        Ok(())
    }

    /// The next number of a kind, at least `least`: nobody else gets it, unless all of the transaction is undone.
    pub(super) fn next(&self, db: &Db, name: &str, least: i64) -> Sql<i64> {
        let (next, before) = self.counter(db, name)?;
        let number = next.max(least).max(1);
        self.counters.borrow_mut().insert(name.to_owned(), (number.saturating_add(1), before));
        Ok(number)
    }

    /// From now on a kind's numbers are not below `next`.
    pub(super) fn raise(&self, db: &Db, name: &str, next: i64) -> Sql<()> {
        let (known, before) = self.counter(db, name)?;
        if known < next {
            self.counters.borrow_mut().insert(name.to_owned(), (next, before));
        }
        Ok(())
    }

    fn counter(&self, db: &Db, name: &str) -> Sql<(i64, Option<i64>)> {
        if let Some(known) = self.counters.borrow().get(name) {
            return Ok(*known);
        }
        let mut find = db.prepare(sql::COUNTER_FIND)?;
        let rows = cells::take_all(&mut find, &[&name])?;
        let row = rows.first();
        let next = row.and_then(|row| row.get(1)).and_then(Cell::num).unwrap_or_default();
        Ok((next, row.map(|row| checksum_of(row))))
    }

    /// Writes down what was counted; the last step before the transaction is committed.
    pub(super) fn persist(self, db: &Db) -> Sql<()> {
        let mut put = db.prepare(sql::COUNTER_PUT)?;
        for (name, (next, before)) in self.counters.take() {
            let row = &mut [Cell::text(&name), Cell::int(next), Cell::Int(None)];
            self.put("counters", &mut put, row, before)?;
        }
        let (mut find, mut put) = (db.prepare(sql::TOTAL_FIND)?, db.prepare(sql::TOTAL_PUT)?);
        for (name, change) in self.totals.take() {
            let rows = cells::take_all(&mut find, &[&name])?;
            let mut total = rows.first().map(|row| total_of(row)).unwrap_or_default();
            total.join(change);
            put_total(&mut put, name, total)?;
        }
        Ok(())
    }
}

/// The checksum of a sealed row.
pub(super) fn checksum_of(row: &[Cell<'_>]) -> i64 {
    row.last().and_then(Cell::num).unwrap_or_default()
}

fn total_of(row: &[Cell<'_>]) -> Total {
    let number = |index: usize| row.get(index).and_then(Cell::num).unwrap_or_default();
    Total { rows: number(1), sum: number(2) }
}

fn put_total(put: &mut Statement<'_>, name: &str, total: Total) -> Sql<()> {
    cells::put(
        put,
        Seals::POSITIONS,
        &mut [Cell::text(name), Cell::int(total.rows), Cell::int(total.sum), Cell::Int(None)],
    )
}

/// What stands in `totals`, by table; of rows that are damaged nothing.
pub(super) fn totals(db: &Db) -> Sql<BTreeMap<String, Total>> {
    let rows = cells::take_all(&mut db.prepare(sql::TOTAL_ALL)?, &[])?;
    let whole = rows.iter().filter(|row| cells::is_sealed(Seals::POSITIONS, row));
    Ok(whole.filter_map(|row| Some((row.first()?.str().to_owned(), total_of(row)))).collect())
}

/// Counts the tables that have no total yet.
pub(super) fn fill(db: &Db, tables: impl Iterator<Item = &'static str>) -> Sql<()> {
    let known = totals(db)?;
    let mut put = db.prepare(sql::TOTAL_PUT)?;
    for name in tables.filter(|name| !known.contains_key(*name)) {
        let mut total = Total::default();
        db.each(&format!("SELECT sum FROM {name}"), &mut |row| {
            total.came(row.get(0)?);
            Ok(())
        })?;
        put_total(&mut put, name, total)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::db::on_each_engine;
    use super::*;

    #[test]
    fn a_number_is_given_out_once_and_never_lowered() {
        on_each_engine(|db| {
            let tally = Tally::default();
            assert_eq!([1, 1, 5, 1].map(|least| tally.next(db, "C", least).expect("a number")), [1, 2, 5, 6]);
            tally.persist(db).expect("settled");
            let tally = Tally::default();
            tally.raise(db, "C", 3).expect("not lowered");
            assert_eq!(tally.next(db, "C", 1).expect("a number"), 7);
            // Rolled back: nobody has seen it.
            drop(tally);
            let tally = Tally::default();
            tally.raise(db, "C", 20).expect("raised");
            assert_eq!(tally.next(db, "C", 1).expect("a number"), 20);
        });
    }

    #[test]
    fn sums_wrap_around() {
        let mut total = Total::default();
        for sum in [i64::MAX, i64::MAX, i64::MIN] {
            total.came(sum);
        }
        for sum in [i64::MIN, i64::MAX, i64::MAX] {
            total.went(sum);
        }
        assert_eq!(total, Total::default());
    }
}
