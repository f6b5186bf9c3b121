use super::arguments::{HEADINGS, OWN_ARGS};
use super::translate::{args, below, commands, text_of};
use super::wrap::wrapped;
use crate::cli::commands::{Cli, command};
use crate::model::Lang;
use clap::{Command, CommandFactory, FromArgMatches};
use std::collections::{BTreeMap, BTreeSet};
use unicode_width::UnicodeWidthStr;

/// Every command of the English tree with its path.
fn tree(command: &Command, path: &str, out: &mut Vec<(String, Command)>) {
    out.push((path.to_owned(), command.clone()));
    for sub in command.get_subcommands() {
        tree(sub, &below(path, sub.get_name()), out);
    }
}

fn english() -> Vec<(String, Command)> {
    let mut out = Vec::new();
    tree(&Cli::command(), "", &mut out);
    out
}

#[test]
fn every_command_has_a_chinese_text() {
    for (path, command) in english() {
        let Some(text) = commands().find(|c| c.0 == path) else { panic!("no text for `{path}`") };
        assert_eq!(text.2.is_some(), command.get_long_about().is_some(), "long text of `{path}`");
    }
}

#[test]
fn every_argument_has_a_chinese_text_and_no_two_meanings_share_one() {
    let mut english_of = BTreeMap::new();
    for (path, command) in english() {
        for arg in command.get_arguments() {
            let id = arg.get_id().as_str().to_owned();
            assert!(text_of(&path, &id).is_some(), "no text for `{id}` of `{path}`");
            if let Some(heading) = arg.get_help_heading() {
                assert!(HEADINGS.iter().any(|h| h.0 == heading), "no text for the heading {heading}");
            }
            if OWN_ARGS.iter().any(|a| (a.0, a.1) == (path.as_str(), id.as_str())) {
                continue;
            }
            let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
            let first = english_of.entry(id.clone()).or_insert_with(|| help.clone());
            assert_eq!(*first, help, "`{id}` of `{path}` needs a text of its own");
        }
    }
}

#[test]
fn every_text_belongs_to_something() {
    let all = english();
    let paths: BTreeSet<&str> = all.iter().map(|c| c.0.as_str()).collect();
    let has = |path: &str, id: &str| {
        all.iter().any(|c| c.0 == path && c.1.get_arguments().any(|a| a.get_id().as_str() == id))
    };
    for text in commands() {
        assert!(paths.contains(text.0), "there is no command `{}`", text.0);
    }
    for (path, id, _) in OWN_ARGS {
        assert!(has(path, id), "`{path}` has no `{id}`");
    }
    for (id, _) in args().filter(|a| !matches!(a.0, "help" | "version")) {
        assert!(paths.iter().any(|p| has(p, id)), "no command has `{id}`");
    }
    for (heading, _) in HEADINGS {
        let used = |c: &Command| c.get_arguments().any(|a| a.get_help_heading() == Some(*heading));
        assert!(all.iter().any(|c| used(&c.1)), "nothing stands under {heading}");
    }
    let unique = |mut names: Vec<String>| {
        let before = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), before, "a text stands twice");
    };
    unique(commands().map(|c| c.0.to_owned()).collect());
    unique(args().map(|a| a.0.to_owned()).collect());
    unique(OWN_ARGS.iter().map(|a| format!("{} {}", a.0, a.1)).collect());
}

#[test]
fn help_is_chinese_throughout() {
    let mut all = Vec::new();
    let mut command = command(Lang::Zh);
    command.build();
    tree(&command, "", &mut all);
    for (path, mut command) in all {
        for help in [command.render_help().to_string(), command.render_long_help().to_string()] {
            for english in [
                "Usage:",
                "Commands:",
                "Arguments:",
                "Options:",
                "Example",
                "Print ",
                "[default",
                "[possible",
                "[env",
                "Global",
                "Exit codes",
            ] {
                assert!(!help.contains(english), "`{path}` says {english}\n{help}");
            }
            assert!(help.contains("用法:"), "{help}");
            let shown = wrapped(&help, 100);
            let without_blanks = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(without_blanks(&shown), without_blanks(&help));
            let wide = shown.lines().find(|line| line.width() > 100);
            assert_eq!(wide, None, "`{path}` is wider than 100 columns");
        }
    }
}

#[test]
fn both_languages_understand_the_same_lines() {
    for lang in [Lang::En, Lang::Zh] {
        let matches = command(lang)
            .try_get_matches_from(["cs", "orders", "list", "a.csv", "--lang", "zh", "-F", "csv", "-q"])
            .expect("a good command line");
        Cli::from_arg_matches(&matches).expect("arguments");
        for (line, kind) in [
            (["cs", "db", "-h"], clap::error::ErrorKind::DisplayHelp),
            (["cs", "-q", "-V"], clap::error::ErrorKind::DisplayVersion),
        ] {
            let e = command(lang).try_get_matches_from(line).expect_err("an answer");
            assert_eq!(e.kind(), kind, "{line:?}");
        }
    }
}
