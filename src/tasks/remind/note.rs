//! Which contacts may be written down: a reminder counts only where the order was unpaid when the buyer was reminded.

use crate::model::time::DAY;
use crate::model::{Stamp, Status};
use crate::records::Order;

/// Why a reminder is not written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has been paid, at a known time or not: that the reminder came first has to be said.
    Paid(Option<Stamp>),
    /// It was paid before the reminder.
    PaidBefore(Stamp),
    /// It is neither unpaid nor paid: closed, or nobody knows.
    NotUnpaid(Status),
    /// There was no order yet.
    NotYet(Stamp),
}

/// What somebody says of a reminder.
#[derive(Clone, Copy, Debug, Default)]
pub struct ReminderClaim {
    /// When the buyer was reminded; `None`: a moment ago.
    pub at: Option<Stamp>,
    /// The buyer has paid since.
    pub paid: bool,
}

/// Whether a reminder about the order, as it is known now, may be written down.
///
/// An unpaid order always. A paid one where somebody says that it was paid since, and the payment is not older than
/// a day, or where the reminder's own time is before the payment. A closed one only by the reminder's own time.
pub fn may_note(order: &Order, said: ReminderClaim, now: Stamp) -> Result<(), Refusal> {
    if let (Some(at), Some(created)) = (said.at, order.created_at)
        && at < created
    {
        return Err(Refusal::NotYet(created));
    }
    if order.status == Status::Unpaid {
        return Ok(());
    }
    if order.paid_at.is_none() && !order.status.is_paid() {
        // Of a closed order nobody knows when it closed.
        return if said.at.is_some() && !said.paid { Ok(()) } else { Err(Refusal::NotUnpaid(order.status)) };
    }
    match (said.at, order.paid_at) {
        (Some(at), Some(paid)) if at < paid => Ok(()),
        (Some(_), Some(paid)) => Err(Refusal::PaidBefore(paid)),
        (None, Some(paid)) if said.paid && now.0 - paid.0 > DAY => Err(Refusal::PaidBefore(paid)),
        (_, paid) if !said.paid => Err(Refusal::Paid(paid)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{CREATED, order};

    const NOON: i64 = CREATED + 3600;

    fn of(
        status: Status,
        paid_at: Option<i64>,
        at: Option<i64>,
        paid: bool,
        now: i64,
    ) -> Result<(), Refusal> {
        let order =
            Order { status, paid_at: paid_at.map(Stamp), created_at: Some(Stamp(CREATED)), ..order() };
        may_note(&order, ReminderClaim { at: at.map(Stamp), paid }, Stamp(now))
    }

    #[test]
    fn unpaid_orders_are_reminded() {
        assert_eq!(of(Status::Unpaid, None, None, false, NOON), Ok(()));
        assert_eq!(of(Status::Unpaid, None, Some(CREATED), true, NOON), Ok(()));
        let early = of(Status::Unpaid, None, Some(CREATED - 1), false, NOON);
        assert_eq!(early, Err(Refusal::NotYet(Stamp(CREATED))));
    }

    #[test]
    fn a_payment_has_to_follow_the_reminder() {
        let paid = |at, says, now| of(Status::Paid, Some(NOON), at, says, now);
        assert_eq!(paid(None, false, NOON + 300), Err(Refusal::Paid(Some(Stamp(NOON)))));
        assert_eq!(paid(None, true, NOON + 300), Ok(()), "reminded, paid, written down");
        assert_eq!(paid(None, true, NOON + DAY), Ok(()));
        assert_eq!(paid(None, true, NOON + DAY + 1), Err(Refusal::PaidBefore(Stamp(NOON))));
        assert_eq!(paid(Some(NOON - 1), false, NOON + 9 * DAY), Ok(()), "the times tell");
        assert_eq!(paid(Some(NOON), true, NOON + 1), Err(Refusal::PaidBefore(Stamp(NOON))));
        // Refunded since, and paid all the same.
        assert_eq!(of(Status::ClosedRefunded, Some(NOON), None, true, NOON + 1), Ok(()));
        let untimed = |at, says| of(Status::Finished, None, at, says, NOON);
        assert_eq!(untimed(None, false), Err(Refusal::Paid(None)));
        assert_eq!(untimed(Some(CREATED), false), Err(Refusal::Paid(None)));
        assert_eq!(untimed(None, true), Ok(()));
    }

    #[test]
    fn a_closed_order_needs_the_reminders_time() {
        let closed = |at, says| of(Status::ClosedUnpaid, None, at, says, NOON);
        assert_eq!(closed(None, false), Err(Refusal::NotUnpaid(Status::ClosedUnpaid)));
        assert_eq!(closed(Some(CREATED), false), Ok(()));
        assert_eq!(
            closed(Some(CREATED), true),
            Err(Refusal::NotUnpaid(Status::ClosedUnpaid)),
            "it never was"
        );
        assert_eq!(of(Status::Unknown, None, None, true, NOON), Err(Refusal::NotUnpaid(Status::Unknown)));
    }
}
