//! Every export of the fixtures is taken for what it is and read whole. The numbers come from
//! fixtures/expected.json, which the fixtures' own generator counts.

use crate::sandbox::{Sandbox, Sheet, cents, expected};
use cs::layouts::{Catalog, Layout};
use serde_json::Value;
use std::collections::BTreeMap;

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

fn of_kind(kind: &str) -> Vec<(String, Value)> {
    let found: Vec<_> = expected().into_iter().filter(|(_, told)| told["kind"] == kind).collect();
    assert!(found.len() >= 2, "fixtures of {kind}");
    found
}

fn statuses(told: &Value) -> BTreeMap<String, u64> {
    let map = told["statuses"].as_object().expect("statuses");
    map.iter().map(|(k, v)| (k.clone(), v.as_u64().expect("a count"))).collect()
}

#[test]
fn every_export_is_detected_with_its_generation() {
    let sandbox = Sandbox::new();
    let all = expected();
    assert_eq!(all.len(), 59);
    for (path, told) in &all {
        let sheet = Sheet::of(&sandbox.ok(&["formats", "detect", &sandbox.fixture(path)]));
        assert_eq!(sheet.len(), 1, "{path}");
        for key in ["layout", "version", "kind", "encoding"] {
            assert_eq!(sheet.column(key), [text(told, key)], "{path}: {key}");
        }
        let line = told["header_line"].as_u64().unwrap_or(1).to_string();
        assert_eq!(sheet.column("header_line"), [line.as_str()], "{path}");
        assert_eq!(sheet.column("score"), ["100"], "{path}: all of its headings are known");
    }
}

#[test]
fn order_exports_are_read_whole() {
    let sandbox = Sandbox::new();
    for (path, told) in of_kind("orders") {
        let sheet = Sheet::of(&sandbox.ok(&["orders", "list", &sandbox.fixture(&path)]));
        assert_eq!(sheet.len() as u64, told["rows"].as_u64().expect("rows"), "{path}: rows");
        assert_eq!(sheet.counts("status"), statuses(&told), "{path}: statuses");
        for key in ["payable", "paid", "refunded"] {
            if told[key].is_string() {
                assert_eq!(sheet.sum(key), cents(text(&told, key)), "{path}: {key}");
            }
        }
        let of_order = told["of_order"].as_object().into_iter().flatten();
        for (no, values) in of_order {
            for (place, key) in ["status", "payable", "paid", "refunded"].into_iter().enumerate() {
                let want = values[place].as_str().expect("a text");
                assert_eq!(sheet.cell("order_no", no, key), want, "{path}: {no}: {key}");
            }
        }
    }
}

#[test]
fn refund_exports_are_read_whole() {
    let sandbox = Sandbox::new();
    let told: Vec<_> =
        of_kind("refunds").into_iter().filter(|(_, told)| told["of_refund"].is_object()).collect();
    assert!(told.len() >= 6);
    for (path, told) in told {
        let sheet = Sheet::of(&sandbox.ok(&["refunds", "list", &sandbox.fixture(&path)]));
        let cases = told["of_refund"].as_object().expect("refunds");
        assert_eq!(sheet.len(), cases.len(), "{path}: rows");
        for (no, values) in cases {
            for (place, key) in ["state", "kind", "amount", "owner"].into_iter().enumerate() {
                let want = values[place].as_str().expect("a text");
                assert_eq!(sheet.cell("refund_no", no, key), want, "{path}: {no}: {key}");
            }
        }
    }
}

#[test]
fn item_exports_become_orders() {
    let sandbox = Sandbox::new();
    for (path, told) in of_kind("items") {
        let sheet = Sheet::of(&sandbox.ok(&["orders", "list", &sandbox.fixture(&path)]));
        assert_eq!(sheet.len() as u64, told["orders"].as_u64().expect("orders"), "{path}: orders");
        for (order_no, status) in told["of_order"].as_object().expect("statuses") {
            assert_eq!(
                sheet.cell("order_no", order_no, "status"),
                status.as_str().expect("a status"),
                "{path}: {order_no}"
            );
        }
        assert_eq!(sheet.cell("order_no", "20012024000000002", "quantity"), "3", "{path}");
        assert_eq!(
            sheet.cell("order_no", "20012024000000002", "seller_note"),
            "月底前到\n样例客服",
            "{path}"
        );
    }
}

#[test]
fn every_export_is_imported_row_for_row() {
    for (path, told) in expected() {
        let sandbox = Sandbox::new();
        let sheet = Sheet::of(&sandbox.ok(&["import", &sandbox.fixture(&path)]));
        let rows = told["rows"].to_string();
        assert_eq!(sheet.column("read"), [rows.as_str()], "{path}");
        assert_eq!(sheet.column("new"), [rows.as_str()], "{path}");
        assert_eq!(sheet.column("kind"), [text(&told, "kind")], "{path}");
        let info = Sheet::of(&sandbox.ok(&["db", "info"]));
        assert_eq!(info.cell("key", text(&told, "kind"), "value"), rows, "{path}");
    }
}

/// The quirks that the generations differ in, cell by cell.
#[test]
fn quirks_of_taobao() {
    let sandbox = Sandbox::new();
    let sheet =
        Sheet::of(&sandbox.ok(&["orders", "list", "--reveal", &sandbox.fixture("taobao/orders_v2.csv")]));
    let of = |no: &str, column: &str| sheet.cell("order_no", no, column).to_owned();
    assert_eq!(
        of("100120170000000001", "phone"),
        "'19900000001".trim_start_matches('\''),
        "a leading ' is no digit"
    );
    assert_eq!(of("100120170000000002", "buyer_note"), "轻放,用\"样例色\"纸盒");
    assert_eq!(
        of("100120170000000002", "seller_note"),
        "换蓝色\n先发\r\n样例客服 7/8",
        "line ends stay as they are"
    );
    assert_eq!(of("100120170000000002", "items"), "样例陶瓷杯 400ml，样例收纳盒 小号");
    assert_eq!(
        of("100120170000000003", "address"),
        "上海 上海市 浦东新区 样例大道9号新家2栋(200000)",
        "the changed address wins"
    );
    assert_eq!(
        of("100120170000000001", "address"),
        "浙江省 杭州市 余杭区 五常街道样例路2号样例小区2幢101室(310000)",
        "null is none"
    );
    assert_eq!(
        of("100120170000000003", "status_raw"),
        "买家已付款,等待卖家发货",
        "the platform's words stay"
    );
    assert_eq!(of("100120170000000004", "tracking_no"), "7300000000004", "without No:");
    assert_eq!(of("100120170000000004", "created_at"), "2017-07-08T10:10:00+08:00");
    assert_eq!(of("100120170000000008", "paid"), "118.00", "before refunds");
    assert_eq!(of("100120170000000008", "refunded"), "20.00");
    assert_eq!(of("100120170000000001", "shop"), "样例小铺");
}

#[test]
fn the_two_encodings_of_a_report_are_the_same_orders() {
    let sandbox = Sandbox::new();
    let one = sandbox.ok(&["orders", "list", "--reveal", &sandbox.fixture("taobao/tmall_report.csv")]);
    let other =
        sandbox.ok(&["orders", "list", "--reveal", &sandbox.fixture("taobao/tmall_report_gb18030.csv")]);
    assert_eq!(one, other);
    assert!(one.contains("内蒙古自治区"));
}

#[test]
fn a_file_is_found_out_by_its_bytes_not_its_name() {
    let sandbox = Sandbox::new();
    for (from, here) in [
        ("taobao/orders_v2.csv", "a.txt"),
        ("taobao/orders_v5.xlsx", "b.csv"),
        ("taobao/items_v1.csv", "c.xlsx"),
    ] {
        let sheet = Sheet::of(&sandbox.ok(&["formats", "detect", &sandbox.fixture_as(from, here)]));
        assert_eq!(sheet.column("layout"), [text(&expected()[from], "layout")], "{here}");
    }
}

#[test]
fn standard_input_is_read_like_a_file() {
    let sandbox = Sandbox::new();
    for path in ["taobao/orders_v2.csv", "taobao/orders_v5.xlsx"] {
        let file = sandbox.ok(&["orders", "list", &sandbox.fixture(path)]);
        let bytes = std::fs::read(crate::sandbox::fixtures().join(path)).expect(path);
        let stream = sandbox.cs(&["orders", "list", "-"]).stdin(bytes).run().done();
        assert_eq!(file, stream.stdout, "{path}");
    }
}

#[test]
fn lists() {
    let sandbox = Sandbox::new();
    let list = sandbox.ok(&["formats", "list"]);
    // Every layout by what it says of itself, and a few as they are shown: a new one moves nothing.
    let catalog = Catalog::new(&[]).expect("the layouts");
    let layouts = catalog.all().expect("the layouts");
    let sheet = Sheet::of(&list);
    let same = |column: &str, of: &dyn Fn(&Layout) -> String| {
        let want: Vec<String> = layouts.iter().map(|layout| of(layout)).collect();
        assert_eq!(sheet.column(column), want, "{column}");
    };
    same("layout", &|layout| layout.name.clone());
    same("title", &|layout| layout.title.en.to_string());
    same("platform", &|layout| layout.platform.clone());
    same("kind", &|layout| layout.kind.key().to_owned());
    same("origin", &|_| "built-in".to_owned());
    let few: Vec<&str> = list.lines().take(12).collect();
    insta::assert_snapshot!(few.join("\n"));
    let story = sandbox.fixture(crate::sandbox::MORNING);
    insta::assert_snapshot!(
        "detect_text_zh",
        sandbox.cs(&["formats", "detect", "-F", "text", &story]).zh().run().done().stdout
    );
}

#[test]
fn a_layout_that_is_shown_can_be_used() {
    let sandbox = Sandbox::new();
    sandbox.write("mine.toml", sandbox.ok(&["formats", "show", "taobao-orders"]));
    let story = sandbox.fixture(crate::sandbox::MORNING);
    let own = sandbox.ok(&["orders", "list", &story, "--layout", "mine.toml"]);
    assert_eq!(own, sandbox.ok(&["orders", "list", &story]));
}

#[test]
fn a_draft_of_a_layout_reads_the_file_it_was_made_of() {
    let sandbox = Sandbox::new();
    let csv = "Order #,State,Customer,Product,Gift wrap,Total,Placed,Ship To Phone\n\
               A-1001,Shipped,Ann Lee,Tea cup,no,49.90,20/11/2026 09:15,19900000001\n\
               A-1002,Lost in space,Bob Ray,Kettle,yes,x,21/11/2026 18:40,19900000002\n";
    let file = sandbox.write("orders.csv", csv);
    let run = sandbox.cs(&["formats", "new", &file, "-o", "mine.toml"]).run().done();
    assert_eq!(run.stdout, "");
    insta::assert_snapshot!("draft", sandbox.read("mine.toml"));
    let again = sandbox.cs(&["formats", "new", &file, "-o", "mine.toml"]).run();
    assert_eq!(again.code, 2, "a file is not replaced unasked");
    let tested = sandbox.cs(&["formats", "test", "mine.toml", &file]).run();
    assert_eq!(tested.code, 5, "a row was refused");
    assert!(!tested.stdout.contains("19900000001"), "phones are masked");
    insta::assert_snapshot!("tested", tested.stdout);
    let good =
        sandbox.cs(&["formats", "test", "taobao-orders", &sandbox.fixture("taobao/orders_v2.csv")]).run();
    assert_eq!(good.code, 0, "{}", good.stderr);
}

#[test]
fn a_sum_beyond_the_largest_number_says_so() {
    let sandbox = Sandbox::new();
    let head = "platform,order_no,status,payable,paid,created_at";
    let row = |no: u8, paid: &str| format!("x,{no},paid,90000000000000000.00,{paid},2026-11-20");
    let csv = [head.to_owned(), row(1, "1.00"), row(2, "2.00"), row(3, "3.00")].join("\n");
    let file = sandbox.write("orders.csv", csv);
    let args = ["formats", "test", "generic-orders", &file];
    let told = Sheet::of(&sandbox.ok(&args)).cell("part", "read", "value").to_owned();
    assert_eq!(told, "payable beyond the largest number, paid 6.00");
    let zh = sandbox.cs(&args).zh().run().done().stdout;
    assert!(zh.contains("应付 超出可表示的最大数，实付 6.00"), "{zh}");
}
