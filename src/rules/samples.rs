//! Sample records for the rules' tests.

use super::check::{Check, Outcome, judge};
use super::{ALL, Verdict, by_id};
use crate::model::Severity;
use crate::model::time::HOUR;
use crate::model::{Cents, Field, Fields, Stamp, Status};
use crate::records::{Item, Order};
use crate::rules::Scope;

pub(crate) const NOW: i64 = 1_783_500_000;

/// A paid order of one mug, created three hours ago, with every column there and nothing masked.
pub(crate) fn order() -> Order {
    let mut have = Fields::NONE;
    for field in Field::all() {
        have.add(field);
    }
    Order {
        platform: "taobao".into(),
        shop: "青禾测试小铺".into(),
        order_no: "900100000000000101".into(),
        status: Status::Paid,
        buyer: "tb_linxb01".into(),
        receiver: "林小北".into(),
        phone: "13800000001".into(),
        address: "浙江省 杭州市 余杭区 五常街道未来路1号测试小区1幢101室(310000)".into(),
        titles: "测试陶瓷马克杯 400ml".into(),
        quantity: Some(1),
        goods: Some(Cents(5900)),
        freight: Some(Cents(0)),
        payable: Some(Cents(5900)),
        paid: Some(Cents(5900)),
        refunded: Some(Cents(0)),
        created_at: Some(Stamp(NOW - 3 * HOUR)),
        paid_at: Some(Stamp(NOW - 3 * HOUR + 60)),
        have,
        ..Order::default()
    }
}

/// One mug of 59 yuan.
pub(crate) fn item() -> Item {
    Item {
        item_no: "~1".into(),
        title: "测试陶瓷马克杯 400ml".into(),
        sku: "CUP-400-B".into(),
        spec: "蓝色".into(),
        quantity: Some(1),
        price: Some(Cents(5900)),
        payable: Some(Cents(5900)),
        paid: Some(Cents(5900)),
        status: Status::Paid,
        have: order().have,
        ..Item::default()
    }
}

pub(crate) fn scope(now: i64) -> Scope {
    Scope { now: Stamp(now), ..Scope::default() }
}

/// The same order without one column.
pub(crate) fn without(mut order: Order, field: Field) -> Order {
    order.have.remove(field);
    order
}

/// What a row rule says at [`NOW`], with the engine's gates.
pub(crate) fn says(id: &str, order: &Order) -> Verdict {
    judge(by_id(id).expect(id), order, &scope(NOW))
}

pub(crate) fn hits(id: &str, order: &Order) -> bool {
    matches!(says(id, order), Verdict::Hit(_))
}

/// Runs one rule over some orders.
pub(crate) fn run_in(id: &str, orders: &[Order], scope: &Scope) -> Outcome {
    let rules = [by_id(id).expect(id)];
    let mut check = Check::new(scope, &rules, Severity::P3);
    for order in orders {
        check.see(order);
    }
    check.finish()
}

/// The numbers of the orders that one rule names at [`NOW`].
pub(crate) fn named(id: &str, orders: &[Order]) -> Vec<String> {
    let out = run_in(id, orders, &scope(NOW));
    let mut names: Vec<String> = out.findings.iter().map(|f| f.subject.order_no.to_owned()).collect();
    names.sort();
    names
}

/// The column for want of which one rule leaves an order alone.
pub(crate) fn skipped(id: &str, order: &Order) -> Option<Field> {
    let out = run_in(id, std::slice::from_ref(order), &scope(NOW));
    out.skipped.keys().next().map(|(_, field)| *field)
}

#[test]
fn every_rule_is_told_in_both_languages() {
    for rule in ALL {
        let header: Vec<&str> = rule.doc().lines().take_while(|l| l.starts_with("//!")).collect();
        let split = header.iter().position(|l| *l == "//! ---").unwrap_or(0);
        assert!(split > 3 && header.len() - split > 3, "{}", rule.id());
        assert!(header[split..].concat().chars().any(crate::model::text::is_han), "{}", rule.id());
    }
}
