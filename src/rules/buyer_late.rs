//! RFD-07 buyer late
//!
//! Finds returns that we agreed to and the buyer never sent.
//!
//! When: the case waits for the buyer's parcel, there is no return number, and the deadline has passed. P3.
//! The deadline: the export's own; else the application, the longest time that the platform gives us to answer, and the
//! buyer's seven days together, so that nobody is called late who is not.
//! Why it matters: such cases can be closed; open ones keep the order and the figures open.
//! Not a hit: one second before; a buyer who has given a return number; cases with the platform.
//! Source: Weixin documents seven days; other platforms unverified.
//! ---
//! RFD-07 买家逾期未寄回
//!
//! 找出我们同意退货、买家一直没寄的售后。
//!
//! 条件：待买家退货，没有退货单号，时限已过。级别 P3。
//! 时限：先看报表的超时时间；没有时按申请时间加平台给商家处理的最长时间，再加买家的 7 天，免得冤枉人。
//! 为什么：这类可以关闭，开着会拖住订单和指标。
//! 不算：差一秒没到时限，已填退货单号，平台已介入。
//! 依据：微信小店写明 7 天，其他平台未核实。

use super::{Profile, Rule, Verdict, cases, due::of_case, words::span};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, RefundState, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct BuyerLate;

impl Rule for BuyerLate {
    fn id(&self) -> &'static str {
        "RFD-07"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("买家逾期未寄回", "buyer late")
    }

    fn severity(&self) -> Severity {
        Severity::P3
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
        include_str!("buyer_late.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        cases::may_have(order)
    }

    fn is_about_refunds(&self) -> bool {
        true
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        cases::worst(order, |refund| {
            let waits = refund.state == RefundState::WaitBuyerReturn && !refund.at_platform();
            if !waits || !refund.back_tracking_no.is_empty() {
                return Verdict::Clean;
            }
            match of_case(refund, order, scope) {
                Err(field) => Verdict::Skipped(field),
                Ok(Some(due)) if due.at < scope.now => {
                    let late = scope.now.0 - due.at.0;
                    Verdict::Hit(cases::hit(Severity::P3, refund, late).due(Some(due)))
                }
                Ok(_) => Verdict::Clean,
            }
        })
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let (late, number) = (span(facts.numbers[0], lang), &facts.text);
        match lang {
            Lang::Zh => format!("退款 {number} 的买家逾期 {late} 未寄回"),
            Lang::En => format!("the goods of refund {number} should have been sent {late} ago"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("问一次买家，不退就关闭", "ask the buyer once, else let it close")
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::testing::{case, with};
    use super::super::testing::{CREATED, says, severity};
    use super::*;
    use crate::model::time::HOUR;
    use crate::model::{RefundKind, Stamp};
    use crate::records::Refund;

    const ID: &str = "RFD-07";

    fn waiting(due: Option<i64>) -> Order {
        let refund = case(RefundState::WaitBuyerReturn, RefundKind::ReturnRefund);
        with(Refund { due_at: due.map(Stamp), ..refund })
    }

    #[test]
    fn one_second_late() {
        assert_eq!(severity(ID, &waiting(Some(CREATED)), CREATED + 1), Some(Severity::P3));
        assert_eq!(severity(ID, &waiting(Some(CREATED)), CREATED), None);
        assert_eq!(severity(ID, &waiting(None), CREATED + 288 * HOUR), None);
        assert_eq!(severity(ID, &waiting(None), CREATED + 288 * HOUR + 1), Some(Severity::P3));
    }

    #[test]
    fn near_misses() {
        let change = |change: fn(&mut Refund)| {
            let mut order = waiting(Some(CREATED));
            change(&mut order.refunds[0]);
            severity(ID, &order, CREATED + 1)
        };
        assert_eq!(change(|r| r.back_tracking_no = "SF1".into()), None);
        assert_eq!(change(|r| r.platform_step = "已介入".into()), None);
        assert_eq!(change(|r| r.state = RefundState::Requested), None);
        let mut order = waiting(None);
        order.refunds[0].applied_at = None;
        assert_eq!(says(ID, &order, CREATED), Verdict::Skipped(Field::AppliedAt));
    }
}
