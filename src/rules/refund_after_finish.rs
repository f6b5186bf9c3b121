//! RFD-09 refund after finish
//!
//! Finds refunds that the buyer asked for after the order was finished.
//!
//! When: the application is later than the completion of the order. P2.
//! Why it matters: the shop has been paid out already, so the money comes from its balance, and the after-sales period
//! has to be checked.
//! Not a hit: at the same second or before; withdrawn cases; price protection, cash back, differences and freight.
//! Source: Douyin has a status of its own for refunds after receipt; the rule is ours.
//! ---
//! RFD-09 完成后退款
//!
//! 找出交易成功之后买家才申请的退款。
//!
//! 条件：申请时间晚于订单完成时间。级别 P2。
//! 为什么：货款已经打给店铺，要从余额里退；还要看是否在售后期内。
//! 不算：同一秒或更早申请的，已撤销的，价保、返现、退差价、退运费。
//! 依据：抖音对收货后的退款有单独的状态；规则是本工具自定的。

use super::{Profile, Rule, Verdict, cases, words::span};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, RefundState, Severity, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct RefundAfterFinish;

impl Rule for RefundAfterFinish {
    fn id(&self) -> &'static str {
        "RFD-09"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("完成后退款", "refund after finish")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::RefundNo])
    }

    fn reads(&self) -> Fields {
        cases::READS.or(Fields::of(&[Field::CompletedAt]))
    }

    fn desk(&self) -> Desk {
        Desk::Service
    }

    fn doc(&self) -> &'static str {
        include_str!("refund_after_finish.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        cases::may_have(order)
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        cases::worst(order, |refund| {
            if refund.state == RefundState::Closed || refund.asks().is_adjustment() {
                return Verdict::Clean;
            }
            match (refund.applied_at, order.completed_at) {
                _ if !order.have.has(Field::CompletedAt) => Verdict::Skipped(Field::CompletedAt),
                (_, None) if order.status == Status::Finished => Verdict::Skipped(Field::CompletedAt),
                (_, None) => Verdict::Clean,
                (None, Some(_)) => Verdict::Skipped(Field::AppliedAt),
                (Some(applied), Some(finished)) if applied > finished => {
                    Verdict::Hit(cases::hit(Severity::P2, refund, applied.0 - finished.0))
                }
                _ => Verdict::Clean,
            }
        })
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let (after, number) = (span(facts.numbers[0], lang), &facts.text);
        match lang {
            Lang::Zh => format!("交易成功 {after} 后申请退款 {number}"),
            Lang::En => format!("refund {number} was asked for {after} after the order was finished"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("看是否在售后期内", "check the after-sales period")
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::testing::{case, with};
    use super::super::testing::{CREATED, order, says, severity, without};
    use super::*;
    use crate::model::{RefundKind, Stamp};
    use crate::records::Refund;

    const ID: &str = "RFD-09";

    fn finished(at: i64) -> Order {
        let refund = case(RefundState::Requested, RefundKind::ReturnRefund);
        Order { status: Status::Finished, completed_at: Some(Stamp(at)), ..with(refund) }
    }

    #[test]
    fn one_second_after() {
        assert_eq!(severity(ID, &finished(CREATED - 1), CREATED), Some(Severity::P2));
        assert_eq!(severity(ID, &finished(CREATED), CREATED), None);
        let open = Order { status: Status::Shipped, completed_at: None, ..finished(0) };
        assert_eq!(severity(ID, &open, CREATED), None);
    }

    #[test]
    fn near_misses() {
        for (state, kind) in [
            (RefundState::Closed, RefundKind::ReturnRefund),
            (RefundState::Success, RefundKind::PriceProtect),
        ] {
            let order = Order { refunds: vec![case(state, kind)], ..finished(CREATED - 1) };
            assert_eq!(severity(ID, &order, CREATED), None);
        }
        let paid = Refund { state: RefundState::Success, ..finished(0).refunds.remove(0) };
        let order = Order { refunds: vec![paid], ..finished(CREATED - 1) };
        assert_eq!(severity(ID, &order, CREATED), Some(Severity::P2));
    }

    #[test]
    fn what_it_can_not_decide_is_skipped() {
        let skipped = |order: &Order| match says(ID, order, CREATED) {
            Verdict::Skipped(field) => Some(field),
            _ => None,
        };
        let bare = without(finished(CREATED - 1), Field::CompletedAt);
        assert_eq!(skipped(&bare), Some(Field::CompletedAt));
        assert_eq!(skipped(&Order { completed_at: None, ..finished(0) }), Some(Field::CompletedAt));
        assert_eq!(skipped(&without(order(), Field::RefundNo)), Some(Field::RefundNo));
        let mut no_start = finished(0);
        no_start.refunds[0].applied_at = None;
        assert_eq!(skipped(&no_start), Some(Field::AppliedAt));
    }
}
