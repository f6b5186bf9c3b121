//! Going back to a backup loses nothing that was acknowledged.

mod faults {
    use crate::sandbox::{MORNING, Sandbox};
    use crate::tracer::{NAMING, inject, times, traced};
    use std::path::{Path, PathBuf};
    use std::process::Stdio;

    /// The copies of what was there, in a folder.
    fn kept_in(folder: &Path) -> Vec<PathBuf> {
        let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
            .expect("the folder")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        paths.retain(|path| path.to_string_lossy().contains("before-restore"));
        paths
    }

    fn kept(sandbox: &Sandbox) -> Option<PathBuf> {
        kept_in(sandbox.database().parent().expect("a folder")).pop()
    }

    /// What the disk may refuse, each time or each so many times.
    const REFUSED: [(&str, &str, usize); 4] = [
        ("fsync,fdatasync", "error=EIO", 1),
        ("flock", "error=ENOLCK", 1),
        (NAMING, "error=EIO", 1),
        ("pwrite64", "error=ENOSPC", 19),
    ];

    /// A database with a line that its backup lacks, and the backup.
    fn database_and_backup() -> [Vec<u8>; 2] {
        let sandbox = Sandbox::new();
        sandbox.ok(&["import", &sandbox.fixture(MORNING), "--db", "w.db"]);
        sandbox.ok(&["db", "backup", "b.db", "--db", "w.db"]);
        sandbox.ok(&["log", "add", "c", "later", "--db", "w.db"]);
        ["w.db", "b.db"].map(|name| std::fs::read(sandbox.work().join(name)).expect(name))
    }

    fn has_later(sandbox: &Sandbox, database: &str) -> bool {
        sandbox.ok(&["log", "list", "--db", database]).contains("later")
    }

    /// Nothing was changed, so there is nothing to keep: on a full disk every try would leave one more copy.
    #[test]
    fn a_refused_restore_leaves_no_copy() {
        let Some(strace) = crate::strace() else {
            return crate::skip("a_refused_restore_leaves_no_copy", "no strace that may trace");
        };
        let [database, backup] = database_and_backup();
        let mut copied = 0;
        for (calls, what, step) in REFUSED {
            for nth in times(step) {
                let sandbox = Sandbox::new();
                sandbox.write("w.db", &database);
                sandbox.write("b.db", &backup);
                let told = inject(calls, what, nth);
                let told: Vec<&str> = told.iter().map(String::as_str).collect();
                let out =
                    sandbox.cs(&["db", "restore", "b.db", "-y", "--db", "w.db"]).under(&strace, &told).run();
                let trace = traced(&sandbox);
                let what = format!("{calls} {what} {nth}: {}", out.stderr);
                let kept = kept_in(&sandbox.work());
                assert_eq!(has_later(&sandbox, "w.db"), kept.is_empty(), "{what}");
                assert!(kept.len() < 2 && (out.code == 0) != kept.is_empty(), "{what}");
                for copy in kept {
                    assert!(has_later(&sandbox, &copy.display().to_string()), "{what}");
                }
                if !trace.contains("(INJECTED)") {
                    break;
                }
                copied += usize::from(out.code != 0 && trace.contains("before-restore"));
            }
        }
        assert!(copied > 1, "never refused after the copy was kept");
    }

    /// What is damaged is moved aside; where nothing comes in its place it is put back.
    #[test]
    fn a_refused_restore_leaves_a_damaged_database_where_it_was() {
        let Some(strace) = crate::strace() else {
            return crate::skip("a_damaged_database_stays", "no strace that may trace");
        };
        let [mut database, backup] = database_and_backup();
        let half = database.len() / 2;
        database[half..].fill(0xa5);
        let mut back = 0;
        for calls in ["fsync,fdatasync", NAMING] {
            for nth in times(1) {
                let sandbox = Sandbox::new();
                sandbox.write("w.db", &database);
                sandbox.write("b.db", &backup);
                let told = inject(calls, "error=EIO", nth);
                let told: Vec<&str> = told.iter().map(String::as_str).collect();
                let out =
                    sandbox.cs(&["db", "restore", "b.db", "-y", "--db", "w.db"]).under(&strace, &told).run();
                let (trace, kept) = (traced(&sandbox), kept_in(&sandbox.work()));
                let what = format!("{calls} {nth}: {}", out.stderr);
                let now = std::fs::read(sandbox.work().join("w.db"));
                // What lay beside it goes with it.
                let aside = kept.iter().find(|path| path.extension().is_some_and(|end| end == "db"));
                if out.code == 0 {
                    assert!(std::fs::read(aside.expect(&what)).expect("there") == database, "{what}");
                    sandbox.ok(&["doctor", "--db", "w.db"]);
                } else {
                    assert!(now.expect(&what) == database && kept.is_empty(), "{what}: {kept:?}");
                    back += usize::from(trace.contains("before-restore"));
                }
                if !trace.contains("(INJECTED)") {
                    break;
                }
            }
        }
        assert!(back > 1, "never refused after it was moved aside");
    }

    /// The restore is held up for a moment when it has kept the old database under its name.
    #[test]
    fn what_is_recorded_meanwhile_is_in_the_new_database_or_in_the_kept_one() {
        let Some(strace) = crate::strace() else {
            return crate::skip("what_is_recorded_meanwhile", "no strace that may trace");
        };
        let sandbox = Sandbox::new();
        sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
        sandbox.ok(&["db", "backup", "b.db"]);
        let calls = "link,linkat,rename,renameat,renameat2";
        let inject = format!("inject={calls}:delay_exit=1500000");
        let trace = ["-f", "-qq", "-o", "../trace", "-e", &format!("trace={calls}"), "-e", &inject];
        let restore = sandbox.cs(&["db", "restore", "b.db", "--yes"]).under(&strace, &trace);
        let mut restore = restore.into_command().stdin(Stdio::null()).spawn().expect("starts");
        let kept = loop {
            if let Some(kept) = kept(&sandbox) {
                break kept;
            }
            assert!(restore.try_wait().expect("asked").is_none(), "it keeps the old one");
            std::thread::yield_now();
        };
        sandbox.ok(&["log", "add", "c", "meanwhile"]);
        assert!(restore.wait().expect("ends").success());
        let kept = kept.to_str().expect("UTF-8");
        let both = sandbox.ok(&["log", "list"]) + &sandbox.ok(&["log", "list", "--db", kept]);
        assert!(both.contains("meanwhile"), "{both}");
        sandbox.ok(&["doctor"]);
    }

    /// A copy that nobody can go back to is told when it is made, not on the day when it is needed. It is kept.
    #[test]
    fn a_backup_of_an_unsound_database_says_so() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
        let good = sandbox.cs(&["db", "backup", "good.db"]).run().done().stderr;
        assert!(good.contains("backed up to good.db"), "{good}");
        let conn = rusqlite::Connection::open(sandbox.database()).expect("the database");
        conn.execute(
            "UPDATE orders SET paid = paid + 1 WHERE order_no = (SELECT MIN(order_no) FROM orders)",
            [],
        )
        .expect("another program's change");
        drop(conn);
        let told = sandbox.cs(&["db", "backup", "bad.db"]).run().ends_with(4).stderr;
        assert!(told.contains("backed up to bad.db, but the database has 1 problems"), "{told}");
        assert!(told.contains("orders: 1 of 69 rows do not match"), "{told}");
        let zh = sandbox.cs(&["db", "backup", "bad2.db"]).zh().run().ends_with(4).stderr;
        assert!(zh.contains("已备份到 bad2.db，但数据库有 1 处问题"), "{zh}");
        let names: Vec<_> = std::fs::read_dir(sandbox.work())
            .expect("the folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .filter(|name| name.starts_with("bad"))
            .collect();
        assert_eq!(names.len(), 2, "the copies and nothing beside them: {names:?}");
        let listed = sandbox.ok(&["orders", "list", "--db", "bad.db"]);
        assert_eq!(crate::sandbox::Sheet::of(&listed).len(), 69);
        // What it says of restoring is so, and its advice works.
        let refused = sandbox.cs(&["db", "restore", "bad.db", "--yes"]).run().ends_with(4).stderr;
        assert!(refused.contains("problems"), "{refused}");
        sandbox.ok(&["db", "restore", "good.db", "--yes"]);
        sandbox.ok(&["doctor"]);
        sandbox.ok(&["db", "backup", "again.db"]);
    }

    #[test]
    fn a_backup_of_an_old_version_is_restored_and_stays_as_it_is() {
        let sandbox = Sandbox::new();
        let old = sandbox.work().join("old.db");
        crate::upgrade::old_database(&sandbox, &old, 12);
        let before = std::fs::read(&old).expect("the backup");
        let told = sandbox.cs(&["db", "restore", "old.db", "--yes"]).run().done().stderr;
        assert!(told.contains("schema 12"), "{told}");
        assert!(std::fs::read(&old).expect("the backup") == before, "the backup was changed");
        sandbox.ok(&["doctor"]);
    }
}

mod keeps {
    use crate::sandbox::{MORNING, Sandbox};

    #[test]
    fn the_audit_goes_on_with_a_line_about_the_restore() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
        sandbox.ok(&["db", "backup", "b.db"]);
        sandbox.ok(&["db", "restore", "b.db", "--yes"]);
        let audit = sandbox.ok(&["audit"]);
        assert!(audit.contains("restore from") && audit.contains("import"), "{audit}");
    }
}
