//! What is open in the database now, and how the last handover of the group stands.

use crate::cli::args::{InputArgs, RuleArgs};
use crate::cli::context::Context;
use crate::cli::records::due_of;
use crate::cli::{check, load};
use crate::error::Result;
use crate::model::{Selection, Stamp};
use crate::records::{Handover, HandoverItem, Order, Refund};
use crate::rules::check::Check;
use crate::store::{OrderFilter, Store};
use crate::tasks::handover::{Leads, NEXT_SHIFT, Open, late};
use crate::tasks::refunds;
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// What is open in the database now, and how the last handover of the group stands.
pub(super) struct Now {
    pub(super) items: Vec<HandoverItem>,
    pub(super) last: Option<Handover>,
    pub(super) signed: Vec<HandoverItem>,
    pub(super) late: Option<i64>,
}

impl Now {
    pub(super) fn signed(&self, key: &str) -> Option<&HandoverItem> {
        self.signed.iter().find(|s| s.key == key)
    }

    pub(super) fn waiting(&self) -> usize {
        let open = |i: &&HandoverItem| self.signed(&i.key).is_some_and(|s| s.acked_at.is_none());
        self.items.iter().filter(open).count()
    }
}

/// `tell`: how old the data are, and which rules could not run.
pub(super) fn look(cx: &Context, group: Option<&str>, until: Option<&String>, tell: bool) -> Result<Now> {
    let until = due_of(cx, until)?.unwrap_or(Stamp(cx.now.0 + NEXT_SHIFT));
    let Some(store) = cx.store()? else {
        return Ok(Now { items: Vec::new(), last: None, signed: Vec::new(), late: None });
    };
    let mut open = Open { cases: store.cases()?, log: store.log()?, ..Open::default() };
    let mut leads = Leads::new(store.consults()?);
    store.each_refund(&OrderFilter::default(), &mut |refund| {
        open.refunds.push(std::mem::take(refund));
        Ok(ControlFlow::Continue(()))
    })?;
    let (last, signed) = last(&store, group)?;
    let shifts = store.shifts()?;
    drop(store);
    let scope = cx.scope()?;
    let (rules, least) = check::choose(cx, &RuleArgs::default())?;
    let mut check = Check::new(&scope, &rules, least);
    let want = load::all_fields();
    let key = |r: &Refund| (r.platform.clone(), r.shop.clone(), r.refund_no.clone());
    let mut dues = BTreeMap::new();
    let selection = Selection { paid_since: leads.open_since(), ..check::selection(&scope) };
    let from = InputArgs { selection: Some(selection), ..InputArgs::default() };
    let loaded = load::each_order(cx, &from, want, &mut |order| {
        leads.see(order, cx.now);
        check.see(order);
        if !order.refunds.is_empty() {
            let cases = refunds::cases(order, &scope).into_iter();
            dues.extend(cases.map(|case| (key(&case.refund), case.due.map(|due| due.at))));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    let outcome = check.finish();
    if tell {
        check::tell_skipped_in_brief(cx, &outcome);
        load::tell_age(cx, &loaded, scope.common.stale_data);
    }
    for refund in &mut open.refunds {
        refund.due_at = match dues.get(&key(refund)) {
            Some(due) => *due,
            // Of a refund whose order nobody knows, what its shop's clock says.
            None => refunds::cases(&alone(refund), &scope).pop().and_then(|case| case.due).map(|due| due.at),
        };
    }
    open.findings = outcome.findings;
    open.consults = leads.finish();
    let listed = signed.iter().filter(|s| s.closed_at.is_none()).map(|s| s.key.as_str()).collect();
    let items = open.items(cx.now, until, &listed, cx.lang);
    let late = last.as_ref().and_then(|h| late(h, &shifts, cx.now));
    Ok(Now { items, last, signed, late })
}

fn alone(refund: &Refund) -> Order {
    Order {
        platform: refund.platform.clone(),
        shop: refund.shop.clone(),
        order_no: refund.order_no.clone(),
        refunds: vec![refund.clone()],
        ..Order::default()
    }
}

/// The last handover of a group with its items.
pub(super) fn last(store: &Store, group: Option<&str>) -> Result<(Option<Handover>, Vec<HandoverItem>)> {
    let group = group.unwrap_or_default();
    let last = store.handovers()?.into_iter().rfind(|h| h.group == group);
    let items = last.as_ref().map_or(Ok(Vec::new()), |h| store.handover_items(&h.id))?;
    Ok((last, items))
}
