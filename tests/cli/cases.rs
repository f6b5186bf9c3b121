//! `cs cases` and `cs consult`: one line about an order or a buyer, followed until it is closed.

use crate::sandbox::{MORNING, Sandbox, Sheet};

const ORDER: &str = "3512260000000000042";

fn imported() -> Sandbox {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["import", &file]);
    sandbox
}

fn cases(sandbox: &Sandbox) -> Sheet {
    Sheet::of(&sandbox.ok(&["cases", "list", "--closed"]))
}

#[test]
fn a_case_from_its_first_line_to_its_end() {
    let sandbox = imported();
    sandbox.ok(&["cases", "add", ORDER, "少发一件", "--kind", "dispute", "--due", "+2h"]);
    let at = |time: &str, args: &[&str]| sandbox.cs(args).now(time).run().done();
    at("2026-11-21T09:05:00+08:00", &["cases", "note", "c-0001", "-买家已发照片"]);
    at("2026-11-21T09:10:00+08:00", &["cases", "promise", "C-0001", "今天补发", "--due", "18:00"]);
    at("2026-11-21T09:15:00+08:00", &["cases", "assign", ORDER, "小李"]);
    at("2026-11-21T09:20:00+08:00", &["cases", "wait", "C-0001", "warehouse", "--due", "12:00"]);
    let open = at("2026-11-21T09:30:00+08:00", &["cases", "list"]);
    insta::assert_snapshot!("a_case_open", open.whole());
    at("2026-11-21T17:00:00+08:00", &["cases", "promise", "C-0001", "已补发", "--kept"]);
    let close = |args: &[&str]| {
        sandbox.cs(&[&["cases", "close", "C-0001"], args].concat()).now("2026-11-21T17:05:00+08:00").run()
    };
    let e = close(&["--outcome", "补发"]).ends_with(2);
    insta::assert_snapshot!("a_close_that_says_too_little", e.whole());
    close(&["--outcome", "补发", "--category", "漏发", "--amount", "-1", "--fault", "us"]).ends_with(2);
    close(&["--outcome", "补发", "--category", "漏发", "--amount", "12.5", "--fault", "us"]).done();
    let again = at("2026-11-21T17:06:00+08:00", &["cases", "close", "C-0001"]);
    assert!(again.stderr.contains("tester did that at 11-21 17:05"), "{}", again.stderr);
    let whole = at("2026-11-21T18:00:00+08:00", &["cases", "show", "C-0001", "--lang", "zh"]);
    insta::assert_snapshot!("a_case_in_full_zh", whole.whole());
    at("2026-11-22T09:00:00+08:00", &["cases", "reopen", "C-0001", "--because", "又来问"]);
    assert_eq!(cases(&sandbox).column("state"), ["in_progress"]);
    sandbox.ok(&["doctor"]);
}

#[test]
fn about_a_buyer_or_an_order_not_yet_imported() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["cases", "add", "买家甲", "问保修", "--kind", "callback", "--due", "18:00"]);
    let said = sandbox.cs(&["cases", "add", "9912260000000000001", "漏发"]).run().done().stderr;
    assert!(said.contains("has no order 9912260000000000001 yet"), "{said}");
    let sheet = cases(&sandbox);
    assert_eq!(sheet.cell("id", "C-0001", "buyer"), "买家甲");
    assert_eq!(sheet.cell("id", "C-0002", "order_no"), "9912260000000000001");
    assert_eq!(Sheet::of(&sandbox.ok(&["cases", "callbacks"])).column("id"), ["C-0001"]);
}

#[test]
fn a_dry_run_writes_nothing_and_a_slip_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["cases", "add", "买家甲", "问保修", "--kind", "other"]);
    sandbox.ok(&["cases", "close", "C-0001", "-n"]);
    assert_eq!(cases(&sandbox).column("state"), ["new"]);
    let e = sandbox.cs(&["cases", "close", "C-0001,C-0099"]).run().ends_with(3);
    assert!(e.stderr.contains("there is no case C-0099"), "{}", e.stderr);
    assert_eq!(cases(&sandbox).column("state"), ["new"], "all or none");
    sandbox.cs(&["cases", "add", " ", "x"]).run().ends_with(2);
}

#[test]
fn a_number_without_its_row_is_nobody() {
    let sandbox = Sandbox::new();
    for word in ["3", "1,2", "1-2"] {
        let told = sandbox.cs(&["cases", "add", word, "少发"]).run().ends_with(2).stderr;
        assert!(told.contains(word), "{told}");
    }
    assert_eq!(sandbox.ok(&["cases", "list", "-F", "name"]), "");
}

#[test]
fn reopening_ends_after_thirty_days() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["cases", "add", "买家甲", "问保修", "--kind", "other"]);
    sandbox.ok(&["cases", "close", "C-0001"]);
    sandbox.cs(&["cases", "reopen", "C-0001"]).now("2026-12-22T09:00:00+08:00").run().ends_with(3);
}

#[test]
fn a_case_goes_with_its_order_to_another_shop() {
    let sandbox = Sandbox::new();
    let head = "platform,order_no,status,buyer,payable,created_at,items\n";
    let file = sandbox.write(
        "o.csv",
        format!("{head}taobao,3512260000000020001,unpaid,b1,10.00,2026-11-20T08:00:00,cup\n"),
    );
    sandbox.ok(&["import", &file]);
    sandbox.ok(&["cases", "add", "3512260000000020001", "问保修"]);
    sandbox.ok(&["import", &file, "--shop", "b"]);
    assert_eq!(cases(&sandbox).column("shop"), ["b"]);
    sandbox.ok(&["doctor"]);
}

#[test]
fn leads_are_open_until_they_pay_or_go() {
    let sandbox = imported();
    sandbox.ok(&["consult", "add", "tb_a", "陶瓷杯", "--concern", "嫌贵", "--follow-up", "明天"]);
    sandbox.ok(&["consult", "add", "tb_b", "陶瓷碗"]);
    sandbox.ok(&["consult", "lost", "L-0002"]);
    let sheet = Sheet::of(&sandbox.ok(&["consult", "list"]));
    assert_eq!(sheet.column("state"), ["open", "lost"]);
    assert_eq!(sheet.column("follow_up_at"), ["2026-11-23T00:00:00+08:00", ""]);
    let head = "platform,shop,order_no,status,buyer,payable,paid,created_at,paid_at,items\n";
    let row = "taobao,x,30001,paid,tb_a,10.00,10.00,2026-11-21T09:10:00,2026-11-21T09:20:00,cup\n";
    let file = sandbox.write("later.csv", format!("{head}{row}"));
    let now = "2026-11-21T09:30:00+08:00";
    sandbox.cs(&["import", &file]).now(now).run().done();
    let list = sandbox.cs(&["consult", "list", "--open"]).now(now).run().done();
    assert_eq!(Sheet::of(&list.stdout).len(), 0);
}

/// What a table on a terminal leaves behind is planted here.
#[cfg(unix)]
#[test]
fn row_numbers_of_the_last_table_name_cases_and_orders() {
    let sandbox = imported();
    for buyer in ["b1", "b2", "b3"] {
        sandbox.ok(&["cases", "add", buyer, "x", "--kind", "other"]);
    }
    let rows = [("C-0001", ORDER), ("C-0002.p", ""), ("C-0003", "3512260000000000041")];
    sandbox.plant_rows("t1", 1_795_222_800, "", &rows); // 2026-11-21T09:00:00+08:00
    let at = |time: &str, args: &[&str]| {
        sandbox.cs(args).env("CS_TERMINAL", "t1").now(&format!("2026-11-21T09:{time}:00+08:00")).run()
    };
    at("10", &["cases", "close", "1-2"]).done();
    assert_eq!(cases(&sandbox).column("state"), ["new", "closed", "closed"], "open ones first");
    for verb in [&["remind", "done", "1,3", "-n"][..], &["remind", "skip", "1,3", "-n", "--why", "x"]] {
        let refused = at("11", verb).ends_with(2).stderr;
        assert!(refused.contains("none of the reminder queue"), "cases are no queue: {refused}");
    }
    sandbox.plant_rows("t1", 1_795_222_800, "unpaid", &rows);
    let said = at("11", &["remind", "done", "1,3", "-n"]).done().stderr;
    assert!(said.contains("…000042 done") && said.contains("…000041 done"), "{said}");
    let e = at("12", &["cases", "close", "3-4"]).ends_with(2);
    assert!(e.stderr.contains("has 3 rows"), "{}", e.stderr);
    at("31", &["cases", "close", "1-3"]).ends_with(2);
    sandbox.cs(&["cases", "close", "1-3"]).env("CS_TERMINAL", "t2").run().ends_with(2);
}

#[test]
fn numbers_from_a_file() {
    let sandbox = imported();
    let csv = sandbox.write("a.csv", format!("buyer,order_no\nx,{ORDER}\ny,'3512260000000000041\n"));
    let said = sandbox.cs(&["remind", "done", "--from", &csv, "-n"]).run().done().stderr;
    assert!(said.contains("…000042 done") && said.contains("…000041 done"), "{said}");
    let lines = sandbox.write("a.txt", format!("{ORDER}\n\n{ORDER}\n"));
    let said = sandbox.cs(&["remind", "done", "--from", &lines, "-n"]).run().done().stderr;
    assert_eq!(said.matches("done").count(), 1, "{said}");
    let wrong = sandbox.write("b.csv", "buyer,amount\nx,1\n");
    sandbox.cs(&["remind", "done", "--from", &wrong]).run().ends_with(3);
    sandbox.cs(&["remind", "done"]).run().ends_with(2);
}

/// A verb about cases takes the rows of other tables by their orders, and says what a row is that has none.
#[cfg(unix)]
#[test]
fn rows_of_other_tables() {
    let sandbox = imported();
    let rows = [("45be448674fc", ORDER), ("G-0001", ""), (ORDER, ORDER)];
    sandbox.plant_rows("t1", 1_795_222_800, "", &rows);
    let at = |args: &[&str]| sandbox.cs(args).env("CS_TERMINAL", "t1").run();
    for row in ["1", "3"] {
        let e = at(&["cases", "promise", row, "补发"]).ends_with(3).stderr;
        assert!(e.contains(&format!("cs cases add {ORDER} TEXT")), "{e}");
    }
    let e = at(&["cases", "note", "2", "x"]).ends_with(3).stderr;
    assert!(e.contains("G-0001") && e.contains("cs log close"), "{e}");
    sandbox.ok(&["cases", "add", ORDER, "少发"]);
    at(&["cases", "promise", "1", "补发"]).done();
    assert_eq!(cases(&sandbox).column("promise"), ["补发"]);
    let e = at(&["log", "close", "C-0001"]).ends_with(3).stderr;
    assert!(e.contains("cs cases"), "{e}");
    let e = sandbox.cs(&["remind", "done", "1"]).run().ends_with(3).stderr;
    assert!(e.contains("if it is a row number"), "{e}");
    // Without a terminal, and in one that has shown nothing.
    let e = sandbox.cs(&["cases", "note", "1", "x"]).run().ends_with(2).stderr;
    assert!(e.contains("only in the terminal that showed the table"), "{e}");
    let e = sandbox.cs(&["cases", "close", "1-2"]).env("CS_TERMINAL", "t9").run().ends_with(2).stderr;
    assert!(e.contains("has shown no table in the last 30 minutes"), "{e}");
}

/// Whatever `--now` says: it is not for moving a colleague's lease into the past.
#[test]
fn a_lease_runs_by_the_clock_on_the_wall() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["cases", "add", "b1", "x"]);
    let at = |by: &str, day: &str, args: &[&str]| {
        sandbox.cs(args).env("CS_BY", by).now(&format!("2026-11-{day}T09:00:00+08:00")).run().done()
    };
    at("a", "21", &["cases", "take", "C-0001"]);
    let said = at("b", "22", &["cases", "take", "C-0001"]).stderr;
    assert!(said.contains("C-0001: a has it until"), "{said}");
    let free = |day: &str| Sheet::of(&at("b", day, &["cases", "list", "--free"]).stdout).len();
    assert_eq!([free("20"), free("23")], [0, 0]);
    at("a", "21", &["cases", "take", "C-0001", "--release"]);
    assert_eq!(free("21"), 1);
    sandbox.ok(&["doctor"]);
}

#[cfg(feature = "plant")]
#[test]
fn a_case_is_taken_by_one_for_half_an_hour() {
    let sandbox = Sandbox::new();
    for (buyer, due) in [("b1", "+5h"), ("b2", "+1h"), ("b3", "+3h")] {
        sandbox.ok(&["cases", "add", buyer, "x", "--due", due, "--by", "主管"]);
    }
    let at = |by: &str, minute: u32, args: &[&str]| {
        let time = format!("2026-11-21T09:{minute:02}:00+08:00");
        sandbox.cs(args).env("CS_BY", by).env("CS_TEST_CLOCK", &time).now(&time).run()
    };
    let said = at("a", 0, &["cases", "take", "-n", "2"]).done().stderr;
    assert!(
        said.find("C-0002 yours until 11-21 09:30") < said.find("C-0003 yours until 11-21 09:30"),
        "{said}"
    );
    assert!(!said.contains("C-0001"), "{said}");
    let said = at("b", 10, &["cases", "take", "C-0002,C-0001"]).done().stderr;
    assert!(said.contains("C-0002: a has it until 11-21 09:30") && said.contains("C-0001 yours"), "{said}");
    let said = at("b", 11, &["cases", "note", "C-0002", "看过"]).done().stderr;
    assert!(said.contains("a has C-0002 until 11-21 09:30"), "{said}");
    let list = |by: &str, minute: u32, flag: &str| {
        let sheet = Sheet::of(&at(by, minute, &["cases", "list", flag]).done().stdout);
        sheet.column("id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(list("a", 12, "--mine"), ["C-0002", "C-0003"]);
    assert_eq!(list("a", 12, "--free"), [""; 0]);
    let named = at("x", 12, &["cases", "list", "--mine", "--by", "b"]).done().stdout;
    assert_eq!(Sheet::of(&named).column("id"), ["C-0001"]);
    at("a", 13, &["cases", "take", "C-0003", "--release"]).done();
    assert_eq!(list("a", 14, "--free"), ["C-0003"]);
    assert_eq!(list("a", 31, "--free"), ["C-0002", "C-0003"], "the half hour is over");
    at("b", 32, &["cases", "take", "C-0002"]).done();
    at("b", 33, &["undo"]).done();
    assert_eq!(list("a", 34, "--free"), ["C-0002", "C-0003"]);
    sandbox.ok(&["doctor"]);
}

#[test]
fn a_case_goes_up_to_the_third_level_and_no_further() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["cases", "add", "b1", "要赔偿", "--kind", "complaint"]);
    let said = sandbox.cs(&["cases", "escalate", "C-0001", "--to", "主管", "--because", "超出权限"]).run();
    assert!(said.done().stderr.contains("level 2 supervisor"));
    sandbox.ok(&["cases", "escalate", "C-0001"]);
    sandbox.cs(&["cases", "escalate", "C-0001"]).run().ends_with(3);
    let sheet = cases(&sandbox);
    assert_eq!((sheet.column("level"), sheet.column("owner")), (vec!["3"], vec!["主管"]));
    let whole = sandbox.cs(&["cases", "show", "C-0001"]).zh().run().done().stdout;
    assert!(whole.contains("升级 2 主管 超出权限"), "{whole}");
    sandbox.ok(&["undo"]);
    assert_eq!(cases(&sandbox).column("level"), ["2"]);
}

#[test]
fn evidence_is_asked_for_until_it_is_handed_in() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["cases", "add", "b1", "平台介入", "--kind", "dispute"]);
    sandbox.ok(&["cases", "evidence", "add", "C-0001", "聊天截图", "--due", "+48h"]);
    let at = |time: &str, args: &[&str]| sandbox.cs(args).now(time).run().done().stdout;
    let ids = |time: &str, args: &[&str]| {
        Sheet::of(&at(time, args)).column("id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let (early, day, hours) =
        ("2026-11-22T08:59:00+08:00", "2026-11-22T09:00:00+08:00", "2026-11-23T05:00:00+08:00");
    assert_eq!(ids(early, &["cases", "evidence", "due"]), ["C-0001"]);
    assert_eq!(ids(early, &["cases", "callbacks"]), [""; 0]);
    assert_eq!(ids(day, &["cases", "callbacks"]), ["C-0001"]);
    assert_eq!(ids(early, &["handover"]), ["C-0001"]);
    let sheet = Sheet::of(&at(hours, &["handover", "--section", "disputes"]));
    assert_eq!(sheet.cell("id", "C-0001.e", "severity"), "P0");
    sandbox.ok(&["cases", "evidence", "submit", "C-0001.e"]);
    assert_eq!(ids(hours, &["cases", "evidence", "due"]), [""; 0]);
    assert_eq!(ids(hours, &["handover"]), ["C-0001"]);
    let again = sandbox.cs(&["cases", "evidence", "submit", "C-0001"]).run().done().stderr;
    assert!(again.contains("not recorded again"), "{again}");
}

#[test]
fn figures_of_cases_leave_the_waiting_out() {
    let sandbox = Sandbox::new();
    let at =
        |time: &str, args: &[&str]| sandbox.cs(args).now(&format!("2026-11-{time}:00+08:00")).run().done();
    at("12T09:00", &["cases", "add", "b0", "旧的"]);
    at("21T09:00", &["cases", "add", "b1", "少发", "--category", "漏发"]);
    at("21T10:00", &["cases", "wait", "C-0002", "buyer", "--due", "12:00"]);
    at("21T12:00", &["cases", "take", "C-0002"]);
    at("21T13:00", &["cases", "wait", "C-0002", "carrier"]);
    at(
        "21T14:00",
        &["cases", "close", "C-0002", "--responsibility", "us", "--outcome", "补发", "--amount", "8"],
    );
    at("21T14:00", &["cases", "add", "b2", "回电", "--kind", "callback"]);
    at("21T15:00", &["cases", "close", "C-0003"]);
    let stats = at("21T16:00", &["cases", "stats"]);
    insta::assert_snapshot!("case_figures", stats.whole());
    let one = Sheet::of(&at("21T16:00", &["cases", "stats", "--group", "kind", "--date", "21d"]).stdout);
    assert_eq!(one.len(), 1, "nothing was opened three weeks ago: only the total");
}

#[test]
fn a_wait_without_a_day_comes_back_tomorrow() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["cases", "add", "b1", "x"]);
    let said = sandbox.cs(&["cases", "wait", "C-0001", "buyer"]).run().done().stderr;
    assert!(said.contains("comes back at 11-22 09:00"), "{said}");
    assert_eq!(cases(&sandbox).column("due_at"), ["2026-11-22T09:00:00+08:00"]);
    let list = sandbox.cs(&["cases", "show", "C-0001"]).zh().run().done().stdout;
    assert!(list.contains("买家") && !list.contains("buyer："), "{list}");
}

#[test]
fn a_record_has_somebody_who_wrote_it() {
    let sandbox = imported();
    for args in [
        &["cases", "add", "b1", "x"][..],
        &["consult", "add", "b1", "杯"],
        &["log", "add", "a", "b"],
        &["handover", "note", "x"],
        &["remind", "done", ORDER],
        &["cases", "add", "b1", "x", "-n"],
    ] {
        let e = sandbox.cs(args).env("CS_BY", "").run().ends_with(2).stderr;
        assert!(e.contains("cs shift open NAME") && e.contains("CS_BY"), "{e}");
        sandbox.cs(args).env("CS_BY", "cron").run().done();
    }
    sandbox.cs(&["log", "add", "a", "b"]).env("CS_BY", "").env("USER", "li").run().done();
    let by: Vec<_> = Sheet::of(&sandbox.ok(&["log", "list"])).counts("by").into_iter().collect();
    assert_eq!(by, [("cron".to_owned(), 2), ("li".to_owned(), 1)]);
}

#[test]
fn a_deadline_in_the_past_is_told_and_an_absurd_one_refused() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["cases", "add", "b1", "x"]);
    let promise = |due: &str| sandbox.cs(&["cases", "promise", "C-0001", "补发", "--due", due]).run();
    let said = promise("2026-11-20T18:00").done().stderr;
    assert!(said.contains("11-20 18:00 is already past"), "{said}");
    assert!(!promise("+2h").done().stderr.contains("past"));
    for due in ["2020-01-01", "2126-11-21", "+999999999d"] {
        let said = promise(due).ends_with(2).stderr;
        assert!(said.contains("too far from now"), "{said}");
    }
}

#[test]
fn lists_of_records_are_narrowed() {
    let sandbox = imported();
    let at = |by: &str, day: u32, args: &[&str]| {
        sandbox.cs(args).env("CS_BY", by).now(&format!("2026-11-{day}T09:00:00+08:00")).run().done()
    };
    at("a", 19, &["cases", "add", "b1", "x"]);
    at("b", 20, &["cases", "add", ORDER, "y"]);
    at("a", 21, &["cases", "add", "b2", "z"]);
    at("a", 19, &["consult", "add", "b1", "杯"]);
    at("b", 21, &["consult", "add", "b2", "碗"]);
    at("a", 20, &["log", "add", "c", "t"]);
    at("b", 21, &["log", "add", "c", "t"]);
    let ids = |args: &[&str]| {
        Sheet::of(&at("c", 21, args).stdout).column("id").into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(ids(&["cases", "list", "--since", "2026-11-20"]), ["C-0002", "C-0003"]);
    assert_eq!(ids(&["cases", "list", "--date", "昨天"]), ["C-0002"]);
    assert_eq!(ids(&["cases", "list", "--shop", "样例小铺"]), ["C-0002"]);
    assert_eq!(ids(&["cases", "list", "--platform", "taobao"]), ["C-0002"]);
    assert_eq!(ids(&["cases", "list", "--by", "a"]), ["C-0001", "C-0003"]);
    assert_eq!(ids(&["consult", "list", "--until", "2026-11-20"]), ["L-0001"]);
    assert_eq!(ids(&["consult", "list", "--by", "b"]), ["L-0002"]);
    assert_eq!(ids(&["log", "list", "--by", "b"]), ["G-0002"]);
    let audit = Sheet::of(&at("c", 21, &["audit", "--by", "b", "--date", "2026-11-21"]).stdout);
    assert_eq!(audit.column("command"), ["consult add", "log add"]);
    let few = at("c", 21, &["cases", "list", "--limit", "2"]);
    assert_eq!(Sheet::of(&few.stdout).len(), 2);
    assert!(few.stderr.contains("showing 2 of 3 rows"), "{}", few.stderr);
}
