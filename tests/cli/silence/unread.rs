//! Columns that nobody reads and that hold dates, stars, money or states are named; what they might have said is not made up.

use super::{both_outputs, both_ways};
use crate::sandbox::{Sandbox, Sheet};

const REVIEWS: &str = "\
review_id,buyer,created_at,product,content,打星,回访于,备用
1,ann,2026-11-20 10:00:00,cup,很好，下次还会购买,5,2026-11-20 12:00:00,甲
2,bob,2026-11-20 10:05:00,cup,客服态度不好,2,,乙
3,cid,2026-11-20 10:10:00,pot,收到了,1,,丙
";

const POSTED: &str = "\
\"Sales Record Number\",\"Order Number\",\"Buyer Username\",\"Buyer Name\",\"Item Number\",\"Item Title\",\"Custom Label\",\"Quantity\",\"Sold For\",\"Carriage\",\"Total Price\",\"Sale Date\",\"Paid On Date\",\"Sent away on\",\"Tracking Number\"
\"12132\",\"16-14679-61003\",\"b1\",\"Ann\",\"4053\",\"Card A\",\"\",\"1\",\"AU $3,000.00\",\"AU $13.00\",\"AU $3,013.00\",\"26-May-26\",\"26-May-26\",\"27-May-26\",\"\"
\"12133\",\"16-14679-61004\",\"b2\",\"Bob\",\"4054\",\"Card B\",\"\",\"1\",\"AU $30.00\",\"AU $13.00\",\"AU $43.00\",\"26-May-26\",\"26-May-26\",\"\",\"\"
\"12134\",\"16-14679-61005\",\"b3\",\"Cid\",\"4054\",\"Card B\",\"\",\"1\",\"AU $30.00\",\"AU $13.00\",\"AU $43.00\",\"26-May-26\",\"\",\"\",\"\"
";

#[track_caller]
fn named(stderr: &str, column: &str, what: &str) {
    let told = stderr.lines().find(|line| line.contains("not read"));
    let told = told.unwrap_or_else(|| panic!("nothing is named: {stderr}"));
    assert!(told.contains(&format!("{column} ({what})")), "{told}");
}

#[test]
fn stars_and_dates_of_reviews_are_named() {
    let sandbox = Sandbox::new();
    sandbox.write("reviews.csv", REVIEWS);
    for args in [
        &["reviews", "negative", "reviews.csv"][..],
        &["reviews", "list", "reviews.csv"],
        &["import", "reviews.csv"],
    ] {
        let output = sandbox.cs(args).run().done();
        named(&output.stderr, "打星", "stars");
        named(&output.stderr, "回访于", "dates");
        assert!(!output.stderr.contains("备用"), "{}", output.stderr);
        assert_eq!(output.stderr.matches("打星").count(), 1, "once: {}", output.stderr);
        for private in ["很好", "客服态度"] {
            assert!(!output.stderr.contains(private));
        }
    }
    let quiet = sandbox.cs(&["reviews", "list", "reviews.csv", "-q"]).run().done();
    assert!(!quiet.stderr.contains("打星"), "{}", quiet.stderr);
    let zh = sandbox.cs(&["reviews", "list", "reviews.csv"]).zh().run().done();
    assert!(zh.stderr.contains("打星（星级）"), "{}", zh.stderr);
    let piped = sandbox.cs(&["reviews", "list", "-"]).stdin(REVIEWS).run().done();
    named(&piped.stderr, "打星", "stars");
}

#[test]
fn and_by_formats_detect() {
    let sandbox = Sandbox::new();
    sandbox.write("reviews.csv", REVIEWS);
    sandbox.write("orders.csv", POSTED);
    let found = Sheet::of(&sandbox.ok(&["formats", "detect", "reviews.csv", "orders.csv", "-F", "csv"]));
    assert_eq!(found.cell("file", "reviews.csv", "unread"), "打星=stars 回访于=dates");
    assert_eq!(found.cell("file", "orders.csv", "unread"), "Carriage=money Sent away on=dates");
}

#[test]
fn a_review_heading_in_everyday_words_is_read() {
    let stars = REVIEWS.replace("打星", "评价星级");
    for list in both_ways(&[("reviews.csv", &stars)], &["reviews", "negative"], &["--sort", "review_id"]) {
        assert_eq!(list.column("review_id"), ["2", "3"]);
    }
}

#[test]
fn whether_it_left_is_not_told_by_a_column_that_is_not_there() {
    let files = [("orders.csv", POSTED)];
    let columns = &["--columns", "order_no,status,shipped_at"];
    for output in both_outputs(&files, &["orders", "list"], columns) {
        let output = output.done();
        assert_eq!(
            output.stdout,
            "order_no,status,shipped_at\n16-14679-61003,unknown,\n16-14679-61004,unknown,\n16-14679-61005,unpaid,\n"
        );
    }
    let rest = &["--rule", "SHP-01,SHP-02,SHP-03", "--columns", "rule,order_no"];
    let [of_files, of_database] = both_outputs(&files, &["orders", "check-abnormal"], rest);
    named(&of_files.stderr, "Sent away on", "dates");
    named(&of_files.stderr, "Carriage", "money");
    for output in [of_files, of_database] {
        let output = output.done();
        assert_eq!(output.stdout, "rule,order_no\n");
        assert!(output.stderr.contains("could not run on 2 orders"), "{}", output.stderr);
    }
}

#[test]
fn headings_of_other_countries_are_read() {
    for (posted, freight, due) in [
        ("Posted On Date", "Postage And Handling", "Post By Date"),
        ("Dispatched on date", "Postage and packaging", "Post by date"),
        ("Dispatched On Date", "Postage And Packing", "Dispatch By Date"),
    ] {
        let text = POSTED
            .replace("Sent away on", posted)
            .replace("Carriage", freight)
            .replace("Custom Label", due)
            .replace("\"Card A\",\"\"", "\"Card A\",\"29-May-26\"");
        let columns = &["--columns", "order_no,status,shipped_at"];
        for list in both_ways(&[("orders.csv", &text)], &["orders", "list"], columns) {
            assert_eq!(list.cell("order_no", "16-14679-61003", "status"), "shipped");
            assert_eq!(list.cell("order_no", "16-14679-61004", "status"), "paid");
            assert_eq!(list.cell("order_no", "16-14679-61005", "status"), "unpaid");
        }
    }
}

#[test]
fn money_and_states_of_orders_are_named() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "orders.csv",
        "order_no,status,payable,paid,created_at,buyer,Where it is,Kept back,Lot\n\
         A-1,paid,10.00,10.00,2026-11-20 10:00:00,ann,shipped,1.50,7\n\
         A-2,paid,20.00,20.00,2026-11-20 10:00:00,bob,pending,2.00,8\n",
    );
    for args in [&["orders", "list", "orders.csv"][..], &["import", "orders.csv"]] {
        let output = sandbox.cs(args).run().done();
        named(&output.stderr, "Where it is", "states");
        named(&output.stderr, "Kept back", "money");
        assert!(!output.stderr.contains("Lot"), "{}", output.stderr);
    }
}

#[test]
fn only_far_down_filled_is_filled() {
    let sandbox = Sandbox::new();
    let mut text = String::from("order_no,status,payable,paid,created_at,buyer,Left at\n");
    for n in 0..500 {
        text.push_str(&format!("A-{n},paid,10.00,10.00,2026-11-20 10:00:00,ann,\n"));
    }
    text.push_str("A-500,paid,10.00,10.00,2026-11-20 10:00:00,ann,2026-11-20 18:00:00\n");
    sandbox.write("orders.csv", text);
    named(&sandbox.cs(&["import", "orders.csv"]).run().done().stderr, "Left at", "dates");
}

#[test]
fn headings_that_a_layout_knows_are_not_named() {
    let sandbox = Sandbox::new();
    for name in ["ebay/orders_80.csv", "taobao/orders_v3.csv", "taobao/items_v2.csv", "pdd/orders_v3.csv"] {
        let file = sandbox.fixture(name);
        let found = Sheet::of(&sandbox.ok(&["formats", "detect", &file, "-F", "csv"]));
        assert_eq!(found.column("unread"), [""], "{name}");
    }
}
