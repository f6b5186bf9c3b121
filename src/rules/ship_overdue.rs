//! SHP-01 ship overdue
//!
//! Finds paid orders that should have been shipped by now.
//!
//! When: the status is `paid` or `part_shipped`, something is left to ship, and the ship deadline has passed.
//! P0. The deadline is the shortest promise in the export, else `ship_within` of the shop, else the
//! platform's clock from payment (from the order itself for cash on delivery).
//! Why it matters: the platform fines late shipping and pays the buyer out of the shop's money.
//! Not a hit: at the very second of the deadline; items closed, refunded or shipped already; what the buyer wants the money
//! back for, while that is open and not refused (RFD-04 and the refund's own rules speak); parcels that the carrier scanned
//! after the export was made; virtual orders; platforms without a known clock (SHP-03 watches those). A presale without a
//! date of its own can't be decided.
//! Source: the clocks of Pinduoduo, Douyin and Weixin are verified; Taobao and JD print as `~48h unverified`.
//! ---
//! SHP-01 超时未发货
//!
//! 找出已付款、过了发货时限还没发的订单。
//!
//! 条件：状态为待发货或部分发货，还有要发的商品，且已过发货时限。级别 P0。
//! 时限先看导出表里最短的承诺，再看店铺设置 `ship_within`，最后按平台时限从付款起算（货到付款从下单起算）。
//! 为什么：平台会判延迟发货，罚款赔给买家。
//! 不算：刚好到点的；商品已关闭、已退款或已发出的；买家申请了退款、还没完结也没被拒绝的（由 RFD-04 和退款规则说话）；
//! 导出之后快递已有扫描的；虚拟订单；没有已知时限的平台（由 SHP-03 盯）。没有写明发货日期的预售无法判断。
//! 依据：拼多多、抖店、微信小店的时限已核实；淘宝、京东的未经核实，显示为「~48 小时，未核实」。

use super::{Hit, Profile, Rule, Verdict, due, due::Clock, words::span};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, OrderKind, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct ShipOverdue;

impl Rule for ShipOverdue {
    fn id(&self) -> &'static str {
        "SHP-01"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("超时未发货", "ship overdue")
    }

    fn severity(&self) -> Severity {
        Severity::P0
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
        include_str!("ship_overdue.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.awaits_shipping() && due::has_goods_to_ship(order)
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        match due::by(Clock::Ship, order, scope) {
            Ok(None) if order.kind == OrderKind::Presale => Verdict::Skipped(Field::ShipDue),
            Err(field) => Verdict::Skipped(field),
            Ok(Some(due)) if scope.now > due.at => {
                let facts = Facts::numbers(scope.now.0 - due.at.0, 0);
                Verdict::Hit(Hit::new(Severity::P0).due(Some(due)).facts(facts))
            }
            Ok(_) => Verdict::Clean,
        }
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let late = span(facts.numbers[0], lang);
        match lang {
            Lang::Zh => format!("发货已超时 {late}"),
            Lang::En => format!("{late} past the ship deadline"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("马上发货，并向买家说明", "ship now and tell the buyer")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PAID, item, order, says, severity, without};
    use super::*;
    use crate::model::time::HOUR;
    use crate::model::{OrderKind, Stamp, Status};
    use crate::records::Item;

    const ID: &str = "SHP-01";
    const DUE: i64 = PAID + 48 * HOUR;

    #[test]
    fn one_second_after_the_deadline() {
        assert_eq!(severity(ID, &order(), DUE), None);
        assert_eq!(severity(ID, &order(), DUE + 1), Some(Severity::P0));
        let part = Order { status: Status::PartShipped, ..order() };
        let Verdict::Hit(hit) = says(ID, &part, DUE + 3 * HOUR) else { panic!("no hit") };
        assert_eq!(hit.due.as_ref().map(|d| d.at.0), Some(DUE));
        assert_eq!(ShipOverdue.why(&hit.facts, Lang::Zh), "发货已超时 3 小时");
    }

    #[test]
    fn a_promise_in_the_export_needs_no_payment_time() {
        let order = without(order(), Field::PaidAt);
        let promised = Order { paid_at: None, ship_due: Some(Stamp(PAID)), ..order.clone() };
        assert_eq!(severity(ID, &promised, PAID + 1), Some(Severity::P0));
        let lacking = Order { paid_at: None, ..order };
        assert_eq!(says(ID, &lacking, DUE + 1), Verdict::Skipped(Field::PaidAt));
        let unknown = Order { status: Status::Unknown, ..lacking };
        assert_eq!(says(ID, &unknown, DUE + 1), Verdict::Skipped(Field::Status));
    }

    #[test]
    fn nothing_left_to_ship() {
        let gone = Item { refund_state: crate::model::RefundState::Success, ..item(Status::Paid) };
        let mut order = Order { items: vec![gone, item(Status::Shipped)], ..order() };
        assert_eq!(severity(ID, &order, DUE + 1), None);
        order.items.push(item(Status::Unknown));
        assert_eq!(severity(ID, &order, DUE + 1), Some(Severity::P0));
    }

    #[test]
    fn near_misses() {
        for status in [Status::Unpaid, Status::PartPaid, Status::RiskHold, Status::Shipped, Status::Closed] {
            assert_eq!(severity(ID, &Order { status, ..order() }, DUE + 1), None);
        }
        assert_eq!(severity(ID, &Order { kind: OrderKind::Virtual, ..order() }, DUE + 1), None);
        let presale = Order { kind: OrderKind::Presale, ..order() };
        assert_eq!(says(ID, &presale, DUE + 1), Verdict::Skipped(Field::ShipDue));
        let elsewhere = Order { platform: "etsy".into(), ..order() };
        assert_eq!(severity(ID, &elsewhere, DUE + 1), None);
    }
}
