//! What orders add to daily reports, kept by day, and which of it an import makes stale.
//!
//! Orders lie in blocks by their running numbers, which never change. What is kept of a block is good as long as no
//! import changes anything of an order in it; an import says which blocks it did that to, in its own transaction.

use super::cells::Seals;
use super::cells::{self, Cell, CellRow};
use super::db::{Db, Fault, Lane, Param, Sql, Statement};
use super::import::Importer;
use super::open::WAIT;
use super::orders::EachSeq;
use super::stored::Stored;
use super::tally::Tally;
use super::{OrderFilter, Store, orders, parcels, statements as sql};
use crate::error::Result;
use crate::model::Field;
use crate::records::{ITEMS, REFUNDS};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::LazyLock;
use std::time::Duration;

/// Running numbers in a block; few in builds for tests, where there are few orders.
pub const BLOCK: i64 = if cfg!(debug_assertions) { 16 } else { 4096 };
/// Most kinds that are kept: those of settings that nobody has any more go.
const KINDS: usize = 6;
/// Order numbers that are looked up together.
const AT_ONCE: usize = 1024;

/// Of which state of the database something is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DayState {
    /// How many imports there were.
    pub imports: i64,
    /// The last running number.
    pub seq_end: i64,
    pub head: String,
}

/// What is to be kept.
#[derive(Clone, Debug, Default)]
pub struct DayChange {
    /// What it was made of; `None`: everything is made anew.
    pub from: Option<DayState>,
    pub to: DayState,
    /// Places; an empty text goes.
    pub sums: Vec<(i64, String)>,
    /// Blocks: head and body.
    pub blocks: Vec<(i64, String, String)>,
}

impl Store {
    /// Runs `work` on one unchanging view.
    pub fn steady<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let _view = self.view().map_err(|e| self.fail(e))?;
        work()
    }

    /// The last running number.
    pub fn seq_end(&self) -> Result<i64> {
        self.db.one(sql::SEQ_END, &[]).map_err(|e| self.fail(e))
    }

    /// Where a kind stands; `None` where nothing good is kept.
    pub fn day_state(&self, kind: &str) -> Result<Option<DayState>> {
        let row = self.sealed(sql::DAY_KIND_FIND, &[&kind])?.and_then(|mut rows| rows.pop());
        Ok(row.map(|row| DayState {
            imports: number(&row, 1),
            seq_end: number(&row, 2),
            head: cells::str_at(&row, 3).to_owned(),
        }))
    }

    /// What stands at the places; `None` where a row is damaged.
    pub fn day_sums(&self, kind: &str, indexes: &Range<i64>) -> Result<Option<Vec<(i64, String)>>> {
        let rows = self.sealed(sql::DAY_SUM_BETWEEN, &[&kind, &indexes.start, &indexes.end])?;
        let body = |row: CellRow| (number(&row, 1), cells::str_at(&row, 2).to_owned());
        Ok(rows.map(|rows| rows.into_iter().map(body).collect()))
    }

    /// What a block added, if anything; `None` where the row is damaged.
    pub fn day_block(&self, kind: &str, block: i64) -> Result<Option<Option<String>>> {
        let rows = self.sealed(sql::DAY_BLOCK_FIND, &[&kind, &block])?;
        Ok(rows.map(|mut rows| rows.pop().map(|row| cells::str_at(&row, 3).to_owned())))
    }

    /// The heads of all blocks.
    pub fn day_heads(&self, kind: &str) -> Result<Vec<(i64, String)>> {
        self.rows(sql::DAY_BLOCK_HEADS, &[&kind], |row| Ok((row.get(0)?, row.get(1)?)))
    }

    /// The blocks that were changed since.
    pub fn day_changes(&self, imports: i64) -> Result<Vec<i64>> {
        self.rows(sql::DAY_CHANGES_SINCE, &[&imports], |row| row.get(0))
    }

    /// Reads the orders of a block as [`Store::each_order`] does, with their running numbers.
    pub fn each_of_block(&self, block: i64, f: &mut EachSeq<'_>) -> Result<()> {
        let between = Some(block * BLOCK..(block + 1) * BLOCK);
        self.each_seq(&OrderFilter { between, ..OrderFilter::default() }, f)
    }

    /// Whether what is known of an order depends on which others have its number.
    pub fn numbers_matter(&self) -> Result<bool> {
        let any = |schema| self.any(&Stored::of(schema).any_of_order());
        parcels::KINDS
            .into_iter()
            .try_fold(false, |all, schema| Ok(all || any(schema)?))
            .map_err(|e| self.fail(e))
    }

    /// The blocks in which orders of a number lie.
    pub fn blocks_of(&self, order_no: &str) -> Result<Vec<i64>> {
        blocks_of(&self.db, order_no).map_err(|e| self.fail(e))
    }

    /// Keeps it, unless something else was imported or kept since. Nobody waits for it: a database that is busy or
    /// can't be written goes without, and false is told.
    pub fn keep_days(&self, kind: &str, change: &DayChange) -> bool {
        let kept = self.db.wait_at_most(Duration::ZERO).is_ok() && self.keep(kind, change).unwrap_or(false);
        // Who reads on may have to wait.
        let _ = self.db.wait_at_most(WAIT);
        kept
    }

    fn keep(&self, kind: &str, change: &DayChange) -> Result<bool> {
        let fail = |e| self.fail(e);
        let Some(tx) = self.writing_at_once()? else { return Ok(false) };
        let known = self.day_state(kind)?.filter(|_| change.from.is_some());
        if self.imports()? != change.to.imports || known != change.from {
            return Ok(false);
        }
        tx.join(Lane::Work).map_err(fail)?;
        let tally = Tally::default();
        self.write_days(&tally, kind, change).and_then(|()| tally.persist(&tx)).map_err(fail)?;
        tx.commit().map_err(fail)?;
        Ok(true)
    }

    fn write_days(&self, tally: &Tally, kind: &str, change: &DayChange) -> Sql<()> {
        if change.from.is_none() {
            forget(&self.db, tally, kind)?;
        }
        let [mut find, mut put, mut drop] =
            self.prepared([sql::DAY_SUM_FIND, sql::DAY_SUM_PUT, sql::DAY_SUM_DROP])?;
        for (index, body) in &change.sums {
            let keys: [&dyn Param; 2] = [&kind, index];
            if body.is_empty() {
                tally.drop("day_sums", &mut drop, &keys)?;
            } else {
                let row = &mut [Cell::text(kind), Cell::int(*index), Cell::text(body), Cell::Int(None)];
                tally.put_over("day_sums", (&mut find, &keys), &mut put, row)?;
            }
        }
        let [mut find, mut put] = self.prepared([sql::DAY_BLOCK_FIND, sql::DAY_BLOCK_PUT])?;
        for (block, head, body) in &change.blocks {
            let (head, body) = (Cell::text(head), Cell::text(body));
            let row = &mut [Cell::text(kind), Cell::int(*block), head, body, Cell::Int(None)];
            tally.put_over("day_blocks", (&mut find, &[&kind, block]), &mut put, row)?;
        }
        let to = &change.to;
        let row = &mut [
            Cell::text(kind),
            Cell::int(to.imports),
            Cell::int(to.seq_end),
            Cell::text(&to.head),
            Cell::Int(None),
        ];
        let [mut find, mut put] = self.prepared([sql::DAY_KIND_FIND, sql::DAY_KIND_PUT])?;
        tally.put_over("day_kinds", (&mut find, &[&kind]), &mut put, row)?;
        let kinds: Vec<String> = self.db.prepare(sql::DAY_KIND_ALL)?.map(&[], |row| row.get(0))?;
        let others = kinds.iter().filter(|other| *other != kind);
        let surplus = kinds.len().saturating_sub(KINDS);
        others.take(surplus).try_for_each(|other| forget(&self.db, tally, other))
    }

    fn prepared<const N: usize>(&self, texts: [&str; N]) -> Sql<[Statement<'_>; N]> {
        let made: Vec<_> = texts.iter().map(|text| self.db.prepare(text)).collect::<Sql<_>>()?;
        let missing = made.len();
        made.try_into().map_err(|_| Fault::Short(missing))
    }

    /// Rows that are as they were written; `None` where one is not.
    pub(super) fn sealed(&self, text: &str, keys: &[&dyn Param]) -> Result<Option<Vec<CellRow>>> {
        let read = || -> Sql<Vec<CellRow>> { cells::take_all(&mut self.db.prepare(text)?, keys) };
        let rows = read().map_err(|e| self.fail(e))?;
        Ok(Some(rows).filter(|rows| rows.iter().all(|row| cells::is_sealed(Seals::POSITIONS, row))))
    }
}

fn number(row: &CellRow, at: usize) -> i64 {
    cells::num_at(row, at).unwrap_or(0)
}

fn forget(db: &Db, tally: &Tally, kind: &str) -> Sql<()> {
    let all = [
        ("day_sums", sql::DAY_SUMS_DROP),
        ("day_blocks", sql::DAY_BLOCKS_DROP),
        ("day_kinds", sql::DAY_KIND_DROP),
    ];
    for (table, text) in all {
        tally.drop(table, &mut db.prepare(text)?, &[&kind])?;
    }
    Ok(())
}

fn blocks_of(db: &Db, order_no: &str) -> Sql<Vec<i64>> {
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
}

/// The kinds whose rows name orders that they are not, and where in a row.
static NAMING: LazyLock<Vec<(&'static str, usize)>> = LazyLock::new(|| {
    let kinds = parcels::KINDS.into_iter().chain([&ITEMS, &REFUNDS]);
    kinds.filter_map(|s| Some((s.key, Stored::of(s).column(Field::OrderNo.key())?))).collect()
});

impl Importer<'_> {
    /// Looks up where the orders lie that were named.
    fn place_changes(&mut self, most: usize) -> Sql<()> {
        if self.changed.numbers.len() > most {
            for number in std::mem::take(&mut self.changed.numbers) {
                self.changed.blocks.extend(blocks_of(self.db, &number)?);
            }
            self.changed.last.clear();
        }
        Ok(())
    }

    /// The same, where so many were named that it is time to.
    pub(super) fn place_many_changes(&mut self) -> Sql<()> {
        self.place_changes(AT_ONCE)
    }

    /// Writes down the blocks that changed; comes after the line of the import.
    pub(super) fn note_changes(&mut self) -> Sql<()> {
        self.place_changes(0)?;
        if self.changed.blocks.is_empty() {
            return Ok(());
        }
        let imports: i64 = self.db.one(sql::IMPORTS, &[])?;
        let mut find = self.db.prepare(sql::DAY_CHANGE_FIND)?;
        let mut put = self.db.prepare(sql::DAY_CHANGE_PUT)?;
        for block in std::mem::take(&mut self.changed.blocks) {
            let row = &mut [Cell::int(block), Cell::int(imports), Cell::Int(None)];
            self.tally.put_over("day_changes", (&mut find, &[&block]), &mut put, row)?;
        }
        Ok(())
    }
}
