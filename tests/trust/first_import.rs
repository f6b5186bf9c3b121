//! A first import keeps all rows or leaves nothing, whatever the disk refuses. So does every other way by which a file of
//! ours gets its name.

mod faults {
    use crate::sandbox::{MORNING, Output, Sandbox, Sheet};
    use std::path::Path;

    /// Has the disk refuse to keep something, once for each time that it is asked, and looks at what is left. `command`
    /// makes the database or copy at `work/new/x.db`, in a folder of its own, out of `work/a.csv` or `work/b.db`.
    fn each_refusal(test: &str, errors: &[&str], command: &[&str]) {
        let Some(strace) = crate::strace() else { return crate::skip(test, "no strace that may trace") };
        let (mut refused, mut done) = (0, 0);
        let backup = backup();
        for error in errors {
            for nth in 1..=60 {
                let sandbox = Sandbox::new();
                std::fs::create_dir(sandbox.work().join("new")).expect("a folder");
                sandbox.fixture_as(MORNING, "a.csv");
                sandbox.write("b.db", &backup);
                let inject = format!("inject=fsync,fdatasync:error={error}:when={nth}");
                let trace = ["-f", "-qq", "-o", "../trace", "-e", "trace=fsync,fdatasync", "-e", &inject];
                let out = sandbox.cs(command).under(&strace, &trace).run();
                let injected = std::fs::read_to_string(sandbox.work().join("../trace")).expect("the trace");
                let injected = injected.contains("(INJECTED)");
                if out.code == 0 {
                    is_whole(&sandbox, &out, &format!("{error} {nth}"));
                    done += 1;
                } else {
                    assert_eq!(out.code, 4, "{error} {nth}: {}", out.stderr);
                    assert!(injected, "{error} {nth}: {}", out.stderr);
                    assert_eq!(left(&sandbox.work().join("new")), [""; 0], "{error} {nth}");
                    refused += 1;
                }
                if !injected {
                    break;
                }
            }
        }
        assert!(refused >= 2 * errors.len() && done >= errors.len(), "{refused} refused, {done} done");
    }

    fn left(folder: &Path) -> Vec<String> {
        let names =
            std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").file_name());
        names.map(|name| name.to_string_lossy().into_owned()).collect()
    }

    /// All rows are in the file alone.
    fn is_whole(sandbox: &Sandbox, out: &Output, what: &str) {
        let new = sandbox.work().join("new");
        for name in left(&new) {
            if name != "x.db" && name != "x.db.lock" {
                panic!("{what}: {name} is left\n{}", out.stderr);
            }
        }
        std::fs::copy(new.join("x.db"), sandbox.work().join("alone.db")).expect("a database");
        let rows = Sheet::of(&sandbox.ok(&["orders", "list", "--db", "alone.db"])).len();
        assert_eq!(rows, 69, "{what}: {}", out.stderr);
    }

    fn backup() -> Vec<u8> {
        let sandbox = Sandbox::new();
        sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
        sandbox.ok(&["db", "backup", "b.db"]);
        std::fs::read(sandbox.work().join("b.db")).expect("a backup")
    }

    #[test]
    fn a_first_import_is_whole_or_leaves_nothing() {
        let command = ["import", "a.csv", "--db", "new/x.db"];
        each_refusal("a_first_import_is_whole", &["EIO", "ENOSPC", "EDQUOT"], &command);
    }

    #[test]
    fn a_backup_is_whole_or_leaves_nothing() {
        each_refusal("a_backup_is_whole", &["EIO"], &["db", "backup", "new/x.db", "--db", "b.db"]);
    }

    #[test]
    fn a_restored_database_is_whole_or_leaves_nothing() {
        let command = ["db", "restore", "b.db", "--db", "new/x.db"];
        each_refusal("a_restored_database_is_whole", &["EIO"], &command);
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
