//! What is particular about the exports of Shopify, WooCommerce, Amazon, eBay and Etsy.

use crate::sandbox::{Sandbox, Sheet, expected};

fn orders(sandbox: &Sandbox, path: &str) -> Sheet {
    Sheet::of(&sandbox.ok(&["orders", "list", "--reveal", &sandbox.fixture(path)]))
}

#[test]
fn returns_without_a_number_get_one_that_stays() {
    let sandbox = Sandbox::new();
    let path = "amazon/fba_returns.txt";
    let told = &expected()[path]["states"];
    let file = sandbox.fixture(path);
    let sheet = Sheet::of(&sandbox.ok(&["refunds", "list", &file]));
    for (state, count) in told.as_object().expect("states") {
        assert_eq!(sheet.counts("state").get(state), count.as_u64().as_ref(), "{state}");
    }
    let mut numbers = sheet.column("refund_no");
    numbers.sort_unstable();
    numbers.dedup();
    assert_eq!(numbers.len(), 4, "two units of one order are two cases");
    assert_eq!(sheet.counts("amount").len(), 1, "nobody tells what was paid back");
    sandbox.ok(&["import", &file]);
    let again = Sheet::of(&sandbox.ok(&["import", &file]));
    assert_eq!((again.column("new"), again.column("unchanged")), (vec!["0"], vec!["4"]));
}

#[test]
fn a_return_of_an_unknown_amount_leaves_the_refunded_amount_unknown() {
    let sandbox = Sandbox::new();
    let files = [sandbox.fixture("amazon/all_orders.txt"), sandbox.fixture("amazon/fba_returns.txt")];
    let sheet = Sheet::of(&sandbox.ok(&["orders", "list", &files[0], &files[1]]));
    assert_eq!(sheet.cell("order_no", "902-0000001-0000001", "refunded"), "");
    sandbox.ok(&["import", &files[0], &files[1]]);
    let stored = Sheet::of(&sandbox.ok(&["orders", "list"]));
    assert_eq!(stored.cell("order_no", "902-0000001-0000001", "refunded"), "");
}

#[test]
fn quotes_are_text_where_the_layout_says_so() {
    let sandbox = Sandbox::new();
    let sheet = orders(&sandbox, "amazon/all_orders.txt");
    let of =
        |n: u8, column: &str| sheet.cell("order_no", &format!("902-000000{n}-000000{n}"), column).to_owned();
    assert_eq!(of(1, "items"), "\"Blue\" Mug 14oz，Sample Box");
    assert_eq!(of(1, "quantity"), "3");
    assert_eq!(of(1, "created_at"), "2026-11-01T21:04:21+08:00", "the file is in UTC");
    assert_eq!(of(5, "items"), "Sample Mug，Kettle 1\" pipe");
    let sheet = orders(&sandbox, "amazon/unshipped_jp.txt");
    assert_eq!(sheet.cell("order_no", "903-0000003-0000003", "receiver"), "髙橋 見本");
    assert_eq!(sheet.cell("order_no", "903-0000001-0000001", "address"), "東京都 見本区 見本町 1-1 JP");
}

#[test]
fn a_row_that_sums_up_is_no_item() {
    let sandbox = Sandbox::new();
    for path in ["ebay/orders_80.csv", "ebay/orders_66.csv"] {
        let sheet = orders(&sandbox, path);
        assert_eq!(sheet.cell("order_no", "90-00003-00003", "items"), "Sample Box，Sample Mug", "{path}");
        assert_eq!(sheet.cell("order_no", "90-00003-00003", "quantity"), "3", "{path}");
        assert_eq!(sheet.cell("order_no", "90-00001-00001", "items"), "Sample Mug, Blue", "{path}");
        assert_eq!(
            sheet.cell("order_no", "90-00001-00001", "paid_at"),
            "2026-11-01T09:31:00+08:00",
            "{path}"
        );
    }
    let named = sandbox.changed("ebay/orders_80.csv", "named.csv", ",3,$45.00", ",x,$45.00");
    assert_eq!(sandbox.cs(&["orders", "list", &named]).run().code, 3, "what it says is read all the same");
}

#[test]
fn continuation_rows_join_their_order_wherever_they_stand() {
    let sandbox = Sandbox::new();
    for path in ["shopify/orders_v1.csv", "shopify/orders_v2.csv"] {
        let sheet = orders(&sandbox, path);
        let of = |column: &str| sheet.cell("order_no", "#7001", column).to_owned();
        assert_eq!(of("items"), "Sample Mug - Blue，Sample Box, small", "{path}");
        assert_eq!(of("quantity"), "3", "{path}");
        assert_eq!(of("address"), "MA Sampleton 1 Sample St 01234 US", "{path}");
        assert_eq!(of("created_at"), "2026-11-01T21:30:00+08:00", "{path}");
    }
}

#[test]
fn inferred_layouts_say_so_at_import() {
    let sandbox = Sandbox::new();
    for path in ["woocommerce/webtoffee.csv", "amazon/fbm_returns.txt"] {
        let run = sandbox.cs(&["import", &sandbox.fixture(path)]).run();
        assert!(run.stderr.contains("are guesses"), "{path}: {}", run.stderr);
    }
}

#[test]
fn packed_items_come_apart_or_stay_as_they_are() {
    let sandbox = Sandbox::new();
    let path = "woocommerce/webtoffee_items.csv";
    let sheet = orders(&sandbox, path);
    assert_eq!(sheet.cell("order_no", "8301", "quantity"), "6");
    assert_eq!(sheet.cell("order_no", "8303", "quantity"), "");
    sandbox.ok(&["import", path]);
    let items = Sheet::of(&sandbox.ok(&["export", "items", "--reveal"]));
    for (no, told) in expected()[path]["items"].as_object().expect("items") {
        let column = |key: &str| -> Vec<&str> {
            let rows = items.column("order_no").into_iter().zip(items.column(key));
            rows.filter(|(of, _)| *of == no).map(|(_, cell)| cell).collect()
        };
        let keys = ["items", "sku", "product_id", "quantity", "payable"];
        for (place, key) in keys.into_iter().enumerate() {
            let want = told.as_array().expect("items").iter().map(|item| item[place].as_str().expect("text"));
            assert_eq!(column(key), want.collect::<Vec<_>>(), "{no}: {key}");
        }
    }
    let kept = sandbox.ok(&["export", "orders", "--reveal"]);
    assert!(kept.contains("a:1:{s:4:"), "what was not taken apart is kept");
    let bad = sandbox.changed(path, "bad.csv", "total:12.50", "total:12.505");
    let run = sandbox.cs(&["orders", "list", &bad]).run();
    assert!(run.code == 3 && run.stderr.contains("bad.csv:2: line_item_2:"), "{}", run.stderr);
}

#[test]
fn orders_and_items_of_etsy_are_the_same_orders() {
    let sandbox = Sandbox::new();
    let files = [sandbox.fixture("etsy/sold_items.csv"), sandbox.fixture("etsy/sold_orders.csv")];
    let sheet = Sheet::of(&sandbox.ok(&["orders", "list", &files[0], &files[1]]));
    assert_eq!(sheet.len(), 5);
    assert_eq!(sheet.cell("order_no", "3900000003", "payable"), "1023.90");
    assert_eq!(sheet.cell("order_no", "3900000003", "items"), "Sample Kettle");
    assert_eq!(sheet.cell("order_no", "3900000002", "quantity"), "2");
}
