//! What the rules about refunds share: which orders they look at, and the most urgent of an order's cases.

use super::due::{Due, of_case};
use super::{Hit, Verdict};
use crate::model::Owner;
use crate::model::{Field, Fields, Severity, Status};
use crate::records::{Order, Refund};
use crate::rules::Scope;
use crate::rules::arena::Facts;

/// Everything that decides about a case.
pub(super) const READS: Fields = Fields::of(&[
    Field::RefundNo,
    Field::RefundState,
    Field::RefundKind,
    Field::Reason,
    Field::AppliedAt,
    Field::DueAt,
    Field::DoneAt,
    Field::BackAt,
    Field::BackSignedAt,
    Field::GoodsState,
    Field::BackTrackingNo,
    Field::PlatformStep,
    Field::Phase,
    Field::Amount,
    Field::Status,
    Field::ShippedAt,
]);

/// An order that has refund cases, or may have some that we were not told of.
pub(super) fn may_have(order: &Order) -> bool {
    !order.refunds.is_empty() || order.status.is_paid() || order.status == Status::Unknown
}

/// Asks about every case; of several hits the most urgent stands for the order.
pub(super) fn worst(order: &Order, look: impl Fn(&Refund) -> Verdict) -> Verdict {
    let mut best: Option<Hit> = None;
    let mut lacks = None;
    let key = |hit: &Hit| (hit.severity, hit.due.as_ref().map_or(i64::MAX, |due| due.at.0));
    for refund in &order.refunds {
        match look(refund) {
            Verdict::Clean | Verdict::Older => {}
            Verdict::Skipped(field) => lacks = lacks.or(Some(field)),
            Verdict::Hit(hit) => {
                if best.as_ref().is_none_or(|known| key(&hit) < key(known)) {
                    best = Some(hit);
                }
            }
        }
    }
    match (best, lacks) {
        (Some(hit), _) => Verdict::Hit(hit),
        (None, Some(field)) => Verdict::Skipped(field),
        (None, None) => Verdict::Clean,
    }
}

/// Asks about the cases whose turn is ours: with their deadline, and the seconds until it (negative: since it).
pub(super) fn ours(order: &Order, scope: &Scope, look: impl Fn(&Refund, Due, i64) -> Verdict) -> Verdict {
    worst(order, |refund| {
        if refund.turn() != Some(Owner::Seller) {
            return Verdict::Clean;
        }
        match of_case(refund, order, scope) {
            Err(field) => Verdict::Skipped(field),
            Ok(None) => Verdict::Clean,
            Ok(Some(due)) => {
                let left = due.at.0 - scope.now.0;
                look(refund, due, left)
            }
        }
    })
}

/// A hit on one case: its number stands in the sentence.
pub(super) fn hit(severity: Severity, refund: &Refund, number: i64) -> Hit {
    let facts = Facts::numbers(number, 0).with(refund.refund_no.as_str());
    Hit::new(severity).item(&refund.item_no).facts(facts)
}

#[cfg(test)]
pub(super) mod testing {
    use super::super::testing::{CREATED, order};
    use crate::model::{RefundKind, RefundState, Stamp};
    use crate::records::{Order, Refund};

    /// A case applied for when the order was placed.
    pub(in super::super) fn case(state: RefundState, kind: RefundKind) -> Refund {
        Refund { refund_no: "77".into(), state, kind, applied_at: Some(Stamp(CREATED)), ..Refund::default() }
    }

    pub(in super::super) fn with(refund: Refund) -> Order {
        Order { refunds: vec![refund], ..order() }
    }

    /// A case that the seller has to answer so many seconds after the order was placed.
    pub(in super::super) fn due_in(seconds: i64) -> Order {
        let refund = case(RefundState::Requested, RefundKind::RefundOnly);
        with(Refund { due_at: Some(Stamp(CREATED + seconds)), ..refund })
    }
}
