//! Names out of a pipe or a file, and the small files of settings: none of them may fill the memory.

use crate::sandbox::{MORNING, Sandbox};

fn morning() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    sandbox
}

#[cfg(target_os = "linux")]
mod faults {
    use super::*;
    use std::process::Command;

    /// Addresses a build without optimisation needs for itself, and 64 MiB: KiB.
    const ROOM: u32 = (128 + 64) << 10;

    /// Runs a command in so much memory, behind `before` in a pipe.
    fn run(sandbox: &Sandbox, before: &str, args: &[&str]) -> (Option<i32>, String) {
        let inner = sandbox.cs(args).into_command();
        let mut shell = Command::new("/bin/sh");
        shell.arg("-c").arg(format!("ulimit -v {ROOM}; {before} \"$0\" \"$@\"")).arg(inner.get_program());
        shell.args(inner.get_args()).current_dir(sandbox.work()).env_clear().env("PATH", "/usr/bin:/bin");
        shell.envs(inner.get_envs().filter_map(|(key, value)| Some((key, value?))));
        let output = shell.output().expect("a shell");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    }

    #[test]
    fn a_pipe_without_end_is_refused() {
        let sandbox = morning();
        for (before, told) in [
            ("yes |", "more than 100000 numbers up to line 100001"),
            ("yes 3512260000000000042 |", "more than 100000 numbers up to line 100001"),
            ("seq 1000000 99999999 |", "more than 100000 numbers up to line 100001"),
            ("< /dev/zero", "line 1 is longer than 64 KiB"),
        ] {
            for verb in [&["remind", "done", "-"][..], &["cases", "close", "-"], &["handover", "ack", "-"]] {
                let (code, stderr) = run(&sandbox, before, verb);
                assert_eq!(code, Some(3), "{before} {verb:?}: {stderr}");
                assert!(
                    stderr.contains(told) && stderr.contains("standard input"),
                    "{before} {verb:?}: {stderr}"
                );
                assert!(stderr.contains("hint: "), "{stderr}");
            }
        }
    }

    #[test]
    fn a_file_of_names_without_end_is_refused() {
        let sandbox = morning();
        let lines: String = (0..100_001).map(|n| format!("{n}\n")).collect();
        sandbox.write("many.txt", lines);
        for (file, told) in
            [("/dev/zero", "line 1 is longer than 64 KiB"), ("many.txt", "more than 100000 numbers")]
        {
            for verb in [["remind", "done"], ["cases", "show"]] {
                let (code, stderr) = run(&sandbox, "", &[&verb[..], &["--from", file]].concat());
                assert_eq!(code, Some(3), "{verb:?}: {stderr}");
                assert!(stderr.contains(told) && stderr.contains(file), "{verb:?}: {stderr}");
            }
        }
    }

    #[test]
    fn settings_without_end_are_refused() {
        let sandbox = morning();
        let file = sandbox.fixture(MORNING);
        for (args, code) in [
            (&["orders", "list", "--config", "/dev/zero"][..], 2),
            (&["config", "show", "--config", "/dev/zero"], 2),
            (&["orders", "list", &file, "--layout", "/dev/zero"], 3),
        ] {
            let (ended, stderr) = run(&sandbox, "", args);
            assert_eq!(ended, Some(code), "{args:?}: {stderr}");
            assert!(
                stderr.contains("/dev/zero") && stderr.contains("larger than 1 MiB"),
                "{args:?}: {stderr}"
            );
        }
    }
}

mod keeps {
    use super::*;

    #[test]
    fn names_come_in_by_every_way() {
        let sandbox = morning();
        let piped = |text: &str| {
            let run = sandbox.cs(&["remind", "done", "-", "-n"]).stdin(text).run().done();
            run.stderr.contains("…000042 done")
        };
        for text in [
            "3512260000000000042",
            "3512260000000000042\r\n",
            " 3512260000000000042,3512260000000000042 \n\n",
        ] {
            assert!(piped(text), "{text:?}");
        }
        for (name, text) in [
            ("a.txt", "3512260000000000042\n".as_bytes().to_vec()),
            ("b.csv", "buyer,order_no\n\"a\nb\",=\"3512260000000000042\"\n".as_bytes().to_vec()),
            (
                "c.csv",
                encoding_rs::GB18030.encode("订单号,买家\n3512260000000000042,王小明\n").0.into_owned(),
            ),
            ("d.csv", "\u{feff}订单号\r\n3512260000000000042\r\n".as_bytes().to_vec()),
        ] {
            let file = sandbox.write(name, text);
            let run = sandbox.cs(&["remind", "done", "--from", &file, "-n"]).run().done();
            assert!(run.stderr.contains("…000042 done"), "{name}: {}", run.stderr);
        }
    }

    #[test]
    fn as_many_as_are_taken_are_taken() {
        let sandbox = morning();
        let lines: String = (0..100_000).map(|_| "3512260000000000042\n").collect();
        let run = sandbox.cs(&["remind", "done", "-", "-n"]).stdin(lines).run().done();
        assert!(run.stderr.contains("…000042 done"), "{}", run.stderr);
    }
}
