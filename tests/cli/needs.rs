//! Commands over the database read only the orders they can need: that may change no answer.

use crate::sandbox::Sandbox;
use cs::model::*;
use cs::store::{FileFacts, Store, Who};

const NOW: i64 = 1_795_222_800;
const DAY: i64 = 86_400;

/// What is asked of every database. Reports come twice: what the first one keeps, the second one uses.
const COMMANDS: &[&str] = &[
    "report daily -F csv",
    "report daily -F json --meta",
    "report daily --date 2026-11-10 -F md",
    "report daily --date 2026-11-10 -F csv --now 2026-11-12T09:00:00+08:00",
    "report daily --refund-by order -F csv --date today",
    "report daily --refund-by order -F html",
    "report daily --brief --shop A",
    "report daily --rows problems -F csv",
    "report daily --rows unpaid -F csv",
    "orders check-abnormal -F csv --severity P3",
    "orders check-abnormal -F json --meta --profile audit",
    "orders check-abnormal -F text --since 2026-10-01 --until 2026-11-15",
    "orders list -F csv --since 2026-11-01",
    "remind unpaid -F csv --all",
    "remind unpaid -F json --per-order --stale-ok",
    "remind unpaid -F csv --all --as-known --now 2026-11-05T09:00:00+08:00",
    "refunds list -F csv",
    "refunds list -F json --meta --shop A",
    "handover -F csv",
    "handover -F json",
    "consult list -F csv",
];

/// The same numbers for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }

    fn is(&mut self, percent: u64) -> bool {
        self.roll(100) < percent
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.roll(list.len() as u64) as usize]
    }

    fn within(&mut self, seconds: i64) -> i64 {
        self.roll(seconds.unsigned_abs()) as i64
    }

    /// Some moment not long after another, or nothing.
    fn after(&mut self, at: Option<Stamp>, percent: u64) -> Option<Stamp> {
        let at = at.filter(|_| self.is(percent))?;
        let most = if self.is(15) { 60 * DAY } else { 5 * DAY };
        Some(Stamp(at.0 + self.within(most) - 600))
    }

    fn money(&mut self, percent: u64) -> Option<Cents> {
        self.is(percent).then(|| Cents(self.of(&[0, 100, 5990, 250_000])))
    }

    fn have(&mut self, rare: bool) -> Fields {
        let mut have = Fields::of(&[Field::OrderNo, Field::Status, Field::CreatedAt, Field::Paid]);
        let more = [
            Field::PaidAt,
            Field::ShippedAt,
            Field::Refunded,
            Field::RefundState,
            Field::Payable,
            Field::Items,
        ];
        for field in more {
            if self.is(if rare { 50 } else { 95 }) {
                have.add(field);
            }
        }
        have
    }

    fn order(&mut self, no: usize, calm: bool) -> Order {
        let all: Vec<Status> = Status::all().collect();
        let created = Stamp(NOW - self.within(130 * DAY) + if self.is(2) { DAY } else { 0 });
        let over = [Status::Finished, Status::ClosedUnpaid, Status::ClosedRefunded, Status::Closed];
        let status = if over_now(created, calm) { self.of(&over) } else { self.of(&all) };
        let created_at = (calm || self.is(95)).then_some(created);
        let paid_at = self.after(Some(created), if status == Status::ClosedUnpaid { 5 } else { 90 });
        let shipped_at = self.after(paid_at, 80);
        Order {
            platform: self.of(&["taobao", "taobao", "pdd"]).into(),
            shop: self.of(&["A", "B"]).into(),
            order_no: format!("{no}"),
            status,
            kind: if self.is(85) { OrderKind::Normal } else { self.of(&KINDS) },
            buyer: self.of(&["tb_lin01", "tb_wang02", "tb_zhao03", "", "t**"]).into(),
            titles: self.of(&["杯子", "毛巾", ""]).into(),
            payable: self.money(95),
            paid: self.money(if calm { 100 } else { 80 }),
            refunded: self.money(20),
            currency: if self.is(3) { "USD".into() } else { String::new() },
            created_at,
            paid_at,
            shipped_at,
            completed_at: self.after(shipped_at, 70),
            quantity: Some(1),
            have: self.have(!calm),
            ..Order::default()
        }
    }

    fn item(&mut self, order: &Order, no: usize, calm: bool) -> Item {
        let states: Vec<RefundState> = RefundState::all().collect();
        Item {
            item_no: format!("{}-{no}", order.order_no),
            title: self.of(&["杯子", "毛巾"]).into(),
            status: order.status,
            paid: self.money(50),
            refund_state: if self.is(85) { RefundState::None } else { self.of(&states) },
            created_at: if calm { order.created_at } else { self.after(order.created_at, 50) },
            paid_at: if calm { order.paid_at } else { self.after(order.created_at, 30) },
            have: self.have(!calm),
            ..Item::default()
        }
    }

    fn refund(&mut self, platform: &str, shop: &str, order_no: &str, no: usize) -> Refund {
        let states: Vec<RefundState> = RefundState::all().collect();
        let applied = Stamp(NOW - self.within(120 * DAY));
        Refund {
            platform: platform.into(),
            shop: shop.into(),
            refund_no: format!("9{no}"),
            order_no: order_no.into(),
            state: if self.is(60) { RefundState::Success } else { self.of(&states) },
            kind: self.of(&[RefundKind::RefundOnly, RefundKind::Unknown]),
            reason: self.of(&["不喜欢", "质量", ""]).into(),
            amount: self.money(90),
            applied_at: Some(applied),
            done_at: self.after(Some(applied), 85),
            have: Fields::of(&[Field::RefundNo, Field::RefundState, Field::DoneAt]),
            ..Refund::default()
        }
    }
}

const KINDS: [OrderKind; 4] = [OrderKind::Cod, OrderKind::Test, OrderKind::Presale, OrderKind::Virtual];

fn over_now(created: Stamp, calm: bool) -> bool {
    calm && created.0 < NOW - 20 * DAY
}

fn facts(kind: &'static str, platform: &str) -> FileFacts {
    FileFacts {
        path: format!("{kind}.csv"),
        layout: "test".into(),
        kind,
        platform: platform.into(),
        snapshot: Stamp(NOW - 3600),
        snapshot_source: "given",
        numbers_global: false,
        fingerprint: String::new(),
    }
}

/// `kinds`: 1 items too, 2 refunds too, 4 what belongs to no order.
fn import(sandbox: &Sandbox, dice: &mut Dice, numbers: std::ops::Range<usize>, kinds: u64, calm: bool) {
    let path = sandbox.database();
    Store::make_folder(&path).expect("a folder");
    let mut store = Store::open_write(&path).expect("a database");
    let who = Who { by: "小林".into(), now: Stamp(NOW), command: "import".into() };
    let orders: Vec<Order> = numbers.map(|no| dice.order(no, calm)).collect();
    store
        .import(&who, false, |importer| {
            for platform in ["taobao", "pdd"] {
                let mine = || orders.iter().filter(|o| o.platform == platform);
                importer.begin_file(facts("orders", platform))?;
                mine().try_for_each(|order| importer.order(order).map(|_| ()))?;
                if kinds & 1 != 0 {
                    importer.begin_file(facts("items", platform))?;
                    for order in mine() {
                        for no in 0..dice.roll(3) as usize {
                            let item = dice.item(order, no, calm);
                            importer.item(platform, &order.shop, &order.order_no, &item)?;
                        }
                    }
                }
                if kinds & 2 != 0 {
                    importer.begin_file(facts("refunds", platform))?;
                    for (no, order) in mine().enumerate() {
                        if dice.is(20) {
                            let no = no + 1000 * (platform.len() + order.order_no.len());
                            importer.refund(&dice.refund(platform, &order.shop, &order.order_no, no))?;
                        }
                    }
                }
                if kinds & 4 != 0 && platform == "taobao" {
                    importer.begin_file(facts("items", platform))?;
                    for no in 0..3 {
                        let order = Order { order_no: format!("7{no}"), ..dice.order(no, calm) };
                        importer.item(platform, "A", &order.order_no, &dice.item(&order, no, calm))?;
                    }
                    importer.begin_file(facts("refunds", platform))?;
                    for no in 0..4 {
                        importer.refund(&dice.refund(platform, "B", &format!("8{no}"), 70_000 + no))?;
                    }
                }
            }
            Ok(())
        })
        .expect("an import");
}

/// Asks everything twice, and once more with every order read.
fn same(sandbox: &Sandbox, seed: u64) {
    for command in COMMANDS {
        let args: Vec<&str> = command.split(' ').collect();
        let whole = sandbox.cs(&args).env("CS_READ_ALL", "1").run().whole();
        for time in 1..=2 {
            let found = sandbox.cs(&args).run().whole();
            assert_eq!(found, whole, "{command}, time {time}, seed {seed}");
        }
    }
}

fn kept(sandbox: &Sandbox) -> i64 {
    let conn = rusqlite::Connection::open(sandbox.database()).expect("the database");
    conn.query_row("SELECT COUNT(*) FROM histories", [], |row| row.get(0)).expect("a count")
}

fn work_down(sandbox: &Sandbox) {
    for (at, args) in [
        ("2026-10-01T10:00:00+08:00", &["consult", "add", "tb_lin01", "杯子"][..]),
        ("2026-11-18T10:00:00+08:00", &["consult", "add", "tb_wang02", "杯子"][..]),
    ] {
        sandbox.cs(args).env("CS_NOW", at).run().done();
    }
    for order in 0..6 {
        sandbox.cs(&["remind", "done", &format!("{order}"), "--via", "chat"]).run();
        sandbox.cs(&["log", "add", "退款", "催", "--order", &format!("{order}")]).run();
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig {
        cases: 6, failure_persistence: None, ..proptest::prelude::ProptestConfig::default()
    })]
    #[test]
    fn what_is_not_needed_changes_no_answer(seed: u64, kinds in 0_u64..8) {
        let (sandbox, mut dice) = (Sandbox::new(), Dice(seed));
        import(&sandbox, &mut dice, 0..60, kinds, false);
        work_down(&sandbox);
        same(&sandbox, seed);
    }

    #[test]
    fn nor_does_what_a_report_keeps(seed: u64, kinds in 0_u64..4) {
        let (sandbox, mut dice) = (Sandbox::new(), Dice(seed));
        import(&sandbox, &mut dice, 0..60, kinds, true);
        work_down(&sandbox);
        same(&sandbox, seed);
        // Some change, some are new.
        import(&sandbox, &mut dice, 40..80, kinds, true);
        same(&sandbox, seed);
    }
}

#[test]
fn reports_keep_what_orders_that_are_over_add() {
    let (sandbox, mut dice) = (Sandbox::new(), Dice(5));
    import(&sandbox, &mut dice, 0..60, 0, true);
    sandbox.ok(&["report", "daily", "-F", "csv"]);
    sandbox.ok(&["report", "daily", "--refund-by", "order", "-F", "csv"]);
    assert_eq!(kept(&sandbox), 2);
    let first = sandbox.cs(&["report", "daily", "-F", "csv"]).run().whole();
    // Nothing but what was kept tells of the orders that are over.
    let conn = rusqlite::Connection::open(sandbox.database()).expect("the database");
    let over = "status IN ('finished', 'closed') AND created_at < 1786000000 AND completed_at < 1790000000";
    let gone = conn.execute(&format!("DELETE FROM orders WHERE {over}"), []).expect("deleted");
    assert!(gone > 0);
    assert_eq!(sandbox.cs(&["report", "daily", "-F", "csv"]).run().whole(), first);
    assert_ne!(sandbox.cs(&["report", "daily", "-F", "csv"]).env("CS_READ_ALL", "1").run().whole(), first);
}

#[test]
fn what_was_paid_shortly_before_holds_a_reminder_back() {
    let sandbox = Sandbox::new();
    let order = |no: &str, status, hours: i64, paid: bool| Order {
        platform: "taobao".into(),
        shop: "A".into(),
        order_no: no.into(),
        status,
        buyer: "tb_lin01".into(),
        titles: "杯子".into(),
        payable: Some(Cents(100)),
        created_at: Some(Stamp(NOW - hours * 3600)),
        paid_at: paid.then_some(Stamp(NOW - hours * 3600)),
        have: Fields::of(&[Field::OrderNo, Field::Status, Field::CreatedAt]),
        ..Order::default()
    };
    Store::make_folder(&sandbox.database()).expect("a folder");
    let mut store = Store::open_write(&sandbox.database()).expect("a database");
    store
        .import(&Who::default(), false, |importer| {
            importer.begin_file(facts("orders", "taobao"))?;
            importer.order(&order("1", Status::Unpaid, 20, false))?;
            importer.order(&order("2", Status::Finished, 40, true)).map(|_| ())
        })
        .expect("an import");
    drop(store);
    let queue = sandbox.ok(&["remind", "unpaid", "--all", "-F", "csv"]);
    assert!(queue.contains("paid_twin"), "{queue}");
    same(&sandbox, 0);
}

#[test]
fn the_examples_answer_alike() {
    let sandbox = Sandbox::new();
    for name in EXAMPLES {
        let file = sandbox.fixture(name);
        sandbox.ok(&["import", &file]);
    }
    work_down(&sandbox);
    same(&sandbox, 0);
}

const EXAMPLES: &[&str] = &[crate::sandbox::MORNING];
