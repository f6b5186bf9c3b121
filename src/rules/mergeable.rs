//! DUP-03 mergeable
//!
//! Finds orders that can go out in one parcel.
//!
//! When: two or more orders that wait for shipping, of the same buyer in the same shop, to the same receiver,
//! phone and address, whose shipping deadlines lie within 24 h of each other or are not known. Each is listed.
//! Orders paid on delivery are merged only with each other.
//!
//! Why: one freight instead of two, and one parcel for the buyer to fetch.
//!
//! Not when: virtual goods; presales without a shipping date. A masked buyer, name, phone or address, or a
//! virtual number, is not compared: the order counts as skipped.
//!
//! ---
//! DUP-03 可合单
//!
//! 找出可以合并成一个包裹发的订单。
//!
//! 条件：同店同一买家有两单以上待发货，收货人、电话、地址完全相同，发货期限相差不超过 24 小时，或者期限未知。
//! 每一单都列出。货到付款的订单只和货到付款的合并。
//!
//! 原因：省一份运费，买家也少收一个包裹。
//!
//! 不报：虚拟商品；没有发货日期的预售。买家、姓名、电话、地址打码或是虚拟号的无法比对，记为“未检查”。

use super::{Comparison, Hit, Profile, Rule, Seen, due, twins};
use crate::model::hash::{self, quick_hash};
use crate::model::text::is_identity;
use crate::model::time::DAY;
use crate::model::{Field, Fields, Lang, OrderKind, Severity};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;
use std::any::Any;

pub(super) struct Mergeable;

struct MergeableRow {
    key: u64,
    order: u64,
    due: Option<i64>,
    index: u32,
}

#[derive(Default)]
struct Parcels {
    rows: Vec<MergeableRow>,
}

fn parcel(order: &Order) -> Result<u64, Field> {
    let buyer = twins::buyer(order)?;
    for (field, text) in
        [(Field::Receiver, &order.receiver), (Field::Phone, &order.phone), (Field::Address, &order.address)]
    {
        if !is_identity(text) {
            return Err(field);
        }
    }
    let kind = if order.kind == OrderKind::Cod { "cod" } else { "" };
    Ok(hash::both(buyer, twins::key(order, kind, &[&order.receiver, &order.phone, &order.address])))
}

impl Comparison for Parcels {
    fn see(&mut self, order: &Order, index: u32, scope: &Scope) -> Seen {
        let due = due::due(due::Clock::Ship, order, scope).map(|d| d.at.0);
        if order.kind == OrderKind::Presale && due.is_none() {
            return Seen::Ignored;
        }
        match parcel(order) {
            Err(field) => Seen::Skipped(field),
            Ok(key) => {
                let order = quick_hash(order.order_no.as_bytes());
                self.rows.push(MergeableRow { key, order, due, index });
                Seen::Kept
            }
        }
    }

    fn absorb(&mut self, later: Box<dyn Any>, offset: u32) {
        if let Ok(later) = later.downcast::<Parcels>() {
            twins::append(
                &mut self.rows,
                later.rows.into_iter().map(|r| MergeableRow { index: r.index + offset, ..r }),
            );
        }
    }

    fn finish(mut self: Box<Self>, _: &Scope) -> Vec<(u32, Hit)> {
        twins::keep_shared(&mut self.rows, |r| r.key);
        self.rows.sort_unstable_by_key(|r| (r.key, r.order, r.index));
        self.rows.dedup_by_key(|r| (r.key, r.order));
        self.rows.sort_unstable_by_key(|r| (r.key, r.due, r.index));
        let mut out = Vec::new();
        for group in self.rows.chunk_by(|a, b| a.key == b.key) {
            // Unknown deadlines stand first.
            let unknown = group.partition_point(|r| r.due.is_none());
            let known = group.get(unknown..).unwrap_or_default();
            for row in group {
                let fitting = match row.due {
                    None => group.len(),
                    Some(at) => {
                        let from = known.partition_point(|r| r.due < Some(at - DAY));
                        unknown + known.partition_point(|r| r.due <= Some(at + DAY)) - from
                    }
                };
                if fitting >= 2 {
                    let facts = Facts::numbers(fitting as i64, 0);
                    out.push((row.index, Hit::new(Severity::P3).facts(facts)));
                }
            }
        }
        out
    }
}

impl Rule for Mergeable {
    fn id(&self) -> &'static str {
        "DUP-03"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("可合单", "mergeable")
    }

    fn severity(&self) -> Severity {
        Severity::P3
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Audit]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Buyer, Field::Receiver, Field::Phone, Field::Address, Field::Status])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::ShipDue, Field::PaidAt, Field::Kind])
    }

    fn doc(&self) -> &'static str {
        include_str!("mergeable.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        order.status.awaits_shipping() && order.kind != OrderKind::Virtual
    }

    fn comparison(&self) -> Option<Box<dyn Comparison>> {
        Some(Box::new(Parcels::default()))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let orders = facts.numbers[0];
        match lang {
            Lang::Zh => format!("同一买家同一地址有 {orders} 单待发货，可以合并成一个包裹"),
            Lang::En => format!("{orders} orders of this buyer wait to go to the same address"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("合并发货，每一单都填单号", "send one parcel, enter its number in each order")
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{NOW, named, order, skipped};
    use super::*;
    use crate::model::{Stamp, Status};

    fn due(no: &str, at: Option<i64>) -> Order {
        let at = at.map(|t| Stamp(NOW + t));
        // Without a payment time the platform's clock gives no deadline either.
        Order { order_no: no.into(), ship_due: at, paid_at: None, ..order() }
    }

    fn list(orders: &[Order]) -> Vec<String> {
        named("DUP-03", orders)
    }

    #[test]
    fn deadlines_near_or_unknown() {
        assert_eq!(list(&[due("1", Some(0)), due("2", Some(DAY))]), ["1", "2"]);
        assert!(list(&[due("1", Some(0)), due("2", Some(DAY + 1))]).is_empty());
        assert_eq!(list(&[due("1", None), due("2", Some(9 * DAY)), due("3", None)]), ["1", "2", "3"]);
        assert_eq!(list(&[due("1", Some(0)), due("2", Some(60)), due("3", Some(5 * DAY))]), ["1", "2"]);
    }

    #[test]
    fn near_misses() {
        for other in [
            due("1", None),
            Order { address: "浙江省 杭州市 余杭区 别处路2号".into(), ..due("2", None) },
            Order { receiver: "何一舟".into(), ..due("2", None) },
            Order { phone: "13800000009".into(), ..due("2", None) },
            Order { buyer: "zhouqh".into(), ..due("2", None) },
            Order { shop: "another".into(), ..due("2", None) },
            Order { status: Status::Unpaid, ..due("2", None) },
            Order { kind: OrderKind::Virtual, ..due("2", None) },
            Order { kind: OrderKind::Presale, ..due("2", None) },
            Order { kind: OrderKind::Cod, ..due("2", None) },
        ] {
            assert!(list(&[due("1", None), other]).is_empty());
        }
    }

    #[test]
    fn masked_ones_are_skipped() {
        for (changed, field) in [
            (Order { buyer: "t**".into(), ..order() }, Field::Buyer),
            (Order { phone: "13812345678-1234".into(), ..order() }, Field::Phone),
            (Order { address: "浙江省 五常***".into(), ..order() }, Field::Address),
        ] {
            assert_eq!(skipped("DUP-03", &changed), Some(field));
        }
    }
}
