//! Every fact of a kind as it lies in its table, with the snapshot that knew it last.

use super::generic;
use super::last_seen::LastSeen;
use super::{Store, items, orders, refunds, reviews, statements as sql};
use crate::error::Result;
use crate::model::Stamp;
use crate::records::{Order, Record, Schema};
use rusqlite::{Result as Sql, Row};
use std::ops::ControlFlow;

/// What is done with each record; the stamp is that of the newest export which knew it.
pub type EachRecord<'a> = dyn FnMut(&mut dyn Record, Stamp) -> Result<ControlFlow<()>> + 'a;

impl Store {
    /// Reads the records of a kind, one by one, in the order of their files.
    pub fn each_record(&self, schema: &'static Schema, f: &mut EachRecord<'_>) -> Result<()> {
        let _view = self.view().map_err(|e| self.fail(e))?;
        let last_seen = LastSeen::read(&self.conn, i64::MAX).map_err(|e| self.fail(e))?;
        let seen =
            |row: &Row<'_>| -> Sql<Stamp> { Ok(Stamp(last_seen.of(row.get("ord")?, row.get("seen_at")?))) };
        let mut each = |(record, seen): &mut (Box<dyn Record>, Stamp)| f(record.as_mut(), *seen);
        let read = |row: &Row<'_>| -> Sql<(Box<dyn Record>, Stamp)> {
            let record: Box<dyn Record> = match schema.table {
                "orders" => {
                    let mut order = Order::default();
                    orders::fill(&mut order, row)?;
                    Box::new(order)
                }
                "order_items" => Box::new(items::owned(row)?),
                "refunds" => Box::new(refunds::read(row)?),
                "reviews" => Box::new(reviews::read(row)?),
                _ => Box::new(generic::read(schema, row)?),
            };
            Ok((record, seen(row)?))
        };
        let text = match schema.table {
            "orders" => sql::ORDER_ALL.to_owned(),
            "order_items" => sql::ITEM_ALL.to_owned(),
            "refunds" => sql::REFUND_ALL.to_owned(),
            "reviews" => sql::REVIEW_ALL.to_owned(),
            _ => generic::all(schema),
        };
        self.each_row(&text, read, &mut each)
    }
}
