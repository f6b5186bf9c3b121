//! Two kinds tell one fact of an order, and tell it differently: the one whose export is surely newer speaks.

use crate::model::plant::is_planted;
use crate::model::{Cents, Field, RefundState, Stamp, Status};
use crate::records::{Item, Order};

/// Whether it matters how new the facts of the order and of what belongs to it are.
pub fn is_contested(order: &Order) -> bool {
    contests_refunds(order)
        || is_collected(order)
        || order.items.iter().any(|i| i.seen.last.is_some()) && items_differ(order)
}

/// Lets the newer speak. Comes before the order is completed: what it says itself is its own export's word.
pub fn let_newer_speak(order: &mut Order) {
    if is_planted("ages") {
        return;
    }
    order.contested = true;
    if is_collected(order) {
        send_off(order);
    }
    if contests_refunds(order) {
        end_refunds(order);
        take_refunded(order);
    }
    let newer = |item: &Item| order.seen.overtakes(&item.seen, Field::Status);
    order.items_overtaken = items_differ(order) && order.items.iter().all(newer);
}

/// The carrier has what the order's export still calls unshipped. Of several items nobody knows whether all left.
fn is_collected(order: &Order) -> bool {
    order.status == Status::Paid
        && order.items.len() <= 1
        && order.parcels.iter().any(|parcel| parcel.journey.is_collected())
}

/// What the carrier scanned after the order's own export was made.
fn send_off(order: &mut Order) {
    let Some(seen) = order.seen.last else { return };
    let scans = order.parcels.iter().filter(|parcel| parcel.journey.is_collected());
    let since = |at: &Option<Stamp>| at.is_some_and(|at| at > seen);
    if scans.clone().any(|parcel| since(&parcel.journey.at.max(parcel.journey.signed_at))) {
        order.status = Status::Shipped;
        if order.parcels.iter().all(|parcel| parcel.shipped_at.is_none()) {
            let picked = scans.filter_map(|parcel| parcel.journey.picked_at).min();
            order.shipped_at = order.shipped_at.or(picked);
        }
    }
}

/// The order tells of money that its refunds don't, or they of some that it doesn't.
fn contests_refunds(order: &Order) -> bool {
    if order.refunds.is_empty() {
        return false;
    }
    let open = order.refunds.iter().any(|r| r.state.is_open());
    let told = order.refunded.unwrap_or_default().0 > 0 || order.status == Status::ClosedRefunded;
    open && told || order.have.has(Field::Refunded) && paid_back(order) > order.refunded.unwrap_or_default().0
}

/// What the refunds say was paid back, as far as they tell amounts.
fn paid_back(order: &Order) -> i64 {
    let done = order.refunds.iter().filter(|r| r.state == RefundState::Success);
    done.filter_map(|r| r.amount).fold(0, |all, amount| all.saturating_add(amount.0))
}

/// Open refunds of which a newer export of the order says that they were paid. An order that shows nothing paid back ends
/// none, and where the amounts fit several nobody can say which.
fn end_refunds(order: &mut Order) {
    let order_seen = order.seen;
    let closed = order.status == Status::ClosedRefunded;
    let left = order.refunded.map_or(0, |refunded| refunded.0.saturating_sub(paid_back(order)));
    let open = order.refunds.iter().filter(|r| r.state.is_open());
    let all = open.clone().try_fold(0_i64, |all, r| all.checked_add(r.amount?.0));
    let fitting = open.filter(|r| r.amount == Some(Cents(left))).count();
    for refund in order.refunds.iter_mut().filter(|r| r.state.is_open()) {
        let by_amount = left > 0
            && order_seen.overtakes(&refund.seen, Field::Refunded)
            && (all.is_some_and(|all| left >= all) || fitting == 1 && refund.amount == Some(Cents(left)));
        if by_amount || closed && order_seen.overtakes(&refund.seen, Field::Status) {
            refund.state = RefundState::Success;
            refund.done_by_order = true;
        }
    }
}

/// Refunds that were paid after the order's own export count for the order too.
fn take_refunded(order: &mut Order) {
    let Some(told) = order.refunded.filter(|_| order.have.has(Field::Refunded)) else { return };
    let since = |at| order.seen.last.is_some_and(|seen| at > seen);
    let newer = order.refunds.iter().any(|r| {
        r.state == RefundState::Success
            && !r.done_by_order
            && (r.done_at.is_some_and(since) || r.seen.overtakes(&order.seen, Field::RefundState))
    });
    let paid_back = paid_back(order);
    if newer && paid_back > told.0 {
        order.refunded = Some(Cents(paid_back));
    }
}

/// Items and their order are in another state, or of another amount.
fn items_differ(order: &Order) -> bool {
    if order.items.is_empty() {
        return false;
    }
    let parts = order.items.iter().map(|i| i.status);
    let states = order.items.iter().all(|i| i.have.has(Field::Status) && i.status != Status::Unknown)
        && order.status != Status::Unknown
        && Status::of_parts(parts) != order.status;
    let paid = order.items.iter().try_fold(0_i64, |all, i| all.checked_add(i.paid?.0));
    states || paid.zip(order.paid).is_some_and(|(items, own)| items != own.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Fields;
    use crate::records::{Refund, Seen};

    const HOUR: i64 = 3600;

    /// An order of which an export of `hours` after its refunds' says so.
    fn order(hours: i64, status: Status, refunded: i64, refunds: &[(i64, RefundState)]) -> Order {
        let seen = Seen::at(Some(Stamp(0)));
        let refunds = refunds.iter().map(|(amount, state)| Refund {
            amount: Some(Cents(*amount)),
            state: *state,
            seen,
            ..Refund::default()
        });
        let mut order = Order {
            status,
            refunded: Some(Cents(refunded)),
            refunds: refunds.collect(),
            have: Fields::of(&[Field::Status, Field::Refunded]),
            seen: Seen::at(Some(Stamp(hours * HOUR))),
            ..Order::default()
        };
        let_newer_speak(&mut order);
        order
    }

    #[test]
    fn a_newer_order_ends_what_it_says_was_paid() {
        use RefundState::{Requested, Success};
        let states = |order: &Order| order.refunds.iter().map(|r| r.state).collect::<Vec<_>>();
        for (hours, status, refunded, refunds, expected) in [
            (3, Status::Paid, 59, vec![(59, Requested)], vec![Success]),
            (2, Status::Paid, 59, vec![(59, Requested)], vec![Requested]),
            (3, Status::Paid, 0, vec![(59, Requested)], vec![Requested]),
            (3, Status::ClosedRefunded, 0, vec![(59, Requested)], vec![Success]),
            (3, Status::Paid, 59, vec![(59, Success), (59, Requested)], vec![Success, Requested]),
            (3, Status::Paid, 20, vec![(20, Requested), (39, Requested)], vec![Success, Requested]),
            (3, Status::Paid, 20, vec![(20, Requested), (20, Requested)], vec![Requested, Requested]),
            (3, Status::Paid, 40, vec![(20, Requested), (20, Requested)], vec![Success, Success]),
        ] {
            let told = order(hours, status, refunded, &refunds);
            assert_eq!(states(&told), expected, "{hours} h, {status:?}, {refunded}, {refunds:?}");
            assert!(told.refunds.iter().zip(&refunds).all(|(r, was)| r.done_by_order == (r.state != was.1)));
        }
    }

    #[test]
    fn a_newer_refund_counts_for_its_order() {
        use RefundState::Success;
        assert_eq!(order(-3, Status::Paid, 0, &[(59, Success)]).refunded, Some(Cents(59)));
        assert_eq!(order(3, Status::Paid, 0, &[(59, Success)]).refunded, Some(Cents(0)));
    }
}
