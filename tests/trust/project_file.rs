//! A `cs.toml` that came with a folder is not obeyed.

use crate::sandbox::{MORNING, Run, Sandbox, Sheet};

mod faults {
    use super::*;

    /// Everything that only a trusted file may set, and the line and key that are named.
    const BEYOND: &[(&str, &str, &str)] = &[
        ("db = \"theirs.db\"\n", "1", "db"),
        ("lang = \"en\"\n\nformat = \"json\"\n", "3", "format"),
        ("[alias]\nam = [\"rules\", \"list\"]\n", "2", "alias.am"),
        ("[thresholds]\nhigh_value = \"9\"\n", "2", "thresholds.high_value"),
        ("[remind]\ncooldown = \"1h\"\n", "2", "remind.cooldown"),
        ("[day]\nstarts_at = \"04:00\"\n", "2", "day.starts_at"),
        ("[table]\nwide_ambiguous = true\n", "2", "table.wide_ambiguous"),
        ("[rules]\noff = [\"PAY-01\"]\n", "2", "rules.off"),
        (
            "[[shop]]\nname = \"x\"\nthresholds = { high_value = \"9\" }\n",
            "3",
            "shop.1.thresholds.high_value",
        ),
        ("[[shop]]\nname = \"x\"\n[shop.thresholds]\n", "3", "shop.1.thresholds"),
        ("shop = []\n", "1", "shop"),
    ];

    #[test]
    fn any_other_key_stops_the_command() {
        for (text, line, key) in BEYOND {
            let sandbox = Sandbox::new();
            let file = sandbox.fixture(MORNING);
            sandbox.write("cs.toml", text);
            let said = sandbox.cs(&["orders", "list", &file]).run().ends_with(2);
            assert_eq!(said.stdout, "");
            for wanted in [
                "[sandbox]/work/cs.toml",
                &format!("line {line} `{key}`"),
                "`cs config trust`",
                "`--no-project`",
            ] {
                assert!(said.stderr.contains(wanted), "{text}: {wanted}: {}", said.stderr);
            }
            let zh = sandbox.cs(&["orders", "list", &file]).zh().run().ends_with(2).stderr;
            assert!(zh.contains(&format!("第 {line} 行 {key}")) && zh.contains("cs config trust"), "{zh}");
            // Both ways out are ways out.
            let plain = sandbox.ok(&["orders", "list", &file, "--no-project"]);
            assert!(Sheet::of(&plain).len() > 1);
            sandbox.ok(&["config", "trust", "--yes"]);
            sandbox.ok(&["orders", "list", &file, "-F", "csv"]);
        }
    }

    #[test]
    fn the_database_stays_where_it_is() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(MORNING);
        sandbox.write("cs.toml", "db = \"theirs.db\"\n");
        sandbox.write("below/deeper/x", "");
        for folder in [".", "below/deeper"] {
            let file = sandbox.work().join(&file);
            let file = file.to_str().expect("UTF-8");
            sandbox.cs(&["import", file]).inside(folder).run().ends_with(2);
            assert!(!sandbox.work().join(folder).join("theirs.db").exists() && !sandbox.database().exists());
        }
    }

    #[test]
    fn a_users_alias_is_not_redefined() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(MORNING);
        sandbox.config(&format!("[alias]\nam = [\"orders\", \"list\", \"{file}\"]\n"));
        sandbox.write(
            "cs.toml",
            format!("[alias]\nam = [\"orders\", \"list\", \"{file}\", \"--reveal\", \"-o\", \"all.csv\"]\n"),
        );
        let said = sandbox.cs(&["am"]).run().ends_with(2);
        assert!(said.stderr.contains("line 2 `alias.am`"), "{}", said.stderr);
        assert!(!sandbox.work().join("all.csv").exists());
        let own = sandbox.ok(&["am", "--no-project"]);
        assert_eq!(own, sandbox.ok(&["orders", "list", &file, "--no-project"]));
    }

    #[test]
    fn names_of_commands_to_come_are_no_aliases() {
        let sandbox = Sandbox::new();
        for name in ["today", "work", "done", "show", "find", "setup", "help", "customers", "stock", "o"] {
            let text = format!("[alias]\n{name} = [\"rules\", \"list\"]\n");
            sandbox.config("");
            sandbox.write("cs.toml", &text);
            let said = sandbox.cs(&[name]).run().ends_with(2).stderr;
            assert!(name == "o" || said.contains("cs.toml"), "{said}");
            // Nor in the user's own file, nor in one that the user trusts.
            sandbox.write("cs.toml", "");
            sandbox.config(&text);
            let said = sandbox.cs(&["rules", "list"]).run().ends_with(2).stderr;
            assert!(said.contains(&format!("config.toml: line 2: `alias.{name}`")), "{said}");
        }
    }

    /// The user's thresholds of a shop hold, whatever shops the file of a folder tells of.
    #[test]
    fn a_shops_guards_stay_on() {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(MORNING);
        sandbox.config(
            "[[shop]]\nname = \"样例小铺\"\nplatform = \"taobao\"\nthresholds = { high_value = \"0.01\" }\n",
        );
        let check = || sandbox.ok(&["orders", "check-abnormal", &file]);
        let alone = check();
        for text in [
            "[[shop]]\nname = \"样例小铺\"\nplatform = \"taobao\"\n",
            "[[shop]]\nname = \"乙\"\nplatform = \"jd\"\nfiles = \"*.xls\"\n[[shop]]\nname = \"样例小铺\"\nplatform = \"taobao\"\n",
        ] {
            sandbox.write("cs.toml", text);
            assert_eq!(check(), alone, "{text}");
        }
        sandbox.config("");
        assert_ne!(check(), alone, "the threshold finds something");
    }

    #[test]
    fn trust_holds_for_this_text_in_this_place() {
        let sandbox = Sandbox::new();
        sandbox.write("cs.toml", "[alias]\nam = [\"rules\", \"list\"]\n");
        let said = sandbox.cs(&["config", "trust"]).run().ends_with(2).stderr;
        assert!(said.contains("alias.am = [\"rules\", \"list\"]") && said.contains("--yes"), "{said}");
        let said = sandbox.cs(&["config", "trust", "--dry-run"]).run().done().stderr;
        assert!(said.contains("alias.am = [\"rules\", \"list\"]"), "{said}");
        sandbox.cs(&["am"]).run().ends_with(2);
        sandbox.ok(&["config", "trust", "--yes"]);
        assert_eq!(sandbox.ok(&["am"]), sandbox.ok(&["rules", "list"]));

        let listed = Sheet::of(&sandbox.ok(&["config", "trust", "--list"]).replace("[sandbox]", ""));
        assert_eq!(listed.column("state"), ["trusted"]);
        sandbox.write("cs.toml", "[alias]\nam = [\"formats\", \"list\"]\n");
        let said = sandbox.cs(&["am"]).run().ends_with(2).stderr;
        assert!(said.contains("has changed since it was trusted"), "{said}");
        assert_eq!(Sheet::of(&sandbox.ok(&["config", "trust", "--list"])).column("state"), ["changed"]);
        sandbox.ok(&["config", "trust", "--yes", "."]);
        sandbox.ok(&["am"]);

        // The same text elsewhere is another file.
        sandbox.write("other/cs.toml", "[alias]\nam = [\"formats\", \"list\"]\n");
        sandbox.cs(&["am"]).inside("other").run().ends_with(2);
        sandbox.ok(&["config", "trust", "--revoke", "cs.toml"]);
        sandbox.cs(&["am"]).run().ends_with(2);
        sandbox.cs(&["config", "trust", "--revoke"]).run().ends_with(3);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_trusted_is_the_users_own() {
        use std::os::unix::fs::PermissionsExt;
        let sandbox = Sandbox::new();
        sandbox.write("cs.toml", "format = \"json\"\n");
        sandbox.ok(&["config", "trust", "--yes"]);
        let folder = sandbox.work().join("../home/.local/state/cs/trusted");
        let mode =
            |path: &std::path::Path| path.metadata().expect("it is there").permissions().mode() & 0o777;
        assert_eq!(mode(&folder), 0o700);
        let records: Vec<_> = std::fs::read_dir(&folder).expect("the folder").flatten().collect();
        assert_eq!(records.len(), 1);
        assert_eq!(mode(&records[0].path()), 0o600);
        // One that others may write is no word of the user's.
        sandbox.ok(&["rules", "list"]);
        std::fs::set_permissions(records[0].path(), PermissionsExt::from_mode(0o666)).expect("a mode");
        sandbox.cs(&["rules", "list"]).run().ends_with(2);
    }

    #[cfg(unix)]
    #[test]
    fn what_a_killed_command_left_is_no_trust_and_goes() {
        let sandbox = Sandbox::new();
        sandbox.write("cs.toml", "format = \"json\"\n");
        sandbox.ok(&["config", "trust", "--yes"]);
        let folder = sandbox.work().join("../home/.local/state/cs/trusted");
        let names = || -> Vec<_> {
            let entries = std::fs::read_dir(&folder).expect("the folder").flatten();
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
        };
        let [record] = &names()[..] else { panic!("one record") };
        let left = folder.join(".cs-KilledKilled.tmp");
        std::fs::rename(folder.join(record), &left).expect("as if it had been killed just before");
        assert_eq!(Sheet::of(&sandbox.ok(&["config", "trust", "--list"])).len(), 0);
        sandbox.cs(&["rules", "list"]).run().ends_with(2);
        sandbox.ok(&["config", "trust", "--yes"]);
        assert_eq!(names(), [record.as_str()]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_counts_where_it_stands() {
        use std::os::unix::fs::symlink;
        let sandbox = Sandbox::new();
        let text = "[alias]\nam = [\"rules\", \"list\"]\n";
        sandbox.write("own/cs.toml", text);
        sandbox.write("theirs/x", "");
        symlink("../own/cs.toml", sandbox.work().join("theirs/cs.toml")).expect("a link");
        symlink("own", sandbox.work().join("way")).expect("a link");
        sandbox.cs(&["config", "trust", "--yes"]).inside("way").run().done();
        sandbox.cs(&["am"]).inside("own").run().done();
        sandbox.cs(&["am"]).inside("theirs").run().ends_with(2);
    }

    #[test]
    fn nothing_above_the_home_folder_is_read() {
        let sandbox = Sandbox::new();
        sandbox.write("cs.toml", "lang = \"zh\"\n");
        sandbox.write("me/shop/x", "");
        let home = sandbox.work().join("me");
        let home = home.to_str().expect("UTF-8");
        let said = sandbox.cs(&["config", "show"]).env("HOME", home).inside("me/shop").run().done();
        assert!(!said.stdout.contains("lang,zh"), "{}", said.stdout);
    }

    /// As in `/tmp`: anybody may put a file there.
    #[cfg(unix)]
    #[test]
    fn another_users_file_above_is_not_obeyed() {
        let sandbox = Sandbox::new();
        sandbox.write("cs.toml", "zone = \"+00:00\"\n");
        sandbox.write("mine/x", "");
        if std::os::unix::fs::chown(sandbox.work().join("cs.toml"), Some(12_345), None).is_err() {
            return crate::skip("another_users_file_above_is_not_obeyed", "only root gives files away");
        }
        let said = sandbox.cs(&["rules", "list"]).inside("mine").run().ends_with(2).stderr;
        assert!(said.contains("another user") && said.contains("--no-project"), "{said}");
        sandbox.cs(&["rules", "list", "--no-project"]).inside("mine").run().done();
        sandbox.cs(&["config", "trust", "--yes"]).inside("mine").run().done();
        sandbox.cs(&["rules", "list"]).inside("mine").run().done();
    }

    #[test]
    fn the_configuration_tells_what_was_not_read() {
        let sandbox = Sandbox::new();
        sandbox.write("cs.toml", "lang = \"zh\"\nrules = { off = [\"PAY-01\"] }\n");
        let out = sandbox.cs(&["config", "show", "--origin"]).run().done();
        let sheet = Sheet::of(&out.stdout);
        assert_eq!(sheet.cell("key", "rules.off", "value"), "[]");
        assert_eq!(sheet.cell("key", "lang", "value"), "en");
        assert_eq!(sheet.cell("key", "project", "origin"), "not trusted, not read");
        assert!(
            out.stderr.contains("line 2 `rules.off`") && out.stderr.contains("cs config trust"),
            "{}",
            out.stderr
        );
        // What is no configuration at all is no reason to say nothing either.
        for wrong in ["[", "nonsense = 1\n", "lang = \"fr\"\n", &"# \n".repeat(500_000)] {
            sandbox.write("cs.toml", wrong);
            sandbox.cs(&["config", "show"]).run().done();
            sandbox.cs(&["completions", "bash"]).run().done();
            let said = sandbox.cs(&["rules", "list"]).run().ends_with(2).stderr;
            assert!(said.contains("--no-project"), "{said}");
        }
    }

    /// Stopped after so many seconds of the processor, which only a run without end needs.
    #[cfg(unix)]
    fn ends(run: Run) -> bool {
        let command = run.into_command();
        let mut limited = std::process::Command::new("/bin/sh");
        limited
            .args(["-c", "ulimit -t 20; exec \"$0\" \"$@\""])
            .arg(command.get_program())
            .args(command.get_args());
        limited.env_clear().envs(command.get_envs().filter_map(|(key, value)| Some((key, value?))));
        limited.current_dir(command.get_current_dir().expect("a folder"));
        limited.output().expect("sh runs").status.success()
    }

    #[cfg(unix)]
    #[test]
    fn a_pattern_of_many_stars_comes_to_an_end() {
        let sandbox = Sandbox::new();
        for pattern in ["*a".repeat(30) + "!", "**a".repeat(30) + "!", "**/*".repeat(30) + "!"] {
            sandbox.write("cs.toml", format!("[[shop]]\nname = \"x\"\nfiles = \"{pattern}\"\n"));
            let file = sandbox.fixture_as(MORNING, &format!("{}.csv", "a/".repeat(30) + &"a".repeat(100)));
            assert!(ends(sandbox.cs(&["orders", "list", &file])), "{pattern}");
        }
    }
}

mod keeps {
    use super::*;

    #[test]
    fn what_does_no_harm_needs_no_trust() {
        let sandbox = Sandbox::new();
        let orders =
            "order_no,status,buyer,items,paid,created_at\n71001,paid,ann,cup,12.00,2026-11-20 09:00:00\n";
        let file = sandbox.write("甲店/a.csv", orders);
        sandbox.write(
            "cs.toml",
            "lang = \"zh\"\nzone = \"+09:00\"\n[[shop]]\nname = \"甲\"\nplatform = \"淘宝\"\nfiles = [\"**/甲店/*\"]\n",
        );
        let out = sandbox.cs(&["orders", "list", &file, "--platform", "taobao"]).run().done();
        let sheet = Sheet::of(&out.stdout);
        assert_eq!(sheet.column("shop"), ["甲"], "{}", out.stdout);
        assert!(sheet.column("created_at")[0].ends_with("+09:00"), "{}", out.stdout);
    }

    #[test]
    fn unknown_keys_are_told_with_their_line() {
        let sandbox = Sandbox::new();
        sandbox.write("cs.toml", "lang = \"en\"\nnonsense = 1\n");
        let said = sandbox.cs(&["rules", "list"]).run().ends_with(2).stderr;
        assert!(said.contains("line 2") && said.contains("nonsense"), "{said}");
    }

    #[test]
    fn the_users_own_file_and_a_named_one_are_obeyed() {
        let sandbox = Sandbox::new();
        sandbox.config("format = \"json\"\n");
        assert!(sandbox.ok(&["rules", "list"]).starts_with('['));
        sandbox.write("named.toml", "format = \"tsv\"\n[alias]\nam = [\"rules\", \"list\"]\n");
        sandbox.write("cs.toml", "lang = \"zh\"\n");
        assert!(sandbox.ok(&["rules", "list", "--config", "named.toml"]).contains('\t'));
        let am = sandbox.cs(&["am"]).env("CS_CONFIG", "named.toml").run().done().stdout;
        assert!(am.contains('\t'), "{am}");
    }

    #[test]
    fn help_works_beside_any_file() {
        let sandbox = Sandbox::new();
        sandbox.write("cs.toml", "db = \"theirs.db\"\n");
        for args in [
            &["--version"][..],
            &["--help"],
            &["orders", "list", "--help"],
            &["completions", "zsh"],
            &["man"],
        ] {
            sandbox.ok(args);
        }
        let out =
            sandbox.cs(&["--", "cs", "rul"]).env("CS_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", "1");
        assert_eq!(out.env("_CLAP_IFS", "\n").run().done().stdout, "rules");
    }
}
