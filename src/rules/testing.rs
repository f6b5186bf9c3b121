//! What the tests of rules share: an ordinary order, a clock, and one question.

use super::check::Check;
use super::{ALL, Verdict, by_id};
use crate::model::{Cents, Field, Fields, Severity, Stamp, Status};
use crate::records::{Item, Order};
use crate::rules::Scope;

/// When [`order`] was placed; it was paid ten minutes later.
pub(crate) const CREATED: i64 = 1_800_000_000;
pub(crate) const PAID: i64 = CREATED + 600;

/// A paid taobao order in whose export no column is missing.
pub(crate) fn order() -> Order {
    let mut have = Fields::NONE;
    Field::all().for_each(|field| have.add(field));
    Order {
        platform: "taobao".into(),
        shop: "测试店".into(),
        order_no: "3360000000000000001".into(),
        status: Status::Paid,
        status_raw: "买家已付款，等待卖家发货".into(),
        buyer: "tb_linxb01".into(),
        receiver: "林小北".into(),
        phone: "13812345678".into(),
        address: "浙江省杭州市西湖区文三路1号".into(),
        titles: "保温杯".into(),
        quantity: Some(1),
        payable: Some(Cents(12_800)),
        paid: Some(Cents(12_800)),
        refunded: Some(Cents(0)),
        created_at: Some(Stamp(CREATED)),
        paid_at: Some(Stamp(PAID)),
        have,
        ..Order::default()
    }
}

/// The same order before it was paid.
pub(crate) fn unpaid() -> Order {
    Order { status: Status::Unpaid, paid: Some(Cents(0)), paid_at: None, ..order() }
}

pub(crate) fn item(status: Status) -> Item {
    Item { status, ..Item::default() }
}

pub(crate) fn without(mut order: Order, field: Field) -> Order {
    order.have.remove(field);
    order
}

pub(crate) fn scope(now: i64) -> Scope {
    Scope { now: Stamp(now), ..Scope::default() }
}

/// What a rule says, its gate included.
pub(crate) fn says(id: &str, order: &Order, now: i64) -> Verdict {
    says_in(id, order, &scope(now))
}

pub(crate) fn says_in(id: &str, order: &Order, scope: &Scope) -> Verdict {
    super::check::judge(by_id(id).expect("a rule of this id"), order, scope)
}

/// The severity of a hit; `None` where the rule is clean.
pub(crate) fn severity(id: &str, order: &Order, now: i64) -> Option<Severity> {
    match says(id, order, now) {
        Verdict::Clean => None,
        Verdict::Hit(hit) => Some(hit.severity),
        Verdict::Skipped(field) => panic!("{id} was skipped for want of {field}"),
        Verdict::Older => panic!("{id}: older items"),
    }
}

/// Hits (order number, first fact) and skips (column, orders).
pub(crate) type Compared = (Vec<(String, i64)>, Vec<(Field, u64)>);

/// A comparing rule over all these orders, through a whole run.
pub(crate) fn compare(id: &str, orders: &[Order], now: i64) -> Compared {
    let scope = scope(now);
    let mut check = Check::new(&scope, &[by_id(id).expect("a rule of this id")], Severity::P3);
    orders.iter().for_each(|order| check.see(order));
    let outcome = check.finish();
    let mut hits: Vec<(String, i64)> =
        outcome.findings.iter().map(|f| (f.subject.order_no.to_owned(), f.facts.numbers[0])).collect();
    hits.sort();
    (hits, outcome.skipped.iter().map(|((_, field), orders)| (*field, *orders)).collect())
}

#[test]
fn every_rule_is_documented_in_both_languages_under_its_own_id() {
    let mut ids: Vec<&str> = Vec::new();
    for rule in ALL {
        let header: Vec<&str> = rule.doc().lines().take_while(|l| l.starts_with("//!")).collect();
        let parts: Vec<&[&str]> = header.split(|l| *l == "//! ---").collect();
        assert_eq!(parts.len(), 2, "{}: English, a line, Chinese", rule.id());
        for part in parts {
            let title = part.iter().find(|l| l.len() > 3).expect("a title");
            assert!(title.starts_with(&format!("//! {} ", rule.id())), "{title}");
        }
        ids.push(rule.id());
    }
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "two rules share an id");
}
