//! What one order adds to the figures: the only place that decides it, for the sums and for the rows behind them.

use super::settings::{RefundBy, Settings};
use super::slot::Slot;
use super::tally::What;
use crate::model::plant::is_planted;
use crate::model::{Cents, Field, OrderKind, Owner, RefundState, Stamp, Status};
use crate::records::{Order, Refund};
use crate::rules::Scope;
use crate::rules::due::{self, Clock};
use std::ops::Range;

/// Gives every part that an order has in the figures.
pub(super) fn parts(order: &Order, settings: &Settings<'_>, f: &mut dyn FnMut(Slot, Range<usize>, What)) {
    if order.kind.is_excluded() || order.created_at.is_some_and(|at| at > settings.scope.now) {
        return;
    }
    let mut count = Count { order, settings, paid: was_paid(order), f };
    count.created();
    count.paid();
    match settings.refund_by {
        RefundBy::Order => count.refunds_by_order(),
        RefundBy::Refund => count.refunds_by_day(),
    }
    count.shipped();
    if order.created_at.is_none_or(|at| at < settings.calendar.end()) {
        count.stock();
    }
}

/// What a refund adds whose order is not in the data.
pub(super) fn stray(refund: &Refund, settings: &Settings<'_>, f: &mut dyn FnMut(Slot, Range<usize>, What)) {
    let calendar = &settings.calendar;
    let today = calendar.today()..calendar.len();
    if refund.state.is_open() {
        if refund.applied_at.is_none_or(|at| at < calendar.end()) {
            f(Slot::OpenRefunds, today.clone(), What::Add(1));
            let whole =
                Order { platform: refund.platform.clone(), shop: refund.shop.clone(), ..Order::default() };
            match due::refund::of_case(refund, &whole, settings.scope) {
                _ if !is_ours(refund) => {}
                Ok(Some(due)) if due.at < calendar.next_end() => f(Slot::NextRefunds, today, What::Add(1)),
                Ok(_) => {}
                Err(field) => f(Slot::NextRefunds, today, What::Lacks(field)),
            }
        }
        return;
    }
    if refund.state != RefundState::Success || settings.refund_by == RefundBy::Order {
        return;
    }
    let Some(at) = refund.done_at else {
        let days = calendar.span(refund.applied_at, None);
        for slot in [Slot::RefundedOrders, Slot::RefundAmount, Slot::Returns] {
            f(slot, days.clone(), What::Lacks(Field::DoneAt));
        }
        return;
    };
    let Some(day) = calendar.index(at) else { return };
    let amount = refund.amount.map_or(What::Lacks(Field::Amount), |m| What::Add(m.0));
    f(Slot::RefundAmount, day..day + 1, amount);
    f(Slot::RefundedOrders, day..day + 1, What::Add(1));
    if !refund.kind.is_adjustment() {
        f(Slot::Returns, day..day + 1, What::Add(1));
    }
}

/// Whether the order was paid, later refunds or not. `None`: the data do not tell.
pub fn was_paid(order: &Order) -> Option<bool> {
    let some = order.paid.is_some_and(|p| p.0 > 0);
    if order.kind == OrderKind::Cod && order.paid_at.is_none() {
        return Some(matches!(order.status, Status::Finished | Status::ClosedRefunded));
    }
    match order.status {
        Status::PartPaid => Some(false),
        Status::Unpaid | Status::ClosedUnpaid => Some(order.paid_at.is_some() && some),
        Status::ClosedRefunded => Some(true),
        status if status.is_paid() || order.paid_at.is_some() || some => Some(true),
        _ if order.have.has(Field::PaidAt) => Some(false),
        _ => None,
    }
}

struct Count<'a, 'f> {
    order: &'a Order,
    settings: &'a Settings<'a>,
    paid: Option<bool>,
    f: &'f mut dyn FnMut(Slot, Range<usize>, What),
}

impl Count<'_, '_> {
    fn give(&mut self, slot: Slot, days: Range<usize>, what: What) {
        if !days.is_empty() {
            (self.f)(slot, days, what);
        }
    }

    fn add(&mut self, slot: Slot, day: usize, n: i64) {
        self.give(slot, day..day + 1, What::Add(n));
    }

    fn lacks(&mut self, slots: &[Slot], days: Range<usize>, field: Field) {
        for slot in slots {
            self.give(*slot, days.clone(), What::Lacks(field));
        }
    }

    fn money(&mut self, slot: Slot, day: usize, value: Option<Cents>, field: Field) {
        let what = value.map_or(What::Lacks(field), |m| What::Add(m.0));
        self.give(slot, day..day + 1, what);
    }

    fn index(&self, at: Option<Stamp>) -> Option<usize> {
        self.settings.calendar.index(at?)
    }

    fn span(&self, from: Option<Stamp>, to: Option<Stamp>) -> Range<usize> {
        self.settings.calendar.span(from, to)
    }

    fn created(&mut self) {
        const PLACED: &[Slot] = &[Slot::Created, Slot::AmountCreated];
        const BY_PAYMENT: &[Slot] =
            &[Slot::CreatedPaid, Slot::CreatedUnpaid, Slot::PaidCreated, Slot::ReceivedCreated];
        if self.order.created_at.is_none() {
            let days = self.span(None, self.order.last_event());
            self.lacks(PLACED, days.clone(), Field::CreatedAt);
            return self.lacks(BY_PAYMENT, days, Field::CreatedAt);
        }
        let Some(day) = self.index(self.order.created_at) else { return };
        self.add(Slot::Created, day, 1);
        self.money(Slot::AmountCreated, day, self.order.payable, Field::Payable);
        match self.paid {
            Some(true) => {
                self.add(Slot::CreatedPaid, day, 1);
                self.money(Slot::PaidCreated, day, self.order.paid, Field::Paid);
                self.received(Slot::ReceivedCreated, day);
            }
            // Cash on delivery is owed at the door: nobody waits for it, nobody is reminded.
            Some(false) if self.order.kind == OrderKind::Cod => {}
            Some(false) => self.add(Slot::CreatedUnpaid, day, 1),
            None => self.lacks(BY_PAYMENT, day..day + 1, Field::Status),
        }
        let (order, status) = (self.order, self.order.status);
        let gone =
            matches!(status, Status::PartShipped | Status::Shipped | Status::Delivered | Status::Finished);
        if gone || order.shipped_at.is_some() {
            self.add(Slot::CreatedShipped, day, 1);
        } else if status == Status::Unknown && self.paid != Some(false) && !order.have.has(Field::ShippedAt) {
            self.lacks(&[Slot::CreatedShipped], day..day + 1, Field::Status);
        }
    }

    fn paid(&mut self) {
        const ALL: &[Slot] = &[Slot::Paid, Slot::PaidAmount, Slot::ReceivedPaid];
        let order = self.order;
        if self.paid == Some(false) {
            return;
        }
        if order.paid_at.is_some() {
            let Some(day) = self.index(order.paid_at) else { return };
            self.add(Slot::Paid, day, 1);
            self.money(Slot::PaidAmount, day, order.paid, Field::Paid);
            self.received(Slot::ReceivedPaid, day);
            return;
        }
        // Gifts and the like cost nothing and have no payment.
        if order.paid == Some(Cents(0)) {
            return;
        }
        let before_shipping = order.shipped_at.filter(|_| order.kind != OrderKind::Cod);
        let latest = [before_shipping, order.completed_at].into_iter().flatten().min();
        self.lacks(ALL, self.span(order.created_at, latest), Field::PaidAt);
    }

    /// Paid − refunded, where both are told.
    fn received(&mut self, slot: Slot, day: usize) {
        let what = match (self.order.received_net(), self.tells_refunds()) {
            (None, _) => What::Lacks(Field::Paid),
            (Some(net), true) => What::Add(net.0),
            (Some(net), false) => What::Untold(net.0, Field::Refunded),
        };
        self.give(slot, day..day + 1, what);
    }

    fn tells_refunds(&self) -> bool {
        self.order.have.has(Field::Refunded) || !self.order.refunds.is_empty()
    }

    fn refunds_by_order(&mut self) {
        let Some(day) = self.index(self.order.created_at) else { return };
        let order = self.order;
        let refunded = order.refunded.unwrap_or_default().0;
        if !self.tells_refunds() {
            if self.paid != Some(false) {
                self.untold_refunds(day..day + 1);
            }
        } else if refunded > 0 {
            self.add(Slot::RefundedOrders, day, 1);
            self.add(Slot::RefundAmount, day, refunded);
            let mut done = order.refunds.iter().filter(|r| r.state == RefundState::Success).peekable();
            if done.peek().is_none() || done.any(|r| !r.kind.is_adjustment()) {
                self.add(Slot::Returns, day, 1);
            }
        }
    }

    fn untold_refunds(&mut self, days: Range<usize>) {
        for slot in [Slot::RefundedOrders, Slot::RefundAmount, Slot::Returns] {
            self.give(slot, days.clone(), What::Untold(0, Field::Refunded));
        }
    }

    fn refunds_by_day(&mut self) {
        const ALL: &[Slot] = &[Slot::RefundedOrders, Slot::RefundAmount, Slot::Returns];
        let order = self.order;
        let since = order.paid_at.or(order.created_at);
        if !self.tells_refunds() {
            if self.paid != Some(false) {
                self.untold_refunds(self.span(since, None));
            }
            return;
        }
        let mut dated = 0_i64;
        let mut undated = false;
        let mut counted: Vec<(usize, Slot)> = Vec::new();
        for refund in order.refunds.iter().filter(|r| r.state == RefundState::Success) {
            let Some(at) = refund.done_at else {
                undated = true;
                continue;
            };
            let amount = refund.amount.unwrap_or_default().0;
            // Only compared: beyond all amounts nothing is left undated.
            dated = dated.saturating_add(amount);
            let Some(day) = self.index(Some(at)) else { continue };
            self.money(Slot::RefundAmount, day, refund.amount, Field::Amount);
            // An order counts once on a day.
            let returned = (!refund.kind.is_adjustment()).then_some(Slot::Returns);
            for slot in [Some(Slot::RefundedOrders), returned].into_iter().flatten() {
                if !counted.contains(&(day, slot)) {
                    counted.push((day, slot));
                    self.add(slot, day, 1);
                }
            }
        }
        if undated || order.refunded.unwrap_or_default().0 > dated {
            self.lacks(ALL, self.span(since, None), Field::DoneAt);
        }
    }

    fn shipped(&mut self) {
        let order = self.order;
        if order.shipped_at.is_some() {
            if let Some(day) = self.index(order.shipped_at) {
                self.add(Slot::Shipped, day, 1);
            }
            return;
        }
        let waits =
            matches!(order.status, Status::Paid | Status::RiskHold) || order.kind == OrderKind::Virtual;
        if !order.have.has(Field::ShippedAt) && self.paid != Some(false) && !waits {
            let since = order.paid_at.or(order.created_at);
            self.lacks(&[Slot::Shipped], self.span(since, order.completed_at), Field::ShippedAt);
        }
    }

    /// What still waits, by the newest facts known.
    fn stock(&mut self) {
        let (order, today) = (self.order, self.settings.calendar.today());
        if order.kind == OrderKind::Cod {
            // Paid at the door: never in the queue of the unpaid.
        } else if order.is_called_unpaid_and_paid() {
            self.lacks(&[Slot::Unpaid], today..today + 1, Field::Status);
        } else if order.status == Status::Unpaid && self.paid == Some(false) {
            self.add(Slot::Unpaid, today, 1);
        } else if self.paid.is_none() && order.status == Status::Unknown {
            self.lacks(&[Slot::Unpaid], today..today + 1, Field::Status);
        }
        if order.status == Status::Unknown && self.paid != Some(false) && order.shipped_at.is_none() {
            self.lacks(&[Slot::Unshipped, Slot::Overdue, Slot::NextShip], today..today + 1, Field::Status);
        }
        if is_unshipped(order) || is_planted("unshipped") && order.status.awaits_shipping() {
            self.add(Slot::Unshipped, today, 1);
            let calendar = &self.settings.calendar;
            let (at, next) = (self.settings.scope.now.min(calendar.end()), calendar.next_end());
            match ship_by(order, self.settings.scope) {
                // Nobody tells by when: it may be late.
                Ok(None) => {
                    self.lacks(&[Slot::Overdue, Slot::NextShip], today..today + 1, Field::ShipDue);
                }
                Err(field) => self.lacks(&[Slot::Overdue, Slot::NextShip], today..today + 1, field),
                Ok(Some(due)) => {
                    for (slot, counts) in [(Slot::Overdue, at > due), (Slot::NextShip, due < next)] {
                        if counts {
                            self.add(slot, today, 1);
                        }
                    }
                }
            }
        }
        self.next_refunds(today);
        let open = |state: RefundState| state.is_open();
        let by_items = || order.refunds.is_empty() && order.items.iter().any(|i| open(i.refund_state));
        if order.items_overtaken && by_items() {
            self.lacks(&[Slot::OpenRefunds, Slot::NextRefunds], today..today + 1, Field::RefundState);
        } else if order.refunds.iter().any(|r| open(r.state)) || by_items() {
            self.add(Slot::OpenRefunds, today, 1);
        } else if self.paid != Some(false)
            && order.status != Status::ClosedRefunded
            && order.refunds.is_empty()
            && !order.items.iter().any(|i| i.have.has(Field::RefundState))
        {
            for slot in [Slot::OpenRefunds, Slot::NextRefunds] {
                self.give(slot, today..today + 1, What::Untold(0, Field::RefundState));
            }
        }
    }

    fn next_refunds(&mut self, today: usize) {
        let (due, lacks) = answer_by(self.order, self.settings.scope);
        if due.is_some_and(|due| due < self.settings.calendar.next_end()) {
            self.add(Slot::NextRefunds, today, 1);
        } else if let Some(field) = lacks {
            self.lacks(&[Slot::NextRefunds], today..today + 1, field);
        }
    }
}

/// Whether something of the order has to be shipped.
pub(super) fn is_unshipped(order: &Order) -> bool {
    order.status.awaits_shipping() && due::has_goods_to_ship(order)
}

/// When an order that is unshipped has to leave.
pub(super) fn ship_by(order: &Order, scope: &Scope) -> Result<Option<Stamp>, Field> {
    due::by(Clock::Ship, order, scope).map(|due| due.map(|due| due.at))
}

/// When the first of the order's refunds has to be answered that wait for us; and what another one lacks.
pub(super) fn answer_by(order: &Order, scope: &Scope) -> (Option<Stamp>, Option<Field>) {
    let (mut first, mut lacks) = (None, None);
    for refund in order.refunds.iter().filter(|r| is_ours(r)) {
        match due::refund::of_case(refund, order, scope) {
            Ok(due) => first = [first, due.map(|due| due.at)].into_iter().flatten().min(),
            Err(field) => lacks = Some(field),
        }
    }
    (first, lacks)
}

fn is_ours(refund: &Refund) -> bool {
    refund.state.is_open() && refund.turn() == Some(Owner::Seller)
}
