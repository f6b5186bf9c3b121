//! The queue of unpaid orders: whom to remind, with which text, and why not.

pub mod note;
mod row;
mod settings;

#[cfg(test)]
mod tests;
use crate::model::hash::{Bits, quick_hash_of};
use crate::model::plant::is_planted;
use crate::model::text::is_identity;
use crate::model::time::{HOUR, minutes_left};
use crate::model::{Cents, Field, OrderKind, Stamp, Status};
use crate::records::Order;
use crate::rules::due::{Clock, due, first_reminder};
pub use row::{COLUMNS, PER_ORDER, RemindRow};
pub use settings::{Contacts, ContactsOf, Looking, Settings};
use std::borrow::Cow;
use std::collections::HashMap;

/// One unpaid order in the queue.
struct Candidate {
    platform: String,
    shop: String,
    order_no: String,
    buyer: String,
    phone: String,
    product: String,
    amount: Option<Cents>,
    created_at: Stamp,
    closes_at: Option<Stamp>,
    goods: Option<u64>,
    checks: Vec<&'static str>,
    held: Vec<&'static str>,
}

/// Collects over a stream of orders; memory: the unpaid orders, and 16 bytes for each paid one with a known buyer.
#[derive(Default)]
pub struct Queue {
    candidates: Vec<Candidate>,
    /// Buyer and goods of paid orders, and when they were placed.
    paid: Vec<(u64, Stamp)>,
    /// Buyers (platform, shop, buyer) who were written to about any order → the last time.
    asked: HashMap<(String, String, String), Stamp>,
    /// Unpaid orders of which nobody knows when they were placed.
    pub undated: u64,
}

impl Queue {
    /// Fields that the queue looks at.
    pub const FIELDS: &'static [Field] = &[
        Field::Platform,
        Field::Shop,
        Field::OrderNo,
        Field::Status,
        Field::Kind,
        Field::Buyer,
        Field::Phone,
        Field::Items,
        Field::Payable,
        Field::Paid,
        Field::Refunded,
        Field::CreatedAt,
        Field::PaidAt,
        Field::PayDue,
    ];

    /// Takes over what another queue has seen of the orders that follow.
    pub fn absorb(&mut self, later: Queue) {
        self.undated += later.undated;
        self.candidates.extend(later.candidates);
        if self.paid.capacity() - self.paid.len() < later.paid.len() {
            // A long list is not doubled.
            self.paid.reserve_exact(later.paid.len().max(self.paid.len() / 8));
        }
        self.paid.extend(later.paid);
        for (buyer, last) in later.asked {
            let known = self.asked.entry(buyer).or_insert(last);
            *known = (*known).max(last);
        }
    }

    pub fn see(&mut self, order: &Order, settings: &Looking<'_>) {
        let scope = settings.scope;
        if is_identity(&order.buyer)
            && let Some(last) =
                (settings.contacts)(&order.order_no, &order.platform, &order.shop).and_then(|c| c.last)
        {
            let known = self.asked.entry(buyer_key(order)).or_insert(last);
            *known = (*known).max(last);
        }
        self.undated += u64::from(order.created_at.is_none() && order.status == Status::Unpaid);
        let Some(created_at) = order.created_at.filter(|at| *at <= scope.now) else { return };
        if scope.window.since.is_some_and(|s| created_at < s)
            || scope.window.until.is_some_and(|u| created_at >= u)
        {
            return;
        }
        let goods = goods_key(order);
        if order.status.is_paid() {
            if let Some(key) = goods.filter(|_| !order.costs_nothing()) {
                self.paid.push((key, created_at));
            }
            return;
        }
        if order.status != Status::Unpaid {
            return;
        }
        let after = settings.after.unwrap_or_else(|| first_reminder(order, scope));
        if scope.now.0 - created_at.0 < after {
            return;
        }
        let closes_at = due(Clock::PayClose, order, scope).map(|d| d.at);
        let mut held = Vec::new();
        if order.kind.is_excluded() {
            held.push("test_order");
        }
        if order.kind == OrderKind::Cod {
            held.push("cod");
        }
        if order.costs_nothing() {
            held.push("nothing_to_pay");
        }
        if closes_at.is_some_and(|at| at <= scope.now) {
            held.push("window_closed");
        }
        if !is_planted("remind") && order.refunds.iter().any(|r| r.state.is_open()) {
            held.push("open_refund");
        }
        if order.refunded.is_some_and(|r| r.0 > 0) {
            held.push("refunded");
        }
        if order.is_called_unpaid_and_paid() {
            held.push("paid_in_full");
        }
        if !order.items_overtaken && order.items.iter().any(|i| i.status.is_paid()) {
            held.push("item_paid");
        }
        let mut checks = Vec::new();
        if !is_identity(&order.buyer) {
            checks.push("twin:buyer");
        } else if goods.is_none() {
            checks.push("twin:items");
        }
        if !order.have.has(Field::Refunded) && order.refunds.is_empty() {
            checks.push("refund:refunded");
        }
        if closes_at.is_none() {
            checks.push("window:pay_due");
        }
        self.candidates.push(Candidate {
            platform: order.platform.clone(),
            shop: order.shop.clone(),
            order_no: order.order_no.clone(),
            buyer: order.buyer.clone(),
            phone: order.phone.clone(),
            product: order.product().into_owned(),
            amount: order.payable,
            created_at,
            closes_at,
            goods,
            checks,
            held,
        });
    }

    /// The rows, most urgent first, and how many orders were left out.
    pub fn finish(self, settings: &Settings<'_>) -> (Vec<RemindRow>, u64) {
        let Queue { candidates, mut paid, asked, .. } = self;
        let mut goods = Bits::of_about(candidates.len());
        candidates.iter().filter_map(|one| one.goods).for_each(|key| goods.add(key));
        paid.retain(|(key, _)| goods.has(*key));
        paid.sort_unstable();
        let mut left_out = 0;
        let mut rows: Vec<RemindRow> = Vec::new();
        let mut by_buyer: HashMap<(String, String, String, String), usize> = HashMap::new();
        for mut one in candidates {
            let window = settings.scope.common.twin_window;
            let near = |key: u64| {
                let from = paid.partition_point(|p| *p < (key, Stamp(one.created_at.0 - window)));
                paid.get(from).is_some_and(|p| p.0 == key && p.1.0 <= one.created_at.0 + window)
            };
            if one.goods.is_some_and(near) {
                one.held.push("paid_twin");
            }
            let mut contacts =
                (settings.contacts)(&one.order_no, &one.platform, &one.shop).unwrap_or_default();
            // The pause is the buyer's, whichever order it was about.
            if !asked.is_empty() {
                let buyer = (one.platform.clone(), one.shop.clone(), one.buyer.clone());
                contacts.last = contacts.last.max(asked.get(&buyer).copied());
            }
            if contacts.skipped {
                one.held.push("skipped");
            } else if contacts.attempts >= settings.most_attempts {
                one.held.push("asked_already");
            } else if contacts.last.is_some_and(|at| settings.scope.now.0 - at.0 < settings.cooldown) {
                one.held.push("cooldown");
            }
            let (as_of, stale) = (settings.as_of)(&one.platform, &one.shop);
            if stale {
                one.held.push("stale_data");
            }
            let held = !one.held.is_empty();
            if held && !settings.all {
                left_out += 1;
                continue;
            }
            let row = one.into_row(contacts, as_of);
            if settings.per_order || !is_identity(&row.buyer) {
                rows.push(row);
                continue;
            }
            // Orders held back for different reasons, or not at all, never share a row.
            let alike = (row.platform.clone(), row.shop.clone(), row.buyer.clone(), row.held.join(" "));
            let index = *by_buyer.entry(alike).or_insert(rows.len());
            match rows.get_mut(index) {
                Some(first) => first.join(row),
                None => rows.push(row),
            }
        }
        let now = settings.scope.now;
        rows.sort_by(|a, b| {
            let left = |r: &RemindRow| r.closes_at.map_or(i64::MAX, |at| minutes_left(at, now));
            left(a)
                .cmp(&left(b))
                .then_with(|| b.amount.cmp(&a.amount))
                .then_with(|| a.order_nos.cmp(&b.order_nos))
                .then_with(|| (&a.platform, &a.shop).cmp(&(&b.platform, &b.shop)))
        });
        (rows, left_out)
    }
}

impl Candidate {
    fn into_row(self, contacts: Contacts, as_of: Option<Stamp>) -> RemindRow {
        RemindRow {
            platform: self.platform,
            shop: self.shop,
            buyer: self.buyer,
            phone: self.phone,
            order_nos: vec![self.order_no],
            amount: self.amount,
            created_at: self.created_at,
            closes_at: self.closes_at,
            contacts,
            product: self.product,
            checks: self.checks,
            as_of,
            held: self.held,
        }
    }
}

fn buyer_key(order: &Order) -> (String, String, String) {
    (order.platform.clone(), order.shop.clone(), order.buyer.clone())
}

/// Buyer and goods of an order in one number, where both are known: twins share it.
fn goods_key(order: &Order) -> Option<u64> {
    if !is_identity(&order.buyer) {
        return None;
    }
    let goods = if order.items.is_empty() {
        Cow::Borrowed(order.titles.as_str())
    } else {
        let mut keys: Vec<String> = order.items.iter().map(|i| format!("{:?}", i.goods_key())).collect();
        keys.sort();
        keys.dedup();
        Cow::Owned(keys.join("\u{1}"))
    };
    if goods.is_empty() {
        return None;
    }
    let parts = [order.platform.as_bytes(), order.shop.as_bytes(), order.buyer.as_bytes(), goods.as_bytes()];
    Some(quick_hash_of(parts))
}

/// The order as it was known at `now`: a payment made later does not count.
pub fn as_known(order: &mut Order, now: Stamp) {
    if order.paid_at.is_some_and(|at| at > now) {
        order.status = Status::Unpaid;
        order.have.add(Field::Status);
        order.paid = order.paid.map(|_| Cents(0));
        order.refunded = order.refunded.map(|_| Cents(0));
        order.paid_at = None;
        order.shipped_at = None;
        order.completed_at = None;
        order.refunds.clear();
    }
}

/// The default pause between two contacts, in seconds.
pub const COOLDOWN: i64 = 12 * HOUR;
