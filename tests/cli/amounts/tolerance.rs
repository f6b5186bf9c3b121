//! Differences of a few cents are roundings; nobody starts work on them.

use crate::sandbox::{Sandbox, Sheet};

/// One order each, paid, payable, refunded in cents, with the status.
fn orders(sandbox: &Sandbox, rows: &[(&str, &str, i64, i64, i64)]) -> String {
    let money = |cents: i64| format!("{}.{:02}", cents / 100, cents % 100);
    let row = |(no, status, payable, paid, refunded): &(&str, &str, i64, i64, i64)| {
        let [payable, paid, refunded] = [*payable, *paid, *refunded].map(money);
        format!("{no},{status},{payable},{paid},{refunded},2026-11-20 10:00:00,2026-11-20 10:01:00\n")
    };
    let rows: String = rows.iter().map(row).collect();
    sandbox.write("orders.csv", format!("order_id,status,total,paid,refunded,created_at,paid_at\n{rows}"))
}

/// The orders that a rule names, over files and over the database.
#[track_caller]
fn named(sandbox: &Sandbox, rule: &str, files: &[&str]) -> Vec<String> {
    let args = ["orders", "check-abnormal", "--rule", rule, "-F", "csv"];
    let found = super::both(sandbox, files, &args, &[]).map(|out| {
        let sheet = Sheet::of(&out.stdout);
        let mut numbers: Vec<String> = sheet.column("order_no").into_iter().map(str::to_owned).collect();
        numbers.sort();
        numbers
    });
    assert_eq!(found[0], found[1], "files and database");
    found[0].clone()
}

#[test]
fn a_few_cents_too_much_are_a_rounding() {
    let rows = [
        ("A-0", "shipped", 2000, 2000, 0),
        ("A-1", "shipped", 2000, 2001, 0),
        ("A-3", "shipped", 2000, 2003, 0),
        ("A-4", "shipped", 2000, 2004, 0),
        ("A-5", "shipped", 2000, 2005, 0),
        ("A-9", "shipped", 2000, 2500, 0),
    ];
    let sandbox = Sandbox::new();
    let file = orders(&sandbox, &rows);
    assert_eq!(named(&sandbox, "PAY-05", &[&file]), ["A-5", "A-9"]);
    for (setting, want) in [
        ("0.01", &["A-1", "A-3", "A-4", "A-5", "A-9"][..]),
        ("0", &["A-1", "A-3", "A-4", "A-5", "A-9"]),
        ("0.04", &["A-4", "A-5", "A-9"]),
        ("1", &["A-9"]),
        ("10", &[]),
    ] {
        sandbox.config(&format!("[thresholds]\namount_tolerance = \"{setting}\"\n"));
        assert_eq!(named(&sandbox, "PAY-05", &[&file]), want, "{setting}");
    }
}

#[test]
fn a_few_cents_that_were_not_given_back_are_a_rounding() {
    let rows = [
        ("B-0", "closed", 6000, 6000, 6000),
        ("B-1", "closed", 6000, 6000, 5999),
        ("B-4", "closed", 6000, 6000, 5996),
        ("B-5", "closed", 6000, 6000, 5995),
        ("B-9", "closed", 6000, 6000, 0),
    ];
    let sandbox = Sandbox::new();
    let file = orders(&sandbox, &rows);
    assert_eq!(named(&sandbox, "PAY-03", &[&file]), ["B-5", "B-9"]);
}

#[test]
fn a_few_cents_too_much_given_back_are_a_rounding() {
    let rows = [
        ("C-0", "closed_refunded", 6000, 6000, 6000),
        ("C-3", "closed_refunded", 6000, 6000, 6003),
        ("C-4", "closed_refunded", 6000, 6000, 6004),
        ("C-5", "closed_refunded", 6000, 6000, 6005),
        ("C-9", "closed_refunded", 6000, 6000, 9000),
    ];
    let sandbox = Sandbox::new();
    let file = orders(&sandbox, &rows);
    assert_eq!(named(&sandbox, "RFD-08", &[&file]), ["C-5", "C-9"]);
}

/// Items that differ from their order: a cent for each item, and at least five.
#[test]
fn items_may_differ_by_roundings() {
    let sandbox = Sandbox::new();
    let layout_text = "name = \"mine\"\ntitle = { zh = \"自己的\", en = \"mine\" }\nkind = \"orders\"\nplatform = \"own\"\n\
         decimal = \".\"\ngrain = \"item\"\nrequires = [\"order_no\"]\n[columns]\norder_no = [\"no\"]\nstatus = [\"state\"]\n\
         paid = [\"paid\"]\npayable = [\"total\"]\nfreight = [\"post\"]\ncreated_at = [\"at\"]\npaid_at = [\"at\"]\n\
         [item]\nsku = [\"sku\"]\npaid = [\"line\"]\n[words.status]\nshipped = [\"shipped\"]\n";
    let layout = sandbox.write("mine.toml", layout_text);
    let row = |no: &str, paid: &str, sku: usize, line: &str| {
        format!("{no},shipped,{paid},{paid},0.00,2026-11-20 10:00:00,s{sku},{line}\n")
    };
    let mut text = "no,state,paid,total,post,at,sku,line\n".to_owned();
    for (no, line) in
        [("D-0", "20.00"), ("D-1", "20.01"), ("D-4", "20.04"), ("D-5", "20.05"), ("D-6", "19.95")]
    {
        text += &row(no, "20.00", 1, line);
    }
    // Ten items of 1.00 for 10.10, and for 10.11.
    for at in 0..10 {
        text += &row("E-10", "10.10", at, "1.00");
    }
    for at in 0..10 {
        text += &row("E-11", "10.11", at, "1.00");
    }
    let file = sandbox.write("lines.csv", text);
    let args = ["orders", "check-abnormal", "--rule", "PAY-04", "-F", "csv"];
    for out in super::both(&sandbox, &[&file], &args, &["--layout", &layout]) {
        let sheet = Sheet::of(&out.stdout);
        let mut numbers = sheet.column("order_no");
        numbers.sort_unstable();
        assert_eq!(numbers, ["D-5", "D-6", "E-11"]);
    }
}

#[test]
fn a_shop_has_its_own_tolerance() {
    let sandbox = Sandbox::new();
    sandbox.config("[[shop]]\nname = \"strict\"\nthresholds = { amount_tolerance = \"0.01\" }\n");
    let file = sandbox.write(
        "orders.csv",
        "order_id,shop,status,total,paid,created_at\nF-1,strict,shipped,20.00,20.01,2026-11-20 10:00:00\n\
         F-2,other,shipped,20.00,20.01,2026-11-20 10:00:00\n",
    );
    assert_eq!(named(&sandbox, "PAY-05", &[&file]), ["F-1"]);
}

#[test]
fn explain_shows_the_tolerance_of_every_rule_that_has_it() {
    let sandbox = Sandbox::new();
    sandbox.config("[thresholds]\namount_tolerance = \"0.20\"\n");
    for rule in ["PAY-03", "PAY-04", "PAY-05", "RFD-08"] {
        let told = sandbox.ok(&["rules", "explain", rule]);
        assert!(told.contains("Set to: amount_tolerance = 0.20"), "{rule}: {told}");
        let zh = sandbox.cs(&["rules", "explain", rule]).env("CS_LANG", "zh").run().done().stdout;
        assert!(zh.contains("amount_tolerance = 0.20"), "{rule}: {zh}");
    }
    let fresh = Sandbox::new();
    assert!(fresh.ok(&["rules", "explain", "PAY-05"]).contains("amount_tolerance = 0.05"));
    let shown = fresh.ok(&["config", "show", "-F", "csv"]);
    assert!(shown.contains("\nthresholds.amount_tolerance,0.05\n"), "{shown}");
    fresh.config("[thresholds]\namount_tolerance = \"-1\"\n");
    assert_eq!(fresh.cs(&["rules", "explain", "PAY-05"]).run().code, 2, "no tolerance is below zero");
}
