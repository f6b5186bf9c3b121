//! RFD-02 refund due soon
//!
//! Finds refunds that we have to answer or pay within hours.
//!
//! When: it is our turn, and the deadline is at most `refund_soon` (12 h) away. P1, P0 from 4 h on.
//! The deadline: the export's own; else the shop's `refund_answer`; else the platform's usual time to answer, by
//! whether the goods have left and have to come back (the shorter guess where sources differ); for goods on their way
//! back the law's seven days, counted from the sending because exports don't tell the arrival.
//! Why it matters: after it platforms agree or pay by themselves, and the shop's figures suffer.
//! Not a hit: cases past their deadline (RFD-03), those that wait for the buyer or the platform.
//! Source: platforms' refund clocks, marked unverified where no public text was found; consumer law for returns.
//! ---
//! RFD-02 退款将超时
//!
//! 找出几小时内必须处理或打款的退款。
//!
//! 条件：轮到商家处理，离时限不超过 `refund_soon`（默认 12 小时）。级别 P1，4 小时以内 P0。
//! 时限：先看报表的超时时间，再看店铺的 `refund_answer`，再看平台的通常时限（按是否发货、是否要退货，说法不一时取短的）；
//! 退货途中按法律的 7 天，从买家寄出算起，因为报表里没有签收时间。
//! 为什么：超时后平台自动同意或自动退款，还影响店铺指标。
//! 不算：已经超时的（RFD-03），轮到买家或平台的。
//! 依据：各平台的退款时限，没有公开出处的标为 unverified；退货依消费者权益保护法。

use super::{Profile, Rule, Verdict, cases, words::span};
use crate::model::Desk;
use crate::model::time::HOUR;
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct RefundDueSoon;

impl Rule for RefundDueSoon {
    fn id(&self) -> &'static str {
        "RFD-02"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("退款将超时", "refund due soon")
    }

    fn severity(&self) -> Severity {
        Severity::P1
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
        include_str!("refund_due_soon.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        cases::may_have(order)
    }

    fn is_about_refunds(&self) -> bool {
        true
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        cases::ours(order, scope, |refund, due, left| {
            if left < 0 || left > scope.of(order).refund_soon {
                return Verdict::Clean;
            }
            let severity = if left <= 4 * HOUR { Severity::P0 } else { Severity::P1 };
            Verdict::Hit(cases::hit(severity, refund, left).due(Some(due)))
        })
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let (left, number) = (span(facts.numbers[0], lang), &facts.text);
        match lang {
            Lang::Zh => format!("退款 {number} 离时限还有 {left}"),
            Lang::En => format!("refund {number} is due within {left}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("先处理这些退款", "answer these first")
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::testing::due_in;
    use super::super::testing::{CREATED, says, severity};
    use super::*;
    use crate::model::RefundState;
    use crate::records::Refund;

    const ID: &str = "RFD-02";

    #[test]
    fn twelve_hours_and_four() {
        assert_eq!(severity(ID, &due_in(12 * HOUR + 1), CREATED), None);
        assert_eq!(severity(ID, &due_in(12 * HOUR), CREATED), Some(Severity::P1));
        assert_eq!(severity(ID, &due_in(4 * HOUR + 1), CREATED), Some(Severity::P1));
        assert_eq!(severity(ID, &due_in(4 * HOUR), CREATED), Some(Severity::P0));
        assert_eq!(severity(ID, &due_in(0), CREATED), Some(Severity::P0));
        assert_eq!(severity(ID, &due_in(-1), CREATED), None);
    }

    #[test]
    fn the_most_urgent_case_stands_for_the_order() {
        let mut order = due_in(11 * HOUR);
        order.refunds.push(Refund { refund_no: "78".into(), ..due_in(HOUR).refunds.remove(0) });
        let Verdict::Hit(hit) = says(ID, &order, CREATED) else { panic!("a hit") };
        assert_eq!((hit.severity, hit.facts.text.as_str()), (Severity::P0, "78"));
        assert_eq!(RefundDueSoon.why(&hit.facts, Lang::En), "refund 78 is due within 1 h");
    }

    #[test]
    fn a_clock_without_a_start_is_not_clean() {
        let mut order = due_in(HOUR);
        order.refunds[0].due_at = None;
        order.refunds[0].applied_at = None;
        assert_eq!(says(ID, &order, CREATED), Verdict::Skipped(Field::AppliedAt));
        order.refunds[0].state = RefundState::Refunding;
        assert_eq!(says(ID, &order, CREATED), Verdict::Clean, "nobody states a term");
    }
}
