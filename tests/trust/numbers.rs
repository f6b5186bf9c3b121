//! Times from the future, amounts with three decimals, and what is stored by name instead of by place.

use crate::sandbox::Sandbox;

const HEADER: &str = "order_no,status,paid,created_at";

/// One order, as of a moment.
fn order(status: &str, created: &str) -> String {
    format!("{HEADER}\n900100000000000101,{status},59.00,{created}\n")
}

fn with_amounts(header: &str, amounts: &[&str]) -> String {
    let row =
        |(n, amount): (usize, &&str)| format!("90010000000000010{n},paid,\"{amount}\",2026-11-20 10:00:00\n");
    format!("{header}\n{}", amounts.iter().enumerate().map(row).collect::<String>())
}

fn set_modified(sandbox: &Sandbox, name: &str, seconds: u64) {
    let file = std::fs::File::options().write(true).open(sandbox.work().join(name)).expect("the file");
    let at = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    file.set_modified(at).expect("its time");
}

/// 2027-11-21.
const NEXT_YEAR: u64 = 1_826_755_200;

fn status(sandbox: &Sandbox) -> String {
    crate::sandbox::Sheet::of(&sandbox.ok(&["orders", "list", "-F", "csv"])).column("status")[0].to_owned()
}

mod faults {
    use super::*;

    /// A row without times of its own is as new as its file; one from a wrong clock must not stand for good.
    #[test]
    fn a_file_from_the_future_does_not_freeze_what_it_tells() {
        let sandbox = Sandbox::new();
        let undated = |status: &str| format!("order_no,status,paid\n900100000000000101,{status},59.00\n");
        let first = sandbox.write("a.csv", undated("unpaid"));
        set_modified(&sandbox, &first, NEXT_YEAR);
        let said = sandbox.cs(&["import", &first]).run().done().stderr;
        assert!(said.contains("still to come"), "{said}");
        let second = sandbox.write("b.csv", undated("paid"));
        sandbox
            .cs(&["import", &second, "--exported-at", "now"])
            .now("2026-11-21T10:00:00+08:00")
            .run()
            .done();
        assert_eq!(status(&sandbox), "paid");
    }

    #[test]
    fn a_name_from_the_future_is_told() {
        let sandbox = Sandbox::new();
        let file = sandbox.write("orders_2027-11-21.csv", order("unpaid", "2026-11-20 10:00:00"));
        let said = sandbox.cs(&["import", &file]).run().done().stderr;
        assert!(said.contains("its name says 2027-11-21 00:00"), "{said}");
    }

    /// What an earlier run with a clock ahead has written down.
    #[test]
    fn what_was_once_frozen_is_open_again() {
        let sandbox = Sandbox::new();
        let undated = |status: &str| format!("order_no,status,paid\n900100000000000101,{status},59.00\n");
        let first = sandbox.write("a.csv", undated("unpaid"));
        let ahead = "2027-11-21T09:00:00+08:00";
        // Only a build for tests has an ear for the clock; any other one keeps nothing that is ahead of its own.
        let run = sandbox.cs(&["import", &first, "--exported-at", "now"]).now(ahead);
        run.env("CS_TEST_CLOCK", ahead).run().done();
        let second = sandbox.write("b.csv", undated("paid"));
        sandbox.cs(&["import", &second, "--exported-at", "now"]).run().done();
        assert_eq!(status(&sandbox), "paid");
        // From here on the facts are as old as they are.
        let third = sandbox.write("c.csv", undated("finished"));
        sandbox.cs(&["import", &third, "--exported-at", "now"]).now("2026-11-22T09:00:00+08:00").run().done();
        assert_eq!(status(&sandbox), "finished");
    }

    /// `--now` may claim any time; facts are as new as the clock on the wall lets them be.
    #[test]
    fn a_claimed_time_makes_no_facts_newer() {
        let known = |sandbox: &Sandbox| {
            let info = sandbox.ok(&["db", "info"]);
            info.lines().find(|line| line.starts_with("as_of ")).expect("as of").to_owned()
        };
        for (name, given) in [
            ("a.csv", &["--exported-at", "2098-12-31T20:00"][..]),
            ("a.csv", &["--exported-at", "now"]),
            ("orders_2098-12-31.csv", &[]),
        ] {
            let sandbox = Sandbox::new();
            let file = sandbox.write(name, order("unpaid", "2026-11-20 10:00:00"));
            let run =
                sandbox.cs(&[&["import", &file], given].concat()).now("2099-01-01T09:00:00+08:00").run();
            let said = run.done().stderr;
            assert!(said.contains("by the clock of this computer 209"), "{name} {given:?}: {said}");
            assert!(!known(&sandbox).contains(",209"), "{}", known(&sandbox));
        }
        // What each row of an export tells.
        let sandbox = Sandbox::new();
        let file = sandbox.write("a.csv", order("unpaid", "2026-11-20 10:00:00"));
        sandbox.ok(&["import", &file]);
        let text = sandbox.ok(&["export", "orders", "--reveal"]);
        let ahead = text.lines().map(|line| match line.rsplit_once(',') {
            Some((row, "seen_at")) => format!("{row},seen_at\n"),
            Some((row, _)) => format!("{row},2098-12-31T20:00:00+08:00\n"),
            None => String::new(),
        });
        let file = sandbox.write("e.csv", ahead.collect::<String>());
        sandbox.cs(&["import", &file]).now("2099-01-01T09:00:00+08:00").run().done();
        let conn = rusqlite::Connection::open(sandbox.database()).expect("the database");
        let seen: i64 =
            conn.query_row("SELECT MAX(seen_at) FROM orders", [], |row| row.get(0)).expect("an order");
        assert!(seen < 4_000_000_000, "{seen}");
    }

    #[test]
    fn a_third_decimal_is_no_thousand() {
        for (amounts, why) in [
            (&["0.125"][..], "has more than two decimals"),
            (&["0.001", "2.55"], "has more than two decimals"),
            (&["12.345", "2.55"], "has more than two decimals"),
            (&["KWD 60.005", "KWD 7.25"], "has more than two decimals"),
            (&["12.345"], "--decimal comma"),
        ] {
            let sandbox = Sandbox::new();
            let file = sandbox.write("orders.csv", with_amounts(HEADER, amounts));
            let run = sandbox.cs(&["orders", "list", &file, "-F", "csv"]).run();
            assert_eq!((run.code, run.stdout.as_str()), (3, ""), "{amounts:?}: {}", run.stderr);
            assert!(run.stderr.contains(why), "{amounts:?}: {}", run.stderr);
            assert!(run.stderr.contains("orders.csv:2:"), "{}", run.stderr);
        }
    }

    /// What is kept of a day is told by name: with places among variants a new one would move the others.
    #[test]
    fn days_are_kept_by_name() {
        let sandbox = Sandbox::new();
        let file = sandbox.write("orders.csv", order("paid", "2026-11-20 10:00:00"));
        sandbox.ok(&["import", &file]);
        sandbox.ok(&["report", "daily"]);
        let conn = rusqlite::Connection::open(sandbox.database()).expect("the database");
        let mut bodies = conn.prepare("SELECT body FROM day_sums").expect("a statement");
        let bodies: Vec<String> =
            bodies.query_map([], |row| row.get(0)).expect("rows").collect::<Result<_, _>>().expect("texts");
        assert!(!bodies.is_empty());
        let all = bodies.join("\n");
        for name in ["\"created\"", "\"orders\"", "\"paid_created\""] {
            assert!(all.contains(name), "{name}: {all}");
        }
    }
}

mod keeps {
    use super::*;

    #[test]
    fn a_time_that_is_told_must_have_come() {
        let sandbox = Sandbox::new();
        let file = sandbox.write("orders.csv", order("unpaid", "2026-11-20 10:00:00"));
        let run = sandbox.cs(&["import", &file, "--exported-at", "2027-01-01"]).run().ends_with(2);
        assert!(run.stderr.contains("still to come"), "{}", run.stderr);
    }

    #[test]
    fn thousands_are_read_where_the_column_or_the_flag_says_so() {
        for (amounts, flags, sum) in [
            (&["12.345", "1.234,56"][..], &[][..], 1_234_500 + 123_456),
            (&["12.345"], &["--decimal", "comma"], 1_234_500),
            (&["1,234.50"], &[], 123_450),
            (&["12.500", "7.10"], &[], 1_960),
        ] {
            let sandbox = Sandbox::new();
            let file = sandbox.write("orders.csv", with_amounts(HEADER, amounts));
            let out =
                sandbox
                    .ok(&[&["orders", "list", &file, "-F", "csv", "--columns", "order_no,paid"], flags]
                        .concat());
            assert_eq!(crate::sandbox::Sheet::of(&out).sum("paid"), sum, "{amounts:?}: {out}");
        }
    }
}
