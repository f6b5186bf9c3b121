//! The second reading: every row is held against the database, or goes into it.

use super::import_reading::import_reading;
use crate::error::Result;
use crate::layouts::Kind;
use crate::load::age::SKEW;
use crate::load::pool::Pool;
use crate::load::query::Query;
use crate::model::Stamp;
use crate::read::{self, Rest, Work};
use crate::records::Order;
use crate::source::Table;
use crate::store::{Importer, OrderRows};
use std::ops::ControlFlow;

pub(super) fn second_pass(query: &Query, table: &mut Table, importer: &mut Importer<'_>) -> Result<()> {
    let reading = import_reading(query, table);
    // What the user says of the file goes before what each row tells.
    let each_tells = table.bound.layout.export && query.exported_at.is_none();
    let latest = Stamp(query.wall.0.saturating_add(SKEW));
    let known = || reading.seen.get().filter(|_| each_tells).map(|at| at.min(latest));
    // What is only prepared need not be read to its end.
    let go = |importer: &Importer<'_>| match importer.is_full() {
        true => Ok(ControlFlow::Break(())),
        false => Ok(ControlFlow::Continue(())),
    };
    let stats = match table.kind() {
        Kind::Orders => {
            let see = |made: &mut OrderRows, order: &mut Order, rest: &mut Rest<'_>| {
                rest.fill(order)?;
                made.push(order, known());
                Ok(())
            };
            let pool = Pool::<OrderRows>::default();
            let fresh = || pool.take().unwrap_or_default();
            let work = Work { fresh: &fresh, see: &see };
            read::orders_in_parallel(table, &reading, &work, &mut |mut orders| {
                importer.orders(&orders)?;
                orders.clear();
                pool.give(orders);
                go(importer)
            })
        }
        Kind::Items => read::items(table, &reading, &mut |row| {
            importer.seen(known());
            importer.item(&row.platform, &row.shop, &row.order_no, &row.item)?;
            go(importer)
        }),
        Kind::Refunds => read::refunds(table, &reading, &mut |refund| {
            importer.seen(known());
            importer.refund(refund)?;
            go(importer)
        }),
        Kind::Reviews => read::reviews(table, &reading, &mut |review| {
            importer.seen(known());
            importer.review(review)?;
            go(importer)
        }),
        Kind::Lines(schema) => read::lines(table, schema, &reading, &mut |line| {
            importer.seen(known());
            importer.line(line)?;
            go(importer)
        }),
        Kind::Portable(schema) => read::portable(table, schema, &reading, &mut |record| {
            importer.portable(record)?;
            go(importer)
        }),
    }?;
    for _ in &stats.rejects {
        importer.reject();
    }
    Ok(())
}
