//! DUP-01 paid twin
//!
//! Finds unpaid orders whose buyer has already paid for the same goods in another order.
//!
//! When: an unpaid order and a paid one (also shipped or finished) of the same buyer in the same shop, with the
//! same set of goods in any quantity, created within `twin_window` (24 h) of each other. The unpaid one is
//! listed, and PAY-01 says nothing of it.
//!
//! Why: to remind somebody who has paid is embarrassing; the spare order only holds stock.
//!
//! Not when: one second more lies between them; samples, gifts, reissues and exchanges; an order that cost nothing. A masked buyer is
//! nobody: the order counts as skipped. Without item rows the joined titles are compared.
//!
//! ---
//! DUP-01 已付另一单
//!
//! 找出买家已经另拍一单付了款、这一单还没付款的重复订单。
//!
//! 条件：同店同一买家有一单未付款、一单已付款（已发货、已完成也算），商品种类相同（不比件数），下单时间相差
//! 不超过 `twin_window`（默认 24 小时）。只列未付款的那单，并且不再报 PAY-01。
//!
//! 原因：催已经付过款的买家很尴尬，多余的订单还占库存。
//!
//! 不报：时间差多一秒；寄样、赠品、补发、换货；没花钱的订单（0 元）。买家昵称打码的无法比对，记为“未检查”。没有商品明细时比较商品标题。

use super::{Comparison, Hit, Profile, Rule, Seen, twins, words};
use crate::model::hash;
use crate::model::{Cents, Field, Fields, Lang, Severity, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;
use std::any::Any;

pub(super) struct TwinUnpaid;

struct UnpaidRow {
    key: u64,
    at: i64,
    /// `PAID` or `PLACED` for an order that is paid, or to be paid at the door, and so never a hit itself.
    index: u32,
    /// Seconds.
    window: u32,
}

const PAID: u32 = u32::MAX;
/// Nothing of it is paid yet.
const PLACED: u32 = u32::MAX - 1;

fn is_hit(index: u32) -> bool {
    index < PLACED
}

#[derive(Default)]
struct Twins {
    rows: Vec<UnpaidRow>,
}

impl Comparison for Twins {
    fn see(&mut self, order: &Order, index: u32, scope: &Scope) -> Seen {
        let keys = twins::buyer(order).and_then(|b| Ok(hash::both(b, twins::goods(order, false)?)));
        let paid = order.status.is_paid();
        match (keys, order.created_at) {
            (Ok(key), Some(at)) => {
                let index = match order.paid {
                    _ if !paid => index,
                    Some(Cents(0)) => PLACED,
                    _ => PAID,
                };
                self.rows.push(UnpaidRow { key, at: at.0, index, window: twins::window(order, scope) });
                if paid { Seen::Noted } else { Seen::Kept }
            }
            // Only the unpaid one could have been a hit.
            _ if paid => Seen::Ignored,
            (Err(field), _) => Seen::Skipped(field),
            (_, None) => Seen::Skipped(Field::CreatedAt),
        }
    }

    fn absorb(&mut self, later: Box<dyn Any>, offset: u32) {
        if let Ok(later) = later.downcast::<Twins>() {
            let moved = |index| if is_hit(index) { index + offset } else { index };
            twins::append(
                &mut self.rows,
                later.rows.into_iter().map(|r| UnpaidRow { index: moved(r.index), ..r }),
            );
        }
    }

    fn finish(mut self: Box<Self>, _: &Scope) -> Vec<(u32, Hit)> {
        twins::keep_shared(&mut self.rows, |r| r.key);
        self.rows.sort_unstable_by_key(|r| (r.key, r.at, r.index));
        let mut out = Vec::new();
        for group in self.rows.chunk_by(|a, b| a.key == b.key) {
            let [paid, placed] = [PAID, PLACED]
                .map(|of| group.iter().filter(|r| r.index == of).map(|r| r.at).collect::<Vec<i64>>());
            for row in group.iter().filter(|r| is_hit(r.index)) {
                let window = i64::from(row.window);
                let facts = match (nearest(&paid, row), nearest(&placed, row)) {
                    (Some(gap), _) => Facts::numbers(gap, window),
                    // A window below zero: that one is not paid yet.
                    (None, Some(gap)) => Facts::numbers(gap, -1 - window),
                    (None, None) => continue,
                };
                out.push((row.index, Hit::new(Severity::P2).facts(facts)));
            }
        }
        out
    }
}

/// Seconds to the nearest of these within the row's window.
fn nearest(times: &[i64], row: &UnpaidRow) -> Option<i64> {
    let next = times.partition_point(|at| *at < row.at);
    let near = [next.checked_sub(1), Some(next)].into_iter().flatten();
    let gaps = near.filter_map(|i| times.get(i)).map(|at| (at - row.at).abs());
    gaps.min().filter(|gap| *gap <= i64::from(row.window))
}

impl Rule for TwinUnpaid {
    fn id(&self) -> &'static str {
        "DUP-01"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("已付另一单", "paid twin")
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
        Fields::of(&[Field::Items, Field::Sku, Field::Spec, Field::Kind, Field::Paid, Field::Payable])
    }

    fn doc(&self) -> &'static str {
        include_str!("twin_unpaid.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        (order.status == Status::Unpaid || order.status.is_paid())
            && !order.kind.is_free()
            && !order.costs_nothing()
    }

    fn comparison(&self) -> Option<Box<dyn Comparison>> {
        Some(Box::new(Twins::default()))
    }

    fn silences(&self) -> &'static [&'static str] {
        &["PAY-01"]
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [gap, window] = facts.numbers;
        let gap = words::span(gap, lang);
        match lang {
            Lang::Zh if window < 0 => format!("同一买家相隔 {gap}拍过同样的商品，那一单货到付款"),
            Lang::En if window < 0 => {
                format!("the buyer placed an order of the same goods {gap} apart, to be paid on delivery")
            }
            Lang::Zh => format!("同一买家相隔 {gap}拍过同样的商品，那一单已付款"),
            Lang::En => format!("the buyer paid for the same goods in an order {gap} apart"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("不用催付，确认多拍后关闭这一单", "send no reminder; close it once the buyer confirms")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{NOW, item, named, order, skipped};
    use super::*;
    use crate::model::time::DAY;
    use crate::model::{OrderKind, Stamp};
    use crate::records::Item;

    fn pair(gap: i64) -> [Order; 2] {
        let at = |t| Some(Stamp(t));
        [
            Order { order_no: "1".into(), status: Status::Unpaid, created_at: at(NOW - DAY), ..order() },
            Order { order_no: "2".into(), created_at: at(NOW - DAY + gap), ..order() },
        ]
    }

    fn list(orders: &[Order]) -> Vec<String> {
        named("DUP-01", orders)
    }

    #[test]
    fn the_unpaid_one_is_named() {
        assert_eq!(list(&pair(600)), ["1"]);
        assert_eq!(list(&pair(-600)), ["1"]);
        let [unpaid, paid] = pair(0);
        assert_eq!(list(&[Order { status: Status::Finished, ..paid }, unpaid]), ["1"]);
    }

    #[test]
    fn a_day_counts_and_one_second_more_does_not() {
        assert_eq!(list(&pair(DAY)), ["1"]);
        assert!(list(&pair(DAY + 1)).is_empty());
        assert!(list(&pair(-DAY - 1)).is_empty());
    }

    #[test]
    fn near_misses() {
        let [unpaid, paid] = pair(60);
        for other in [
            Order { buyer: "zhouqh".into(), ..paid.clone() },
            Order { shop: "another".into(), ..paid.clone() },
            Order { titles: "测试保温壶 1L".into(), ..paid.clone() },
            Order { status: Status::ClosedRefunded, ..paid.clone() },
            Order { status: Status::Unpaid, ..paid.clone() },
            Order { kind: OrderKind::Reissue, ..paid.clone() },
        ] {
            assert!(list(&[unpaid.clone(), other]).is_empty());
        }
        let two = Item { quantity: Some(2), ..item() };
        let [mut a, mut b] = [unpaid, paid];
        (a.items, b.items) = (vec![item()], vec![two]);
        assert_eq!(list(&[a, b]), ["1"]);
    }

    #[test]
    fn what_is_to_be_paid_at_the_door_is_not_called_paid() {
        let [unpaid, paid] = pair(60);
        let door = Order { paid: Some(Cents(0)), kind: crate::model::OrderKind::Cod, ..paid.clone() };
        assert_eq!(list(&[unpaid.clone(), door]), ["1"]);
        let free = Order { paid: Some(Cents(0)), payable: Some(Cents(0)), ..paid };
        assert!(list(&[unpaid, free]).is_empty());
        let says = |window| TwinUnpaid.why(&Facts::numbers(60, window), Lang::En);
        assert_eq!(says(DAY), "the buyer paid for the same goods in an order 1 min apart");
        assert!(!says(-1 - DAY).contains("the buyer paid"), "{}", says(-1 - DAY));
    }

    #[test]
    fn masked_buyers_are_skipped() {
        let [unpaid, _] = pair(0);
        assert_eq!(skipped("DUP-01", &Order { buyer: "t**".into(), ..unpaid.clone() }), Some(Field::Buyer));
        assert_eq!(skipped("DUP-01", &Order { titles: String::new(), ..unpaid }), Some(Field::Items));
    }
}
