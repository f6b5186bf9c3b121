//! RFD-10 price adjust
//!
//! Says which refunds are corrections of the price. It is never listed as a hit.
//!
//! When: price protection, cash back, a difference or freight is paid: by the platform's own kind, or by the reason where
//! the platform files it as an ordinary refund of money.
//! They are no returns: the refund rate leaves them out and counts them apart, and RFD-04, RFD-05, RFD-08 and RFD-09 do
//! not look at them.
//! Why it matters: a campaign with price protection would otherwise look like a wave of returns.
//! Source: Taobao and Douyin have kinds of their own for them.
//! ---
//! RFD-10 价保/返现/退差
//!
//! 说明哪些退款只是差额，本身从不列出。
//!
//! 条件：价保、返现、退差价、退运费：看平台的售后类型；平台记成仅退款的，看退款原因。
//! 它们不是退货：退款率不计入、单独统计，RFD-04、RFD-05、RFD-08、RFD-09 也不看。
//! 为什么：否则一场带价保的活动看起来像退货潮。
//! 依据：淘宝和抖音对它们有单独的类型。

use super::{Profile, Rule};
use crate::model::Desk;
use crate::model::{Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

/// Lives in [`crate::records::Refund::asks`]; here stands its explanation.
pub(super) struct PriceAdjust;

impl Rule for PriceAdjust {
    fn id(&self) -> &'static str {
        "RFD-10"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("价保/返现/退差", "price adjust")
    }

    fn severity(&self) -> Severity {
        Severity::P3
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::NONE
    }

    fn desk(&self) -> Desk {
        Desk::Service
    }

    fn doc(&self) -> &'static str {
        include_str!("price_adjust.rs")
    }

    fn applies(&self, _: &Order, _: &Scope) -> bool {
        false
    }

    fn why(&self, _: &Facts, lang: Lang) -> String {
        lang.pick("差额退款，不算退货", "a correction of the price is no return").to_owned()
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("单独统计", "count it apart")
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::super::cases::testing::{case, with};
    use super::super::testing::{CREATED, says, severity};
    use crate::model::{RefundKind, RefundState};

    #[test]
    fn is_never_a_hit_but_excuses_others() {
        let order = with(case(RefundState::Requested, RefundKind::PriceProtect));
        assert_eq!(says("RFD-10", &order, CREATED), Verdict::Clean);
        assert_eq!(severity("RFD-04", &order, CREATED), None);
    }
}
