//! Refusals: the right exit code, the place at fault, a way on, and nobody's data.

use crate::sandbox::{MORNING, Sandbox};

/// Broken file, the place that its message has to name.
const BROKEN: &[(&str, &str)] = &[
    ("bad_date.csv", "bad_date.csv:3: 订单创建时间"),
    ("bad_money.csv", "bad_money.csv:3: 总金额"),
    ("short_row.csv", "short_row.csv:3"),
    ("unclosed_quote.csv", "line 3"),
    ("mixed_encoding.csv", "mixed_encoding.csv:4"),
    ("sci_ids.csv", "sci_ids.csv:3: 订单编号"),
    ("rounded_ids.csv", "rounded_ids.csv"),
    ("numeric_ids.xlsx", "numeric_ids.xlsx:3: 订单编号"),
    ("two_numbers.csv", "two_numbers.csv:3: 主订单编号"),
    ("duplicate_conflict.csv", "duplicate_conflict.csv:5"),
    ("unknown_header.csv", "line 1"),
    // The NUL stands in line 3. Fails while the line is told from where the block of bytes began.
    ("nul.csv", "line 3"),
    ("not_a_table.bin", "not_a_table.bin"),
];

#[test]
fn broken_files_are_refused_where_they_break() {
    let sandbox = Sandbox::new();
    let mut wrong = Vec::new();
    for (name, place) in BROKEN {
        let file = sandbox.fixture(&format!("broken/{name}"));
        for verb in
            [&["orders", "list"][..], &["orders", "check-abnormal"], &["remind", "unpaid"], &["import"]]
        {
            let run = sandbox.cs(&[verb, &[file.as_str()]].concat()).run();
            if run.code != 3
                || !run.stderr.contains(place)
                || !run.stderr.contains(&file)
                || !run.stderr.contains("hint: ")
            {
                wrong.push(format!("{verb:?} {file}: exit {} {}", run.code, run.stderr));
            }
            for private in ["甄样例", "1990000", "样例路"] {
                assert!(!run.stderr.contains(private), "{verb:?} {file}: {}", run.stderr);
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(!sandbox.cs(&["orders", "list"]).run().stdout.contains("400120260000"), "nothing was stored");
}

/// The same row twice is no conflict: it counts once, and that is said.
#[test]
fn a_repeated_row_counts_once() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("broken/repeated_row.csv");
    let run = sandbox.cs(&["orders", "list", &file]).run().done();
    assert_eq!(crate::sandbox::Sheet::of(&run.stdout).len(), 3);
    assert!(run.stderr.contains("1 rows repeat earlier ones and count once"), "{}", run.stderr);
    let done = sandbox.cs(&["import", &file]).run().done();
    assert_eq!(crate::sandbox::Sheet::of(&done.stdout).column("new"), ["3"]);
}

#[test]
fn refusals_in_both_languages() {
    let sandbox = Sandbox::new();
    // The line told of nul.csv is wrong yet: the test above says which it should be.
    for (name, _) in BROKEN.iter().filter(|(name, _)| *name != "nul.csv") {
        let file = sandbox.fixture(&format!("broken/{name}"));
        let en = sandbox.cs(&["import", &file]).run().ends_with(3).stderr;
        let zh = sandbox.cs(&["import", &file]).zh().run().ends_with(3).stderr;
        insta::assert_snapshot!(format!("broken_{}", name.replace('.', "_")), en + &zh);
    }
}

#[test]
fn what_is_not_there_or_empty() {
    let sandbox = Sandbox::new();
    let missing = sandbox.cs(&["orders", "list", "nowhere.csv"]).run().ends_with(3);
    insta::assert_snapshot!(missing.stderr);
    sandbox.write("empty.csv", "");
    insta::assert_snapshot!(sandbox.cs(&["orders", "list", "empty.csv"]).run().ends_with(3).stderr);
    std::fs::create_dir(sandbox.work().join("folder")).expect("a folder");
    insta::assert_snapshot!(sandbox.cs(&["orders", "list", "folder"]).run().ends_with(3).stderr);
}

/// A file whose first line ran into its second shows nobody's phone in the message.
#[test]
fn values_among_the_headings_are_not_shown() {
    let sandbox = Sandbox::new();
    let row =
        "4123456789012345678,59.90,等待买家付款,2026-03-01 12:30:00,王小明,13812345678,收货地址,宝贝标题\n";
    sandbox.write("joined.csv", row);
    let told = sandbox.cs(&["orders", "list", "joined.csv"]).run().ends_with(3).stderr;
    assert!(!told.contains("13812345678") && !told.contains("王小明"), "{told}");
    insta::assert_snapshot!(told);
}

#[test]
fn wrong_names_get_the_nearest_right_one() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    for (what, args, near) in [
        ("rule", &["orders", "check-abnormal", &file, "--rule", "PAY-1"][..], "PAY-01"),
        ("not_rule", &["orders", "check-abnormal", &file, "--not-rule", "SHP01"], "SHP-01"),
        ("explain", &["rules", "explain", "PAY-1"], "PAY-01"),
        ("column", &["orders", "list", &file, "--columns", "order_no,payble"], "payable"),
        ("sort", &["orders", "list", &file, "--sort", "-payble"], "payable"),
        ("layout", &["orders", "list", &file, "--layout", "taobao-order"], "taobao-orders"),
        ("status", &["orders", "list", &file, "--status", "unpayed"], "unpaid"),
        ("command", &["order", "list"], "orders"),
        ("flag", &["orders", "list", "--colums", "a"], "--columns"),
    ] {
        let run = sandbox.cs(args).run().ends_with(2);
        assert!(run.stderr.contains(near), "{what}: {}", run.stderr);
        insta::assert_snapshot!(format!("near_{what}"), run.stderr);
    }
}

/// Fails while the header is written before the files are opened.
#[test]
fn a_refusal_before_the_first_row_writes_nothing() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let strange = sandbox.fixture("broken/unknown_header.csv");
    for args in [
        &["orders", "list", &file, "--layout", "taobao-order"][..],
        &["orders", "list", &strange],
        &["orders", "list", "nowhere.csv"],
    ] {
        let run = sandbox.cs(args).run();
        assert!(run.code == 2 || run.code == 3, "{args:?}");
        assert_eq!(run.stdout, "", "{args:?}");
    }
}

#[test]
fn times_that_can_not_be_read() {
    let sandbox = Sandbox::new();
    for (args, word) in [
        (&["orders", "list", "--now", "soon"][..], "soon"),
        (&["orders", "list", "--now", "2026-02-30"], "2026-02-30"),
        (&["orders", "list", "--since", "gestern"], "gestern"),
        (&["orders", "list", "--date", "2026-13"], "2026-13"),
        (&["orders", "list", "--tz", "Mars"], "Mars"),
        (&["remind", "unpaid", "--after", "12"], "12"),
    ] {
        let run = sandbox.cs(args).run().ends_with(2);
        assert!(run.stderr.contains(word), "{args:?}: {}", run.stderr);
    }
    let turned =
        sandbox.cs(&["orders", "list", "--since", "2026-11-21", "--until", "2026-11-20"]).run().ends_with(2);
    insta::assert_snapshot!(turned.stderr, @"error: --since is not before --until");
    insta::assert_snapshot!(sandbox.cs(&["orders", "list"]).now("soon").run().ends_with(2).stderr, @"
    error: can't read the time `soon`
      hint: such as 2026-11-21, 2026-11-21T09:00, yesterday, -2d, -12h, 2026-11
    ");
}

#[test]
fn without_a_database() {
    let sandbox = Sandbox::new();
    for args in [&["orders", "list"][..], &["orders", "check-abnormal"], &["remind", "unpaid"]] {
        let run = sandbox.cs(args).run().done();
        assert_eq!(run.stdout.lines().count(), 1, "a header and no rows: {args:?}");
        assert_eq!(run.stderr, "", "hints are for terminals: {args:?}");
    }
    assert!(!sandbox.database().exists(), "reading makes no database");
    for args in [&["db", "info"][..], &["db", "check"], &["doctor"], &["remind", "done", "1"]] {
        let run = sandbox.cs(args).run().ends_with(4);
        assert!(run.stderr.contains("cs import"), "{args:?}: {}", run.stderr);
    }
    let named = sandbox.cs(&["orders", "list", "--db", "no/such/folder/x.db"]).run();
    assert_eq!(named.code, 4, "a place that the user names has to be there: {}", named.stderr);
}

#[test]
fn what_is_no_database_of_ours() {
    let sandbox = Sandbox::new();
    sandbox.write("text.db", "this is a letter to the warehouse, and no database at all\n".repeat(40));
    let foreign = rusqlite::Connection::open(sandbox.work().join("other.db")).expect("SQLite");
    foreign.execute_batch("CREATE TABLE songs (title TEXT); INSERT INTO songs VALUES ('a');").expect("SQL");
    drop(foreign);
    let story = sandbox.fixture(MORNING);
    for name in ["text.db", "other.db"] {
        let before = std::fs::read(sandbox.work().join(name)).expect(name);
        let list = sandbox.cs(&["orders", "list", "--db", name]).run().ends_with(4);
        insta::assert_snapshot!(format!("foreign_{}", name.replace('.', "_")), list.stderr);
        sandbox.cs(&["import", &story, "--db", name]).run().ends_with(4);
        assert_eq!(std::fs::read(sandbox.work().join(name)).expect(name), before, "{name} is left as it was");
    }
    let cloud = sandbox.cs(&["orders", "list", "--db", "postgres://host/db"]).run().ends_with(2);
    // A build with PostgreSQL connects to no other host unencrypted, unless it is told to.
    let why = if cfg!(feature = "postgres") { "encrypt" } else { "--features postgres" };
    assert!(cloud.stderr.contains(why), "{}", cloud.stderr);
}

#[test]
fn a_wrong_configuration_names_its_line() {
    let sandbox = Sandbox::new();
    sandbox.config("lang = \"zh\"\n\n[remind]\nmaxage = \"2h\"\n");
    let run = sandbox.cs(&["orders", "list"]).run().ends_with(2);
    assert!(run.stderr.contains("maxage") && run.stderr.contains("4"), "{}", run.stderr);
    sandbox.config("[thresholds]\nhigh_value = \"lots\"\n");
    let run = sandbox.cs(&["orders", "check-abnormal", &sandbox.fixture(MORNING)]).run().ends_with(2);
    assert!(run.stderr.contains("high_value") && run.stderr.contains("lots"), "{}", run.stderr);
}

/// Text of a file never drives the terminal.
#[test]
fn controls_in_a_file_do_not_reach_the_terminal() {
    let sandbox = Sandbox::new();
    let file = sandbox.changed("broken/bad_money.csv", "evil.csv", "5.9.0", "\u{1b}[31m5.9.0");
    let run = sandbox.cs(&["orders", "list", &file]).run().ends_with(3);
    assert!(
        !run.stderr.contains('\u{1b}') && run.stderr.contains("`**` (10 characters)"),
        "{:?}",
        run.stderr
    );
    let note = sandbox.changed(MORNING, "note.csv", "生日用，请包好一点", "\u{1b}]0;hi\u{7}生日");
    let table = sandbox.ok(&["orders", "list", &note, "-F", "table", "--columns", "order_no,buyer_note"]);
    assert!(!table.contains('\u{1b}') && table.contains("生日"));
}
