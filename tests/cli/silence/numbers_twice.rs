//! One number on two records: both are told, and none replaces the other unseen.

use super::kept;
use crate::sandbox::Sandbox;

const REVIEWS: &str = "\
platform,review_id,order_no,buyer,rating,content,created_at
own,R1,A-1,ann,1,broken,2026-11-20 10:00:00
own,R1,A-2,bob,2,late,2026-11-20 11:00:00
own,R2,A-3,cid,5,good,2026-11-20 12:00:00
";

const REFUNDS: &str = "\
订单编号,退款编号,买家退款金额,售后类型,退款的申请时间,退款状态
7001,9001,10.00,仅退款,2026-11-20 10:00:00,退款成功
7002,9001,20.00,仅退款,2026-11-20 11:00:00,退款成功
7003,9002,30.00,仅退款,2026-11-20 12:00:00,退款成功
";

const ITEMS: &str = "\
子订单编号,主订单编号,标题,价格,购买数量,订单状态,买家应付货款,买家实际支付金额
5001,7001,cup,10.00,1,买家已付款，等待卖家发货,10.00,10.00
5001,7001,pot,20.00,2,买家已付款，等待卖家发货,40.00,40.00
5002,7002,cup,10.00,1,买家已付款，等待卖家发货,10.00,10.00
";

fn refused(text: &str, command: &[&str], number: &str, kind: &str) {
    let sandbox = Sandbox::new();
    sandbox.write("twice.csv", text);
    for args in [[command, &["twice.csv"]].concat(), vec!["import", "twice.csv"]] {
        let output = sandbox.cs(&args).run().ends_with(3);
        assert!(output.stderr.contains("twice.csv:3"), "{args:?}: {}", output.stderr);
        assert!(output.stderr.contains(number), "{args:?}: {}", output.stderr);
        assert!(output.stdout.is_empty(), "{args:?}: {}", output.stdout);
    }
    assert!(!sandbox.database().exists(), "nothing was imported");
    // What is set aside is the later row; the earlier one stays.
    let args = ["import", "twice.csv", "--keep-going", "--rejects", "bad.csv"];
    sandbox.cs(&args).run().ends_with(5);
    assert_eq!(kept(&sandbox, kind).len(), 2);
    assert!(sandbox.read("bad.csv").contains(number));
}

#[test]
fn a_review_number_twice_in_a_file_is_refused() {
    refused(REVIEWS, &["reviews", "list"], "R1", "reviews");
}

#[test]
fn a_refund_number_twice_in_a_file_is_refused() {
    refused(REFUNDS, &["refunds", "list"], "9001", "refunds");
}

#[test]
fn an_item_number_twice_in_an_order_is_refused() {
    refused(ITEMS, &["orders", "list"], "5001", "items");
}

#[test]
fn the_same_row_twice_counts_once_and_is_told() {
    for (text, kind) in [(REVIEWS, "reviews"), (REFUNDS, "refunds"), (ITEMS, "items")] {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[2] = lines[1];
        let sandbox = Sandbox::new();
        sandbox.write("same.csv", format!("{}\n", lines.join("\n")));
        let output = sandbox.cs(&["import", "same.csv"]).run().done();
        assert!(output.stderr.contains("1 rows repeat"), "{kind}: {}", output.stderr);
        assert_eq!(kept(&sandbox, kind).len(), 2, "{kind}");
    }
}

/// A number is one record's. A later file that gives it to another order is refused, whole.
fn another_order(text: &str, kind: &str, number: &str) {
    let lines: Vec<&str> = text.lines().collect();
    let sandbox = Sandbox::new();
    sandbox.write("first.csv", format!("{}\n{}\n", lines[0], lines[1]));
    sandbox.write("second.csv", format!("{}\n{}\n", lines[0], lines[2]));
    sandbox.ok(&["import", "first.csv"]);
    let before = sandbox.ok(&["export", kind, "--reveal", "-F", "csv"]);
    let output = sandbox.cs(&["import", "second.csv"]).run().ends_with(3);
    for told in ["second.csv", number] {
        assert!(output.stderr.contains(told), "{kind}: {}", output.stderr);
    }
    assert_eq!(sandbox.ok(&["export", kind, "--reveal", "-F", "csv"]), before);
}

#[test]
fn a_number_of_another_order_in_a_later_file_is_refused() {
    another_order(REVIEWS, "reviews", "R1");
    another_order(REFUNDS, "refunds", "9001");
}

#[test]
fn a_number_of_another_order_in_another_file_of_the_same_command_is_refused() {
    let lines: Vec<&str> = REVIEWS.lines().collect();
    let sandbox = Sandbox::new();
    sandbox.write("first.csv", format!("{}\n{}\n", lines[0], lines[1]));
    sandbox.write("second.csv", format!("{}\n{}\n", lines[0], lines[2]));
    let output = sandbox.cs(&["reviews", "list", "first.csv", "second.csv"]).run().ends_with(3);
    assert!(output.stderr.contains("R1"), "{}", output.stderr);
}

#[test]
fn a_review_that_learns_its_order_is_still_one() {
    let sandbox = Sandbox::new();
    let head = "platform,review_id,order_no,buyer,rating,content,created_at";
    sandbox.write("first.csv", format!("{head}\nown,R1,,ann,1,broken,2026-11-20 10:00:00\n"));
    sandbox.write("second.csv", format!("{head}\nown,R1,A-1,ann,1,broken,2026-11-20 10:00:00\n"));
    sandbox.ok(&["import", "first.csv"]);
    sandbox.ok(&["import", "second.csv"]);
    let reviews = kept(&sandbox, "reviews");
    assert_eq!(reviews.column("order_no"), ["A-1"]);
}

#[test]
fn numbers_of_two_shops_are_two() {
    let sandbox = Sandbox::new();
    let head = "platform,shop,review_id,order_no,buyer,rating,content,created_at";
    sandbox.write(
        "shops.csv",
        format!(
            "{head}\nown,S,R1,A-1,ann,1,broken,2026-11-20 10:00:00\nown,T,R1,B-1,bob,5,good,2026-11-20 11:00:00\n"
        ),
    );
    sandbox.ok(&["import", "shops.csv"]);
    assert_eq!(kept(&sandbox, "reviews").column("order_no"), ["A-1", "B-1"]);
}
