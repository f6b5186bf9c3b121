//! Reads only what a day needs: what orders add that are over is kept from one report to the next.

use crate::cli::args::From;
use crate::cli::context::Context;
use crate::cli::load::{self, Loaded};
use crate::error::Result;
use crate::model::time::DAY;
use crate::model::{Fields, Need, Stamp};
use crate::store;
use crate::tasks::daily::{self, Daily, History, Records, RefundBy, Settings};
use std::ops::ControlFlow;

/// A history that ends longer before the report makes it read more than making a new one costs.
const FAR: i64 = 92 * DAY;

/// Feeds the orders to a report, which `begin` makes.
pub(super) fn sum_up<'s>(
    cx: &Context,
    from: &From,
    settings: &'s Settings<'s>,
    records: Option<&Records>,
    begin: &dyn Fn() -> Daily<'s>,
) -> Result<(Daily<'s>, Loaded)> {
    let kind = kind(settings);
    let cut = settings.calendar.start(0);
    let known = if from.is_database() && !load::reads_all() { known(cx, &kind, cut)? } else { None };
    if let Some(Known { imports, history: Some(history) }) = &known {
        let mut sums = begin();
        let loaded = by_history(cx, from, history, settings, records, &mut sums)?;
        // An import in between would leave us with half of it.
        if loaded.imports == *imports {
            return Ok((sums, loaded));
        }
    }
    let mut sums = begin();
    let want = Fields::of(daily::FIELDS);
    // Some shops only would make a history of some shops only.
    let Some(imports) = known.map(|k| k.imports).filter(|_| !from.pick.is_narrow()) else {
        let loaded = load::each_order(cx, from, want, &mut |order| {
            sums.see(order);
            Ok(ControlFlow::Continue(()))
        })?;
        return Ok((sums, loaded));
    };
    let mut made = History::new(cut);
    let from = From { apart: Some(current(cut)), ..from.clone() };
    let loaded = load::each_order(cx, &from, want, &mut |order| {
        sums.see(order);
        if !from.is_apart.get() {
            made.see(order, settings);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    if let Some(body) = made.write()
        && let Some(store) = cx.store()?
    {
        store.keep_history(&kind, imports, &store::History { cut, body });
    }
    Ok((sums, loaded))
}

struct Known {
    imports: i64,
    history: Option<History>,
}

fn known(cx: &Context, kind: &str, cut: Stamp) -> Result<Option<Known>> {
    let Some(store) = cx.store()? else { return Ok(None) };
    let fits = |h: &store::History| h.cut <= cut && cut.0 - h.cut.0 <= FAR;
    let kept = store.history(kind)?.filter(fits);
    let history = kept.and_then(|h| History::read(h.cut, &h.body));
    Ok(Some(Known { imports: store.imports()?, history }))
}

/// Which kind of history: another version may count otherwise.
fn kind(settings: &Settings<'_>) -> String {
    let by = if settings.refund_by == RefundBy::Order { "order" } else { "refund" };
    format!("daily {by} {}", env!("CARGO_PKG_VERSION"))
}

/// The orders that no history tells of.
fn current(cut: Stamp) -> Need {
    Need { open: true, since: Some(cut), ..Need::default() }
}

fn by_history(
    cx: &Context,
    from: &From,
    history: &History,
    settings: &Settings<'_>,
    records: Option<&Records>,
    sums: &mut Daily<'_>,
) -> Result<Loaded> {
    let current = current(history.cut());
    let cut = settings.calendar.start(0);
    let mut need = records.map(|records| records.need(cut)).unwrap_or_default();
    need.open = true;
    need.since = current.since;
    let from = From { need: Some(need), apart: Some(current), ..from.clone() };
    let loaded = load::each_order(cx, &from, Fields::of(daily::FIELDS), &mut |order| {
        if from.is_apart.get() {
            sums.see(order);
        } else {
            sums.meet(order);
        }
        Ok(ControlFlow::Continue(()))
    })?;
    sums.recall(history, |platform, shop| from.pick.takes(platform, shop));
    Ok(loaded)
}
