//! SHP-02 ship due soon
//!
//! Finds paid orders whose ship deadline is near.
//!
//! When: the status is `paid` or `part_shipped`, something is left to ship, and the deadline is at most
//! `ship_soon` (6 hours) away. P1; P0 in the last 2 hours, the second of the deadline included.
//! Why it matters: these can still go out in time; an hour later they cost a fine (SHP-01).
//! Not a hit: the same orders that SHP-01 leaves alone: nothing left to ship, an open refund, virtual orders, platforms
//! without a known clock. A presale without a date of its own can't be decided.
//! Source: our own warning times; the clocks are those of SHP-01, some of them unverified.
//! ---
//! SHP-02 即将超时发货
//!
//! 找出快到发货时限的已付款订单。
//!
//! 条件：状态为待发货或部分发货，还有要发的商品，距时限不超过 `ship_soon`（6 小时）。级别 P1；最后 2 小时（含到点那一刻）为 P0。
//! 为什么：现在发还来得及，再晚就要被判延迟发货（SHP-01）。
//! 不算：与 SHP-01 相同：没有要发的商品；退款还没完结的；虚拟订单；没有已知时限的平台。没有写明日期的预售无法判断。
//! 依据：提前量是本工具自定；时限同 SHP-01，部分未经核实。

use super::{Hit, Profile, Rule, Verdict, due, due::Clock, words::span};
use crate::model::Desk;
use crate::model::time::HOUR;
use crate::model::{Field, Fields, Lang, OrderKind, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct ShipDueSoon;

impl Rule for ShipDueSoon {
    fn id(&self) -> &'static str {
        "SHP-02"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("即将超时发货", "ship due soon")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Ship]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[
            Field::Kind,
            Field::ShipDue,
            Field::PaidAt,
            Field::CreatedAt,
            Field::ItemNo,
            Field::RefundState,
        ])
    }

    fn desk(&self) -> Desk {
        Desk::Warehouse
    }

    fn doc(&self) -> &'static str {
        include_str!("ship_due_soon.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.awaits_shipping() && due::has_goods_to_ship(order)
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let due = match due::by(Clock::Ship, order, scope) {
            Ok(None) if order.kind == OrderKind::Presale => return Verdict::Skipped(Field::ShipDue),
            Err(field) => return Verdict::Skipped(field),
            Ok(None) => return Verdict::Clean,
            Ok(Some(due)) => due,
        };
        let left = due.at.0 - scope.now.0;
        if left < 0 || left > scope.of(order).ship_soon {
            return Verdict::Clean;
        }
        let severity = if left <= 2 * HOUR { Severity::P0 } else { Severity::P1 };
        Verdict::Hit(Hit::new(severity).due(Some(due)).facts(Facts::numbers(left, 0)))
    }

    fn matter(&self) -> &'static str {
        "SHP-01"
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let left = span(facts.numbers[0], lang);
        match lang {
            Lang::Zh => format!("离发货时限还有 {left}"),
            Lang::En => format!("has to ship within {left}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("优先发出", "ship these first")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PAID, item, order, says, severity, without};
    use super::*;
    use crate::model::{OrderKind, Status};

    const ID: &str = "SHP-02";
    const DUE: i64 = PAID + 48 * HOUR;

    #[test]
    fn six_hours_ahead_and_worse_in_the_last_two() {
        assert_eq!(severity(ID, &order(), DUE - 6 * HOUR - 1), None);
        assert_eq!(severity(ID, &order(), DUE - 6 * HOUR), Some(Severity::P1));
        assert_eq!(severity(ID, &order(), DUE - 2 * HOUR - 1), Some(Severity::P1));
        assert_eq!(severity(ID, &order(), DUE - 2 * HOUR), Some(Severity::P0));
        assert_eq!(severity(ID, &order(), DUE), Some(Severity::P0));
        assert_eq!(severity(ID, &order(), DUE + 1), None);
        let facts = Facts::numbers(5 * HOUR + 59, 0);
        assert_eq!(ShipDueSoon.why(&facts, Lang::Zh), "离发货时限还有 5 小时");
    }

    #[test]
    fn without_a_payment_time_it_is_skipped() {
        let lacking = Order { paid_at: None, ..without(order(), Field::PaidAt) };
        assert_eq!(says(ID, &lacking, DUE), Verdict::Skipped(Field::PaidAt));
        let unknown = Order { status: Status::Unknown, ..order() };
        assert_eq!(says(ID, &unknown, DUE), Verdict::Skipped(Field::Status));
    }

    #[test]
    fn near_misses() {
        for status in [Status::Unpaid, Status::RiskHold, Status::Shipped, Status::ClosedRefunded] {
            assert_eq!(severity(ID, &Order { status, ..order() }, DUE), None);
        }
        let presale = Order { kind: OrderKind::Presale, ..order() };
        assert_eq!(says(ID, &presale, DUE), Verdict::Skipped(Field::ShipDue));
        let closed = Order { items: vec![item(Status::ClosedRefunded)], ..order() };
        assert_eq!(severity(ID, &closed, DUE), None);
    }
}
