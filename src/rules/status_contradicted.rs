//! DAT-07 status contradicted
//!
//! Finds orders that are called unpaid and were paid in full.
//!
//! When: the status is `unpaid` and the amount paid is the whole of what is to be paid, which is more than nothing. P2.
//! Why it matters: one of the two is wrong. Whoever paid and is reminded to pay loses trust; an order that was paid and is not
//! shipped is fined. Such an order is neither reminded nor counted as unpaid until somebody has looked.
//! Not a hit: cash on delivery; orders of which only a part was paid; orders that cost nothing.
//! Source: our own check.
//! ---
//! DAT-07 状态与金额矛盾
//!
//! 找出状态写着待付款、金额却已付清的订单。
//!
//! 条件：状态为待付款，实付已达到应付，且应付大于 0。级别 P2。
//! 为什么：两者必有一错。已付款的买家再被催付会不满，付了款没发货会被判延迟。核实之前，这样的订单不催付，也不计入待付款。
//! 不算：货到付款；只付了一部分的；不收钱的订单。
//! 依据：本工具自定。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct StatusContradicted;

impl Rule for StatusContradicted {
    fn id(&self) -> &'static str {
        "DAT-07"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("状态与金额矛盾", "status contradicted")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Money, Profile::Data]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Kind, Field::Payable, Field::Paid])
    }

    fn doc(&self) -> &'static str {
        include_str!("status_contradicted.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.is_called_unpaid_and_paid()
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        let paid = order.paid.unwrap_or_default().0;
        Verdict::Hit(Hit::new(Severity::P2).facts(Facts::numbers(paid, 0)))
    }

    /// Whoever may have paid is not reminded.
    fn silences(&self) -> &'static [&'static str] {
        &["PAY-01", "PAY-02"]
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [paid, _] = facts.cents();
        match lang {
            Lang::Zh => format!("状态是待付款，实付却是 {paid}，已付清"),
            Lang::En => format!("called unpaid, yet {paid} was paid, which is all of it"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("到平台核对是否已付款", "look on the platform whether it is paid")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, severity, unpaid};
    use super::*;
    use crate::model::{Cents, OrderKind, Status};

    const ID: &str = "DAT-07";

    #[test]
    fn paid_to_the_last_cent() {
        let paid = |cents| Order { paid: Some(Cents(cents)), ..unpaid() };
        assert_eq!(severity(ID, &paid(12_800), CREATED), Some(Severity::P2));
        assert_eq!(severity(ID, &paid(12_799), CREATED), None);
        assert_eq!(severity(ID, &paid(0), CREATED), None);
    }

    #[test]
    fn near_misses() {
        let paid = Order { paid: Some(Cents(12_800)), ..unpaid() };
        for other in [
            Order { kind: OrderKind::Cod, ..paid.clone() },
            Order { status: Status::PartPaid, ..paid.clone() },
            Order { status: Status::Paid, ..paid.clone() },
            Order { payable: None, ..paid.clone() },
            Order { payable: Some(Cents(0)), paid: Some(Cents(0)), ..paid },
        ] {
            assert_eq!(severity(ID, &other, CREATED), None);
        }
    }
}
