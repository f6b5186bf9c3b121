//! What orders add to daily reports, kept by day.
//!
//! Orders lie in blocks by their running numbers, which never change. What is kept of a block is good as long as no
//! import changes anything of an order in it; an import says which blocks it did that to, in its own transaction
//! (`day_changes`).

use super::cells::Seals;
use super::cells::{self, Cell, CellRow};
use super::day_changes::{BLOCK, blocks_of};
use super::db::{Db, Fault, Lane, Param, Sql, Statement};
use super::orders::EachSeq;
use super::queue::WAIT;
use super::stored::Stored;
use super::tally::Tally;
use super::{OrderFilter, Store, parcels, statements as sql};
use crate::error::Result;
use std::ops::Range;
use std::time::Duration;

/// Most kinds that are kept: those of settings that nobody has any more go.
const KINDS: usize = 6;

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
