//! `cs refunds`: the same over files and database, in both languages; and the rules that look at refunds.

use crate::sandbox::{MORNING, Sandbox, Sheet};

const CONTRACT: &str = "platform,shop,refund_no,order_no,item_no,product,buyer,kind,reason,amount,state,owner,severity,applied_at,due_at,minutes_left,due_source,on_timeout,goods_state,back_carrier,back_tracking_no,back_signed_at,refunded_at,hours_open,assignee";
const V1: &str = "taobao/refunds_v1.xlsx";
const V2: &str = "taobao/refunds_v2.xlsx";
const EVENING: &str = "2024-11-03T20:00:00+08:00";

const HEAD: &str = "订单编号,退款编号,退款完结时间,买家退款金额,售后类型,退款的申请时间,超时时间,退款状态,客服介入状态,买家退款原因,货物状态,买家退货时间,退货物流单号\n";

/// Cases of orders of the main example, as of 2026-11-21 09:00.
const CASES: &str = "\
3512260000000000045,R1,,59.00,仅退款,2026-11-20 20:00:00,2026-11-21 10:00:00,待商家处理,,不想要了,未发货,,
3512260000000000046,R2,,5.00,仅退款,2026-11-21 08:00:00,2026-11-21 20:00:00,待商家处理,,退差价,未发货,,
3512260000000000047,R3,,30.00,退货退款,2026-11-15 20:00:00,2026-11-21 08:00:00,待商家收货,,尺寸不符,退货已签收,2026-11-18 09:00:00,SF1
3512260000000000048,R4,,30.00,退货退款,2026-11-15 20:00:00,2026-11-21 08:00:00,待买家退货,,7天无理由,,,
3512260000000000049,R5,,30.00,仅退款,2026-11-19 20:00:00,2026-11-21 12:00:00,待商家处理,客服已经介入,破损,,,
3512260000000000050,R6,2026-11-20 12:00:00,12.50,仅退款,2026-11-20 10:00:00,,退款成功,,少件,,,
999,R7,,1.00,仅退款,2026-11-20 10:00:00,,平台新状态,,少件,,,
";

fn sheet(sandbox: &Sandbox, args: &[&str]) -> Sheet {
    Sheet::of(&sandbox.ok(args))
}

fn cases(sandbox: &Sandbox) -> String {
    sandbox.write("refunds.csv", format!("{HEAD}{CASES}"))
}

#[test]
fn the_columns_are_the_contract() {
    let sandbox = Sandbox::new();
    assert_eq!(sandbox.ok(&["refunds", "list", "--columns"]).trim().replace('\n', ","), CONTRACT);
    let list = sandbox.ok(&["refunds", "list", &sandbox.fixture(V1)]);
    assert_eq!(list.lines().next(), Some(CONTRACT));
}

#[test]
fn both_versions_in_both_languages() {
    let sandbox = Sandbox::new();
    for (name, file) in [("v1", V1), ("v2", V2)] {
        let file = sandbox.fixture(file);
        for format in ["csv", "table", "text"] {
            let run = |run: crate::sandbox::Run| run.now(EVENING).run().done().whole();
            let args = ["refunds", "list", &file, "-F", format];
            insta::assert_snapshot!(format!("{name}_{format}_en"), run(sandbox.cs(&args)));
            insta::assert_snapshot!(format!("{name}_{format}_zh"), run(sandbox.cs(&args).zh()));
        }
    }
}

#[test]
fn files_and_database_give_the_same_rows() {
    for files in [
        &[V1][..],
        &[V2],
        &[V1, V2],
        &[V2, "taobao/orders_v4.csv"],
        &[V2, "taobao/items_v3.xlsx"],
        &["taobao/items_v2.csv"],
        &["taobao/orders_v4.csv"],
        &["taobao/orders_v4.csv", "taobao/tmall_report.csv", V2],
    ] {
        let sandbox = Sandbox::new();
        let paths: Vec<String> = files.iter().map(|f| sandbox.fixture(f)).collect();
        let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
        let list = |more: &[&str]| {
            sandbox.cs(&[&["refunds", "list", "--reveal"], more].concat()).now(EVENING).run().done().stdout
        };
        let stats = |more: &[&str]| sandbox.ok(&[&["refunds", "stats", "--group", "day"], more].concat());
        let from_files = (list(&paths), stats(&paths));
        sandbox.ok(&[&["import"][..], &paths].concat());
        assert_eq!(from_files, (list(&[]), stats(&[])), "{files:?}");
        assert!(Sheet::of(&from_files.0).len() > 0, "{files:?}");
    }
}

#[test]
fn whose_turn_it_is_and_until_when() {
    let sandbox = Sandbox::new();
    let (refunds, orders) = (cases(&sandbox), sandbox.fixture(MORNING));
    let columns =
        ["--columns", "refund_no,kind,state,owner,severity,minutes_left,due_source,on_timeout,hours_open"];
    let run = sandbox.cs(&[&["refunds", "list", &refunds], &columns[..]].concat()).run().done();
    insta::assert_snapshot!("turns", run.whole());
    let list = |more: &[&str]| {
        let all = sheet(&sandbox, &[&["refunds", "list", &refunds, &orders], more].concat());
        all.column("refund_no").into_iter().filter(|no| !no.is_empty()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(list(&["--due"]), "R3 R1 R2");
    assert_eq!(list(&["--owner", "platform"]), "R5");
    assert_eq!(list(&["--state", "success"]), "R6");
    assert_eq!(list(&["--kind", "difference,freight"]), "R2");
    assert_eq!(list(&["--owner", "seller", "--before-next-shift", "18:00"]), "R3 R1");
    assert_eq!(list(&["--owner", "seller", "--before-next-shift", "08:00"]), "R3 R1 R2");
    assert_eq!(list(&["--owner", "seller", "--before-next-shift", "+2h"]), "R3 R1", "hours to come");
    assert_eq!(list(&["--owner", "seller", "--before-next-shift", "明天"]), "R3 R1 R2");
    // The words of the table, too.
    assert_eq!((list(&["--owner", "平台"]), list(&["--state", "退款成功"])), ("R5".into(), "R6".into()));
    assert_eq!(list(&["--kind", "退差价,退运费"]), "R2");
    assert_eq!(list(&["--date", "2026-11-21"]), "R2");
    sandbox.cs(&["refunds", "list", &refunds, "--before-next-shift", "25:00"]).run().ends_with(2);
    sandbox.cs(&["refunds", "list", &refunds, "--kind", "gift"]).run().ends_with(2);
}

#[test]
fn who_asks_what_is_due_hears_of_cases_without_a_deadline() {
    let sandbox = Sandbox::new();
    let refunds = cases(&sandbox);
    let said =
        |more: &[&str]| sandbox.cs(&[&["refunds", "list", &refunds], more].concat()).zh().run().done().stderr;
    // R7 is in a state that nobody knows.
    for question in [&["--due"][..], &["--before-next-shift", "18:00"]] {
        assert!(said(question).contains("另有 1 笔可能等我方处理的退款看不出期限"), "{question:?}");
    }
    assert!(!said(&[]).contains("看不出期限"), "it is listed");
    assert!(!said(&["--due", "--state", "success"]).contains("看不出期限"), "it was not asked for");
}

#[test]
fn rules_look_at_refunds() {
    let sandbox = Sandbox::new();
    let (refunds, orders) = (cases(&sandbox), sandbox.fixture(MORNING));
    let ids = "RFD-01,RFD-02,RFD-03,RFD-04,RFD-05,RFD-06,RFD-07,RFD-09,RFD-11";
    let args = ["orders", "check-abnormal", "--severity", "P3", "--rule", ids];
    let files = [refunds.as_str(), &orders];
    let columns = ["--columns", "rule,severity,order_no,status,minutes_left,why,due_source,owner"];
    let en = sandbox.cs(&[&args[..], &files, &columns].concat()).run().done();
    insta::assert_snapshot!("rules_en", en.whole());
    let zh = sandbox.cs(&[&args[..], &files, &columns].concat()).zh().run().done();
    insta::assert_snapshot!("rules_zh", zh.stdout);
    sandbox.ok(&["import", files[0], files[1]]);
    let from_database = sandbox.cs(&[&args[..], &columns].concat()).run().done();
    assert_eq!(en.stdout, from_database.stdout);
}

#[test]
fn figures_with_their_definition() {
    let sandbox = Sandbox::new();
    let (refunds, orders) = (cases(&sandbox), sandbox.fixture(MORNING));
    for by in ["reason", "kind", "day", "carrier", "sku"] {
        let run =
            sandbox.cs(&["refunds", "stats", "--group", by, &refunds, &orders, "-F", "tsv"]).run().done();
        insta::assert_snapshot!(format!("stats_{by}"), run.whole());
    }
    let zh = sandbox.cs(&["refunds", "stats", &refunds]).zh().run().done();
    insta::assert_snapshot!("stats_zh", zh.whole());
}

#[test]
fn one_case_is_shown_in_full() {
    let sandbox = Sandbox::new();
    sandbox.cs(&["refunds", "show", "3001000000000003"]).run().ends_with(3);
    sandbox.ok(&["import", &sandbox.fixture(V2), &sandbox.fixture("taobao/items_v3.xlsx")]);
    let audit = || sheet(&sandbox, &["db", "info"]).cell("key", "audit", "value").to_owned();
    let before = audit();
    let shown = sandbox.cs(&["refunds", "show", "3001000000000003"]).now(EVENING).run().done();
    insta::assert_snapshot!("show_en", shown.stdout);
    assert_ne!(audit(), before, "every reveal leaves an audit line");
    let of_order = sandbox.cs(&["refunds", "show", "20012024000000002"]).now(EVENING).run().done();
    assert_eq!(of_order.stdout, shown.stdout);
    insta::assert_snapshot!("show_unknown", sandbox.cs(&["refunds", "show", "1"]).run().ends_with(3).stderr);
}

/// A refund whose order is not in the database is shown all the same.
#[test]
fn a_case_without_its_order() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture(V2)]);
    let shown = sandbox.ok(&["refunds", "show", "3001000000000002", "-F", "csv"]);
    assert_eq!(Sheet::of(&shown).column("order_no"), ["20012024000000003"]);
    let by_order = sandbox.ok(&["refunds", "show", "20012024000000003", "-F", "csv"]);
    assert_eq!(shown, by_order);
}

#[test]
fn a_table_of_refunds_fits_the_terminal() {
    let sandbox = Sandbox::new();
    let table = sandbox.ok(&["refunds", "list", &cases(&sandbox), &sandbox.fixture(MORNING), "-F", "table"]);
    let widest = table.lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(widest.is_some_and(|w| (60..=120).contains(&w)), "{widest:?}\n{table}");
}

/// Nobody told the refunds of the second shop: its orders are not clean.
#[test]
fn refunds_of_one_shop_say_nothing_of_another() {
    let sandbox = Sandbox::new();
    let import = |shop: &str, file: &str| {
        sandbox.ok(&["import", "--shop", shop, &sandbox.fixture(file)]);
    };
    import("甲", "taobao/items_v3.xlsx");
    import("甲", V2);
    let check = |more: &[&str]| {
        let args = ["orders", "check-abnormal", "--rule", "RFD-02", "--since", "2010-01-01"];
        sandbox.cs(&[&args[..], more].concat()).now(EVENING).run().done().stderr
    };
    assert!(!check(&[]).contains("could not run"), "{}", check(&[]));
    import("乙", "taobao/orders_v3.csv");
    assert!(check(&[]).contains("could not run on 5 orders, Refund (refund_no)"), "{}", check(&[]));
    assert!(!check(&["--shop", "甲"]).contains("could not run"));
    let from_file = check(&[&sandbox.fixture("taobao/orders_v3.csv")]);
    assert!(from_file.contains("could not run on 5 orders, Refund (refund_no)"), "{from_file}");
}

/// `--by` is who is working: a slip must not give the figures of another group.
#[test]
fn stats_by_a_group_is_a_slip() {
    let told = Sandbox::new().cs(&["refunds", "stats", "--by", "carrier"]).run().ends_with(2).stderr;
    assert!(told.contains("--group carrier"), "{told}");
}

/// Some refunds' orders are not in the files given: they are no part of a rate, and a rate of nothing is none.
#[test]
fn a_rate_is_of_orders_that_are_known() {
    let sandbox = Sandbox::new();
    let rows: String = (0..30)
        .map(|n| {
            format!("taobao,K{n},finished,b{n},59.00,59.00,2026-11-10T08:00:00,2026-11-10T08:05:00,cup\n")
        })
        .collect();
    let head = "platform,order_no,status,buyer,payable,paid,created_at,paid_at,items";
    let orders = sandbox.write("o.csv", format!("{head}\n{rows}"));
    let strange = "8001,R1,2026-11-20 12:00:00,12.50,仅退款,2026-11-20 10:00:00,,退款成功,,,,,\n";
    let refunds = sandbox.write("refunds.csv", format!("{HEAD}{strange}"));
    let stats = |more: &[&str]| sandbox.cs(&[&["refunds", "stats", &orders, &refunds], more].concat());
    let csv = stats(&[]).run().done();
    insta::assert_snapshot!("stats_strays", csv.whole());
    let table = stats(&["-F", "table"]).zh().run().done().stdout;
    assert!(table.contains("（未填）"), "{table}");
    assert!(stats(&["-F", "json"]).run().done().stdout.contains("\"group\":null"));
}

/// A column with the time of the way back counts only while that way has ended with us.
#[test]
fn goods_back_are_told_where_an_export_tells() {
    let sandbox = Sandbox::new();
    let layout = "name = \"own-refunds\"\ntitle = { zh = \"自有退款\", en = \"own refunds\" }\nplatform = \"pdd\"\n\
        kind = \"refunds\"\nzone = \"+08:00\"\nsignature = [\"order_no\", \"refund_no\", \"refund_state\"]\n\
        requires = [\"order_no\", \"refund_no\", \"refund_state\"]\n\n[columns]\norder_no = [\"订单编号\"]\n\
        refund_no = [\"售后编号\"]\nrefund_state = [\"售后状态\"]\ngoods_state = [\"退货物流状态\"]\n\
        back_signed_at = [\"退货物流状态对应时间\"]\n\n[words.refund_state]\nwait_seller_receive = [\"待商家收货\"]\n";
    let layout = sandbox.write("own.toml", layout);
    let file = sandbox.write(
        "back.csv",
        "售后编号,订单编号,售后状态,退货物流状态,退货物流状态对应时间\n\
         B1,1,待商家收货,已签收,2026-11-20 10:00:00\nB2,2,待商家收货,运输中,2026-11-20 11:00:00\n",
    );
    let check = |args: &[&str]| {
        let list = sheet(&sandbox, &[&["refunds", "list"], args].concat());
        assert_eq!(list.cell("refund_no", "B1", "back_signed_at"), "2026-11-20T10:00:00+08:00");
        assert_eq!(list.cell("refund_no", "B2", "back_signed_at"), "", "on its way");
    };
    check(&[&file, "--layout", &layout]);
    sandbox.ok(&["import", &file, "--layout", &layout]);
    check(&[]);
    let own = sandbox.write("t.csv", format!("{}\n", HEAD.trim_end().to_owned() + ",退货签收时间")
        + "1,T1,,5.00,退货退款,2026-11-18 10:00:00,,待商家收货,,不合适,买家已退货,,,2026-11-20 09:30:00\n");
    assert_eq!(
        sheet(&sandbox, &["refunds", "list", &own]).column("back_signed_at"),
        ["2026-11-20T09:30:00+08:00"]
    );
}

/// Whom the team gave it to goes before who the export says handled it.
#[test]
fn the_assignee_is_of_our_records() {
    let sandbox = Sandbox::new();
    let file = cases(&sandbox);
    sandbox.ok(&["import", &file]);
    let who = |no: &str| sheet(&sandbox, &["refunds", "list"]).cell("refund_no", no, "assignee").to_owned();
    assert_eq!((who("R1"), who("R2")), (String::new(), String::new()));
    let order = "3512260000000000045";
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    sandbox.ok(&["cases", "add", order, "催退款", "--owner", "小李"]);
    sandbox.ok(&["cases", "add", "3512260000000000046", "没人管"]);
    assert_eq!((who("R1"), who("R2")), ("小李".to_owned(), String::new()));
    sandbox.ok(&["cases", "assign", order, "小王"]);
    assert_eq!(who("R1"), "小王");
    let shown = sandbox.ok(&["refunds", "show", "R1", "-F", "csv"]);
    assert_eq!(Sheet::of(&shown).column("assignee"), ["小王"]);
    assert_eq!(sheet(&sandbox, &["refunds", "list", &file]).cell("refund_no", "R1", "assignee"), "");
}

/// Orders of today say nothing of how new the refunds are.
#[test]
fn the_age_of_refunds_is_their_own() {
    let sandbox = Sandbox::new();
    // The file is as old as the newest refund in it.
    let old = || {
        let file = sandbox.fixture(V2);
        sandbox.written(&file, 1_730_599_200);
        file
    };
    sandbox.ok(&["import", "--shop", "甲", &sandbox.fixture(MORNING), &old()]);
    sandbox.ok(&["import", "--shop", "乙", &sandbox.fixture("taobao/orders_v3.csv")]);
    let said = |args: &[&str]| sandbox.cs(args).zh().run().done().stderr;
    let list = said(&["refunds", "list"]);
    assert!(list.contains("甲 退款数据截至 2024-11-03 10:00，已过去"), "{list}");
    assert!(list.contains("乙 数据截至"), "no refunds are known of it: {list}");
    assert!(said(&["refunds", "stats"]).contains("甲 退款数据截至 2024-11-03 10:00"));
    let check = said(&["orders", "check-abnormal"]);
    assert!(check.contains("甲 数据截至 11-21 09:00"), "{check}");
    let files = said(&["refunds", "list", &sandbox.fixture(MORNING), &old()]);
    assert!(files.contains("退款数据截至 2024-11-03 10:00"), "{files}");
}

#[test]
fn a_narrow_terminal_gets_fewer_columns_and_no_broken_lines() {
    let sandbox = Sandbox::new();
    let files = ["pdd/aftersales.xlsx", "jd/aftersales.csv", "taobao/refunds_v2.xlsx"];
    for file in files {
        sandbox.ok(&["import", &sandbox.fixture(file)]);
    }
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    for columns in [80, 100, 120] {
        for args in
            [&["refunds", "list"][..], &["handover"], &["remind", "unpaid"], &["remind", "unpaid", "--all"]]
        {
            let args = [args, &["-F", "table"]].concat();
            let out = sandbox.cs(&args).zh().env("COLUMNS", &columns.to_string()).run().done().stdout;
            let widest = out.lines().map(unicode_width::UnicodeWidthStr::width).max().unwrap_or_default();
            assert!((40..=columns).contains(&widest), "{widest} of {columns}:\n{out}");
        }
    }
    let wide = sandbox.cs(&["refunds", "list", "-F", "table"]).zh().env("COLUMNS", "200").run().done().stdout;
    assert!(wide.contains("拼多多") && wide.contains("原因"), "several platforms are told apart: {wide}");
    let one = sandbox.cs(&["refunds", "list", "--platform", "拼多多", "-F", "table"]).zh();
    let one = one.env("COLUMNS", "200").run().done().stdout;
    assert!(!one.contains("平台") && one.lines().count() == 7, "{one}");
}
