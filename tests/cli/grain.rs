//! Exports with one row per item: the rows of an order become one order, wherever they stand.

use crate::sandbox::{Sandbox, Sheet, fixtures};
use std::fmt::Write as _;

const JD: &str =
    "订单号,商品ID,商品名称,订购数量,下单时间,京东价,结算金额,应付金额,订单状态,下单帐号,付款确认时间\n";

fn jd(rows: &[(&str, &str, &str)]) -> String {
    let mut out = JD.to_owned();
    for (no, goods, total) in rows {
        let _ = writeln!(
            out,
            "{no},{goods},杯 {goods},2,2026-11-20 10:00:00,10.00,{total},{total},等待出库,jd_a,2026-11-20 10:05:00"
        );
    }
    out
}

const LIST: [&str; 4] = ["orders", "list", "--columns", "order_no,items,quantity,payable,paid"];

fn list(sandbox: &Sandbox, path: &str) -> Sheet {
    Sheet::of(&sandbox.ok(&[&LIST[..], &[path]].concat()))
}

#[test]
fn rows_that_stand_apart_are_one_order_with_its_amount_taken_once() {
    let sandbox = Sandbox::new();
    let file =
        sandbox.write("jd.csv", jd(&[("101", "1", "70.00"), ("102", "2", "20.00"), ("101", "3", "70.00")]));
    let sheet = list(&sandbox, &file);
    assert_eq!(sheet.column("order_no"), ["102", "101"], "an order leaves with its last row");
    assert_eq!(sheet.column("items"), ["杯 2", "杯 1，杯 3"]);
    assert_eq!(sheet.column("quantity"), ["2", "4"]);
    assert_eq!(sheet.column("payable"), ["20.00", "70.00"]);
    let piped = sandbox.cs(&[&LIST[..], &["-"]].concat()).stdin(sandbox.read("jd.csv")).run();
    assert_eq!(piped.code, 0, "{}", piped.stderr);
    assert_eq!(Sheet::of(&piped.stdout).column("payable"), ["20.00", "70.00"], "a stream as well");
}

#[test]
fn the_database_tells_the_same_as_the_file() {
    let sandbox = Sandbox::new();
    let rows = [("101", "1", "70.00"), ("102", "2", "20.00"), ("101", "3", "70.00")];
    let file = sandbox.write("jd.csv", jd(&rows));
    let of_file = list(&sandbox, &file);
    sandbox.ok(&["import", &file]);
    let stored = Sheet::of(&sandbox.ok(&LIST));
    for key in ["order_no", "items", "quantity", "payable", "paid"] {
        assert_eq!(stored.column(key), of_file.column(key), "{key}");
    }
    let again = Sheet::of(&sandbox.ok(&["import", &file]));
    assert_eq!((again.column("new"), again.column("changed")), (vec!["0"], vec!["0"]));
}

#[test]
fn rows_that_disagree_about_the_order_are_refused() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("jd.csv", jd(&[("101", "1", "70.00"), ("101", "3", "71.00")]));
    let run = sandbox.cs(&[&LIST[..], &[&file]].concat()).run();
    assert_eq!(run.code, 3);
    assert!(
        run.stderr
            .contains("jd.csv:3: 应付金额: the rows of order 101 disagree on Payable (70.00 and 71.00)"),
        "{}",
        run.stderr
    );
}

#[test]
fn an_order_with_a_refused_row_is_set_aside_whole() {
    let sandbox = Sandbox::new();
    let bad = ["x.00", "70.00,1"];
    for total in bad {
        let text = jd(&[("101", "1", "70.00"), ("102", "2", "20.00"), ("101", "3", total)]);
        let file = sandbox.write("jd.csv", text);
        let args = [&LIST[..], &["--keep-going", "--rejects", "bad.csv", "--force", &file]].concat();
        let run = sandbox.cs(&args).run();
        assert_eq!(run.code, 5, "{}", run.stderr);
        assert_eq!(Sheet::of(&run.stdout).column("order_no"), ["102"], "{total}");
        let rejects = sandbox.read("bad.csv");
        assert_eq!(rejects.matches("jd_a").count(), 2, "both rows: {rejects}");
        assert!(rejects.contains("of order 101 was refused, so the whole order is set aside"), "{rejects}");
    }
}

#[test]
fn a_continuation_row_does_not_speak_for_its_order() {
    let sandbox = Sandbox::new();
    let file = sandbox.write(
        "shopify.csv",
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem sku,Cancelled at\n\
         #2,b@example.com,,,,,,2026-11-01 09:30:00 -0400,3,Box,5.00,B,\n\
         #1,a@example.com,pending,,,USD,9.00,2026-11-01 09:30:00 -0400,1,Mug,9.00,M,\n\
         #2,b@example.com,paid,2026-11-01 09:31:00 -0400,fulfilled,USD,25.00,2026-11-01 09:30:00 -0400,1,Pot,10.00,P,\n",
    );
    let columns = "order_no,status,quantity,payable,paid";
    let sheet = Sheet::of(&sandbox.ok(&["orders", "list", "--columns", columns, &file]));
    assert_eq!(sheet.column("order_no"), ["#1", "#2"]);
    assert_eq!(sheet.column("status"), ["unpaid", "shipped"]);
    assert_eq!(sheet.column("quantity"), ["1", "4"]);
    assert_eq!(sheet.column("paid"), ["0.00", "25.00"]);
}

const INVOICES: &str = include_str!("../second_reading/invoices.toml");

#[test]
fn a_foreign_shop_needs_a_dozen_lines() {
    let sandbox = Sandbox::new();
    sandbox.write("mine.toml", INVOICES);
    let head = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID\n";
    let first =
        format!("{head}501,A,Mug,6,2026-11-01 08:26:00,2.55,17\n501,A,Mug,6,2026-11-01 08:26:00,2.55,17\n");
    sandbox.write("2026-11-01.csv", first);
    let second =
        format!("{head}C502,A,Mug,-2,2026-11-02 09:00:00,2.55,17\n503,B,Box,1,2026-11-02 09:30:00,0,\n");
    sandbox.write("2026-11-02.csv", second);
    sandbox.written("2026-11-02.csv", 1_600_000_000);
    let args = ["orders", "list", "--layout", "mine.toml", "2026-11-01.csv", "2026-11-02.csv"];
    let sheet = Sheet::of(&sandbox.ok(&args));
    assert_eq!(sheet.column("order_no"), ["501", "C502", "503"]);
    assert_eq!(sheet.column("payable"), ["30.60", "-5.10", "0.00"], "two equal lines are two lines");
    assert_eq!(sheet.column("status"), ["finished", "closed", "finished"]);
    assert_eq!(sheet.column("buyer"), ["17", "17", ""]);
    let told = Sheet::of(&sandbox.ok(&["import", "--layout", "mine.toml", "2026-11-02.csv"]));
    assert_eq!(told.column("as_of"), ["2026-11-02T17:30:00+08:00"], "later than the day in the name");
}

/// Orders, their items and their payments in three files, as warehouses give them.
#[test]
fn a_family_of_tables_is_joined_by_the_order_number() {
    let layout = |name: &str, rest: &str| {
        format!(
            "name = \"{name}\"\ntitle = {{ zh = \"{name}\", en = \"{name}\" }}\nplatform = \"own\"\n{rest}"
        )
    };
    let of = |reversed: bool| {
        let sandbox = Sandbox::new();
        sandbox.write(
            "layouts/orders.toml",
            layout(
                "own-orders",
                "kind = \"orders\"\nrequires = [\"order_no\", \"status\"]\nwords.status = { paid = [\"approved\"], finished = [\"delivered\"] }\n\
                 [columns]\norder_no = [\"order_id\"]\nstatus = [\"order_status\"]\nbuyer = [\"customer_id\"]\ncreated_at = [\"purchased\"]\n",
            ),
        );
        sandbox.write(
            "layouts/items.toml",
            layout(
                "own-items",
                "kind = \"items\"\nrequires = [\"order_no\", \"item_no\"]\nadd = { payable = [\"price\", \"freight_value\"] }\n\
                 [columns]\norder_no = [\"order_id\"]\nitem_no = [\"order_item_id\"]\nproduct_id = [\"product_id\"]\nquantity = [\"pieces\"]\n",
            ),
        );
        sandbox.write(
            "layouts/payments.toml",
            layout(
                "own-payments",
                "kind = \"orders\"\ngrain = \"item\"\nsum = [\"paid\"]\nrequires = [\"order_no\", \"paid\"]\n\
                 [columns]\norder_no = [\"order_id\"]\npaid = [\"payment_value\"]\n",
            ),
        );
        sandbox.write("o.csv", "order_id,order_status,customer_id,purchased\na1,delivered,c1,2026-11-01 10:00:00\na2,approved,c2,2026-11-02 10:00:00\n");
        sandbox.write("i.csv", "order_id,order_item_id,product_id,pieces,price,freight_value\na1,1,p1,1,10.00,1.50\na1,2,p2,2,20.00,0.00\na2,1,p1,1,10.00,1.50\n");
        sandbox.write("p.csv", "order_id,payment_value\na1,30.00\na2,11.50\na1,1.50\n");
        let mut files = ["o.csv", "i.csv", "p.csv"];
        if reversed {
            files.reverse();
        }
        let list = [
            "orders",
            "list",
            "--columns",
            "order_no,status,buyer,quantity,payable,paid",
            "--sort",
            "order_no",
        ];
        let direct = sandbox.ok(&[&list[..], &["--layout", "layouts"], &files[..]].concat());
        sandbox.ok(&[&["import", "--layout", "layouts"][..], &files[..]].concat());
        assert_eq!(sandbox.ok(&list), direct, "the database tells the same");
        direct
    };
    let direct = of(false);
    assert_eq!(
        direct,
        "order_no,status,buyer,quantity,payable,paid\na1,finished,c1,3,31.50,31.50\na2,paid,c2,1,11.50,11.50\n"
    );
    assert_eq!(of(true), direct, "in whatever order the files come");
}

/// A sandbox with the dump of a warehouse: its layouts and its files.
fn dump() -> (Sandbox, [String; 3]) {
    let sandbox = Sandbox::new();
    for name in ["orders", "items", "customers"] {
        sandbox.fixture_as(&format!("plain/family/layouts/{name}.toml"), &format!("layouts/{name}.toml"));
    }
    let files = ["dwd_order_detail", "dim_customer", "dwd_order"];
    let files =
        files.map(|name| sandbox.fixture_as(&format!("plain/family/{name}.tsv"), &format!("{name}.tsv")));
    (sandbox, files)
}

#[test]
fn customers_of_a_file_of_their_own_complete_the_orders_that_name_them() {
    let (sandbox, [items, customers, orders]) = dump();
    let told = std::fs::read_to_string(fixtures().join("plain/family/expected.json")).expect("told");
    let told: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&told).expect("JSON");
    let list = ["orders", "list", "--reveal", "--sort", "order_no"];
    let check = |text: String| {
        let sheet = Sheet::of(&text);
        assert_eq!(sheet.len(), told.len());
        for (no, cells) in &told {
            for (column, want) in cells.as_object().expect("cells") {
                assert_eq!(Some(sheet.cell("order_no", no, column)), want.as_str(), "{no}: {column}");
            }
        }
    };
    check(sandbox.ok(&[&list[..], &["--layout", "layouts", &items, &customers, &orders]].concat()));
    sandbox.ok(&["import", "--layout", "layouts", &orders, &items, &customers]);
    check(sandbox.ok(&list));
    let masked = sandbox.ok(&["orders", "list", "--layout", "layouts", &orders, &customers]);
    assert!(!masked.contains("19900000701"), "{masked}");
}

#[test]
fn the_same_orders_with_other_customers_are_read_again() {
    let (sandbox, [_, customers, orders]) = dump();
    let import = || Sheet::of(&sandbox.ok(&["import", "--layout", "layouts", &orders, &customers]));
    assert_eq!((import().column("new"), import().column("unchanged")), (vec!["5"], vec!["5"]));
    let text = sandbox.read(&customers).replace("19900000701", "19900000711");
    sandbox.write(&customers, text);
    assert_eq!(import().column("changed"), ["2"]);
    let listed = Sheet::of(&sandbox.ok(&["orders", "list", "--reveal"]));
    assert_eq!(listed.cell("order_no", "D-3", "phone"), "19900000711");
}

#[test]
fn customers_alone_or_twice_under_one_number_are_refused() {
    let (sandbox, [_, customers, orders]) = dump();
    for command in [["orders", "list"], ["import", "--dry-run"]] {
        let run = sandbox.cs(&[&command[..], &["--layout", "layouts", &customers]].concat()).run();
        assert!(run.code == 3 && run.stderr.contains("table of customers"), "{}", run.stderr);
    }
    let twice = format!("{}70001\ttb_other\t\\N\t\\N\t\\N\t\\N\t\\N\n", sandbox.read(&customers));
    sandbox.write(&customers, twice);
    let args = ["orders", "list", "--layout", "layouts", &orders, &customers];
    let run = sandbox.cs(&args).run();
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("dim_customer.tsv:5: cust_id: the customer 70001"), "{}", run.stderr);
    let run = sandbox.cs(&[&args[..], &["--keep-going", "--reveal"]].concat()).run();
    assert_eq!(run.code, 5);
    assert_eq!(Sheet::of(&run.stdout).cell("order_no", "D-1", "buyer"), "tb_sample1", "the first stays");
    sandbox.fixture_as("plain/family/dim_customer.tsv", &customers);
    let told = sandbox.ok(&["formats", "test", "layouts/customers.toml", &customers]);
    assert_eq!(Sheet::of(&told).cell("part", "read", "count"), "3", "{told}");
}

#[test]
fn orders_whose_numbers_nearly_agree_are_all_there() {
    let sandbox = Sandbox::new();
    let numbers = ["280010013711", "280010998311", "4123456789012415907", "4123456789012419107"];
    let file = sandbox.write("jd.csv", jd(&numbers.map(|no| (no, "1", "70.00"))));
    assert_eq!(list(&sandbox, &file).column("order_no"), numbers);
}

#[test]
fn an_order_of_endless_rows_is_refused() {
    let sandbox = Sandbox::new();
    let goods: Vec<String> = (0..10_001).map(|n| n.to_string()).collect();
    let rows: Vec<(&str, &str, &str)> = goods.iter().map(|g| ("101", g.as_str(), "70.00")).collect();
    let most = sandbox.write("most.csv", jd(&rows[1..]));
    assert_eq!(list(&sandbox, &most).column("order_no"), ["101"]);
    let file = sandbox.write("jd.csv", jd(&rows));
    let run = sandbox.cs(&[&LIST[..], &[&file]].concat()).run();
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("jd.csv:10002: order 101 has more than 10000 rows"), "{}", run.stderr);
}

#[test]
fn too_many_rows_that_wait_for_others_are_refused() {
    let sandbox = Sandbox::new();
    let numbers: Vec<String> = (0..100_001).map(|n| format!("28{n:010}")).collect();
    let once: Vec<(&str, &str, &str)> = numbers.iter().map(|no| (no.as_str(), "1", "70.00")).collect();
    let again = numbers.iter().map(|no| (no.as_str(), "2", "70.00"));
    let rows: Vec<(&str, &str, &str)> = once.iter().copied().chain(again).collect();
    let file = sandbox.write("apart.csv", jd(&rows));
    let run = sandbox.cs(&[&LIST[..], &[&file]].concat()).run();
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.contains("apart.csv:100002: the rows of orders stand too far apart"),
        "{}",
        run.stderr
    );
    assert!(run.stderr.contains("sort the file by order number"), "{}", run.stderr);
}

#[test]
fn a_file_of_bad_rows_is_refused_even_where_bad_rows_are_set_aside() {
    let sandbox = Sandbox::new();
    let rows: String = (0..100_001).map(|n| format!("28{n:010}\n")).collect();
    let file = sandbox.write("jd.csv", format!("{JD}{rows}"));
    let run = sandbox.cs(&[&LIST[..], &["--keep-going", &file]].concat()).run();
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("jd.csv:100002: more than 100000 rows are bad"), "{}", run.stderr);
}
