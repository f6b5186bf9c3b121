//! Everything a rule may know beside the records: the clock, the zone, the thresholds.

use crate::model::time::{DAY, HOUR};
use crate::model::{Cents, Stamp, Zone};
use crate::records::Order;

/// Half open: `since ≤ t < until`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    pub since: Option<Stamp>,
    pub until: Option<Stamp>,
}

impl Window {
    pub fn holds(&self, at: Option<Stamp>) -> bool {
        match at {
            None => self.since.is_none() && self.until.is_none(),
            Some(t) => self.since.is_none_or(|s| s <= t) && self.until.is_none_or(|u| t < u),
        }
    }
}

/// The numbers that rules compare with; each can be set in the config, for all shops or for one.
/// Durations in seconds, amounts in cents. Every comparison is `≥`.
#[derive(Clone, Debug, PartialEq)]
pub struct Thresholds {
    /// First reminder; `None` = min(12 h, half of the platform's closing window).
    pub unpaid_after: Option<i64>,
    pub closing_soon: i64,
    pub high_value: Cents,
    pub odd_quantity: i64,
    pub ship_soon: i64,
    pub stale_paid: i64,
    /// Orders of one buyer within this time may be one purchase made twice.
    pub twin_window: i64,
    /// A paid unit price under this share of the list price, in percent.
    pub odd_price_percent: i64,
    pub odd_price: Cents,
    /// Amounts that differ by less are the same: platforms round.
    pub amount_tolerance: Cents,
    pub cod_unconfirmed: i64,
    pub stale_data: i64,
    /// A shop's own clocks; they go before the platform's.
    pub ship_within: Option<i64>,
    pub close_after: Option<i64>,
    pub refund_answer: Option<i64>,
    /// A refund that waits for us this long before its deadline is urgent.
    pub refund_soon: i64,
}

impl Thresholds {
    /// Whether one amount is more than another by what is worth somebody's work.
    pub(super) fn exceeds(&self, more: Cents, less: Cents) -> bool {
        more.0.saturating_sub(less.0) >= self.amount_tolerance.0.max(1)
    }
}

impl Default for Thresholds {
    fn default() -> Self {
        Thresholds {
            unpaid_after: None,
            closing_soon: 2 * HOUR,
            high_value: Cents(200_000),
            odd_quantity: 20,
            ship_soon: 6 * HOUR,
            stale_paid: 24 * HOUR,
            twin_window: 24 * HOUR,
            odd_price_percent: 50,
            odd_price: Cents(10),
            amount_tolerance: Cents(5),
            cod_unconfirmed: 2 * HOUR,
            stale_data: 24 * HOUR,
            ship_within: None,
            close_after: None,
            refund_answer: None,
            refund_soon: 12 * HOUR,
        }
    }
}

/// What a run looks at, and when it is.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    pub now: Stamp,
    /// The shop's zone: for calendar days and for printing.
    pub zone: Zone,
    pub common: Thresholds,
    /// (platform, shop, thresholds); an empty platform means any.
    pub shops: Vec<(String, String, Thresholds)>,
    /// Given by `--since`/`--until`.
    pub window: Window,
    /// The audit profile: some rules also look at orders that are shipped or finished.
    pub audit: bool,
    /// Judge by what was known at `now`: later payments do not count.
    pub as_known: bool,
}

impl Scope {
    pub fn of(&self, order: &Order) -> &Thresholds {
        self.shops
            .iter()
            .find(|(platform, shop, _)| {
                *shop == order.shop && (platform.is_empty() || *platform == order.platform)
            })
            .map_or(&self.common, |(_, _, t)| t)
    }

    /// From here on orders are looked at that are over.
    pub fn recent(&self) -> Stamp {
        Stamp(self.now.0 - 30 * DAY)
    }

    /// Orders still open, of any age, and all others created in the last 30 days. `--since` and `--until`
    /// replace the 30 days; a record without a creation time is looked at. A refund that is open keeps its
    /// order open.
    pub fn holds(&self, order: &Order) -> bool {
        let Some(created) = order.created_at else { return true };
        if self.window.until.is_some_and(|until| created >= until) {
            return false;
        }
        match self.window.since {
            Some(since) => created >= since,
            None => {
                order.status.is_open()
                    || created >= self.recent()
                    || order.refunds.iter().any(|r| r.state.is_open())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_difference_counts_from_the_tolerance_on() {
        let more = |limits: &Thresholds, by: i64| limits.exceeds(Cents(1_000 + by), Cents(1_000));
        let five = Thresholds::default();
        assert_eq!([-9, 0, 1, 4, 5].map(|by| more(&five, by)), [false, false, false, false, true]);
        let none = Thresholds { amount_tolerance: Cents(0), ..Thresholds::default() };
        assert_eq!([-9, 0, 1].map(|by| more(&none, by)), [false, false, true]);
        assert!(none.exceeds(Cents(i64::MAX), Cents(i64::MIN)));
    }
    use crate::model::{RefundState, Status};
    use crate::records::Refund;

    #[test]
    fn open_orders_of_any_age_and_others_of_thirty_days() {
        let scope = Scope { now: Stamp(100 * DAY), ..Scope::default() };
        let order = |status, created| Order { status, created_at: Some(Stamp(created)), ..Order::default() };
        assert!(scope.holds(&order(Status::Unpaid, 0)));
        assert!(scope.holds(&order(Status::Finished, 70 * DAY)));
        let mut old = order(Status::Finished, 70 * DAY - 1);
        assert!(!scope.holds(&old));
        old.refunds.push(Refund { state: RefundState::Requested, ..Refund::default() });
        assert!(scope.holds(&old), "its refund is open");
        old.refunds[0].state = RefundState::Success;
        assert!(!scope.holds(&old));
    }
}
