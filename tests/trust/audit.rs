//! Who did what: lines that say when and by whom in truth, are never taken back, and can't be forged or dropped unseen.

mod clock;
mod planted;
mod roster;
mod tampering;

use crate::sandbox::{Output, Sandbox, Sheet};

/// Somebody who says who they are, at a terminal.
fn said(sandbox: &Sandbox, by: &str, terminal: &str, args: &[&str]) -> Output {
    sandbox.cs(args).env("CS_BY", by).env("CS_TERMINAL", terminal).run()
}

fn audit(sandbox: &Sandbox) -> Sheet {
    Sheet::of(&sandbox.ok(&["audit"]))
}

fn database(sandbox: &Sandbox) -> rusqlite::Connection {
    rusqlite::Connection::open(sandbox.database()).expect("the database")
}

/// What another program does to the database.
fn tamper(sandbox: &Sandbox, sql: &str) {
    database(sandbox).execute_batch(sql).expect(sql);
}

mod faults {
    use super::*;

    #[test]
    fn a_line_tells_the_clock_the_login_and_the_terminal() {
        let sandbox = Sandbox::new();
        let run = sandbox.cs(&["log", "add", "x", "记一笔"]).now("2020-01-01T00:00:00+08:00");
        run.env("CS_TERMINAL", "t7").run().done();
        let sheet = audit(&sandbox);
        assert_eq!(sheet.column("at"), ["2020-01-01T00:00:00+08:00"], "working time");
        assert!(sheet.column("wall_at")[0] > "2025", "{:?}", sheet.column("wall_at"));
        assert!(!sheet.column("login")[0].is_empty());
        assert_eq!(sheet.column("terminal"), ["t7"]);
    }

    /// What the environment claims is told beside the account, never in its place.
    #[test]
    fn a_claimed_login_does_not_hide_the_account() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["log", "add", "x", "一"]);
        sandbox.cs(&["log", "add", "x", "二"]).env("USER", "boss").run().done();
        let sheet = audit(&sandbox);
        let logins = sheet.column("login");
        assert_eq!(logins[1], format!("{} (boss)", logins[0]));
    }

    /// Every kind of writing goes through the same line.
    #[test]
    fn imports_undos_and_restores_tell_it_too() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(crate::sandbox::MORNING);
        sandbox.ok(&["import", &file]);
        sandbox.ok(&["log", "add", "x", "一"]);
        sandbox.ok(&["undo"]);
        sandbox.ok(&["orders", "list", "--reveal", "--limit", "1"]);
        sandbox.ok(&["db", "backup", "b.db"]);
        sandbox.ok(&["db", "restore", "b.db", "--yes"]);
        let sheet = audit(&sandbox);
        assert!(sheet.len() >= 5);
        assert!(sheet.column("wall_at").iter().chain(&sheet.column("login")).all(|cell| !cell.is_empty()));
    }

    #[test]
    fn a_number_is_given_out_once() {
        let sandbox = Sandbox::new();
        for (args, second) in [
            (&["cases", "add", "b1", "x"][..], "C-0002"),
            (&["consult", "add", "b1", "x"], "L-0002"),
            (&["log", "add", "x", "y"], "G-0002"),
            (&["messages", "add", "b1", "y"], "M-0002"),
        ] {
            sandbox.ok(args);
            sandbox.ok(&["undo"]);
            sandbox.ok(args);
            assert!(audit(&sandbox).column("what").iter().any(|what| what.starts_with(second)), "{second}");
        }
        sandbox.ok(&["doctor"]);
    }

    #[test]
    fn numbers_go_on_after_a_restore() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["cases", "add", "b1", "x"]);
        sandbox.ok(&["db", "backup", "b.db"]);
        sandbox.ok(&["cases", "add", "b2", "x"]);
        sandbox.ok(&["db", "restore", "b.db", "--yes"]);
        sandbox.ok(&["cases", "add", "b3", "x"]);
        assert_eq!(Sheet::of(&sandbox.ok(&["cases", "list"])).column("id"), ["C-0001", "C-0003"]);
        sandbox.ok(&["doctor"]);
    }

    #[test]
    fn what_was_taken_back_stays_readable() {
        let sandbox = Sandbox::new();
        for args in [
            &["log", "add", "x", "骂了买家"][..],
            &["cases", "add", "b1", "答应赔二十"],
            &["messages", "add", "b1", "不退就算了"],
        ] {
            sandbox.ok(args);
            sandbox.ok(&["undo"]);
            let words = args[args.len() - 1];
            let sheet = audit(&sandbox);
            let last = *sheet.column("what").last().expect("a line");
            assert!(last.starts_with("undo: ") && last.contains(words), "{last}");
        }
        let journal: i64 = database(&sandbox)
            .query_row("SELECT COUNT(*) FROM journal WHERE before_row LIKE '%骂了买家%'", [], |row| {
                row.get(0)
            })
            .expect("the journal");
        assert_eq!(journal, 1, "and the whole row, in the journal");
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 0);
    }

    #[test]
    fn a_claimed_name_takes_back_nothing_of_a_colleague() {
        let sandbox = Sandbox::new();
        said(&sandbox, "小李", "t1", &["log", "add", "x", "小李的"]).done();
        let e = said(&sandbox, "小李", "t2", &["undo"]).ends_with(3).stderr;
        assert!(e.contains("written elsewhere") && e.contains("t1"), "{e}");
        sandbox.cs(&["undo", "--by", "小李"]).env("CS_TERMINAL", "t2").run().ends_with(3);
        sandbox.cs(&["undo", "--by", "小李"]).run().ends_with(3);
        let other = sandbox.cs(&["undo", "--by", "小李"]).env("CS_TERMINAL", "t1").env("USER", "other");
        other.run().ends_with(3);
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 1);
        said(&sandbox, "小李", "t1", &["undo"]).done();
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 0);
    }

    #[test]
    fn only_within_a_day() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["log", "add", "x", "y"]);
        tamper(&sandbox, "UPDATE audit_marks SET wall_at = wall_at - 86500");
        let e = sandbox.cs(&["undo"]).run().ends_with(3).stderr;
        assert!(e.contains("more than a day old"), "{e}");
    }
}

mod keeps {
    use super::*;

    #[test]
    fn one_step_is_taken_back_once() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["log", "add", "x", "一"]);
        sandbox.ok(&["log", "add", "x", "二"]);
        sandbox.ok(&["undo"]);
        sandbox.ok(&["undo"]);
        sandbox.cs(&["undo"]).run().ends_with(3);
        sandbox.ok(&["doctor"]);
    }

    /// Whoever is on shift moves to another terminal and is still the same.
    #[test]
    fn a_shift_takes_back_its_own_elsewhere() {
        let sandbox = Sandbox::new();
        sandbox.cs(&["shift", "open", "小李"]).at("t1").run().done();
        sandbox.cs(&["shift", "open", "小李"]).at("t2").run().done();
        sandbox.cs(&["log", "add", "x", "一"]).at("t1").run().done();
        sandbox.cs(&["undo"]).at("t2").run().done();
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 0);
    }
}
