//! A minus before money that went back.

use crate::sandbox::{Sandbox, Sheet};

const HEADER: &str = "order_id,status,buyer,total,paid,refunded,created_at,paid_at\n";

/// 40.00 of 100.00, all of 60.00 and 0.01 of 20.00 went back; the fourth order kept all.
fn orders(sandbox: &Sandbox, signs: [&str; 3]) -> String {
    let at = "2026-11-20 10:00:00,2026-11-20 10:01:00";
    let signed = |sign: &str, amount: &str| match sign {
        "()" => format!("({amount})"),
        sign => format!("{sign}{amount}"),
    };
    sandbox.write(
        "orders.csv",
        format!(
            "{HEADER}A-1,shipped,ann,100.00,100.00,{},{at}\nA-2,closed,bob,60.00,60.00,{},{at}\n\
             A-3,shipped,cid,20.00,20.00,{},{at}\nA-4,shipped,dan,5.00,5.00,0.00,{at}\n",
            signed(signs[0], "40.00"),
            signed(signs[1], "60.00"),
            signed(signs[2], "0.01")
        ),
    )
}

#[test]
fn a_refund_with_a_minus_is_that_refund() {
    for signs in [["", "", ""], ["-", "-", "-"], ["-", "", "−"], ["()", "-", ""]] {
        let sandbox = Sandbox::new();
        let file = orders(&sandbox, signs);
        let list = ["orders", "list", "-F", "csv", "--columns", "order_no,status,paid,refunded"];
        for out in super::both(&sandbox, &[&file], &list, &[]) {
            let sheet = Sheet::of(&out.stdout);
            assert_eq!(sheet.column("refunded"), ["40.00", "60.00", "0.01", "0.00"], "{signs:?}");
            assert_eq!(sheet.cell("order_no", "A-2", "status"), "closed_refunded", "{signs:?}");
        }
        // 185.00 paid, 100.01 given back.
        let report = ["report", "daily", "--date", "2026-11-20", "-F", "csv"];
        for out in super::both(&sandbox, &[&file], &report, &[]) {
            let sheet = Sheet::of(&out.stdout);
            assert_eq!(sheet.cell("metric", "paid_amount", "value"), "185.00", "{signs:?}");
            assert_eq!(sheet.cell("metric", "received_paid", "value"), "84.99", "{signs:?}");
        }
        let check = ["orders", "check-abnormal", "-F", "csv"];
        for out in super::both(&sandbox, &[&file], &check, &[]) {
            let rules = Sheet::of(&out.stdout).counts("rule");
            assert!(!rules.contains_key("PAY-03") && !rules.contains_key("RFD-08"), "{signs:?} {rules:?}");
        }
    }
}

/// What is left after refunds, as some exports write the paid amount, is made whole again by either sign.
#[test]
fn paid_after_refunds_is_made_whole() {
    for refunded in ["25.00", "-25.00"] {
        let sandbox = Sandbox::new();
        let file = sandbox.write(
            "orders.csv",
            format!(
                "{HEADER}A-1,shipped,ann,100.00,75.00,{refunded},2026-11-20 10:00:00,2026-11-20 10:01:00\n"
            ),
        );
        let list = ["orders", "list", "-F", "csv", "--columns", "order_no,paid,refunded"];
        for out in super::both(&sandbox, &[&file], &list, &[]) {
            assert!(out.stdout.ends_with("A-1,100.00,25.00\n"), "{}", out.stdout);
        }
    }
}

/// Refund cases: 30.00 and 12.50, written with either sign in one file.
#[test]
fn refund_cases_may_bear_a_minus() {
    let sandbox = Sandbox::new();
    let layout = sandbox.write(
        "mine.toml",
        "name = \"mine\"\ntitle = { zh = \"自己的\", en = \"mine\" }\nkind = \"refunds\"\nplatform = \"own\"\n\
         decimal = \".\"\nrequires = [\"order_no\", \"amount\"]\n[columns]\norder_no = [\"no\"]\nrefund_no = [\"case\"]\n\
         amount = [\"back\"]\nrefund_state = [\"state\"]\napplied_at = [\"asked\"]\ndone_at = [\"done\"]\n\
         [words.refund_state]\nsuccess = [\"done\"]\n",
    );
    let file = sandbox.write(
        "refunds.csv",
        "no,case,back,state,asked,done\nA-1,R-1,-30.00,done,2026-11-20 09:00:00,2026-11-20 10:00:00\n\
         A-2,R-2,12.50,done,2026-11-20 09:00:00,2026-11-20 10:00:00\n",
    );
    let reading = ["--layout", layout.as_str()];
    for out in super::both(&sandbox, &[&file], &["refunds", "list", "-F", "csv"], &reading) {
        let sheet = Sheet::of(&out.stdout);
        assert_eq!(sheet.cell("order_no", "A-1", "amount"), "30.00");
        assert_eq!(sheet.cell("order_no", "A-2", "amount"), "12.50");
    }
    for out in super::both(&sandbox, &[&file], &["refunds", "stats", "-F", "csv"], &reading) {
        assert_eq!(Sheet::of(&out.stdout).cell("group", "all", "amount"), "42.50");
    }
}

/// Goods with a refund of their own: 10.00 of two lines went back, whichever sign stands before it.
#[test]
fn refunds_of_items_may_bear_a_minus() {
    for refunded in ["10.00", "-10.00"] {
        let sandbox = Sandbox::new();
        let layout = sandbox.write(
            "mine.toml",
            "name = \"mine\"\ntitle = { zh = \"自己的\", en = \"mine\" }\nkind = \"items\"\nplatform = \"own\"\n\
             decimal = \".\"\nrequires = [\"order_no\"]\n[columns]\norder_no = [\"no\"]\nitem_no = [\"line\"]\n\
             items = [\"title\"]\npaid = [\"paid\"]\nrefunded = [\"back\"]\n",
        );
        let file = sandbox.write(
            "items.csv",
            format!("no,line,title,paid,back\nA-1,1,cup,30.00,{refunded}\nA-1,2,tea,5.00,0\n"),
        );
        let list = ["orders", "list", "-F", "csv", "--columns", "order_no,paid,refunded"];
        for out in super::both(&sandbox, &[&file], &list, &["--layout", &layout]) {
            assert!(out.stdout.ends_with("A-1,35.00,10.00\n"), "{}", out.stdout);
        }
    }
}

/// Settlements: the sign tells the direction; what was given back before is that, whichever sign it bears.
#[test]
fn settlements_go_both_ways() {
    let sandbox = Sandbox::new();
    let file = sandbox.write(
        "settle.csv",
        "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,结算前退款金额,下单时间,收入合计,支出合计\n\
         2026-11-01 05:59:20,'6917926768823640001,'6917926768823640001,97.02,聚合账户,已结算,-12.00,2026-10-24 10:51:58,109.00,11.98\n\
         2026-11-02 05:59:20,'6917926768823640002,'6917926768823640002,-8,聚合账户,结算后退款,0,2026-10-24 10:51:58,0,8\n\
         2026-11-03 05:59:20,'6917926768823640003,'6917926768823640003,0.00,聚合账户,已结算,5.00,2026-10-24 10:51:58,0,0\n",
    );
    sandbox.ok(&["import", &file]);
    let sheet = Sheet::of(&sandbox.ok(&["export", "settlements", "-F", "csv"]));
    assert_eq!(sheet.column("amount"), ["97.02", "-8.00", "0.00"]);
    assert_eq!(sheet.column("direction"), ["in", "out", "neutral"]);
    assert_eq!(sheet.column("refunded"), ["12.00", "0.00", "5.00"]);
}
