//! RSK-01 high value
//!
//! Finds orders of a high amount, to be looked at by a person before they are shipped.
//!
//! When: not shipped, and payable ≥ `high_value` (2000.00, per shop).
//!
//! Why: a mistake or a fraud costs most here; packing on camera and an insured parcel pay off.
//!
//! Not when: payable is one cent below. An order that the export gives no payable for counts as skipped.
//!
//! ---
//! RSK-01 大额订单
//!
//! 找出金额大、发货前需要人工看一眼的订单。
//!
//! 条件：还没发货，应付 ≥ `high_value`（默认 2000.00，可按店铺设置）。
//!
//! 原因：大单出错或被骗损失最大，值得核对地址、打包录像、保价。
//!
//! 不报：差一分钱也不算；导出里没有应付金额的订单记为“未检查”。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct HighValue;

impl Rule for HighValue {
    fn id(&self) -> &'static str {
        "RSK-01"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("大额订单", "high value")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit, Profile::Money]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Payable, Field::Status])
    }

    fn desk(&self) -> Desk {
        Desk::Supervisor
    }

    fn doc(&self) -> &'static str {
        include_str!("high_value.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.is_before_shipping()
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let least = scope.of(order).high_value;
        match order.payable {
            None => Verdict::Skipped(Field::Payable),
            Some(payable) if payable >= least => {
                Verdict::Hit(Hit::new(self.severity()).facts(Facts::numbers(payable.0, least.0)))
            }
            Some(_) => Verdict::Clean,
        }
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [payable, least] = facts.cents();
        match lang {
            Lang::Zh => format!("应付 {payable}，达到大额标准 {least}"),
            Lang::En => format!("payable {payable}, high value from {least}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick(
            "主管核对后再发货，打包录像并保价",
            "have it checked before shipping; film the packing, insure it",
        )
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{NOW, hits, order, says, scope, without};
    use super::*;
    use crate::model::{Cents, Status};
    use crate::rules::Thresholds;
    use crate::rules::{by_id, check::judge};

    fn worth(cents: i64) -> Order {
        Order { payable: Some(Cents(cents)), ..order() }
    }

    #[test]
    fn from_the_threshold_on() {
        assert!(hits("RSK-01", &worth(200_000)));
        assert!(hits("RSK-01", &Order { status: Status::Unpaid, ..worth(200_000) }));
        assert_eq!(says("RSK-01", &worth(199_999)), Verdict::Clean);
        assert_eq!(says("RSK-01", &Order { status: Status::Finished, ..worth(200_000) }), Verdict::Clean);
    }

    #[test]
    fn a_shop_has_its_own_threshold() {
        let mut scope = scope(NOW);
        let own = Thresholds { high_value: Cents(5000), ..Thresholds::default() };
        scope.shops.push((String::new(), order().shop, own));
        let rule = by_id("RSK-01").expect("known");
        assert!(matches!(judge(rule, &worth(5000), &scope), Verdict::Hit(_)));
        assert_eq!(judge(rule, &worth(4999), &scope), Verdict::Clean);
    }

    #[test]
    fn without_an_amount_it_cannot_say() {
        assert_eq!(says("RSK-01", &without(worth(1), Field::Payable)), Verdict::Skipped(Field::Payable));
        assert_eq!(says("RSK-01", &Order { payable: None, ..order() }), Verdict::Skipped(Field::Payable));
    }
}
