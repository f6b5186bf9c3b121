//! Commands over the database read only the orders they can need: that may change no answer.

use crate::sandbox::{Sandbox, Sheet};
use cs::model::*;
use cs::records::*;
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

    /// Of one order or of two, of one shop or of any.
    fn parcel(&mut self, no: usize) -> GenericRecord {
        let mut line = GenericRecord::new(&cs::records::PARCELS);
        line.platform = self.of(&["taobao", "pdd", ""]).into();
        line.shop = self.of(&["A", "B", ""]).into();
        line.line_no = format!("p{no}");
        let mut orders = self.roll(80).to_string();
        if self.is(30) {
            orders = format!("{orders},{}", self.roll(80));
        }
        for (field, text) in [(Field::OrderNo, orders), (Field::TrackingNo, format!("YT{no}"))] {
            line.set(field, cs::records::Value::Text(text));
            line.have.add(field);
        }
        if self.is(80) {
            line.set(Field::ShippedAt, cs::records::Value::Number(NOW - self.within(40 * DAY)));
            line.have.add(Field::ShippedAt);
        }
        line
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
        ..FileFacts::default()
    }
}

/// `kinds`: 1 items too, 2 refunds too, 4 what belongs to no order, 8 parcels, 16 no
/// orders.
fn import(sandbox: &Sandbox, dice: &mut Dice, numbers: std::ops::Range<usize>, kinds: u64, calm: bool) {
    import_as(sandbox, dice, numbers, kinds, calm, false);
}

/// `moves`: an order number stands for one order, which may have found another shop.
fn import_as(
    sandbox: &Sandbox,
    dice: &mut Dice,
    numbers: std::ops::Range<usize>,
    kinds: u64,
    calm: bool,
    moves: bool,
) {
    let path = sandbox.database();
    Store::make_folder(&path).expect("a folder");
    let mut store = Store::open_write(&path).expect("a database");
    let who = Who { by: "小林".into(), now: Stamp(NOW), command: "import".into(), ..Who::default() };
    let orders: Vec<Order> = numbers.map(|no| dice.order(no, calm)).collect();
    let done = store.import(&who, moves, |importer| {
        let facts = |kind, platform| FileFacts { numbers_global: moves, ..facts(kind, platform) };
        for platform in ["taobao", "pdd"] {
            let mine = || orders.iter().filter(|o| o.platform == platform);
            if kinds & 16 == 0 {
                importer.begin_file(facts("orders", platform))?;
                mine().try_for_each(|order| importer.order(order).map(|_| ()))?;
            }
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
        if kinds & 8 != 0 {
            importer.begin_file(facts("parcels", ""))?;
            for no in 0..8 {
                importer.line(&dice.parcel(no))?;
            }
        }
        Ok(())
    });
    // A number may stand under several shops by now: then nothing is imported.
    if let Err(refused) = done {
        assert_eq!(refused.kind, cs::error::Kind::Input, "{refused:?}");
    }
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

fn open(sandbox: &Sandbox) -> rusqlite::Connection {
    rusqlite::Connection::open(sandbox.database()).expect("the database")
}

fn kept(sandbox: &Sandbox) -> i64 {
    open(sandbox).query_row("SELECT COUNT(*) FROM day_kinds", [], |row| row.get(0)).expect("a count")
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
    fn what_is_not_needed_changes_no_answer(seed: u64, kinds in 0_u64..16) {
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
fn reports_keep_what_orders_add() {
    let (sandbox, mut dice) = (Sandbox::new(), Dice(5));
    import(&sandbox, &mut dice, 0..60, 0, true);
    let daily = ["report", "daily", "-F", "csv"];
    sandbox.ok(&daily);
    sandbox.ok(&["report", "daily", "--refund-by", "order", "-F", "csv"]);
    assert_eq!(kept(&sandbox), 2);
    let first = sandbox.cs(&daily).run().whole();
    // Nothing but what was kept tells of the orders.
    let conn = open(&sandbox);
    conn.execute_batch("ATTACH ':memory:' AS aside; CREATE TABLE aside.orders AS SELECT * FROM orders")
        .expect("kept");
    assert!(conn.execute("DELETE FROM orders", []).expect("deleted") > 0);
    assert_eq!(sandbox.cs(&daily).run().whole(), first);
    assert_ne!(sandbox.cs(&daily).env("CS_READ_ALL", "1").run().whole(), first);
    conn.execute("INSERT INTO orders SELECT * FROM aside.orders", []).expect("back");
    sandbox.ok(&["doctor"]);
    // What is damaged is not used, and is made anew.
    for text in ["UPDATE day_sums SET body = '[]'", "UPDATE day_kinds SET head = '[null,[]]'"] {
        assert!(conn.execute(text, []).expect("damaged") > 0);
        assert_eq!(sandbox.cs(&daily).run().whole(), first, "{text}");
    }
    // After the next import only the blocks count of which something changed.
    import(&sandbox, &mut dice, 60..62, 0, true);
    assert!(conn.execute("UPDATE day_blocks SET body = 'x'", []).expect("damaged") > 0);
    let whole = sandbox.cs(&daily).env("CS_READ_ALL", "1").run().whole();
    assert_eq!(sandbox.cs(&daily).run().whole(), whole);
}

#[test]
fn what_is_kept_follows_every_import() {
    for seed in seeds() {
        let (sandbox, mut dice) = (Sandbox::new(), Dice(seed));
        for step in 0..6 {
            let from = dice.roll(60) as usize;
            let kinds = dice.roll(16) + if step % 3 == 1 { 16 } else { 0 };
            let calm = step % 2 == 0;
            // Deadlines, and with them the sums, follow from the settings.
            if step == 3 || step == 5 {
                let hours = 24 * (6 - step);
                sandbox.config(&format!(
                    "[thresholds]\nship_within = \"{hours}h\"\n[day]\nstarts_at = \"04:00\""
                ));
            }
            import_as(&sandbox, &mut dice, from..from + 25, kinds, calm, seed % 2 == 1);
            for args in REPORTS {
                let args: Vec<&str> = args.split(' ').collect();
                let whole = sandbox.cs(&args).env("CS_READ_ALL", "1").run();
                assert!(matches!(whole.code, 0 | 5), "{args:?}: {}", whole.stderr);
                for time in 1..=2 {
                    assert_eq!(
                        sandbox.cs(&args).run().whole(),
                        whole.whole(),
                        "{args:?}, seed {seed}, {step}.{time}"
                    );
                }
            }
        }
        assert!(kept(&sandbox) > 2);
    }
}

/// Imports what is given, and asks for the report, which must be that of all orders.
fn report_after(
    sandbox: &Sandbox,
    facts: FileFacts,
    work: &dyn Fn(&mut cs::store::Importer<'_>) -> cs::error::Result<()>,
) -> Sheet {
    Store::make_folder(&sandbox.database()).expect("a folder");
    let mut store = Store::open_write(&sandbox.database()).expect("a database");
    let told = store.import(&Who::default(), true, |importer| {
        importer.begin_file(facts)?;
        work(importer)
    });
    told.expect("an import");
    drop(store);
    let daily = ["report", "daily", "-F", "csv"];
    let found = sandbox.cs(&daily).run();
    assert_eq!(found.whole(), sandbox.cs(&daily).env("CS_READ_ALL", "1").run().whole());
    Sheet::of(&found.stdout)
}

fn paid(no: usize, shop: &str) -> Order {
    Order {
        platform: "taobao".into(),
        shop: shop.into(),
        order_no: format!("{no}"),
        status: Status::Finished,
        paid: Some(Cents(100)),
        created_at: Some(Stamp(NOW - 2 * DAY)),
        paid_at: Some(Stamp(NOW - 2 * DAY)),
        have: Fields::of(&[Field::OrderNo, Field::Status, Field::CreatedAt]),
        ..Order::default()
    }
}

/// The figure of each shop.
fn by_shop(sheet: &Sheet, metric: &str) -> Vec<(String, String)> {
    let rows = sheet.column("metric").into_iter().zip(sheet.column("shop")).zip(sheet.column("value"));
    let rows = rows.filter(|((key, shop), _)| *key == metric && !shop.is_empty());
    rows.map(|((_, shop), value)| (shop.to_owned(), value.to_owned())).collect()
}

#[test]
fn a_review_takes_its_order_to_another_shop() {
    let sandbox = Sandbox::new();
    let facts = |kind| FileFacts { numbers_global: true, ..facts(kind, "taobao") };
    let review = Review {
        platform: "taobao".into(),
        shop: "B".into(),
        review_id: "r1".into(),
        order_no: "3".into(),
        ..Review::default()
    };
    let before = report_after(&sandbox, facts("orders"), &|importer| {
        (0..40).try_for_each(|no| importer.order(&paid(no, "A")).map(|_| ()))
    });
    let after = report_after(&sandbox, facts("reviews"), &|importer| importer.review(&review).map(|_| ()));
    assert_ne!(by_shop(&before, "unpaid").len(), by_shop(&after, "unpaid").len());
}

#[test]
fn a_parcel_goes_to_another_order() {
    let sandbox = Sandbox::new();
    let parcel = |order_no: &str| {
        let mut line = GenericRecord::new(&cs::records::PARCELS);
        (line.platform, line.line_no) = ("taobao".into(), "p1".into());
        for (field, text) in [(Field::OrderNo, order_no), (Field::TrackingNo, "YT1")] {
            line.set(field, cs::records::Value::Text(text.into()));
        }
        line.set(Field::ShippedAt, cs::records::Value::Number(NOW - DAY));
        line.have = Fields::of(&[Field::OrderNo, Field::TrackingNo, Field::ShippedAt]);
        line
    };
    let shipped = |a: &str, b: &str| [("A".to_owned(), a.to_owned()), ("B".to_owned(), b.to_owned())];
    let in_shops = |no: usize| paid(no, if no < 20 { "A" } else { "B" });
    report_after(&sandbox, facts("orders", "taobao"), &|importer| {
        (0..40).try_for_each(|no| importer.order(&in_shops(no)).map(|_| ()))
    });
    for (order_no, told) in [("3", shipped("1", "")), ("33", shipped("", "1")), ("3", shipped("1", ""))] {
        let sheet = report_after(&sandbox, facts("parcels", "taobao"), &|importer| {
            importer.line(&parcel(order_no)).map(|_| ())
        });
        assert_eq!(by_shop(&sheet, "shipped"), told);
    }
    // Of two orders of one number it is nobody's.
    let sheet = report_after(&sandbox, facts("orders", "taobao"), &|importer| {
        let other = Order { shop: "B".into(), ..paid(3, "B") };
        (50..90).try_for_each(|no| importer.order(&in_shops(no)).map(|_| ()))?;
        importer.order(&other).map(|_| ())
    });
    assert_eq!(by_shop(&sheet, "shipped"), shipped("", ""));
}

/// `CS_SEEDS=20`: so many more.
fn seeds() -> std::ops::RangeInclusive<u64> {
    let more = std::env::var("CS_SEEDS").ok().and_then(|n| n.parse::<u64>().ok());
    1..=3 + more.unwrap_or(0)
}

/// Each is made of sums of its own, or of none.
const REPORTS: &[&str] = &[
    "report daily -F csv",
    "report daily -F json --meta --refund-by order",
    "report daily -F md --date 2026-10-15",
    "report daily -F csv --date today",
    "report daily -F html --date today --tz UTC",
    "report daily -F csv --date 2026-11-01 --now 2026-11-02T03:04:05+08:00",
    "report daily -F csv --shop B --platform taobao",
];

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
