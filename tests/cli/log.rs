//! `cs log`: any text, by category.

use crate::sandbox::{Sandbox, Sheet};

#[test]
fn any_text_in_two_words() {
    let sandbox = Sandbox::new();
    let texts = [
        "文本",
        "-负号",
        "--x=1",
        "=1+1",
        "多 行\n第二行",
        "\u{1b}[31m红",
        "'; DROP TABLE log; --",
        "",
        "🙂",
    ];
    for text in texts {
        sandbox.ok(&["--db", "new.db", "log", "add", "退款", text]);
    }
    let list = sandbox.ok(&["--db", "new.db", "log", "list", "-F", "json"]);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&list).expect("JSON");
    let mut found: Vec<String> =
        rows.iter().map(|r| r["text"].as_str().unwrap_or_default().to_owned()).collect();
    let mut wanted = texts.map(str::to_owned).to_vec();
    found.sort();
    wanted.sort();
    assert_eq!(found, wanted);
    sandbox.ok(&["--db", "new.db", "doctor"]);
}

#[test]
fn the_summary_counts_by_category() {
    let sandbox = Sandbox::new();
    let add = |at: &str, args: &[&str]| {
        sandbox.cs(&[&["log", "add"], args].concat()).now(at).run().done();
    };
    add("2026-11-19T23:59:00+08:00", &["退款", "昨天以前"]);
    add("2026-11-20T09:00:00+08:00", &["退款", "打 13812345678 催"]);
    add("2026-11-20T10:00:00+08:00", &["系统", "千牛登不上", "--incident"]);
    add("2026-11-20T11:00:00+08:00", &["退款", "又催"]);
    let list = sandbox.cs(&["log", "list", "--date", "昨天"]).run().done();
    insta::assert_snapshot!("log_of_a_day", list.whole());
    let summary = sandbox.cs(&["log", "summary", "--since", "2026-11-20"]).run().done();
    insta::assert_snapshot!("log_summary", summary.whole());
    sandbox.ok(&["log", "close", "G-0003"]);
    assert_eq!(Sheet::of(&sandbox.ok(&["log", "summary"])).cell("category", "系统", "open"), "0");
    sandbox.cs(&["log", "close", "G-0001"]).run().ends_with(3);
}
