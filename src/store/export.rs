//! Every fact of a kind as it lies in its table, with the snapshot that knew it last.

use super::generic;
use super::last_seen::LastSeen;
use super::{Store, items, orders, refunds, reviews, statements as sql};
use crate::error::Result;
use crate::model::{Fact, Stamp};
use rusqlite::{Result as Sql, Row};
use std::ops::ControlFlow;

/// What is done with each fact; the stamp is that of the newest export which knew it.
pub type EachFact<'a> = dyn FnMut(&mut Fact, Stamp) -> Result<ControlFlow<()>> + 'a;

impl Store {
    /// Reads the facts of the kind of `like`, one by one, in the order of their files.
    pub fn each_fact(&self, like: &Fact, f: &mut EachFact<'_>) -> Result<()> {
        let _view = self.view().map_err(|e| self.fail(e))?;
        let last_seen = LastSeen::read(&self.conn, i64::MAX).map_err(|e| self.fail(e))?;
        let seen =
            |row: &Row<'_>| -> Sql<Stamp> { Ok(Stamp(last_seen.of(row.get("ord")?, row.get("seen_at")?))) };
        let mut each = |(fact, seen): &mut (Fact, Stamp)| f(fact, *seen);
        match like {
            Fact::Order(_) => self.each_row(
                sql::ORDER_ALL,
                |row| {
                    let mut order = Box::default();
                    orders::fill(&mut order, row)?;
                    Ok((Fact::Order(order), seen(row)?))
                },
                &mut each,
            ),
            Fact::Item(_) => self.each_row(
                sql::ITEM_ALL,
                |row| Ok((Fact::Item(Box::new(items::owned(row)?)), seen(row)?)),
                &mut each,
            ),
            Fact::Refund(_) => self.each_row(
                sql::REFUND_ALL,
                |row| Ok((Fact::Refund(Box::new(refunds::read(row)?)), seen(row)?)),
                &mut each,
            ),
            Fact::Review(_) => self.each_row(
                sql::REVIEW_ALL,
                |row| Ok((Fact::Review(Box::new(reviews::read(row)?)), seen(row)?)),
                &mut each,
            ),
            Fact::Generic(line) => {
                let schema = line.kind;
                self.each_row(
                    &generic::all(schema),
                    |row| Ok((Fact::Generic(generic::read(schema, row)?), seen(row)?)),
                    &mut each,
                )
            }
        }
    }
}
