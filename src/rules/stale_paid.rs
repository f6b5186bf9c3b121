//! SHP-03 stale paid
//!
//! Finds orders paid long ago and not shipped, where nobody knows the ship deadline.
//!
//! When: the status is `paid` or `part_shipped`, something is left to ship, no deadline is known from the
//! export, the shop or the platform, and `stale_paid` (24 hours) has passed since payment. P2; P0 from
//! 48 hours on.
//! Why it matters: without a deadline nothing else would ever point at a forgotten order.
//! Not a hit: orders with a known deadline (SHP-01 and SHP-02 watch those); an open refund; virtual orders; cash on
//! delivery, which is not paid before it arrives. A presale without its shipping date can't be judged and is
//! told as such.
//! Source: our own thresholds; 48 hours is the ordinary promise of several platforms.
//! ---
//! SHP-03 付款久未发
//!
//! 找出付款很久没发货、又不知道发货时限的订单。
//!
//! 条件：状态为待发货或部分发货，还有要发的商品，导出表、店铺、平台都没有时限，付款已满 `stale_paid`（24 小时）。级别 P2；满 48 小时为 P0。
//! 为什么：没有时限的订单一旦漏掉，别的规则都看不到。
//! 不算：时限已知的（由 SHP-01、SHP-02 盯）；退款还没完结的；虚拟订单；货到付款（收货时才付款）。预售没写发货日期的没法判断，会说明。
//! 依据：本工具自定；48 小时是几家平台的常规时限。

use super::{Hit, Profile, Rule, Verdict, due, due::Clock, words::span};
use crate::model::Desk;
use crate::model::time::HOUR;
use crate::model::{Field, Fields, Lang, OrderKind, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct StalePaid;

impl Rule for StalePaid {
    fn id(&self) -> &'static str {
        "SHP-03"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("付款久未发", "stale paid")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Ship]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status, Field::PaidAt])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Kind, Field::ShipDue, Field::ItemNo, Field::RefundState])
    }

    fn desk(&self) -> Desk {
        Desk::Warehouse
    }

    fn doc(&self) -> &'static str {
        include_str!("stale_paid.rs")
    }

    fn applies(&self, order: &Order, scope: &Scope) -> bool {
        order.status.awaits_shipping()
            && order.kind != OrderKind::Cod
            && order.kind != OrderKind::Virtual
            && due::has_goods_to_ship(order)
            && due::due(Clock::Ship, order, scope).is_none()
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        // A presale ships on a date of its own: without it nobody can say whether it waits too long.
        if order.kind == OrderKind::Presale {
            return Verdict::Skipped(Field::ShipDue);
        }
        let Some(paid) = order.paid_at else { return Verdict::Skipped(Field::PaidAt) };
        let age = scope.now.0 - paid.0;
        if age < scope.of(order).stale_paid {
            return Verdict::Clean;
        }
        let severity = if age >= 48 * HOUR { Severity::P0 } else { Severity::P2 };
        Verdict::Hit(Hit::new(severity).facts(Facts::numbers(age, 0)))
    }

    fn matter(&self) -> &'static str {
        "SHP-01"
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let age = span(facts.numbers[0], lang);
        match lang {
            Lang::Zh => format!("付款 {age}未发货，发货时限不明"),
            Lang::En => format!("paid {age} ago and not shipped, no deadline known"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("问仓库为什么没发", "ask the warehouse why")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PAID, order, says, severity, without};
    use super::*;
    use crate::model::{Stamp, Status};

    const ID: &str = "SHP-03";

    fn elsewhere() -> Order {
        Order { platform: "etsy".into(), ..order() }
    }

    #[test]
    fn a_day_and_then_two() {
        assert_eq!(severity(ID, &elsewhere(), PAID + 24 * HOUR - 1), None);
        assert_eq!(severity(ID, &elsewhere(), PAID + 24 * HOUR), Some(Severity::P2));
        assert_eq!(severity(ID, &elsewhere(), PAID + 48 * HOUR - 1), Some(Severity::P2));
        assert_eq!(severity(ID, &elsewhere(), PAID + 48 * HOUR), Some(Severity::P0));
        let facts = Facts::numbers(26 * HOUR, 0);
        assert_eq!(StalePaid.why(&facts, Lang::Zh), "付款 26 小时未发货，发货时限不明");
    }

    #[test]
    fn without_a_payment_time_it_is_skipped() {
        let lacking = Order { paid_at: None, ..without(elsewhere(), Field::PaidAt) };
        assert_eq!(says(ID, &lacking, PAID), Verdict::Skipped(Field::PaidAt));
        let empty = Order { paid_at: None, ..elsewhere() };
        assert_eq!(says(ID, &empty, PAID), Verdict::Skipped(Field::PaidAt));
        let promised = Order { ship_due: Some(Stamp(PAID)), ..lacking };
        assert_eq!(says(ID, &promised, PAID), Verdict::Clean, "the promise is enough for SHP-01");
    }

    #[test]
    fn near_misses() {
        let late = PAID + 72 * HOUR;
        assert_eq!(severity(ID, &order(), late), None, "taobao has a clock");
        let presale = Order { kind: OrderKind::Presale, ..elsewhere() };
        assert_eq!(says(ID, &presale, late), Verdict::Skipped(Field::ShipDue), "nobody knows its date");
        for kind in [OrderKind::Virtual, OrderKind::Cod] {
            assert_eq!(severity(ID, &Order { kind, ..elsewhere() }, late), None);
        }
        for status in [Status::RiskHold, Status::Shipped, Status::Closed] {
            assert_eq!(severity(ID, &Order { status, ..elsewhere() }, late), None);
        }
    }
}
