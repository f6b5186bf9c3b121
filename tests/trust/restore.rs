//! Going back to a backup loses nothing that was acknowledged.

mod faults {
    use crate::sandbox::{MORNING, Sandbox};
    use std::path::PathBuf;
    use std::process::Stdio;

    fn kept(sandbox: &Sandbox) -> Option<PathBuf> {
        let folder = sandbox.database().parent().expect("a folder").to_owned();
        let mut paths =
            std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
        paths.find(|path| path.to_string_lossy().contains("before-restore"))
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
