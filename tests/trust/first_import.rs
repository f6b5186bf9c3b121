//! A first import keeps all rows or leaves nothing, whatever the disk refuses. So does every other way by which a file of
//! ours gets its name.

mod faults {
    use crate::sandbox::{MORNING, Output, Sandbox, Sheet};
    use crate::tracer::{NAMING, inject, times, traced};
    use std::path::Path;

    /// Has the disk refuse something, once for each time that it is asked, and looks at what is left. `command` makes the
    /// database or copy at `work/new/x.db`, in a folder of its own, out of `work/a.csv` or `work/b.db`; `is_whole` looks
    /// at one that it calls done.
    struct Refusal<'a> {
        test: &'a str,
        /// What may go wrong besides.
        more: &'a [(&'a str, &'a str, usize)],
        command: &'a [&'a str],
        is_whole: fn(&Sandbox),
    }

    /// Calls that may be refused, and how often each is tried.
    const CALLS: [(&str, &str, usize); 4] = [
        ("fsync,fdatasync", "EIO", 1),
        ("flock", "ENOLCK", 1),
        (NAMING, "EIO", 1),
        ("pwrite64", "ENOSPC", 19),
    ];

    impl Refusal<'_> {
        fn each(&self) {
            if crate::strace().is_none() {
                return crate::skip(self.test, "no strace that may trace");
            }
            let backup = backup();
            for (calls, error, step) in CALLS.iter().chain(self.more).copied() {
                let of = times(step).map(|nth| self.ends_well(&backup, calls, error, nth));
                let refused =
                    of.take_while(|ended| *ended != Ended::NotAsked).filter(|e| *e == Ended::Refused);
                assert!(refused.count() > 0, "{calls} {error}: nothing was refused");
            }
        }

        fn ends_well(&self, backup: &[u8], calls: &str, error: &str, nth: usize) -> Ended {
            let strace = crate::strace().expect("looked");
            let sandbox = Sandbox::new();
            std::fs::create_dir(sandbox.work().join("new")).expect("a folder");
            sandbox.fixture_as(MORNING, "a.csv");
            sandbox.write("b.db", backup);
            let told = inject(calls, &format!("error={error}"), nth);
            let told: Vec<&str> = told.iter().map(String::as_str).collect();
            let out = sandbox.cs(self.command).under(&strace, &told).run();
            let what = format!("{calls} {error} {nth}: {}", out.stderr);
            let injected = traced(&sandbox).contains("(INJECTED)");
            if out.code != 0 {
                assert!(out.code == 4 && injected, "{what}");
                assert_eq!(left(&sandbox.work().join("new")), [""; 0], "{what}");
                return Ended::Refused;
            }
            self.is_done(&sandbox, &out, &what);
            if injected { Ended::Done } else { Ended::NotAsked }
        }

        /// All of it is in the file alone.
        fn is_done(&self, sandbox: &Sandbox, out: &Output, what: &str) {
            let new = sandbox.work().join("new");
            for name in left(&new) {
                assert!(name == "x.db" || name == "x.db.lock", "{what}: {name} is left\n{}", out.stderr);
            }
            std::fs::copy(new.join("x.db"), sandbox.work().join("alone.db")).expect("a database");
            (self.is_whole)(sandbox);
        }
    }

    #[derive(PartialEq, Eq)]
    enum Ended {
        Refused,
        /// Although something was refused.
        Done,
        /// It never came to that.
        NotAsked,
    }

    fn left(folder: &Path) -> Vec<String> {
        let names =
            std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    fn has_all_orders(sandbox: &Sandbox) {
        assert_eq!(Sheet::of(&sandbox.ok(&["orders", "list", "--db", "alone.db"])).len(), 69);
    }

    fn backup() -> Vec<u8> {
        let sandbox = Sandbox::new();
        sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
        sandbox.ok(&["db", "backup", "b.db"]);
        std::fs::read(sandbox.work().join("b.db")).expect("a backup")
    }

    #[test]
    fn a_first_import_is_whole_or_leaves_nothing() {
        let command = &["import", "a.csv", "--db", "new/x.db"];
        let more = &[("fsync,fdatasync", "ENOSPC", 1), ("fsync,fdatasync", "EDQUOT", 1)];
        Refusal { test: "a_first_import_is_whole", more, command, is_whole: has_all_orders }.each();
    }

    #[test]
    fn a_first_record_is_whole_or_leaves_nothing() {
        let command = &["log", "add", "c", "first", "--db", "new/x.db"];
        let is_whole = |sandbox: &Sandbox| {
            assert_eq!(Sheet::of(&sandbox.ok(&["log", "list", "--db", "alone.db"])).len(), 1);
        };
        Refusal { test: "a_first_record_is_whole", more: &[], command, is_whole }.each();
    }

    #[test]
    fn a_backup_is_whole_or_leaves_nothing() {
        let command = &["db", "backup", "new/x.db", "--db", "b.db"];
        // Also where the copy can not be looked at when it is there.
        let more = &[("fcntl", "EIO", 13)];
        Refusal { test: "a_backup_is_whole", more, command, is_whole: has_all_orders }.each();
    }

    #[test]
    fn a_restored_database_is_whole_or_leaves_nothing() {
        let command = &["db", "restore", "b.db", "--db", "new/x.db"];
        Refusal { test: "a_restored_database_is_whole", more: &[], command, is_whole: has_all_orders }.each();
    }

    /// A slip in `--db` must not leave an empty database that the next command takes for the real one.
    #[test]
    fn a_record_that_is_refused_makes_no_database() {
        let sandbox = Sandbox::new();
        let new = sandbox.work().join("new");
        std::fs::create_dir(&new).expect("a folder");
        for line in [
            "cases close C-0001",
            "cases note C-0001 words",
            "cases take C-0001",
            "log close G-0001",
            "consult lost L-0001 price",
            "handover ack H-0001",
            "shift close",
        ] {
            let words: Vec<&str> = line.split(' ').chain(["--db", "new/x.db"]).collect();
            let out = sandbox.cs(&words).env("CS_TERMINAL", "desk").run();
            assert!([2, 3, 4].contains(&out.code), "{line}: {}", out.stderr);
            assert_eq!(left(&new), [""; 0], "{line}: {}", out.stderr);
        }
    }

    /// The engine would read what an earlier database left as the newest part of the new one.
    #[test]
    fn a_new_database_takes_nothing_from_the_log_of_an_earlier_one() {
        let earlier = Sandbox::new();
        earlier.ok(&["import", &earlier.fixture(MORNING)]);
        let conn = rusqlite::Connection::open(earlier.database()).expect("the database");
        conn.execute_batch("PRAGMA wal_autocheckpoint = 0; UPDATE orders SET paid = paid + 1")
            .expect("something in its log");
        let log = std::fs::read(earlier.database().with_file_name("cs.db-wal")).expect("the log");
        let sandbox = Sandbox::new();
        sandbox.fixture_as(MORNING, "a.csv");
        sandbox.write("b.db", backup());
        for command in [
            &["import", "a.csv", "--db", "x.db"][..],
            &["log", "add", "c", "first", "--db", "x.db"],
            &["db", "restore", "b.db", "--yes", "--db", "x.db"],
            &["db", "backup", "x.db", "--db", "b.db"],
        ] {
            for end in ["-wal", "-journal"] {
                let side = sandbox.write(&format!("x.db{end}"), &log);
                let out = sandbox.cs(command).run().ends_with(4);
                assert!(out.stderr.contains(&side) && out.stderr.contains("move it"), "{}", out.stderr);
                let side = sandbox.work().join(side);
                assert!(std::fs::read(&side).expect("still there") == log, "{command:?}");
                assert!(!sandbox.work().join("x.db").exists() && !sandbox.work().join("x.db.lock").exists());
                // The advice works.
                std::fs::remove_file(side).expect("moved away");
                sandbox.ok(command);
                sandbox.ok(&["doctor", "--db", "x.db"]);
                std::fs::remove_file(sandbox.work().join("x.db")).expect("made");
                let _ = std::fs::remove_file(sandbox.work().join("x.db.lock"));
            }
        }
    }
}

mod keeps {
    use crate::sandbox::{MORNING, Sandbox};

    #[test]
    fn a_first_import_keeps_its_rows() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(MORNING);
        sandbox.cs(&["import", &file]).run().done();
        sandbox.cs(&["doctor"]).run().done();
        assert!(sandbox.database().is_file());
    }
}
