//! Parcels complete the orders that they name: from files in any order as from the database, whichever came first.

use crate::sandbox::{Sandbox, Sheet};

const ORDERS: &str = "\
platform,shop,order_no,status,buyer,phone,items,payable,paid,created_at,paid_at
douyin,,6900000000000000001,paid,b1,13800000001,cup,10.00,10.00,2026-11-09 10:00:00,2026-11-09 10:00:10
douyin,,6900000000000000002,shipped,b2,13800000002,cup,10.00,10.00,2026-11-09 10:00:00,2026-11-09 10:00:10
douyin,,6900000000000000003,shipped,b3,13800000003,cup,10.00,10.00,2026-11-09 10:00:00,2026-11-09 10:00:10
douyin,,6900000000000000004,shipped,b4,13800000004,cup,10.00,10.00,2026-11-09 10:00:00,2026-11-09 10:00:10
";
const WAYBILLS: &str = "douyin/waybills.csv";

/// What is told of an order's parcels.
fn told(list: &str) -> Vec<String> {
    let sheet = Sheet::of(list);
    let keys = ["order_no", "status", "tracking_no", "carrier", "shipped_at"];
    let columns = keys.map(|key| sheet.column(key));
    let mut rows: Vec<String> =
        (0..sheet.len()).map(|row| columns.iter().map(|c| c[row]).collect::<Vec<_>>().join(" ")).collect();
    rows.sort();
    rows
}

fn backwards<'f>(files: &[&'f str]) -> Vec<&'f str> {
    files.iter().rev().copied().collect()
}

/// The rows are the same from the files and from the database, in whichever order they come and however often.
fn everywhere(sandbox: &Sandbox, files: &[&str]) -> Vec<String> {
    let list = |more: &[&str]| sandbox.ok(&[&["orders", "list", "--reveal"], more].concat());
    let rows = |list: &str| {
        let mut reader = csv::Reader::from_reader(list.as_bytes());
        let mut rows: Vec<Vec<String>> =
            reader.records().map(|r| r.expect("CSV").iter().map(str::to_owned).collect()).collect();
        rows.sort();
        rows
    };
    let all = list(files);
    let wanted = rows(&all);
    assert_eq!(rows(&list(&backwards(files))), wanted, "files backwards");
    for (n, files) in [files.to_vec(), backwards(files)].into_iter().enumerate() {
        let database = format!("{n}.db");
        std::fs::remove_file(sandbox.work().join(&database)).ok();
        let over = |args: &[&str]| {
            let home = ["--db", &database];
            sandbox.ok(&[args, &home].concat())
        };
        for _ in 0..2 {
            for file in &files {
                over(&["import", file]);
            }
            assert_eq!(rows(&over(&["orders", "list", "--reveal"])), wanted, "imported as {files:?}");
        }
    }
    told(&all)
}

#[test]
fn a_parcel_completes_every_order_that_it_names() {
    let sandbox = Sandbox::new();
    let (orders, waybills) = (sandbox.write("orders.csv", ORDERS), sandbox.fixture(WAYBILLS));
    let wanted = [
        "6900000000000000001 shipped SF0000000000301  2026-11-10T10:00:00+08:00",
        "6900000000000000002 shipped SF0000000000301  2026-11-10T10:00:00+08:00",
        "6900000000000000003 shipped SF0000000000302  2026-11-11T10:00:00+08:00",
        "6900000000000000004 shipped   ",
    ];
    assert_eq!(everywhere(&sandbox, &[&orders, &waybills]), wanted);
    // A file of the waybills alone holds no orders.
    assert_eq!(told(&sandbox.ok(&["orders", "list", &waybills])), Vec::<String>::new());
}

#[test]
fn rules_see_the_numbers() {
    let sandbox = Sandbox::new();
    let orders = sandbox.write("orders.csv", ORDERS);
    let waybills = sandbox.fixture(WAYBILLS);
    let hits = |rule: &str, files: &[&str]| {
        let args = [&["orders", "check-abnormal", "--rule", rule], files].concat();
        let run = sandbox.cs(&args).run().done();
        let found = Sheet::of(&run.stdout)
            .column("order_no")
            .iter()
            .map(|no| no[18..].to_owned())
            .collect::<Vec<_>>();
        (found, run.stderr.lines().filter(|l| l.contains("could not run")).collect::<String>())
    };
    let (none, lacks) = hits("SHP-05", &[&orders]);
    assert_eq!(none, Vec::<String>::new());
    assert!(lacks.contains("4 orders, Tracking"), "{lacks}");
    let (shared, lacks) = hits("SHP-05", &[&orders, &waybills]);
    assert_eq!(shared, ["1", "2"], "one parcel for two receivers");
    assert!(lacks.contains("1 orders, Tracking"), "the one without a parcel: {lacks}");

    let header = ORDERS.lines().next().expect("a header");
    let empty = ORDERS.replace("\n", ",\n").replace(&format!("{header},"), &format!("{header},tracking_no"));
    let empty = sandbox.write("empty.csv", empty);
    assert_eq!(hits("SHP-04", &[&empty]).0, ["2", "3", "4"]);
    assert_eq!(hits("SHP-04", &[&empty, &waybills]).0, ["4"], "the waybills tell of 2 and 3");
}

#[test]
fn several_parcels_are_told_together_and_own_numbers_stand() {
    let sandbox = Sandbox::new();
    let orders = sandbox.write(
        "orders.csv",
        "order_no,status,buyer,payable,paid,items,created_at,carrier,tracking_no
8001,shipped,b1,10.00,10.00,cup,2026-11-09 10:00:00,,
8002,shipped,b2,10.00,10.00,cup,2026-11-09 10:00:00,YTO,YT9000000001
8003,shipped,b3,10.00,10.00,cup,2026-11-09 10:00:00,,ZT9000000003
",
    );
    let parcels = sandbox.write(
        "parcels.csv",
        "tracking_no,carrier,order_no,status,picked_at,last_track
SF9000000002,SF,8001；8002,,2026-11-11 09:00:00,on the way
YT9000000001,YTO,8001,,2026-11-10 09:00:00,on the way
YT9000000001,YTO,8001,,2026-11-10 09:00:00,twice
ZT9000000009,ZTO,8001,已作废,,given back unused
ZT9000000003,ZTO,8003,,,printed
",
    );
    let wanted = [
        "8001 shipped YT9000000001,SF9000000002 YTO,SF 2026-11-10T09:00:00+08:00",
        "8002 shipped YT9000000001 YTO ",
        "8003 shipped ZT9000000003 ZTO ",
    ];
    assert_eq!(everywhere(&sandbox, &[&orders, &parcels]), wanted);

    // A bill names the order too; the time on it is no shipping time.
    let bill = sandbox.write(
        "bill.csv",
        "货主;出库单号（货主）;收货省;发运时间;物流单号;货品名称;货品数量;重量;操作费;包材费;快递费
A;8001;浙江;2026-11-12 09:00:00;JD9000000004;cup;1;1;1.00;0.50;5.00
A;8009;浙江;2026-11-12 09:00:00;JD9000000005;cup;1;1;1.00;0.50;5.00
",
    );
    let wanted = ["8001 shipped YT9000000001,SF9000000002,JD9000000004 YTO,SF 2026-11-10T09:00:00+08:00"];
    let all = everywhere(&sandbox, &[&orders, &parcels, &bill]);
    assert_eq!(all[..1], wanted);
    // Two files of parcels, of which one tells more of a parcel that the other knew.
    let more = sandbox.write(
        "more.csv",
        "tracking_no,carrier,order_no,last_track,picked_at\nZT9000000003,,8003,,2026-11-11 09:00:00\n",
    );
    let all = everywhere(&sandbox, &[&orders, &parcels, &more]);
    assert_eq!(all[2], "8003 shipped ZT9000000003 ZTO 2026-11-11T09:00:00+08:00");
}

#[test]
fn an_order_known_by_its_items_only_gets_its_parcels_too() {
    let sandbox = Sandbox::new();
    let items = sandbox.fixture("taobao/items_v2.csv");
    let before = Sheet::of(&sandbox.ok(&["orders", "list", &items]));
    let of = before.column("order_no")[0].to_owned();
    assert_eq!(before.column("tracking_no")[0], "");
    let parcels = sandbox.write(
        "parcels.csv",
        format!("platform,tracking_no,order_no,last_track\ntaobao,YT9000000001,{of},x\n"),
    );
    let all = everywhere(&sandbox, &[&items, &parcels]);
    assert!(all.iter().any(|row| row.starts_with(&of) && row.contains(" YT9000000001 ")), "{all:?}");
}

#[test]
fn a_parcel_that_could_be_two_orders_is_nobodys() {
    let sandbox = Sandbox::new();
    let order = |shop: &str| {
        let text = ORDERS
            .lines()
            .take(2)
            .collect::<Vec<_>>()
            .join("\n")
            .replace("douyin,,", &format!("douyin,{shop},"));
        sandbox.write(&format!("{shop}.csv"), text)
    };
    let (a, b, waybills) = (order("A"), order("B"), sandbox.fixture(WAYBILLS));
    let numbers = |files: &[&str]| {
        let all = everywhere(&sandbox, files);
        all.iter().filter(|row| row.contains("SF0000000000301")).count()
    };
    assert_eq!(numbers(&[&a, &waybills]), 1);
    assert_eq!(numbers(&[&a, &b, &waybills]), 0);
}
