//! SHP-04 shipped without number
//!
//! Finds orders marked as shipped that carry no tracking number.
//!
//! When: the status is `part_shipped`, `shipped` or `delivered` and neither the order nor any of its items
//! has a tracking number. P0.
//! Why it matters: platforms count a shipment without a number as fake shipping.
//! Not a hit: virtual goods; finished orders, where nothing can be repaired any more.
//! Source: read in trade reports about Pinduoduo; the other platforms are unverified.
//! ---
//! SHP-04 已发货无单号
//!
//! 找出已标记发货、却没有运单号的订单。
//!
//! 条件：状态为部分发货、已发货或已签收，主订单和子订单都没有运单号。级别 P0。
//! 为什么：平台把没有单号的发货当作虚假发货。
//! 不算：虚拟商品；交易已成功的订单（补也来不及了）。
//! 依据：拼多多见行业报道；其他平台未经核实。

use super::{Hit, Profile, Rule, Verdict};
use crate::model::Desk;
use crate::model::{Field, Fields, Lang, OrderKind, Severity, Status};
use crate::records::Order;
use crate::rules::Scope;
use crate::rules::arena::Facts;

pub(super) struct ShippedWithoutNumber;

impl Rule for ShippedWithoutNumber {
    fn id(&self) -> &'static str {
        "SHP-04"
    }

    fn name(&self, lang: Lang) -> &'static str {
        lang.pick("已发货无单号", "shipped without number")
    }

    fn severity(&self) -> Severity {
        Severity::P0
    }

    fn profiles(&self) -> &'static [Profile] {
        &[Profile::Ship, Profile::Logistics]
    }

    fn required(&self) -> Fields {
        Fields::of(&[Field::Status, Field::TrackingNo])
    }

    fn reads(&self) -> Fields {
        Fields::of(&[Field::Kind, Field::ItemNo])
    }

    fn desk(&self) -> Desk {
        Desk::Warehouse
    }

    fn doc(&self) -> &'static str {
        include_str!("shipped_without_number.rs")
    }

    fn applies(&self, order: &Order, _: &Scope) -> bool {
        matches!(order.status, Status::PartShipped | Status::Shipped | Status::Delivered)
            && order.kind != OrderKind::Virtual
    }

    fn check(&self, order: &Order, _: &Scope) -> Verdict {
        let mut numbers = order.items.iter().map(|i| &i.tracking_no).chain([&order.tracking_no]);
        if numbers.any(|n| !n.trim().is_empty()) {
            return Verdict::Clean;
        }
        Verdict::Hit(Hit::new(Severity::P0).facts(Facts::text(order.status.key())))
    }

    fn why(&self, facts: &Facts, lang: Lang) -> String {
        let status = Status::by_key(&facts.text).unwrap_or_default().title(lang);
        match lang {
            Lang::Zh => format!("状态“{status}”，但没有运单号"),
            Lang::En => format!("{status}, but no tracking number"),
        }
    }

    fn next(&self, lang: Lang) -> &'static str {
        lang.pick("补上运单号", "enter the tracking number")
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{CREATED, item, order, says, severity, without};
    use super::*;
    use crate::records::Item;

    const ID: &str = "SHP-04";

    fn shipped(tracking_no: &str) -> Order {
        Order { status: Status::Shipped, tracking_no: tracking_no.into(), ..order() }
    }

    #[test]
    fn an_empty_or_blank_number() {
        for number in ["", "  "] {
            assert_eq!(severity(ID, &shipped(number), CREATED), Some(Severity::P0));
        }
        assert_eq!(severity(ID, &shipped("YT1234567890"), CREATED), None);
        let Verdict::Hit(hit) = says(ID, &shipped(""), CREATED) else { panic!("no hit") };
        assert_eq!(ShippedWithoutNumber.why(&hit.facts, Lang::Zh), "状态“已发货”，但没有运单号");
    }

    #[test]
    fn an_items_number_is_enough() {
        let numbered = Item { tracking_no: "YT1234567890".into(), ..item(Status::Shipped) };
        let order = Order { items: vec![item(Status::Shipped), numbered], ..shipped("") };
        assert_eq!(severity(ID, &order, CREATED), None);
    }

    #[test]
    fn without_its_columns_it_is_skipped() {
        let lacking = without(shipped(""), Field::TrackingNo);
        assert_eq!(says(ID, &lacking, CREATED), Verdict::Skipped(Field::TrackingNo));
        let unknown = Order { status: Status::Unknown, ..shipped("") };
        assert_eq!(says(ID, &unknown, CREATED), Verdict::Skipped(Field::Status));
    }

    #[test]
    fn near_misses() {
        assert_eq!(severity(ID, &Order { kind: OrderKind::Virtual, ..shipped("") }, CREATED), None);
        for status in [Status::Paid, Status::Finished, Status::Closed] {
            assert_eq!(severity(ID, &Order { status, ..shipped("") }, CREATED), None);
        }
    }
}
