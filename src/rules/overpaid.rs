//! PAY-05 overpaid
//!
//! Finds orders for which more was paid than was due.
//!
//! When: paid exceeds payable by `amount_tolerance` (0.05) or more, whatever the status. Paid is before refunds. P1.
//! Why it matters: the buyer paid twice, or the price was lowered afterwards; the difference is the buyer's.
//! Not a hit: nothing paid yet; a few cents that a platform rounded. It can't run where the payable amount is empty.
//! Source: our own check; other shop systems know the same state as overcharged.
//! ---
//! PAY-05 多付/重复付
//!
//! 找出实付多于应付的订单。
//!
//! 条件：实付（退款前）比应付至少多 `amount_tolerance`（默认 0.05），不论状态。级别 P1。
//! 为什么：可能重复付款，或付款后又改低了价，多出来的钱要退给买家。
//! 不算：还没付款的；平台四舍五入差的几分钱。应付为空时无法判断。
//! 依据：本工具自定；其他商城系统也有“多收”状态。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::Desk;
use crate::model::{Cents, Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct Overpaid;

impl Rule for Overpaid {
    fn id(&self) -> &'static str {
        "PAY-05"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("多付/重复付", "overpaid")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Payable, Field::Paid])
    }

    fn desk(&self) -> Desk {
        Desk::Finance
    }

    fn doc(&self) -> &'static str {
        include_str!("overpaid.rs")
    }

    fn applies(&self, _: &Order, _: &Scope) -> bool {
        true
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let paid = match order.paid {
            // Before payment there is nothing to write.
            None if !order.status.is_paid() => return Verdict::Clean,
            None => return Verdict::Skipped(Field::Paid),
            Some(paid) => paid,
        };
        if paid <= Cents(0) {
            return Verdict::Clean;
        }
        match order.payable {
            None => Verdict::Skipped(Field::Payable),
            Some(payable) if !scope.of(order).exceeds(paid, payable) => Verdict::Clean,
            Some(payable) => Verdict::Hit(Hit::new(Severity::P1).facts(Facts::numbers(paid.0, payable.0))),
        }
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [paid, payable] = facts.cents();
        let over = super::words::difference(paid, payable, lang);
        match lang {
            Lang::Zh => format!("应付 {payable}，实付 {paid}，多付 {over}"),
            Lang::En => format!("paid {paid} for {payable}, {over} too much"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("核对收款，退还多付部分", "check the payments, return the difference")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, order, says, severity, without};
    use super::*;
    use crate::model::Status;

    const ID: &str = "PAY-05";

    fn paid(fen: i64) -> Order {
        Order { paid: Some(Cents(fen)), ..order() }
    }

    #[test]
    fn five_cents_too_much() {
        assert_eq!(severity(ID, &paid(12_805), CREATED), Some(Severity::P1));
        assert_eq!(severity(ID, &paid(12_804), CREATED), None);
        assert_eq!(severity(ID, &paid(12_800), CREATED), None);
        assert_eq!(severity(ID, &paid(12_799), CREATED), None);
        let facts = Facts::numbers(25_600, 12_800);
        assert_eq!(Overpaid.why(&facts, Lang::Zh), "应付 128.00，实付 256.00，多付 128.00");
    }

    #[test]
    fn any_status_counts_even_an_unknown_one() {
        for status in [Status::Unknown, Status::Finished, Status::Closed] {
            assert_eq!(severity(ID, &Order { status, ..paid(12_805) }, CREATED), Some(Severity::P1));
        }
    }

    #[test]
    fn without_its_columns_it_is_skipped() {
        for field in [Field::Paid, Field::Payable] {
            assert_eq!(says(ID, &without(paid(12_801), field), CREATED), Verdict::Skipped(field));
        }
        let empty = Order { payable: None, ..paid(1) };
        assert_eq!(says(ID, &empty, CREATED), Verdict::Skipped(Field::Payable));
        assert_eq!(severity(ID, &Order { payable: None, ..paid(0) }, CREATED), None);
    }
}
