//! What follows from the values of a row together: the paid amount before refunds, and what a closed order is.

use crate::layouts::Layout;
use crate::model::{Cents, Field, Fields, OrderKind, RefundState, Status};
use crate::records::{Item, Order};

pub(super) fn order(layout: &Layout, have: Fields, order: &mut Order) {
    if layout.trusted {
        return;
    }
    order.paid = before_refunds(order.paid, order.refunded, order.payable);
    // Without the column nobody knows whether it was paid.
    if !have.has(Field::Status) && layout.status_from_payment && have.has(Field::PaidAt) {
        order.status = status_from_payment(order);
        // An order that was paid and kept may be anywhere: the export offers no status for it.
        if order.status != Status::Unknown {
            order.have.add(Field::Status);
        }
    }
    if layout.paid_in_full {
        order.paid = in_full(have, order);
        order.have.add(Field::Paid);
    }
    // To be paid at the door: its payment tells nothing of how far it has come, its shipping does.
    if order.kind == OrderKind::Cod && order.status == Status::Unpaid && order.shipped_at.is_some() {
        order.status = Status::Shipped;
        let waiting = order.items.iter_mut().filter(|i| i.status == Status::Unpaid);
        waiting.for_each(|i| i.status = Status::Shipped);
    }
    if order.status == Status::Closed {
        order.status = closed(have, order);
    }
    // Wholly refunded, says the platform; how much that is, only another column would.
    let wholly = !layout.part_refunds || (order.shipped_at.is_none() && order.tracking_no.is_empty());
    if order.status == Status::ClosedRefunded && wholly && order.refunded.is_none() && order.paid.is_some() {
        order.refunded = order.paid;
        order.have.add(Field::Refunded);
    }
}

/// What was paid, where the export only tells whether: everything or nothing. `None`: not even that is told.
fn in_full(have: Fields, order: &Order) -> Option<Cents> {
    // An order on hold, or to be paid on delivery, may be unpaid still.
    let open = order.status == Status::RiskHold
        || (order.kind == OrderKind::Cod
            && !matches!(order.status, Status::Finished | Status::ClosedRefunded));
    let was_paid = match order.status {
        Status::Unpaid | Status::ClosedUnpaid => false,
        _ if open && have.has(Field::PaidAt) => order.paid_at.is_some(),
        s if s.is_paid() || s == Status::ClosedRefunded => true,
        Status::PartPaid => return None,
        // Nobody asks for money that was never paid, whatever cell is empty.
        Status::Closed if order.paid_at.is_none() && asked_back(order) => return None,
        // An unknown word, and a time that some exports leave out.
        Status::Unknown if order.paid_at.is_none() => return None,
        _ if have.has(Field::PaidAt) => order.paid_at.is_some(),
        _ => return None,
    };
    if was_paid { order.paid.or(order.payable) } else { Some(Cents(0)) }
}

/// Some exports write the paid amount after refunds: then paid + refunded is what was payable.
fn before_refunds(paid: Option<Cents>, refunded: Option<Cents>, payable: Option<Cents>) -> Option<Cents> {
    match (paid, refunded, payable) {
        (Some(paid), Some(refunded), Some(payable))
            if refunded.0 > 0 && paid.checked_add(refunded) == Some(payable) =>
        {
            Some(payable)
        }
        _ => paid,
    }
}

fn status_from_payment(order: &Order) -> Status {
    if order.paid_at.is_none() {
        return Status::Unpaid;
    }
    match (order.paid, order.refunded) {
        (Some(paid), Some(refunded)) if refunded.0 > 0 && refunded >= paid => Status::ClosedRefunded,
        _ => Status::Unknown,
    }
}

/// Somebody asked for a refund of one of its items.
fn asked_back(order: &Order) -> bool {
    order.items.iter().any(|i| !matches!(i.refund_state, RefundState::None | RefundState::Unknown))
}

/// What a closed order is, once all that is known of it has come together: its row may tell of no money, while its items
/// or refunds do.
pub(crate) fn closed_by_all(order: &mut Order) {
    let has_money = || order.paid.is_some_and(|paid| paid.0 > 0) || order.paid_at.is_some();
    let open_to_doubt = match order.status {
        Status::Closed => true,
        Status::ClosedUnpaid => has_money(),
        _ => false,
    };
    if open_to_doubt {
        order.status = closed(order.have, order);
    }
}

/// Never paid, paid and wholly refunded, or neither to be told.
fn closed(have: Fields, order: &Order) -> Status {
    let paid = order.paid.unwrap_or_default().0;
    let refunded = order.refunded.unwrap_or_default().0;
    // Of an order of which it is not told what was paid, at most what was to be paid.
    let all_paid = order.paid.or(order.payable);
    let wholly = refunded > 0 && all_paid.is_some_and(|all| refunded >= all.0);
    if !have.has(Field::PaidAt) && order.paid.is_none() && !asked_back(order) {
        return if wholly { Status::ClosedRefunded } else { Status::Closed };
    }
    let was_paid = order.paid_at.is_some() || (!have.has(Field::PaidAt) && paid > 0) || asked_back(order);
    if !was_paid && refunded == 0 {
        return if paid == 0 { Status::ClosedUnpaid } else { Status::Closed };
    }
    // An empty cell of a refund column says that nothing was refunded.
    if have.has(Field::Refunded) {
        return if wholly { Status::ClosedRefunded } else { Status::Closed };
    }
    // Without a refund column: money that never reached the shop, or the platform's own words.
    let nothing_kept = have.has(Field::Received) && order.received == Some(Cents(0));
    let all_back =
        !order.items.is_empty() && order.items.iter().all(|i| i.refund_state == RefundState::Success);
    if nothing_kept || all_back || order.close_reason.contains("退款") {
        Status::ClosedRefunded
    } else {
        Status::Closed
    }
}

pub(super) fn item(item: &mut Item) {
    item.paid = before_refunds(item.paid, item.refunded, item.payable);
    if item.status != Status::Closed {
        return;
    }
    let paid = item.paid.unwrap_or_default().0;
    let never_paid = item.paid_at.is_none() && paid == 0 && item.have.has(Field::PaidAt);
    item.status = if item.refund_state == RefundState::Success {
        Status::ClosedRefunded
    } else if never_paid && item.refunded.is_none_or(|r| r.0 == 0) {
        Status::ClosedUnpaid
    } else if item.refunded.is_some_and(|r| r.0 > 0 && r.0 >= paid) {
        Status::ClosedRefunded
    } else {
        Status::Closed
    };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Stamp;

    fn layout() -> Layout {
        Layout::parse(crate::layouts::text_of("taobao-orders").expect("built in")).expect("parses")
    }

    fn derived(change: impl Fn(&mut Order)) -> Order {
        let mut o = Order {
            status: Status::Closed,
            payable: Some(Cents(10_000)),
            paid: Some(Cents(0)),
            refunded: Some(Cents(0)),
            ..Order::default()
        };
        change(&mut o);
        let mut have = Fields::of(&[Field::Status, Field::PaidAt, Field::Received]);
        if o.refunded != Some(Cents(-1)) {
            have.add(Field::Refunded);
        }
        o.refunded = o.refunded.filter(|r| r.0 >= 0);
        order(&layout(), have, &mut o);
        o
    }

    #[test]
    fn closed_orders_are_told_apart() {
        let paid = |o: &mut Order| {
            o.paid = Some(Cents(10_000));
            o.paid_at = Some(Stamp(1));
        };
        assert_eq!(derived(|_| ()).status, Status::ClosedUnpaid);
        assert_eq!(derived(paid).status, Status::Closed);
        let refunded = |cents| {
            derived(move |o| {
                paid(o);
                o.refunded = Some(Cents(cents));
            })
            .status
        };
        assert_eq!(refunded(10_000), Status::ClosedRefunded);
        assert_eq!(refunded(9_999), Status::Closed);
        let empty = derived(|o| {
            paid(o);
            o.refunded = None;
            o.received = Some(Cents(0));
        });
        assert_eq!(empty.status, Status::Closed, "an empty cell is no refund");
    }

    #[test]
    fn a_refund_counts_against_what_was_to_be_paid_where_nobody_tells_what_was_paid() {
        let of = |refunded: i64, payable: Option<i64>| {
            let change = |o: &mut Order| {
                o.paid = None;
                o.paid_at = Some(Stamp(1));
                o.payable = payable.map(Cents);
                o.refunded = Some(Cents(refunded));
            };
            derived(change).status
        };
        assert_eq!(of(10_000, Some(10_000)), Status::ClosedRefunded);
        assert_eq!(of(100, Some(10_000)), Status::Closed, "the rest may be the shop's");
        assert_eq!(of(100, None), Status::Closed);
    }

    #[test]
    fn without_a_refund_column_the_payout_or_the_reason_tells() {
        let of = |received: Option<i64>, reason: &str| {
            derived(|o| {
                o.paid = Some(Cents(10_000));
                o.paid_at = Some(Stamp(1));
                o.refunded = Some(Cents(-1)); // no such column
                o.received = received.map(Cents);
                o.close_reason = reason.into();
            })
            .status
        };
        assert_eq!(of(Some(0), ""), Status::ClosedRefunded);
        assert_eq!(of(None, "退款"), Status::ClosedRefunded);
        assert_eq!(of(None, ""), Status::Closed);
    }

    #[test]
    fn paid_is_what_was_paid_before_refunds() {
        let paid = |paid: i64, refunded: i64| {
            derived(|o| {
                o.status = Status::Finished;
                o.paid = Some(Cents(paid));
                o.refunded = Some(Cents(refunded));
            })
            .paid
        };
        assert_eq!(paid(6_000, 4_000), Some(Cents(10_000)));
        assert_eq!(paid(6_000, 3_999), Some(Cents(6_000)));
        assert_eq!(paid(10_000, 0), Some(Cents(10_000)));
    }

    fn in_full_of(text: &str, change: impl Fn(&mut Order)) -> (Option<Cents>, Option<Cents>) {
        let layout = Layout::parse(crate::layouts::text_of(text).expect("built in")).expect("parses");
        let mut o = Order { payable: Some(Cents(5_000)), ..Order::default() };
        change(&mut o);
        order(&layout, Fields::of(&[Field::Status, Field::PaidAt, Field::Payable]), &mut o);
        (o.paid, o.refunded)
    }

    #[test]
    fn what_is_on_hold_or_paid_on_delivery_may_be_unpaid() {
        let of = |status, kind, paid_at: Option<i64>| {
            in_full_of("jd-orders", |o| {
                (o.status, o.kind, o.paid_at) = (status, kind, paid_at.map(Stamp));
            })
            .0
        };
        let (none, all) = (Some(Cents(0)), Some(Cents(5_000)));
        assert_eq!(of(Status::RiskHold, OrderKind::Normal, None), none);
        assert_eq!(of(Status::RiskHold, OrderKind::Normal, Some(1)), all);
        assert_eq!(of(Status::Shipped, OrderKind::Cod, None), none);
        assert_eq!(of(Status::Finished, OrderKind::Cod, None), all);
        assert_eq!(of(Status::Shipped, OrderKind::Normal, None), all, "the status tells");
        assert_eq!(of(Status::Unknown, OrderKind::Normal, None), None, "nothing tells");
        assert_eq!(of(Status::Unknown, OrderKind::Normal, Some(1)), all);
    }

    #[test]
    fn a_refund_that_may_be_partial_has_no_amount_once_goods_were_sent() {
        let of = |layout, shipped: Option<i64>| {
            in_full_of(layout, |o| {
                (o.status, o.paid_at, o.shipped_at) =
                    (Status::ClosedRefunded, Some(Stamp(1)), shipped.map(Stamp));
            })
            .1
        };
        assert_eq!(of("pdd-orders", None), Some(Cents(5_000)));
        assert_eq!(of("pdd-orders", Some(2)), None);
        assert_eq!(of("jd-orders", Some(2)), Some(Cents(5_000)));
    }
}
