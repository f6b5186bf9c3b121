//! What `cs` writes for itself is private from the first byte and gone afterwards.

use crate::sandbox::{MORNING, Sandbox, fixtures};
use std::path::Path;

/// Two exports of the same shop, each of so many orders.
fn two_files(sandbox: &Sandbox, orders: usize) -> [String; 2] {
    let bytes = std::fs::read(fixtures().join(MORNING)).expect("the fixture");
    let text = encoding_rs::GB18030.decode(&bytes).0.into_owned();
    let (head, rest) = text.split_once('\n').expect("a heading");
    let row = rest.lines().next().expect("a row");
    let number = row.split('"').nth(1).expect("an order number");
    assert!(number.bytes().all(|b| b.is_ascii_digit()), "{number}");
    [1, 2].map(|file| {
        let rows: String =
            (0..orders).map(|n| row.replace(number, &format!("35122600{file}{n:010}")) + "\n").collect();
        sandbox.write(&format!("orders{file}.csv"), format!("{head}\n{rows}"))
    })
}

/// The folder of everything: home, data, configuration, where commands run.
#[cfg(unix)]
fn root(sandbox: &Sandbox) -> std::path::PathBuf {
    sandbox.work().parent().expect("a folder").to_owned()
}

/// Everything below a folder that looks like a file of the program's own.
fn strays(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        let is_ours = name.starts_with(".cs-") || name.starts_with("etilqs_");
        if is_ours || is_folder && name.starts_with("cs-") {
            found.push(entry.path().display().to_string());
        }
        if is_folder {
            found.extend(strays(&entry.path()));
        }
    }
    found
}

#[cfg(unix)]
mod running {
    use super::{root, strays};
    use crate::sandbox::Sandbox;
    use rustix::process::{Pid, Signal, kill_process};
    use std::io::Read;
    use std::process::{Child, Command, ExitStatus, Stdio};
    use std::time::{Duration, Instant};

    /// A command at work; killed if the test ends before it.
    pub(super) struct Running {
        pub(super) child: Child,
    }

    impl Drop for Running {
        fn drop(&mut self) {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }

    /// Asks again until it is so; far longer than anything here takes.
    pub(super) fn until<T>(what: &str, mut is_so: impl FnMut() -> Option<T>) -> T {
        let began = Instant::now();
        loop {
            if let Some(answer) = is_so() {
                return answer;
            }
            assert!(began.elapsed() < Duration::from_secs(120), "waited in vain: {what}");
            std::thread::sleep(Duration::from_micros(200));
        }
    }

    impl Running {
        pub(super) fn start(mut command: Command) -> Running {
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
            Running { child: command.spawn().expect("it starts") }
        }

        pub(super) fn signal(&self, signal: Signal) {
            let pid = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw).expect("a process");
            kill_process(pid, signal).expect("sent");
        }

        pub(super) fn end(&mut self) -> ExitStatus {
            until("its end", || self.child.try_wait().expect("asked"))
        }

        pub(super) fn said(&mut self) -> String {
            let mut text = String::new();
            self.child.stderr.take().expect("a pipe").read_to_string(&mut text).expect("text");
            text
        }
    }

    /// The signals that end programs, with their exit codes; without those that whoever runs the tests ignores.
    pub(super) fn signals() -> Vec<(Signal, i32)> {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        let ignored = mask.and_then(|m| u64::from_str_radix(m.trim(), 16).ok()).unwrap_or_default();
        let all = [(Signal::INT, 130), (Signal::TERM, 143), (Signal::HUP, 129)];
        all.into_iter().filter(|(signal, _)| ignored >> (signal.as_raw() - 1) & 1 == 0).collect()
    }

    /// Sends each signal to the command while it works on a file of its own. `again` makes room for another start.
    pub(super) fn interrupt_each(sandbox: &Sandbox, start: impl Fn() -> Running, again: impl Fn()) {
        for (signal, code) in signals() {
            // It may be done before the signal comes.
            let interrupted = (0..50).any(|_| {
                again();
                let mut running = start();
                until("a file, or the end", || {
                    (!strays(&root(sandbox)).is_empty() || running.child.try_wait().expect("asked").is_some())
                        .then_some(())
                });
                running.signal(signal);
                let status = running.end();
                assert_eq!(strays(&root(sandbox)), [""; 0], "after {signal:?}: {status}");
                let lock = sandbox.database().with_file_name("cs.db.lock");
                assert!(
                    !lock.exists() || sandbox.database().exists(),
                    "after {signal:?}: a queue for nothing"
                );
                assert!([Some(0), Some(code)].contains(&status.code()), "{status}: {}", running.said());
                status.code() == Some(code)
            });
            assert!(interrupted, "{signal:?} never came in time");
        }
    }
}

#[cfg(unix)]
mod faults {
    use super::running::{Running, interrupt_each, signals, until};
    use super::{root, strays, two_files};
    use crate::sandbox::{MORNING, Sandbox};
    use std::io::Read;
    use std::os::unix::fs::MetadataExt;

    #[test]
    fn a_signal_takes_an_answer_that_is_being_written() {
        for (signal, code) in signals() {
            let sandbox = Sandbox::new();
            let mut running =
                Running::start(sandbox.cs(&["orders", "list", "-", "-o", "out.csv"]).into_command());
            // It waits for the rest of its input.
            until("the file", || (!strays(&sandbox.work()).is_empty()).then_some(()));
            running.signal(signal);
            let status = running.end();
            assert_eq!(status.code(), Some(code), "{status}");
            assert_eq!(running.said(), "");
            assert_eq!(strays(&root(&sandbox)), [""; 0]);
            assert!(!sandbox.work().join("out.csv").exists());
        }
    }

    #[test]
    fn a_signal_takes_the_database_of_a_first_import() {
        let sandbox = Sandbox::new();
        let [file, _] = two_files(&sandbox, 3000);
        let start = || Running::start(sandbox.cs(&["import", &file]).into_command());
        interrupt_each(&sandbox, start, || {
            let _ = std::fs::remove_dir_all(sandbox.database().parent().expect("a folder"));
        });
    }

    #[test]
    fn a_signal_takes_the_database_of_a_first_record() {
        let sandbox = Sandbox::new();
        let start = || Running::start(sandbox.cs(&["log", "add", "c", "first"]).into_command());
        interrupt_each(&sandbox, start, || {
            let _ = std::fs::remove_dir_all(sandbox.database().parent().expect("a folder"));
        });
    }

    #[test]
    fn a_signal_takes_the_copy_of_a_backup_and_of_a_restore() {
        let sandbox = Sandbox::new();
        let [file, _] = two_files(&sandbox, 3000);
        sandbox.ok(&["import", &file]);
        sandbox.ok(&["db", "backup", "good.db"]);
        let backup = || Running::start(sandbox.cs(&["db", "backup", "copy.db"]).into_command());
        interrupt_each(&sandbox, backup, || {
            let _ = std::fs::remove_file(sandbox.work().join("copy.db"));
        });
        let restore = || Running::start(sandbox.cs(&["db", "restore", "good.db", "--yes"]).into_command());
        interrupt_each(&sandbox, restore, || {});
        sandbox.ok(&["doctor"]);
    }

    #[test]
    fn joined_files_have_no_name() {
        let sandbox = Sandbox::new();
        let [a, b] = two_files(&sandbox, 3000);
        let mut running = Running::start(sandbox.cs(&["orders", "list", &a, &b, "-F", "csv"]).into_command());
        // From its first byte on it waits to be read on.
        let mut out = running.child.stdout.take().expect("a pipe");
        out.read_exact(&mut [0]).expect("the first byte");
        assert_eq!(strays(&root(&sandbox)), [""; 0]);
        let open = format!("/proc/{}/fd", running.child.id());
        for entry in std::fs::read_dir(open).into_iter().flatten().flatten() {
            if std::fs::read_link(entry.path()).is_ok_and(|to| to.to_string_lossy().ends_with(" (deleted)")) {
                let mode = std::fs::metadata(entry.path()).expect("open").mode();
                assert_eq!(mode & 0o777, 0o600);
            }
        }
        running.child.kill().expect("killed");
        running.end();
        assert_eq!(strays(&root(&sandbox)), [""; 0]);
    }

    /// Where there is no place for files with names, all goes well: none is made.
    #[test]
    fn what_is_joined_or_tried_out_needs_no_file() {
        let sandbox = Sandbox::new();
        let [a, b] = two_files(&sandbox, 3);
        let chats = sandbox.fixture("generic/messages.csv");
        let run = |args: &[&str]| {
            let out = sandbox.cs(args).env("TMPDIR", "/nowhere/at/all").env("SQLITE_TMPDIR", "").run();
            assert_eq!(out.code, 0, "{args:?}: {}", out.stderr);
        };
        run(&["messages", "list", &chats]);
        run(&["orders", "check-abnormal", &a, &b]);
        run(&["report", "daily", &a, &b]);
        run(&["import", "-n", &a, &b]);
        run(&["log", "add", "-n", "杂项", "试一试"]);
        sandbox.ok(&["import", &a]);
        run(&["import", "-n", &b]);
    }

    #[test]
    fn the_next_run_takes_what_a_killed_one_left() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(MORNING);
        let folder = sandbox.database().parent().expect("a folder").to_owned();
        std::fs::create_dir_all(&folder).expect("made");
        let plant = |folder: &std::path::Path| {
            for end in ["", "-wal", "-shm", "-journal"] {
                std::fs::write(folder.join(format!(".cs-Killed.tmp{end}")), "half").expect("written");
            }
            std::fs::write(folder.join(".cs-Orphan.tmp-wal"), "half").expect("written");
        };
        plant(&folder);
        sandbox.ok(&["import", &file]);
        assert_eq!(strays(&folder), [""; 0], "beside the database");
        for args in [&["orders", "list"][..], &["doctor"], &["log", "add", "x", "y"]] {
            plant(&folder);
            sandbox.ok(args);
            assert_eq!(strays(&folder), [""; 0], "{args:?}");
        }
        let commands: [&[&str]; 3] =
            [&["orders", "list", "-o", "out.csv"], &["db", "backup", "copy.db"], &["man", "."]];
        for args in commands {
            plant(&sandbox.work());
            sandbox.ok(args);
            assert_eq!(strays(&sandbox.work()), [""; 0], "{args:?}");
        }
    }
}

#[cfg(unix)]
mod keeps {
    use super::running::{Running, until};
    use super::{root, strays, two_files};
    use crate::sandbox::{MORNING, Sandbox, fixtures, program};
    use rustix::process::Signal;
    use std::io::{Read, Write};
    use std::os::unix::fs::{MetadataExt, symlink};
    use std::process::Command;

    #[test]
    fn a_signal_that_is_ignored_stays_ignored() {
        let sandbox = Sandbox::new();
        let inner = sandbox.cs(&[]).into_command();
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' INT HUP; exec \"$0\" \"$@\""]).arg(program());
        command.args(["orders", "list", "-", "-o", "out.csv"]).current_dir(sandbox.work()).env_clear();
        command.envs(inner.get_envs().filter_map(|(key, value)| Some((key, value?))));
        let mut running = Running::start(command);
        until("the file", || (!strays(&sandbox.work()).is_empty()).then_some(()));
        running.signal(Signal::INT);
        running.signal(Signal::HUP);
        let mut pipe = running.child.stdin.take().expect("a pipe");
        pipe.write_all(&std::fs::read(fixtures().join(MORNING)).expect("the fixture")).expect("read");
        drop(pipe);
        let status = running.end();
        assert!(status.success(), "{status}: {}", running.said());
        assert!(sandbox.read("out.csv").lines().count() > 10);
    }

    #[test]
    fn a_closed_pipe_is_no_failure() {
        let sandbox = Sandbox::new();
        let [a, b] = two_files(&sandbox, 3000);
        let mut running = Running::start(sandbox.cs(&["orders", "list", &a, &b, "-F", "csv"]).into_command());
        let mut out = running.child.stdout.take().expect("a pipe");
        out.read_exact(&mut [0]).expect("the first byte");
        drop(out);
        let status = running.end();
        assert!(status.success(), "{status}: {}", running.said());
        assert_eq!(strays(&root(&sandbox)), [""; 0]);
    }

    #[test]
    fn what_is_being_written_is_its_owners_and_left_alone_by_others() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(MORNING);
        let mut running =
            Running::start(sandbox.cs(&["orders", "list", "-", "-o", "out.csv"]).into_command());
        let held = until("the file", || strays(&sandbox.work()).pop());
        assert_eq!(std::fs::metadata(&held).expect("there").mode() & 0o777, 0o600);
        symlink("orders.csv", sandbox.work().join(".cs-Linked.tmp")).expect("a link");
        sandbox.ok(&["orders", "list", &file, "-o", "other.csv"]);
        let mut left = strays(&sandbox.work());
        left.retain(|path| !path.ends_with("Linked.tmp"));
        assert_eq!(left, [held], "another command took it away");
        assert!(sandbox.work().join(".cs-Linked.tmp").is_symlink());
        running.child.kill().expect("killed");
        running.end();
    }
}
