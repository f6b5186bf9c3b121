//! What somebody planted into the database's schema is not run, and is told.

mod faults {
    use super::super::{audit, tamper};
    use crate::sandbox::{MORNING, Sandbox, Sheet};

    #[test]
    fn triggers_do_not_run() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["log", "add", "x", "一", "--by", "a"]);
        tamper(
            &sandbox,
            "CREATE TRIGGER hides AFTER INSERT ON audit BEGIN
                 DELETE FROM log; UPDATE audit SET by_whom = '别人'; END;
             CREATE TRIGGER drops BEFORE INSERT ON orders BEGIN SELECT RAISE(IGNORE); END",
        );
        sandbox.ok(&["log", "add", "x", "二", "--by", "b"]);
        let file = sandbox.fixture(MORNING);
        sandbox.ok(&["import", &file, "--by", "c"]);
        assert_eq!(audit(&sandbox).column("by"), ["a", "b", "c"]);
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 2);
        assert_eq!(Sheet::of(&sandbox.ok(&["orders", "list"])).len(), 69);
        let e = sandbox.cs(&["doctor"]).run().ends_with(4).stderr;
        assert!(e.contains("the schema is not the one"), "{e}");
    }

    /// Copies carry it along, and don't run it either.
    #[test]
    fn nor_in_a_backup_that_is_restored() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["log", "add", "x", "一", "--by", "a"]);
        sandbox.ok(&["db", "backup", "b.db", "--by", "a"]);
        let backup = rusqlite::Connection::open(sandbox.work().join("b.db")).expect("the backup");
        let plant = "CREATE TRIGGER hides AFTER INSERT ON audit BEGIN UPDATE audit SET by_whom = '别人'; END";
        backup.execute_batch(plant).expect("planted");
        drop(backup);
        // It is refused, or put back with a line that the trigger did not touch.
        if sandbox.cs(&["db", "restore", "b.db", "--yes", "--by", "a"]).run().code == 0 {
            assert!(audit(&sandbox).column("by").iter().all(|by| *by == "a"));
        }
        let direct = sandbox.cs(&["--db", "b.db", "log", "add", "x", "二", "--by", "a"]).run();
        if direct.code == 0 {
            let lines = Sheet::of(&sandbox.ok(&["--db", "b.db", "audit"]));
            assert!(lines.column("by").iter().all(|by| *by == "a"));
        }
    }

    /// A table made anew with a clause that drops rows: nothing is said to be recorded that is not there.
    #[test]
    fn a_table_that_drops_rows_is_not_written() {
        for (table, from, to) in [
            ("log", "category TEXT NOT NULL", "category TEXT NOT NULL UNIQUE ON CONFLICT IGNORE"),
            ("audit", "by_whom TEXT NOT NULL", "by_whom TEXT NOT NULL UNIQUE ON CONFLICT REPLACE"),
        ] {
            let sandbox = Sandbox::new();
            sandbox.ok(&["log", "add", "x", "一", "--by", "a"]);
            let conn = rusqlite::Connection::open(sandbox.database()).expect("the database");
            let made: String = conn
                .query_row("SELECT sql FROM sqlite_schema WHERE name = $1", [table], |row| row.get(0))
                .expect("the table");
            assert!(made.contains(from), "{made}");
            drop(conn);
            let anew = made.replace(from, to);
            tamper(
                &sandbox,
                &format!(
                    "ALTER TABLE {table} RENAME TO old; {anew}; INSERT INTO {table} SELECT * FROM old; DROP TABLE old"
                ),
            );
            let e = sandbox.cs(&["log", "add", "x", "二", "--by", "a"]).run().ends_with(4).stderr;
            assert!(e.contains("changed by another program") && e.contains("cs doctor"), "{e}");
            assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 1);
            sandbox.cs(&["doctor"]).run().ends_with(4);
        }
    }

    #[test]
    fn a_view_is_not_taken_for_a_table() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["log", "add", "x", "一", "--by", "a"]);
        sandbox.ok(&["log", "add", "x", "二", "--by", "b"]);
        tamper(
            &sandbox,
            "ALTER TABLE log RENAME TO log_real; CREATE VIEW log AS SELECT * FROM log_real WHERE by_whom <> 'b'",
        );
        let run = sandbox.cs(&["log", "list"]).run().ends_with(4);
        assert!(run.stdout.is_empty(), "{}", run.stdout);
        sandbox.cs(&["doctor"]).run().ends_with(4);
    }
}
