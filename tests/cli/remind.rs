//! `cs remind`: the queue of unpaid orders and what was done about it.

use crate::sandbox::{MORNING, Sandbox, Sheet};

const COLUMNS: &str = "platform,shop,buyer,phone,orders,amount,created_at,hours_unpaid,closes_at,minutes_left,attempts,last_contact_at,message,product,checks,as_of,taken_by,held_back";
/// An order of the main example by its place in the story.
fn no(n: u32) -> String {
    format!("351226{n:013}")
}

fn queue(sandbox: &Sandbox, args: &[&str]) -> Sheet {
    Sheet::of(&sandbox.ok(&[&["remind", "unpaid"], args].concat()))
}

/// A sandbox with the morning imported, and the name of the file.
fn imported() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["import", &file]);
    (sandbox, file)
}

#[test]
fn the_queue_of_the_main_example() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let en = sandbox.cs(&["remind", "unpaid", &file]).run().done();
    assert_eq!(en.stdout.lines().next(), Some(COLUMNS));
    insta::assert_snapshot!("queue_en", en.whole());
    let zh = sandbox.cs(&["remind", "unpaid", &file]).zh().run().done();
    insta::assert_snapshot!("queue_zh", zh.whole());
    insta::assert_snapshot!(
        "queue_text_zh",
        sandbox.cs(&["remind", "unpaid", &file, "-F", "text"]).zh().run().done().stdout
    );
}

#[test]
fn one_row_for_each_buyer_most_urgent_first() {
    let sandbox = Sandbox::new();
    let sheet = queue(&sandbox, &[&sandbox.fixture(MORNING)]);
    let both = format!("{} {}", no(40), no(39));
    assert_eq!(sheet.column("orders"), [no(42), no(41), both.clone(), no(38)]);
    assert_eq!(sheet.cell("orders", &both, "created_at"), "2026-11-20T19:12:00+08:00", "the older of both");
    assert_eq!(sheet.cell("orders", &both, "hours_unpaid"), "13.8");
    assert_eq!(sheet.cell("orders", &no(42), "minutes_left"), "90");
    assert_eq!(sheet.cell("orders", &no(42), "closes_at"), "2026-11-21T10:30:00+08:00");
    assert!(
        sheet.column("as_of").iter().all(|at| *at == "2026-11-21T09:00:00+08:00"),
        "the time in the file's name"
    );
}

#[test]
fn one_row_for_each_order() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let sheet = queue(&sandbox, &["--per-order", &file]);
    assert_eq!(sheet.column("order_no"), [no(42), no(41), no(39), no(40), no(38)]);
    assert_eq!(sheet.sum("amount"), queue(&sandbox, &[&file]).sum("amount"), "the same money either way");
    let head = sandbox.ok(&["remind", "unpaid", &file, "--per-order", "--columns"]);
    assert_eq!(head.trim().replace('\n', ","), COLUMNS.replace(",orders,", ",order_no,"));
}

/// A masked nick is nobody: such orders never share a row, and the twin guard says that it could not run.
#[test]
fn masked_buyers_are_not_grouped() {
    let sandbox = Sandbox::new();
    let head = "platform,order_no,status,buyer,payable,created_at,items";
    let row = |no: &str| format!("taobao,{no},unpaid,t**,10.00,2026-11-20T08:00:00,cup");
    let file = sandbox.write("m.csv", [head.to_owned(), row("M1"), row("M2")].join("\n"));
    let sheet = queue(&sandbox, &[&file]);
    assert_eq!(sheet.column("orders"), ["M1", "M2"]);
    assert!(
        sheet.column("checks").iter().all(|c| c.contains("twin:buyer") && c.contains("refund:refunded")),
        "{:?}",
        sheet.column("checks")
    );
}

#[test]
fn all_lists_what_is_held_back_and_why() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let sheet = queue(&sandbox, &["--all", "--per-order", &file]);
    assert_eq!(sheet.len(), 6);
    assert_eq!(sheet.cell("order_no", &no(58), "held_back"), "paid_twin");
    assert_eq!(sheet.column("held_back").iter().filter(|h| h.is_empty()).count(), 5);
    let table = sandbox.cs(&["remind", "unpaid", "--all", &file, "-F", "table"]).zh().run().done().stdout;
    assert!(table.contains("另一单已付款") && !table.contains("paid_twin"), "{table}");
    // Every rule's near misses of DUP-01 and PAY-01 as well.
    let sheet = queue(&sandbox, &["--all", "--per-order", &sandbox.fixture("rules/pay-01.csv")]);
    assert_eq!(sheet.cell("order_no", "NEAR-SHUT", "held_back"), "window_closed");
    assert_eq!(sheet.cell("order_no", "NEAR-COD", "held_back"), "cod");
    assert_eq!(sheet.cell("order_no", "HIT-12H", "held_back"), "");
    assert!(!sheet.column("order_no").contains(&"NEAR-12H"), "--all does not shorten the 12 hours");
}

#[test]
fn an_open_refund_holds_back() {
    let sandbox = Sandbox::new();
    let orders = sandbox.write(
        "o.csv",
        "platform,order_no,status,buyer,payable,created_at,items\ntaobao,20012024000000002,unpaid,b,10.00,2026-11-20T08:00:00,cup\n",
    );
    let refunds = sandbox.fixture("taobao/refunds_v2.xlsx");
    assert_eq!(queue(&sandbox, &[&orders]).len(), 1);
    assert_eq!(queue(&sandbox, &[&orders, &refunds]).len(), 0);
    assert_eq!(queue(&sandbox, &["--all", &orders, &refunds]).column("held_back"), ["open_refund"]);
}

#[test]
fn after_moves_the_first_reminder() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let of = |after: &str| queue(&sandbox, &["--per-order", "--after", after, &file]).len();
    assert_eq!((of("12h"), of("11h"), of("20m"), of("13h")), (5, 6, 7, 4));
}

#[test]
fn as_known_forgets_later_payments() {
    let sandbox = Sandbox::new();
    let file = sandbox.write(
        "k.csv",
        "platform,order_no,status,buyer,payable,paid,created_at,paid_at,items\n\
         taobao,K1,paid,b,59.00,59.00,2026-11-20T08:00:00,2026-11-21T08:30:00,cup\n\
         taobao,K2,paid,c,59.00,59.00,2026-11-20T08:00:00,2026-11-20T20:30:00,cup\n",
    );
    let at = |extra: &[&str]| {
        let out =
            sandbox.cs(&[&["remind", "unpaid", "--now", "2026-11-20T21:00:00"], extra].concat()).run().done();
        Sheet::of(&out.stdout).column("orders").join(" ")
    };
    assert_eq!(at(&[&file]), "");
    assert_eq!(at(&["--as-known", &file]), "K1", "K2 was paid before");
    sandbox.ok(&["import", &file]);
    assert_eq!(at(&["--as-known", "--stale-ok"]), "K1");
}

#[test]
fn file_and_database_give_the_same_queue() {
    let (sandbox, file) = imported();
    for more in [&[][..], &["--all"], &["--per-order"], &["--after", "1h"], &["-F", "text"]] {
        let from_file = sandbox.cs(&[&["remind", "unpaid", &file], more].concat()).run().done();
        let from_database = sandbox.cs(&[&["remind", "unpaid"], more].concat()).run().done();
        assert_eq!(from_file.stdout, from_database.stdout, "{more:?}");
        assert_eq!(from_file.stderr, from_database.stderr, "{more:?}");
    }
}

#[test]
fn texts_to_paste() {
    let (sandbox, _) = imported();
    let out = sandbox.ok(&["remind", "unpaid", "--lang", "zh", "--columns", "message"]);
    let sheet = Sheet::of(&out);
    assert_eq!(
        sheet.column("message")[0],
        "您好，您在样例小铺拍下的样例保温壶 1L（订单尾号0042）还未付款，预计11-21 10:30关闭。如有疑问可以直接回复；不需要可忽略，我们不再提醒。"
    );
    assert!(sheet.column("message")[2].contains("尾号0040、0039"));
    sandbox.config("");
    let folder = sandbox.work().join("../config/cs/templates");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("unpaid.zh.txt"), "Order {tail}: {amount}[, until {closes_at}]\n")
        .expect("a text");
    let own = Sheet::of(&sandbox.ok(&["remind", "unpaid", "--columns", "message"]));
    assert!(
        own.column("message")[0].starts_with("Order 0042: 199.00, until "),
        "{:?}",
        own.column("message")
    );
    std::fs::write(folder.join("unpaid.zh.txt"), "Dear {buyer}").expect("a text");
    let refused = sandbox.cs(&["remind", "unpaid"]).run().ends_with(2);
    assert!(refused.stderr.contains("{buyer}") && refused.stderr.contains("tail"), "{}", refused.stderr);
}

#[test]
fn done_leaves_the_queue_and_counts() {
    let (sandbox, file) = imported();
    let done = sandbox.cs(&["remind", "done", &no(42), "--via", "chat"]).run().done();
    insta::assert_snapshot!(done.stderr, @"
    …000042 done
    1 orders recorded
    ");
    assert!(!queue(&sandbox, &[]).column("orders").contains(&no(42).as_str()));
    assert!(
        !queue(&sandbox, &[&file]).column("orders").contains(&no(42).as_str()),
        "the file's queue knows it too"
    );
    let all = queue(&sandbox, &["--all"]);
    assert_eq!(all.cell("orders", &no(42), "attempts"), "1");
    assert_eq!(all.cell("orders", &no(42), "last_contact_at"), "2026-11-21T09:00:00+08:00");
    assert_eq!(all.cell("orders", &no(42), "held_back"), "asked_already");
    // Before it happened it is not known.
    let before = sandbox.cs(&["remind", "unpaid", "--now", "2026-11-21T08:59:59", &file]).run().done();
    assert!(Sheet::of(&before.stdout).column("orders").contains(&no(42).as_str()));
    assert_eq!(sandbox.ok(&["db", "info"]).lines().filter(|l| *l == "contacts,1").count(), 1);
}

/// PRODUCT: `done` on what somebody else finished says who and when, and exits 0. Fails while it says nothing.
#[test]
fn done_twice_says_who_was_first() {
    let (sandbox, _) = imported();
    sandbox.ok(&["remind", "done", &no(42), "--by", "first-agent"]);
    let again = sandbox
        .cs(&["remind", "done", &no(42), "--by", "second-agent"])
        .now("2026-11-21T09:05:00+08:00")
        .run()
        .done();
    assert!(again.stderr.contains("first-agent") && again.stderr.contains("09:00"), "{}", again.stderr);
}

/// A reminder of an order that is paid or closed would be a wrong success later.
#[test]
fn done_refuses_orders_that_are_not_unpaid_and_all_with_them() {
    let (sandbox, _) = imported();
    let refused = sandbox.cs(&["remind", "done", &no(42), &no(1)]).run().ends_with(3);
    assert!(refused.stderr.contains(&no(1)) && refused.stderr.contains("was paid at"), "{}", refused.stderr);
    assert!(refused.stderr.contains("none of the 2 orders was recorded"), "{}", refused.stderr);
    assert!(queue(&sandbox, &[]).column("orders").contains(&no(42).as_str()), "nothing of it is recorded");
    let zh = sandbox.cs(&["remind", "done", &no(42), &no(1)]).zh().run().ends_with(3);
    insta::assert_snapshot!("done_refused_zh", zh.stderr);
    // Paid weeks ago: not because of a reminder.
    let late = sandbox.cs(&["remind", "done", &no(1), "--result", "paid"]).run().ends_with(3);
    assert!(late.stderr.contains("not because of this reminder"), "{}", late.stderr);
}

/// Reminded at 10:00, paid at 10:05, written down at 10:10.
#[test]
fn what_was_paid_since_the_reminder_is_recorded() {
    let sandbox = Sandbox::new();
    let head = "platform,order_no,status,buyer,payable,paid,created_at,paid_at,items";
    let rows = "taobao,P1,paid,b,59.00,59.00,2026-11-20T12:00:00,2026-11-21T10:05:00,cup\n\
                taobao,C1,closed_unpaid,c,59.00,0.00,2026-11-20T08:00:00,,cup\n";
    let file = sandbox.write("p.csv", format!("{head}\n{rows}"));
    let late = "2026-11-21T10:10:00+08:00";
    sandbox.cs(&["import", &file, "--exported-at", "2026-11-21T10:08"]).now(late).run().done();
    let done = |args: &[&str]| sandbox.cs(&[&["remind", "done"], args].concat()).now(late).run();
    let refused = done(&["P1", "--via", "chat"]).ends_with(3);
    assert!(refused.stderr.contains("--result paid"), "the way through: {}", refused.stderr);
    assert_eq!(done(&["P1", "--at", "10:05"]).code, 3, "not after the payment");
    assert_eq!(done(&["P1", "--at", "10:11"]).code, 3, "yesterday's: before the order");
    assert_eq!(done(&["P1", "--at", "2026-11-21T10:11"]).code, 2, "still to come");
    done(&["P1", "--result", "paid", "-n"]).done();
    done(&["P1", "--result", "paid", "--at", "10:00"]).done();
    let refused = done(&["C1"]).ends_with(3);
    assert!(
        refused.stderr.contains("closed unpaid") && refused.stderr.contains("--at"),
        "{}",
        refused.stderr
    );
    assert_eq!(done(&["C1", "--at", "10:00", "--result", "paid"]).code, 3, "it never was");
    done(&["C1", "--at", "10:00", "--result", "no-answer"]).done();
    let audit = sandbox.ok(&["audit", "--columns", "command,what"]);
    assert!(audit.contains("remind done,unpaid done P1") && audit.contains("unpaid done C1"), "{audit}");
    let db = rusqlite::Connection::open(sandbox.database()).expect("the database");
    let at: i64 = db.query_row("SELECT MAX(at) FROM contacts", [], |row| row.get(0)).expect("contacts");
    assert_eq!(at, 1_795_226_400, "10:00, when the buyer was reminded");
}

#[test]
fn names_of_the_queue_go_into_done() {
    let (sandbox, _) = imported();
    let names = sandbox.ok(&["remind", "unpaid", "-F", "name"]);
    let done = sandbox.cs(&["remind", "done", "-", "--via", "chat"]).stdin(names).run().done();
    assert!(done.stderr.contains("5 orders recorded"), "both orders of one buyer: {}", done.stderr);
    assert_eq!(queue(&sandbox, &[]).len(), 0);
}

#[test]
fn one_of_two_orders_of_a_buyer_is_done() {
    let (sandbox, _) = imported();
    sandbox.ok(&["remind", "done", &no(39)]);
    let left = queue(&sandbox, &[]);
    // RULES: one message per *buyer*, with a pause between two. Fails while contacts are kept by order only.
    let orders = left.column("orders").join(" ");
    assert!(!orders.contains(&no(40)), "the buyer was written to a moment ago: {orders}");
}

#[test]
fn skipped_orders_stay_out() {
    let (sandbox, _) = imported();
    sandbox.ok(&["remind", "skip", &no(38), "--why", "已电话联系"]);
    assert!(!queue(&sandbox, &[]).column("orders").contains(&no(38).as_str()));
    assert_eq!(queue(&sandbox, &["--all"]).cell("orders", &no(38), "held_back"), "skipped");
    assert_eq!(sandbox.cs(&["remind", "skip", &no(38)]).run().code, 2, "a reason is wanted");
}

#[test]
fn a_dry_run_records_nothing() {
    let (sandbox, _) = imported();
    let run = sandbox.cs(&["remind", "done", "-n", &no(42)]).run().done();
    assert!(run.stderr.contains("dry run"));
    assert!(queue(&sandbox, &[]).column("orders").contains(&no(42).as_str()));
}

#[test]
fn unknown_orders_are_refused_all_or_none() {
    let (sandbox, _) = imported();
    let run = sandbox.cs(&["remind", "done", &no(42), "999"]).run().ends_with(3);
    assert!(run.stderr.contains("999"), "{}", run.stderr);
    assert!(queue(&sandbox, &[]).column("orders").contains(&no(42).as_str()), "nothing of it is recorded");
}

/// Re-importing facts never touches work.
#[test]
fn importing_again_keeps_what_was_done() {
    let (sandbox, file) = imported();
    sandbox.ok(&["remind", "done", &no(42)]);
    sandbox.ok(&["import", &file]);
    assert_eq!(queue(&sandbox, &["--all"]).cell("orders", &no(42), "attempts"), "1");
}

#[test]
fn old_data_are_withheld_after_two_hours() {
    let (sandbox, file) = imported();
    let at =
        |now: &str, more: &[&str]| sandbox.cs(&[&["remind", "unpaid"], more].concat()).now(now).run().done();
    // 42 has closed by then.
    assert_eq!(
        Sheet::of(&at("2026-11-21T11:00:00+08:00", &[]).stdout).len(),
        4,
        "two hours are not older than two hours"
    );
    let late = at("2026-11-21T11:00:01+08:00", &[]);
    assert_eq!(Sheet::of(&late.stdout).len(), 0);
    insta::assert_snapshot!(late.stderr);
    assert!(late.stderr.contains("样例小铺") && late.stderr.contains("--stale-ok"));
    let shown = at("2026-11-21T11:00:01+08:00", &["--stale-ok"]);
    assert_eq!(Sheet::of(&shown.stdout).len(), 4);
    assert_eq!(
        Sheet::of(&at("2026-11-21T11:00:01+08:00", &[&file]).stdout).len(),
        4,
        "from files nothing is withheld"
    );
    let held = Sheet::of(&at("2026-11-21T11:00:01+08:00", &["--all"]).stdout);
    assert!(held.column("held_back").iter().all(|h| h.contains("stale_data")));
    sandbox.config("[remind]\nmax_age = \"3h\"\n");
    assert_eq!(Sheet::of(&at("2026-11-21T11:00:01+08:00", &[]).stdout).len(), 4);
}

#[test]
fn quiet_hours_hide_no_rows() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let night = sandbox.cs(&["remind", "unpaid", &file]).now("2026-11-21T22:30:00+08:00").run().done();
    assert!(Sheet::of(&night.stdout).len() >= 4);
    assert!(
        night.stderr.contains("it is 22:30: buyers should be written to between 09:00 and 21:00"),
        "{}",
        night.stderr
    );
    let day = sandbox.cs(&["remind", "unpaid", &file]).run().done();
    assert!(!day.stderr.contains("written to"), "{}", day.stderr);
}

#[test]
fn the_queue_agrees_with_the_rules() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let check = Sheet::of(&sandbox.ok(&["orders", "check-abnormal", "--rule", "PAY-01,DUP-01", &file]));
    let mut by_rule: Vec<&str> = check
        .column("order_no")
        .into_iter()
        .zip(check.column("rule"))
        .filter(|(_, r)| *r == "PAY-01")
        .map(|(o, _)| o)
        .collect();
    let queue = queue(&sandbox, &["--per-order", &file]);
    let mut by_queue = queue.column("order_no");
    by_rule.sort_unstable();
    by_queue.sort_unstable();
    assert_eq!(by_rule, by_queue);
}

/// Two shops may use the same numbers: a bare number is refused, a row of the queue is of one shop.
#[cfg(unix)]
#[test]
fn a_row_is_of_its_shop_and_an_empty_queue_has_no_rows() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", "--shop", "甲", &sandbox.fixture(MORNING)]);
    sandbox.ok(&["import", "--shop", "乙", "--platform", "jd", &sandbox.fixture(MORNING)]);
    let number = "3512260000000000042";
    let done = |word: &str| sandbox.cs(&["remind", "done", word, "--by", "小李"]).at("tab").zh().run();
    let refused = done(number).ends_with(3).stderr;
    assert!(refused.contains("在几个店铺都有：甲、乙") && refused.contains("行号"), "{refused}");
    let now = 1_795_222_800;
    sandbox.plant_rows("tab", now, "unpaid", &[("a", &format!("{number}\tjd\t乙"))]);
    done("1").done();
    let all = Sheet::of(&sandbox.ok(&["remind", "unpaid", "--all", "--per-order", "--stale-ok"]));
    let (shops, held) = (all.column("shop"), all.column("held_back"));
    let asked: Vec<&str> = (0..all.len())
        .filter(|&n| all.column("order_no")[n] == number && held[n].contains("asked_already"))
        .map(|n| shops[n])
        .collect();
    assert_eq!(asked, ["乙"]);
    sandbox.plant_rows("tab", now, "unpaid", &[]);
    let none = done("1").ends_with(2).stderr;
    assert!(none.contains("没有第 1 行"), "{none}");
    let said = sandbox.cs(&["remind", "done", number, "--via", "传真"]).zh().run().ends_with(2).stderr;
    assert!(said.contains("chat 聊天、phone 电话、sms 短信"), "{said}");
}
