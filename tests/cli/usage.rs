//! Help, version, and what is said of a wrong command line.

use crate::sandbox::{MORNING, Sandbox};

#[test]
fn bare_cs_helps_and_says_what_to_do_first() {
    let sandbox = Sandbox::new();
    let en = sandbox.cs(&[]).run().done();
    assert!(en.stdout.contains("Usage: cs") && en.stdout.contains("cs orders check-abnormal export.csv"));
    assert_eq!(en.stderr, "");
    let zh = sandbox.cs(&[]).zh().run().done();
    assert!(zh.stdout.contains("先试这三个"));
    insta::assert_snapshot!("help_en", en.stdout);
}

#[test]
fn version() {
    let sandbox = Sandbox::new();
    let version = format!("cs {}\n", env!("CARGO_PKG_VERSION"));
    for args in [&["--version"][..], &["-V"], &["-q", "--version"], &["--lang", "zh", "-V"]] {
        assert_eq!(sandbox.ok(args), version, "{args:?}");
    }
}

const COMMANDS: &[&[&str]] = &[
    &["import"],
    &["orders"],
    &["orders", "list"],
    &["orders", "show"],
    &["orders", "check-abnormal"],
    &["remind"],
    &["remind", "unpaid"],
    &["remind", "done"],
    &["remind", "skip"],
    &["rules"],
    &["rules", "list"],
    &["rules", "explain"],
    &["formats"],
    &["formats", "list"],
    &["formats", "show"],
    &["formats", "detect"],
    &["templates"],
    &["db"],
    &["db", "info"],
    &["db", "check"],
    &["db", "backup"],
    &["doctor"],
    &["completions"],
];

#[test]
fn every_command_has_help() {
    let sandbox = Sandbox::new();
    for command in COMMANDS {
        let en = sandbox.ok(&[command, &["--help"][..]].concat());
        assert!(en.contains(&format!("Usage: cs {}", command.join(" "))), "{command:?}: {en}");
    }
}

/// Fails while `src/cli/help_zh.rs` translates nothing.
#[test]
fn help_in_chinese_is_chinese() {
    let sandbox = Sandbox::new();
    for command in COMMANDS {
        let zh = sandbox.cs(&[command, &["--help"][..]].concat()).zh().run().done().stdout;
        let first = zh.lines().next().unwrap_or_default();
        assert!(first.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{command:?}: {first}");
    }
}

#[test]
fn wrong_command_lines_exit_with_2() {
    let sandbox = Sandbox::new();
    for args in [
        &["nonsense"][..],
        &["orders"],
        &["orders", "list", "--limit", "x"],
        &["orders", "list", "-F", "pdf"],
        &["import"],
        &["orders", "check-abnormal", "--severity", "P9"],
        &["orders", "list", "--color", "maybe"],
        &["orders", "list", "--date", "today", "--since", "today"],
    ] {
        let run = sandbox.cs(args).run().ends_with(2);
        assert_eq!(run.stdout, "", "{args:?}");
        assert!(run.stderr.lines().count() > 1, "{args:?}: {}", run.stderr);
    }
}

#[test]
fn languages_are_chosen_by_flag_then_environment_then_locale() {
    let sandbox = Sandbox::new();
    let list = |run: crate::sandbox::Run| run.run().done().stdout.contains("超时未付款");
    let args = ["rules", "list"];
    assert!(!list(sandbox.cs(&args)));
    assert!(list(sandbox.cs(&args).env("LANG", "zh_CN.UTF-8")));
    assert!(list(sandbox.cs(&args).env("LANG", "en_US.UTF-8").env("CS_LANG", "zh")));
    assert!(!list(sandbox.cs(&["rules", "list", "--lang", "en"]).env("CS_LANG", "zh")));
    sandbox.config("lang = \"zh\"\n");
    assert!(list(sandbox.cs(&args)));
}

#[test]
fn quiet_says_nothing_but_the_answer() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let loud = sandbox.cs(&["orders", "check-abnormal", &file]).run().done();
    let quiet = sandbox.cs(&["-q", "orders", "check-abnormal", &file]).run().done();
    assert!(!loud.stderr.is_empty());
    assert_eq!(quiet.stderr, "");
    assert_eq!(quiet.stdout, loud.stdout);
}

#[test]
fn an_alias_stands_for_its_words_and_never_for_a_command() {
    let sandbox = Sandbox::new();
    sandbox.config("[alias]\nmorning = [\"rules\", \"list\"]\n");
    assert_eq!(sandbox.ok(&["morning"]), sandbox.ok(&["rules", "list"]));
    sandbox.config("[alias]\nmorning = [\"rules\", \"list\"]\nrules = [\"formats\", \"list\"]\n");
    for command in [&["rules", "list"][..], &["morning"]] {
        let said = sandbox.cs(command).run().ends_with(2).stderr;
        assert!(said.contains("config.toml: line 3: `alias.rules`"), "{said}");
    }
}

#[test]
fn the_same_input_and_clock_give_the_same_bytes() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    for format in ["csv", "json", "table", "md", "text"] {
        let run = || sandbox.cs(&["orders", "check-abnormal", &file, "-F", format]).run().done().bytes;
        assert_eq!(run(), run(), "-F {format}");
    }
}

#[test]
fn completions() {
    let sandbox = Sandbox::new();
    for shell in ["bash", "zsh", "fish"] {
        assert!(sandbox.ok(&["completions", shell]).contains("cs"), "{shell}");
    }
}

/// The usage line names what is missing, not the options that the environment sets.
#[test]
fn usage_is_of_the_command() {
    let sandbox = Sandbox::new();
    let said = sandbox.cs(&["log", "add", "--lang", "en", "-q"]).run().ends_with(2).stderr;
    assert!(said.contains("\nUsage: cs log add <CATEGORY> <TEXT>\n"), "{said}");
}
