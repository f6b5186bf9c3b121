//! DUP-02 duplicate paid
//!
//! Finds paid orders of one buyer for the same goods in the same quantity: probably bought twice by mistake.
//!
//! When: two or more orders with different numbers, all paid and none shipped, of the same buyer in the same
//! shop, with the same goods and pieces, created within `twin_window` (24 h) of each other. Each is listed.
//!
//! Why: asked now, the second one costs a refund; shipped, it costs a return.
//!
//! Not when: another quantity or variant; one second more between them; samples, gifts, reissues and exchanges;
//! orders that cost nothing; the same number twice in the files. A masked buyer is nobody: the order counts as skipped. Without item
//! rows the joined titles and the order's quantity are compared.
//!
//! ---
//! DUP-02 重复下单
//!
//! 找出同一买家重复付款的相同订单，多半是拍重了。
//!
//! 条件：同店同一买家有两单以上（订单号不同）已付款未发货，商品和件数都相同，下单时间相差不超过 `twin_window`
//! （默认 24 小时）。每一单都列出。
//!
//! 原因：现在问清楚，多的那单退款就行；发出去就要走退货。
//!
//! 不报：件数或规格不同；时间差多一秒；寄样、赠品、补发、换货；没花钱的订单（0 元）；文件里同一订单号出现两次。买家昵称打码的无法比对，
//! 记为“未检查”。没有商品明细时比较商品标题和整单件数。

use super::{Comparison, Hit, Profile, Rule, Seen, twins, words};
use crate::model::hash::{self, quick_hash};
use crate::model::{Cents, Field, Fields, Lang, Severity, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;
use std::any::Any;

pub(super) struct DuplicatePaid;

struct PaidRow {
    key: u64,
    order: u64,
    at: i64,
    index: u32,
    window: u32,
    /// Something was paid, as far as is known: one to be paid at the door was only placed.
    paid: bool,
}

#[derive(Default)]
struct Duplicates {
    rows: Vec<PaidRow>,
}

impl Comparison for Duplicates {
    fn see(&mut self, order: &Order, index: u32, scope: &Scope) -> Seen {
        let keys = twins::buyer(order).and_then(|b| Ok(hash::both(b, twins::goods(order, true)?)));
        match (keys, order.created_at) {
            (Err(field), _) => Seen::Skipped(field),
            (_, None) => Seen::Skipped(Field::CreatedAt),
            (Ok(key), Some(at)) => {
                let window = twins::window(order, scope);
                let paid = order.paid != Some(Cents(0));
                let order = quick_hash(order.order_no.as_bytes());
                self.rows.push(PaidRow { key, order, at: at.0, index, window, paid });
                Seen::Kept
            }
        }
    }

    fn absorb(&mut self, later: Box<dyn Any>, offset: u32) {
        if let Ok(later) = later.downcast::<Duplicates>() {
            twins::append(
                &mut self.rows,
                later.rows.into_iter().map(|r| PaidRow { index: r.index + offset, ..r }),
            );
        }
    }

    fn finish(mut self: Box<Self>, _: &Scope) -> Vec<(u32, Hit)> {
        twins::keep_shared(&mut self.rows, |r| r.key);
        self.rows.sort_unstable_by_key(|r| (r.key, r.order, r.index));
        self.rows.dedup_by_key(|r| (r.key, r.order));
        self.rows.sort_unstable_by_key(|r| (r.key, r.at, r.index));
        let mut out = Vec::new();
        for group in self.rows.chunk_by(|a, b| a.key == b.key) {
            // How many of the first so many were not paid: asked of every order, and groups can be long.
            let mut unpaid = vec![0_u32];
            for row in group {
                unpaid.push(unpaid.last().copied().unwrap_or_default() + u32::from(!row.paid));
            }
            for (index, row) in group.iter().enumerate() {
                let from = group.partition_point(|r| r.at < row.at - i64::from(row.window));
                let until = group.partition_point(|r| r.at <= row.at + i64::from(row.window));
                // Each order stands here once, in the order of time: the nearest one is a neighbour.
                let before = index.checked_sub(1).and_then(|index| group.get(index));
                let neighbours = [before, group.get(index + 1)].into_iter().flatten();
                let gaps = neighbours.map(|r| (r.at - row.at).abs());
                if let Some(gap) = gaps.filter(|gap| *gap <= i64::from(row.window)).min() {
                    let orders = until.saturating_sub(from) as i64;
                    let all_paid = unpaid.get(from) == unpaid.get(until);
                    // Orders that were placed and not all paid are counted below zero.
                    let facts = Facts::numbers(if all_paid { orders } else { -orders }, gap);
                    out.push((row.index, Hit::new(Severity::P1).facts(facts)));
                }
            }
        }
        out
    }
}

impl Rule for DuplicatePaid {
    fn id(&self) -> &'static str {
        "DUP-02"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("重复下单", "duplicate paid")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Buyer, Field::CreatedAt, Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[
            Field::Items,
            Field::Quantity,
            Field::Sku,
            Field::Spec,
            Field::Kind,
            Field::Paid,
            Field::Payable,
        ])
    }

    fn doc(&self) -> &'static str {
        include_str!("duplicate_paid.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status == Status::Paid && !order.kind.is_free() && !order.costs_nothing()
    }

    fn comparison(&self) -> Option<Box<dyn Comparison>> {
        Some(Box::new(Duplicates::default()))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let [orders, gap] = facts.numbers;
        let gap = words::span(gap, lang);
        let verb = if orders < 0 { lang.pick("拍了", "placed") } else { lang.pick("付了", "paid") };
        let orders = orders.abs();
        match lang {
            Lang::Zh => format!("同一买家同样的商品和件数{verb} {orders} 单，最近的相隔 {gap}"),
            Lang::En => {
                format!("the buyer {verb} {orders} orders of the same goods, the nearest {gap} apart")
            }
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("先别发货，问买家是不是拍重了", "hold them and ask the buyer which one is meant")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{NOW, item, named, order, skipped};
    use super::*;
    use crate::model::time::DAY;
    use crate::model::{OrderKind, Stamp};
    use crate::records::Item;

    fn at(no: &str, after: i64) -> Order {
        Order { order_no: no.into(), created_at: Some(Stamp(NOW - 3 * DAY + after)), ..order() }
    }

    fn list(orders: &[Order]) -> Vec<String> {
        named("DUP-02", orders)
    }

    #[test]
    fn each_of_the_group_is_named() {
        assert_eq!(list(&[at("1", 0), at("2", 60), at("3", 90)]), ["1", "2", "3"]);
    }

    #[test]
    fn a_day_counts_and_one_second_more_does_not() {
        assert_eq!(list(&[at("1", 0), at("2", DAY)]), ["1", "2"]);
        assert!(list(&[at("1", 0), at("2", DAY + 1)]).is_empty());
        assert_eq!(list(&[at("1", 0), at("2", DAY), at("3", 3 * DAY)]), ["1", "2"]);
    }

    #[test]
    fn near_misses() {
        for other in [
            Order { quantity: Some(2), ..at("2", 0) },
            Order { titles: "测试保温壶 1L".into(), ..at("2", 0) },
            Order { buyer: "zhouqh".into(), ..at("2", 0) },
            Order { shop: "another".into(), ..at("2", 0) },
            Order { status: Status::Shipped, ..at("2", 0) },
            Order { status: Status::Unpaid, ..at("2", 0) },
            Order { kind: OrderKind::Exchange, ..at("2", 0) },
            at("1", 0),
        ] {
            assert!(list(&[at("1", 0), other]).is_empty());
        }
        let with = |no, quantity| Order { items: vec![Item { quantity, ..item() }], ..at(no, 0) };
        assert_eq!(list(&[with("1", Some(2)), with("2", Some(2))]), ["1", "2"]);
        assert!(list(&[with("1", Some(2)), with("2", Some(1))]).is_empty());
    }

    #[test]
    fn what_is_not_told_is_skipped() {
        assert_eq!(skipped("DUP-02", &Order { buyer: "t**".into(), ..order() }), Some(Field::Buyer));
        assert_eq!(skipped("DUP-02", &Order { quantity: None, ..order() }), Some(Field::Quantity));
        assert_eq!(skipped("DUP-02", &Order { titles: String::new(), ..order() }), Some(Field::Items));
        assert_eq!(skipped("DUP-02", &Order { created_at: None, ..order() }), Some(Field::CreatedAt));
    }
}
