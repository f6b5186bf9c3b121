//! `cs audit` and `cs undo`.

use crate::sandbox::{MORNING, Output, Sandbox, Sheet};

fn at(sandbox: &Sandbox, by: &str, minute: u32, args: &[&str]) -> Output {
    sandbox.cs(args).env("CS_BY", by).now(&format!("2026-11-21T09:{minute:02}:00+08:00")).run()
}

#[test]
fn everybody_takes_back_only_their_own_last_step() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    at(&sandbox, "cron", 0, &["import", &file]).done();
    at(&sandbox, "a", 1, &["remind", "done", "3512260000000000042", "--via", "chat"]).done();
    at(&sandbox, "a", 2, &["cases", "add", "3512260000000000041", "少发"]).done();
    at(&sandbox, "a", 3, &["cases", "promise", "C-0001", "补发"]).done();
    at(&sandbox, "b", 4, &["log", "add", "x", "b 的"]).done();
    let queue =
        |minute| Sheet::of(&at(&sandbox, "a", minute, &["remind", "unpaid", "-q"]).done().stdout).len();
    let asked = queue(5);
    let dry = at(&sandbox, "a", 5, &["undo", "-n"]).done();
    assert!(dry.stderr.contains("would take back: cases promise"), "{}", dry.stderr);
    at(&sandbox, "a", 6, &["undo"]).done();
    let cases = Sheet::of(&sandbox.ok(&["cases", "list"]));
    assert_eq!(cases.column("promise"), [""], "the promise is gone");
    assert_eq!(cases.column("state"), ["new"], "and the case as it was before");
    at(&sandbox, "a", 7, &["undo"]).done();
    assert_eq!(Sheet::of(&sandbox.ok(&["cases", "list"])).len(), 0);
    at(&sandbox, "a", 8, &["undo"]).done();
    assert_eq!(queue(9), asked + 1, "the contact is taken back");
    let e = at(&sandbox, "a", 10, &["undo"]).ends_with(3);
    assert!(e.stderr.contains("nothing that can be taken back"), "{}", e.stderr);
    assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 1, "the other one's line stays");
    insta::assert_snapshot!(
        "audit",
        at(&sandbox, "a", 11, &["audit", "--columns", "at,by,command,what"]).done().whole()
    );
    assert_eq!(Sheet::of(&sandbox.ok(&["audit", "--since", "2026-11-21T09:08"])).len(), 1);
    sandbox.ok(&["doctor"]);
}

#[test]
fn what_somebody_changed_since_stays() {
    let sandbox = Sandbox::new();
    at(&sandbox, "a", 1, &["cases", "add", "买家甲", "少发"]).done();
    at(&sandbox, "b", 2, &["cases", "note", "C-0001", "看过"]).done();
    let e = at(&sandbox, "a", 3, &["undo"]).ends_with(3);
    assert!(e.stderr.contains("C-0001 has been changed since (b cases note)"), "{}", e.stderr);
    at(&sandbox, "a", 4, &["handover", "new"]).done();
    let e = at(&sandbox, "a", 5, &["undo"]).ends_with(3);
    assert!(e.stderr.contains("`handover new`, and that can't be taken back"), "{}", e.stderr);
}

/// Several agents at the same moment: each record is written once, none is lost, numbers stay apart.
#[test]
fn agents_at_the_same_moment() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["import", &file]);
    let sandbox = &sandbox;
    let recorded: usize = std::thread::scope(|scope| {
        let agents: Vec<_> = (0..4)
            .map(|n| {
                scope.spawn(move || {
                    let by = format!("agent{n}");
                    let orders = "3512260000000000042,3512260000000000041";
                    let said = at(sandbox, &by, 1, &["remind", "done", orders]).done().stderr;
                    at(sandbox, &by, 2, &["cases", "add", &by, "x"]).done();
                    said.matches(" done\n").count()
                })
            })
            .collect();
        agents.into_iter().map(|agent| agent.join().expect("an agent")).sum()
    });
    assert_eq!(recorded, 2, "each order once");
    let info = Sheet::of(&sandbox.ok(&["db", "info"]));
    assert_eq!(info.cell("key", "contacts", "value"), "2");
    let cases = Sheet::of(&sandbox.ok(&["cases", "list"]));
    assert_eq!(cases.column("id"), ["C-0001", "C-0002", "C-0003", "C-0004"]);
    sandbox.ok(&["doctor"]);
}

#[test]
fn a_dry_run_makes_no_database() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["--db", "none.db", "log", "add", "a", "b", "-n"]);
    assert!(!sandbox.work().join("none.db").exists());
    sandbox.ok(&["log", "add", "a", "b", "-n"]);
    assert!(!sandbox.database().exists());
    sandbox.cs(&["undo"]).run().ends_with(4);
}

/// Within one second the clock tells nothing: lines stand in the order of happening all the same.
#[test]
fn one_second_keeps_its_order() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["cases", "add", "b0", "x"]);
    let notes: Vec<String> = (1..=7).map(|n| format!("第 {n} 笔")).collect();
    for note in &notes {
        sandbox.ok(&["cases", "note", "C-0001", note]);
    }
    let audit = Sheet::of(&sandbox.ok(&["audit"]));
    let said: Vec<&str> = audit.column("what").into_iter().skip(1).collect();
    let wanted: Vec<String> = notes.iter().map(|note| format!("C-0001 note {note}")).collect();
    assert_eq!(said, wanted);
    let whole = sandbox.ok(&["cases", "show", "C-0001", "-F", "json"]);
    let places: Vec<_> = notes.iter().map(|note| whole.find(note.as_str()).expect("a note")).collect();
    assert!(places.is_sorted(), "{whole}");
}

#[test]
fn a_shift_is_not_taken_back() {
    let sandbox = Sandbox::new();
    let at = |args: &[&str]| sandbox.cs(args).at("t1").run();
    at(&["shift", "open", "小李"]).done();
    let e = at(&["undo"]).ends_with(3).stderr;
    assert!(e.contains("`cs shift close` ends it"), "{e}");
}

#[test]
fn people_read_the_audit_in_chinese_and_programs_in_english() {
    let sandbox = Sandbox::new();
    at(&sandbox, "a", 1, &["cases", "add", "买家甲", "少发"]).done();
    at(&sandbox, "a", 2, &["cases", "wait", "C-0001", "carrier", "--due", "+1h"]).done();
    let read = |format: &str| sandbox.cs(&["audit", "-F", format]).zh().run().done().stdout;
    let (table, csv) = (read("md"), read("csv"));
    assert!(table.contains("C-0001 售后") && table.contains("C-0001 等待 快递"), "{table}");
    assert!(csv.contains("C-0001 aftersale") && csv.contains("C-0001 wait carrier"), "{csv}");
}
