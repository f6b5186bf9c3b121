//! RFD-11 serial refunder
//!
//! Finds buyers who give back most of what they buy.
//!
//! When: within 90 days a buyer has three or more paid orders in the shop, a refund on three or more of them, and on at
//! least half of all. The newest of the refunded orders is listed, once per buyer. P2.
//! Only orders that the run looks at can be counted: by default open ones and those of the last 30 days; `--since -90d`
//! looks further back.
//! Why it matters: talk to such a buyer before shipping more. It is a count, not a verdict: sizes that don't fit refund
//! often too. For the supervisor, never for a text to the buyer.
//! Not a hit: two orders or two refunds; withdrawn and refused cases; price protection, cash back, differences and freight.
//! Masked buyers are nobody's and count as skipped.
//! Source: practice of shops that keep a credit record of buyers.
//! ---
//! RFD-11 高频退款买家
//!
//! 找出买了多半又退的买家。
//!
//! 条件：90 天内同店有三单以上已付款的订单，其中三单以上退过款或正在退款，且占一半以上。每个买家只列最近那一单。级别 P2。
//! 只数本次检查到的订单：默认是未完结的和最近 30 天的；加 `--since -90d` 看得更远。
//! 为什么：再发货之前先沟通。这只是次数，不是结论：尺码不合也会常退。给主管看，绝不写进给买家的话术。
//! 不算：只有两单或两次退款，已撤销或被拒绝的售后，价保、返现、退差价、退运费。打码的买家不算数，记为“未检查”。
//! 依据：有买家信用档案的店铺的做法。

use super::{Comparison, Hit, Profile, Rule, Seen, cases, twins};
use crate::model::Desk;
use crate::model::time::DAY;
use crate::model::{Cents, Field, Fields, Lang, RefundState, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;
use std::any::Any;

pub(super) struct SerialRefunder;

impl Rule for SerialRefunder {
    fn id(&self) -> &'static str {
        "RFD-11"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("高频退款买家", "serial refunder")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Buyer, Field::CreatedAt])
    }

    fn reads(&self) -> Fields {
        cases::READS.or(Fields::of(&[Field::Refunded, Field::Paid, Field::PaidAt, Field::ItemNo]))
    }

    fn desk(&self) -> Desk {
        Desk::Supervisor
    }

    fn doc(&self) -> &'static str {
        include_str!("serial_refunder.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.is_paid() || order.paid_at.is_some() || !order.refunds.is_empty()
    }

    fn comparison(&self) -> Option<Box<dyn Comparison>> {
        Some(Box::new(Buyers::default()))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [refunds, orders] = facts.numbers;
        match lang {
            Lang::Zh => format!("买家 90 天内 {orders} 单退了 {refunds} 单"),
            Lang::En => format!("the buyer has {refunds} of {orders} orders refunded in 90 days"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("发货前先沟通，报主管", "talk before shipping more, tell the supervisor")
    }
}

const LEAST: i64 = 3;
const WINDOW: i64 = 90 * DAY;

/// Buyer, when, place, refunded.
#[derive(Default)]
struct Buyers(Vec<(u64, i64, u32, bool)>);

impl Comparison for Buyers {
    fn see(&mut self, order: &Order, index: u32, scope: &Scope) -> Seen {
        let Ok(buyer) = twins::buyer(order) else { return Seen::Skipped(Field::Buyer) };
        let Some(at) = order.created_at else { return Seen::Skipped(Field::CreatedAt) };
        if scope.now.0 - at.0 > WINDOW {
            return Seen::Ignored;
        }
        let Some(refunded) = was_refunded(order) else { return Seen::Skipped(Field::RefundNo) };
        self.0.push((buyer, at.0, index, refunded));
        if refunded { Seen::Kept } else { Seen::Noted }
    }

    fn absorb(&mut self, later: Box<dyn Any>, offset: u32) {
        if let Ok(later) = later.downcast::<Buyers>() {
            let moved = |(buyer, at, index, back)| (buyer, at, index + offset, back);
            twins::append(&mut self.0, later.0.into_iter().map(moved));
        }
    }

    fn finish(mut self: Box<Self>, _: &Scope) -> Vec<(u32, Hit)> {
        twins::keep_shared(&mut self.0, |order| order.0);
        self.0.sort_unstable();
        let mut out = Vec::new();
        for orders in self.0.chunk_by(|a, b| a.0 == b.0) {
            let all = orders.len() as i64;
            let refunds = orders.iter().filter(|o| o.3).count() as i64;
            let newest = orders.iter().rev().find(|o| o.3);
            if let Some(newest) = newest.filter(|_| all >= LEAST && refunds >= LEAST && 2 * refunds >= all) {
                out.push((newest.2, Hit::new(Severity::P2).facts(Facts::numbers(refunds, all))));
            }
        }
        out
    }
}

/// Given back, or claimed; `None` where nobody tells.
fn was_refunded(order: &Order) -> Option<bool> {
    let counts = |state: RefundState| {
        !matches!(
            state,
            RefundState::None | RefundState::Closed | RefundState::Refused | RefundState::Unknown
        )
    };
    if !order.refunds.is_empty() {
        return Some(order.refunds.iter().any(|r| counts(r.state) && !r.asks().is_adjustment()));
    }
    if order.refunded.unwrap_or_default() > Cents(0) || order.items.iter().any(|i| counts(i.refund_state)) {
        return Some(true);
    }
    let items = !order.items.is_empty() && order.items.iter().all(|i| i.have.has(Field::RefundState));
    (items || order.have.has(Field::Refunded) || order.have.has(Field::RefundNo)).then_some(false)
}

#[cfg(test)]
mod tests {
    use super::super::cases::testing::case;
    use super::super::testing::{CREATED, compare, order, without};
    use super::*;
    use crate::model::{RefundKind, Stamp};

    const ID: &str = "RFD-11";

    fn of(no: &str, state: RefundState) -> Order {
        Order {
            order_no: no.into(),
            created_at: Some(Stamp(CREATED + no.len() as i64)),
            refunds: vec![case(state, RefundKind::ReturnRefund)],
            ..order()
        }
    }

    fn found(orders: &[Order]) -> Vec<(String, i64)> {
        compare(ID, orders, CREATED + DAY).0
    }

    #[test]
    fn three_of_three_name_the_newest() {
        let three = [
            of("1", RefundState::Success),
            of("333", RefundState::Requested),
            of("22", RefundState::Success),
        ];
        assert_eq!(found(&three), [("333".to_owned(), 3)]);
        assert_eq!(found(&three[..2]), []);
    }

    #[test]
    fn half_of_the_orders() {
        let mut orders: Vec<Order> = ["1", "22", "333"].map(|no| of(no, RefundState::Success)).to_vec();
        let kept = |no: &str| Order { refunds: vec![], ..of(no, RefundState::None) };
        orders.extend(["4444", "55555", "666666"].map(kept));
        assert_eq!(found(&orders).len(), 1);
        orders.push(kept("7777777"));
        assert_eq!(found(&orders), []);
    }

    #[test]
    fn near_misses() {
        let two = || vec![of("1", RefundState::Success), of("22", RefundState::Success)];
        let third = |change: fn(&mut Order)| {
            let mut orders = two();
            orders.push(of("333", RefundState::Success));
            change(&mut orders[2]);
            found(&orders)
        };
        assert_eq!(third(|o| o.refunds[0].state = RefundState::Closed), []);
        assert_eq!(third(|o| o.refunds[0].kind = RefundKind::Freight), []);
        assert_eq!(third(|o| o.buyer = "another".into()), []);
        assert_eq!(third(|o| o.shop = "another".into()), []);
        assert_eq!(third(|o| o.refunds.clear()), []);
        assert_eq!(third(|o| o.refunded = Some(Cents(1))).len(), 1);
    }

    #[test]
    fn what_is_not_told_is_skipped() {
        let bare = without(without(order(), Field::Refunded), Field::RefundNo);
        assert_eq!(compare(ID, &[bare], CREATED).1, [(Field::RefundNo, 1)]);
        let masked = Order { buyer: "t**".into(), ..order() };
        assert_eq!(compare(ID, &[masked], CREATED).1, [(Field::Buyer, 1)]);
    }
}
