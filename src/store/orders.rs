//! Orders: how they lie in their table, and reading them in the order of their files.

use super::cells::Reader;
use super::children::Children;
use super::column_sets::ColumnSets;
use super::parcels::Parcels;
use super::stored::Stored;
use super::{Store, statements as sql};
use crate::error::Result;
use crate::model::{Selection, Stamp};
use crate::records::Order;
use crate::records::{ITEMS, ORDERS, REFUNDS};
use rusqlite::types::ToSql;
use rusqlite::{Result as Sql, Row, Transaction, TransactionBehavior};
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
        (self.platforms.is_empty() || self.platforms.iter().any(|p| p == platform))
            && (self.shops.is_empty() || self.shops.iter().any(|s| s == shop))
    }

    pub(super) fn holds_key(&self, platform: &str, shop: &str, order_no: &str) -> bool {
        self.order_no.as_ref().is_none_or(|no| no == order_no) && self.holds_shop(platform, shop)
    }

    fn holds(&self, row: &Row<'_>) -> Sql<bool> {
        if self.since.is_some() || self.until.is_some() {
            let created: Option<i64> = row.get("created_at")?;
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
    pub(super) fn view(&self) -> Sql<Option<Transaction<'_>>> {
        if !self.conn.is_autocommit() {
            return Ok(None);
        }
        Transaction::new_unchecked(&self.conn, TransactionBehavior::Deferred).map(Some)
    }

    pub(super) fn any(&self, question: &str) -> Sql<bool> {
        self.conn.query_row(question, [], |row| row.get(0))
    }

    /// Reads every row of a statement without parameters.
    pub(super) fn each_row<T>(
        &self,
        text: &str,
        read: impl Fn(&Row<'_>) -> Sql<T>,
        f: &mut dyn FnMut(&mut T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let fail = |e| self.fail(e);
        let mut statement = self.conn.prepare(text).map_err(fail)?;
        let mut rows = statement.query([]).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            if f(&mut read(row).map_err(fail)?)?.is_break() {
                break;
            }
        }
        Ok(())
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
        let selected = match &filter.selection {
            Some(selection) if filter.order_no.is_none() => self.selected(selection).map_err(fail)?,
            _ => None,
        };
        if selected.as_ref().is_some_and(Vec::is_empty) {
            return Ok(());
        }
        let mut item_rows = match self.any(sql::ANY_ITEM).map_err(fail)? {
            true => Some(Children::of(&self.conn, &ITEMS).map_err(fail)?),
            false => None,
        };
        let mut refund_rows = match self.any(sql::ANY_REFUND).map_err(fail)? {
            true => Some(Children::of(&self.conn, &REFUNDS).map_err(fail)?),
            false => None,
        };
        let (stored, sets) = (Stored::of(&ORDERS), ColumnSets::read(&self.conn).map_err(fail)?);
        let mut parcels = Parcels::of(&self.conn).map_err(fail)?;
        let mut order = Order::default();
        let mut read = |row: &Row<'_>| -> Result<ControlFlow<()>> {
            if !filter.holds(row).map_err(fail)? {
                return Ok(ControlFlow::Continue(()));
            }
            order.clear();
            stored.fill(&mut order, row, &sets).map_err(fail)?;
            if let Some(items) = &mut item_rows {
                items.attach_items(&mut order).map_err(fail)?;
            }
            if let Some(refunds) = &mut refund_rows {
                refunds.attach_refunds(&mut order).map_err(fail)?;
            }
            if let Some(parcels) = &mut parcels {
                parcels.attach(&mut order).map_err(fail)?;
            }
            f(&mut order, row.get(SEQ).map_err(fail)?)
        };
        let (text, keys): (_, Vec<&dyn ToSql>) = match (&filter.order_no, &selected) {
            (Some(no), _) => (stored.of_number(), vec![no]),
            (None, None) => match &filter.between {
                Some(seqs) => (stored.between(), vec![&seqs.start, &seqs.end]),
                None => (stored.all(), Vec::new()),
            },
            (None, Some(list)) => {
                let mut one = self.conn.prepare(&stored.at()).map_err(fail)?;
                for seq in list {
                    let mut rows = one.query([seq]).map_err(fail)?;
                    while let Some(row) = rows.next().map_err(fail)? {
                        if read(row)?.is_break() {
                            return Ok(());
                        }
                    }
                }
                return Ok(());
            }
        };
        let mut statement = self.conn.prepare(&text).map_err(fail)?;
        let mut rows = statement.query(keys.as_slice()).map_err(fail)?;
        while let Some(row) = rows.next().map_err(fail)? {
            if read(row)?.is_break() {
                break;
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
