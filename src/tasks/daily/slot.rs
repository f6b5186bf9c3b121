//! The names under which slots are kept: a slot that comes in between moves the others' places, but not their names.

use super::count::{SLOTS, Slot};
use std::collections::HashMap;
use std::sync::LazyLock;

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
