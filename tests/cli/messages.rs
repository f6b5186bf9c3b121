//! `cs messages`: chats entered by hand beside those that exports tell.

use crate::sandbox::{MORNING, Sandbox, Sheet};

const ORDER: &str = "3512260000000000036";

#[test]
fn what_is_entered_stands_in_one_list_with_what_was_imported() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", "-q", &sandbox.fixture(MORNING), &sandbox.fixture("generic/messages.csv")]);
    let told =
        sandbox.cs(&["messages", "add", ORDER, "打 19900001234 改成晚上送", "--at", "08:45"]).run().done();
    insta::assert_snapshot!("added", told.whole());
    let reply = ["messages", "add", "tb_sample1", "好的，已备注", "--from", "shop", "--via", "phone"];
    sandbox.ok(&reply);
    insta::assert_snapshot!("list", sandbox.cs(&["messages", "list"]).run().done().whole());
    insta::assert_snapshot!(
        "list_zh",
        sandbox.cs(&["messages", "list", "-F", "md"]).zh().run().done().stdout
    );
    let list = |args: &[&str]| Sheet::of(&sandbox.ok(&[&["messages", "list"], args].concat()));
    assert_eq!(list(&["--about", ORDER]).column("id"), ["M-0001"]);
    assert_eq!(list(&["--about", ORDER]).column("buyer"), ["tb_yangli36"], "the order tells whose it is");
    let chat = list(&["--about", "tb_sample1"]);
    assert!(chat.column("source").contains(&"imported") && chat.column("source").contains(&"entered"));
    assert_eq!(list(&["--date", "2026-11-21"]).len(), 2);
    assert_eq!(list(&["--shop", "样例小铺"]).column("id"), ["M-0001"]);
    // Facts stay facts: what was entered is no part of an export of them.
    assert_eq!(Sheet::of(&sandbox.ok(&["export", "messages"])).len(), 3);
    assert_eq!(Sheet::of(&sandbox.ok(&["db", "info"])).cell("key", "messages_entered", "value"), "2");
    assert_eq!(sandbox.ok(&["doctor"]), "the database is sound\n");
}

#[test]
fn nothing_private_without_reveal_and_every_reveal_is_audited() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["messages", "add", "19900005678", "我的电话 19900001234"]);
    for format in ["table", "csv", "tsv", "json", "jsonl", "md", "text", "html"] {
        let list = sandbox.ok(&["messages", "list", "-F", format]);
        assert!(!list.contains("19900001234") && !list.contains("19900005678"), "-F {format}: {list}");
    }
    let count = || Sheet::of(&sandbox.ok(&["audit"])).len();
    let before = count();
    assert!(sandbox.ok(&["messages", "list", "--reveal"]).contains("19900001234"));
    assert_eq!(count(), before + 1);
}

#[test]
fn a_message_is_recorded_by_somebody_and_can_be_taken_back() {
    let sandbox = Sandbox::new();
    let add = ["messages", "add", "tb_a", "在吗"];
    sandbox.cs(&add).env("CS_BY", "").env("USER", "").run().ends_with(2);
    sandbox.cs(&["messages", "add", "tb_a", " "]).run().ends_with(2);
    sandbox.cs(&["messages", "add", "tb_a", "在吗", "--at", "2027-01-01"]).run().ends_with(2);
    sandbox.ok(&[&add[..], &["-n"]].concat());
    assert!(!sandbox.database().exists(), "a dry run writes nothing");
    sandbox.ok(&add);
    assert_eq!(Sheet::of(&sandbox.ok(&["audit"])).column("what"), ["M-0001 message"]);
    let undone = sandbox.cs(&["undo"]).run().done();
    assert!(undone.stderr.contains("messages add (M-0001)"), "{}", undone.stderr);
    assert_eq!(Sheet::of(&sandbox.ok(&["messages", "list"])).len(), 0);
}

#[test]
fn any_text_comes_back_as_it_was_typed() {
    let sandbox = Sandbox::new();
    let texts = ["-负号", "=1+1", "两 行\n第二行", "'; DROP TABLE said; --", "🙂"];
    for text in texts {
        sandbox.ok(&["messages", "add", "tb_a", text]);
    }
    let list = sandbox.ok(&["messages", "list", "-F", "json", "--reveal"]);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&list).expect("JSON");
    let found: Vec<&str> = rows.iter().filter_map(|r| r["text"].as_str()).collect();
    assert_eq!(found, texts, "in the order in which they were entered");
}

#[test]
fn a_message_goes_with_its_order_to_its_shop() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("taobao/tmall_report.csv");
    sandbox.ok(&["import", "-q", &file]);
    let order = Sheet::of(&sandbox.ok(&["orders", "list", "--limit", "1"]));
    let order = order.column("order_no")[0].to_owned();
    sandbox.ok(&["messages", "add", &order, "在吗"]);
    let shop = || Sheet::of(&sandbox.ok(&["messages", "list"])).column("shop")[0].to_owned();
    assert_eq!(shop(), "");
    sandbox.ok(&["import", "-q", &file, "--shop", "样例甲店"]);
    assert_eq!(shop(), "样例甲店");
    assert_eq!(sandbox.ok(&["doctor"]), "the database is sound\n");
}

#[test]
fn files_are_listed_without_a_database() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("generic/messages.csv");
    let list = Sheet::of(&sandbox.ok(&["messages", "list", &file, &file]));
    assert_eq!(list.len(), 3, "the same file twice is there once");
    assert_eq!(list.counts("source").get("imported"), Some(&3));
    assert!(!sandbox.database().exists());
    let none = sandbox.cs(&["messages", "list", &sandbox.fixture(MORNING)]).run().done();
    assert!(none.stderr.contains("there are no messages in these files"), "{}", none.stderr);
}
