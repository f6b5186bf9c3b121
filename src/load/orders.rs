//! The stream of orders that is asked for, from files or from the database.

use super::batch::Batch;
use super::caller::Caller;
use super::loaded::Loaded;
use super::one_export::one_export;
use super::pool::Pool;
use super::query::Query;
use super::stored::{each_from_database, if_picked};
use super::tables::{each_of_tables, keep_those_of_orders};
use crate::error::Result;
use crate::layouts::Kind;
use crate::model::Fields;
use crate::read;
use crate::records::Order;
use crate::source::Table;
use crate::store::Store;
use std::ops::ControlFlow;
use std::rc::Rc;

/// Where the records are.
pub(crate) enum Feed {
    /// Files that were opened.
    Files(Vec<Table>),
    Database(Rc<Store>),
    /// There is no database yet.
    Nothing,
}

/// Reads every order that the query asks for. `want`: the fields that somebody will look at.
pub(crate) fn each_order(
    caller: &dyn Caller,
    mut query: Query,
    feed: Feed,
    want: Fields,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let mut tables = match feed {
        Feed::Files(tables) => tables,
        Feed::Database(store) => return each_from_database(caller, query, &store, f),
        Feed::Nothing => return Ok(Loaded::default()),
    };
    let aside = keep_those_of_orders(caller, &mut query, &mut tables)?;
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
        let mut loaded = one_export(caller, &query, table, want, &work, &mut |mut batch| {
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
    let mut picked = |order: &mut Order| if_picked(&query, order, f);
    let mut loaded = each_of_tables(caller, &query, tables, want, &mut picked)?;
    loaded.rejects.splice(..0, aside);
    Ok(loaded)
}

/// As [`each_order`], with the rows of a long export read on all cores: every order goes into one of several
/// collections, and these come in the order of the file.
pub(crate) fn orders_in_parallel<S: Send>(
    caller: &dyn Caller,
    mut query: Query,
    feed: Feed,
    want: Fields,
    work: &read::Work<'_, S>,
    absorb: &mut read::Absorb<'_, S>,
) -> Result<Loaded> {
    let mut pieces = read::Pieces::new(work);
    let mut tables = match feed {
        Feed::Files(tables) => tables,
        other => {
            let loaded = each_order(caller, query, other, want, &mut |order| pieces.take(order, absorb))?;
            return pieces.finish(absorb).map(|_| loaded);
        }
    };
    let aside = keep_those_of_orders(caller, &mut query, &mut tables)?;
    if let [table] = &mut tables[..]
        && table.kind() == Kind::Orders
    {
        let mut loaded = one_export(caller, &query, table, want, work, absorb)?;
        loaded.rejects.splice(..0, aside);
        return Ok(loaded);
    }
    let mut picked = |order: &mut Order| {
        if query.pick.takes(&order.platform, &order.shop) {
            pieces.take(order, absorb)
        } else {
            Ok(ControlFlow::Continue(()))
        }
    };
    let mut loaded = each_of_tables(caller, &query, tables, want, &mut picked)?;
    loaded.rejects.splice(..0, aside);
    pieces.finish(absorb).map(|_| loaded)
}
