//! The stream of orders that a command asks for.

use super::catalog::catalog;
use super::desk::Desk;
use super::files::open_all;
use super::query::query;
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::error::Result;
use crate::load::{self, Feed, Loaded};
use crate::model::Fields;
use crate::read;
use crate::records::Order;
use crate::store::Store;
use std::ops::ControlFlow;

/// Reads every order that the arguments ask for. `want`: the fields that somebody will look at.
pub(crate) fn each_order(
    cx: &Context,
    from: &InputArgs,
    want: Fields,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let feed = feed(cx, from)?;
    load::each_order(&Desk::keeping(cx, &from.many_currencies), query(cx, from)?, feed, want, f)
}

/// As [`each_order`], with the rows of a long export read on all cores, see [`load::orders_in_parallel`].
pub(crate) fn orders_in_parallel<S: Send>(
    cx: &Context,
    from: &InputArgs,
    want: Fields,
    work: &read::Work<'_, S>,
    absorb: &mut read::Absorb<'_, S>,
) -> Result<Loaded> {
    let feed = feed(cx, from)?;
    let desk = Desk::keeping(cx, &from.many_currencies);
    load::orders_in_parallel(&desk, query(cx, from)?, feed, want, work, absorb)
}

/// As [`each_order`] over the database, where it is open already; `f` is told too whether the order is one of those
/// that are told apart.
pub(crate) fn each_stored(
    cx: &Context,
    store: &Store,
    from: &InputArgs,
    f: &mut dyn FnMut(&mut Order, bool) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    load::each_stored(&Desk::keeping(cx, &from.many_currencies), query(cx, from)?, store, f)
}

fn feed(cx: &Context, from: &InputArgs) -> Result<Feed> {
    if !from.is_database() {
        let catalog = catalog(&from.reading)?;
        return open_all(cx, from, &catalog, from.paths.len() > 1).map(Feed::Files);
    }
    let store = cx.store()?;
    if store.is_none() {
        cx.hint(
            "还没有数据库；先用 cs import 导入，或直接给出导出文件",
            "there is no database yet: run `cs import`, or name the export files",
        );
    }
    Ok(store.map_or(Feed::Nothing, Feed::Database))
}
