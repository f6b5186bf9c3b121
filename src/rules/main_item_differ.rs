//! DAT-06 main/item differ
//!
//! Finds orders whose own status does not fit the status of their items.
//!
//! When one of these holds; closed and refunded items count only for the last. P2.
//! - the order is shipped, delivered or finished, but an item still waits for payment or shipping;
//! - the order is unpaid, but an item is paid;
//! - the order is paid, but all its items are shipped;
//! - the order is still open, but every item is closed or refunded.
//!
//! Why it matters: the order's status can lag behind; whoever ships by it sends goods that were cancelled, or
//! forgets some.
//! Not a hit: an order shipped in part. It can't run without item rows, or where an item's status that
//! matters is not known.
//! Source: a platform documents that closing happens on the item and warns against shipping such items.
//! ---
//! DAT-06 主子单不一致
//!
//! 找出主订单状态与子订单对不上的订单。
//!
//! 条件（满足一条即可；已关闭、已退款的子订单只在最后一条里看）：级别 P2。
//! - 主订单已发货、已签收或交易成功，却有子订单还在待付款或待发货；
//! - 主订单待付款，却有子订单已付款；
//! - 主订单待发货，而子订单都已发出；
//! - 主订单还没结束，而子订单全部关闭或退款。
//!
//! 为什么：主订单状态可能滞后，照着它发货，会把已取消的发出去，或者漏发。
//! 不算：部分发货的订单。没有子订单、或关键子订单状态不明时，无法判断。
//! 依据：平台文档写明关闭发生在子订单上，并提醒不要发这样的商品。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::{Field, Fields, Lang, Severity, Status};
use crate::records::{Item, Order};
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct MainItemDiffer;

/// What differs, `#` being the number of items; the place in this list is the hit's first number.
const CASES: [(&str, &str); 4] = [
    ("# 个子订单还没发货", "# of its items not shipped"),
    ("# 个子订单已付款", "# of its items paid"),
    ("# 个子订单都已发货", "all # items shipped"),
    ("# 个子订单都已关闭或退款", "all # items closed or refunded"),
];

impl Rule for MainItemDiffer {
    fn id(&self) -> &'static str {
        "DAT-06"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("主子单不一致", "main/item differ")
    }

    fn severity(&self) -> Severity {
        Severity::P2
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Data]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::ItemNo, Field::RefundState])
    }

    fn doc(&self) -> &'static str {
        include_str!("main_item_differ.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        !order.status.is_closed()
    }

    fn holds_items_against_order(&self) -> bool {
        true
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        if order.items.is_empty() {
            return Verdict::Skipped(Field::ItemNo);
        }
        let hit = |case: usize, count: usize| {
            let facts = Facts::numbers(case as i64, count as i64).with(order.status.key());
            Hit::new(Severity::P2).facts(facts)
        };
        let live: Vec<&Item> = order.items.iter().filter(|i| i.is_live()).collect();
        if live.is_empty() {
            // After the end, refunds of everything are ordinary.
            return if order.status.is_open() {
                Verdict::Hit(hit(3, order.items.len()))
            } else {
                Verdict::Clean
            };
        }
        let odd = match order.status {
            Status::Shipped | Status::Delivered | Status::Finished => Some((0, waits as fn(Status) -> bool)),
            Status::Unpaid => Some((1, Status::is_paid as fn(Status) -> bool)),
            _ => None,
        };
        if let Some((case, odd)) = odd
            && let Some(first) = live.iter().find(|i| odd(i.status))
        {
            let count = live.iter().filter(|i| odd(i.status)).count();
            return Verdict::Hit(hit(case, count).item(first.shown_no()));
        }
        if order.status == Status::Paid && live.iter().all(|i| has_gone(i.status)) {
            return Verdict::Hit(hit(2, live.len()));
        }
        if live.iter().any(|i| i.status == Status::Unknown) {
            return Verdict::Skipped(Field::ItemNo);
        }
        Verdict::Clean
    }

    /// An order that is unpaid in one export and paid, or closed, in the other is nobody to be reminded.
    fn silences(&self) -> &'static [&'static str] {
        &["PAY-01"]
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let status = Status::by_key(&facts.text).unwrap_or_default().title(lang);
        let [case, count] = facts.numbers;
        let (zh, en) = CASES.get(case as usize).copied().unwrap_or_default();
        let items = lang.pick(zh, en).replace('#', &count.to_string());
        match lang {
            Lang::Zh => format!("主订单“{status}”，但 {items}"),
            Lang::En => format!("order {status}, but {items}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("以子订单为准，到后台核对", "trust the items, check the platform")
    }
}

/// Wholly still to be paid or shipped.
fn waits(status: Status) -> bool {
    status.is_before_shipping() && status != Status::PartShipped
}

fn has_gone(status: Status) -> bool {
    matches!(status, Status::Shipped | Status::Delivered | Status::Finished)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, item, order, says};
    use super::*;
    use crate::model::RefundState;
    use Status::{ClosedRefunded, Finished, Paid, PartShipped, Shipped, Unknown, Unpaid};

    fn with(status: Status, items: &[Status]) -> Order {
        Order { status, items: items.iter().map(|s| item(*s)).collect(), ..order() }
    }

    /// Case and count, or nothing where it is clean.
    fn differs(order: &Order) -> Option<[i64; 2]> {
        match says("DAT-06", order, CREATED) {
            Verdict::Hit(hit) => Some(hit.facts.numbers),
            Verdict::Clean => None,
            Verdict::Skipped(field) => panic!("skipped for want of {field}"),
            Verdict::Older => panic!("older items"),
        }
    }

    #[test]
    fn the_four_cases() {
        assert_eq!(differs(&with(Shipped, &[Shipped, Paid])), Some([0, 1]));
        assert_eq!(differs(&with(Finished, &[Unpaid, Paid])), Some([0, 2]));
        assert_eq!(differs(&with(Unpaid, &[Unpaid, Shipped])), Some([1, 1]));
        assert_eq!(differs(&with(Paid, &[Shipped, Finished, ClosedRefunded])), Some([2, 2]));
        assert_eq!(differs(&with(Paid, &[ClosedRefunded, Status::Closed])), Some([3, 2]));
    }

    #[test]
    fn what_fits() {
        for (status, items) in [
            (Paid, [Paid, Shipped]),
            (Paid, [Paid, ClosedRefunded]),
            (PartShipped, [Shipped, Paid]),
            (Shipped, [PartShipped, Finished]),
            (Shipped, [Shipped, ClosedRefunded]),
            (Unpaid, [Unpaid, Unpaid]),
            (Finished, [ClosedRefunded, ClosedRefunded]),
            (Status::Closed, [Paid, Paid]),
        ] {
            assert_eq!(differs(&with(status, &items)), None, "{status:?} {items:?}");
        }
    }

    #[test]
    fn a_refunded_item_no_longer_waits() {
        let mut order = with(Shipped, &[Shipped, Paid]);
        order.items[1].refund_state = RefundState::Success;
        assert_eq!(differs(&order), None);
        order.items[0].refund_state = RefundState::Success;
        assert_eq!(differs(&order), Some([3, 2]));
    }

    #[test]
    fn what_it_can_not_decide_is_skipped() {
        let skipped = |order: &Order| says("DAT-06", order, CREATED);
        assert_eq!(skipped(&order()), Verdict::Skipped(Field::ItemNo));
        assert_eq!(skipped(&with(Paid, &[Unknown])), Verdict::Skipped(Field::ItemNo));
        assert_eq!(skipped(&with(Paid, &[Shipped, Unknown])), Verdict::Skipped(Field::ItemNo));
        assert_eq!(skipped(&with(Unknown, &[Paid])), Verdict::Skipped(Field::Status));
        assert!(matches!(skipped(&with(Shipped, &[Unknown, Paid])), Verdict::Hit(_)));
    }

    #[test]
    fn the_sentence_and_the_item() {
        let mut order = with(Shipped, &[Shipped, Paid]);
        order.items[1].item_no = "3360000000000000003".into();
        let Verdict::Hit(hit) = says("DAT-06", &order, CREATED) else { panic!("no hit") };
        assert_eq!(hit.item_no, "3360000000000000003");
        assert_eq!(MainItemDiffer.why(&hit.facts, Lang::Zh), "主订单“已发货”，但 1 个子订单还没发货");
        let facts = Facts::numbers(2, 3).with("paid");
        assert_eq!(MainItemDiffer.why(&facts, Lang::En), "order paid, but all 3 items shipped");
    }
}
