//! Which blocks of orders an import makes stale, of which something is kept for daily reports.

use super::cells::Cell;
use super::db::{Db, Sql};
use super::stored::Stored;
use super::tally::Tally;
use super::{orders, parcels, statements as sql};
use crate::model::Field;
use crate::records::{ITEMS, REFUNDS};
use std::collections::{BTreeSet, HashSet};
use std::sync::LazyLock;

/// Running numbers in a block; few in builds for tests, where there are few orders.
pub const BLOCK: i64 = if cfg!(debug_assertions) { 16 } else { 4096 };
/// Order numbers that are looked up together.
const AT_ONCE: usize = 1024;

/// The blocks in which orders of a number lie.
pub(super) fn blocks_of(db: &Db, order_no: &str) -> Sql<Vec<i64>> {
    db.rows(sql::ORDERS_OF_NO, &[&order_no], |row| row.get::<i64>(0).map(|seq| seq.div_euclid(BLOCK)))
}

/// What an import changes of orders that may be in a block that is kept.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// Nothing is kept, so nothing is noted.
    idle: bool,
    blocks: BTreeSet<i64>,
    /// Of items, refunds and parcels that came: their orders.
    numbers: HashSet<String>,
    last: String,
}

impl Changed {
    pub(super) fn begin(db: &Db) -> Sql<Changed> {
        let any: bool = db.one(sql::ANY_DAY_KIND, &[])?;
        Ok(Changed { idle: !any, ..Changed::default() })
    }

    /// Everything known of an order number was moved.
    pub(super) fn number(&mut self, order_no: &str) {
        if self.idle || order_no.is_empty() || self.last == order_no {
            return;
        }
        order_no.clone_into(&mut self.last);
        self.numbers.insert(order_no.to_owned());
    }

    /// The orders that a row names, which is none itself: as its cell has them.
    pub(super) fn named(&self, kind: &str, row: &[Cell<'_>]) -> String {
        let index = match kind {
            _ if self.idle => None,
            kind => NAMING.iter().find(|naming| naming.0 == kind).map(|naming| naming.1),
        };
        index.and_then(|at| row.get(at)).map(|cell| cell.str().to_owned()).unwrap_or_default()
    }

    /// A row came. A new order lies in a block that nobody has counted.
    pub(super) fn came(&mut self, kind: &str, row: &[Cell<'_>]) {
        let numbers = self.named(kind, row);
        numbers.split(',').for_each(|number| self.number(number));
    }

    /// A row differs from what it was, when it named `before`.
    pub(super) fn differs(&mut self, kind: &str, row: &[Cell<'_>], before: &str) {
        if !self.idle && kind == "orders" {
            let seq = row.get(orders::SEQ).and_then(Cell::num);
            self.blocks.extend(seq.map(|seq| seq.div_euclid(BLOCK)));
        }
        before.split(',').for_each(|number| self.number(number));
        self.came(kind, row);
    }

    /// Looks up where the orders lie that were named, where so many were that it is time to.
    pub(super) fn place_many(&mut self, db: &Db) -> Sql<()> {
        self.place(db, AT_ONCE)
    }

    fn place(&mut self, db: &Db, most: usize) -> Sql<()> {
        if self.numbers.len() > most {
            for number in std::mem::take(&mut self.numbers) {
                self.blocks.extend(blocks_of(db, &number)?);
            }
            self.last.clear();
        }
        Ok(())
    }

    /// Writes down the blocks that changed; comes after the line of the import.
    pub(super) fn persist(&mut self, db: &Db, tally: &Tally) -> Sql<()> {
        self.place(db, 0)?;
        if self.blocks.is_empty() {
            return Ok(());
        }
        let imports: i64 = db.one(sql::IMPORTS, &[])?;
        let mut find = db.prepare(sql::DAY_CHANGE_FIND)?;
        let mut put = db.prepare(sql::DAY_CHANGE_PUT)?;
        for block in std::mem::take(&mut self.blocks) {
            let row = &mut [Cell::int(block), Cell::int(imports), Cell::Int(None)];
            tally.put_over("day_changes", (&mut find, &[&block]), &mut put, row)?;
        }
        Ok(())
    }
}

/// The kinds whose rows name orders that they are not, and where in a row.
static NAMING: LazyLock<Vec<(&'static str, usize)>> = LazyLock::new(|| {
    let kinds = parcels::KINDS.into_iter().chain([&ITEMS, &REFUNDS]);
    kinds.filter_map(|s| Some((s.key, Stored::of(s).column(Field::OrderNo.key())?))).collect()
});
