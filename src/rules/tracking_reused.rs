//! SHP-05 tracking reused
//!
//! Finds one tracking number on orders that go to different receivers.
//!
//! When: the same number stands on two or more orders whose receivers differ: by phone number, or by name and
//! address together where no phone can be read. A cell may hold several numbers; each is compared, as are the
//! items' own. Every order of such a group is a hit, P1.
//! Why it matters: one of the parcels is not on its way, and platforms punish a borrowed number as fake
//! shipping.
//! Not a hit: orders of one receiver packed together; the same order exported twice. It can't run where
//! phone, name and address are masked or missing. Words and numbers of under six digits are not compared.
//! Source: the penalty was read in trade reports about Pinduoduo; the comparison is our own.
//! ---
//! SHP-05 单号重复
//!
//! 找出同一个运单号用在不同收货人订单上的情况。
//!
//! 条件：两单以上用同一单号，而收货人不同：先比电话，没有可读的电话再比姓名加地址。
//! 一格里有多个单号时逐个比，子订单的单号也比。这组订单全部列出，级别 P1。
//! 为什么：其中必有包裹没真正发出，平台会按虚假发货处罚。
//! 不算：同一收货人合并发货；同一订单重复导出。电话、姓名、地址都脱敏或缺失时无法判断。文字和不足六位数字的内容不参与比较。
//! 依据：处罚见关于拼多多的行业报道；比对方法是本工具自定。

use super::{Comparison, Hit, Profile, Rule, Seen, twins};
use crate::model::Desk;
use crate::model::hash::{quick_hash, quick_hash_of};
use crate::model::text::is_identity;
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::records::numbers;
use crate::rules::Scope;
use crate::rules::arena::Facts;
use std::any::Any;
use std::collections::{HashMap, HashSet};

pub(super) struct TrackingReused;

impl Rule for TrackingReused {
    fn id(&self) -> &'static str {
        "SHP-05"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("单号重复", "tracking reused")
    }

    fn severity(&self) -> Severity {
        Severity::P1
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Ship, Profile::Logistics]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::TrackingNo])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Phone, Field::Receiver, Field::Address, Field::ItemNo])
    }

    fn desk(&self) -> Desk {
        Desk::Warehouse
    }

    fn doc(&self) -> &'static str {
        include_str!("tracking_reused.rs")
    }

    fn applies(&self, _: &Order, _: &Scope) -> bool {
        true
    }

    fn comparison(&self) -> Option<Box<dyn Comparison>> {
        Some(Box::new(Parcels::default()))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let receivers = facts.numbers[0];
        match lang {
            Lang::Zh => format!("同一运单号用在 {receivers} 个收货人的订单上"),
            Lang::En => format!("{receivers} receivers share its tracking number"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("核对面单，改正单号", "check the labels, correct the number")
    }
}

/// One number on one order. The same order told twice has one key.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Parcel {
    tracking: u64,
    order: u64,
    /// Hash of the phone; 0 where it can't be read.
    phone: u64,
    /// Hash of name and address together; 0 where they can't be read.
    person: u64,
    index: u32,
}

impl Parcel {
    /// Whether two parcels go to one receiver: by phone, else by name and address; `None` where neither tells.
    fn same_receiver(&self, other: &Parcel) -> Option<bool> {
        if self.phone != 0 && other.phone != 0 {
            return Some(self.phone == other.phone);
        }
        (self.person != 0 && other.person != 0).then_some(self.person == other.person)
    }
}

#[derive(Default)]
struct Parcels(Vec<Parcel>);

/// A number on more orders than this is compared with so many of them: enough to name it.
const MOST: usize = 200;

impl Comparison for Parcels {
    fn see(&mut self, order: &Order, index: u32, _: &Scope) -> Seen {
        let cells = order.items.iter().map(|i| i.tracking_no.as_str()).chain([order.tracking_no.as_str()]);
        let mut tracking: Vec<u64> =
            cells.flat_map(numbers).map(|n| quick_hash(n.to_ascii_uppercase().as_bytes())).collect();
        if tracking.is_empty() {
            return Seen::Ignored;
        }
        let (phone, person) = (phone(order), person(order));
        if phone == 0 && person == 0 {
            return Seen::Skipped(Field::Phone);
        }
        tracking.sort_unstable();
        tracking.dedup();
        let order =
            quick_hash_of([order.platform.as_bytes(), order.shop.as_bytes(), order.order_no.as_bytes()]);
        self.0.extend(tracking.into_iter().map(|tracking| Parcel { tracking, order, phone, person, index }));
        Seen::Kept
    }

    fn absorb(&mut self, later: Box<dyn Any>, offset: u32) {
        if let Ok(later) = later.downcast::<Parcels>() {
            twins::append(&mut self.0, later.0.into_iter().map(|p| Parcel { index: p.index + offset, ..p }));
        }
    }

    fn finish(self: Box<Self>, scope: &Scope) -> Vec<(u32, Hit)> {
        self.finish_all(scope).0
    }

    fn finish_all(self: Box<Self>, _: &Scope) -> (Vec<(u32, Hit)>, Vec<Field>) {
        let mut parcels = self.0;
        twins::keep_shared(&mut parcels, |p| p.tracking);
        // Of an order told twice the later row stands.
        parcels.sort_unstable_by_key(|p| (p.tracking, p.order, std::cmp::Reverse(p.index)));
        parcels.dedup_by_key(|p| (p.tracking, p.order));
        let mut worst: HashMap<u64, (u32, i64)> = HashMap::new();
        let mut undecided: HashSet<u64> = HashSet::new();
        for group in parcels.chunk_by(|a, b| a.tracking == b.tracking).filter(|g| g.len() > 1) {
            let others = group.iter().take(MOST);
            for parcel in group {
                let mut receivers: Vec<&Parcel> = vec![parcel];
                let mut unknown = false;
                for other in others.clone().filter(|o| o.order != parcel.order) {
                    unknown |= parcel.same_receiver(other).is_none();
                    if receivers.iter().all(|known| known.same_receiver(other) == Some(false)) {
                        receivers.push(other);
                    }
                }
                if receivers.len() > 1 {
                    let count = receivers.len() as i64;
                    let kept = worst.entry(parcel.order).or_insert((parcel.index, count));
                    *kept = (kept.0.max(parcel.index), kept.1.max(count));
                } else if unknown {
                    undecided.insert(parcel.order);
                }
            }
        }
        let undecided = undecided.iter().filter(|order| !worst.contains_key(*order)).count();
        let hit = |receivers| Hit::new(Severity::P1).facts(Facts::numbers(receivers, 0));
        let hits = worst.into_values().map(|(index, receivers)| (index, hit(receivers))).collect();
        (hits, vec![Field::Phone; undecided])
    }
}

fn phone(order: &Order) -> u64 {
    if !is_identity(&order.phone) {
        return 0;
    }
    let digits: String = order.phone.chars().filter(char::is_ascii_digit).collect();
    let national = digits.strip_prefix("86").filter(|rest| rest.len() == 11).unwrap_or(&digits);
    quick_hash(national.as_bytes()).max(1)
}

fn person(order: &Order) -> u64 {
    if !is_identity(&order.receiver) || !is_identity(&order.address) {
        return 0;
    }
    quick_hash_of([order.receiver.as_bytes(), order.address.as_bytes()]).max(1)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{compare, item, order, without};
    use super::*;
    use crate::model::Status;
    use crate::records::Item;

    fn parcel(order_no: &str, tracking_no: &str, phone: &str) -> Order {
        Order {
            status: Status::Shipped,
            order_no: order_no.into(),
            tracking_no: tracking_no.into(),
            phone: phone.into(),
            ..order()
        }
    }

    const A: &str = "13800000001";
    const B: &str = "13800000002";
    const C: &str = "13800000003";

    fn hits(orders: &[Order]) -> Vec<(String, i64)> {
        compare("SHP-05", orders, super::super::testing::CREATED).0
    }

    fn named(list: &[(&str, i64)]) -> Vec<(String, i64)> {
        list.iter().map(|(no, n)| ((*no).to_owned(), *n)).collect()
    }

    #[test]
    fn every_order_of_a_shared_number_is_named_with_the_count() {
        let orders = [
            parcel("1", "YT100000001", A),
            parcel("2", "yt100000001", B),
            parcel("3", "YT100000001", B),
            parcel("4", "YT100000009", C),
        ];
        assert_eq!(hits(&orders), named(&[("1", 2), ("2", 2), ("3", 2)]));
        let why = TrackingReused.why(&Facts::numbers(2, 0), Lang::Zh);
        assert_eq!(why, "同一运单号用在 2 个收货人的订单上");
    }

    #[test]
    fn merged_orders_of_one_receiver_are_no_hit() {
        assert_eq!(
            hits(&[parcel("1", "YT100000001", A), parcel("2", "YT100000001", "+86 138-0000-0001")]),
            []
        );
    }

    #[test]
    fn each_number_of_a_cell_and_of_the_items_is_compared() {
        let several = "SF200000001，YT100000001; ZT300000001 JD400000001";
        let mut by_item = parcel("3", "", C);
        by_item.items = vec![Item { tracking_no: "JD400000001".into(), ..item(Status::Shipped) }];
        let orders = [parcel("1", several, A), parcel("2", "ZT300000001", B), by_item];
        assert_eq!(hits(&orders), named(&[("1", 2), ("2", 2), ("3", 2)]));
    }

    #[test]
    fn a_carriers_name_is_no_number() {
        assert_eq!(
            hits(&[parcel("1", "中通快递 ZT300000001", A), parcel("2", "中通快递 ZT300000002", B)]),
            []
        );
    }

    #[test]
    fn the_same_order_twice_counts_once() {
        assert_eq!(hits(&[parcel("1", "YT100000001", A), parcel("1", "YT100000001", B)]), []);
        let orders =
            [parcel("1", "YT100000001", A), parcel("1", "YT100000001", A), parcel("2", "YT100000001", B)];
        assert_eq!(hits(&orders), named(&[("1", 2), ("2", 2)]));
    }

    #[test]
    fn name_and_address_stand_in_for_a_masked_phone() {
        let at = |order_no, address: &str| Order {
            address: address.into(),
            ..parcel(order_no, "YT100000001", "138****0001")
        };
        assert_eq!(hits(&[at("1", "文三路1号"), at("2", "文三路2号")]), named(&[("1", 2), ("2", 2)]));
        assert_eq!(hits(&[at("1", "文三路1号"), at("2", "文三路1号")]), []);
        let readable = Order { address: "文三路2号".into(), ..parcel("2", "YT100000001", A) };
        assert_eq!(hits(&[at("1", "文三路1号"), readable]), named(&[("1", 2), ("2", 2)]), "one phone masked");
    }

    #[test]
    fn a_pair_that_neither_phone_nor_person_tells_is_skipped() {
        let now = super::super::testing::CREATED;
        let by_phone = Order { receiver: "林**".into(), ..parcel("1", "YT100000001", A) };
        let by_person = parcel("2", "YT100000001", "138****0001");
        let (hits, skipped) = compare("SHP-05", &[by_phone, by_person], now);
        assert_eq!((hits, skipped), (vec![], vec![(Field::Phone, 2)]));
    }

    #[test]
    fn what_can_not_be_told_apart_is_skipped() {
        let now = super::super::testing::CREATED;
        let masked = |order_no| Order { receiver: "林**".into(), ..parcel(order_no, "YT100000001", "") };
        let (hits, skipped) = compare("SHP-05", &[masked("1"), masked("2"), parcel("3", "", "")], now);
        assert_eq!((hits, skipped), (vec![], vec![(Field::Phone, 2)]));
        let lacking = without(parcel("1", "", A), Field::TrackingNo);
        assert_eq!(compare("SHP-05", &[lacking], now).1, [(Field::TrackingNo, 1)]);
    }
}
