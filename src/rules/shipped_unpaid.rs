//! SHP-09 shipped unpaid
//!
//! Finds goods that left before the money came.
//!
//! When: there is a ship time, and no payment time or a later one, whatever the status. P0.
//! Why it matters: the shop may never be paid for the parcel.
//! Not a hit: cash on delivery; orders that cost nothing (payable 0.00, samples, gifts, reissues, exchanges);
//! payment and shipping in the same second.
//! Source: our own check.
//! ---
//! SHP-09 未付先发
//!
//! 找出还没收到钱就发了货的订单。
//!
//! 条件：有发货时间，但没有付款时间，或付款晚于发货，不论状态。级别 P0。
//! 为什么：这批货可能收不到钱。
//! 不算：货到付款；不收钱的订单（应付 0.00、寄样、赠品、补发、换货）；付款与发货在同一秒。
//! 依据：本工具自定。

use super::{Hit, Profile, Rule, Verdict, words::span};
use crate::model::Desk;
use crate::model::{Cents, Field, Fields, Lang, OrderKind, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct ShippedUnpaid;

impl Rule for ShippedUnpaid {
    fn id(&self) -> &'static str {
        "SHP-09"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("未付先发", "shipped unpaid")
    }

    fn severity(&self) -> Severity {
        Severity::P0
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Ship, Profile::Audit]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::PaidAt, Field::ShippedAt])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Kind, Field::Payable])
    }

    fn desk(&self) -> Desk {
        Desk::Warehouse
    }

    fn doc(&self) -> &'static str {
        include_str!("shipped_unpaid.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.kind != OrderKind::Cod && !order.kind.is_free() && order.payable != Some(Cents(0))
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        let Some(shipped) = order.shipped_at else { return Verdict::Clean };
        let early = match order.paid_at {
            None => 0,
            Some(paid) if paid > shipped => paid.0 - shipped.0,
            Some(_) => return Verdict::Clean,
        };
        Verdict::Hit(Hit::new(Severity::P0).facts(Facts::numbers(early, 0)))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let early = span(facts.numbers[0], lang);
        match (facts.numbers[0], lang) {
            (0, Lang::Zh) => "已发货，但没有付款时间".into(),
            (0, Lang::En) => "shipped, but no payment time".into(),
            (_, Lang::Zh) => format!("发货早于付款 {early}"),
            (_, Lang::En) => format!("shipped {early} before it was paid"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("核对收款，能拦截先拦截", "check the payment, stop the parcel")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{PAID, order, says, severity, without};
    use super::*;
    use crate::model::{Stamp, Status};

    const ID: &str = "SHP-09";

    fn shipped(at: i64) -> Order {
        Order { status: Status::Shipped, shipped_at: Some(Stamp(at)), ..order() }
    }

    #[test]
    fn one_second_before_the_payment_or_without_any() {
        assert_eq!(severity(ID, &shipped(PAID - 1), PAID), Some(Severity::P0));
        assert_eq!(severity(ID, &shipped(PAID), PAID), None);
        let never = Order { paid_at: None, ..shipped(PAID) };
        for status in [Status::Unknown, Status::Unpaid, Status::ClosedUnpaid, Status::Shipped] {
            let order = Order { status, ..never.clone() };
            assert_eq!(severity(ID, &order, PAID), Some(Severity::P0));
        }
        assert_eq!(ShippedUnpaid.why(&Facts::numbers(7200, 0), Lang::Zh), "发货早于付款 2 小时");
    }

    #[test]
    fn without_its_columns_it_is_skipped() {
        for field in [Field::PaidAt, Field::ShippedAt] {
            assert_eq!(says(ID, &without(shipped(PAID - 1), field), PAID), Verdict::Skipped(field));
        }
    }

    #[test]
    fn near_misses() {
        let never = || Order { paid_at: None, ..shipped(PAID) };
        for kind in [OrderKind::Cod, OrderKind::Sample, OrderKind::Reissue] {
            assert_eq!(severity(ID, &Order { kind, ..never() }, PAID), None);
        }
        assert_eq!(severity(ID, &Order { payable: Some(Cents(0)), ..never() }, PAID), None);
        assert_eq!(severity(ID, &Order { shipped_at: None, ..never() }, PAID), None);
    }
}
