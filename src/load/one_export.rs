//! One export of orders, read on all cores.

use super::age::{known_time, own_time, told_by_rows};
use super::caller::Caller;
use super::join;
use super::loaded::Loaded;
use super::query::Query;
use super::reading::reading;
use super::shops::{Shops, age_undated};
use super::told::{tell_unknown_pick, told};
use crate::error::Result;
use crate::model::{Field, Fields};
use crate::read;
use crate::records::Order;
use crate::source::Table;
use std::ops::ControlFlow;

/// One export of orders, and nothing that belongs to them.
pub(super) fn one_export<S: Send>(
    caller: &dyn Caller,
    query: &Query,
    table: &mut Table,
    want: Fields,
    work: &read::Work<'_, S>,
    absorb: &mut read::Absorb<'_, S>,
) -> Result<Loaded> {
    let mut loaded = Loaded { from_files: true, ..Loaded::default() };
    caller.may_vary_in_currency(table.bound.have.has(Field::Currency));
    let reading = reading(query, table, want);
    let time = known_time(query, &table.input);
    let pick = &query.pick;
    let now = query.now;
    let mut shops = Shops::default();
    let fresh = || (Shops::default(), (work.fresh)());
    let see = |made: &mut (Shops, S), order: &mut Order, rest: &mut read::Rest<'_>| {
        made.0.note(&order.platform, &order.shop, order.last_event(), now);
        if !order.items.is_empty() {
            rest.fill(order)?;
            join::complete(order);
        }
        if pick.takes(&order.platform, &order.shop) {
            (work.see)(&mut made.1, order, rest)?;
        }
        Ok(())
    };
    let mut flow = ControlFlow::Continue(());
    let stats = read::orders_in_parallel(
        table,
        &reading,
        &read::Work { fresh: &fresh, see: &see },
        &mut |(seen, made)| {
            shops.absorb(seen);
            flow = absorb(made)?;
            Ok(flow)
        },
    )?;
    let mut undated = Vec::new();
    let time = told_by_rows(query, &stats).or(time);
    shops.ages(query, time, own_time(query, table), &mut loaded, &mut undated);
    told(caller, table, &stats)?;
    loaded.rejects = stats.rejects;
    age_undated(&mut loaded, undated);
    tell_unknown_pick(caller, query, &shops.names());
    Ok(loaded)
}
