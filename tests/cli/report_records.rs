//! `cs report daily` over the database: reminders, reviews, cases, problems, and what is to be done next.

use crate::sandbox::{Sandbox, Sheet};

const DAY: &[&str] = &["report", "daily", "--date", "2026-11-20"];
const EVENING: &str = "2026-11-20T20:00:00+08:00";
const LATER: &str = "2026-11-22T09:00:00+08:00";

const HEAD: &str = "platform,shop,order_no,status,buyer,payable,paid,refunded,created_at,paid_at\n";

fn order(n: u32, status: &str, paid_at: &str) -> String {
    let paid = if paid_at.is_empty() { "0.00" } else { "10.00" };
    format!(
        "taobao,青禾,351226000000000004{n},{status},tb{n},10.00,{paid},0.00,2026-11-19T10:00:00+08:00,{paid_at}\n"
    )
}

fn no(n: u32) -> String {
    format!("351226000000000004{n}")
}

/// A shop's day: three reminders and a skip at eight in the evening, a case of each sort, three lines of the log, reviews.
fn played() -> Sandbox {
    let sandbox = Sandbox::new();
    let old = "taobao,青禾,3512260000000000001,finished,tb0,10.00,10.00,0.00,2026-10-01T10:00:00+08:00,2026-10-01T10:00:00+08:00\n";
    let unpaid: String = (1..=4).map(|n| order(n, "unpaid", "")).collect();
    let file = sandbox.write("ExportOrderList202611201900.csv", format!("{HEAD}{old}{unpaid}"));
    sandbox.ok(&["import", &file]);
    let at = |time: &str, args: &[&str]| sandbox.cs(args).now(time).run().done();
    at(EVENING, &["remind", "done", &no(1), "--via", "chat", "--result", "promised"]);
    at(EVENING, &["remind", "done", &no(2), "--via", "chat"]);
    at(EVENING, &["remind", "done", &no(3), "--via", "phone", "--result", "no-answer"]);
    at(EVENING, &["remind", "skip", &no(4), "--why", "老客"]);
    at(EVENING, &["cases", "add", &no(1), "少发一件", "--kind", "dispute", "--due", "2026-11-21T12:00"]);
    at(EVENING, &["cases", "promise", "C-0001", "今天补发", "--due", "22:00"]);
    at(EVENING, &["cases", "add", "买家甲", "问保修", "--kind", "callback", "--due", "2026-11-25"]);
    at(EVENING, &["cases", "close", "C-0002"]);
    at(EVENING, &["log", "add", "物流", "催件两次", "--about", &no(2)]);
    at(EVENING, &["log", "add", "物流", "爆仓，打 13800001111"]);
    at(EVENING, &["log", "add", "系统", "千牛登不上", "--incident"]);
    at(EVENING, &["handover", "note", "钥匙在抽屉"]);
    at(EVENING, &["consult", "add", "tb9", "保温杯", "--follow-up", "2026-11-21T10:00"]);
    let reviews = sandbox.write(
        "评价202611220800.csv",
        "review_id,platform,shop,order_no,buyer,rating,content,append_content,reply,created_at,replied_at\n\
         R0,taobao,青禾,1,tb0,5,很好,,谢谢,2026-10-01 10:00,2026-10-02 10:00\n\
         R1,taobao,青禾,2,tb1,1,太差了,,,2026-11-18 20:00,\n\
         R2,taobao,青禾,3,tb2,1,坏的,,抱歉,2026-11-20 10:00,2026-11-20 11:00\n\
         R3,taobao,青禾,4,tb3,3,一般,,,2026-11-20 12:00,\n\
         R4,taobao,青禾,5,tb4,5,质量太差，垃圾，上当了,,,2026-11-20 13:00,\n\
         R5,taobao,青禾,6,tb5,5,很好，很满意,,,2026-11-20 14:00,\n",
    );
    at(LATER, &["import", &reviews]);
    // The first pays in time, the second after a day and an hour.
    let later = [
        order(1, "paid", "2026-11-21T08:00:00+08:00"),
        order(2, "paid", "2026-11-21T21:00:00+08:00"),
        order(3, "unpaid", ""),
        order(4, "unpaid", ""),
    ];
    let file = sandbox.write("ExportOrderList202611220800.csv", format!("{HEAD}{old}{}", later.concat()));
    sandbox.cs(&["import", &file]).now(LATER).run().done();
    sandbox
}

fn values(out: &str) -> Vec<(String, String, String)> {
    let sheet = Sheet::of(out);
    let wanted = ["reminders", "reviews", "cases", "problems", "tomorrow"];
    (0..sheet.len())
        .filter(|at| wanted.contains(&sheet.column("section")[*at]) && sheet.column("shop")[*at].is_empty())
        .map(|at| ["metric", "value", "status"].map(|key| sheet.column(key)[at].to_owned()))
        .map(|[metric, value, status]| (metric, value, status))
        .collect()
}

#[test]
fn the_days_records_are_counted() {
    let sandbox = played();
    let out = sandbox.cs(DAY).now(LATER).run().done();
    let told: Vec<String> = values(&out.stdout).into_iter().map(|(m, v, s)| format!("{m} {v} {s}")).collect();
    insta::assert_snapshot!("records_figures", told.join("\n"));
    let shop: Vec<_> = Sheet::of(&out.stdout).column("shop").into_iter().map(str::to_owned).collect();
    assert!(shop.contains(&"青禾".to_owned()) || shop.iter().all(String::is_empty));
    assert_eq!(sandbox.cs(DAY).now(LATER).run().done().stdout, out.stdout, "the same bytes");
    let zh = sandbox.cs(&[DAY, &["-F", "text"]].concat()).now(LATER).zh().run().done().stdout;
    insta::assert_snapshot!("records_text_zh", zh);
    let page = sandbox.cs(&[DAY, &["-F", "html"]].concat()).now(LATER).zh().run().done().stdout;
    assert!(page.contains("催付成功率") && page.contains("各类问题") && !page.contains("13800001111"));
    let brief = sandbox.cs(&[DAY, &["--brief"]].concat()).now(LATER).zh().run().done().stdout;
    insta::assert_snapshot!("records_brief_zh", brief);
}

#[test]
fn a_reminder_may_still_succeed_until_its_day_is_over() {
    // The order data end in the middle of the 24 hours: one has paid, the others may still.
    let early = Sandbox::new();
    let unpaid: String = (1..=2).map(|n| order(n, "unpaid", "")).collect();
    let file = early.write("ExportOrderList202611201900.csv", format!("{HEAD}{unpaid}"));
    early.ok(&["import", &file]);
    for n in 1..=2 {
        early.cs(&["remind", "done", &no(n)]).now(EVENING).run().done();
    }
    let file = early.write(
        "ExportOrderList202611210800.csv",
        format!("{HEAD}{}{}", order(1, "paid", "2026-11-20T21:00:00+08:00"), order(2, "unpaid", "")),
    );
    early.ok(&["import", &file]);
    let run = early.cs(&[DAY, &["--lang", "zh"]].concat()).run().done();
    let told = values(&run.stdout);
    let of = |key: &str| told.iter().find(|t| t.0 == key).map(|t| (t.1.as_str(), t.2.as_str()));
    assert_eq!(of("reminded_orders"), Some(("2", "ok")));
    assert_eq!(of("reminded_paid"), Some(("1", "incomplete")));
    assert_eq!(of("remind_success_rate"), Some(("", "incomplete")));
    assert!(run.stderr.contains("1 个提醒过的订单还没过 24 小时"), "{}", run.stderr);
}

#[test]
fn every_figure_has_its_rows() {
    let sandbox = played();
    let rows = |metric: &str| {
        let columns =
            if metric.starts_with("reviews") { "review_id" } else { "record,id,order_no,category,text" };
        let args = [DAY, &["--rows", metric, "--columns", columns]].concat();
        sandbox.cs(&args).now(LATER).run().done().stdout
    };
    let out = sandbox.cs(DAY).now(LATER).run().done().stdout;
    for (metric, value, _) in values(&out) {
        if ["remind_success_rate", "reviews_oldest", "next_ship", "next_refunds"].contains(&metric.as_str()) {
            continue;
        }
        let n = rows(&metric).lines().count() - 1;
        assert_eq!(n.to_string(), if value.is_empty() { "0" } else { &value }, "{metric}");
    }
    insta::assert_snapshot!(
        "records_rows",
        ["problems", "problems:物流", "reminded_paid", "promises_overdue"].map(rows).join("\n")
    );
    let e = sandbox.cs(&[DAY, &["--rows", "unpaid:物流"]].concat()).run().ends_with(2);
    assert!(e.stderr.contains("there is no metric `unpaid:物流`"), "{}", e.stderr);
}

#[test]
fn over_files_there_are_reviews_but_no_records() {
    let sandbox = played();
    let files = ["ExportOrderList202611220800.csv", "评价202611220800.csv"];
    let run = sandbox.cs(&[DAY, &files].concat()).now(LATER).run().done();
    let told = values(&run.stdout);
    let database = values(&sandbox.cs(DAY).now(LATER).run().done().stdout);
    let reviews = |all: &[(String, String, String)]| -> Vec<_> {
        all.iter().filter(|t| t.0.starts_with("reviews")).cloned().collect()
    };
    assert_eq!(reviews(&told), reviews(&database));
    assert_eq!(told.len(), reviews(&told).len() + 2, "and what the orders tell of the next day: {told:?}");
    assert!(
        run.stderr.contains("kept in the database only: they are left out here, not zero"),
        "{}",
        run.stderr
    );
    let alone = sandbox.cs(&[DAY, &files[..1]].concat()).now(LATER).run().done();
    assert!(alone.stderr.contains("there are no reviews in the data"), "{}", alone.stderr);
    let e = sandbox.cs(&[DAY, &files[..1], &["--rows", "cases_open"]].concat()).now(LATER).run().ends_with(2);
    assert!(e.stderr.contains("cases_open is kept in the database only"), "{}", e.stderr);
}

#[test]
fn only_what_belongs_to_a_shop_counts_for_it() {
    let sandbox = played();
    let run = sandbox.cs(&[DAY, &["--shop", "青禾"]].concat()).now(LATER).run().done();
    let told = values(&run.stdout);
    let of = |key: &str| told.iter().find(|t| t.0 == key).map(|t| t.1.as_str());
    // The case of the order, and the one line of the log that names an order.
    assert_eq!((of("problems"), of("problems:物流"), of("problems:系统")), (Some("2"), Some("1"), None));
}
