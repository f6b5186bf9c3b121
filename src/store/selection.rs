//! Which orders a command selects, found through indexes; and what is kept of the others.

use super::db::{Param, Sql};
use super::stored::Stored;
use super::{Store, orders::OrderFilter, statements as sql};
use crate::error::Result;
use crate::model::{Selection, Stamp};
use crate::records::REFUNDS;
use crate::records::Refund;
use std::collections::HashSet;
use std::ops::ControlFlow;

impl Store {
    /// The running numbers of the orders that are selected, in reading order; `None`: all of them are.
    pub(super) fn selected(&self, selection: &Selection) -> Sql<Option<Vec<i64>>> {
        if selection.paid_since.is_some() && self.any(sql::ANY_ITEM)? {
            return Ok(None);
        }
        let mut found = Vec::new();
        let mut since = [selection.since, selection.paid_since].into_iter().flatten().min();
        if let Some(before) = selection.near_unpaid {
            if self.any(sql::ANY_ORPHAN)? {
                return Ok(None);
            }
            let oldest: Option<i64> = self.db.one(sql::OLDEST_UNPAID, &[])?;
            since = since.into_iter().chain(oldest.map(|at| Stamp(at.saturating_sub(before)))).min();
        }
        if selection.near_unpaid.is_some() {
            self.numbers(sql::UNPAID_ORDERS, &[], &mut found)?;
        }
        if selection.open {
            self.numbers(sql::OPEN_ORDERS, &[], &mut found)?;
            self.numbers(sql::ORDERS_OF_OPEN_REFUNDS, &[], &mut found)?;
            self.numbers(sql::ORDERS_OF_OPEN_ITEMS, &[], &mut found)?;
        }
        if let Some(since) = since {
            self.numbers(sql::UNDATED_ORDERS, &[], &mut found)?;
            self.numbers(sql::ORDERS_SINCE, &[&since.0], &mut found)?;
            self.numbers(sql::ORDERS_REFUNDED_SINCE, &[&since.0], &mut found)?;
        }
        if selection.refunded {
            self.numbers(sql::ORDERS_OF_REFUNDS, &[], &mut found)?;
            self.numbers(sql::ORDERS_OF_REFUNDED_ITEMS, &[], &mut found)?;
            self.numbers(sql::ORDERS_REFUNDED, &[], &mut found)?;
        }
        found.extend(&selection.seqs);
        for order_no in &selection.numbers {
            self.numbers(sql::ORDERS_OF_NO, &[order_no], &mut found)?;
        }
        found.sort_unstable();
        found.dedup();
        Ok(Some(found))
    }

    fn numbers(&self, question: &str, keys: &[&dyn Param], found: &mut Vec<i64>) -> Sql<()> {
        let mut statement = self.db.prepare(question)?;
        let mut rows = statement.rows(keys)?;
        while let Some(row) = rows.next()? {
            found.push(row.get(0)?);
        }
        Ok(())
    }

    /// Refunds whose order stands nowhere, in the order of their files. Of the filter's window nothing is used.
    pub fn each_stray_refund(
        &self,
        filter: &OrderFilter,
        f: &mut dyn FnMut(&mut Refund) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        if !self.any(sql::ANY_REFUND).map_err(|e| self.fail(e))? {
            return Ok(());
        }
        self.each_by(&REFUNDS, Stored::without_order, &mut |refund: &mut Refund| match filter.holds_key(
            &refund.platform,
            &refund.shop,
            &refund.order_no,
        ) {
            true => f(refund),
            false => Ok(ControlFlow::Continue(())),
        })
    }

    /// How many files were imported: while this stands, so do the facts.
    pub fn imports(&self) -> Result<i64> {
        self.db.one(sql::IMPORTS, &[]).map_err(|e| self.fail(e))
    }

    /// The running numbers of `selection`, to tell those orders from others.
    pub(super) fn set_of(&self, selection: Option<&Selection>) -> Sql<Option<HashSet<i64>>> {
        match selection {
            Some(selection) => Ok(self.selected(selection)?.map(|list| list.into_iter().collect())),
            None => Ok(None),
        }
    }
}
