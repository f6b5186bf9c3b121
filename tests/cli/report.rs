//! `cs report daily` and `cs metrics`: the same over files and database, as rows, as a document, in a few lines.

use crate::sandbox::{MORNING, Sandbox, Sheet, cents};

const CONTRACT: &str =
    "date,shop,section,metric,value,unit,previous,change_pct,week_ago,month_to_date,status";

const HEAD: &str = "platform,shop,order_no,status,buyer,receiver,phone,address,items,quantity,payable,paid,refunded,created_at,paid_at,shipped_at,completed_at,carrier,tracking_no,flag,seller_note,buyer_note,status_raw";

/// (day of November 2026 and hour, status, payable, refunded); a day of 0 is one of October.
type Line = (u32, u32, &'static str, &'static str, &'static str);

fn export(shop: &str, lines: &[Line]) -> String {
    let mut out = format!("{HEAD}\n");
    for (n, (day, hour, status, payable, refunded)) in lines.iter().enumerate() {
        let at = |minute: u32| match day {
            0 => format!("2026-10-20T{hour:02}:{minute:02}:00+08:00"),
            day => format!("2026-11-{day:02}T{hour:02}:{minute:02}:00+08:00"),
        };
        let (paid, paid_at) = if *status == "unpaid" { ("0.00", String::new()) } else { (*payable, at(5)) };
        let shipped = if *status == "finished" { at(30) } else { String::new() };
        let no = shop.len() * 1_000_000_000 + n;
        out += &format!(
            "taobao,{shop},{no},{status},tb{n},,,,杯,1,{payable},{paid},{refunded},{},{paid_at},{shipped},,,,,,,x\n",
            at(0)
        );
    }
    out
}

/// Two shops; the second's data end on the 20th at noon.
fn shops(sandbox: &Sandbox) -> [String; 2] {
    let first: &[Line] = &[
        (0, 9, "finished", "10.00", "0.00"),
        (2, 9, "finished", "20.00", "0.00"),
        (13, 10, "finished", "59.00", "0.00"),
        (19, 9, "finished", "100.00", "0.00"),
        (19, 21, "paid", "33.30", "0.00"),
        (20, 9, "finished", "59.00", "9.00"),
        (20, 13, "paid", "128.50", "0.00"),
        (20, 13, "unpaid", "45.00", "0.00"),
        (21, 8, "unpaid", "1.00", "0.00"),
    ];
    let second: &[Line] = &[
        (0, 9, "finished", "10.00", "0.00"),
        (19, 9, "finished", "200.00", "0.00"),
        (20, 11, "paid", "77.00", "0.00"),
    ];
    [
        sandbox.write("ExportOrderList202611210900.csv", export("青禾旗舰店", first)),
        sandbox.write("ExportOrderList202611201200.csv", export("青禾专营", second)),
    ]
}

fn daily(sandbox: &Sandbox, args: &[&str]) -> String {
    sandbox.ok(&[&["report", "daily"], args].concat())
}

#[test]
fn the_columns_are_the_contract() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let out = daily(&sandbox, &[&file]);
    assert_eq!(out.lines().next(), Some(CONTRACT));
    let sheet = Sheet::of(&out);
    assert!(sheet.column("status").iter().all(|s| ["ok", "incomplete", "n_m"].contains(s)));
    assert!(sheet.column("date").iter().all(|d| *d == "2026-11-20"), "yesterday, where nothing is said");
    let metrics = Sheet::of(&sandbox.ok(&["metrics", "list", "-F", "csv"]));
    let own = ["reminders", "reviews", "cases", "problems"];
    let known: Vec<&str> = (metrics.column("metric").into_iter().zip(metrics.column("section")))
        .filter(|(metric, section)| {
            !own.contains(section) && !["next_promises", "next_cases", "next_leads"].contains(metric)
        })
        .map(|(metric, _)| metric)
        .collect();
    assert_eq!(sheet.column("metric")[..known.len()], known, "only what files can tell");
}

#[test]
fn each_shop_and_together() {
    let sandbox = Sandbox::new();
    let [first, second] = shops(&sandbox);
    let run = sandbox.cs(&["report", "daily", &first, &second, "--refund-by", "order"]).run().done();
    insta::assert_snapshot!("daily_csv", run.whole());
    let one = Sheet::of(&daily(&sandbox, &[&first, &second, "--shop", "青禾旗舰店"]));
    let mut shops = one.column("shop");
    shops.dedup();
    assert_eq!(shops, ["", "青禾旗舰店"]);
}

#[test]
fn documents() {
    let sandbox = Sandbox::new();
    let [first, second] = shops(&sandbox);
    let args = ["report", "daily", &first, &second];
    let with = |more: &[&'static str]| [&args[..], more].concat();
    insta::assert_snapshot!("daily_text", sandbox.ok(&with(&["-F", "text"])));
    insta::assert_snapshot!(
        "daily_text_zh",
        sandbox.cs(&with(&["-F", "text", "--refund-by", "order"])).zh().run().done().stdout
    );
    sandbox.ok(&with(&["-o", "report.md", "--explain"]));
    insta::assert_snapshot!("daily_md", sandbox.read("report.md"));
    let again = sandbox.ok(&with(&["-F", "md", "--explain"]));
    assert_eq!(again, sandbox.read("report.md"), "the same input gives the same bytes");
    sandbox.cs(&with(&["-o", "report.md"])).run().ends_with(2);
    let page = sandbox.ok(&with(&["-F", "html"]));
    assert!(page.contains("class=\"part\"") && page.contains("incomplete: 青禾专营 11-20 (the data end at"));
    assert!(
        page.contains("<dt>Week ago</dt><dd>1</dd>") && !page.contains("<script") && !page.contains("http")
    );
    let whole = sandbox.ok(&["report", "daily", &first, "-F", "html"]);
    assert!(!whole.contains("class=\"part\""), "a day that is whole is drawn as one");
}

#[test]
fn brief_lines_for_a_group() {
    let sandbox = Sandbox::new();
    let [first, second] = shops(&sandbox);
    let args = ["report", "daily", &first, &second, "--brief"];
    insta::assert_snapshot!("daily_brief", sandbox.ok(&args));
    let zh = sandbox.cs(&args).zh().run().done().stdout;
    insta::assert_snapshot!("daily_brief_zh", zh);
    assert!(zh.lines().count() <= 20 && !zh.contains("tb"), "no buyers: {zh}");
}

#[test]
fn files_and_database_agree() {
    let sandbox = Sandbox::new();
    let [first, second] = shops(&sandbox);
    let morning = sandbox.fixture_as(MORNING, "morning/ExportOrderList202611210900.csv");
    let files = [&first[..], &second, &morning];
    sandbox.ok(&[&["import"], &files[..]].concat());
    for args in [
        &["report", "daily"][..],
        &["report", "daily", "--refund-by", "order", "--date", "2026-11-19"],
        &["report", "daily", "-F", "text"],
        &["report", "daily", "--brief"],
        &["report", "daily", "--rows", "unshipped", "--sort", "order_no"],
    ] {
        let from_files = sandbox.cs(&[args, &files[..]].concat()).run().done();
        let from_database = sandbox.cs(args).run().done();
        assert_eq!(shared(&from_files.whole()), shared(&from_database.whole()), "{args:?}");
    }
}

/// Without what only the database tells, and without the remarks that files don't.
fn shared(out: &str) -> Vec<&str> {
    let own = [",reminders,", ",cases,", ",problems,", ",next_promises,", ",next_cases,", ",next_leads,"];
    let remarks = ["reminders, cases, problems and follow-ups", "To ship", "Refunds to answer"];
    let sections = ["Reminders", "Cases", "Problems", "To do next"];
    let (mut skipping, mut rows) = (false, Vec::new());
    for line in out.lines() {
        // A section ends with an empty line.
        skipping = !line.is_empty() && (skipping || sections.contains(&line));
        let told_apart = ["Orders reminded 0", "Opened 0", "Problems 0"].iter().any(|l| line.starts_with(l))
            || own.iter().any(|o| line.contains(o))
            || remarks.iter().any(|r| line.trim_start_matches("* ").starts_with(r));
        if !skipping && !line.is_empty() && !told_apart {
            rows.push(line);
        }
    }
    rows
}

#[test]
fn the_month_is_the_sum_of_its_days() {
    let sandbox = Sandbox::new();
    let [first, _] = shops(&sandbox);
    let of = |date: &str| {
        let args = [&first, "--date", date, "--refund-by", "order", "--shop", "青禾旗舰店"];
        Sheet::of(&daily(&sandbox, &args))
    };
    let mut sums = std::collections::BTreeMap::new();
    for day in 1..=20 {
        let sheet = of(&format!("2026-11-{day:02}"));
        for ((metric, value), shop) in
            sheet.column("metric").iter().zip(sheet.column("value")).zip(sheet.column("shop"))
        {
            *sums.entry(((*metric).to_owned(), shop.to_owned())).or_insert(0) += number(value);
        }
    }
    let last = of("2026-11-20");
    let months: Vec<_> = last
        .column("metric")
        .into_iter()
        .zip(last.column("month_to_date"))
        .zip(last.column("shop"))
        .collect();
    let told: Vec<_> = months.iter().filter(|m| !m.0.1.is_empty() && m.0.0 != "refund_rate").collect();
    assert!(told.len() >= 24, "{months:?}");
    for ((metric, month), shop) in told {
        assert_eq!(number(month), sums[&((*metric).to_owned(), (*shop).to_owned())], "{metric} {shop}");
    }
}

fn number(text: &str) -> i64 {
    if text.contains('.') && text.split_once('.').is_some_and(|p| p.1.len() == 1) {
        return 0;
    }
    if text.contains('.') { cents(text) } else { text.parse().unwrap_or(0) }
}

#[test]
fn a_day_without_orders_and_days_outside_the_data() {
    let sandbox = Sandbox::new();
    let [first, _] = shops(&sandbox);
    let zero = Sheet::of(&daily(&sandbox, &[&first, "--date", "2026-11-15", "--refund-by", "order"]));
    for (at, section) in zero.column("section").iter().enumerate() {
        if *section == "sales" {
            assert!(["0", "0.00"].contains(&zero.column("value")[at]), "{}", zero.column("metric")[at]);
            assert_eq!(zero.column("status")[at], "ok");
        }
    }
    for date in ["2026-11-22", "2026-10-01"] {
        let now = "2026-11-23T09:00:00+08:00";
        let run = sandbox.cs(&["report", "daily", &first, "--date", date]).now(now).run().done();
        let out = Sheet::of(&run.stdout);
        let sales: Vec<_> = out.column("section").iter().map(|s| *s == "sales").collect();
        for (at, _) in sales.iter().enumerate().filter(|s| *s.1) {
            assert_eq!((out.column("value")[at], out.column("status")[at]), ("", "incomplete"), "{date}");
        }
    }
    let future = sandbox.cs(&["report", "daily", &first, "--date", "2026-11-22"]).run().ends_with(2);
    insta::assert_snapshot!(future.stderr, @r"
    error: 2026-11-22 has not begun yet
      hint: a daily report is of a day that was: without `--date` it is yesterday, `--date today` is today so far
    ");
    let zh = sandbox.cs(&["report", "daily", &first, "--date", "today", "--brief"]).zh().run().done();
    assert!(zh.stdout.contains("这一天还没过完，只到 2026-11-21T09:00:00+08:00"), "{}", zh.stdout);
    let today = Sheet::of(&daily(&sandbox, &[&first, "--date", "today"]));
    assert!(today.column("status").iter().all(|s| *s == "incomplete"));
    assert!(today.column("value").iter().all(|v| !["0", "0.00"].contains(v)), "never zero");
}

#[test]
fn orders_behind_a_figure() {
    let sandbox = Sandbox::new();
    let [first, _] = shops(&sandbox);
    let rows = |metric: &str| {
        let args =
            [&first[..], "--rows", metric, "--columns", "status,payable,created_at", "--refund-by", "order"];
        daily(&sandbox, &args)
    };
    insta::assert_snapshot!(rows("unshipped"), @r"
    status,payable,created_at
    paid,33.30,2026-11-19T21:00:00+08:00
    paid,128.50,2026-11-20T13:00:00+08:00
    ");
    insta::assert_snapshot!(rows("refund_amount"), @r"
    status,payable,created_at
    finished,59.00,2026-11-20T09:00:00+08:00
    ");
    let unclear = sandbox.cs(&["report", "daily", &first, "--rows", "refund_amount"]).run().done();
    assert_eq!(unclear.stdout.lines().count(), 1);
    assert!(
        unclear.stderr.contains("may belong to refund_amount, but lack the column that tells: 1"),
        "{}",
        unclear.stderr
    );
    let whole = daily(&sandbox, &[&first, "--rows", "orders_created"]);
    assert_eq!(whole.lines().next(), Some(HEAD));
    assert_eq!(whole.lines().count(), 4);
    let wrong = sandbox.cs(&["report", "daily", &first, "--rows", "order_created"]).run().ends_with(2);
    insta::assert_snapshot!(wrong.stderr, @r"
    error: there is no metric `order_created`
      hint: did you mean orders_created?
    ");
}

#[test]
fn refunds_by_the_day_of_the_refund() {
    let sandbox = Sandbox::new();
    let [first, _] = shops(&sandbox);
    let alone = sandbox.cs(&["report", "daily", &first]).run().done();
    assert!(alone.stderr.contains("no refund time (done_at) on 1 order"), "{}", alone.stderr);
    let of = |out: &str, metric: &str| {
        let sheet = Sheet::of(out);
        let at = sheet.column("metric").iter().position(|m| *m == metric).expect("a row");
        ["value", "previous", "month_to_date", "status"].map(|column| sheet.column(column)[at].to_owned())
    };
    assert_eq!(of(&alone.stdout, "refund_amount"), ["", "0.00", "", "incomplete"]);
    let no = "青禾旗舰店".len() * 1_000_000_000 + 5;
    let refunds = sandbox.write(
        "退款202611210900.csv",
        format!(
            "订单编号,退款编号,买家退款金额,退款的申请时间,退款完结时间,超时时间,退款状态,买家退款原因\n\
             {no},9001,4.00,2026-11-20 10:00:00,2026-11-20 12:00:00,,退款成功,少件\n\
             {no},9002,5.00,2026-11-20 10:00:00,2026-11-20 13:00:00,,退款成功,少件\n"
        ),
    );
    let files = ["report", "daily", &first, &refunds];
    let both = sandbox.cs(&files).run().done();
    assert_eq!(of(&both.stdout, "refund_amount"), ["9.00", "0.00", "9.00", "ok"]);
    assert_eq!(of(&both.stdout, "refunded_orders"), ["1", "0", "1", "ok"]);
    assert_eq!(of(&both.stdout, "open_refunds"), ["0", "", "", "ok"], "the shop's refunds are known");
    let text = sandbox.ok(&[&files[..], &["-F", "text"]].concat());
    assert!(text.contains("少件"), "reasons are told where they are known: {text}");
    sandbox.ok(&["import", &first, &refunds]);
    assert_eq!(shared(&sandbox.ok(&["report", "daily"])), shared(&both.stdout));
    // A refund of an order that the export does not hold is money of the day too.
    let more = sandbox.write(
        "更多退款202611210900.csv",
        "订单编号,退款编号,买家退款金额,退款的申请时间,退款完结时间,超时时间,退款状态,买家退款原因\n\
         3512000000000000001,9003,2.50,2026-11-20 10:00:00,2026-11-20 12:00:00,,退款成功,少件\n\
         3512000000000000002,9004,1.00,2026-11-20 10:00:00,,,退款处理中,少件\n",
    );
    let all = sandbox.cs(&["report", "daily", &first, &refunds, &more]).run().done();
    assert_eq!(of(&all.stdout, "refund_amount"), ["11.50", "0.00", "11.50", "ok"]);
    assert_eq!(of(&all.stdout, "open_refunds")[0], "1");
    assert!(
        all.stderr.contains("1 of the day's refunds belongs to an order that is not in the data"),
        "{}",
        all.stderr
    );
    sandbox.ok(&["import", &more]);
    assert_eq!(shared(&sandbox.ok(&["report", "daily"])), shared(&all.stdout));
}

#[test]
fn the_business_day_may_start_late() {
    let sandbox = Sandbox::new();
    let [first, _] = shops(&sandbox);
    sandbox.config("[day]\nstarts_at = \"10:00\"\n");
    let sheet = Sheet::of(&daily(&sandbox, &[&first, "--date", "2026-11-19"]));
    // 21:00 of the 19th and 09:00 of the 20th.
    assert_eq!(sheet.column("value")[0], "2");
    // At nine in the morning it is still the 20th, so yesterday is the 19th.
    assert_eq!(Sheet::of(&daily(&sandbox, &[&first])).column("date")[0], "2026-11-19");
    sandbox.config("[day]\nstarts_at = \"noon\"\n");
    sandbox.cs(&["report", "daily", &first]).run().ends_with(2);
}

#[test]
fn what_is_refused_and_what_is_empty() {
    let sandbox = Sandbox::new();
    let empty = sandbox.cs(&["report", "daily"]).run().done();
    assert!(Sheet::of(&empty.stdout).column("value").iter().all(|v| v.is_empty()));
    let month = sandbox.cs(&["report", "daily", "--date", "2026-11"]).run().ends_with(2);
    insta::assert_snapshot!(month.stderr, @r"
    error: a daily report is of one day
      hint: such as `--date 2026-11-20`
    ");
    sandbox.cs(&["report", "daily", "--brief", "--rows", "unpaid"]).run().ends_with(2);
    sandbox.cs(&["report", "daily", "--brief", "--explain"]).run().ends_with(2);
    sandbox.cs(&["report", "daily", "--rows", "unpaid", "--explain"]).run().ends_with(2);
    let meta = daily(&sandbox, &["-F", "json", "--meta"]);
    assert!(meta.contains("there are no data"), "{meta}");
}

#[test]
fn metrics_are_explained() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!("metrics_explain", sandbox.ok(&["metrics", "explain"]));
    let zh = sandbox.cs(&["metrics", "explain", "unpaid"]).zh().run().done().stdout;
    assert_eq!(zh.lines().count(), 6, "the word, the metric, and what is the same in all: {zh}");
    assert!(zh.starts_with("未付款（unpaid）：按已知的最新数据还没付款"), "{zh}");
    sandbox.cs(&["metrics", "explain", "nonesuch"]).run().ends_with(2);
}

#[test]
fn money_of_several_currencies_is_never_added() {
    let sandbox = Sandbox::new();
    let head = "platform,shop,order_no,status,payable,paid,refunded,created_at,paid_at,currency\n";
    let shop = |shop: &str, n: u32, code: &str| {
        let line = |n: u32, day: &str| {
            format!(
                "taobao,{shop},35122600000000001{n},paid,10.00,10.00,0.00,{day} 10:00,{day} 10:00,{code}\n"
            )
        };
        format!("{}{}", line(n, "2026-10-20"), line(n + 1, "2026-11-20"))
    };
    let file = sandbox.write(
        "ExportOrderList202611210900.csv",
        format!("{head}{}{}", shop("甲", 1, ""), shop("乙", 3, "USD")),
    );
    let run = sandbox.cs(&["report", "daily", &file]).run().done();
    assert_eq!(run.stdout.lines().next(), Some(format!("{CONTRACT},currency").as_str()));
    let told: Vec<&str> = run.stdout.lines().filter(|l| l.contains(",paid_amount,")).collect();
    insta::assert_snapshot!(told.join("\n"), @r"
    2026-11-20,,sales,paid_amount,,money,,,,,incomplete,
    2026-11-20,乙,sales,paid_amount,10.00,money,0.00,,0.00,10.00,ok,USD
    2026-11-20,甲,sales,paid_amount,10.00,money,0.00,,0.00,10.00,ok,CNY
    ");
    let rows = Sheet::of(&daily(&sandbox, &[&file, "--rows", "paid_amount"]));
    assert_eq!(rows.column("currency"), ["CNY", "USD"]);
    assert!(run.stderr.contains("the shops have different currencies, so money is not"), "{}", run.stderr);
    let text = sandbox.ok(&["report", "daily", &file, "-F", "text"]);
    assert!(text.contains("USD") && text.contains("CNY"), "{text}");
    // With one currency there is no such column.
    let one = daily(&sandbox, &[&file, "--shop", "乙"]);
    assert_eq!(one.lines().next(), Some(CONTRACT));
}

/// A figure may be asked for as the report calls it.
#[test]
fn the_rows_of_a_figure_by_its_title() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let rows =
        |metric: &str| sandbox.ok(&["report", "daily", &file, "--date", "2026-11-20", "--rows", metric]);
    assert_eq!(rows("待付款"), rows("unpaid"));
    assert!(rows("unpaid").lines().count() > 1);
}
