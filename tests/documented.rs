//! What is offered is documented: commands, completions, rules, layouts, formats, variables, the layout language.
//!
//! `UPDATE_DOCS=1 cargo test --test documented` writes the generated files anew.
#![cfg(test)]

use cs::layouts::{Catalog, Layout};
use cs::model::{Field, Lang, Status};
use std::path::{Path, PathBuf};

/// Every environment variable that sets something.
const VARIABLES: &[&str] = &["CS_DB", "CS_CONFIG", "CS_LANG", "CS_NOW", "CS_TZ", "CS_BY", "CS_FORMAT"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// What `cs` prints, away from the user's own configuration.
fn cs(args: &[&str]) -> String {
    let home = tempfile::tempdir().expect("a folder");
    let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_cs"));
    command.env_clear().env("HOME", home.path()).current_dir(home.path()).args(args);
    String::from_utf8(command.assert().success().get_output().stdout.clone()).expect("UTF-8")
}

fn commands(command: &clap::Command, path: &str, out: &mut Vec<(String, clap::Command)>) {
    out.push((path.to_owned(), command.clone()));
    for sub in command.get_subcommands() {
        commands(sub, format!("{path} {}", sub.get_name()).trim(), out);
    }
}

fn tree(lang: Lang) -> Vec<(String, clap::Command)> {
    let mut out = Vec::new();
    commands(&cs::cli::command(lang), "", &mut out);
    out
}

#[test]
fn every_command_says_what_it_does_and_shows_an_example() {
    for lang in [Lang::En, Lang::Zh] {
        for (path, command) in tree(lang) {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            assert!(!about.trim().is_empty(), "`cs {path}` has no description");
            if command.has_subcommands() {
                continue;
            }
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let heading = lang.pick("例子：", "Example");
            assert!(after.starts_with(heading), "the help of `cs {path}` has no example: {after}");
            assert!(after.contains(&format!("cs {path}")), "`cs {path}` stands in none of its examples");
        }
    }
}

#[test]
fn every_argument_says_what_it_is() {
    for (path, command) in tree(Lang::En) {
        for arg in command.get_arguments() {
            assert!(arg.get_help().is_some(), "`{}` of `cs {path}` has no description", arg.get_id());
        }
    }
}

#[test]
fn completion_files_are_current() {
    let files = cs::cli::completion_files().expect("scripts");
    let files: Vec<_> = files.into_iter().map(|(name, script)| (name.to_owned(), script)).collect();
    are_current("completions", &files);
}

#[test]
fn the_index_of_the_layouts_is_current() {
    are_current("src/layouts/index", &cs::layouts::index_files().expect("the layouts"));
}

#[test]
fn manual_pages_are_current() {
    let files = cs::cli::man_files().expect("pages");
    are_current("completions/man", &files);
    let mut pages: Vec<String> = files.iter().map(|f| f.0.clone()).collect();
    let name = |path: &str| format!("cs {path}").trim().replace(' ', "-") + ".1";
    let mut wanted: Vec<String> = tree(Lang::En).iter().map(|(path, _)| name(path)).collect();
    pages.sort();
    wanted.sort();
    assert_eq!(pages, wanted, "a page for every command");
}

/// Compares a folder of generated files with what would be generated, after writing it if asked.
fn are_current(below: &str, files: &[(String, Vec<u8>)]) {
    let folder = root().join(below);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::create_dir_all(&folder).expect("a folder");
        for (name, script) in files {
            std::fs::write(folder.join(name), script).expect("a script");
        }
    }
    for (name, script) in files {
        let there = std::fs::read(folder.join(name)).unwrap_or_default();
        assert!(there == *script, "{below}/{name} is old: UPDATE_DOCS=1 cargo test --test documented");
    }
    let mut there: Vec<String> = std::fs::read_dir(&folder)
        .expect("a folder")
        .map(|entry| entry.expect("an entry"))
        .filter(|entry| entry.path().is_file())
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    there.sort();
    let mut wanted: Vec<String> = files.iter().map(|f| f.0.clone()).collect();
    wanted.sort();
    assert_eq!(there, wanted, "{below} holds something else");
}

#[test]
fn rules_layouts_and_formats_are_listed() {
    let listed = |text: &str| -> Vec<String> { text.lines().map(str::to_owned).collect() };
    let rules = listed(&cs(&["rules", "list", "-F", "name"]));
    let all: Vec<&str> = cs::rules::ALL.iter().map(|r| r.id()).collect();
    assert_eq!(rules, all);
    let layouts = listed(&cs(&["formats", "list", "-F", "name"]));
    let all: Vec<&str> = cs::layouts::ALL.iter().map(|l| l.0).collect();
    assert_eq!(layouts, all);
    for lang in ["en", "zh"] {
        let help = cs(&["orders", "list", "--help", "--lang", lang]);
        for format in cs::render::ALL {
            assert!(help.contains(format.name()), "the format {} stands in no help", format.name());
        }
    }
}

#[test]
fn every_rule_explains_itself_in_both_languages() {
    for rule in cs::rules::ALL {
        for lang in ["en", "zh"] {
            let text = cs(&["rules", "explain", rule.id(), "--lang", lang]);
            assert!(text.contains(rule.id()) && text.lines().count() > 3, "{}: {text}", rule.id());
        }
    }
}

#[test]
fn every_variable_is_in_the_readme() {
    let mut used: Vec<String> = tree(Lang::En)
        .iter()
        .flat_map(|(_, c)| c.get_arguments().filter_map(|a| a.get_env()).collect::<Vec<_>>())
        .map(|v| v.to_string_lossy().into_owned())
        .collect();
    used.sort();
    used.dedup();
    let mut named: Vec<&str> = VARIABLES.to_vec();
    named.sort_unstable();
    assert_eq!(used, named, "the variables of the command line changed");
    let readme = root().join("README.md");
    if !readme.is_file() {
        return;
    }
    let text = std::fs::read_to_string(readme).expect("README.md");
    for name in VARIABLES {
        assert!(text.contains(name), "README.md does not name {name}");
    }
}

/// The words of `[words.…]`, which the language takes from the model.
const WORDS: &[&str] =
    &["status", "kind", "flag", "refund_state", "refund_kind", "platform", "rating", "direction"];

/// Keys that the parser knows at a place: it names them when it meets one that it doesn't know.
fn keys_at(place: &str) -> Vec<String> {
    const WHOLE: &str = "name = 'x'\nkind = 'orders'\nrequires = []\ncolumns = {}\n";
    let text = match place {
        "" => "nonesuch = 1".to_owned(),
        "title" => format!("{WHOLE}title = {{ nonesuch = 1 }}"),
        "clean" => format!("{WHOLE}title = {{ zh = '', en = '' }}\nclean = {{ nonesuch = 1 }}"),
        _ => format!("{WHOLE}title = {{ zh = '', en = '' }}\n[[version]]\nnonesuch = 1"),
    };
    let said = Layout::parse(&text).expect_err("an unknown key").report(Lang::En);
    let (_, list) = said
        .split_once("expected")
        .map(|(a, b)| (a, b.split("\n").next().unwrap_or(b)))
        .unwrap_or_else(|| panic!("no list of keys in: {said}"));
    list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn the_layout_language_is_documented() {
    let text = read("docs/layouts.md");
    let mut count = 0;
    for place in ["", "title", "clean", "version"] {
        for key in keys_at(place) {
            let key = if place.is_empty() { key } else { format!("{place}.{key}") };
            assert!(text.contains(&format!("`{key}`")), "docs/layouts.md does not explain `{key}`");
            count += 1;
        }
    }
    assert!(count > 20, "only {count} keys were found");
    for of in WORDS {
        assert!(text.contains(&format!("`words.{of}`")), "docs/layouts.md does not explain `words.{of}`");
        let known = format!(
            "name='x'\nkind='orders'\nrequires=[]\ncolumns={{}}\ntitle={{zh='',en=''}}\n[words.{of}]\nnonesuch=['x']"
        );
        assert_eq!(Layout::parse(&known).is_ok(), *of == "platform", "[words.{of}] is not read");
    }
    for field in Field::all() {
        assert!(
            text.contains(&format!("`{}`", field.key())),
            "docs/layouts.md lacks the field {}",
            field.key()
        );
    }
    for kind in cs::layouts::Kind::all() {
        assert!(text.contains(&format!("`{}`", kind.key())), "docs/layouts.md lacks {}", kind.key());
        if let cs::layouts::Kind::Lines(schema) = kind {
            let keys: Vec<String> = schema.own().iter().map(|c| format!("`{}`", c.key)).collect();
            let row = format!("| {} |", keys.join(" "));
            assert!(text.contains(&row), "docs/layouts.md: {} hold {row}", schema.key);
        }
    }
    for status in Status::all() {
        assert!(text.contains(&format!("`{}`", status.key())), "docs/layouts.md lacks {}", status.key());
    }
}

/// The first fenced block of this sort.
fn block(text: &str, sort: &str) -> String {
    let (_, rest) = text.split_once(&format!("```{sort}\n")).unwrap_or_else(|| panic!("no {sort} block"));
    rest.split_once("```").expect("the block ends").0.to_owned()
}

#[test]
fn the_example_of_the_layout_language_works() {
    let text = read("docs/layouts.md");
    let toml = block(&text, "toml");
    assert!(toml.lines().count() <= 15, "the example is long");
    let layout = Layout::parse(&toml).expect("the example");
    assert_eq!(layout.name, "my-shop");

    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("mine.toml"), &toml).expect("a file");
    std::fs::write(home.path().join("orders.csv"), block(&text, "csv")).expect("a file");
    let lines = block(&text, "sh");
    assert!(lines.lines().count() >= 3);
    for line in lines.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[0], "cs", "{line}");
        let done = assert_cmd::Command::new(env!("CARGO_BIN_EXE_cs"))
            .env_clear()
            .env("HOME", home.path())
            .env("CS_NOW", "2026-11-22T09:00")
            .current_dir(home.path())
            .args(&words[1..])
            .assert()
            .success();
        let out = String::from_utf8_lossy(&done.get_output().stdout).into_owned();
        assert!(out.contains("A-1001") || out.contains("my-shop"), "{line}\n{out}");
    }
}

/// A sheet kept by hand is known by the headings that the documentation gives, in either language.
#[test]
fn sheets_kept_by_hand_are_known_by_their_headings() {
    let text = read("docs/layouts.md");
    let (_, sheets) = text.split_once("## Sheets kept by hand").expect("the sheets");
    let catalog = Catalog::new(&[]).expect("the layouts");
    let mut tried = 0;
    for row in sheets.lines().filter(|line| line.starts_with("| `generic-")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let (layout, headings) = (cells[1].trim_matches('`'), cells[3]);
        // `**日期 · date**`, `商家编码 · sku** (or 商品ID`, `签收时间 · delivered_at; at least one`.
        let plain = headings.replace("**", "").replace(" (or ", ", ");
        let pairs: Vec<(&str, &str)> = plain.split(", ").filter_map(|part| part.split_once(" · ")).collect();
        let first_word = |text: &str| {
            let end = |c: char| !c.is_alphanumeric() && c != '_';
            text.split(end).next().unwrap_or_default().to_owned()
        };
        let zh: Vec<String> = pairs.iter().map(|pair| first_word(pair.0)).collect();
        let en: Vec<String> = pairs.iter().map(|pair| first_word(pair.1)).collect();
        for header in [zh, en] {
            let best = catalog.rank(&header).into_iter().next().filter(|best| best.fit.fits());
            let found = best.map(|best| catalog.name(best.at).to_owned());
            assert_eq!(found.as_deref(), Some(layout), "{header:?}");
            tried += 1;
        }
    }
    assert!(tried >= 12, "only {tried} headers were tried");
}

#[test]
fn files_that_a_package_needs_are_there() {
    for (path, word) in [
        ("LICENSE-MIT", "Permission is hereby granted"),
        ("LICENSE-APACHE", "END OF TERMS AND CONDITIONS"),
        ("CHANGELOG.md", "## Unreleased"),
        ("CONTRIBUTING.md", "UPDATE_DOCS=1 cargo test --test documented"),
    ] {
        let path: PathBuf = root().join(path);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        assert!(text.contains(word), "{} lacks {word:?}", path.display());
    }
}
