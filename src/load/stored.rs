//! Orders of the database, as the others of a command are.

use super::caller::Caller;
use super::covered::Covered;
use super::join::{self, Parts};
use super::known_shops::known_shops;
use super::loaded::Loaded;
use super::query::Query;
use super::reviews;
use super::strays::Met;
use crate::error::Result;
use crate::layouts::Kind;
use crate::model::{Selection, Stamp, Status};
use crate::records::Order;
use crate::store::{Freshness, OrderFilter, Store};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

pub(super) fn each_from_database(
    caller: &dyn Caller,
    query: Query,
    store: &Store,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let now = query.now;
    each_stored(caller, query, store, &mut |order, _| f(order)).map(|loaded| loaded.not_ahead_of(now))
}

/// Passes an order on if it is of the platforms and shops that were asked for.
pub(super) fn if_picked(
    query: &Query,
    order: &mut Order,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<ControlFlow<()>> {
    if query.pick.takes(&order.platform, &order.shop) { f(order) } else { Ok(ControlFlow::Continue(())) }
}

/// Reads a store as any other source: the database, or a scratch one. `f` is told too whether the order is one of
/// those that are told apart.
pub(super) fn from_store(
    caller: &dyn Caller,
    query: &Query,
    selection: Option<Selection>,
    store: &Store,
    f: &mut impl FnMut(&mut Order, bool) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let filter = OrderFilter {
        platforms: query.pick.platforms.clone(),
        shops: query.pick.shops.clone(),
        selection,
        apart: query.apart.clone(),
        ..OrderFilter::default()
    };
    let mut flow = ControlFlow::Continue(());
    known_shops(store, query)?;
    caller.may_vary_in_currency(several(&store.currencies()?));
    let covered = Covered::by(store)?;
    let mut met = Met::new(query.bare_refunds || query.strays, filter.selection.is_none());
    store.each_told(&filter, &mut |order, apart| {
        reconcile_stored(order);
        met.meet(order);
        covered.mark(order);
        flow = f(order, apart)?;
        Ok(flow)
    })?;
    if flow.is_continue() {
        store.each_orphan_items(&filter, &mut |order| {
            met.meet(order);
            let mut order = whole(order);
            covered.mark(&mut order);
            flow = f(&mut order, true)?;
            Ok(flow)
        })?;
    }
    let mut loaded = Loaded { imports: store.imports()?, ..Loaded::default() };
    if flow.is_continue() {
        let strays = met.strays(store, &filter)?;
        if query.bare_refunds {
            let mut parts = Parts::default();
            strays.into_iter().for_each(|refund| parts.add_refund(refund));
            parts.leftovers(true, &mut |order| f(order, true))?;
        } else {
            loaded.strays = strays;
        }
    }
    let freshness = store.snapshots()?;
    if let Some(wanted) = query.reviews {
        reviews::take(store, query, wanted, &freshness, &mut loaded)?;
    }
    if query.bare_refunds {
        let refunds = freshness.iter().filter(|g| g.2 == Kind::Refunds.key() && query.pick.takes(&g.0, &g.1));
        loaded.refunds_as_of = refunds.map(|g| ((g.0.clone(), g.1.clone()), g.3)).collect();
    }
    loaded.as_of = of_orders(query, freshness);
    let ranks = store.ranks()?;
    let refunds = ranks.iter().filter(|g| g.2 == Kind::Refunds.key() && query.pick.takes(&g.0, &g.1));
    loaded.refunds_ranked = refunds.map(|g| ((g.0.clone(), g.1.clone()), g.3)).collect();
    loaded.ranked = of_orders(query, ranks);
    Ok(loaded)
}

/// As [`super::each_order`] over the database, where it is open already.
pub(crate) fn each_stored(
    caller: &dyn Caller,
    mut query: Query,
    store: &Store,
    f: &mut dyn FnMut(&mut Order, bool) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let selection = query.selection.take();
    from_store(caller, &query, selection, store, &mut |order, apart| {
        if_picked(&query, order, &mut |order| f(order, apart))
    })
}

/// How new the orders of each shop are, or what belongs to them where there are none.
fn of_orders(query: &Query, mut freshness: Freshness) -> BTreeMap<(String, String), Stamp> {
    // How new reviews and bills are tells nothing of orders.
    freshness.retain(|known| Kind::by_key(&known.2).is_some_and(Kind::is_of_orders));
    let mut newest = BTreeMap::new();
    for (platform, shop, kind, at) in &freshness {
        let has_orders =
            freshness.iter().any(|g| (&g.0, &g.1) == (platform, shop) && g.2 == Kind::Orders.key());
        if query.pick.takes(platform, shop) && (!has_orders || kind == Kind::Orders.key()) {
            let known = newest.entry((platform.clone(), shop.clone())).or_insert(*at);
            *known = (*known).max(*at);
        }
    }
    newest
}

/// Reads the orders of a block as those of a report are, with their running numbers.
pub(crate) fn each_of_block(
    store: &Store,
    block: i64,
    f: &mut dyn FnMut(&mut Order, i64) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let covered = Covered::by(store)?;
    store.each_of_block(block, &mut |order, seq| {
        reconcile_stored(order);
        covered.mark(order);
        f(order, seq)
    })
}

/// Whether these (platform, currency) mean more than one.
fn several(stated: &[(String, String)]) -> bool {
    let own = |platform: &str| crate::model::platform::currency(platform);
    let mut codes: Vec<&str> =
        stated.iter().map(|(p, code)| if code.is_empty() { own(p) } else { code }).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len() > 1
}

/// Reads the orders of a selection that have rows of their own, as they are.
pub(crate) fn each_of_selection(
    store: &Store,
    selection: Selection,
    f: &mut impl FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let filter = OrderFilter { selection: Some(selection), ..OrderFilter::default() };
    store.each_order(&filter, &mut |order| {
        reconcile_stored(order);
        f(order)
    })
}

/// Facts of several exports together: an order that one called unpaid and another saw paid is not unpaid, and
/// what else it is, neither said.
pub(super) fn reconcile_stored(order: &mut Order) {
    if order.status == Status::Unpaid && order.paid_at.is_some() && order.paid.is_some_and(|p| p.0 > 0) {
        order.status = Status::Unknown;
    }
    if join::is_contested(order) {
        join::let_newer_speak(order);
    }
    join::complete(order);
}

/// An order that the store knows by its items only.
pub(super) fn whole(order: &mut Order) -> Order {
    join::from_items(std::mem::take(order))
}
