//! Whatever shows what is masked leaves a line in the audit.

use crate::sandbox::{MORNING, Sandbox, Sheet};

/// A buyer whose nick is a person's name: masked in every list.
const NAME: &str = "王小明";
const NUMBER: &str = "3512260000000000042";

/// A database with something of every kind.
fn team() -> Sandbox {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["import", &file]);
    sandbox.ok(&["import", &sandbox.fixture("taobao/refunds_v1.xlsx")]);
    sandbox.ok(&["cases", "add", NAME, "少发一件"]);
    sandbox.ok(&["cases", "add", NUMBER, "少发一件", "--kind", "callback", "--due", "18:00"]);
    sandbox.ok(&["consult", "add", NAME, "陶瓷杯"]);
    sandbox.ok(&["messages", "add", NAME, "你好"]);
    sandbox.ok(&["log", "add", "系统", "登不上", "--incident"]);
    sandbox.ok(&["handover", "new", "--to", "小王"]);
    sandbox
}

/// What the audit says, without revealing anything.
fn audit(sandbox: &Sandbox) -> Vec<(String, String)> {
    let sheet = Sheet::of(&sandbox.ok(&["audit"]));
    let (commands, what) = (sheet.column("command"), sheet.column("what"));
    commands.into_iter().zip(what).map(|(a, b)| (a.to_owned(), b.to_owned())).collect()
}

fn reveals(sandbox: &Sandbox) -> usize {
    audit(sandbox).iter().filter(|line| line.1 == "reveal").count()
}

mod faults {
    use super::*;
    use clap::Command;

    /// What the program tells of itself: nothing of the database is in it.
    const OURS: &[&str] = &["rules list", "metrics list", "formats list", "templates list", "config show"];

    /// Commands that can be called only with words of their own. Another one that needs some has to stand here.
    fn words(command: &str) -> Option<Vec<&'static str>> {
        Some(match command {
            "export" => vec!["orders"],
            "orders show" => vec![NUMBER],
            "refunds show" => vec!["3001000000000001"],
            "cases show" => vec!["C-0002"],
            "rules explain" => vec![NUMBER],
            _ => return None,
        })
    }

    /// Commands that read files and nothing else.
    const OF_FILES: &[&str] = &["import", "formats detect", "formats test", "formats new"];

    fn leaves(command: &Command, path: &str, out: &mut Vec<(String, bool)>) {
        for below in command.get_subcommands() {
            let path = format!("{path} {}", below.get_name()).trim().to_owned();
            if below.get_arguments().any(|arg| arg.get_id() == "reveal") {
                let required = below.get_arguments().any(|arg| arg.is_required_set() && arg.is_positional());
                out.push((path.clone(), required));
            }
            leaves(below, &path, out);
        }
    }

    /// Not only those that exist today: whatever takes `--reveal`.
    #[test]
    fn every_command_that_reveals_leaves_a_line() {
        let sandbox = team();
        let mut all = Vec::new();
        leaves(&cs::cli::command(cs::model::Lang::En), "", &mut all);
        assert!(all.len() > 20, "{all:?}");
        let mut silent = Vec::new();
        for (command, required) in all.iter().filter(|c| !OF_FILES.contains(&c.0.as_str())) {
            let more = words(command);
            assert!(more.is_some() || !required, "say in `words` what `cs {command}` is called with");
            let before = reveals(&sandbox);
            let mut args: Vec<&str> = command.split(' ').collect();
            args.extend(more.into_iter().flatten());
            args.extend(["--reveal", "-F", "json"]);
            let run = sandbox.cs(&args).run();
            assert_eq!(run.code, 0, "cs {args:?}: {}", run.stderr);
            let lines = reveals(&sandbox) - before;
            let wanted = usize::from(!OURS.contains(&command.as_str()));
            if lines != wanted {
                silent.push(format!("cs {}: {lines} lines", args.join(" ")));
            }
        }
        assert!(silent.is_empty(), "{silent:#?}");
    }

    #[test]
    fn a_figure_and_a_list_of_records_are_no_exception() {
        let sandbox = team();
        for args in [
            &["report", "daily"][..],
            &["cases", "list"],
            &["cases", "callbacks"],
            &["cases", "stats"],
            &["consult", "list"],
            &["log", "list"],
            &["log", "summary"],
            &["audit"],
            &["handover", "list"],
        ] {
            let before = reveals(&sandbox);
            sandbox.ok(&[args, &["--reveal"]].concat());
            assert_eq!(reveals(&sandbox), before + 1, "{args:?}");
        }
    }

    #[test]
    fn a_copy_of_everything_leaves_a_line() {
        let sandbox = team();
        sandbox.ok(&["db", "backup", "copy.db"]);
        let lines = audit(&sandbox);
        assert!(
            lines.iter().any(|(command, what)| command.starts_with("db backup") && what == "backup"),
            "{lines:?}"
        );
    }

    #[test]
    fn the_line_says_what_was_seen_and_names_nobody() {
        let sandbox = team();
        sandbox.ok(&["orders", "list", "--status", "unpaid", "--since", "2026-11-20", "--reveal"]);
        sandbox.ok(&["messages", "list", "--about", NAME, "--reveal"]);
        let commands: Vec<String> = audit(&sandbox).into_iter().map(|line| line.0).collect();
        let seen = commands.iter().any(|c| c == "orders list --since 2026-11-20 --status unpaid --reveal");
        assert!(seen, "{commands:?}");
        assert!(commands.iter().any(|c| c.starts_with("messages list --about 王** ")), "{commands:?}");
    }

    #[test]
    fn the_audit_masks_what_lists_mask() {
        let sandbox = team();
        for format in ["csv", "json", "md", "html", "text", "tsv"] {
            assert!(!sandbox.ok(&["audit", "-F", format]).contains(NAME), "-F {format}");
        }
        assert!(!sandbox.cs(&["audit", "-F", "md"]).zh().run().done().stdout.contains(NAME));
    }

    /// Where the line can't be written, nothing is revealed. A limit on the size of files stands for a full disk: it
    /// holds for whoever may write everything, too.
    #[cfg(unix)]
    #[test]
    fn no_line_no_reveal() {
        let sandbox = team();
        // As long as somebody reads, what is written is added to the end of a file that is longer than the limit.
        let reader = rusqlite::Connection::open(sandbox.database()).expect("the database");
        reader.execute_batch("BEGIN; SELECT COUNT(*) FROM audit").expect("a reader");
        for _ in 0..12 {
            sandbox.ok(&["cases", "note", "C-0001", &"记".repeat(900)]);
        }
        for command in ["cases list", "consult list", "audit"] {
            let words: Vec<&str> = command.split(' ').chain(["--reveal"]).collect();
            let inner = sandbox.cs(&words).into_command();
            let mut shell = std::process::Command::new("/bin/sh");
            shell.args(["-c", "trap '' XFSZ; ulimit -f 64; exec \"$0\" \"$@\""]).arg(inner.get_program());
            shell.args(inner.get_args()).current_dir(sandbox.work()).env_clear();
            shell.envs(inner.get_envs().filter_map(|(key, value)| Some((key, value?))));
            let output = shell.output().expect("a shell");
            let told = String::from_utf8_lossy(&output.stderr);
            assert!(
                !String::from_utf8_lossy(&output.stdout).contains(NAME),
                "{command}: revealed without a line"
            );
            assert_eq!(output.status.code(), Some(4), "{command}: {told}");
            assert!(told.contains("so nothing was shown"), "{command}: {told}");
        }
        drop(reader);
    }
}

mod keeps {
    use super::*;

    #[test]
    fn files_and_masked_lists_leave_none() {
        let sandbox = team();
        let before = audit(&sandbox).len();
        sandbox.ok(&["orders", "list", "--reveal", MORNING]);
        for command in ["orders list", "cases list", "consult list", "log list", "audit", "report daily"] {
            sandbox.ok(&command.split(' ').collect::<Vec<_>>());
        }
        assert_eq!(audit(&sandbox).len(), before);
    }

    #[test]
    fn without_a_database_there_is_nothing_to_write_down() {
        let sandbox = Sandbox::new();
        sandbox.ok(&["cases", "list", "--reveal"]);
        assert!(!sandbox.database().exists());
    }
}
