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
    let run = sandbox.cs(&["orders", "list", "--dates", "dmy", &file]).run();
    assert_eq!(run.code, 3, "a decimal comma is not guessed");
    assert!(run.stderr.contains("decimal = "), "{}", run.stderr);
    let text = sandbox.ok(&["formats", "show", "generic-orders"]);
    let mine = text.replacen("numbers = \"shop\"", "numbers = \"shop\"\ndates = \"dmy\"\ndecimal = \",\"", 1);
    assert_ne!(mine, text);
    sandbox.write("mine.toml", mine);
    let sheet =
        Sheet::of(&sandbox.ok(&["orders", "list", "--sort", "order_no", "--layout", "mine.toml", &file]));
    assert_eq!(sheet.column("payable"), ["1234.56", "12.50"]);
    assert_eq!(sheet.column("created_at")[0][..10], *"2026-04-03");
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
