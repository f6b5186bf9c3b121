use super::*;
use crate::model::time::DAY;
use crate::model::{Cents, Field, Fields, RefundState, Status, Zone};
use crate::records::{Order, Refund};
use crate::rules::Scope;
use crate::tasks::daily::Daily;
use crate::tasks::daily::{Calendar, RefundBy};

const NOW: i64 = 1_795_222_800;

fn scope() -> Scope {
    Scope { now: Stamp(NOW), ..Scope::default() }
}

fn settings<'a>(scope: &'a Scope, refund_by: RefundBy) -> Settings<'a> {
    let calendar = Calendar::new("2026-11-20".parse().expect("a date"), Zone::CHINA, 0);
    Settings { scope, calendar, refund_by }
}

/// Of every state, some of them without what tells of it.
fn orders() -> Vec<Order> {
    let refund = |state, done: i64| Refund {
        state,
        amount: Some(Cents(100)),
        reason: "不喜欢".into(),
        done_at: Some(Stamp(NOW - done)),
        applied_at: Some(Stamp(NOW - done)),
        ..Refund::default()
    };
    let order = |(n, status): (i64, Status)| Order {
        platform: "taobao".into(),
        shop: if n % 3 == 0 { "A".into() } else { "B".into() },
        status,
        payable: Some(Cents(1000 + n)),
        paid: Some(Cents(1000 + n)),
        created_at: (n % 7 != 6).then_some(Stamp(NOW - n * DAY)),
        paid_at: (n % 4 != 3).then_some(Stamp(NOW - n * DAY + 60)),
        refunds: match n % 5 {
            0 => vec![refund(RefundState::Success, 4 * DAY)],
            1 => vec![refund(RefundState::Requested, DAY)],
            _ => Vec::new(),
        },
        have: Fields::of(&[Field::Status, Field::CreatedAt]),
        ..Order::default()
    };
    (0..60).zip((0..6).flat_map(|_| Status::all())).map(order).collect()
}

fn counted(terms: &Terms, settings: &Settings<'_>, orders: &[Order]) -> DayTotals {
    let mut counter = Counter::new(terms, settings);
    orders.iter().zip(0..).for_each(|(order, seq)| counter.see(order, seq));
    counter.take()
}

#[test]
fn a_report_of_sums_is_one_of_orders() {
    let (scope, orders) = (scope(), orders());
    // A day in the middle has days behind it.
    let days =
        ["2026-11-20", "2026-10-25"].map(|day| Calendar::new(day.parse().expect("a date"), Zone::CHINA, 0));
    let by = [RefundBy::Refund, RefundBy::Order];
    for (calendar, refund_by) in days.into_iter().flat_map(|day| by.map(|by| (day, by))) {
        let settings = Settings { calendar, ..settings(&scope, refund_by) };
        let terms = Terms::of(&settings);
        let as_of = |_: &str, _: &str| Some(Stamp(NOW));
        let mut seen = Daily::new(&settings);
        orders.iter().for_each(|order| seen.see(order));
        let mut recalled = Daily::new(&settings);
        let counted = counted(&terms, &settings, &orders);
        let indexes = terms.indexes(&settings).expect("within the calendar");
        let mut day_totals = DayTotals { head: counted.head.clone(), ..DayTotals::default() };
        let behind = counted.filled().into_iter().filter(|index| indexes.depth(*index) == Depth::Lasts);
        assert_eq!(behind.count() > 0, calendar.end().0 < NOW, "the days after the report's");
        for index in counted.filled() {
            let needed = indexes.ranges().iter().any(|range| range.contains(&index));
            let put = needed.then(|| day_totals.read(index, &counted.write(index), indexes.depth(index)));
            assert!(put.is_none_or(|put| put.is_some()));
        }
        assert!(day_totals.apart().is_empty());
        assert!(recalled.recall(&day_totals, &terms, |_, _| true));
        let lines = |sums: Daily<'_>| {
            let lines = sums.finish(&as_of, &|_, _| None).lines;
            lines.iter().map(|l| format!("{} {l:?}", l.metric.key)).collect::<Vec<_>>()
        };
        let told = lines(seen);
        assert_eq!(lines(recalled), told);
        let (mut all, mut part) = (Daily::new(&settings), Daily::part(&settings));
        for some in orders.chunks(7) {
            some.iter().for_each(|order| part.see(order));
            all.absorb(&mut part);
        }
        assert_eq!(lines(all), told, "of parts");
    }
}

#[test]
fn what_is_taken_out_leaves_nothing() {
    let (scope, orders) = (scope(), orders());
    let settings = settings(&scope, RefundBy::Refund);
    let terms = Terms::of(&settings);
    let (some, rest) = orders.split_at(25);
    let mut day_totals = counted(&terms, &settings, &orders);
    let text = day_totals.write_all();
    let again = DayTotals::read_all(&text).expect("what was written");
    assert_eq!(again.write_all(), text);
    day_totals.add(&counted(&terms, &settings, some), -1);
    assert_ne!(day_totals.write_all(), text);
    day_totals.add(&counted(&terms, &settings, rest), -1);
    assert!(day_totals.filled().is_empty(), "{}", day_totals.write_all());
    assert!(DayTotals::read_all("[[1,[]],[2]]").is_none());
    let unknown = r#"[["taobao","A",[[["moons","","",0,0,1]],[]]]]"#;
    let read = |text: &str, depth| DayTotals::default().read(1, text, depth);
    assert!(read("[]\n[]", Depth::Whole).is_none(), "no third line");
    assert!(read(&format!("[]\n[]\n{unknown}"), Depth::Whole).is_none());
    assert!(read(&format!("[]\n[]\n{unknown}"), Depth::Sums).is_some(), "not looked at");
}

/// What is kept says by names what it is: places among the variants of an enum move when one comes in between.
#[test]
fn what_is_kept_is_told_by_name() {
    let scope = scope();
    let settings = settings(&scope, RefundBy::Refund);
    let terms = Terms::of(&settings);
    let order = Order {
        platform: "taobao".into(),
        shop: "A".into(),
        status: Status::Paid,
        paid: Some(Cents(1_200)),
        created_at: Some(Stamp(NOW)),
        paid_at: Some(Stamp(NOW)),
        have: Fields::of(&[Field::Status, Field::CreatedAt, Field::Paid, Field::PaidAt]),
        ..Order::default()
    };
    let text = counted(&terms, &settings, &[order]).write_all();
    for part in [
        r#"["sum","paid_amount","",0,0,1200]"#,
        r#"["sum","created","",0,0,1]"#,
        r#"["orders","","",0,0,1]"#,
        r#"["lacks","amount_created","payable",0,0,1]"#,
        r#"["standing","unshipped","",0,0,1]"#,
        r#"["currency","CNY",1]"#,
    ] {
        assert!(text.contains(part), "{part} in {text}");
    }
    // Sums of an earlier version are another kind: they are counted anew.
    assert!(terms.kind.starts_with("daily 5 "), "{}", terms.kind);
    assert!(DayTotals::read_all("[[1,[[\"taobao\",\"A\",[[[4,8,0,0,0,1]],[]]]]]]").is_none());
}

#[test]
fn what_depends_on_the_moment_is_left_apart() {
    let scope = scope();
    let settings = settings(&scope, RefundBy::Refund);
    let terms = Terms::of(&settings);
    let order = Order { created_at: Some(Stamp(NOW)), ..Order::default() };
    let later = Order { created_at: Some(Stamp(NOW + 1)), ..Order::default() };
    let dear = Order { payable: Some(Cents(i64::MAX)), ..order.clone() };
    let day_totals = counted(&terms, &settings, &[order, later, dear]);
    assert_eq!(day_totals.apart(), [1, 2]);
    assert_eq!(day_totals.head.newest, Some(Stamp(NOW)));
}

#[test]
fn other_settings_have_sums_of_their_own() {
    let (scope, mut strict) = (scope(), scope());
    strict.common.ship_within = Some(DAY);
    let kind = |scope: &Scope, refund_by, zone, starts_at| {
        let calendar = Calendar::new("2026-11-20".parse().expect("a date"), zone, starts_at);
        Terms::of(&Settings { scope, calendar, refund_by }).kind
    };
    let kinds = [
        kind(&scope, RefundBy::Refund, Zone::CHINA, 0),
        kind(&scope, RefundBy::Order, Zone::CHINA, 0),
        kind(&scope, RefundBy::Refund, Zone::UTC, 0),
        kind(&scope, RefundBy::Refund, Zone::CHINA, 3600),
        kind(&scope, RefundBy::Refund, Zone(7 * 3600), 0),
        kind(&strict, RefundBy::Refund, Zone::CHINA, 0),
    ];
    assert_eq!(BTreeSet::from(kinds).len(), 6);
    let later = Scope { now: Stamp(NOW + 60), ..scope.clone() };
    assert_eq!(
        kind(&later, RefundBy::Refund, Zone::CHINA, 0),
        kind(&scope, RefundBy::Refund, Zone::CHINA, 0)
    );
}
