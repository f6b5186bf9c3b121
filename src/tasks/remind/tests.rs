use super::super::template;
use super::*;
use crate::model::Fields;
use crate::model::time::DAY;
use crate::rules::Scope;

const NOW: Stamp = Stamp(100 * DAY);

fn unpaid(no: &str, buyer: &str, hours_ago: i64) -> Order {
    Order {
        platform: "taobao".into(),
        order_no: no.into(),
        buyer: buyer.into(),
        titles: "杯".into(),
        status: Status::Unpaid,
        payable: Some(Cents(5900)),
        created_at: Some(Stamp(NOW.0 - hours_ago * HOUR)),
        have: Fields(u128::MAX),
        ..Order::default()
    }
}

fn run(orders: &[Order], change: impl Fn(&mut Settings<'_>)) -> Vec<RemindRow> {
    let scope = Scope { now: NOW, ..Scope::default() };
    let mut settings = Settings {
        scope: &scope,
        after: None,
        all: false,
        per_order: false,
        cooldown: COOLDOWN,
        most_attempts: 1,
        template: &|_| template::UNPAID_ZH,
        contacts: &|no, _, _| {
            let known = no == "asked" || no == "skipped";
            known.then(|| Contacts {
                attempts: i64::from(no == "asked"),
                last: (no == "asked").then_some(NOW),
                skipped: no == "skipped",
            })
        },
        as_of: &|_, _| (Some(NOW), false),
    };
    change(&mut settings);
    let mut queue = Queue::default();
    for order in orders {
        queue.see(order, &settings.looking());
    }
    let rows = queue.finish(&settings).0;
    for row in &rows {
        let message = row.message(&settings).expect("a good template");
        assert!(row.order_nos.iter().all(|no| message.contains(&no[no.len().saturating_sub(4)..])));
    }
    rows
}

#[test]
fn twelve_hours_and_not_a_second_less() {
    let mut young = unpaid("1", "a", 12);
    young.created_at = Some(Stamp(NOW.0 - 12 * HOUR + 1));
    assert_eq!(run(&[young], |_| ()).len(), 0);
    assert_eq!(run(&[unpaid("1", "a", 12)], |_| ()).len(), 1);
    assert_eq!(run(&[unpaid("1", "a", 7)], |s| s.after = Some(6 * HOUR)).len(), 1);
}

#[test]
fn a_buyer_is_asked_once_for_all_orders() {
    let orders = [
        unpaid("1001", "a", 13),
        unpaid("1002", "a", 14),
        unpaid("1003", "t**", 13),
        unpaid("1004", "t**", 13),
    ];
    let rows = run(&orders, |_| ());
    assert_eq!(rows.len(), 3);
    let both = rows.iter().find(|r| r.order_nos.len() == 2).expect("one row for a");
    assert_eq!(both.amount, Some(Cents(11800)));
    assert_eq!(both.order_nos, ["1001", "1002"]);
    assert!(rows.iter().all(|r| r.buyer != "t**" || r.checks == ["twin:buyer"]));
    assert_eq!(run(&orders, |s| s.per_order = true).len(), 4);
}

#[test]
fn guards_hold_back_and_all_shows_why() {
    let mut paid = unpaid("9", "twin", 13);
    paid.status = Status::Paid;
    let mut cod = unpaid("cod", "c", 13);
    cod.kind = OrderKind::Cod;
    let orders = [
        unpaid("twin", "twin", 14),
        paid,
        cod,
        unpaid("asked", "x", 13),
        unpaid("skipped", "y", 13),
        unpaid("old", "z", 72),
    ];
    assert_eq!(run(&orders, |_| ()).len(), 0);
    let rows = run(&orders, |s| s.all = true);
    let held = |no: &str| rows.iter().find(|r| r.order_nos == [no]).map(|r| r.held.clone());
    assert_eq!(held("twin"), Some(vec!["paid_twin"]));
    assert_eq!(held("cod"), Some(vec!["cod"]));
    assert_eq!(held("asked"), Some(vec!["asked_already"]));
    assert_eq!(held("skipped"), Some(vec!["skipped"]));
    assert_eq!(held("old"), Some(vec!["window_closed"]));
}

#[test]
fn the_pause_is_the_buyers() {
    let mut finished = unpaid("asked", "x", 200);
    finished.status = Status::Finished;
    let orders = [finished, unpaid("new", "x", 13), unpaid("other", "y", 13)];
    let rows = run(&orders, |s| s.all = true);
    let held: Vec<_> = rows.iter().map(|r| (r.order_nos[0].as_str(), r.held.clone())).collect();
    assert!(held.contains(&("new", vec!["cooldown"])), "{held:?}");
    assert!(held.contains(&("other", vec![])), "{held:?}");
}

#[test]
fn a_later_payment_is_not_yet_known() {
    let mut order = unpaid("1", "a", 13);
    order.status = Status::Paid;
    order.paid_at = Some(Stamp(NOW.0 + 1));
    as_known(&mut order, NOW);
    assert_eq!(order.status, Status::Unpaid);
}
