//! `cs orders list` and `show`: the same over files and database, in every format.

use crate::sandbox::{MORNING, Sandbox, Sheet, expected};
use std::io::Read;
use std::process::Stdio;

const CONTRACT: &str = "platform,shop,order_no,status,buyer,receiver,phone,address,items,quantity,payable,paid,refunded,created_at,paid_at,shipped_at,completed_at,carrier,tracking_no,flag,seller_note,buyer_note,status_raw";

fn sorted(list: &str) -> Vec<String> {
    let sheet = Sheet::of(list);
    assert!(sheet.len() > 0);
    let mut reader = csv::Reader::from_reader(list.as_bytes());
    let mut rows: Vec<String> =
        reader.records().map(|r| r.expect("CSV").iter().collect::<Vec<_>>().join("\u{1f}")).collect();
    rows.sort();
    rows
}

#[test]
fn the_columns_are_the_contract() {
    let sandbox = Sandbox::new();
    let list = sandbox.ok(&["orders", "list", &sandbox.fixture(MORNING)]);
    assert_eq!(list.lines().next(), Some(CONTRACT));
    let all = sandbox.ok(&["orders", "list", "--columns"]).trim().replace('\n', ",");
    assert_eq!(all, format!("{CONTRACT},currency"), "the last stands only where several currencies occur");
}

/// PRODUCT, principle 1: one flow for file and database. Their order may differ, their rows may not.
#[test]
fn file_and_database_give_the_same_rows() {
    let mut files = 0;
    for (path, told) in expected() {
        if told["kind"] == "refunds" {
            continue;
        }
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(&path);
        let from_file = sandbox.ok(&["orders", "list", "--reveal", &file]);
        sandbox.ok(&["import", &file]);
        let from_database = sandbox.ok(&["orders", "list", "--reveal"]);
        assert_eq!(sorted(&from_file), sorted(&from_database), "{path}");
        let by_number = |extra: &[&str]| {
            sandbox.ok(&[&["orders", "list", "--reveal", "--sort", "order_no"], extra].concat())
        };
        assert_eq!(by_number(&[&file]), by_number(&[]), "{path}");
        files += 1;
    }
    assert_eq!(files, 49);
}

#[test]
fn a_list_reads_back_as_itself() {
    for (path, told) in expected() {
        if told["kind"] != "orders" {
            continue;
        }
        let sandbox = Sandbox::new();
        let list = sandbox.ok(&["orders", "list", "--reveal", &sandbox.fixture(&path)]);
        let again = sandbox.cs(&["orders", "list", "-", "--reveal"]).stdin(list.clone()).run().done();
        assert_eq!(again.stdout, list, "{path}");
    }
}

#[test]
fn rows_are_selected() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let list = |args: &[&str]| Sheet::of(&sandbox.ok(&[&["orders", "list", &file], args].concat()));
    let unpaid = list(&["--status", "unpaid"]);
    assert_eq!(unpaid.len(), 8);
    assert!(unpaid.column("status").iter().all(|s| *s == "unpaid"));
    assert_eq!(list(&["--status", "unpaid,unknown"]).len(), 9);
    let day = list(&["--date", "2026-11-21"]);
    assert_eq!(day.len(), 7);
    assert!(day.column("created_at").iter().all(|at| at.starts_with("2026-11-21T")));
    // A bare date as --until includes its day, an instant is exclusive.
    assert_eq!(list(&["--since", "2026-11-21"]).len(), 7);
    assert_eq!(list(&["--until", "2026-11-20"]).len() + 7, list(&[]).len());
    assert_eq!(list(&["--since", "2026-11-20T21:00:00", "--until", "2026-11-20T21:00:01"]).len(), 1);
    assert_eq!(list(&["--shop", "别的店"]).len(), 0);
    assert_eq!(list(&["--date", "yesterday"]).len(), list(&["--date", "2026-11-20"]).len());
}

#[test]
fn columns_sort_and_limit() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let out = sandbox.ok(&[
        "orders",
        "list",
        &file,
        "--columns",
        "payable,order_no",
        "--sort",
        "-payable",
        "--limit",
        "3",
    ]);
    insta::assert_snapshot!(out, @r"
    payable,order_no
    2599.00,3512260000000000041
    2000.00,3512260000000000064
    780.00,3512260000000000065
    ");
    let rising =
        Sheet::of(&sandbox.ok(&["orders", "list", &file, "--columns", "created_at", "--sort", "created_at"]));
    let times = rising.column("created_at");
    assert!(times.windows(2).all(|w| w[0] <= w[1]) && times.len() == 69);
    // Without a sort the order of the file stands: newest first.
    let as_is = Sheet::of(&sandbox.ok(&["orders", "list", &file, "--columns", "created_at"]));
    assert_eq!(as_is.column("created_at"), times.into_iter().rev().collect::<Vec<_>>());
}

#[test]
fn every_format() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("taobao/orders_v2.csv");
    for format in ["table", "csv", "tsv", "json", "jsonl", "md", "name", "text"] {
        let run = sandbox.cs(&["orders", "list", &file, "-F", format, "--limit", "3"]).run().done();
        insta::assert_snapshot!(format!("format_{format}"), run.stdout);
    }
}

/// `COLUMNS` is 120 here: no line of a table may be wider.
#[test]
fn a_table_fits_the_terminal() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    for verb in [&["orders", "list"][..], &["orders", "check-abnormal"], &["remind", "unpaid"]] {
        let table = sandbox.ok(&[verb, &[&file, "-F", "table"]].concat());
        let widest = table.lines().map(unicode_width::UnicodeWidthStr::width).max();
        assert!(widest.is_some_and(|w| (60..=120).contains(&w)), "{verb:?}: {widest:?}");
    }
}

#[test]
fn csv_for_a_spreadsheet() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("taobao/orders_v2.csv");
    let excel = sandbox.cs(&["orders", "list", &file, "--excel", "--columns", "order_no"]).run().done();
    assert_eq!(excel.bytes[..3], *b"\xef\xbb\xbf");
    assert!(excel.stdout.contains("=\"\"100120170000000001\"\""), "ids stay text: {}", excel.stdout);
}

#[test]
fn a_file_is_never_overwritten_unasked() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.write("out.csv", "precious");
    let refused = sandbox.cs(&["orders", "list", &file, "-o", "out.csv"]).run().ends_with(2);
    insta::assert_snapshot!(refused.whole(), @"
    exit 2
    --- stdout
    --- stderr
    error: out.csv is there already
      hint: take another name, or replace it with `--force`
    ");
    assert_eq!(sandbox.read("out.csv"), "precious");
    sandbox.ok(&["orders", "list", &file, "-o", "out.csv", "--force"]);
    assert_eq!(sandbox.read("out.csv"), sandbox.ok(&["orders", "list", &file]));
    let left: Vec<_> = std::fs::read_dir(sandbox.work())
        .expect("the folder")
        .map(|e| e.expect("an entry").file_name())
        .collect();
    assert_eq!(left.len(), 2, "no temporary file stays: {left:?}");
}

#[test]
fn a_bad_row_leaves_no_half_file() {
    let sandbox = Sandbox::new();
    sandbox
        .cs(&["orders", "list", &sandbox.fixture("broken/bad_money.csv"), "-o", "out.csv"])
        .run()
        .ends_with(3);
    assert!(!sandbox.work().join("out.csv").exists());
}

#[test]
fn a_closed_pipe_ends_quietly() {
    let sandbox = Sandbox::new();
    // More than any pipe holds.
    let mut list = String::from(CONTRACT) + "\n";
    for n in 0..20_000 {
        list += &format!(
            "taobao,样例小铺,7{n:018},unpaid,b{n},,,,杯,1,59.00,0.00,,2026-11-20T08:00:00+08:00,,,,,,,,,等待买家付款\n"
        );
    }
    let file = sandbox.write("many.csv", list);
    for format in ["csv", "jsonl", "table", "md"] {
        let mut command = sandbox.cs(&["orders", "list", &file, "-F", format]).into_command();
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("cs starts");
        let mut some = [0; 8];
        let mut pipe = child.stdout.take().expect("a pipe");
        pipe.read_exact(&mut some).expect("a beginning");
        drop(pipe);
        let output = child.wait_with_output().expect("cs ends");
        assert_eq!(output.status.code(), Some(0), "{format}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{format}");
    }
}

#[test]
fn one_order_is_shown_in_full() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture("taobao/orders_v2.csv")]);
    insta::assert_snapshot!(sandbox.ok(&["orders", "show", "100120170000000002"]));
    let audit =
        |sandbox: &Sandbox| Sheet::of(&sandbox.ok(&["db", "info"])).cell("key", "audit", "value").to_owned();
    let before = audit(&sandbox);
    sandbox.ok(&["orders", "show", "100120170000000002"]);
    assert_ne!(audit(&sandbox), before, "every reveal leaves an audit line");
    let unknown = sandbox.cs(&["orders", "show", "999"]).run().ends_with(3);
    insta::assert_snapshot!(unknown.stderr, @"
    error: there is no order 999 in the database
      hint: import the export first: `cs import FILE`
      hint: if it is a row number: they hold for 30 minutes, in the terminal that showed the table
    ");
}

/// What is asked for chooses rows, however many files there are; it says nothing about them.
#[test]
fn a_shop_that_is_asked_for_is_no_name_for_others() {
    let sandbox = Sandbox::new();
    let head = "platform,shop,order_no,status,buyer,payable,created_at";
    let row = |shop: &str, no: &str| format!("taobao,{shop},{no},unpaid,b,10.00,2026-11-20T08:00:00");
    let a = sandbox.write("a.csv", [head.to_owned(), row("A", "O1"), row("B", "O2")].join("\n"));
    let b = sandbox.write("b.csv", [head.to_owned(), row("B", "O3")].join("\n"));
    let list = |more: &[&str]| {
        let sheet = Sheet::of(&sandbox.ok(&[&["orders", "list", &a, &b], more].concat()));
        sheet.column("order_no").join(" ")
    };
    assert_eq!(list(&["--shop", "A"]), "O1");
    assert_eq!(list(&["--shop", "B"]), "O2 O3");
    assert_eq!(list(&["--shop", "A", "--shop", "B"]), "O1 O2 O3");
    assert_eq!(list(&["--platform", "jd"]), "");
    assert_eq!(list(&["--platform", "taobao"]), "O1 O2 O3");
    // An import is told what its files are.
    sandbox.ok(&["import", &b, "--shop", "C"]);
    assert_eq!(Sheet::of(&sandbox.ok(&["orders", "list"])).column("shop"), ["C"]);
}

#[test]
fn a_currency_column_only_where_there_are_several() {
    let sandbox = Sandbox::new();
    let head = "platform,shop,order_no,status,payable,paid,refunded,created_at,paid_at,currency\n";
    let line = |n: u32, code: &str| {
        format!(
            "taobao,甲,35122600000000001{n},paid,10.00,10.00,0.00,2026-11-20 10:0{n},2026-11-20 10:0{n},{code}\n"
        )
    };
    let one = sandbox.write("one.csv", format!("{head}{}{}", line(1, ""), line(2, "rmb")));
    let two =
        sandbox.write("two.csv", format!("{head}{}{}{}", line(1, ""), line(2, "人民币"), line(3, "usd")));
    let list = |args: &[&str]| sandbox.ok(&[&["orders", "list"], args].concat());
    let keys = |out: &str| out.lines().next().unwrap_or_default().to_owned();
    assert!(keys(&list(&[&one])).ends_with(",status_raw"), "{}", list(&[&one]));
    assert_eq!(list(&[&one]).lines().count(), 3);
    let both = list(&[&two]);
    assert!(keys(&both).ends_with(",status_raw,currency"), "{both}");
    assert_eq!(Sheet::of(&both).column("currency"), ["CNY", "CNY", "USD"]);
    assert_eq!(Sheet::of(&list(&[&two, "--limit", "1"])).len(), 1);
    assert_eq!(
        Sheet::of(&list(&[&one, "--columns", "order_no,currency"])).column("currency"),
        ["CNY", "CNY"]
    );
    sandbox.ok(&["import", &one]);
    assert_eq!(list(&[]), list(&[&one]));
    sandbox.ok(&["import", &two, "--exported-at", "2026-11-21T08:30"]);
    assert_eq!(list(&["--sort", "order_no"]), both);
    // Narrowed to one of them there is only one.
    let first = ["--until", "2026-11-20T10:03", "--sort", "order_no"];
    assert!(keys(&list(&first)).ends_with(",status_raw"), "{}", list(&first));
}

#[test]
fn a_status_may_be_called_as_the_table_shows_it() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let of = |status: &str| sandbox.ok(&["orders", "list", &file, "--status", status]);
    assert_eq!(of("待付款,已发货"), of("unpaid,shipped"));
    let wrong = sandbox.cs(&["orders", "list", &file, "--status", "没付"]).zh().run().ends_with(2);
    assert!(wrong.stderr.contains("unpaid 待付款、"), "{}", wrong.stderr);
}
