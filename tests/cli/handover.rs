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
    play.at(
        "t3",
        "22 01:03",
        &[
            "cases",
            "close",
            "C-0001",
            "--outcome",
            "补发",
            "--category",
            "漏发",
            "--fault",
            "us",
            "--amount",
            "0",
        ],
    )
    .done();
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
    insta::assert_snapshot!(
        "handover_audit",
        play.at("t1", "22 08:20", &["audit", "--columns", "at,by,command,what"]).done().whole()
    );
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

/// Nobody could acknowledge it. Fails while it is signed all the same.
#[test]
fn nobody_hands_over_to_themselves() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["handover", "note", "抽屉里有备用钥匙", "--by", "小李"]);
    for sides in [&["--to", "小李"][..], &["--from", "小王", "--to", "小王"]] {
        let args = [&["handover", "new", "--by", "小李"], sides].concat();
        let told = sandbox.cs(&args).run().ends_with(3).stderr;
        assert!(told.contains("hand over to the same person") && told.contains("--to"), "{told}");
    }
    sandbox.ok(&["handover", "new", "--by", "小李", "--to", "小王"]);
    sandbox.ok(&["handover", "ack", "--all", "--by", "小王"]);
}

/// Somebody who types `ack 1-3` after `handover` gets what was handed over, and is told of the rest.
#[cfg(unix)]
#[test]
fn rows_that_were_not_handed_over_are_told_and_left() {
    let play = Play { sandbox: Sandbox::new() };
    play.at("t1", "21 20:00", &["shift", "open", "小李"]).done();
    play.at("t1", "21 20:01", &["cases", "add", "b1", "维权一", "--kind", "dispute"]).done();
    play.at("t1", "21 20:02", &["cases", "add", "b2", "维权二", "--kind", "dispute"]).done();
    play.at("t1", "21 20:03", &["handover", "new", "--to", "小王"]).done();
    play.at("t2", "21 20:10", &["shift", "open", "小王"]).done();
    play.at("t2", "21 20:11", &["cases", "add", "b3", "维权三", "--kind", "dispute"]).done();
    let at = 1_795_263_120; // 2026-11-21T20:12:00+08:00
    play.sandbox.plant_rows("t2", at, "", &[("C-0001", ""), ("C-0002", ""), ("C-0003", "")]);
    let only = play.at("t2", "21 20:12", &["handover", "ack", "3"]).ends_with(3).stderr;
    assert!(only.contains("C-0003") && only.contains("cs handover new"), "{only}");
    let said = play.at("t2", "21 20:13", &["handover", "ack", "1-3"]).done().stderr;
    assert!(said.contains("2 items acknowledged"), "{said}");
    assert!(said.contains("1 not handed over yet and left alone: C-0003"), "{said}");
    let sheet = play.sheet("t2", "21 20:14", &["handover"]);
    assert_eq!(sheet.column("state"), ["acked", "acked", "draft"]);
    let e = play.at("t2", "21 20:15", &["handover", "ack", "C-0001,C-0099"]).ends_with(3).stderr;
    assert!(e.contains("the last handover has no C-0099"), "{e}");
}

#[test]
fn the_number_of_a_handover_stands_for_all_of_it() {
    let play = Play { sandbox: Sandbox::new() };
    play.at("t1", "21 20:00", &["handover", "note", "一", "--by", "小李"]).done();
    play.at("t1", "21 20:01", &["handover", "note", "二", "--by", "小李"]).done();
    play.at("t1", "21 20:02", &["handover", "new", "--by", "小李"]).done();
    let said = play.at("t2", "21 20:05", &["handover", "ack", "H-0001", "--by", "小王"]).done().stderr;
    assert!(said.contains("2 items acknowledged"), "{said}");
}

/// Who acknowledged an item first stays, whoever says it again, until they take it back themselves.
#[test]
fn who_acknowledged_first_stays() {
    let play = Play { sandbox: Sandbox::new() };
    play.at("t1", "21 20:00", &["handover", "note", "一", "--by", "小李"]).done();
    play.at("t1", "21 20:01", &["handover", "note", "二", "--by", "小李"]).done();
    play.at("t1", "21 20:02", &["handover", "new", "--by", "小李"]).done();
    let ack =
        |time: &str, by: &str| play.at(by, time, &["handover", "ack", "G-0001", "--by", by]).done().stderr;
    let listed = || {
        let sheet = play.sheet("t1", "21 20:30", &["handover", "list"]);
        (sheet.cell("id", "H-0001", "acked").to_owned(), play.signed("H-0001")["G-0001"].clone())
    };
    assert!(ack("21 20:05", "小王").contains("1 items acknowledged"));
    let late = ack("21 20:06", "小张");
    assert!(late.contains("G-0001: acknowledged by 小王 at 11-21 20:05 already"), "{late}");
    assert!(late.contains("0 items acknowledged"), "{late}");
    assert_eq!(listed(), ("1".into(), "acked".into()));
    let states = Sheet::of(&play.sandbox.ok(&["export", "todo_states", "--reveal", "--by", "小王"]));
    assert_eq!(states.column("subject_no"), ["H-0001/G-0001"]);
    assert_eq!(states.cell("subject_no", "H-0001/G-0001", "acked_at"), "2026-11-21T20:05:00+08:00");
    play.at("小张", "21 20:07", &["undo", "--by", "小张"]).ends_with(3);
    let told = play.at("小王", "21 20:08", &["undo", "--by", "小王"]).done().stderr;
    assert!(told.contains("handover ack (H-0001/G-0001)"), "{told}");
    assert_eq!(listed(), ("0".into(), "open".into()));
    assert!(ack("21 20:09", "小张").contains("1 items acknowledged"));
    assert_eq!(listed(), ("1".into(), "acked".into()));
    play.sandbox.ok(&["doctor"]);
}

/// An order that was due soon and is overdue now is the same matter, acknowledged already.
#[test]
fn due_soon_becomes_overdue_and_stays_one_item() {
    let play = Play { sandbox: Sandbox::new() };
    let row = "taobao,青禾,50000009,paid,b9,10.00,10.00,2026-11-20T01:55:00,2026-11-20T02:00:00,,,,cup\n";
    play.import("21 23:00", "o.csv", row);
    play.at("t1", "21 23:00", &["shift", "open", "小李"]).done();
    let soon = play.sheet("t1", "21 23:10", &["handover"]);
    assert_eq!(soon.column("severity"), ["P1"]);
    assert!(soon.column("subject")[0].starts_with("SHP-02"), "{:?}", soon.column("subject"));
    let id = soon.column("id")[0].to_owned();
    play.at("t1", "21 23:30", &["handover", "new", "--to", "小王"]).done();
    play.at("t2", "21 23:40", &["shift", "open", "小王"]).done();
    play.at("t2", "21 23:41", &["handover", "ack", "--all"]).done();
    let late = play.sheet("t2", "22 03:00", &["handover"]);
    assert!(late.column("subject")[0].starts_with("SHP-01"), "{:?}", late.column("subject"));
    assert_eq!(late.column("id"), [&id]);
    assert_eq!((late.column("severity"), late.column("state")), (vec!["P0"], vec!["acked"]));
    play.at("t2", "22 07:50", &["handover", "new", "--to", "小李"]).done();
    assert_eq!(play.signed("H-0001")[&id], "acked", "not settled");
    let second = play.sheet("t1", "22 08:00", &["handover", "show", "H-0002"]);
    assert_eq!(second.cell("id", &id, "carried_from"), "H-0001");
    assert_eq!(second.cell("id", &id, "severity"), "P0");
}

#[test]
fn groups_hand_over_apart() {
    let play = Play { sandbox: Sandbox::new() };
    play.at("t1", "21 20:00", &["cases", "add", "b1", "维权", "--kind", "dispute", "--by", "小李"]).done();
    for (group, from, to) in [("售前", "小李", "小王"), ("售后", "小赵", "小钱")] {
        play.at("t1", "21 20:01", &["handover", "new", "--group", group, "--to", to, "--by", from]).done();
    }
    let ack = |group: &[&str], by: &str| {
        play.at("t1", "21 20:10", &[&["handover", "ack", "--all", "--by", by], group].concat())
    };
    ack(&["--group", "售后"], "小钱").done();
    ack(&[], "小钱").ends_with(3);
    let of = |group: &str| play.sheet("t1", "21 20:11", &["handover", "--group", group]);
    assert_eq!((of("售前").column("state"), of("售前").column("to")), (vec!["open"], vec!["小王"]));
    assert_eq!((of("售后").column("state"), of("售后").column("to")), (vec!["acked"], vec!["小钱"]));
    assert_eq!(play.sheet("t1", "21 20:11", &["handover"]).column("state"), ["draft"]);
    let list = play.sheet("t1", "21 20:11", &["handover", "list", "--group", "售后"]);
    assert_eq!((list.column("id"), list.column("group")), (vec!["H-0002"], vec!["售后"]));
    assert_eq!(play.sheet("t1", "21 20:11", &["handover", "list", "--by", "小王"]).column("id"), ["H-0001"]);
}

/// Refunds that run out before the next shift ends are handed over; others are not.
#[test]
fn refunds_running_out_stand_in_their_section() {
    let sandbox = Sandbox::new();
    let files = [sandbox.fixture("taobao/orders_v1.csv"), sandbox.fixture("taobao/refunds_v1.xlsx")];
    sandbox.ok(&["import", &files[0], &files[1]]);
    let all = Sheet::of(&sandbox.ok(&["refunds", "list", "--due", "-q"]));
    let due = all.column("due_at").into_iter().find(|d| !d.is_empty()).expect("a deadline").to_owned();
    let number =
        all.column("refund_no")[all.column("due_at").iter().position(|d| *d == due).expect("its row")];
    let shown = |hours: i64| {
        let at = chrono::DateTime::parse_from_rfc3339(&due).expect("a time") - chrono::Duration::hours(hours);
        let now = at.to_rfc3339();
        let run = sandbox.cs(&["handover", "--section", "refunds", "-q"]).now(&now).run().done();
        let sheet = Sheet::of(&run.stdout);
        let place = sheet.column("id").iter().position(|id| *id == number);
        place.map(|p| (sheet.column("severity")[p].to_owned(), sheet.column("due_at")[p].to_owned()))
    };
    assert_eq!(shown(13), None);
    assert_eq!(shown(11), Some(("P1".into(), due.clone())));
    assert_eq!(shown(3), Some(("P0".into(), due.clone())));
}

#[test]
fn what_could_not_run_is_one_line() {
    let sandbox = Sandbox::new();
    let head = "platform,shop,order_no,status,buyer,payable,paid,created_at,paid_at\n";
    let row = "taobao,青禾,50000009,paid,b9,10.00,10.00,2026-11-20T01:55:00,2026-11-20T02:00:00\n";
    let file = sandbox.write("o.csv", format!("{head}{row}"));
    sandbox.ok(&["import", &file]);
    let lines = |args: &[&str]| {
        let said = sandbox.cs(args).run().done().stderr;
        (said.matches("could not run").count(), said)
    };
    let (count, said) = lines(&["handover"]);
    assert!(
        count == 1 && said.contains("rules could not run on some orders") && said.contains("-v"),
        "{said}"
    );
    let (count, said) = lines(&["handover", "-v"]);
    assert!(count > 3, "{said}");
}
