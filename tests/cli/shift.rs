//! `cs shift`: who is typing in which terminal.

use crate::sandbox::{Sandbox, Sheet};

#[test]
fn a_shift_names_whoever_types_in_its_terminal() {
    let sandbox = Sandbox::new();
    let at = |terminal: &str, time: &str, args: &[&str]| sandbox.cs(args).at(terminal).now(time).run();
    at("t1", "2026-11-21T22:00:00+08:00", &["shift", "open", "小李"]).done();
    at("t2", "2026-11-21T22:05:00+08:00", &["shift", "open", "小王"]).done();
    at("t1", "2026-11-21T22:10:00+08:00", &["log", "add", "a", "一"]).done();
    at("t2", "2026-11-21T22:11:00+08:00", &["log", "add", "a", "二"]).done();
    at("t2", "2026-11-21T22:12:00+08:00", &["log", "add", "a", "三", "--by", "主管"]).done();
    let log = Sheet::of(&sandbox.ok(&["log", "list"]));
    assert_eq!(log.column("by"), ["小李", "小王", "主管"]);
    let e = at("t1", "2026-11-21T22:20:00+08:00", &["shift", "open", "小赵"]).ends_with(3);
    assert!(e.stderr.contains("the shift of 小李 is still open"), "{}", e.stderr);
    at("t1", "2026-11-21T23:30:00+08:00", &["shift", "pause"]).done();
    at("t1", "2026-11-22T00:10:00+08:00", &["shift", "resume"]).done();
    let who = at("t3", "2026-11-22T00:20:00+08:00", &["shift", "who"]).done();
    insta::assert_snapshot!("shift_who", who.whole());
    at("t1", "2026-11-22T01:00:00+08:00", &["shift", "close"]).done();
    let roster = at("t3", "2026-11-22T02:00:00+08:00", &["shift", "roster"]).done();
    assert_eq!(Sheet::of(&roster.stdout).cell("name", "小李", "minutes"), "140", "across midnight, no break");
    at("t1", "2026-11-22T02:00:00+08:00", &["shift", "close"]).ends_with(3);
}

#[test]
fn without_a_terminal_somebody_has_to_be_named() {
    let sandbox = Sandbox::new();
    let e = sandbox.cs(&["shift", "open", "小李"]).run().ends_with(2);
    assert!(e.stderr.contains("CS_TERMINAL"), "{}", e.stderr);
}

#[test]
fn names_and_numbers_come_from_the_roster() {
    let sandbox = Sandbox::new();
    for (name, number) in [("小李", "008"), ("小王", "012")] {
        sandbox.ok(&["shift", "roster", "--add", name, "--number", number, "--by", "主管"]);
    }
    let e = sandbox.cs(&["shift", "roster", "--add", "小赵", "--number", "008"]).run().ends_with(3).stderr;
    assert!(e.contains("008 is 小李's"), "{e}");
    let at = |terminal: &str, args: &[&str]| sandbox.cs(args).at(terminal).run();
    at("t1", &["shift", "open", "008"]).done();
    let e = at("t2", &["shift", "open", "小黄"]).ends_with(2).stderr;
    assert!(e.contains("no `小黄` on the roster"), "{e}");
    at("t1", &["log", "add", "退款", "已转财务"]).done();
    at("t1", &["cases", "add", "b1", "少发"]).done();
    at("t1", &["cases", "note", "C-0001", "已联系"]).done();
    let log = Sheet::of(&sandbox.ok(&["log", "list"]));
    assert_eq!((log.column("by"), log.column("staff_no")), (vec!["小李"], vec!["008"]));
    let shown = at("t1", &["cases", "show", "C-0001"]).done().stdout;
    assert!(shown.contains("小李 (008) note 已联系"), "{shown}");
    let roster = Sheet::of(&sandbox.ok(&["shift", "roster"]));
    assert_eq!(roster.column("name"), ["小李", "小王"]);
    assert_eq!(roster.column("state"), ["open", "off"]);
    assert_eq!(roster.column("staff_no"), ["008", "012"]);
    assert_eq!(Sheet::of(&sandbox.ok(&["shift", "roster", "--by", "小王"])).column("name"), ["小王"]);
    assert_eq!(
        Sheet::of(&sandbox.ok(&["shift", "roster", "--until", "2026-11-19"])).column("state"),
        ["off"; 2]
    );
    sandbox.ok(&["shift", "roster", "--remove", "小王"]);
    assert_eq!(Sheet::of(&sandbox.ok(&["shift", "roster"])).column("name"), ["小李"]);
    sandbox.ok(&["undo"]);
    assert_eq!(Sheet::of(&sandbox.ok(&["shift", "roster"])).column("name"), ["小李", "小王"]);
    sandbox.ok(&["doctor"]);
}
