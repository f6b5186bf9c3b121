use super::*;
use crate::model::time::{DAY, HOUR};
use crate::model::{Cents, Fields, OrderKind, RefundKind, Status, Zone};
use crate::records::{Item, Refund};
use crate::rules::Scope;

/// 2026-11-20 12:00 in China.
const NOON: i64 = 1_795_147_200;

fn scope() -> Scope {
    Scope { now: Stamp(NOON + 2 * DAY), zone: Zone::CHINA, ..Scope::default() }
}

fn settings(scope: &Scope, refund_by: RefundBy) -> Settings<'_> {
    let calendar = Calendar::new("2026-11-20".parse().expect("a date"), Zone::CHINA, 0);
    Settings { scope, calendar, refund_by }
}

/// An order of 100.00 paid at once; all columns are there.
fn order(created: i64) -> Order {
    Order {
        platform: "taobao".into(),
        shop: "甲".into(),
        order_no: "1".into(),
        status: Status::Finished,
        payable: Some(Cents(10_000)),
        paid: Some(Cents(10_000)),
        refunded: Some(Cents(0)),
        created_at: Some(Stamp(created)),
        paid_at: Some(Stamp(created + 60)),
        shipped_at: Some(Stamp(created + HOUR)),
        have: Fields::of(FIELDS),
        ..Order::default()
    }
}

/// Something long ago, so that the data cover the month.
fn old() -> Order {
    order(NOON - 40 * DAY)
}

fn refund(state: RefundState, cents: i64, done: Option<i64>) -> Refund {
    Refund { state, amount: Some(Cents(cents)), done_at: done.map(Stamp), ..Refund::default() }
}

fn report_as_of(orders: &[Order], refund_by: RefundBy, until: Option<i64>) -> Outcome {
    let scope = scope();
    let settings = settings(&scope, refund_by);
    let mut daily = Daily::new(&settings);
    orders.iter().for_each(|o| daily.see(o));
    daily.finish(&|_, _| until.map(Stamp), &|_, _| None)
}

fn report(orders: &[Order]) -> Outcome {
    report_as_of(orders, RefundBy::Refund, Some(NOON + DAY))
}

#[track_caller]
fn line<'o>(outcome: &'o Outcome, key: &str) -> &'o FigureLine {
    outcome.line("", key).expect(key)
}

#[track_caller]
fn value(outcome: &Outcome, key: &str) -> Option<i64> {
    line(outcome, key).value
}

#[test]
fn a_day_its_neighbours_and_the_month() {
    let outcome = report(&[
        old(),
        order(NOON),
        order(NOON + HOUR),
        order(NOON - DAY),
        order(NOON - 7 * DAY),
        order(NOON - 19 * DAY),
        order(NOON - 20 * DAY),
        order(NOON + DAY),
    ]);
    let created = line(&outcome, "orders_created");
    assert_eq!((created.value, created.previous, created.week_ago), (Some(2), Some(1), Some(1)));
    assert_eq!((created.month_to_date, created.change, created.state), (Some(5), Some(1000), State::Ok));
    assert_eq!(value(&outcome, "received_paid"), Some(20_000));
    assert_eq!(value(&outcome, "shipped"), Some(2));
    let unpaid = line(&outcome, "unpaid");
    assert_eq!((unpaid.value, unpaid.previous, unpaid.month_to_date), (Some(0), None, None));
}

#[test]
fn a_payment_counts_on_its_day_and_an_order_on_its_own() {
    let late = Order { paid_at: Some(Stamp(NOON + HOUR)), ..order(NOON - DAY) };
    let outcome = report(&[old(), late]);
    for (key, today, before) in [
        ("orders_created", 0, 1),
        ("created_paid", 0, 1),
        ("paid_created", 0, 10_000),
        ("orders_paid", 1, 0),
        ("paid_amount", 10_000, 0),
        ("received_paid", 10_000, 0),
    ] {
        let line = line(&outcome, key);
        assert_eq!((line.value, line.previous), (Some(today), Some(before)), "{key}");
    }
}

#[test]
fn refunds_count_on_their_day_or_on_that_of_the_order() {
    let refunded = Order {
        refunded: Some(Cents(3000)),
        refunds: vec![
            refund(RefundState::Success, 1000, Some(NOON - DAY)),
            refund(RefundState::Success, 500, Some(NOON)),
            refund(RefundState::Success, 1500, Some(NOON + HOUR)),
            refund(RefundState::Closed, 9999, Some(NOON)),
        ],
        ..order(NOON - 3 * DAY)
    };
    let by_day = report(&[old(), refunded.clone()]);
    let amount = line(&by_day, "refund_amount");
    assert_eq!((amount.value, amount.previous, amount.month_to_date), (Some(2000), Some(1000), Some(3000)));
    assert_eq!(value(&by_day, "refunded_orders"), Some(1), "one order, twice on a day");
    let by_order = report_as_of(&[old(), refunded], RefundBy::Order, Some(NOON + DAY));
    let amount = line(&by_order, "refund_amount");
    assert_eq!((amount.value, amount.month_to_date), (Some(0), Some(3000)));
}

#[test]
fn a_refund_without_a_time_is_never_a_zero() {
    let refunded = Order { refunded: Some(Cents(3000)), ..order(NOON - 3 * DAY) };
    let outcome = report(&[old(), refunded.clone()]);
    let line_ = line(&outcome, "refund_amount");
    assert_eq!((line_.value, line_.state), (None, State::Incomplete));
    assert_eq!(line_.lack, Some(Lack::Column(Field::DoneAt)));
    assert!(outcome.notes.iter().any(|n| n.en.contains("1 order")), "{:?}", outcome.notes);
    assert_eq!(line(&outcome, "refund_rate").state, State::Incomplete);
    // It can't have happened before its order, so earlier days are known.
    assert_eq!(line_.week_ago, Some(0));
    // Half of it has a time: what is known is shown, and marked.
    let half = Order { refunds: vec![refund(RefundState::Success, 1000, Some(NOON))], ..refunded };
    let outcome = report(&[old(), half]);
    let line_ = line(&outcome, "refund_amount");
    assert_eq!((line_.value, line_.state), (Some(1000), State::Incomplete));
}

#[test]
fn orders_that_say_nothing_of_refunds() {
    let mut silent = order(NOON);
    silent.refunded = None;
    silent.have.remove(Field::Refunded);
    let alone = report(&[old(), silent.clone()]);
    let received = line(&alone, "received_paid");
    assert_eq!((received.value, received.state), (Some(10_000), State::Incomplete));
    assert_eq!(received.lack, Some(Lack::Column(Field::Refunded)));
    assert_eq!(line(&alone, "refund_amount").value, None);
    // A refund export of the shop tells of all its orders.
    let other = Order { refunds: vec![refund(RefundState::Success, 500, Some(NOON))], ..order(NOON) };
    let both = report(&[old(), silent, Order { refunded: Some(Cents(500)), ..other }]);
    assert_eq!(line(&both, "received_paid").state, State::Ok);
    assert_eq!(value(&both, "received_paid"), Some(19_500));
    assert_eq!(value(&both, "refund_amount"), Some(500));
}

#[test]
fn data_that_end_before_the_day_are_incomplete_and_never_zero() {
    let orders = [old(), order(NOON)];
    for (until, created, unpaid) in [(Some(NOON + HOUR), Some(1), None), (None, Some(1), None)] {
        let outcome = report_as_of(&orders, RefundBy::Refund, until);
        let line_ = line(&outcome, "orders_created");
        assert_eq!((line_.value, line_.change), (created, None));
        assert_eq!(value(&outcome, "unpaid"), unpaid);
        assert!(outcome.lines.iter().all(|l| l.state == State::Incomplete && l.value != Some(0)));
    }
    let before = report_as_of(&[old()], RefundBy::Refund, Some(NOON - DAY));
    assert!(before.lines.iter().all(|l| l.value.is_none()));
    let none = report(&[]);
    assert!(none.lines.iter().all(|l| l.value.is_none() && l.lack == Some(Lack::Nothing)));
}

#[test]
fn a_day_without_orders_is_zeros() {
    let outcome = report(&[old()]);
    let sales = outcome.lines.iter().filter(|l| l.metric.section == "sales");
    assert!(sales.clone().count() > 8);
    assert!(sales.clone().all(|l| l.value == Some(0) && l.state == State::Ok));
    assert_eq!(line(&outcome, "refund_rate").state, State::Small);
}

#[test]
fn days_before_the_data_begin_are_unknown() {
    let outcome = report(&[order(NOON - DAY), order(NOON)]);
    let created = line(&outcome, "orders_created");
    assert_eq!((created.value, created.previous), (Some(1), Some(1)));
    assert_eq!((created.week_ago, created.month_to_date, created.state), (None, None, State::Ok));
    assert!(
        outcome.notes.iter().any(|n| n.en.contains("the data begin at 2026-11-19")),
        "{:?}",
        outcome.notes
    );
}

#[test]
fn the_rate_needs_thirty_orders() {
    let mut orders = vec![old()];
    for n in 0..30 {
        let back = refund(RefundState::Success, 500, Some(NOON));
        let mut one = order(NOON);
        if n < 10 {
            one.refunded = Some(Cents(500));
            one.refunds = vec![back];
        }
        // Price protection is money back, but no return.
        if n == 0 {
            one.refunds[0].kind = RefundKind::PriceProtect;
        }
        orders.push(one);
    }
    let outcome = report(&orders);
    assert_eq!(value(&outcome, "refund_rate"), Some(300));
    assert_eq!(value(&outcome, "refunded_orders"), Some(10));
    orders.pop();
    let fewer = report(&orders);
    assert_eq!((value(&fewer, "refund_rate"), line(&fewer, "refund_rate").state), (None, State::Small));
}

#[test]
fn test_and_internal_orders_count_nowhere() {
    let own = |kind| Order { kind, ..order(NOON) };
    let outcome = report(&[old(), own(OrderKind::Test), own(OrderKind::Internal), order(NOON)]);
    assert_eq!(value(&outcome, "orders_created"), Some(1));
    assert!(outcome.notes.iter().any(|n| n.en.starts_with("2 test or internal")), "{:?}", outcome.notes);
}

#[test]
fn what_waits() {
    let paid = |at: i64| Order { status: Status::Paid, shipped_at: None, ..order(at) };
    let unpaid = Order {
        status: Status::Unpaid,
        paid_at: None,
        shipped_at: None,
        paid: Some(Cents(0)),
        ..order(NOON)
    };
    let open = Order { refunds: vec![refund(RefundState::Requested, 1, None)], ..order(NOON - DAY) };
    let mut later = unpaid.clone();
    later.created_at = Some(Stamp(NOON + DAY));
    let outcome = report(&[old(), paid(NOON), paid(NOON - 3 * DAY), unpaid, open, later]);
    for (key, wanted) in [("unpaid", 1), ("unshipped", 2), ("overdue", 1), ("open_refunds", 1)] {
        assert_eq!(value(&outcome, key), Some(wanted), "{key}");
    }
    assert_eq!((value(&outcome, "created_paid"), value(&outcome, "created_unpaid")), (Some(1), Some(1)));
}

#[test]
fn cash_on_delivery_is_no_unpaid_order() {
    let cod = Order {
        kind: OrderKind::Cod,
        status: Status::Unpaid,
        paid_at: None,
        shipped_at: None,
        paid: Some(Cents(0)),
        ..order(NOON)
    };
    let outcome = report(&[old(), cod]);
    for (key, wanted) in [("orders_created", 1), ("created_paid", 0), ("created_unpaid", 0), ("unpaid", 0)] {
        assert_eq!(value(&outcome, key), Some(wanted), "{key}");
    }
}

#[test]
fn what_is_due_before_the_next_day_ends() {
    let due = |days: i64| Order {
        status: Status::Paid,
        shipped_at: None,
        ship_due: Some(Stamp(NOON + days * DAY)),
        ..order(NOON)
    };
    let answer = |days: i64, state| {
        let mut one = order(NOON - DAY);
        one.refunds = vec![Refund { due_at: Some(Stamp(NOON + days * DAY)), ..refund(state, 1, None) }];
        one
    };
    let outcome = report(&[
        old(),
        due(-1),
        due(1),
        due(2),
        answer(1, RefundState::Requested),
        answer(2, RefundState::Requested),
        answer(1, RefundState::WaitBuyerReturn),
    ]);
    assert_eq!((value(&outcome, "next_ship"), value(&outcome, "next_refunds")), (Some(2), Some(1)));
}

#[test]
fn charts_mark_days_that_are_not_whole() {
    use crate::model::report::Body;
    let orders = [old(), order(NOON - DAY), order(NOON)];
    let outcome = report_as_of(&orders, RefundBy::Refund, Some(NOON + HOUR));
    let report = document(&outcome, Vec::new(), false, crate::model::Lang::En);
    let trend = report.sections.iter().find(|s| s.key == "trend_orders").expect("a trend");
    let Body::Lines { labels, series, caption } = &trend.body else { panic!("lines") };
    assert_eq!(labels.last().map(String::as_str), Some("11-20"));
    let last = |n: usize| series[n].values.last().cloned();
    assert_eq!((last(0), last(1)), (Some(Cell::Empty), Some(Cell::Int(1))));
    assert!(!series[0].partial && series[1].partial);
    let said = caption.as_ref().map(|c| c.en.to_string()).unwrap_or_default();
    assert_eq!(said, "incomplete: 甲 11-20 (the data end at 11-20 13:00)");
    // A day that is whole in every shop needs no word.
    let report = document(
        &report_as_of(&orders, RefundBy::Refund, Some(NOON + DAY)),
        Vec::new(),
        false,
        crate::model::Lang::En,
    );
    let trend = report.sections.iter().find(|s| s.key == "trend_orders").expect("a trend");
    assert!(matches!(&trend.body, Body::Lines { series, caption: None, .. } if series.len() == 1));
}

#[test]
fn an_unknown_status_is_neither_shipped_nor_waiting() {
    let mut strange = Order { status: Status::Unknown, shipped_at: None, ..order(NOON) };
    strange.have.remove(Field::ShippedAt);
    let outcome = report(&[old(), strange]);
    assert_eq!((value(&outcome, "created_paid"), value(&outcome, "orders_paid")), (Some(1), Some(1)));
    assert_eq!((value(&outcome, "shipped"), value(&outcome, "unshipped")), (None, None));
}

#[test]
fn shops_stand_alone_and_together() {
    let shop =
        |name: &str, platform: &str, at| Order { shop: name.into(), platform: platform.into(), ..order(at) };
    let orders = [
        shop("甲", "taobao", NOON - 40 * DAY),
        shop("甲", "taobao", NOON),
        shop("乙", "jd", NOON - 40 * DAY),
        shop("乙", "jd", NOON),
        shop("乙", "pdd", NOON - 40 * DAY),
    ];
    let scope = scope();
    let settings = settings(&scope, RefundBy::Refund);
    let mut daily = Daily::new(&settings);
    orders.iter().for_each(|o| daily.see(o));
    let ends = |platform: &str, _: &str| Some(Stamp(if platform == "pdd" { NOON - DAY } else { NOON + DAY }));
    let outcome = daily.finish(&ends, &|_, _| None);
    let keys: Vec<&str> = outcome.shops.iter().map(|s| s.0.as_str()).collect();
    assert_eq!(keys, ["jd/乙", "pdd/乙", "甲"]);
    assert_eq!(outcome.shops[0].1.in_lang(crate::model::Lang::Zh), "京东/乙");
    let at = |shop: &str| {
        let line = outcome.line(shop, "orders_created").expect("a line");
        (line.value, line.state)
    };
    assert_eq!(at("jd/乙"), (Some(1), State::Ok));
    assert_eq!(at("pdd/乙"), (None, State::Incomplete));
    assert_eq!(at(""), (Some(2), State::Incomplete));
    assert!(brief(&outcome, crate::model::Lang::Zh).len() <= 20);
}

#[test]
fn currencies_are_not_added_up() {
    let dollars = |o: Order| Order { currency: "USD".into(), shop: "乙".into(), ..o };
    let outcome = report(&[old(), order(NOON), dollars(old()), dollars(order(NOON))]);
    assert_eq!(value(&outcome, "orders_created"), Some(2));
    assert_eq!(line(&outcome, "paid_amount").lack, Some(Lack::Currency));
    assert_eq!(outcome.line("乙", "paid_amount").and_then(|l| l.value), Some(10_000));
}

#[test]
fn rows_are_those_behind_the_figure() {
    let scope = scope();
    let settings = settings(&scope, RefundBy::Refund);
    let items = Item { refund_state: RefundState::Requested, ..Item::default() };
    let orders = [
        order(NOON),
        Order { paid_at: Some(Stamp(NOON)), ..order(NOON - DAY) },
        Order { items: vec![items], ..order(NOON - 2 * DAY) },
        Order { status: Status::Paid, shipped_at: None, ..order(NOON) },
        Order { kind: OrderKind::Test, ..order(NOON) },
    ];
    let outcome = report(&[&[old()], &orders[..]].concat());
    for metric in METRICS.iter().filter(|m| m.unit == Unit::Count && m.family() == Family::Orders) {
        let behind = orders.iter().filter(|o| Daily::is_behind(o, metric, &settings) == Some(true)).count();
        let line = line(&outcome, metric.key);
        let told = line.value.or((line.state == State::Incomplete).then_some(0));
        assert_eq!(told, Some(behind as i64), "{}", metric.key);
    }
}
