//! `cs handover`: two shifts, three terminals, one database, across midnight.

use crate::sandbox::{MORNING, Output, Sandbox, Sheet};
use std::collections::{BTreeMap, BTreeSet};

const COLUMNS: &str = "id,section,severity,platform,shop,buyer,order_no,subject,what,owner,due_at,minutes_left,from,to,carried_from,state";

struct Play {
    sandbox: Sandbox,
}

impl Play {
    /// `21 20:00` is a moment of November 2026.
    fn at(&self, terminal: &str, time: &str, args: &[&str]) -> Output {
        let (day, clock) = time.split_once(' ').expect("a day and a time");
        self.sandbox.cs(args).at(terminal).now(&format!("2026-11-{day}T{clock}:00+08:00")).run()
    }

    fn sheet(&self, terminal: &str, time: &str, args: &[&str]) -> Sheet {
        Sheet::of(&self.at(terminal, time, args).done().stdout)
    }

    fn import(&self, time: &str, name: &str, rows: &str) {
        let head = "platform,shop,order_no,status,buyer,payable,paid,created_at,paid_at,shipped_at,tracking_no,carrier,items\n";
        let file = self.sandbox.write(name, format!("{head}{rows}"));
        self.at("cron", time, &["import", &file, "--exported-at", "now"]).done();
    }

    /// Which key stands in which state in a signed handover.
    fn signed(&self, number: &str) -> BTreeMap<String, String> {
        let sheet = self.sheet("t1", "22 12:00", &["handover", "show", number]);
        let ids = sheet.column("id").into_iter().map(str::to_owned);
        ids.zip(sheet.column("state").into_iter().map(str::to_owned)).collect()
    }
}

#[test]
fn two_shifts_across_midnight() {
    let play = Play { sandbox: Sandbox::new() };
    let late = |no: &str, buyer: &str| {
        format!("taobao,青禾,{no},paid,{buyer},10.00,10.00,2026-11-18T08:00:00,2026-11-18T08:05:00,,,,cup\n")
    };
    play.import("21 20:00", "o1.csv", &(late("50000001", "b1") + &late("50000002", "b2")));

    // The evening shift, in two terminals.
    play.at("t1", "21 20:01", &["shift", "open", "小李"]).done();
    play.at("t2", "21 20:02", &["shift", "open", "小赵"]).done();
    play.at("t1", "21 20:10", &["cases", "add", "50000002", "少发一件"]).done();
    play.at("t1", "21 20:11", &["cases", "promise", "C-0001", "夜里补发", "--due", "02:00"]).done();
    play.at("t2", "21 20:12", &["cases", "add", "b9", "回电问保修", "--kind", "callback", "--due", "09:00"])
        .done();
    play.at("t2", "21 20:13", &["cases", "add", "b8", "平台维权", "--kind", "dispute", "--due", "+48h"])
        .done();
    play.at("t1", "21 20:20", &["consult", "add", "lead_a", "陶瓷杯"]).done();
    play.at("t2", "21 20:21", &["consult", "add", "lead_b", "陶瓷碗"]).done();
    play.at("t2", "21 20:30", &["log", "add", "系统", "千牛登不上", "--incident"]).done();
    play.at("t1", "21 20:40", &["handover", "note", "打印机没墨了"]).done();
    play.at("t1", "21 20:41", &["handover", "note", "写错了"]).done();
    play.at("t1", "21 20:42", &["undo"]).done();
    let draft = play.at("t1", "21 23:00", &["handover", "--to", "小王"]).done();
    assert_eq!(draft.stdout.lines().next(), Some(COLUMNS));
    insta::assert_snapshot!("handover_draft", draft.whole());
    play.at("t1", "21 23:30", &["handover", "new", "--to", "小王"]).done();
    let e = play.at("t1", "21 23:31", &["handover", "ack", "--all"]).ends_with(3);
    assert!(e.stderr.contains("was given by 小李"), "{}", e.stderr);
    play.at("t1", "21 23:40", &["shift", "close"]).done();
    play.at("t2", "21 23:41", &["shift", "close"]).done();

    // The night shift; meanwhile a lead has paid and a late order was shipped.
    play.at("t3", "22 00:10", &["shift", "open", "小王"]).done();
    let paid =
        "taobao,青禾,50000003,paid,lead_a,10.00,10.00,2026-11-21T23:45:00,2026-11-21T23:46:00,,,,cup\n";
    let shipped = "taobao,青禾,50000001,shipped,b1,10.00,10.00,2026-11-18T08:00:00,2026-11-18T08:05:00,2026-11-22T00:05:00,SF1234567890123,顺丰,cup\n";
    play.import("22 00:20", "o2.csv", &format!("{paid}{shipped}"));
    let early = play.sheet("t3", "22 00:35", &["handover"]);
    assert!(!early.column("id").contains(&"H-0001"), "30 minutes are not over");
    let now = play.at("t3", "22 00:45", &["handover"]).done();
    insta::assert_snapshot!("handover_late", now.whole());
    let sheet = Sheet::of(&now.stdout);
    assert_eq!(sheet.cell("id", "H-0001", "severity"), "P1");
    for settled in ["L-0001", "50000001"] {
        assert!(!now.stdout.contains(settled), "{settled} is settled");
    }
    let ack = play.at("t3", "22 00:50", &["handover", "ack", "--all"]).done();
    assert!(ack.stderr.contains("P1: acknowledged late, after 40 minutes"), "{}", ack.stderr);
    let again = play.at("t3", "22 00:51", &["handover", "ack", "--all"]).done();
    assert!(again.stderr.contains("0 items acknowledged"), "{}", again.stderr);
    let again = play.at("t3", "22 00:52", &["handover", "ack", "L-0002"]).done();
    assert!(again.stderr.contains("acknowledged by 小王 at 11-22 00:50 already"), "{}", again.stderr);
    let settled = play.at("t3", "22 00:53", &["handover", "ack", "L-0001"]).done();
    assert!(settled.stderr.contains("has been settled since"), "{}", settled.stderr);

    // A promise kept, by mistake in the wrong case first.
    play.at("t3", "22 01:00", &["cases", "close", "C-0002"]).done();
    play.at("t3", "22 01:01", &["undo"]).done();
    play.at("t3", "22 01:02", &["cases", "promise", "C-0001", "已补发", "--kept"]).done();
    play.at("t3", "22 01:03", &["cases", "close", "C-0001", "--outcome", "补发"]).done();
    let twice = play.at("t3", "22 01:04", &["cases", "close", "C-0001"]).done();
    assert!(twice.stderr.contains("not recorded again"), "{}", twice.stderr);
    play.at("t3", "22 07:50", &["handover", "new", "--to", "小李"]).done();
    play.at("t1", "22 08:00", &["shift", "open", "小李"]).done();
    let ack = play.at("t1", "22 08:10", &["handover", "ack", "--all"]).done();
    assert!(!ack.stderr.contains("late"), "{}", ack.stderr);

    // No row is lost: what the first handover listed is closed there or stands in the second, never both.
    let (first, second) = (play.signed("H-0001"), play.signed("H-0002"));
    let closed: BTreeSet<&String> = first.iter().filter(|i| i.1 == "closed").map(|i| i.0).collect();
    let carried: BTreeSet<&String> = second.keys().filter(|k| first.contains_key(*k)).collect();
    assert!(closed.is_disjoint(&carried), "{closed:?} {carried:?}");
    assert_eq!(closed.len() + carried.len(), first.len());
    let names = |set: &BTreeSet<&String>| {
        set.iter().filter(|k| k.contains('-')).map(|k| k.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(names(&closed), ["C-0001", "L-0001"]);
    assert_eq!(names(&carried), ["C-0002", "C-0003", "G-0001", "G-0002", "L-0002"]);
    let sheet = play.sheet("t1", "22 08:20", &["handover"]);
    assert!(carried.iter().all(|k| sheet.cell("id", k, "carried_from") == "H-0001"));
    assert_eq!(sheet.counts("state").keys().collect::<Vec<_>>(), ["acked"]);
    insta::assert_snapshot!("handover_list", play.at("t1", "22 08:20", &["handover", "list"]).done().whole());
    insta::assert_snapshot!("handover_audit", play.at("t1", "22 08:20", &["audit"]).done().whole());
    play.sandbox.ok(&["doctor"]);
}

#[test]
fn of_the_main_example() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let empty = sandbox.cs(&["handover"]).run().done();
    assert_eq!(empty.stdout.trim(), COLUMNS, "without a database: a head and nothing else");
    sandbox.ok(&["import", &file]);
    insta::assert_snapshot!("handover_morning_zh", sandbox.cs(&["handover"]).zh().run().done().stdout);
    sandbox.cs(&["handover", "ack", "--all"]).run().ends_with(3);
}

#[test]
fn a_handover_needs_a_name() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["handover", "note", "抽屉里有备用钥匙", "--by", "小李"]);
    for args in
        [&["handover", "new", "--to", "小王", "--by", " "][..], &["handover", "ack", "--all", "--by", " "]]
    {
        let told = sandbox.cs(args).run().ends_with(2).stderr;
        assert!(told.contains("--by"), "{told}");
    }
}
