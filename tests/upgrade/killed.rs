//! An upgrade that is refused or killed, whenever that happens: the database is the old one or the new one, what it was is
//! kept where it is the new one, and the next upgrade comes to its end.
//!
//! The same at each statement of a migration, without a program around it: `src/store/migrate/killed.rs`.

use crate::fixture::{Fixture, dump};
use crate::sandbox::{Output, Sandbox};
use crate::tracer::{NAMING, inject, skip, strace, times, traced};
use crate::{NOW, rewriting};
use rusqlite::Connection;
use std::path::Path;
use std::process::Stdio;

/// The oldest one has most to do.
const SCHEMA: i64 = 14;

/// A database before its upgrade and after it.
struct Story {
    bytes: Vec<u8>,
    old: Vec<String>,
    new: Vec<String>,
}

/// What lies in the folder of a database.
#[derive(Debug)]
struct Found {
    is_new: bool,
    /// Names of the copies of what it was.
    kept: Vec<String>,
    /// What is neither the database, nor belongs to it, nor is such a copy.
    others: Vec<String>,
}

impl Story {
    fn of(journal: &str) -> Story {
        let sandbox = Sandbox::new();
        let path = sandbox.work().join("w.db");
        Fixture::of(SCHEMA).build(&path);
        let conn = Connection::open(&path).expect("opened");
        conn.pragma_update_and_check(None, "journal_mode", journal, |_| Ok(())).expect("a journal");
        drop(conn);
        let (bytes, old) = (std::fs::read(&path).expect("there"), dump(&path));
        upgrade(&sandbox).run().done();
        let new = dump(&path);
        assert!(old != new);
        Story { bytes, old, new }
    }

    fn begin(&self) -> Sandbox {
        let sandbox = Sandbox::new();
        sandbox.write("w.db", &self.bytes);
        sandbox
    }

    /// Looks at copies, so that it is the program that meets first what was left.
    fn look(&self, sandbox: &Sandbox, what: &str) -> Found {
        let aside = tempfile::tempdir().expect("a folder");
        let mut found = Found { is_new: false, kept: Vec::new(), others: Vec::new() };
        for name in names(&sandbox.work()) {
            std::fs::copy(sandbox.work().join(&name), aside.path().join(&name)).expect("copied");
            match name.as_str() {
                "w.db" | "w.db.lock" | "w.db-wal" | "w.db-shm" | "w.db-journal" => {}
                _ if name.starts_with("w.schema-") => found.kept.push(name),
                _ => found.others.push(name),
            }
        }
        for name in &found.kept {
            assert!(dump(&aside.path().join(name)) == self.old, "{what}: {name} is not what it was");
        }
        let now = dump(&aside.path().join("w.db"));
        found.is_new = now == self.new;
        assert!(found.is_new || now == self.old, "{what}: in between");
        assert!(!found.is_new || !found.kept.is_empty(), "{what}: what it was is nowhere");
        found
    }

    /// The next upgrade comes to its end, takes away what was left, and no copy is lost.
    fn goes_on(&self, sandbox: &Sandbox, before: &Found, what: &str) {
        let out = upgrade(sandbox).run().done();
        let done = if before.is_new { "nothing to do" } else { "upgraded from schema" };
        assert!(out.stderr.contains(done), "{what}: {}", out.stderr);
        let after = self.look(sandbox, what);
        assert!(after.is_new && after.others.is_empty(), "{what}: {after:?}");
        assert!(before.kept.iter().all(|name| after.kept.contains(name)), "{what}: {after:?}");
        assert_eq!(after.kept.len(), before.kept.len() + usize::from(!before.is_new), "{what}: {after:?}");
    }
}

fn upgrade(sandbox: &Sandbox) -> crate::sandbox::Run {
    sandbox.cs(&["db", "upgrade", "--db", "w.db"]).now(NOW)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder");
    entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect()
}

/// Calls by which an upgrade changes something; it is killed at each, or at each so many.
const CALLS: [(&str, usize); 4] =
    [("fsync,fdatasync", 1), ("?unlink,?unlinkat", 1), ("pwrite64", 23), (NAMING, 1)];

#[test]
fn killed_at_any_call_it_is_old_or_new() {
    if rewriting().is_some() {
        return;
    }
    let Some(strace) = strace() else {
        return skip("killed_at_any_call", "no strace that may trace");
    };
    // Without a log the engine does more, so some calls have to do.
    for (journal, calls) in [("wal", &CALLS[..]), ("delete", &CALLS[..2])] {
        let story = Story::of(journal);
        // Before there was a copy, between the copy and the commit, after the commit; with temporary files.
        let mut moments = [0; 4];
        for &(calls, step) in calls {
            for nth in times(step) {
                let sandbox = story.begin();
                let told = inject(calls, "signal=KILL", nth);
                let told: Vec<&str> = told.iter().map(String::as_str).collect();
                let mut traced = upgrade(&sandbox).under(&strace, &told).into_command();
                traced.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
                if traced.status().expect("it starts").success() {
                    break;
                }
                let what = format!("{journal}: killed at {calls} {nth}");
                let found = story.look(&sandbox, &what);
                let moment = if found.is_new { 2 } else { usize::from(!found.kept.is_empty()) };
                moments[moment] += 1;
                moments[3] += usize::from(!found.others.is_empty());
                story.goes_on(&sandbox, &found, &what);
            }
        }
        let [before, between, after, with_strays] = moments;
        assert!(before > 2 && between > 2 && with_strays > 2, "{journal}: {moments:?}");
        // Without a log the commit is the last that it does.
        assert!(after > 2 || journal == "delete", "{journal}: {moments:?}");
    }
}

/// Somebody reads meanwhile, so that the commit has to wait: everywhere, and without a tool that looks on.
#[test]
fn killed_before_its_commit_it_is_old() {
    if rewriting().is_some() {
        return;
    }
    let story = Story::of("delete");
    for file in ["w.schema-14.db", "w.db-journal"] {
        let sandbox = story.begin();
        let reader = Connection::open(sandbox.work().join("w.db")).expect("opened");
        reader.execute_batch("BEGIN; SELECT COUNT(*) FROM orders").expect("reads");
        let mut command = upgrade(&sandbox).into_command();
        let mut child = command.stdin(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        while !sandbox.work().join(file).exists() {
            assert!(child.try_wait().expect("asked").is_none(), "{file}: it waits for the reader");
            std::thread::yield_now();
        }
        child.kill().expect("killed");
        assert!(!child.wait().expect("ends").success(), "{file}: it was done");
        drop(reader);
        let found = story.look(&sandbox, file);
        assert!(!found.is_new && found.kept.len() == 1, "{file}: {found:?}");
        story.goes_on(&sandbox, &found, file);
    }
}

/// What a disk may refuse, each time or each so many times.
const REFUSED: [(&str, &str, usize); 4] = [
    ("fsync,fdatasync", "error=EIO", 1),
    ("ftruncate", "error=EIO", 1),
    ("pwrite64", "error=ENOSPC", 19),
    (NAMING, "error=EIO", 1),
];

/// On a full disk every try would leave one more copy.
#[test]
fn refused_it_leaves_no_copy_and_done_it_says_so() {
    if rewriting().is_some() {
        return;
    }
    let Some(strace) = strace() else {
        return skip("refused_it_leaves_no_copy", "no strace that may trace");
    };
    let story = Story::of("wal");
    let mut copied = 0;
    for args in [&["db", "upgrade", "--db", "w.db"][..], &["cases", "list", "--db", "w.db"]] {
        for (calls, what, step) in REFUSED {
            for nth in times(step) {
                let sandbox = story.begin();
                let told = inject(calls, what, nth);
                let told: Vec<&str> = told.iter().map(String::as_str).collect();
                let out = sandbox.cs(args).now(NOW).under(&strace, &told).run();
                let trace = traced(&sandbox);
                if !trace.contains("(INJECTED)") {
                    assert_eq!(out.code, 0, "{}", out.stderr);
                    break;
                }
                copied += usize::from(out.code != 0 && trace.contains("w.schema-14.db"));
                refused(&story, &sandbox, &out, &format!("{args:?} {calls} {what} {nth}: {}", out.stderr));
            }
        }
    }
    assert!(copied > 1, "never refused after the copy was kept");
}

fn refused(story: &Story, sandbox: &Sandbox, out: &Output, what: &str) {
    let found = story.look(sandbox, what);
    assert!(found.is_new || out.code == 4, "{what}");
    assert_eq!(found.kept.len(), usize::from(found.is_new), "{what}: {found:?}");
    assert_eq!(found.is_new, out.stderr.contains("upgraded from schema"), "{what}");
    assert!(found.others.is_empty(), "{what}: {found:?}");
}
