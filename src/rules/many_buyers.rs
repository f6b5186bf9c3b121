//! DUP-04 many buyers, one address
//!
//! Finds orders of several buyers that share one phone or one address within a day.
//!
//! When: not shipped, and three or more different buyers of the same shop share a phone, or a full address of
//! at least 10 characters, in orders created within `twin_window` (24 h). Every order of the group is listed.
//!
//! Why: a trader who goes around a purchase limit, a raffle, or brushing. It can also be a dormitory or a
//! forwarding warehouse: look before you judge.
//!
//! Not when: two buyers only; one second more. Masked buyers, phones and addresses and virtual numbers are
//! nobody's: an order with neither phone nor address counts as skipped. Finished orders are not looked at yet,
//! not even by the audit profile.
//!
//! ---
//! DUP-04 多号同址
//!
//! 找出一天之内多个买家共用一个电话或一个地址的订单。
//!
//! 条件：还没发货；同店三个以上不同买家的订单电话相同，或者完整地址（至少 10 个字）相同，下单时间都在
//! `twin_window`（默认 24 小时）之内。组里每一单都列出。
//!
//! 原因：可能是绕限购的黄牛、抽奖或刷单，也可能只是宿舍或转运仓，先看清楚再下结论。
//!
//! 不报：只有两个买家；时间差多一秒。打码的买家、电话、地址和虚拟号都不算数，电话和地址都没有的订单记为“未检查”。
//! 已完成的订单目前还不看，审单时也不看。

use super::{Comparison, Hit, Profile, Rule, Seen, crowd::Crowd};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;
use std::any::Any;

pub(super) struct ManyBuyers;

#[derive(Default)]
struct Groups(Crowd);

impl Comparison for Groups {
    fn see(&mut self, order: &Order, index: u32, scope: &Scope) -> Seen {
        match self.0.add(order, index, scope) {
            Ok(()) => Seen::Kept,
            Err(field) => Seen::Skipped(field),
        }
    }

    fn absorb(&mut self, later: Box<dyn Any>, offset: u32) {
        if let Ok(later) = later.downcast::<Groups>() {
            self.0.absorb(later.0, offset);
        }
    }

    fn finish(self: Box<Self>, _: &Scope) -> Vec<(u32, Hit)> {
        let hit = |buyers| Hit::new(Severity::P2).facts(Facts::numbers(buyers, 0));
        self.0.finish().into_iter().map(|(index, buyers)| (index, hit(buyers))).collect()
    }
}

impl Rule for ManyBuyers {
    fn id(&self) -> &'static str {
        "DUP-04"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("多号同址", "many buyers, one address")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Buyer, Field::CreatedAt, Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Phone, Field::Address])
    }

    fn desk(&self) -> Desk {
        Desk::Supervisor
    }

    fn doc(&self) -> &'static str {
        include_str!("many_buyers.rs")
    }

    fn applies(&self, order: &Order, scope: &Scope) -> bool {
        super::before_shipping_or_audited(order, scope)
    }

    fn comparison(&self) -> Option<Box<dyn Comparison>> {
        Some(Box::new(Groups::default()))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let buyers = facts.numbers[0];
        match lang {
            Lang::Zh => format!("短时间内 {buyers} 个买家账号用同一个电话或地址"),
            Lang::En => format!("{buyers} buyers share this phone or address within a short time"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("核对是否绕限购或抽奖，报主管", "check for a dodged purchase limit, tell the supervisor")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{NOW, named, order, skipped};
    use super::*;
    use crate::model::time::DAY;
    use crate::model::{Stamp, Status};

    fn of(no: &str, after: i64) -> Order {
        Order {
            order_no: no.into(),
            buyer: format!("buyer{no}"),
            created_at: Some(Stamp(NOW - 2 * DAY + after)),
            ..order()
        }
    }

    fn list(orders: &[Order]) -> Vec<String> {
        named("DUP-04", orders)
    }

    #[test]
    fn three_buyers_within_a_day() {
        assert_eq!(list(&[of("1", 0), of("2", 60), of("3", DAY)]), ["1", "2", "3"]);
        assert!(list(&[of("1", 0), of("2", 60), of("3", DAY + 1)]).is_empty());
    }

    #[test]
    fn phone_or_address_alone_is_enough() {
        let phones = |no: &str| Order { phone: format!("1380000010{no}"), ..of(no, 0) };
        assert_eq!(list(&[phones("1"), phones("2"), phones("3")]), ["1", "2", "3"]);
        let masked = |no: &str| Order { address: "浙江省 五常***".into(), ..of(no, 0) };
        assert_eq!(list(&[masked("1"), masked("2"), masked("3")]), ["1", "2", "3"]);
    }

    #[test]
    fn near_misses() {
        assert!(list(&[of("1", 0), of("2", 0)]).is_empty());
        for other in [
            Order { buyer: "buyer1".into(), ..of("3", 0) },
            Order { shop: "another".into(), ..of("3", 0) },
            Order { status: Status::Finished, ..of("3", 0) },
            Order { buyer: "b***".into(), ..of("3", 0) },
        ] {
            assert!(list(&[of("1", 0), of("2", 0), other]).is_empty());
        }
        let short = |no: &str| Order { address: "杭州自提点".into(), phone: String::new(), ..of(no, 0) };
        assert!(list(&[short("1"), short("2"), short("3")]).is_empty());
    }

    #[test]
    fn masked_ones_are_skipped() {
        let masked = Order { phone: "138****0001".into(), address: "五常***".into(), ..order() };
        assert_eq!(skipped("DUP-04", &masked), Some(Field::Phone));
        assert_eq!(skipped("DUP-04", &Order { buyer: "t**".into(), ..order() }), Some(Field::Buyer));
    }
}
