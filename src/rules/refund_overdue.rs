//! RFD-03 refund overdue
//!
//! Finds refunds whose deadline we have missed.
//!
//! When: it is our turn, and the deadline has passed. P0. Where the deadline comes from stands in RFD-02.
//! Why it matters: the platform agrees or pays in our place, and counts it against the shop.
//! Not a hit: cases that wait for the buyer (RFD-07) or the platform, finished ones. The export may be older than the
//! platform's own action: compare with "data as of".
//! Source: platforms' refund clocks; Weixin names such cases overdue by the merchant.
//! ---
//! RFD-03 退款已超时
//!
//! 找出我们已经错过时限的退款。
//!
//! 条件：轮到商家处理，而时限已过。级别 P0。时限怎么来的见 RFD-02。
//! 为什么：平台会自动同意或自动退款，并计入店铺的考核。
//! 不算：轮到买家（RFD-07）或平台的，已完结的。平台可能在导出之后已自动处理，请看“数据截至”。
//! 依据：各平台的退款时限；微信小店把这类叫“商家超时未处理”。

use super::{Profile, Rule, Verdict, cases, words::span};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct RefundOverdue;

impl Rule for RefundOverdue {
    fn id(&self) -> &'static str {
        "RFD-03"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("退款已超时", "refund overdue")
    }

    fn severity(&self) -> Severity {
        Severity::P0
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::RefundNo])
    }

    fn reads(&self) -> Fields {
        cases::READS
    }

    fn desk(&self) -> Desk {
        Desk::Service
    }

    fn doc(&self) -> &'static str {
        include_str!("refund_overdue.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        cases::may_have(order)
    }

    fn is_about_refunds(&self) -> bool {
        true
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        cases::ours(order, scope, |refund, due, left| {
            if left >= 0 {
                return Verdict::Clean;
            }
            Verdict::Hit(cases::hit(Severity::P0, refund, -left).due(Some(due)))
        })
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let (late, number) = (span(facts.numbers[0], lang), &facts.text);
        match lang {
            Lang::Zh => format!("退款 {number} 已超时 {late}"),
            Lang::En => format!("refund {number} is {late} past its deadline"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("马上处理，看平台是否已自动退款", "answer now, see whether the platform has paid")
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::testing::due_in;
    use super::super::testing::{CREATED, severity};
    use super::*;
    use crate::model::RefundState;
    use crate::model::time::HOUR;

    const ID: &str = "RFD-03";

    #[test]
    fn one_second_late() {
        assert_eq!(severity(ID, &due_in(-1), CREATED), Some(Severity::P0));
        assert_eq!(severity(ID, &due_in(0), CREATED), None);
    }

    #[test]
    fn by_the_platforms_clock_where_no_column_tells() {
        let mut order = due_in(0);
        order.refunds[0].due_at = None;
        assert_eq!(severity(ID, &order, CREATED + 24 * HOUR), None);
        assert_eq!(severity(ID, &order, CREATED + 24 * HOUR + 1), Some(Severity::P0));
    }

    #[test]
    fn the_turn_of_others() {
        for state in [RefundState::WaitBuyerReturn, RefundState::Refused, RefundState::Success] {
            let mut order = due_in(-1);
            order.refunds[0].state = state;
            assert_eq!(severity(ID, &order, CREATED), None);
        }
        let mut order = due_in(-1);
        order.refunds[0].platform_step = "已介入".into();
        assert_eq!(severity(ID, &order, CREATED), None);
    }
}
