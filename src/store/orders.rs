//! Orders: how they lie in their table, and reading them in the order of their files.

use super::Store;
use super::ages::Ages;
use super::belongings::Belongings;
use super::cells::Reader;
use super::chunks::{CHUNK, Chunks, filled};
use super::column_sets::ColumnSets;
use super::db::{Db, Param, Row, Sql, Tx};
use super::stored::Stored;
use crate::error::Result;
use crate::model::platform::is_asked_for;
use crate::model::{Selection, Stamp};
use crate::records::{ORDERS, Order};
use std::ops::{ControlFlow, Range};
use std::sync::LazyLock;

/// Places of the columns that the store itself fills.
pub(super) const SEQ: usize = 3;
pub(super) const COLUMNS: usize = ORDERS.columns.len() + 4;

/// How orders lie in their table.
pub(super) fn stored() -> &'static Stored {
    static STORED: LazyLock<Stored> = LazyLock::new(|| Stored::of(&ORDERS));
    &STORED
}

/// Which orders to read. Empty lists and `None` mean all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OrderFilter {
    pub platforms: Vec<String>,
    pub shops: Vec<String>,
    pub order_no: Option<String>,
    /// Creation time, `since ≤ t < until`; an order that states none is read.
    pub since: Option<Stamp>,
    pub until: Option<Stamp>,
    /// Running numbers, instead of all; of these orders the texts that no daily report counts are left out.
    pub between: Option<Range<i64>>,
    /// The orders that are needed; `None`: all.
    pub selection: Option<Selection>,
    /// Orders that are told apart: of all that are read, or, beside those of `selection`, of these.
    pub apart: Option<Selection>,
}

impl OrderFilter {
    pub(super) fn holds_shop(&self, platform: &str, shop: &str) -> bool {
        is_asked_for((&self.platforms, &self.shops), platform, shop)
    }

    pub(super) fn holds_key(&self, platform: &str, shop: &str, order_no: &str) -> bool {
        self.order_no.as_ref().is_none_or(|no| no == order_no) && self.holds_shop(platform, shop)
    }

    /// `created`: where the time of creation stands.
    fn holds(&self, row: &Row<'_>, created: usize) -> Sql<bool> {
        if self.since.is_some() || self.until.is_some() {
            let created: Option<i64> = row.get(created)?;
            let inside = |t: i64| self.since.is_none_or(|s| s.0 <= t) && self.until.is_none_or(|u| t < u.0);
            if !created.is_none_or(inside) {
                return Ok(false);
            }
        }
        if self.platforms.is_empty() && self.shops.is_empty() {
            return Ok(true);
        }
        let mut r = Reader::new(row);
        Ok(self.holds_shop(r.str()?, r.str()?))
    }
}

/// What is done with each order that is read.
pub type EachOrder<'a> = dyn FnMut(&mut Order) -> Result<ControlFlow<()>> + 'a;

/// The same with the order's running number.
pub(super) type EachSeq<'a> = dyn FnMut(&mut Order, i64) -> Result<ControlFlow<()>> + 'a;

impl Store {
    /// One unchanging view for several statements; `None` if we are in one already.
    pub(super) fn view(&self) -> Sql<Option<Tx<'_>>> {
        self.db.read()
    }

    pub(super) fn any(&self, question: &str) -> Sql<bool> {
        self.db.one(question, &[])
    }

    /// Reads orders with their items, refunds and parcels: by platform and shop, in the order of their files.
    pub fn each_order(&self, filter: &OrderFilter, f: &mut EachOrder<'_>) -> Result<()> {
        self.each_told(filter, &mut |order, _| f(order))
    }

    /// As [`Store::each_order`]; of each it is told whether it is one of those that are to be told apart.
    pub fn each_told(
        &self,
        filter: &OrderFilter,
        f: &mut dyn FnMut(&mut Order, bool) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let fail = |e| self.fail(e);
        let _view = self.view().map_err(fail)?;
        let apart = self.set_of(filter.apart.as_ref()).map_err(fail)?;
        self.each_seq(filter, &mut |order, seq| {
            f(order, apart.as_ref().is_some_and(|set| set.contains(&seq)))
        })
    }

    pub(super) fn each_seq(&self, filter: &OrderFilter, f: &mut EachSeq<'_>) -> Result<()> {
        let fail = |e| self.fail(e);
        let _view = self.view().map_err(fail)?;
        let mut reading = Reading::of(self, filter).map_err(fail)?;
        while reading.next(self, filter).map_err(fail)? {
            for (order, seq) in reading.orders.iter_mut().take(reading.filled) {
                if f(order, *seq)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }

    /// Every order of this number, whatever its platform and shop; also one that is known by its items only.
    pub fn find_order(&self, order_no: &str) -> Result<Vec<Order>> {
        let filter = OrderFilter { order_no: Some(order_no.to_owned()), ..OrderFilter::default() };
        let mut found = Vec::new();
        let mut keep = |order: &mut Order| {
            found.push(std::mem::take(order));
            Ok(ControlFlow::Continue(()))
        };
        self.each_order(&filter, &mut keep)?;
        self.each_orphan_items(&filter, &mut keep)?;
        Ok(found)
    }
}

/// Which orders come next.
enum Source {
    /// All of the table.
    Chunks(Chunks),
    /// What is left of running numbers.
    Between(Range<i64>),
    /// Running numbers, those that come first behind.
    Selected(Vec<i64>),
    /// One number, or nothing more.
    Number(Option<String>),
}

/// Orders with what belongs to them, a chunk at a time.
struct Reading {
    source: Source,
    stored: Stored,
    sets: ColumnSets,
    /// Where the time of creation stands in a row.
    created: usize,
    belongings: Belongings,
    /// Only where something belongs to orders that has an age of its own.
    ages: Option<Ages>,
    /// The orders of the last chunk and their running numbers; behind them what earlier ones left, to be filled again.
    orders: Vec<(Order, i64)>,
    filled: usize,
}

impl Reading {
    fn of(store: &Store, filter: &OrderFilter) -> Sql<Reading> {
        let db = &store.db;
        let stored = Stored::of(&ORDERS);
        let selected = match &filter.selection {
            Some(selection) if filter.order_no.is_none() => store.selected(selection)?,
            _ => None,
        };
        let source = match (&filter.order_no, selected, &filter.between) {
            (Some(no), ..) => Source::Number(Some(no.clone())),
            (None, Some(mut list), _) => {
                list.reverse();
                Source::Selected(list)
            }
            (None, None, Some(seqs)) => Source::Between(seqs.clone()),
            (None, None, None) => Source::Chunks(stored.chunks()),
        };
        let belongings = Belongings::of(db)?;
        Ok(Reading {
            source,
            ages: if belongings.age() { Some(Ages::of(db)?) } else { None },
            belongings,
            sets: ColumnSets::read(db)?,
            created: stored.columns.iter().position(|name| *name == "created_at").unwrap_or_default(),
            stored,
            orders: Vec::new(),
            filled: 0,
        })
    }

    /// Reads the next chunk. False: there is none.
    fn next(&mut self, store: &Store, filter: &OrderFilter) -> Sql<bool> {
        let db = &store.db;
        self.filled = 0;
        match &mut self.source {
            Source::Chunks(chunks) => {
                let Some(chunk) = chunks.next(db)? else { return Ok(false) };
                self.fill(db, filter, &self.stored.of_chunk(&chunk), &chunk.values())?;
            }
            Source::Between(left) => {
                if left.is_empty() {
                    return Ok(false);
                }
                let to = left.end.min(left.start.saturating_add(CHUNK as i64));
                let seqs = std::mem::replace(&mut left.start, to)..to;
                self.fill(db, filter, &self.stored.between(), &[&seqs.start, &seqs.end])?;
            }
            Source::Selected(left) => {
                let mut seqs = left.split_off(left.len().saturating_sub(CHUNK));
                seqs.reverse();
                if seqs.is_empty() {
                    return Ok(false);
                }
                self.fill(db, filter, &self.stored.at(seqs.len()), &filled(&seqs))?;
            }
            Source::Number(number) => {
                let Some(number) = number.take() else { return Ok(false) };
                self.fill(db, filter, &self.stored.of_number(), &[&number])?;
            }
        }
        let Some(orders) = self.orders.get_mut(..self.filled) else { return Ok(false) };
        if let Some(ages) = &mut self.ages {
            ages.offered(db, orders)?;
        }
        self.belongings.attach(db, self.ages.as_ref(), orders)?;
        Ok(true)
    }

    fn fill(&mut self, db: &Db, filter: &OrderFilter, text: &str, values: &[&dyn Param]) -> Sql<()> {
        let mut statement = db.prepare(text)?;
        let mut rows = statement.rows(values)?;
        while let Some(row) = rows.next()? {
            if !filter.holds(&row, self.created)? {
                continue;
            }
            if self.orders.len() == self.filled {
                self.orders.push((Order::default(), 0));
            }
            if let Some((order, seq)) = self.orders.get_mut(self.filled) {
                order.clear();
                self.stored.fill(order, &row, &self.sets)?;
                if let Some(ages) = &mut self.ages {
                    order.seen = ages.see(&self.stored, &row)?;
                }
                *seq = row.get(SEQ)?;
                self.filled += 1;
            }
        }
        Ok(())
    }
}
