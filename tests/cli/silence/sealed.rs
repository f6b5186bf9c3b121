//! A stream ends with what it held: what was torn off is never taken for the whole.

use super::kept;
use crate::sandbox::{Output, Sandbox};

const ORDERS: &str = "\
platform,shop,order_no,status,buyer,receiver,phone,address,payable,paid,refunded,created_at,paid_at,status_raw
own,S,A-1,paid,ann,Ann Lee,13800000001,浙江省 杭州市 余杭区 样例路2号,10.00,10.00,0.00,2026-11-20 10:00:00,2026-11-20 10:01:00,paid
own,S,A-2,unpaid,bob,Bob Ray,13800000002,浙江省 杭州市 余杭区 样例路3号,20.00,0.00,0.00,2026-11-20 11:00:00,,unpaid
own,S,A-3,closed_unpaid,cid,Cid Poe,13800000003,浙江省 杭州市 余杭区 样例路4号,30.00,0.00,0.00,2026-11-20 12:00:00,,expired
";

const LIST: &[&str] = &["orders", "list", "orders.csv", "--reveal", "--seal"];

fn with_orders() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.write("orders.csv", ORDERS);
    sandbox
}

fn piped(text: &str) -> (Sandbox, Output) {
    let sandbox = Sandbox::new();
    let output = sandbox.cs(&["import", "-"]).stdin(text).run();
    (sandbox, output)
}

/// Nothing came in, and why is told.
#[track_caller]
fn refused(text: &str, word: &str) {
    let (sandbox, output) = piped(text);
    let output = output.ends_with(3);
    assert!(output.stderr.contains(word), "{}", output.stderr);
    assert!(!sandbox.database().exists(), "{}", output.stderr);
}

#[test]
fn a_list_ends_with_its_count() {
    let sandbox = with_orders();
    let list = |format: &str, more: &[&str]| {
        sandbox.ok(&[LIST, &["-F", format, "--columns", "order_no,status,buyer"], more].concat())
    };
    assert_eq!(list("csv", &[]).lines().last(), Some("cs_seal 3,,"));
    assert_eq!(list("tsv", &[]).lines().last(), Some("cs_seal 3\t\t"));
    assert_eq!(list("jsonl", &[]).lines().last(), Some("{\"cs_seal\":3}"));
    assert_eq!(list("csv", &["--limit", "2"]).lines().last(), Some("cs_seal 2,,"));
    assert_eq!(list("csv", &["--status", "finished"]).lines().last(), Some("cs_seal 0,,"));
    assert_eq!(list("csv", &["--sort", "order_no"]).lines().last(), Some("cs_seal 3,,"));
    assert_eq!(list("csv", &["--excel"]).lines().last(), Some("cs_seal 3,,"));
}

#[test]
fn without_being_asked_it_has_none() {
    let sandbox = with_orders();
    for format in ["csv", "tsv", "jsonl"] {
        let list = sandbox.ok(&["orders", "list", "orders.csv", "-F", format]);
        assert!(!list.contains("cs_seal"), "{list}");
    }
}

#[test]
fn other_formats_have_no_place_for_it() {
    let sandbox = with_orders();
    for format in ["json", "table", "md", "html", "name", "text"] {
        let output = sandbox.cs(&[LIST, &["-F", format]].concat()).run().ends_with(2);
        assert!(output.stderr.contains("csv, tsv, jsonl"), "{format}: {}", output.stderr);
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_sealed_list_is_imported_whole() {
    let sandbox = with_orders();
    for format in ["csv", "tsv"] {
        let list = sandbox.ok(&[LIST, &["-F", format]].concat());
        let (other, output) = piped(&list);
        assert!(output.done().stderr.contains("imported: 3 new"));
        assert_eq!(kept(&other, "orders").column("order_no"), ["A-1", "A-2", "A-3"]);
    }
}

#[test]
fn every_kind_that_is_exported_is_imported_by_its_seal() {
    let sandbox = with_orders();
    sandbox.ok(&["import", "orders.csv"]);
    sandbox.write(
        "reviews.csv",
        "platform,shop,review_id,order_no,buyer,rating,content,created_at\nown,S,R1,A-1,ann,1,broken,2026-11-20 10:00:00\n",
    );
    sandbox.ok(&["import", "reviews.csv"]);
    for kind in ["orders", "reviews"] {
        let sealed = sandbox.ok(&["export", kind, "--reveal", "--seal"]);
        let bare = sandbox.ok(&["export", kind, "--reveal"]);
        refused(&bare, "--seal");
        let (other, output) = piped(&sealed);
        output.done();
        assert_eq!(other.ok(&["export", kind, "--reveal"]), bare);
    }
}

#[test]
fn a_list_of_ours_without_a_seal_is_refused_from_a_pipe_and_taken_from_a_file() {
    let sandbox = with_orders();
    let list = sandbox.ok(&["orders", "list", "orders.csv", "--reveal", "-F", "csv"]);
    refused(&list, "--seal");
    let zh = Sandbox::new();
    let output = zh.cs(&["import", "-"]).zh().stdin(list.as_str()).run().ends_with(3);
    assert!(output.stderr.contains("--seal"), "{}", output.stderr);
    sandbox.write("list.csv", &list);
    sandbox.ok(&["import", "list.csv"]);
}

#[test]
fn so_is_one_that_was_imported_before() {
    let sandbox = with_orders();
    let list = sandbox.ok(&["orders", "list", "orders.csv", "--reveal", "-F", "csv"]);
    sandbox.write("list.csv", &list);
    sandbox.ok(&["import", "list.csv"]);
    let output = sandbox.cs(&["import", "-"]).stdin(list).run().ends_with(3);
    assert!(output.stderr.contains("--seal"), "{}", output.stderr);
}

#[test]
fn exports_of_platforms_need_no_seal() {
    let (_, output) = piped(ORDERS.replace(",status_raw", "").as_str());
    // The last cell of each row has no heading now.
    output.ends_with(3);
    let text: String = ORDERS
        .lines()
        .map(|line| line.rsplit_once(',').map_or(String::new(), |(head, _)| format!("{head}\n")))
        .collect();
    let (sandbox, output) = piped(&text);
    output.done();
    assert_eq!(kept(&sandbox, "orders").len(), 3);
}

#[test]
fn what_was_torn_off_changed_or_joined_is_refused() {
    let sandbox = with_orders();
    let sealed = sandbox.ok(&[LIST, &["-F", "csv"]].concat());
    let lines: Vec<&str> = sealed.lines().collect();
    let text = |lines: &[&str]| format!("{}\n", lines.join("\n"));
    // The head, with the seal or without.
    refused(&text(&lines[..2]), "--seal");
    refused(&text(&[lines[0], lines[1], lines[4]]), "3");
    refused(&text(&[lines[0], lines[1], lines[2], lines[3], lines[3], lines[4]]), "4");
    // Rows below the seal.
    refused(&text(&[lines[0], lines[1], lines[2], lines[3], lines[4], lines[3]]), "line 6");
    refused(&format!("{sealed}{sealed}"), "line");
    // Only its beginning came through.
    refused(sealed.strip_suffix(&sealed[sealed.len() - 14..]).unwrap_or_default(), "cs_seal");
    refused(&sealed.replace("cs_seal 3", "cs_seal many"), "cs_seal");
}

#[test]
fn a_list_that_ends_with_a_refusal_has_no_seal() {
    let sandbox = Sandbox::new();
    let mut rows = String::from("order_no,status,payable,created_at,buyer,paid\n");
    for n in 0..9000 {
        rows.push_str(&format!("B-{n},paid,10.00,2026-11-20 10:00:00,ann,10.00\n"));
    }
    rows.push_str("B-9000,paid,ten,2026-11-20 10:00:00,ann,10.00\n");
    sandbox.write("long.csv", rows);
    let list =
        sandbox.cs(&["orders", "list", "long.csv", "--platform", "own", "--reveal", "--seal", "-F", "csv"]);
    let list = list.run().ends_with(3).stdout;
    assert!(!list.contains("cs_seal"), "{:?}", list.lines().last());
    if !list.is_empty() {
        refused(&list, "--seal");
    }
}

#[test]
fn files_with_a_seal_are_read_and_checked() {
    let sandbox = with_orders();
    let sealed = sandbox.ok(&[LIST, &["-F", "csv"]].concat());
    let bare = sandbox.ok(&["orders", "list", "orders.csv", "--reveal", "-F", "csv"]);
    sandbox.write("sealed.csv", &sealed);
    sandbox.write("wrong.csv", sealed.replace("cs_seal 3", "cs_seal 4"));
    assert_eq!(sandbox.ok(&["orders", "list", "sealed.csv", "--reveal", "-F", "csv"]), bare);
    let from_pipe = sandbox.cs(&["orders", "list", "-", "--reveal", "-F", "csv"]).stdin(sealed.as_str());
    assert_eq!(from_pipe.run().done().stdout, bare);
    for command in [
        &["orders", "list"][..],
        &["orders", "check-abnormal"],
        &["remind", "unpaid"],
        &["report", "daily", "--date", "2026-11-20"],
        &["import", "-n"],
        &["import"],
    ] {
        let output = sandbox.cs(&[command, &["wrong.csv"]].concat()).run().ends_with(3);
        for word in ["wrong.csv", "3", "4"] {
            assert!(output.stderr.contains(word), "{command:?}: {}", output.stderr);
        }
    }
    assert!(!sandbox.database().exists());
    for command in [&["formats", "detect"][..], &["formats", "test", "cs-orders"]] {
        let told = sandbox.ok(&[command, &["sealed.csv", "-F", "csv"]].concat());
        assert!(told.contains("cs-orders") || told.contains("3"), "{told}");
    }
    let output = sandbox.cs(&["import", "sealed.csv"]).run().done();
    assert!(output.stderr.contains("imported: 3 new"), "{}", output.stderr);
}

#[test]
fn the_seal_is_no_row_under_any_layout() {
    let sandbox = with_orders();
    // Of chosen columns only the plain table of orders is left.
    let args = ["--columns", "order_no,status,buyer,payable,paid,created_at", "-F", "csv"];
    let few = sandbox.ok(&[LIST, &args].concat());
    sandbox.write("few.csv", &few);
    let list = sandbox.ok(&["orders", "list", "few.csv", "-F", "csv", "--columns", "order_no"]);
    assert_eq!(list, "order_no\nA-1\nA-2\nA-3\n");
    sandbox.write("few_wrong.csv", few.replace("cs_seal 3", "cs_seal 2"));
    sandbox.cs(&["orders", "list", "few_wrong.csv"]).run().ends_with(3);
}

#[test]
fn reviews_and_other_lists_check_it_too() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "reviews.csv",
        "platform,shop,review_id,order_no,buyer,rating,content,created_at\nown,S,R1,A-1,ann,1,broken,2026-11-20 10:00:00\n",
    );
    sandbox.ok(&["import", "reviews.csv"]);
    let sealed = sandbox.ok(&["export", "reviews", "--reveal", "--seal"]);
    sandbox.write("sealed.csv", &sealed);
    sandbox.write("wrong.csv", sealed.replace("cs_seal 1", "cs_seal 7"));
    sandbox.ok(&["reviews", "list", "sealed.csv"]);
    let output = sandbox.cs(&["reviews", "list", "wrong.csv"]).run().ends_with(3);
    assert!(output.stderr.contains("wrong.csv"), "{}", output.stderr);
}
