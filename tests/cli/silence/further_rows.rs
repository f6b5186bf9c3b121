//! Columns that no field uses are kept, of every row of an order.

use super::kept;
use crate::sandbox::Sandbox;

const LAYOUT: &str = r#"
name = "rows"
title = { zh = "几行一单", en = "several rows an order" }
platform = "own"
kind = "orders"
grain = "item"
requires = ["order_no", "payable"]
words.status = { paid = ["PAID"] }
[columns]
order_no = ["Order"]
status = ["State"]
payable = ["Total"]
created_at = ["Created"]
"#;

const ITEM: &str = "[item]\nitems = [\"Goods\"]\nquantity = [\"Qty\"]\n";

const ROWS: &str = "\
Order,State,Total,Created,Goods,Qty,Colour,Card
1,PAID,30.00,2026-11-20 10:00,cup,1,red,
1,PAID,30.00,2026-11-20 10:00,pot,2,blue,roses
1,PAID,30.00,2026-11-20 10:00,,,green,
2,PAID,10.00,2026-11-20 10:00,cup,1,red,
2,PAID,10.00,2026-11-20 10:00,cup,1,red,
";

fn imported(layout: &str, rows: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("rows.toml", layout);
    sandbox.write("rows.csv", rows);
    sandbox.ok(&["import", "rows.csv", "--layout", "rows.toml"]);
    sandbox
}

/// What is kept of an order and of its items, as one text.
fn all_kept(sandbox: &Sandbox, order_no: &str) -> String {
    let mut all = kept(sandbox, "orders").cell("order_no", order_no, "extra").to_owned();
    let items = sandbox.ok(&["export", "items", "--reveal", "-F", "jsonl"]);
    let mine = format!("\"order_no\":\"{order_no}\"");
    items.lines().filter(|line| line.contains(&mine)).for_each(|line| all.push_str(line));
    all
}

#[test]
fn of_rows_that_hold_items() {
    let sandbox = imported(&format!("{LAYOUT}{ITEM}"), ROWS);
    let all = all_kept(&sandbox, "1");
    for word in ["red", "blue", "roses", "green"] {
        assert!(all.contains(word), "{word}: {all}");
    }
}

#[test]
fn of_rows_without_items() {
    let sandbox = imported(LAYOUT, ROWS);
    let all = all_kept(&sandbox, "1");
    for word in ["cup", "pot", "red", "blue", "roses", "green"] {
        assert!(all.contains(word), "{word}: {all}");
    }
    // What each row says again stands once.
    assert_eq!(kept(&sandbox, "orders").cell("order_no", "2", "extra").matches("red").count(), 1);
}

#[test]
fn and_the_next_import_of_the_same_rows_changes_nothing() {
    let sandbox = imported(LAYOUT, ROWS);
    let before = sandbox.ok(&["export", "orders", "--reveal", "-F", "csv", "--columns", "order_no,extra"]);
    let longer = format!("{ROWS}3,PAID,10.00,2026-11-20 11:00,cup,1,red,\n");
    sandbox.write("rows_2.csv", longer);
    let output = sandbox.cs(&["import", "rows_2.csv", "--layout", "rows.toml"]).run().done();
    assert!(output.stderr.contains("imported: 1 new, 0 changed"), "{}", output.stderr);
    let after = sandbox.ok(&["export", "orders", "--reveal", "-F", "csv", "--columns", "order_no,extra"]);
    assert!(after.starts_with(before.trim_end()), "{after}");
}

#[test]
fn a_blank_state_in_a_further_row_says_nothing() {
    let rows = "\
Order,State,Total,Created,Goods,Qty,Colour,Card
1,PAID,30.00,2026-11-20 10:00,cup,1,red,
1,,,,pot,2,blue,roses
";
    let sandbox = imported(&format!("{LAYOUT}{ITEM}"), rows);
    let list = kept(&sandbox, "orders");
    assert_eq!(list.column("status"), ["paid"]);
    let test = sandbox.ok(&["formats", "test", "rows.toml", "rows.csv", "-F", "csv"]);
    assert!(!test.contains("unknown"), "{test}");
}
