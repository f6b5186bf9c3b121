//! What a command may write over, and where.

use crate::sandbox::{MORNING, Sandbox};
use std::path::Path;

/// Refused as a wrong command line, whatever stands there; with why.
#[track_caller]
fn refused(sandbox: &Sandbox, args: &[&str], why: &str) {
    let out = sandbox.cs(args).run().ends_with(2);
    assert!(out.stderr.contains(why), "{args:?}: {}", out.stderr);
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// A sandbox with a database; the name of the export that is in it.
fn stocked() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["import", &file]);
    (sandbox, file)
}

mod faults {
    use super::{refused, shown, stocked};
    use crate::sandbox::{MORNING, Sandbox};
    use crate::tracer::{NAMING, inject, traced};

    #[test]
    fn the_database_is_not_written_over() {
        let (sandbox, _) = stocked();
        let database = sandbox.database();
        let before = std::fs::read(&database).expect("the database");
        // The commands need not open it.
        for args in [&["rules", "list"][..], &["orders", "list"], &["report", "daily"]] {
            for end in ["", "-wal", "-shm", "-journal", "-lock"] {
                let place = shown(&database) + end;
                refused(
                    &sandbox,
                    &[args, &["-F", "csv", "--force", "-o", &place]].concat(),
                    "is the database",
                );
                refused(&sandbox, &[args, &["-F", "csv", "-o", &place]].concat(), "is the database");
            }
        }
        let wal = shown(&database) + "-wal";
        sandbox.cs(&["db", "backup", &wal]).run().ends_with(2);
        assert!(!std::path::Path::new(&wal).exists());
        assert_eq!(std::fs::read(&database).expect("the database"), before);
        sandbox.ok(&["doctor"]);
    }

    #[test]
    fn other_names_of_the_database_and_its_copies_are_known() {
        let (sandbox, _) = stocked();
        let at = |name: &str| sandbox.work().join(name);
        std::fs::hard_link(sandbox.database(), at("linked.csv")).expect("a link");
        sandbox.ok(&["db", "backup", "copy.csv"]);
        std::fs::write(at("copy.csv-wal"), "the rest of it").expect("written");
        let all = ["linked.csv", "copy.csv", "copy.csv-wal"];
        let before = all.map(|name| std::fs::read(at(name)).expect("there"));
        for name in all {
            refused(&sandbox, &["rules", "list", "-F", "csv", "--force", "-o", name], "database");
        }
        assert_eq!(all.map(|name| std::fs::read(at(name)).expect("there")), before);
        // Another database that is named: its place is not free either, though nothing stands there yet.
        let new = ["--db", "new.csv", "rules", "list", "--force", "-o", "./new.csv"];
        refused(&sandbox, &new, "is the database");
    }

    #[test]
    fn databases_of_other_programs_are_not_written_over() {
        let (sandbox, file) = stocked();
        let at = |name: &str| sandbox.work().join(name);
        let conn = rusqlite::Connection::open(at("photos.csv")).expect("made");
        conn.execute_batch("PRAGMA application_id = 7; CREATE TABLE photos (name TEXT)").expect("filled");
        drop(conn);
        let all = ["photos.csv", "photos.csv-journal"];
        sandbox.write(all[1], "the rest of it");
        let before = all.map(|name| std::fs::read(at(name)).expect("there"));
        for name in all {
            for args in [
                &["rules", "list", "-F", "csv", "--force", "-o", name][..],
                &["orders", "list", &file, "-F", "csv", "--force", "--rejects", name],
                &["formats", "new", &file, "--force", "-o", name],
            ] {
                refused(&sandbox, args, "is an SQLite database of another program");
                // What it says leads on.
                refused(&sandbox, args, "delete it or move it away");
                let zh = sandbox.cs(args).zh().run().ends_with(2).stderr;
                assert!(zh.contains("是别的程序的数据库") && zh.contains("先自己删掉"), "{zh}");
            }
        }
        assert_eq!(all.map(|name| std::fs::read(at(name)).expect("there")), before);
    }

    #[test]
    fn a_dash_is_standard_output_and_no_file() {
        let (sandbox, file) = stocked();
        for args in [
            &["rules", "list", "-F", "csv"][..],
            &["orders", "list", &file],
            &["orders", "show", "3512260000000000042"],
            &["report", "daily", "-F", "md"],
            &["formats", "new", &file],
        ] {
            let plain = sandbox.ok(args);
            for more in [&["-o", "-"][..], &["--output=-"], &["-o-"], &["-o", "-", "--force"]] {
                assert_eq!(sandbox.ok(&[args, more].concat()), plain, "{args:?} {more:?}");
            }
        }
        for args in [&["orders", "list", &file, "--rejects", "-"][..], &["db", "backup", "-"]] {
            refused(&sandbox, args, "can't be written to standard output");
            let zh = sandbox.cs(args).zh().run().ends_with(2).stderr;
            assert!(zh.contains("写 ./-"), "{zh}");
        }
        assert!(!sandbox.work().join("-").exists());
        // Who means one of this name says so.
        sandbox.ok(&["orders", "list", &file, "-F", "csv", "-o", "./-"]);
        assert!(sandbox.read("-").lines().count() > 10);
    }

    #[cfg(unix)]
    #[test]
    fn only_regular_files_are_replaced() {
        use std::os::unix::fs::FileTypeExt;
        let (sandbox, _) = stocked();
        let at = |name: &str| sandbox.work().join(name);
        let made = std::process::Command::new("mkfifo").arg(at("pipe.csv")).status();
        if !made.is_ok_and(|status| status.success()) {
            crate::skip("only_regular_files_are_replaced", "there is no mkfifo");
            return;
        }
        let _socket = std::os::unix::net::UnixListener::bind(at("socket.csv")).expect("a socket");
        // A device of our own, where we may make one; never the machine's.
        let _ = std::process::Command::new("mknod").arg(at("null.csv")).args(["c", "1", "3"]).output();
        for name in ["pipe.csv", "socket.csv", "null.csv"] {
            let Ok(before) = std::fs::symlink_metadata(at(name)) else { continue };
            for force in [&["--force"][..], &[]] {
                let args = [&["rules", "list", "-o", name], force].concat();
                refused(&sandbox, &args, "is no regular file");
            }
            let after = std::fs::symlink_metadata(at(name)).expect("still there");
            assert_eq!(after.file_type(), before.file_type(), "{name}");
        }
        assert!(std::fs::symlink_metadata(at("pipe.csv")).expect("there").file_type().is_fifo());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_neither_followed_nor_replaced() {
        use std::os::unix::fs::symlink;
        let (sandbox, _) = stocked();
        let at = |name: &str| sandbox.work().join(name);
        sandbox.write("precious.csv", "precious");
        symlink("precious.csv", at("link.csv")).expect("a link");
        symlink("nowhere.csv", at("dangling.csv")).expect("a link");
        symlink(sandbox.database(), at("db.csv")).expect("a link");
        for name in ["link.csv", "dangling.csv", "db.csv"] {
            sandbox.cs(&["rules", "list", "--force", "-o", name]).run().ends_with(2);
            assert!(at(name).is_symlink(), "{name}");
        }
        assert_eq!(sandbox.read("precious.csv"), "precious");
        assert!(!at("nowhere.csv").exists());
        // What the message says leads on.
        refused(&sandbox, &["rules", "list", "--force", "-o", "link.csv"], "precious.csv: name that");
        sandbox.ok(&["rules", "list", "--force", "-o", "precious.csv"]);
        assert!(sandbox.read("precious.csv").lines().count() > 10);
    }

    #[test]
    fn what_is_read_is_not_written_over() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture_as(MORNING, "in/orders.csv");
        let layout = sandbox.write("mine.toml", sandbox.ok(&["formats", "show", "taobao-orders"]));
        let config = sandbox.write("set.toml", "lang = \"en\"\n");
        sandbox.write("bad.csv", "old");
        let said = "is a file that this command reads";
        let all =
            [&file, &layout, &config].map(|name| std::fs::read(sandbox.work().join(name)).expect("there"));
        let list = |more: &[&'static str]| {
            refused(&sandbox, &[&["orders", "list", "--force"], more].concat(), said);
        };
        list(&["in/orders.csv", "-o", "in/orders.csv"]);
        list(&["in/orders.csv", "-o", "./in/../in/orders.csv"]);
        list(&["in", "-o", "in/orders.csv"]);
        list(&["in", "--rejects", "in/orders.csv"]);
        list(&["in", "--layout", "mine.toml", "-F", "csv", "-o", "mine.toml"]);
        list(&["in", "--config", "set.toml", "-F", "csv", "-o", "set.toml"]);
        refused(&sandbox, &["formats", "new", "in/orders.csv", "-o", "in/orders.csv", "--force"], said);
        let twice = ["orders", "list", "in", "--force", "-o", "bad.csv", "--rejects", "./bad.csv"];
        refused(&sandbox, &twice, "written twice");
        assert_eq!(
            [&file, &layout, &config].map(|name| std::fs::read(sandbox.work().join(name)).expect("there")),
            all
        );
        assert_eq!(sandbox.read("bad.csv"), "old");
    }

    #[cfg(unix)]
    #[test]
    fn a_masked_answer_has_the_usual_mode() {
        use std::os::unix::fs::MetadataExt;
        let (sandbox, file) = stocked();
        let inner = sandbox.cs(&[]).into_command();
        for (mask, mode) in [("022", 0o644), ("027", 0o640), ("077", 0o600)] {
            let script = "umask $0; exec \"$@\"";
            let done = std::process::Command::new("sh")
                .args(["-c", script, mask])
                .arg(crate::sandbox::program())
                .args(["orders", "list", &file, "--force", "-o", "out.csv"])
                .current_dir(sandbox.work())
                .envs(inner.get_envs().filter_map(|(key, value)| Some((key, value?))))
                .output()
                .expect("it starts");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
            let meta = std::fs::metadata(sandbox.work().join("out.csv")).expect("written");
            assert_eq!(meta.mode() & 0o777, mode, "under the mask {mask}");
        }
    }

    /// Rows that are set aside are nowhere else: where their file can't be written nothing is imported.
    #[test]
    fn an_import_without_its_rejects_is_none() {
        let sandbox = Sandbox::new();
        let bad = sandbox.changed(MORNING, "bad.csv", "2026-11-21 08:40:00", "2026-13-41 08:40:00");
        let args = ["import", &bad, "--keep-going", "--rejects", "nowhere/rejects.csv"];
        let run = sandbox.cs(&args).run().ends_with(3);
        assert!(run.stderr.contains("nowhere"), "{}", run.stderr);
        assert!(!sandbox.database().exists(), "imported without the rows that were set aside");
        let args = ["import", &bad, "--keep-going", "--rejects", "rejects.csv"];
        sandbox.cs(&args).run().ends_with(5);
        assert!(sandbox.database().exists() && sandbox.read("rejects.csv").lines().count() > 1);
    }

    /// Else the next try is told that the file is there already.
    #[test]
    fn a_list_without_its_rejects_is_none() {
        let sandbox = Sandbox::new();
        let file = sandbox.changed(MORNING, "bad.csv", "118.00", "about 118");
        let list = ["orders", "list", &file, "--keep-going", "-o", "out.csv", "--rejects"];
        let out = sandbox.cs(&[&list[..], &["missing/rejects.csv"]].concat()).run().ends_with(3);
        assert!(out.stderr.contains("missing/rejects.csv"), "{}", out.stderr);
        assert!(!sandbox.work().join("out.csv").exists(), "it can be told before");
        let with = [&list[..], &["rejects.csv"]].concat();
        if let Some(strace) = crate::strace() {
            for (calls, nth) in [("fsync", 1), ("fsync", 2), (NAMING, 1)] {
                let told = inject(calls, "error=EIO", nth);
                let told: Vec<&str> = told.iter().map(String::as_str).collect();
                let out = sandbox.cs(&with).under(&strace, &told).run().ends_with(3);
                assert!(traced(&sandbox).contains("(INJECTED)"), "{calls} {nth}: {}", out.stderr);
                let files = ["out.csv", "rejects.csv"].map(|name| sandbox.work().join(name).exists());
                assert_eq!(files, [false; 2], "{calls} {nth}: {}", out.stderr);
            }
        } else {
            crate::skip("a_list_without_its_rejects_is_none", "no strace that may trace");
        }
        sandbox.cs(&with).run().ends_with(5);
        assert!(sandbox.read("out.csv").lines().count() > 10 && sandbox.read("rejects.csv").contains("118"));
    }

    /// A remark in the audit comes after the list.
    #[cfg(unix)]
    #[test]
    fn a_list_without_its_line_in_the_audit_is_none() {
        let (sandbox, _) = stocked();
        let lock = sandbox.database().with_file_name("cs.db.lock");
        let _ = std::fs::remove_file(&lock);
        std::os::unix::fs::symlink("elsewhere", &lock).expect("a link");
        sandbox.cs(&["remind", "unpaid", "--stale-ok", "-o", "queue.csv"]).run().ends_with(4);
        assert!(!sandbox.work().join("queue.csv").exists());
    }

    #[cfg(unix)]
    #[test]
    fn manual_pages_replace_nothing_else() {
        use std::os::unix::fs::symlink;
        let sandbox = Sandbox::new();
        let at = |name: &str| sandbox.work().join(name);
        let precious = sandbox.write("precious", "precious");
        std::fs::create_dir(at("man")).expect("a folder");
        symlink(at(&precious), at("man/cs-db.1")).expect("a link");
        refused(&sandbox, &["man", "man"], "is a link");
        assert_eq!(std::fs::read_dir(at("man")).expect("a folder").count(), 1, "all pages or none");
        std::fs::remove_file(at("man/cs-db.1")).expect("removed");
        sandbox.write("man/cs-db.1", ".TH other 1\nsomebody else's\n");
        refused(&sandbox, &["man", "man"], "is no manual page of cs");
        assert_eq!(sandbox.read("man/cs-db.1"), ".TH other 1\nsomebody else's\n");
        assert_eq!(sandbox.read("precious"), "precious");
        std::fs::remove_file(at("man/cs-db.1")).expect("removed");
        std::fs::hard_link(at("precious"), at("man/note")).expect("a link");
        symlink("man", at("linked")).expect("a link");
        refused(&sandbox, &["man", "linked"], "is a link");
        assert!(!at("man/cs.1").exists());
    }
}

mod keeps {
    use super::{refused, stocked};
    use crate::sandbox::Sandbox;

    #[test]
    fn without_force_nothing_is_replaced_and_with_it_an_answer_is() {
        let (sandbox, file) = stocked();
        sandbox.write("out.csv", "old");
        refused(&sandbox, &["orders", "list", &file, "-o", "out.csv"], "is there already");
        assert_eq!(sandbox.read("out.csv"), "old");
        sandbox.ok(&["orders", "list", &file, "-o", "out.csv", "--force"]);
        sandbox.ok(&["orders", "list", &file, "-o", "out.csv", "--force"]);
        assert!(sandbox.read("out.csv").lines().count() > 10);
        // Beside the input is a good place, even when the folder is read.
        sandbox.ok(&["orders", "list", ".", "-o", "list.md", "--shop", "样例小铺"]);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_not_masked_is_its_owners() {
        use std::os::unix::fs::MetadataExt;
        let (sandbox, file) = stocked();
        let bad =
            sandbox.changed(crate::sandbox::MORNING, "bad.csv", "2026-11-21 08:40:00", "2026-13-41 08:40:00");
        sandbox.ok(&["orders", "list", &file, "--reveal", "-o", "out.csv"]);
        let args = ["orders", "list", &bad, "--keep-going", "--rejects", "rejects.csv"];
        sandbox.cs(&args).run().ends_with(5);
        sandbox.ok(&["db", "backup", "copy.db"]);
        for name in ["out.csv", "rejects.csv", "copy.db"] {
            let mode = std::fs::metadata(sandbox.work().join(name)).expect(name).mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    }

    #[test]
    fn manual_pages_are_written_again_over_their_own() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["man", "pages"]);
        let first = sandbox.read("pages/cs-db.1");
        sandbox.write("pages/cs-db.1", first.replace("NAME", "OLD"));
        sandbox.cs(&["man", "pages"]).zh().run().done();
        sandbox.ok(&["man", "pages"]);
        assert_eq!(sandbox.read("pages/cs-db.1"), first);
    }
}
