//! RFD-06 goods back, money not
//!
//! Finds returns that have reached us while the buyer still waits for the money.
//!
//! When: the case waits for us to confirm the goods, the export says that they have arrived, and 24 hours have passed.
//! P1, P0 from 48 h on. The time runs from the arrival; where the export doesn't tell it, from when the buyer sent the
//! goods: early rather than late, for the duty is ours.
//! Why it matters: the law wants the money paid back within seven days of receiving the goods; buyers who wait escalate.
//! Not a hit: goods still on their way, cases with the platform, finished ones. Where 24 h have passed and the export
//! does not say whether the goods have arrived, it can't decide; RFD-02 and RFD-03 watch the deadline all the same.
//! Source: consumer protection law; Weixin's ten days are longer, so the law counts.
//! ---
//! RFD-06 退货已签收未退款
//!
//! 找出货已退回、钱还没退给买家的售后。
//!
//! 条件：待商家收货，报表说明退货已签收，并且过了 24 小时。级别 P1，48 小时起 P0。从签收时间算起；报表里没有签收时间的，
//! 从买家寄出算起：这是我们的责任，宁早勿晚。
//! 为什么：法律要求收到退货后七日内退款，拖着买家会要求平台介入。
//! 不算：退货还在路上的，平台已介入的，已完结的。过了 24 小时而报表没写货物是否签收时无法判断；时限仍由 RFD-02、RFD-03 看着。
//! 依据：消费者权益保护法；微信小店的十天更长，所以按法律。

use super::{Profile, Rule, Verdict, cases, due::of_case, words::span};
use crate::model::Desk;
use crate::model::time::HOUR;
use crate::model::{Field, Fields, Lang, RefundState, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct GoodsBackUnpaid;

impl Rule for GoodsBackUnpaid {
    fn id(&self) -> &'static str {
        "RFD-06"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("退货已签收未退款", "goods back, money not")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money, Profile::Logistics]
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
        include_str!("goods_back_unpaid.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        cases::may_have(order)
    }

    fn is_about_refunds(&self) -> bool {
        true
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        cases::worst(order, |refund| {
            if refund.state != RefundState::WaitSellerReceive || refund.at_platform() {
                return Verdict::Clean;
            }
            let Some(start) = refund.back_signed_at.or(refund.back_at) else {
                return Verdict::Skipped(Field::BackAt);
            };
            let since = scope.now.0 - start.0;
            if since < 24 * HOUR {
                return Verdict::Clean;
            }
            if refund.back_signed_at.is_none() && !refund.goods_are_back() {
                return Verdict::Skipped(Field::GoodsState);
            }
            let severity = if since >= 48 * HOUR { Severity::P0 } else { Severity::P1 };
            let due = of_case(refund, order, scope).ok().flatten();
            let mut hit = cases::hit(severity, refund, since).due(due);
            hit.facts.numbers[1] = i64::from(refund.back_signed_at.is_some());
            Verdict::Hit(hit)
        })
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let (since, number) = (span(facts.numbers[0], lang), &facts.text);
        match (lang, facts.numbers[1] != 0) {
            (Lang::Zh, true) => format!("退款 {number} 的退货签收 {since} 还没退款"),
            (Lang::Zh, false) => format!("退款 {number} 的退货已签收，寄出 {since} 还没退款"),
            (Lang::En, true) => {
                format!("the goods of refund {number} came back {since} ago; the money is not")
            }
            (Lang::En, false) => {
                format!("the goods of refund {number}, sent {since} ago, are back; the money is not")
            }
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("验货，当天退款", "inspect the goods, pay back today")
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::testing::{case, with};
    use super::super::testing::{CREATED, says, severity, without};
    use super::*;
    use crate::model::{RefundKind, Stamp};
    use crate::records::Refund;

    const ID: &str = "RFD-06";

    fn sent(goods_state: &str) -> Order {
        let refund = case(RefundState::WaitSellerReceive, RefundKind::ReturnRefund);
        with(Refund { back_at: Some(Stamp(CREATED)), goods_state: goods_state.into(), ..refund })
    }

    #[test]
    fn a_day_and_two() {
        let back = sent("卖家已收到退货");
        assert_eq!(severity(ID, &back, CREATED + 24 * HOUR - 1), None);
        assert_eq!(severity(ID, &back, CREATED + 24 * HOUR), Some(Severity::P1));
        assert_eq!(severity(ID, &back, CREATED + 48 * HOUR - 1), Some(Severity::P1));
        assert_eq!(severity(ID, &back, CREATED + 48 * HOUR), Some(Severity::P0));
        let Verdict::Hit(hit) = says(ID, &back, CREATED + 24 * HOUR) else { panic!("a hit") };
        assert_eq!(hit.due.map(|d| d.source.label()), Some("law ~168h".to_owned()));
    }

    #[test]
    fn the_time_runs_from_the_arrival_where_it_is_known() {
        let mut back = sent("");
        back.refunds[0].back_signed_at = Some(Stamp(CREATED + 72 * HOUR));
        assert_eq!(
            severity(ID, &back, CREATED + 96 * HOUR - 1),
            None,
            "sent days ago, here for less than one"
        );
        assert_eq!(severity(ID, &back, CREATED + 96 * HOUR), Some(Severity::P1));
        assert_eq!(severity(ID, &back, CREATED + 120 * HOUR), Some(Severity::P0));
        back.refunds[0].back_at = None;
        let Verdict::Hit(hit) = says(ID, &back, CREATED + 96 * HOUR) else { panic!("a hit") };
        assert_eq!(hit.due.map(|d| d.at.0), Some(CREATED + (72 + 168) * HOUR));
        let told = GoodsBackUnpaid.why(&hit.facts, Lang::Zh);
        assert!(told.contains("签收") && !told.contains("寄出"), "{told}");
    }

    #[test]
    fn near_misses() {
        for state in [RefundState::WaitBuyerReturn, RefundState::Success, RefundState::Requested] {
            let mut order = sent("退货已签收");
            order.refunds[0].state = state;
            assert_eq!(severity(ID, &order, CREATED + 72 * HOUR), None);
        }
    }

    #[test]
    fn whether_goods_arrived_is_never_guessed() {
        let later = CREATED + 72 * HOUR;
        assert_eq!(says(ID, &sent("买家已退货"), later), Verdict::Skipped(Field::GoodsState));
        assert_eq!(says(ID, &sent(""), CREATED + HOUR), Verdict::Clean, "can't be a day yet");
        let mut order = sent("退货已签收");
        order.refunds[0].back_at = None;
        assert_eq!(says(ID, &order, later), Verdict::Skipped(Field::BackAt));
        assert_eq!(
            says(ID, &without(super::super::testing::order(), Field::RefundNo), later),
            Verdict::Skipped(Field::RefundNo)
        );
    }
}
