//! RFD-01 refund applied
//!
//! Lists what buyers asked for yesterday and we have not answered.
//!
//! When: the application was made yesterday, by the shop's calendar, and it is still our turn. P1.
//! Why it matters: the answer to yesterday's requests is the first work of the morning; left alone, platforms
//! agree or pay in our place.
//! Not a hit: today's and older requests (RFD-02 and RFD-03 watch their deadlines), cases that wait for the buyer
//! or the platform, finished ones. It can't run where no refund export of the shop was given.
//! Source: our own daily routine.
//! ---
//! RFD-01 昨日退款申请
//!
//! 列出买家昨天申请、我们还没处理的退款。
//!
//! 条件：申请时间在店铺时区的昨天，并且仍轮到商家处理。级别 P1。
//! 为什么：早上先处理昨天的申请，放着不管平台会自动同意或自动退款。
//! 不算：今天的和更早的（由 RFD-02、RFD-03 看时限），轮到买家或平台的，已经完结的。没有给退款报表时无法判断。
//! 依据：本工具自定的日常流程。

use super::{Profile, Rule, Verdict, cases};
use crate::model::Desk;
use crate::model::Owner;
use crate::model::time::DAY;
use crate::model::{Field, Fields, Lang, Severity, Stamp};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct RefundApplied;

impl Rule for RefundApplied {
    fn id(&self) -> &'static str {
        "RFD-01"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("昨日退款申请", "refund applied")
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
        include_str!("refund_applied.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        cases::may_have(order)
    }

    fn is_about_refunds(&self) -> bool {
        true
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let Some(today) = scope.zone.local(scope.now).map(|t| scope.zone.start_of(t.date())) else {
            return Verdict::Clean;
        };
        let yesterday = Stamp(today.0 - DAY)..today;
        cases::worst(order, |refund| {
            if refund.turn() != Some(Owner::Seller) {
                return Verdict::Clean;
            }
            match refund.applied_at {
                None => Verdict::Skipped(Field::AppliedAt),
                Some(at) if yesterday.contains(&at) => {
                    let due = super::due::of_case(refund, order, scope).ok().flatten();
                    Verdict::Hit(cases::hit(Severity::P1, refund, 0).due(due))
                }
                Some(_) => Verdict::Clean,
            }
        })
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        match lang {
            Lang::Zh => format!("退款 {} 昨天申请，还没处理", facts.text),
            Lang::En => format!("refund {} was asked for yesterday and waits for us", facts.text),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("看原因，同意或协商", "read the reason, agree or talk")
    }
}

#[cfg(test)]
mod tests {
    use super::super::cases::testing::{case, with};
    use super::super::testing::{CREATED, order, says, severity, without};
    use super::*;
    use crate::model::time::HOUR;
    use crate::model::{RefundKind, RefundState, Stamp};
    use crate::records::Refund;

    const ID: &str = "RFD-01";

    /// Midnight in the shop's zone, later than the order.
    const MIDNIGHT: i64 = CREATED - CREATED.rem_euclid(24 * HOUR) + 16 * HOUR;

    fn asked(at: i64) -> Order {
        let refund = case(RefundState::Requested, RefundKind::RefundOnly);
        with(Refund { applied_at: Some(Stamp(at)), ..refund })
    }

    #[test]
    fn the_whole_of_yesterday_and_nothing_else() {
        let now = MIDNIGHT + 9 * HOUR;
        assert_eq!(severity(ID, &asked(MIDNIGHT - 24 * HOUR), now), Some(Severity::P1));
        assert_eq!(severity(ID, &asked(MIDNIGHT - 1), now), Some(Severity::P1));
        assert_eq!(severity(ID, &asked(MIDNIGHT), now), None);
        assert_eq!(severity(ID, &asked(MIDNIGHT - 24 * HOUR - 1), now), None);
    }

    #[test]
    fn only_what_waits_for_us() {
        let now = MIDNIGHT + 9 * HOUR;
        for state in [RefundState::WaitBuyerReturn, RefundState::Success, RefundState::Closed] {
            let mut order = asked(MIDNIGHT - 1);
            order.refunds[0].state = state;
            assert_eq!(severity(ID, &order, now), None);
        }
        let mut order = asked(MIDNIGHT - 1);
        order.refunds[0].platform_step = "客服已介入".into();
        assert_eq!(severity(ID, &order, now), None);
        assert_eq!(severity(ID, &super::super::testing::order(), now), None);
    }

    #[test]
    fn without_refunds_it_can_not_run() {
        assert_eq!(says(ID, &without(order(), Field::RefundNo), CREATED), Verdict::Skipped(Field::RefundNo));
        let mut order = asked(0);
        order.refunds[0].applied_at = None;
        assert_eq!(says(ID, &order, CREATED), Verdict::Skipped(Field::AppliedAt));
    }
}
