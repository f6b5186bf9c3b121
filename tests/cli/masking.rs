//! Nothing private without `--reveal`: not a name, not a phone, not a street, in no format and no message.

use crate::sandbox::{MORNING, Sandbox};

const FORMATS: &[&str] = &["table", "csv", "tsv", "json", "jsonl", "md", "name", "text", "html"];

/// Parts of the fixtures' names, phones and streets. The generator writes them; the first test shows that.
const PRIVATE: &[&str] = &["样例客甲", "样例客乙", "样例客丙", "1990000", "样例路", "样例大厦"];

fn leaks(text: &str) -> Vec<&'static str> {
    PRIVATE.iter().copied().filter(|p| text.contains(p)).collect()
}

#[test]
fn revealed_they_are_there() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let list = sandbox.ok(&["orders", "list", "--reveal", &file]);
    assert_eq!(leaks(&list), PRIVATE);
}

#[test]
fn lists_mask_in_every_format() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["import", &file]);
    for from in [&[file.as_str()][..], &[]] {
        for verb in [
            &["orders", "list"][..],
            &["orders", "check-abnormal", "--severity", "P3"],
            &["remind", "unpaid", "--all"],
        ] {
            for format in FORMATS {
                let out = sandbox.cs(&[verb, &["-F", format, "-v"], from].concat()).run().done();
                assert_eq!(leaks(&out.stdout), [""; 0], "{verb:?} -F {format}");
                assert_eq!(leaks(&out.stderr), [""; 0], "{verb:?} -F {format}");
                let numbers = if verb[0] == "remind" && *format == "text" {
                    "（订单尾号00"
                } else {
                    "35122600000000000"
                };
                assert!(out.stdout.contains(numbers), "order numbers are never masked: {verb:?} -F {format}");
            }
        }
    }
}

#[test]
fn what_a_mask_looks_like() {
    let sandbox = Sandbox::new();
    let out = sandbox.ok(&[
        "orders",
        "list",
        &sandbox.fixture("taobao/orders_v2.csv"),
        "--limit",
        "1",
        "--columns",
        "buyer,receiver,phone,address",
    ]);
    insta::assert_snapshot!(out);
}

#[test]
fn phones_inside_notes_are_masked() {
    let sandbox = Sandbox::new();
    let file = sandbox.changed(MORNING, "note.csv", "生日用，请包好一点", "打 19900001234 或 0571-88880000");
    let list = sandbox.ok(&["orders", "list", &file, "--columns", "buyer_note"]);
    assert!(!list.contains("19900001234") && !list.contains("88880000"), "{list}");
    let check = sandbox.cs(&["orders", "check-abnormal", &file]).run().done();
    assert!(!check.stdout.contains("19900001234") && !check.stderr.contains("19900001234"));
}

#[test]
fn a_nick_that_is_a_phone_is_masked() {
    let sandbox = Sandbox::new();
    let file = sandbox.changed("taobao/orders_v2.csv", "nick.csv", "tb_yangli1\"", "19900000001\"");
    for format in FORMATS {
        let out = sandbox.ok(&["orders", "list", &file, "-F", format]);
        assert!(!out.contains("19900000001"), "-F {format}");
        let queue = sandbox.ok(&["remind", "unpaid", &file, "--all", "-F", format]);
        assert!(!queue.contains("19900000001"), "-F {format}");
    }
}

#[test]
fn revealing_the_database_is_audited() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["import", &file]);
    let audits = || {
        crate::sandbox::Sheet::of(&sandbox.ok(&["db", "info"]))
            .cell("key", "audit", "value")
            .parse::<u64>()
            .expect("a count")
    };
    let before = audits();
    sandbox.ok(&["orders", "list"]);
    sandbox.ok(&["orders", "list", "--reveal", &file]);
    assert_eq!(audits(), before, "neither a masked list nor a file is a reveal");
    sandbox.ok(&["orders", "list", "--reveal"]);
    sandbox.ok(&["orders", "check-abnormal", "--reveal"]);
    sandbox.ok(&["remind", "unpaid", "--reveal"]);
    assert_eq!(audits(), before + 3);
}

#[cfg(unix)]
#[test]
fn the_database_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    let mode = std::fs::metadata(sandbox.database()).expect("the database").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}
