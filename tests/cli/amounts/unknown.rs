//! What nobody tells is empty: no amount is 0.00, no currency is the yuan.

use crate::sandbox::{Sandbox, Sheet};

const ORDERS: &str = "order_id,platform,status,buyer,total,paid,currency,created_at,paid_at\n";
const DAY: [&str; 6] = ["report", "daily", "--date", "2026-11-20", "-F", "csv"];

fn row(no: &str, platform: &str, amount: &str, currency: &str) -> String {
    format!(
        "{no},{platform},paid,b{no},{amount},{amount},{currency},2026-11-20 10:00:00,2026-11-20 10:01:00\n"
    )
}

/// What `report daily` and `orders list` say of the money of these orders: the paid amount, whether there is a column of
/// currencies, and what it holds, by order.
#[track_caller]
fn money(rows: &[String]) -> (String, Option<Vec<String>>) {
    let sandbox = Sandbox::new();
    let file = sandbox.write("orders.csv", format!("{ORDERS}{}", rows.concat()));
    let paid = super::both(&sandbox, &[&file], &DAY, &[]).map(|out| {
        let sheet = Sheet::of(&out.stdout);
        let lines: Vec<_> = sheet.column("metric").into_iter().zip(sheet.column("value")).collect();
        // All shops together stand first.
        lines.iter().find(|line| line.0 == "paid_created").map_or("", |line| line.1).to_owned()
    });
    let listed = super::both(&sandbox, &[&file], &["orders", "list", "-F", "csv"], &[]).map(|out| {
        let sheet = Sheet::of(&out.stdout);
        let head = out.stdout.lines().next().unwrap_or_default();
        let mut named: Vec<(String, String)> = if head.ends_with(",currency") {
            let codes = sheet.column("currency").into_iter().map(str::to_owned);
            sheet.column("order_no").into_iter().map(str::to_owned).zip(codes).collect()
        } else {
            return None;
        };
        named.sort();
        Some(named.into_iter().map(|of| of.1).collect::<Vec<_>>())
    });
    assert_eq!(paid[0], paid[1], "files and database");
    assert_eq!(listed[0], listed[1], "files and database");
    (paid[0].clone(), listed[0].clone())
}

#[test]
fn an_order_without_amount_and_currency_makes_no_second_currency() {
    let blank = row("2", "", "", "");
    assert_eq!(money(&[row("1", "", "10.00", "USD"), blank.clone()]), ("10.00".into(), None));
    assert_eq!(money(&[blank.clone(), row("1", "", "10.00", "EUR")]), ("10.00".into(), None));
    assert_eq!(money(&[row("1", "", "10.00", ""), blank.clone()]), ("10.00".into(), None));
    assert_eq!(money(&[row("1", "taobao", "10.00", ""), blank]), ("10.00".into(), None));
}

#[test]
fn an_amount_of_an_unknown_currency_is_added_to_no_other() {
    let [usd, bare] = [row("1", "", "10.00", "USD"), row("2", "", "5.00", "")];
    let codes = |list: &[&str]| Some(list.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>());
    assert_eq!(money(&[usd.clone(), bare.clone()]), (String::new(), codes(&["USD", ""])));
    assert_eq!(money(&[bare.clone(), usd]), (String::new(), codes(&["USD", ""])));
    assert_eq!(money(&[bare, row("3", "", "7.00", "")]), ("12.00".into(), None));
}

#[test]
fn no_currency_is_invented_for_a_platform_that_is_not_known() {
    let codes = |list: &[&str]| Some(list.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>());
    let [taobao, own] = [row("1", "taobao", "10.00", ""), row("2", "mymall", "5.00", "")];
    assert_eq!(money(&[taobao.clone(), own]), (String::new(), codes(&["CNY", ""])));
    assert_eq!(money(&[taobao.clone(), row("2", "mymall", "5.00", "CNY")]), ("15.00".into(), None));
    assert_eq!(money(&[taobao, row("2", "jd", "5.00", "")]), ("15.00".into(), None));
}

/// Two orders were wholly refunded, of one of which the amount is not told.
#[test]
fn unknown_refund_amounts_are_empty() {
    let sandbox = Sandbox::new();
    let layout = sandbox.write(
        "mine.toml",
        "name = \"mine\"\ntitle = { zh = \"自己的\", en = \"mine\" }\nkind = \"refunds\"\nplatform = \"own\"\n\
         decimal = \".\"\nrequires = [\"order_no\"]\n[columns]\norder_no = [\"no\"]\nrefund_no = [\"case\"]\n\
         amount = [\"back\"]\nreason = [\"why\"]\nrefund_state = [\"state\"]\napplied_at = [\"asked\"]\ndone_at = [\"done\"]\n\
         [words.refund_state]\nsuccess = [\"done\"]\nrequested = [\"open\"]\n",
    );
    let at = "2026-11-20 09:00:00,2026-11-20 10:00:00";
    let file = sandbox.write(
        "refunds.csv",
        format!(
            "no,case,back,why,state,asked,done\nA-1,R-1,30.00,torn,done,{at}\nA-2,R-2,,late,done,{at}\n\
             A-3,R-3,,late,done,{at}\nA-4,R-4,5.00,torn,done,{at}\nA-5,R-5,,slow,open,2026-11-20 09:00:00,\n"
        ),
    );
    let reading = ["--layout", layout.as_str()];
    for out in super::both(&sandbox, &[&file], &["refunds", "list", "-F", "csv"], &reading) {
        let sheet = Sheet::of(&out.stdout);
        for (no, amount) in [("A-1", "30.00"), ("A-2", ""), ("A-3", ""), ("A-4", "5.00"), ("A-5", "")] {
            assert_eq!(sheet.cell("order_no", no, "amount"), amount, "{no}");
        }
    }
    for out in super::both(&sandbox, &[&file], &["refunds", "stats", "-F", "csv"], &reading) {
        let sheet = Sheet::of(&out.stdout);
        for (group, amount) in [("all", ""), ("torn", "35.00"), ("late", ""), ("slow", "0.00")] {
            assert_eq!(sheet.cell("group", group, "amount"), amount, "{group}: {}", out.stdout);
        }
        assert!(out.stderr.contains("2 successful refunds tell no amount"), "{}", out.stderr);
    }
    for format in ["table", "tsv", "json", "jsonl", "md", "text", "html"] {
        for out in super::both(&sandbox, &[&file], &["refunds", "stats", "-F", format], &reading) {
            // Only the group in which nothing was paid back is a zero.
            assert_eq!(out.stdout.matches("0.00").count(), 1, "{format}: {}", out.stdout);
        }
    }
    // The report does not know the sum of that day either.
    for out in super::both(&sandbox, &[&file], &DAY, &reading) {
        let sheet = Sheet::of(&out.stdout);
        assert_ne!(sheet.cell("metric", "refund_amount", "status"), "ok");
        assert_ne!(sheet.cell("metric", "refund_amount", "value"), "0.00");
    }
}
