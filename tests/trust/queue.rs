//! Writers of one database queue by a file beside it; nobody who writes goes past it, and nobody who reads meets it.

#[cfg(unix)]
mod faults {
    use crate::sandbox::{MORNING, Sandbox, Sheet};
    use std::fs::File;
    use std::path::PathBuf;
    use std::process::Stdio;

    fn filled() -> (Sandbox, PathBuf) {
        let sandbox = Sandbox::new();
        sandbox.ok(&["import", &sandbox.fixture_as(MORNING, "a.csv")]);
        sandbox.ok(&["log", "add", "c", "first"]);
        sandbox.ok(&["db", "backup", "b.db"]);
        let lock = sandbox.database().with_file_name("cs.db.lock");
        (sandbox, lock)
    }

    #[test]
    fn who_writes_waits_and_who_reads_does_not() {
        let (sandbox, lock) = filled();
        let turn = File::options().read(true).write(true).create(true).truncate(false).open(lock);
        let turn = turn.expect("the queue");
        turn.lock().expect("nobody has it");
        let mut command = sandbox.cs(&["log", "add", "c", "second"]).into_command();
        let mut waiting = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
        for _ in 0..5 {
            assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 1, "its turn has not come");
        }
        assert!(waiting.try_wait().expect("asked").is_none(), "it waits");
        drop(turn);
        assert!(waiting.wait().expect("ends").success());
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 2);
    }

    /// A link in the place of the queue is never followed, so whatever queues is refused at once.
    #[test]
    fn every_way_to_write_queues() {
        let (sandbox, lock) = filled();
        let _ = std::fs::remove_file(&lock);
        let elsewhere = sandbox.work().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, &lock).expect("a link");
        sandbox.changed(MORNING, "changed.csv", "浙江省", "江苏省");
        for line in [
            "log add c second",
            "cases add buyer words",
            "consult add buyer words",
            "shift open tester",
            "undo",
            "import changed.csv",
            "orders list --reveal",
            "db restore b.db --yes",
            "import a.csv --db new.db",
            "log add c first --db new.db",
        ] {
            if line.ends_with("new.db") {
                let _ = std::fs::remove_file(sandbox.work().join("new.db.lock"));
                std::os::unix::fs::symlink(&elsewhere, sandbox.work().join("new.db.lock")).expect("a link");
            }
            let words: Vec<&str> = line.split(' ').collect();
            let out = sandbox.cs(&words).env("CS_TERMINAL", "desk").run();
            assert_eq!(out.code, 4, "{line}: {}", out.stderr);
            assert!(out.stderr.contains(".db.lock: is no regular file"), "{line}: {}", out.stderr);
        }
        assert!(!elsewhere.exists() && !sandbox.work().join("new.db").exists());
        // The advice works.
        std::fs::remove_file(&lock).expect("moved away");
        sandbox.ok(&["log", "add", "c", "second"]);
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 2);
    }

    #[test]
    fn the_queue_is_as_private_as_the_database() {
        use std::os::unix::fs::PermissionsExt;
        let (_sandbox, lock) = filled();
        assert_eq!(std::fs::metadata(lock).expect("it stays").permissions().mode() & 0o777, 0o600);
    }
}

mod keeps {
    use crate::sandbox::{Sandbox, Sheet};

    #[test]
    fn writers_at_once_lose_nothing() {
        let sandbox = Sandbox::new();
        std::thread::scope(|scope| {
            for hand in 0..6 {
                let sandbox = &sandbox;
                scope.spawn(move || {
                    for n in 0..4 {
                        sandbox.ok(&["log", "add", "c", &format!("{hand}-{n}")]);
                    }
                });
            }
        });
        assert_eq!(Sheet::of(&sandbox.ok(&["log", "list"])).len(), 24);
        sandbox.ok(&["doctor"]);
    }
}
