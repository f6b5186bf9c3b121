//! What is counted and summed up, and the names under which it is kept: a slot that comes in between moves the others'
//! places, but not their names.

use super::tally::SlotTally;
use std::collections::HashMap;
use std::sync::LazyLock;

/// What is summed up for each day. Standing stock lies on the report's own day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Slot {
    Created,
    AmountCreated,
    CreatedPaid,
    CreatedUnpaid,
    /// For the funnel: of the orders created, those that left the warehouse.
    CreatedShipped,
    PaidCreated,
    ReceivedCreated,
    Paid,
    PaidAmount,
    ReceivedPaid,
    RefundedOrders,
    RefundAmount,
    /// Orders with a refund that is more than a correction of the price.
    Returns,
    Shipped,
    Unpaid,
    Unshipped,
    OpenRefunds,
    Overdue,
    /// Unshipped, and to leave before the next day ends.
    NextShip,
    /// Our turn, and to be answered before the next day ends.
    NextRefunds,
    Reminders,
    RemindPromised,
    RemindRefused,
    RemindNoAnswer,
    RemindSaidPaid,
    RemindNoResult,
    RemindSkipped,
    RemindedOrders,
    RemindedPaid,
    /// Reminded orders that may still be paid in time, or were as far as is known.
    RemindedOpen,
    /// Reminded orders of which the data don't tell whether and when they were paid.
    RemindedUnknown,
    ReviewsNew,
    ReviewsNegative,
    ReviewsNeutral,
    ReviewsSuspected,
    ReviewsFollowed,
    ReviewsReplied,
    ReviewsWaiting,
    CasesOpened,
    CasesClosed,
    CasesOpen,
    PromisesOverdue,
    DisputesOpen,
    Problems,
    NextPromises,
    NextCases,
    NextLeads,
}

pub(super) const SLOTS: usize = Slot::NextLeads as usize + 1;

/// Where a figure comes from, and so how far it reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// Exports of orders.
    Orders,
    /// Exports of refunds, where there are any; else those of orders.
    Refunds,
    /// Exports of reviews.
    Reviews,
    /// What the team wrote down: known up to now.
    Records,
}

impl Slot {
    /// Its sum of a day.
    #[expect(
        clippy::indexing_slicing,
        reason = "there are as many sums as the number of the last slot asks for"
    )]
    pub(super) fn of(self, day: &[SlotTally; SLOTS]) -> &SlotTally {
        &day[self as usize]
    }

    /// The same, to be added to.
    #[expect(
        clippy::indexing_slicing,
        reason = "there are as many sums as the number of the last slot asks for"
    )]
    pub(super) fn of_mut(self, day: &mut [SlotTally; SLOTS]) -> &mut SlotTally {
        &mut day[self as usize]
    }

    /// What waits at the end of the report's day, by the newest facts of orders.
    pub(super) fn is_standing(self) -> bool {
        (Slot::Unpaid as usize..=Slot::NextRefunds as usize).contains(&(self as usize))
    }

    pub fn family(self) -> Family {
        use Slot::{NextRefunds, OpenRefunds, RefundAmount, RefundedOrders, Returns};
        match self as usize {
            _ if matches!(self, RefundedOrders | RefundAmount | Returns | OpenRefunds | NextRefunds) => {
                Family::Refunds
            }
            slot if slot < Slot::Reminders as usize => Family::Orders,
            slot if slot < Slot::ReviewsNew as usize => Family::Records,
            slot if slot < Slot::CasesOpened as usize => Family::Reviews,
            _ => Family::Records,
        }
    }
}

/// In the order of the variants. A name never changes its meaning; a slot whose meaning changes gets another name.
const ALL: [(Slot, &str); SLOTS] = [
    (Slot::Created, "created"),
    (Slot::AmountCreated, "amount_created"),
    (Slot::CreatedPaid, "created_paid"),
    (Slot::CreatedUnpaid, "created_unpaid"),
    (Slot::CreatedShipped, "created_shipped"),
    (Slot::PaidCreated, "paid_created"),
    (Slot::ReceivedCreated, "received_created"),
    (Slot::Paid, "paid"),
    (Slot::PaidAmount, "paid_amount"),
    (Slot::ReceivedPaid, "received_paid"),
    (Slot::RefundedOrders, "refunded_orders"),
    (Slot::RefundAmount, "refund_amount"),
    (Slot::Returns, "returns"),
    (Slot::Shipped, "shipped"),
    (Slot::Unpaid, "unpaid"),
    (Slot::Unshipped, "unshipped"),
    (Slot::OpenRefunds, "open_refunds"),
    (Slot::Overdue, "overdue"),
    (Slot::NextShip, "next_ship"),
    (Slot::NextRefunds, "next_refunds"),
    (Slot::Reminders, "reminders"),
    (Slot::RemindPromised, "remind_promised"),
    (Slot::RemindRefused, "remind_refused"),
    (Slot::RemindNoAnswer, "remind_no_answer"),
    (Slot::RemindSaidPaid, "remind_said_paid"),
    (Slot::RemindNoResult, "remind_no_result"),
    (Slot::RemindSkipped, "remind_skipped"),
    (Slot::RemindedOrders, "reminded_orders"),
    (Slot::RemindedPaid, "reminded_paid"),
    (Slot::RemindedOpen, "reminded_open"),
    (Slot::RemindedUnknown, "reminded_unknown"),
    (Slot::ReviewsNew, "reviews_new"),
    (Slot::ReviewsNegative, "reviews_negative"),
    (Slot::ReviewsNeutral, "reviews_neutral"),
    (Slot::ReviewsSuspected, "reviews_suspected"),
    (Slot::ReviewsFollowed, "reviews_followed"),
    (Slot::ReviewsReplied, "reviews_replied"),
    (Slot::ReviewsWaiting, "reviews_waiting"),
    (Slot::CasesOpened, "cases_opened"),
    (Slot::CasesClosed, "cases_closed"),
    (Slot::CasesOpen, "cases_open"),
    (Slot::PromisesOverdue, "promises_overdue"),
    (Slot::DisputesOpen, "disputes_open"),
    (Slot::Problems, "problems"),
    (Slot::NextPromises, "next_promises"),
    (Slot::NextCases, "next_cases"),
    (Slot::NextLeads, "next_leads"),
];

static BY_NAME: LazyLock<HashMap<&str, Slot>> =
    LazyLock::new(|| ALL.iter().map(|(slot, name)| (*name, *slot)).collect());

impl Slot {
    pub(super) fn name(self) -> &'static str {
        ALL.get(self as usize).map_or("", |known| known.1)
    }

    pub(super) fn by_name(name: &str) -> Option<Slot> {
        BY_NAME.get(name).copied()
    }

    /// The slot at a place among all of them.
    pub(super) fn at(index: usize) -> Option<Slot> {
        ALL.get(index).map(|known| known.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_slot_has_its_own_name_and_is_found_by_it() {
        for (index, (slot, name)) in ALL.iter().enumerate() {
            assert_eq!(*slot as usize, index, "the names stand in another order than the variants");
            assert_eq!(Slot::by_name(name), Some(*slot));
        }
        assert_eq!(BY_NAME.len(), SLOTS);
    }
}
