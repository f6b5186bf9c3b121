//! RSK-02 odd quantity
//!
//! Finds orders of unusually many pieces.
//!
//! When: not shipped, and the order, or one line of it, has ≥ `odd_quantity` pieces (20, per shop).
//!
//! Why: a slip of the keyboard, a reseller, or stock that is not there. Asking first is cheaper than packing.
//!
//! Not when: one piece less. Where the order says no quantity its lines are added up; where they say none
//! either, the order counts as skipped.
//!
//! ---
//! RSK-02 数量异常
//!
//! 找出件数异常多的订单。
//!
//! 条件：还没发货，整单或其中一行的件数 ≥ `odd_quantity`（默认 20，可按店铺设置）。
//!
//! 原因：可能是手滑拍错、批发客户，或者库存不够。先问清楚再配货。
//!
//! 不报：差一件也不算。订单没写件数时把各行相加；各行也没写的记为“未检查”。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct OddQuantity;

impl Rule for OddQuantity {
    fn id(&self) -> &'static str {
        "RSK-02"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("数量异常", "odd quantity")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Quantity, Field::ItemNo])
    }

    fn doc(&self) -> &'static str {
        include_str!("odd_quantity.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.is_before_shipping()
    }

    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let least = scope.of(order).odd_quantity;
        let hit = |pieces| Hit::new(self.severity()).facts(Facts::numbers(pieces, least));
        for item in &order.items {
            if let Some(pieces) = item.quantity.filter(|q| *q >= least) {
                return Verdict::Hit(hit(pieces).item(item.shown_no()));
            }
        }
        let summed = || order.items.iter().try_fold(0_i64, |sum, i| sum.checked_add(i.quantity?));
        let pieces = match order.quantity {
            Some(pieces) => Some(pieces),
            None if order.items.is_empty() => None,
            None => summed(),
        };
        match pieces {
            None => Verdict::Skipped(Field::Quantity),
            Some(pieces) if pieces >= least => Verdict::Hit(hit(pieces)),
            Some(_) => Verdict::Clean,
        }
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [pieces, least] = facts.numbers;
        match lang {
            Lang::Zh => format!("一次买了 {pieces} 件，达到异常标准 {least} 件"),
            Lang::En => format!("{pieces} pieces, odd from {least}"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("跟买家确认件数，并核对库存", "confirm the quantity with the buyer and check the stock")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{hits, item, order, says, without};
    use super::*;
    use crate::model::Status;
    use crate::records::Item;

    fn pieces(quantity: Option<i64>) -> Order {
        Order { quantity, ..order() }
    }

    fn lines(quantities: &[Option<i64>]) -> Vec<Item> {
        quantities.iter().map(|q| Item { quantity: *q, ..item() }).collect()
    }

    #[test]
    fn from_the_threshold_on() {
        assert!(hits("RSK-02", &pieces(Some(20))));
        assert_eq!(says("RSK-02", &pieces(Some(19))), Verdict::Clean);
        assert_eq!(says("RSK-02", &Order { status: Status::Shipped, ..pieces(Some(20)) }), Verdict::Clean);
    }

    #[test]
    fn a_line_is_named() {
        let mut many = lines(&[Some(1), Some(20)]);
        many[1].item_no = "77".into();
        let Verdict::Hit(hit) = says("RSK-02", &Order { items: many, ..order() }) else { panic!("no hit") };
        assert_eq!((hit.item_no.as_str(), hit.facts.numbers), ("77", [20, 20]));
    }

    #[test]
    fn lines_are_added_up_where_the_order_is_silent() {
        let silent = |quantities: &[Option<i64>]| Order { items: lines(quantities), ..pieces(None) };
        assert!(hits("RSK-02", &silent(&[Some(10), Some(10)])));
        assert_eq!(says("RSK-02", &silent(&[Some(10), Some(9)])), Verdict::Clean);
        assert_eq!(says("RSK-02", &silent(&[Some(10), None])), Verdict::Skipped(Field::Quantity));
        assert_eq!(
            says("RSK-02", &silent(&[Some(i64::MAX - 1), Some(9)])),
            says("RSK-02", &silent(&[Some(i64::MAX - 1)]))
        );
    }

    #[test]
    fn without_quantities_it_cannot_say() {
        let silent = without(pieces(None), Field::Quantity);
        assert_eq!(says("RSK-02", &silent), Verdict::Skipped(Field::Quantity));
    }
}
