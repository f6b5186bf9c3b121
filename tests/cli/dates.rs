//! Dates and amounts that can be read in several ways: decided by the whole column, or refused.

use crate::sandbox::{Sandbox, Sheet};

const HEAD: &str = "order_id,status,buyer,total,created_at,paid_at,currency";

fn file(sandbox: &Sandbox, rows: &[(&str, &str, &str)]) -> String {
    let mut text = HEAD.to_owned();
    for (n, (total, created, paid)) in rows.iter().enumerate() {
        text.push_str(&format!("\nA-{n},paid,ann,{total},{created},{paid},"));
    }
    sandbox.write("orders.csv", text)
}

fn created(sandbox: &Sandbox, file: &str) -> Vec<String> {
    let sheet = Sheet::of(&sandbox.ok(&["orders", "list", "--sort", "order_no", file]));
    sheet.column("created_at").iter().map(|at| at[..10].to_owned()).collect()
}

#[test]
fn a_later_row_decides_for_the_whole_column() {
    let sandbox = Sandbox::new();
    let day =
        file(&sandbox, &[("1", "03/04/2026", ""), ("1", "2026-04-05", ""), ("1", "25/03/2026 9:30 PM", "")]);
    assert_eq!(created(&sandbox, &day), ["2026-04-03", "2026-04-05", "2026-03-25"]);
    let bytes = sandbox.read("orders.csv");
    let piped = sandbox.cs(&["orders", "list", "--sort", "order_no", "-"]).stdin(bytes).run().done();
    assert_eq!(piped.stdout, sandbox.ok(&["orders", "list", "--sort", "order_no", &day]), "a stream as well");
    sandbox.ok(&["import", &day]);
    let stored = Sheet::of(&sandbox.ok(&["orders", "list", "--sort", "order_no"]));
    assert_eq!(stored.column("created_at")[0][..10], *"2026-04-03", "and the database");
    let month = file(&sandbox, &[("1", "03/04/2026", ""), ("1", "03/25/2026", "")]);
    assert_eq!(created(&sandbox, &month), ["2026-03-04", "2026-03-25"]);
}

#[test]
fn each_column_decides_for_itself() {
    let sandbox = Sandbox::new();
    let file = file(&sandbox, &[("1", "03/04/2026", "04/03/2026"), ("1", "25/04/2026", "04/26/2026")]);
    let sheet = Sheet::of(&sandbox.ok(&["orders", "list", "--sort", "order_no", &file]));
    assert_eq!(sheet.column("created_at")[0][..10], *"2026-04-03");
    assert_eq!(sheet.column("paid_at")[0][..10], *"2026-04-03");
}

#[test]
fn a_column_that_does_not_tell_is_refused_with_the_flag_that_settles_it() {
    let sandbox = Sandbox::new();
    let file = file(&sandbox, &[("1", "2026-04-05", ""), ("1", "03/04/2026", ""), ("1", "05/06/2026", "")]);
    for command in [["orders", "list"], ["import", "--dry-run"]] {
        let run = sandbox.cs(&[command[0], command[1], &file]).run();
        assert_eq!(run.code, 3, "{}", run.stderr);
        for told in ["orders.csv:3: created_at:", "--dates dmy", "line 3"] {
            assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
        }
    }
    let settled = sandbox.ok(&["orders", "list", "--sort", "order_no", "--dates", "mdy", &file]);
    assert_eq!(Sheet::of(&settled).column("created_at")[1][..10], *"2026-03-04");
    let kept = sandbox.cs(&["orders", "list", "--keep-going", &file]).run();
    assert_eq!(Sheet::of(&kept.stdout).len(), 1, "rows that need no decision are read");
}

#[test]
fn a_column_that_contradicts_itself_names_both_lines() {
    let sandbox = Sandbox::new();
    let file = file(&sandbox, &[("1", "25/03/2026", ""), ("1", "2026-03-01", ""), ("1", "03/25/2026", "")]);
    let run = sandbox.cs(&["orders", "list", &file]).run();
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("lines 2 and 4") && run.stderr.contains("--dates"), "{}", run.stderr);
}

#[test]
fn a_layout_may_fix_order_and_decimal() {
    let sandbox = Sandbox::new();
    let file = file(&sandbox, &[("\"1.234,56 €\"", "03/04/2026", ""), ("\"12,5\"", "05/04/2026", "")]);
    let text = sandbox.ok(&["formats", "show", "generic-orders"]);
    let with = |decimal: &str| {
        let keys = format!("numbers = \"shop\"\ndates = \"dmy\"\ndecimal = \"{decimal}\"");
        let mine = text.replacen("numbers = \"shop\"", &keys, 1);
        assert_ne!(mine, text);
        sandbox.write("mine.toml", mine);
        sandbox.cs(&["orders", "list", "--sort", "order_no", "--layout", "mine.toml", &file]).run()
    };
    let sheet = Sheet::of(&with(",").done().stdout);
    assert_eq!(sheet.column("payable"), ["1234.56", "12.50"]);
    assert_eq!(sheet.column("created_at")[0][..10], *"2026-04-03");
    let run = with(".");
    assert_eq!(run.code, 3, "what the layout says is not guessed away");
    assert!(run.stderr.contains("--decimal comma"), "{}", run.stderr);
}

fn totals(sandbox: &Sandbox, totals: &[&str], flags: &[&str]) -> Result<Vec<String>, String> {
    let rows: Vec<_> = totals.iter().map(|total| (*total, "2026-11-01", "")).collect();
    let file = file(sandbox, &rows);
    let run = sandbox.cs(&[&["orders", "list", "--sort", "order_no", &file], flags].concat()).run();
    if run.code != 0 {
        assert_eq!(run.code, 3);
        return Err(run.stderr);
    }
    Ok(Sheet::of(&run.stdout).column("payable").iter().map(|cell| (*cell).to_owned()).collect())
}

#[test]
fn a_column_decides_what_parts_its_cents() {
    let sandbox = Sandbox::new();
    for (cells, want) in [
        (["\"1,500\"", "12.50", "7"], ["1500.00", "12.50", "7.00"]),
        (["1.500", "\"12,5\"", "7"], ["1500.00", "12.50", "7.00"]),
        (["\"1,500\"", "\"1.234,56\"", "\"12,50 €\""], ["1.50", "1234.56", "12.50"]),
    ] {
        assert_eq!(totals(&sandbox, &cells, &[]), Ok(want.map(str::to_owned).to_vec()), "{cells:?}");
        let bytes = sandbox.read("orders.csv");
        let piped = sandbox.cs(&["orders", "list", "--sort", "order_no", "-"]).stdin(bytes).run().done();
        assert_eq!(Sheet::of(&piped.stdout).column("payable"), want, "a stream as well");
    }
}

#[test]
fn a_column_that_says_neither_or_both_is_refused_with_the_flag_that_settles_it() {
    let sandbox = Sandbox::new();
    let open = ["7", "1.500", "\"1,250\""];
    let told = totals(&sandbox, &open, &[]).expect_err("undecided");
    for word in ["orders.csv:3: total:", "line 3", "--decimal comma"] {
        assert!(told.contains(word), "{word}: {told}");
    }
    let read = |decimal: &str| totals(&sandbox, &open, &["--decimal", decimal]);
    assert_eq!(read("comma"), Ok(["7.00", "1500.00", "1.25"].map(str::to_owned).to_vec()));
    assert_eq!(read("point"), Ok(["7.00", "1.50", "1250.00"].map(str::to_owned).to_vec()));
    let both = totals(&sandbox, &["12.50", "1.000", "\"12,5\""], &[]).expect_err("a contradiction");
    assert!(both.contains("lines 2 and 4"), "{both}");
    let told = totals(&sandbox, &["\"12,5\""], &["--decimal", "point"]).expect_err("as it was told");
    assert!(told.contains("--decimal comma"), "{told}");
}

#[test]
fn another_decimal_is_another_reading_of_the_same_file() {
    let sandbox = Sandbox::new();
    let file = file(&sandbox, &[("1.500", "2026-11-01", "")]);
    let stored = |decimal: &str| {
        let done = Sheet::of(&sandbox.ok(&["import", "--decimal", decimal, &file]));
        assert_eq!(done.column("rejected"), ["0"]);
        Sheet::of(&sandbox.ok(&["orders", "list"])).column("payable")[0].to_owned()
    };
    assert_eq!(stored("point"), "1.50");
    assert_eq!(stored("comma"), "1500.00");
}

#[test]
fn counts_are_grouped_by_thousands_only() {
    let sandbox = Sandbox::new();
    for (quantity, want) in
        [("\"1,200\"", Some("1200")), ("2.00", Some("2")), ("\"1,5\"", None), ("\"2,00\"", None)]
    {
        let text =
            format!("order_id,status,total,created_at,quantity\nA-1,paid,5.00,2026-11-01,{quantity}\n");
        let run = sandbox.cs(&["orders", "list", &sandbox.write("orders.csv", text)]).run();
        match want {
            Some(want) => assert_eq!(Sheet::of(&run.done().stdout).column("quantity"), [want]),
            None => {
                assert!(run.code == 3 && run.stderr.contains("is no count"), "{quantity}: {}", run.stderr)
            }
        }
    }
}

#[test]
fn unix_times_are_read_where_the_whole_column_or_the_layout_says_so() {
    let sandbox = Sandbox::new();
    let path = "plain/unix_times.csv";
    let sheet = Sheet::of(&sandbox.ok(&["orders", "list", "--sort", "order_no", &sandbox.fixture(path)]));
    let of = |column: &str| sheet.column(column).iter().map(|at| (*at).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        of("created_at"),
        ["2026-11-01T09:00:00+08:00", "2026-11-02T21:00:00+08:00", "2026-11-03T08:00:00+08:00"]
    );
    assert_eq!(of("paid_at"), ["2026-11-01T09:00:30+08:00", "", "2026-11-03T08:10:00+08:00"]);
    // One cell that is none: then nothing says that the others are.
    let mixed = file(&sandbox, &[("1", "1793494800", ""), ("1", "2026-11-01", "")]);
    let run = sandbox.cs(&["orders", "list", &mixed]).run();
    assert_eq!(run.code, 3);
    for told in ["orders.csv:2: created_at:", "Unix time", "line 3", "`unix`"] {
        assert!(run.stderr.contains(told), "{told}: {}", run.stderr);
    }
    let text = sandbox.ok(&["formats", "show", "generic-orders"]);
    sandbox.write(
        "mine.toml",
        text.replacen("numbers = \"shop\"", "numbers = \"shop\"\nunix = [\"created_at\"]", 1),
    );
    let told =
        Sheet::of(&sandbox.ok(&["orders", "list", "--sort", "order_no", "--layout", "mine.toml", &mixed]));
    assert_eq!(told.column("created_at"), ["2026-11-01T09:00:00+08:00", "2026-11-01T00:00:00+08:00"]);
    // Long numbers that are no moment of these years are none.
    for text in ["2026112109", "1104537599", "9999999999"] {
        let odd = file(&sandbox, &[("1", text, "")]);
        assert_eq!(sandbox.cs(&["orders", "list", &odd]).run().code, 3, "{text}");
    }
}

#[test]
fn a_sign_that_contradicts_the_currency_is_refused() {
    let sandbox = Sandbox::new();
    let row = |total: &str, currency: &str| {
        let text = format!("{HEAD}\nA-1,paid,ann,\"{total}\",2026-04-05,,{currency}\n");
        sandbox.cs(&["orders", "list", &sandbox.write("orders.csv", text)]).run()
    };
    for (total, currency, good) in [
        ("$12.00", "USD", true),
        ("US $1,277.58", "USD", true),
        ("($12.00)", "cad", true),
        ("£12.00", "", true),
        ("£12.00", "EUR", false),
        ("12.00 EUR", "USD", false),
        ("¥12.00", "CNY", true),
        ("¥12.00", "USD", false),
    ] {
        let run = row(total, currency);
        assert_eq!(run.code == 0, good, "{total} {currency}: {}", run.stderr);
        assert!(good || run.stderr.contains("the row's currency is"), "{total}: {}", run.stderr);
    }
}
