//! The stream of orders that a command asks for.

use super::one_export::one_export;
use super::stored::{each_from_database, if_picked};
use super::tables::{each_of_tables, tables_of_orders};
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::error::Result;
use crate::layouts::Kind;
use crate::load::Batch;
use crate::load::Loaded;
use crate::load::Pool;
use crate::model::Fields;
use crate::read;
use crate::records::Order;
use std::ops::ControlFlow;

/// Reads every order that the arguments ask for. `want`: the fields that somebody will look at.
pub(crate) fn each_order(
    cx: &Context,
    from: &InputArgs,
    want: Fields,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let mut picked = |order: &mut Order| if_picked(from, order, f);
    if from.is_database() {
        return each_from_database(cx, from, &mut picked);
    }
    let (mut tables, aside) = tables_of_orders(cx, from)?;
    if let [table] = &mut tables[..]
        && table.kind() == Kind::Orders
        && table.is_long()
    {
        let see = |made: &mut Batch, order: &mut Order, rest: &mut read::Rest<'_>| {
            rest.fill(order)?;
            made.push(order);
            Ok(())
        };
        let pool = Pool::<Batch>::default();
        let fresh = || pool.take().unwrap_or_default();
        let work = read::Work { fresh: &fresh, see: &see };
        let mut loaded = one_export(cx, from, table, want, &work, &mut |mut batch| {
            for order in batch.orders() {
                if f(order)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            batch.empty();
            pool.give(batch);
            Ok(ControlFlow::Continue(()))
        })?;
        loaded.rejects.splice(..0, aside);
        return Ok(loaded);
    }
    let mut loaded = each_of_tables(cx, from, tables, want, &mut picked)?;
    loaded.rejects.splice(..0, aside);
    Ok(loaded)
}

/// As [`each_order`], with the rows of a long export read on all cores: every order goes into one of several
/// collections, and these come in the order of the file.
pub(crate) fn orders_in_parallel<S: Send>(
    cx: &Context,
    from: &InputArgs,
    want: Fields,
    work: &read::Work<'_, S>,
    absorb: &mut read::Absorb<'_, S>,
) -> Result<Loaded> {
    let mut pieces = read::Pieces::new(work);
    if from.is_database() {
        let loaded = each_order(cx, from, want, &mut |order| pieces.take(order, absorb))?;
        return pieces.finish(absorb).map(|_| loaded);
    }
    let (mut tables, aside) = tables_of_orders(cx, from)?;
    if let [table] = &mut tables[..]
        && table.kind() == Kind::Orders
    {
        let mut loaded = one_export(cx, from, table, want, work, absorb)?;
        loaded.rejects.splice(..0, aside);
        return Ok(loaded);
    }
    let mut picked = |order: &mut Order| {
        if from.pick.takes(&order.platform, &order.shop) {
            pieces.take(order, absorb)
        } else {
            Ok(ControlFlow::Continue(()))
        }
    };
    let mut loaded = each_of_tables(cx, from, tables, want, &mut picked)?;
    loaded.rejects.splice(..0, aside);
    pieces.finish(absorb).map(|_| loaded)
}
