//! SHP-09 shipped unpaid
//!
//! Finds goods that left though the money never came.
//!
//! When: there is a ship time, no payment time, and nothing was paid, whatever the status. P0.
//! Why it matters: the shop may never be paid for the parcel.
//! Not a hit: cash on delivery; orders that cost nothing (payable 0.00, samples, gifts, reissues, exchanges); orders that
//! are paid by now, wholly or in part, or were paid back, even where nobody says when (DAT-01 tells times out of order).
//! Where the amount paid is not told either, it can't decide, unless the status says that the order is unpaid.
//! Source: our own check.
//! ---
//! SHP-09 未付先发
//!
//! 找出发了货、钱一直没收到的订单。
//!
//! 条件：有发货时间，没有付款时间，也没有付过钱，不论状态。级别 P0。
//! 为什么：这批货可能收不到钱。
//! 不算：货到付款；不收钱的订单（应付 0.00、寄样、赠品、补发、换货）；现在已付款（包括部分付款）或退过款的订单，
//! 即使没有写付款时间（时间先后颠倒由 DAT-01 指出）。实付也没有写、状态又不是未付款的，无法判断。
//! 依据：本工具自定。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::Desk;
use crate::model::{Cents, Field, Fields, Lang, OrderKind, Severity, Status};
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
        Fields::of(&[Field::Kind, Field::Payable, Field::Paid, Field::Refunded, Field::Status])
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
        // The money is there by now, whenever it came: a missing time is no missing payment.
        let came = order.paid_at.is_some()
            || order.status == Status::ClosedRefunded
            || order.status != Status::PartPaid
                && [order.paid, order.refunded].into_iter().flatten().any(|amount| amount.0 > 0);
        if order.shipped_at.is_none() || came {
            return Verdict::Clean;
        }
        let says_unpaid = matches!(order.status, Status::Unpaid | Status::ClosedUnpaid | Status::PartPaid);
        if order.paid.is_none() && !says_unpaid {
            return Verdict::Skipped(Field::Paid);
        }
        Verdict::Hit(Hit::new(Severity::P0))
    }

    fn why(&self, _: &Facts, lang: Lang) -> String {
        lang.pick("已发货，但没有收到钱", "shipped, but nothing was paid").into()
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

    /// Shipped, and the export tells of no money.
    fn shipped() -> Order {
        Order {
            status: Status::Shipped,
            shipped_at: Some(Stamp(PAID)),
            paid_at: None,
            paid: Some(Cents(0)),
            ..order()
        }
    }

    #[test]
    fn without_any_money() {
        for status in
            [Status::Unknown, Status::Unpaid, Status::ClosedUnpaid, Status::Shipped, Status::PartPaid]
        {
            assert_eq!(severity(ID, &Order { status, ..shipped() }, PAID), Some(Severity::P0), "{status:?}");
        }
        let untold = Order { status: Status::Unpaid, paid: None, ..shipped() };
        assert_eq!(severity(ID, &untold, PAID), Some(Severity::P0), "the status says so");
        let deposit = Order { status: Status::PartPaid, paid: Some(Cents(100)), ..shipped() };
        assert_eq!(severity(ID, &deposit, PAID), Some(Severity::P0));
    }

    #[test]
    fn without_its_columns_it_is_skipped() {
        for field in [Field::PaidAt, Field::ShippedAt] {
            assert_eq!(says(ID, &without(shipped(), field), PAID), Verdict::Skipped(field));
        }
        assert_eq!(says(ID, &Order { paid: None, ..shipped() }, PAID), Verdict::Skipped(Field::Paid));
    }

    #[test]
    fn near_misses() {
        for kind in [OrderKind::Cod, OrderKind::Sample, OrderKind::Reissue] {
            assert_eq!(severity(ID, &Order { kind, ..shipped() }, PAID), None);
        }
        assert_eq!(severity(ID, &Order { payable: Some(Cents(0)), ..shipped() }, PAID), None);
        assert_eq!(severity(ID, &Order { shipped_at: None, ..shipped() }, PAID), None);
        for paid_at in [PAID - 1, PAID, PAID + 9] {
            assert_eq!(severity(ID, &Order { paid_at: Some(Stamp(paid_at)), ..shipped() }, PAID), None);
        }
        for (paid, refunded) in [(1, 0), (0, 1)] {
            let order = Order { paid: Some(Cents(paid)), refunded: Some(Cents(refunded)), ..shipped() };
            assert_eq!(severity(ID, &order, PAID), None, "paid, nobody says when");
        }
        let back = Order { status: Status::ClosedRefunded, paid: None, ..shipped() };
        assert_eq!(severity(ID, &back, PAID), None);
    }
}
