//! The database, by its public face: whole-or-nothing imports, merging, shops, opening, upkeep.
#![cfg(test)]
#![allow(clippy::unwrap_used)]

use cs::error::{Error, Kind, Result};
use cs::model::*;
use cs::records::*;
use cs::store::{Claim, Counts, FileFacts, OrderFilter, Outcome, ReadBefore, Store, Who};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

struct Place {
    dir: tempfile::TempDir,
    server: Option<String>,
}

/// Whether tests of the file of a database are run. `tests/on_postgres.rs` takes this file in and answers otherwise, here and
/// in what follows.
#[allow(dead_code)]
pub(crate) const OF_FILES: bool = true;

/// Where databases are made that are no files.
#[allow(dead_code)]
pub(crate) fn server() -> Option<String> {
    None
}

/// What a statement answers with there.
#[allow(dead_code)]
pub(crate) fn server_rows(_: &Path, _: &str) -> Vec<String> {
    Vec::new()
}

impl Place {
    /// For what every engine does alike.
    fn new() -> Place {
        Place { dir: tempfile::tempdir().unwrap(), server: crate::server() }
    }

    /// For what is about the file of a database; `None`: that is tested elsewhere.
    fn of_files() -> Option<Place> {
        crate::OF_FILES.then(|| Place { dir: tempfile::tempdir().unwrap(), server: None })
    }

    fn at(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Where the database is, or will be.
    fn database(&self) -> PathBuf {
        self.server.as_ref().map_or_else(|| self.at("w.db"), PathBuf::from)
    }

    fn store(&self) -> Store {
        Store::open_write(&self.database()).unwrap()
    }
}

/// The schema that this program writes.
const NEWEST: i64 = 21;

fn who() -> Who {
    Who { by: "小林".into(), now: Stamp(1_795_000_000), command: "import".into(), ..Who::default() }
}

fn facts(kind: &'static str, snapshot: i64) -> FileFacts {
    FileFacts {
        path: "a.csv".into(),
        layout: "taobao-orders".into(),
        kind,
        platform: "taobao".into(),
        snapshot: Stamp(snapshot),
        snapshot_source: "given",
        numbers_global: true,
        ..FileFacts::default()
    }
}

fn order(no: &str) -> Order {
    Order {
        platform: "taobao".into(),
        shop: "A".into(),
        order_no: no.into(),
        status: Status::Paid,
        buyer: "tb_lin".into(),
        paid: Some(Cents(5990)),
        created_at: Some(Stamp(1_790_000_000)),
        have: Fields::of(&[Field::OrderNo, Field::Paid]),
        ..Order::default()
    }
}

fn import(store: &mut Store, snapshot: i64, orders: &[Order]) -> Result<Counts> {
    import_as(store, facts("orders", snapshot), false, orders)
}

fn import_as(store: &mut Store, facts: FileFacts, may_move: bool, orders: &[Order]) -> Result<Counts> {
    store.import(&who(), may_move, |importer| {
        importer.begin_file(facts)?;
        for order in orders {
            importer.order(order)?;
            for item in &order.items {
                importer.item(&order.platform, &order.shop, &order.order_no, item)?;
            }
            for refund in &order.refunds {
                importer.refund(refund)?;
            }
        }
        importer.end_file()
    })
}

fn all(store: &Store) -> Vec<Order> {
    read(store, &OrderFilter::default())
}

fn read(store: &Store, filter: &OrderFilter) -> Vec<Order> {
    let mut out = Vec::new();
    store
        .each_order(filter, &mut |order| {
            out.push(order.clone());
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    out
}

fn full() -> Order {
    let text = |t: &str| t.to_owned();
    let bits = Fields::of(&Field::all().filter(|f| !f.is_of_lines()).collect::<Vec<_>>());
    Order {
        platform: text("taobao"),
        shop: text("旗舰店"),
        order_no: text("4000000000000012345"),
        status: Status::PartShipped,
        status_raw: text("卖家部分发货"),
        kind: OrderKind::Presale,
        buyer: text("tb_linxb01"),
        receiver: text("王芳"),
        phone: text("13812345678"),
        address: text("浙江省杭州市"),
        titles: text("T恤，'引号\"; DROP TABLE orders;--"),
        quantity: Some(3),
        goods: Some(Cents(1)),
        freight: Some(Cents(2)),
        payable: Some(Cents(3)),
        paid: Some(Cents(-4)),
        refunded: Some(Cents(0)),
        received: Some(Cents(i64::MAX)),
        currency: text("CNY"),
        created_at: Some(Stamp(10)),
        paid_at: Some(Stamp(11)),
        shipped_at: Some(Stamp(12)),
        completed_at: Some(Stamp(13)),
        ship_due: Some(Stamp(14)),
        pay_due: Some(Stamp(15)),
        modified_at: None,
        carrier: text("顺丰"),
        tracking_no: text("SF1"),
        flag: Flag::Purple,
        seller_note: text("a\nb"),
        buyer_note: text("快"),
        close_reason: text("x"),
        pay_no: text("p1"),
        items: vec![
            Item {
                item_no: text("~2"),
                title: text("T恤"),
                sku: text("K1"),
                spec: text("红"),
                product_id: text("99"),
                quantity: Some(2),
                price: Some(Cents(5)),
                payable: Some(Cents(6)),
                paid: Some(Cents(7)),
                refunded: Some(Cents(8)),
                status: Status::Shipped,
                status_raw: text("已发"),
                refund_state: RefundState::Refunding,
                ship_due: Some(Stamp(16)),
                shipped_at: Some(Stamp(17)),
                carrier: text("顺丰"),
                tracking_no: text("SF2"),
                created_at: Some(Stamp(18)),
                paid_at: Some(Stamp(19)),
                flag: Flag::Red,
                seller_note: text("n"),
                buyer_note: text("m"),
                have: bits,
                sentinels: Fields::of(&[Field::ShipDue]),
                extra: text("{\"a\":\"1\"}"),
                seen: Seen::default(),
            },
            Item { item_no: text("~1"), ..Item::default() },
        ],
        parcels: Vec::new(),
        refunds: vec![Refund {
            platform: text("taobao"),
            shop: text("旗舰店"),
            refund_no: text("r1"),
            order_no: text("4000000000000012345"),
            item_no: text("~2"),
            buyer: text("tb_linxb01"),
            product: text("T恤"),
            sku: text("K1"),
            kind: RefundKind::ReturnRefund,
            state: RefundState::WaitBuyerReturn,
            state_raw: text("等待买家退货"),
            reason: text("大小"),
            detail: text("小了"),
            amount: Some(Cents(9)),
            paid: Some(Cents(10)),
            applied_at: Some(Stamp(18)),
            due_at: Some(Stamp(19)),
            done_at: Some(Stamp(20)),
            back_at: None,
            back_signed_at: Some(Stamp(21)),
            goods_state: text("已收到"),
            carrier: text("顺丰"),
            tracking_no: text("SF1"),
            back_carrier: text("中通"),
            back_tracking_no: text("ZT1"),
            platform_step: text("无"),
            phase: text("售后"),
            handler: text("小林"),
            seller_note: text("记"),
            have: bits,
            sentinels: Fields::of(&[Field::BackAt]),
            extra: text(r#"{"z":"1"}"#),
            seen: Seen::default(),
            done_by_order: false,
        }],
        have: bits,
        sentinels: Fields::of(&[Field::ModifiedAt]),
        extra: text(r#"{"b":"2","a":"1"}"#),
        seen: Seen::default(),
        contested: false,
        items_overtaken: false,
    }
}

/// All rows of all tables of facts.
fn dump(path: &Path) -> Vec<String> {
    let all = [
        "SELECT * FROM orders ORDER BY ord",
        "SELECT * FROM order_items ORDER BY ord",
        "SELECT * FROM refunds ORDER BY ord",
        "SELECT * FROM reviews ORDER BY ord",
        "SELECT * FROM snapshots ORDER BY platform, shop, kind",
    ];
    answers(path, &all)
}

/// What statements answer with, row by row.
fn answers(path: &Path, all: &[&str]) -> Vec<String> {
    if path.to_str().is_some_and(|text| text.starts_with("postgres://")) {
        return all.iter().flat_map(|sql| crate::server_rows(path, sql)).collect();
    }
    let conn = Connection::open(path).unwrap();
    let mut out = Vec::new();
    for sql in all {
        let mut statement = conn.prepare(sql).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<_> = (0..columns).map(|at| format!("{:?}", row.get_ref(at).unwrap())).collect();
            out.push(values.join("|"));
        }
    }
    out
}

#[test]
fn every_field_comes_back() {
    let place = Place::new();
    let mut store = place.store();
    let counts = import(&mut store, 100, &[full()]).unwrap();
    assert_eq!((counts.read, counts.new), (1, 1));
    assert_eq!(all(&store), [full()]);
    assert_eq!(store.find_order("4000000000000012345").unwrap(), [full()]);
    assert!(store.find_order("5").unwrap().is_empty());
    let mut refunds = Vec::new();
    store
        .each_refund(&OrderFilter::default(), &mut |refund| {
            refunds.push(refund.clone());
            Ok(ControlFlow::Continue(()))
        })
        .unwrap();
    assert_eq!(refunds, full().refunds);
}

#[test]
fn the_same_file_twice_changes_no_row() {
    let place = Place::new();
    let mut store = place.store();
    let rows = [order("3"), full(), order("1"), order("2")];
    import(&mut store, 100, &rows).unwrap();
    let before = dump(store.path());
    let counts = import(&mut store, 100, &rows).unwrap();
    assert_eq!((counts.read, counts.unchanged), (4, 4));
    assert_eq!(dump(store.path()), before);
    assert!(store.doctor().unwrap().problems.is_empty());
    let numbers: Vec<_> = all(&store).into_iter().map(|o| o.order_no).collect();
    assert_eq!(numbers, ["3", "4000000000000012345", "1", "2"]);
}

#[test]
fn an_older_export_changes_nothing_and_a_newer_one_moves_the_snapshot() {
    let place = Place::new();
    let mut store = place.store();
    import(&mut store, 100, &[order("1")]).unwrap();
    let before = dump(store.path());
    let mut news = order("1");
    news.status = Status::Unpaid;
    let counts = import(&mut store, 99, std::slice::from_ref(&news)).unwrap();
    assert_eq!(counts.older, 1);
    assert_eq!(dump(store.path()), before);

    assert_eq!(import(&mut store, 200, &[order("1")]).unwrap().unchanged, 1);
    assert_eq!(import(&mut store, 150, std::slice::from_ref(&news)).unwrap().older, 1);
    let as_of = ("taobao".to_owned(), "A".to_owned(), "orders".to_owned(), Stamp(200));
    assert_eq!(store.snapshots().unwrap(), [as_of]);
    assert_eq!(import(&mut store, 200, &[news]).unwrap().changed, 1);
    assert_eq!(all(&store)[0].status, Status::Unpaid);
    assert!(store.doctor().unwrap().problems.is_empty());
}

#[test]
fn empty_and_masked_values_never_replace() {
    let place = Place::new();
    let mut store = place.store();
    let mut whole = full();
    whole.items.truncate(1);
    import(&mut store, 100, std::slice::from_ref(&whole)).unwrap();
    let mut poor = Order {
        platform: whole.platform.clone(),
        shop: whole.shop.clone(),
        order_no: whole.order_no.clone(),
        buyer: "t**".into(),
        receiver: "王*".into(),
        phone: "138****5678".into(),
        address: "浙江省****".into(),
        ..Order::default()
    };
    assert_eq!(import(&mut store, 200, std::slice::from_ref(&poor)).unwrap().unchanged, 1);
    assert_eq!(all(&store), [whole.clone()]);

    poor.modified_at = Some(Stamp(77));
    poor.phone = "13900000000".into();
    poor.extra = r#"{"a":"","c":"3"}"#.into();
    assert_eq!(import(&mut store, 300, &[poor]).unwrap().changed, 1);
    whole.modified_at = Some(Stamp(77));
    whole.phone = "13900000000".into();
    whole.sentinels = Fields::NONE;
    whole.extra = r#"{"a":"1","b":"2","c":"3"}"#.into();
    assert_eq!(all(&store), [whole]);
}

#[test]
fn masked_gives_way_to_full() {
    let place = Place::new();
    let mut store = place.store();
    let masked = Order { phone: "138****5678".into(), ..order("1") };
    import(&mut store, 100, &[masked]).unwrap();
    import(&mut store, 100, &[Order { phone: "13812345678".into(), ..order("1") }]).unwrap();
    assert_eq!(all(&store)[0].phone, "13812345678");
}

fn shop(name: &str, no: &str) -> Order {
    Order { shop: name.into(), ..order(no) }
}

#[test]
fn a_record_without_shop_joins_and_a_shop_collects() {
    let place = Place::new();
    let mut store = place.store();
    let mut bare = shop("", "1");
    bare.items.push(Item { item_no: "~1".into(), title: "T恤".into(), ..Item::default() });
    bare.refunds.push(Refund {
        platform: "taobao".into(),
        refund_no: "r1".into(),
        order_no: "1".into(),
        ..Refund::default()
    });
    import(&mut store, 100, std::slice::from_ref(&bare)).unwrap();
    let contact = Contact {
        platform: "taobao".into(),
        order_no: "1".into(),
        purpose: "unpaid".into(),
        action: "done".into(),
        ..Contact::default()
    };
    store.add_contacts(&who(), &[contact]).unwrap();

    assert_eq!(import(&mut store, 100, &[shop("A", "1")]).unwrap().changed, 1);
    let found = all(&store);
    assert_eq!((found.len(), found[0].shop.as_str()), (1, "A"));
    assert_eq!((found[0].items.len(), found[0].refunds[0].shop.as_str()), (1, "A"));
    assert_eq!(store.contacts("unpaid").unwrap()[0].shop, "A");
    let kinds: Vec<_> = store.snapshots().unwrap().into_iter().map(|(_, s, k, _)| (s, k)).collect();
    assert_eq!(kinds, ["items", "orders", "refunds"].map(|k| ("A".to_owned(), k.to_owned())));
    assert_eq!(store.contacts("unpaid").unwrap()[0].by, "小林");

    assert_eq!(import(&mut store, 100, &[bare]).unwrap().unchanged, 1);
    assert_eq!(all(&store).len(), 1);
    assert!(store.doctor().unwrap().problems.is_empty());
}

#[test]
fn a_second_shop_is_refused_moved_or_another_order() {
    let place = Place::new();
    let mut store = place.store();
    import(&mut store, 100, &[shop("B", "1")]).unwrap();
    let before = dump(store.path());
    let refused = import(&mut store, 100, &[shop("A", "0"), shop("A", "1")]).unwrap_err();
    assert_eq!(refused.kind, Kind::Input);
    assert!(refused.report(Lang::En).contains("--move-shop"));
    assert_eq!(dump(store.path()), before);

    import_as(&mut store, facts("orders", 100), true, &[shop("A", "1")]).unwrap();
    assert_eq!(all(&store)[0].shop, "A");

    let local = FileFacts { numbers_global: false, ..facts("orders", 100) };
    import_as(&mut store, local.clone(), false, &[shop("C", "1")]).unwrap();
    assert_eq!(all(&store).len(), 2);
    let two = import_as(&mut store, local, false, &[shop("", "1")]).unwrap_err();
    assert!(two.report(Lang::En).contains("--shop"));
    assert!(store.doctor().unwrap().problems.is_empty());
}

#[test]
fn items_and_refunds_before_their_orders() {
    let place = Place::new();
    let mut store = place.store();
    let outcome = store
        .import(&who(), false, |importer| {
            importer.begin_file(facts("items", 100))?;
            for (no, item_no) in [("9", "a"), ("8", "b"), ("9", "c")] {
                importer.item("taobao", "", no, &Item { item_no: item_no.into(), ..Item::default() })?;
            }
            let counts = importer.end_file()?;
            assert_eq!(importer.freshness()?.len(), 1);
            Ok(counts)
        })
        .unwrap();
    assert_eq!((outcome.read, outcome.new), (3, 3));
    let mut orphans = Vec::new();
    let mut keep = |order: &mut Order| {
        orphans.push((order.order_no.clone(), order.items.len()));
        Ok(ControlFlow::Continue(()))
    };
    store.each_orphan_items(&OrderFilter::default(), &mut keep).unwrap();
    assert_eq!(orphans, [("9".to_owned(), 2), ("8".to_owned(), 1)]);
    assert_eq!(store.find_order("9").unwrap()[0].items.len(), 2);

    import(&mut store, 100, &[shop("A", "9")]).unwrap();
    assert_eq!(all(&store)[0].items.len(), 2);
    assert_eq!(store.shops().unwrap(), ["", "A"].map(|s| ("taobao".to_owned(), s.to_owned())));
}

#[test]
fn a_refund_that_names_its_order_late_moves_too() {
    let place = Place::new();
    let mut store = place.store();
    let bare = Refund { platform: "taobao".into(), refund_no: "r1".into(), ..Refund::default() };
    let named = Refund { shop: "A".into(), order_no: "1".into(), ..bare.clone() };
    for refund in [&bare, &named, &bare] {
        let done = store.import(&who(), false, |importer| {
            importer.begin_file(facts("refunds", 100))?;
            importer.refund(refund)
        });
        assert!(done.is_ok());
    }
    import(&mut store, 100, &[order("1")]).unwrap();
    assert_eq!(all(&store)[0].refunds, [named]);
    assert_eq!(store.info().unwrap().of(&REFUNDS), 1);
    assert!(store.doctor().unwrap().problems.is_empty());
}

#[test]
fn whole_or_nothing() {
    let place = Place::new();
    let mut store = place.store();
    let failed: Result<()> = store.import(&who(), false, |importer| {
        importer.begin_file(facts("orders", 100))?;
        assert_eq!(importer.order(&order("1"))?, Outcome::New);
        Err(Error::input("坏", "bad"))
    });
    assert!(failed.is_err());
    assert_eq!(store.info().unwrap().of(&ORDERS), 0);
    assert_eq!(store.info().unwrap().audit, 0);
    import(&mut store, 100, &[order("1")]).unwrap();
    assert_eq!(store.info().unwrap().audit, 1);
}

#[test]
fn filters() {
    let place = Place::new();
    let mut store = place.store();
    let late = Order { created_at: Some(Stamp(2_000_000_000)), ..shop("B", "2") };
    import(&mut store, 100, &[shop("A", "1"), late, Order { created_at: None, ..shop("A", "3") }]).unwrap();
    let numbers = |filter: OrderFilter| -> Vec<String> {
        read(&store, &filter).into_iter().map(|o| o.order_no).collect()
    };
    assert_eq!(numbers(OrderFilter { shops: vec!["A".into()], ..OrderFilter::default() }), ["1", "3"]);
    assert_eq!(
        numbers(OrderFilter { since: Some(Stamp(1_900_000_000)), ..OrderFilter::default() }),
        ["2", "3"]
    );
    assert_eq!(numbers(OrderFilter { order_no: Some("2".into()), ..OrderFilter::default() }), ["2"]);
    assert!(numbers(OrderFilter { platforms: vec!["jd".into()], ..OrderFilter::default() }).is_empty());
}

/// Refused by reading and by writing, and left as it was.
fn refused(path: &Path, why: &str) {
    let before = fs::read(path).ok();
    for error in [Store::open_read(path).err(), Store::open_write(path).err()] {
        let error = error.unwrap_or_else(|| panic!("{why}: taken"));
        assert_eq!(error.kind, Kind::Database, "{why}: {error}");
        assert!(!error.hints.is_empty() || why == "folder", "{why}: {error}");
    }
    assert_eq!(fs::read(path).ok(), before, "{why}: changed");
}

#[test]
fn what_is_not_ours_is_refused_and_left_alone() {
    let Some(place) = Place::of_files() else { return };
    let mut store = place.store();
    import(&mut store, 100, &[order("1"), full()]).unwrap();
    drop(store);
    let good = fs::read(place.at("w.db")).unwrap();
    for (name, bytes) in [
        ("empty", Vec::new()),
        ("one byte", b"S".to_vec()),
        ("text", b"hello world\n".repeat(500)),
        ("header only", good[..100].to_vec()),
        ("half a page", good[..2048].to_vec()),
        ("cut off", good[..good.len() / 2].to_vec()),
    ] {
        let path = place.at(name);
        fs::write(&path, bytes).unwrap();
        refused(&path, name);
    }
    let path = place.at("other");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE other (x)").unwrap();
    refused(&path, "another program's");
    let path = place.at("newer");
    fs::write(&path, &good).unwrap();
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 9999").unwrap();
    refused(&path, "newer");
    fs::create_dir(place.at("dir.db")).unwrap();
    refused(&place.at("dir.db"), "folder");
    refused(&place.at("no/such/x.db"), "no folder");
    assert!(Store::open_read(&place.at("none.db")).unwrap().is_none());
    assert!(!place.at("none.db").exists());
}

#[cfg(unix)]
#[test]
fn private_files_and_links() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let Some(place) = Place::of_files() else { return };
    let mut store = place.store();
    import(&mut store, 100, &[order("1")]).unwrap();
    store.backup(&place.at("b.db")).unwrap();
    let mut seen = 0;
    for entry in fs::read_dir(place.dir.path()).unwrap() {
        let mode = entry.unwrap().metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o077, 0);
        seen += 1;
    }
    assert_eq!(seen, 5, "w.db, its two side files, its writers' queue, b.db");
    symlink(place.at("loop"), place.at("loop")).unwrap();
    refused(&place.at("loop"), "loop");
    symlink(place.at("nowhere"), place.at("dangling")).unwrap();
    refused(&place.at("dangling"), "dangling");
    assert!(store.backup(&place.at("dangling")).is_err());
    assert!(!place.at("nowhere").exists());
    let deep = place.at("a/b/cs.db");
    Store::make_folder(&deep).unwrap();
    assert_eq!(fs::metadata(place.at("a/b")).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn first_imports_at_once() {
    // A server takes a while to make a database.
    for _ in 0..if crate::OF_FILES { 10 } else { 3 } {
        let place = Place::new();
        let path = place.database();
        std::thread::scope(|scope| {
            for hand in 0..4 {
                let path = &path;
                scope.spawn(move || {
                    let mut store = Store::open_write(path).unwrap();
                    let rows: Vec<_> = (0..50).map(|n| order(&format!("{}", n + hand / 2 * 50))).collect();
                    import(&mut store, 100, &rows).unwrap();
                });
            }
        });
        let store = place.store();
        assert_eq!(store.info().unwrap().of(&ORDERS), 100);
        assert!(store.doctor().unwrap().problems.is_empty());
        let left: Vec<_> = fs::read_dir(place.dir.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(left.iter().all(|name| name.to_string_lossy().starts_with("w.db")), "{left:?}");
    }
}

#[test]
fn backups_are_whole_and_never_overwrite() {
    let Some(place) = Place::of_files() else { return };
    let mut store = place.store();
    import(&mut store, 100, &[order("1"), full()]).unwrap();
    let copy = place.at("b.db");
    store.backup(&copy).unwrap();
    let bytes = fs::read(&copy).unwrap();
    for taken in [&copy, &place.at("w.db")] {
        assert_eq!(store.backup(taken).unwrap_err().kind, Kind::Database);
    }
    assert!(store.backup(&place.at("no/b.db")).is_err());
    assert_eq!(fs::read(&copy).unwrap(), bytes);
    let opened = Store::open_read(&copy).unwrap().unwrap();
    assert_eq!(all(&opened), all(&store));
    assert!(opened.doctor().unwrap().problems.is_empty());
    assert!(!place.at("b.db-wal").exists());
}

#[test]
fn a_flipped_bit_in_a_value_is_found() {
    let Some(place) = Place::of_files() else { return };
    let mut store = place.store();
    import(&mut store, 100, &[full()]).unwrap();
    drop(store);
    let path = place.at("w.db");
    let mut bytes = fs::read(&path).unwrap();
    let at = bytes.windows(6).position(|w| w == "顺丰".as_bytes()).unwrap();
    bytes[at + 2] ^= 1;
    fs::write(&path, bytes).unwrap();
    let store = Store::open_read(&path).unwrap().unwrap();
    assert!(store.check().unwrap().is_empty(), "the engine does not see it");
    assert_eq!(store.doctor().unwrap().problems.len(), 1);
}

#[test]
fn a_reading_is_remembered_whole_or_not_at_all() {
    let Some(place) = Place::of_files() else { return };
    let mut store = place.store();
    let read = ReadBefore {
        print: "a1".into(),
        read_at: Stamp(100),
        records: 3,
        rows: 4,
        repeated: 1,
        declared: None,
        rounded: Some("350000".into()),
        newest: Some(Stamp(90)),
        next: Some(Stamp(110)),
        seen: None,
    };
    let remember = |importer: &mut cs::store::Importer<'_>| {
        importer.remember(&read)?;
        importer.remember_bytes("/a/b.csv", "10 20", "ff")
    };
    store.import(&who(), false, remember).unwrap();
    assert_eq!(store.read_before("a1").unwrap(), Some(read.clone()));
    assert_eq!(store.read_before("a2").unwrap(), None);
    assert_eq!(store.bytes_of("/a/b.csv", "10 20").unwrap().as_deref(), Some("ff"));
    assert_eq!(store.bytes_of("/a/b.csv", "10 21").unwrap(), None);
    assert!(store.doctor().unwrap().problems.is_empty());
    drop(store);
    let conn = Connection::open(place.at("w.db")).unwrap();
    conn.execute_batch("UPDATE readings SET records = 2; UPDATE file_states SET bytes = 'fe'").unwrap();
    drop(conn);
    let store = place.store();
    assert_eq!(store.read_before("a1").unwrap(), None, "a damaged row tells nothing");
    assert_eq!(store.bytes_of("/a/b.csv", "10 20").unwrap(), None);
    assert_eq!(store.doctor().unwrap().problems.len(), 2);
}

#[test]
fn an_older_schema_is_brought_up_to_date() {
    let Some(place) = Place::of_files() else { return };
    let path = place.at("w.db");
    let conn = Connection::open(&path).unwrap();
    conn.execute_batch("CREATE TABLE schema_version (version BIGINT NOT NULL, PRIMARY KEY (version))")
        .unwrap();
    conn.execute_batch(include_str!("../src/store/sql/001_facts.sql")).unwrap();
    conn.execute_batch(
        "INSERT INTO schema_version (version) VALUES (1); PRAGMA user_version = 1;
         PRAGMA application_id = 1668505393",
    )
    .unwrap();
    drop(conn);
    let mut store = place.store();
    assert_eq!(store.info().unwrap().schema, NEWEST);
    import(&mut store, 100, &[full()]).unwrap();
    assert!(store.doctor().unwrap().problems.is_empty());
    assert_eq!(all(&store), [full()]);
}

/// What version 18 added goes, and rows are summed up as programs before version 15 did.
fn without_ranks(conn: &Connection) {
    conn.execute_batch(
        "DROP TABLE older_cells; ALTER TABLE imports DROP COLUMN as_of; ALTER TABLE imports DROP COLUMN file_hash;
         ALTER TABLE imports DROP COLUMN offered; ALTER TABLE snapshots DROP COLUMN ranked;
         ALTER TABLE seen_again DROP COLUMN import_id; DELETE FROM seen_again",
    )
    .unwrap();
    for table in ["imports", "snapshots"] {
        let mut all = conn.prepare(&format!("SELECT rowid, * FROM {table}")).unwrap();
        let cells = 1..all.column_count() - 1;
        let rows = all.query_map([], |row| Ok((row.get::<_, i64>(0)?, bytes(row, cells.clone())?))).unwrap();
        for (row, bytes) in rows.collect::<rusqlite::Result<Vec<_>>>().unwrap() {
            let sum = cs::model::text::hash64(&[&bytes]).cast_signed();
            conn.execute(&format!("UPDATE {table} SET sum = ?1 WHERE rowid = ?2"), [sum, row]).unwrap();
        }
    }
}

/// The cells of a row as they were summed up before version 15.
fn bytes(row: &rusqlite::Row<'_>, cells: std::ops::Range<usize>) -> rusqlite::Result<Vec<u8>> {
    let mut bytes: Vec<u8> = Vec::new();
    for place in cells {
        match row.get_ref(place)? {
            ValueRef::Integer(n) => bytes.extend([&[1][..], &n.to_le_bytes()].concat()),
            ValueRef::Text(t) => bytes.extend([&[2][..], &(t.len() as u64).to_le_bytes(), t].concat()),
            _ => bytes.push(0),
        }
    }
    Ok(bytes)
}

/// The refunds of version 4 get a column; their checksums are made anew, a damaged row's is not.
#[test]
fn refunds_of_an_older_schema_stay_whole() {
    let Some(place) = Place::of_files() else { return };
    // Sets of columns had bits then, and a row without any has none now either.
    let mut whole = full();
    (whole.have, whole.sentinels) = (Fields::NONE, Fields::NONE);
    whole.items.iter_mut().for_each(|item| (item.have, item.sentinels) = (Fields::NONE, Fields::NONE));
    whole.refunds.iter_mut().for_each(|r| (r.have, r.sentinels) = (Fields::NONE, Fields::NONE));
    import(&mut place.store(), 100, std::slice::from_ref(&whole)).unwrap();
    let mut bare = whole;
    bare.refunds[0].back_signed_at = None;
    let path = place.at("w.db");
    let old = |path: &Path| {
        let conn = Connection::open(path).unwrap();
        without_ranks(&conn);
        for schema in cs::records::generic().chain(cs::records::portable()) {
            conn.execute_batch(&format!("DROP TABLE {}", schema.key)).unwrap();
        }
        conn.execute_batch(
            "ALTER TABLE refunds DROP COLUMN back_signed_at; DROP TABLE review_contacts; DROP TABLE case_work;
             DROP TABLE staff; DROP INDEX audit_by_at; DROP TABLE import_files; DROP TABLE said;
             DROP TABLE readings; DROP TABLE file_states; DROP TABLE seen_again; DROP TABLE day_kinds; DROP TABLE day_sums;
             DROP TABLE day_blocks; DROP TABLE day_changes; DROP TABLE audit_marks; DROP TABLE counters;
             DROP TABLE undone; DROP TABLE totals; DROP TABLE column_sets;
             DROP INDEX orders_open; DROP INDEX orders_by_latest; DROP INDEX orders_by_currency;
             DROP INDEX orders_refunded; DROP INDEX order_items_refunded; DROP INDEX refunds_open;
             DROP INDEX refunds_by_done; DROP INDEX shifts_open; DROP INDEX journal_by_audit;
             DELETE FROM schema_version WHERE version > 4; PRAGMA user_version = 4",
        )
        .unwrap();
        conn
    };
    let conn = old(&path);
    // What version 4 wrote: the sum of the row without the new column.
    let columns = "platform, shop, refund_no, order_no, ord, item_no, buyer, product, sku, kind, state, state_raw, \
                   reason, detail, amount, paid, applied_at, due_at, done_at, back_at, goods_state, carrier, \
                   tracking_no, back_carrier, back_tracking_no, platform_step, phase, handler, seller_note, extra, \
                   have, sentinels, seen_at, import_id";
    let bytes =
        conn.query_row(&format!("SELECT {columns} FROM refunds"), [], |row| bytes(row, 0..34)).unwrap();
    let sum = cs::model::text::hash64(&[&bytes]).cast_signed();
    conn.execute("UPDATE refunds SET sum = ?1", [sum]).unwrap();
    drop(conn);
    let store = place.store();
    assert_eq!(store.info().unwrap().schema, NEWEST);
    assert_eq!(store.doctor().unwrap().problems, []);
    assert_eq!(all(&store), [bare]);
    drop(store);
    let conn = old(&path);
    conn.execute("UPDATE refunds SET sum = 1", []).unwrap();
    drop(conn);
    assert_eq!(place.store().doctor().unwrap().problems.len(), 1, "damage is not sealed");
}

/// The tables of kinds that came after schema 16.
fn later_kinds() -> impl Iterator<Item = &'static str> {
    let texts =
        [include_str!("../src/store/sql/017_kinds.sql"), include_str!("../src/store/sql/019_work.sql")];
    texts.into_iter().flat_map(made_by)
}

/// The tables that a migration makes.
fn made_by(migration: &str) -> impl Iterator<Item = &str> {
    migration.split("CREATE TABLE ").skip(1).filter_map(|rest| rest.split(' ').next())
}

/// Whose word it is that an item of a handover was acknowledged, and that it stands in one place.
#[test]
fn who_acknowledged_an_item_first_stays_until_it_is_taken_back() {
    let place = Place::new();
    let mut store = place.store();
    let at = |by: &str, seconds: i64| {
        let now = Stamp(1_795_000_000 + seconds);
        Who { by: by.into(), now, wall: now, command: "handover ack".into(), ..Who::default() }
    };
    let id = |number: &str| format!("{number}/C-0001");
    let signed = |number: &str| HandoverItem {
        id: id(number),
        handover_id: number.into(),
        key: "C-0001".into(),
        ..HandoverItem::default()
    };
    // Numbers that begin alike are numbers of different handovers.
    let numbers = ["H-0001", "H-00010", "H-00011"];
    let sign = |w: &mut cs::store::Writer<'_>| numbers.iter().try_for_each(|number| w.put(&signed(number)));
    store.record(&at("小赵", 0), false, sign).unwrap();
    let acknowledge = |store: &mut Store, by: &str, seconds: i64| {
        let key = HandoverItem::ack_key(&id("H-0001"));
        store.record(&at(by, seconds), false, |w| w.acknowledge_todo(&key)).unwrap()
    };
    let acks = |store: &Store| {
        numbers.map(|number| {
            let items = store.handover_items(number).unwrap();
            items.into_iter().map(|item| (item.acked_by, item.acked_at)).collect::<Vec<_>>()
        })
    };
    let nobody = || vec![(String::new(), None)];
    assert_eq!(acknowledge(&mut store, "小王", 10), Claim::Ours);
    assert_eq!(acknowledge(&mut store, "小李", 20), Claim::Theirs("小王".into(), Stamp(1_795_000_010)));
    let by_wang = vec![("小王".to_owned(), Some(Stamp(1_795_000_010)))];
    assert_eq!(acks(&store), [by_wang.clone(), nobody(), nobody()]);
    // Whoever writes the item later, with what was read, keeps it in one place.
    let item = store.handover_items("H-0001").unwrap().remove(0);
    let closed = HandoverItem { closed_at: Some(Stamp(1_795_000_030)), ..item };
    store.record(&at("小赵", 30), false, |w| w.put(&closed)).unwrap();
    assert_eq!(acks(&store), [by_wang, nobody(), nobody()]);
    let elsewhere = "SELECT id FROM handover_items WHERE acked_by <> '' OR acked_at IS NOT NULL";
    assert!(answers(&place.database(), &[elsewhere]).is_empty());

    let told = store.undo(&at("小王", 40), false).unwrap();
    assert_eq!(told, "handover ack (H-0001/C-0001)");
    assert_eq!(acks(&store), [nobody(), nobody(), nobody()]);
    assert_eq!(acknowledge(&mut store, "小李", 50), Claim::Ours);
    assert_eq!(acks(&store)[0], [("小李".to_owned(), Some(Stamp(1_795_000_050)))]);
    assert_eq!(store.doctor().unwrap().problems, []);
}

/// Version 15 begins to count: numbers go on after the highest, rows are summed up as they are.
#[test]
fn an_older_database_begins_to_count() {
    let Some(place) = Place::of_files() else { return };
    import(&mut place.store(), 100, &[full(), order("1")]).unwrap();
    let case = |store: &mut Store| {
        store
            .record(&who(), false, |w| {
                let id = w.number(&CASES)?;
                w.put(&Case { id: id.clone(), ..Case::default() })?;
                Ok(id)
            })
            .unwrap()
    };
    assert_eq!(case(&mut place.store()), "C-0001");
    let conn = Connection::open(place.at("w.db")).unwrap();
    without_ranks(&conn);
    for table in later_kinds() {
        conn.execute_batch(&format!("DROP TABLE {table}")).unwrap();
    }
    conn.execute_batch(
        "DROP INDEX parcels_by_number; DROP TABLE audit_marks; DROP TABLE counters; DROP TABLE undone; DROP TABLE totals; DROP TABLE column_sets;
         DELETE FROM schema_version WHERE version >= 15; PRAGMA user_version = 14",
    )
    .unwrap();
    drop(conn);
    let mut store = place.store();
    assert_eq!(store.doctor().unwrap().problems, []);
    let lines = store.audit_lines().unwrap();
    assert!(lines.iter().all(|line| line.wall.is_none() && line.login.is_empty()));
    store.undo(&who(), false).unwrap();
    assert_eq!(case(&mut store), "C-0002", "the first one was given out");
    assert_eq!(store.audit_lines().unwrap().len(), lines.len() + 2);
    assert_eq!(store.doctor().unwrap().problems, []);
    drop(store);
    let conn = Connection::open(place.at("w.db")).unwrap();
    conn.execute_batch("DELETE FROM orders WHERE order_no = '1'").unwrap();
    drop(conn);
    assert_eq!(place.store().doctor().unwrap().problems.len(), 1);
}

/// `cargo test --release --test store -- --ignored`
#[test]
#[ignore = "takes a while: a million rows"]
fn a_million_rows() {
    let place = Place::new();
    let mut store = place.store();
    let mut times = Vec::new();
    for snapshot in [100, 100, 200] {
        let start = std::time::Instant::now();
        let counts = store
            .import(&who(), false, |importer| {
                importer.begin_file(facts("orders", snapshot))?;
                let mut order = full();
                order.items.clear();
                order.refunds.clear();
                for number in 0_u64..1_000_000 {
                    order.order_no = (4_000_000_000_000_012_345 + number * 7919).to_string();
                    importer.order(&order)?;
                }
                importer.end_file()
            })
            .unwrap();
        assert_eq!(counts.read, 1_000_000);
        times.push(("import", start.elapsed()));
    }
    let start = std::time::Instant::now();
    let mut count = 0;
    let mut add = |_: &mut Order| {
        count += 1;
        Ok(ControlFlow::Continue(()))
    };
    store.each_order(&OrderFilter::default(), &mut add).unwrap();
    assert_eq!(count, 1_000_000);
    times.push(("read", start.elapsed()));
    let start = std::time::Instant::now();
    assert!(store.doctor().unwrap().problems.is_empty());
    times.push(("doctor", start.elapsed()));
    assert!(times.iter().all(|(_, t)| t.as_secs() < 60), "{times:?}");
}

#[test]
fn no_flipped_bit_and_no_cut_is_silent() {
    let Some(place) = Place::of_files() else { return };
    let mut store = place.store();
    let rows: Vec<_> = (0..100).map(|n| Order { order_no: n.to_string(), ..full() }).collect();
    import(&mut store, 100, &rows).unwrap();
    let truth = all(&store);
    drop(store);
    let good = fs::read(place.at("w.db")).unwrap();
    let path = place.at("x.db");
    let look = || -> Result<(Vec<Order>, usize)> {
        let store = Store::open_read(&path)?.unwrap();
        let mut out = Vec::new();
        store.each_order(&OrderFilter::default(), &mut |order| {
            out.push(order.clone());
            Ok(ControlFlow::Continue(()))
        })?;
        Ok((out, store.doctor()?.problems.len()))
    };
    let mut seed = 20_261_122_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for trial in 0..400 {
        let mut bytes = good.clone();
        let place = if trial % 4 == 0 { next(4096) } else { next(bytes.len()) };
        if trial % 8 == 7 {
            bytes.truncate(place);
        } else {
            bytes[place] ^= 1 << next(8);
        }
        fs::write(&path, bytes).unwrap();
        for side in ["x.db-wal", "x.db-shm"] {
            let _ = fs::remove_file(path.with_file_name(side));
        }
        if let Ok((rows, 0)) = look() {
            assert!(rows == truth && trial % 8 != 7, "trial {trial}: byte {place}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let Some(place) = Place::of_files() else { return };
    fs::create_dir(place.at("a b%c")).unwrap();
    let path = place.at("a b%c/w.db");
    let mut store = Store::open_write(&path).unwrap();
    import(&mut store, 100, &[full()]).unwrap();
    drop(store);
    let mode = |path: &Path, bits| fs::set_permissions(path, fs::Permissions::from_mode(bits)).unwrap();
    mode(&path, 0o444);
    mode(&place.at("a b%c"), 0o555);
    let root = fs::write(place.at("a b%c/probe"), "").is_ok();
    assert_eq!(all(&Store::open_read(&path).unwrap().unwrap()), [full()]);
    if !root {
        assert_eq!(Store::open_write(&path).unwrap_err().kind, Kind::Database);
        mode(&path, 0o000);
        assert_eq!(Store::open_read(&path).unwrap_err().kind, Kind::Database);
    }
    mode(&place.at("a b%c"), 0o755);
}
