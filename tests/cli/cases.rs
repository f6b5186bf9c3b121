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
    at("2026-11-21T17:05:00+08:00", &["cases", "close", "C-0001", "--outcome", "补发"]);
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
    sandbox.ok(&["cases", "add", "买家甲", "问保修"]);
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
    sandbox.ok(&["cases", "add", "买家甲", "问保修"]);
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
        sandbox.ok(&["cases", "add", buyer, "x"]);
    }
    let file = format!("{:016x}.tsv", cs::model::text::hash64(&[b"t1"]));
    let folder = sandbox.work().join("../home/.local/state/cs/rows");
    std::fs::create_dir_all(&folder).expect("a folder");
    let now = 1_795_222_800; // 2026-11-21T09:00:00+08:00
    let text = format!("{now}\nC-0001\t{ORDER}\nC-0002.p\t\nC-0003\t3512260000000000041\n");
    let path = folder.join(file);
    std::fs::write(&path, &text).expect("the rows");
    let at = |time: &str, args: &[&str]| {
        sandbox.cs(args).env("CS_TERMINAL", "t1").now(&format!("2026-11-21T09:{time}:00+08:00")).run()
    };
    at("10", &["cases", "close", "1-2"]).done();
    assert_eq!(cases(&sandbox).column("state"), ["new", "closed", "closed"], "open ones first");
    for verb in [&["remind", "done", "1,3", "-n"][..], &["remind", "skip", "1,3", "-n", "--why", "x"]] {
        let refused = at("11", verb).ends_with(2).stderr;
        assert!(refused.contains("none of the reminder queue"), "cases are no queue: {refused}");
    }
    std::fs::write(&path, text.replacen('\n', "\tunpaid\n", 1)).expect("the rows of the queue");
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
