//! Orders of the database, as the others of a command are.

use super::known_shops::known_shops;
use super::reviews;
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::error::Result;
use crate::layouts::Kind;
use crate::load::Loaded;
use crate::load::join::{self, Parts};
use crate::load::{Covered, Met};
use crate::model::{Stamp, Status};
use crate::records::Order;
use crate::store::{Freshness, OrderFilter, Store};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

pub(super) fn each_from_database(
    cx: &Context,
    from: &InputArgs,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let Some(store) = cx.store()? else {
        cx.hint(
            "还没有数据库；先用 cs import 导入，或直接给出导出文件",
            "there is no database yet: run `cs import`, or name the export files",
        );
        return Ok(Loaded::default());
    };
    from_store(&store, from, f).map(|loaded| loaded.not_ahead_of(cx.now))
}

/// Passes an order on if it is of the platforms and shops that were asked for.
pub(super) fn if_picked(
    from: &InputArgs,
    order: &mut Order,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<ControlFlow<()>> {
    if from.pick.takes(&order.platform, &order.shop) { f(order) } else { Ok(ControlFlow::Continue(())) }
}

/// Reads a store as any other source: the database, or a scratch one.
pub(super) fn from_store(
    store: &Store,
    from: &InputArgs,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let filter = OrderFilter {
        platforms: from.pick.platform.clone(),
        shops: from.pick.shop.clone(),
        selection: from.selection.clone().filter(|_| !reads_all()),
        apart: from.apart.clone(),
        ..OrderFilter::default()
    };
    let mut flow = ControlFlow::Continue(());
    known_shops(store, from)?;
    from.many_currencies.set(several(&store.currencies()?));
    let covered = Covered::by(store)?;
    let mut met = Met::new(from.bare_refunds || from.strays, filter.selection.is_none());
    store.each_told(&filter, &mut |order, apart| {
        from.is_apart.set(apart);
        reconcile_stored(order);
        met.meet(order);
        covered.mark(order);
        flow = f(order)?;
        Ok(flow)
    })?;
    from.is_apart.set(true);
    if flow.is_continue() {
        store.each_orphan_items(&filter, &mut |order| {
            met.meet(order);
            let mut order = whole(order);
            covered.mark(&mut order);
            flow = f(&mut order)?;
            Ok(flow)
        })?;
    }
    let mut loaded = Loaded { imports: store.imports()?, ..Loaded::default() };
    if flow.is_continue() {
        let strays = met.strays(store, &filter)?;
        if from.bare_refunds {
            let mut parts = Parts::default();
            strays.into_iter().for_each(|refund| parts.add_refund(refund));
            for mut order in parts.leftovers(true) {
                if f(&mut order)?.is_break() {
                    break;
                }
            }
        } else {
            loaded.strays = strays;
        }
    }
    let freshness = store.snapshots()?;
    if let Some(since) = from.reviews_since {
        reviews::take(store, from, since, &freshness, &mut loaded)?;
    }
    if from.bare_refunds {
        let refunds = freshness.iter().filter(|g| g.2 == Kind::Refunds.key() && from.pick.takes(&g.0, &g.1));
        loaded.refunds_as_of = refunds.map(|g| ((g.0.clone(), g.1.clone()), g.3)).collect();
    }
    loaded.as_of = of_orders(from, freshness);
    loaded.ranked = of_orders(from, store.ranks()?);
    Ok(loaded)
}

/// As [`super::each_order`] over the database, where it is open already.
pub(crate) fn each_stored(
    store: &Store,
    from: &InputArgs,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    from_store(store, from, &mut |order| if_picked(from, order, f))
}

/// How new the orders of each shop are, or what belongs to them where there are none.
fn of_orders(from: &InputArgs, mut freshness: Freshness) -> BTreeMap<(String, String), Stamp> {
    // How new reviews and bills are tells nothing of orders.
    freshness.retain(|known| Kind::by_key(&known.2).is_some_and(Kind::is_of_orders));
    let mut newest = BTreeMap::new();
    for (platform, shop, kind, at) in &freshness {
        let has_orders =
            freshness.iter().any(|g| (&g.0, &g.1) == (platform, shop) && g.2 == Kind::Orders.key());
        if from.pick.takes(platform, shop) && (!has_orders || kind == Kind::Orders.key()) {
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

/// In builds for tests the database can be read as if nobody had said what is needed: it may change no answer.
pub(crate) fn reads_all() -> bool {
    cfg!(debug_assertions) && std::env::var_os("CS_READ_ALL").is_some()
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

/// Facts of several exports together: an order that one called unpaid and another saw paid is not unpaid, and
/// what else it is, neither said.
pub(crate) fn reconcile_stored(order: &mut Order) {
    if order.status == Status::Unpaid && order.paid_at.is_some() && order.paid.is_some_and(|p| p.0 > 0) {
        order.status = Status::Unknown;
    }
    join::complete(order);
}

/// An order that the store knows by its items only.
pub(crate) fn whole(order: &mut Order) -> Order {
    join::from_items(std::mem::take(order))
}
