//! COD-01 COD unconfirmed
//!
//! Finds cash-on-delivery orders that wait to be confirmed with the buyer before they ship.
//!
//! When: the kind is `cod`, not everything has been shipped, and `cod_unconfirmed` (2 hours) has passed since
//! creation. P1.
//! Why it matters: a short call before shipping prevents most refusals at the door, whose freight both ways
//! the shop pays.
//! Not a hit: orders paid in advance; orders shipped or closed, those too that have a ship time or a tracking number while
//! their status says less. It can't run where the export does not tell
//! the kind of an order. An export knows nothing of calls, so a confirmed order is listed until it ships or
//! is acknowledged.
//! Source: a service team's own practice.
//! ---
//! COD-01 货到付款未确认
//!
//! 找出发货前还需要和买家确认的货到付款订单。
//!
//! 条件：订单类型为货到付款，还没全部发货，下单已满 `cod_unconfirmed`（2 小时）。级别 P1。
//! 为什么：发货前打个电话能避免大部分拒签，拒签的来回运费都由店铺承担。
//! 不算：在线付款的订单；已发货或已关闭的订单，状态还没变但已有发货时间或运单号的也算已发货。导出表没有订单类型时无法判断。
//! 导出表里没有通话记录，所以确认过的订单在发货或标记处理之前仍会列出。
//! 依据：客服团队的惯例。

use super::{Hit, Profile, Rule, Verdict, words::span};
use crate::model::plant::is_planted;
use crate::model::{Field, Fields, Lang, OrderKind, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct CodUnconfirmed;

impl Rule for CodUnconfirmed {
    fn id(&self) -> &'static str {
        "COD-01"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("货到付款未确认", "COD unconfirmed")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Kind, Field::CreatedAt, Field::Status])
    }

    fn doc(&self) -> &'static str {
        include_str!("cod_unconfirmed.rs")
    }

    /// An order whose kind is not told may be one.
    fn applies(&self, order: &Order, _: &Scope) -> bool {
        let told = order.have.has(Field::Kind);
        let left = order.shipped_at.is_some() || !order.tracking_no.is_empty() || !order.parcels.is_empty();
        order.status.is_before_shipping()
            && (!left || is_planted("no_call"))
            && (order.kind == OrderKind::Cod || !told)
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let Some(created) = order.created_at else { return Verdict::Skipped(Field::CreatedAt) };
        let age = scope.now.0 - created.0;
        if age < scope.of(order).cod_unconfirmed {
            return Verdict::Clean;
        }
        Verdict::Hit(Hit::new(Severity::P1).facts(Facts::numbers(age, 0)))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let age = span(facts.numbers[0], lang);
        match lang {
            Lang::Zh => format!("货到付款，下单 {age}未确认"),
            Lang::En => format!("cash on delivery, unconfirmed for {age}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("打电话确认后再发货", "call the buyer before shipping")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, order, says, severity, without};
    use super::*;
    use crate::model::Status;
    use crate::model::time::HOUR;

    const ID: &str = "COD-01";

    fn cod(status: Status) -> Order {
        Order { kind: OrderKind::Cod, status, ..order() }
    }

    #[test]
    fn from_two_hours_on() {
        assert_eq!(severity(ID, &cod(Status::Paid), CREATED + 2 * HOUR), Some(Severity::P1));
        assert_eq!(severity(ID, &cod(Status::Paid), CREATED + 2 * HOUR - 1), None);
        assert_eq!(severity(ID, &cod(Status::Unpaid), CREATED + 2 * HOUR), Some(Severity::P1));
        let facts = Facts::numbers(3 * HOUR, 0);
        assert_eq!(CodUnconfirmed.why(&facts, Lang::Zh), "货到付款，下单 3 小时未确认");
    }

    #[test]
    fn without_its_columns_it_is_skipped() {
        let late = CREATED + 3 * HOUR;
        let untold = without(order(), Field::Kind);
        assert_eq!(says(ID, &untold, late), Verdict::Skipped(Field::Kind));
        let undated = without(cod(Status::Paid), Field::CreatedAt);
        assert_eq!(says(ID, &undated, late), Verdict::Skipped(Field::CreatedAt));
        assert_eq!(says(ID, &cod(Status::Unknown), late), Verdict::Skipped(Field::Status));
    }

    #[test]
    fn near_misses() {
        let late = CREATED + 3 * HOUR;
        assert_eq!(severity(ID, &order(), late), None, "paid in advance");
        for status in [Status::Shipped, Status::Delivered, Status::ClosedUnpaid] {
            assert_eq!(severity(ID, &cod(status), late), None);
        }
    }
}
