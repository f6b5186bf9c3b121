//! Holds the arrows between the parts of the program, keeps each outside thing in the one place for it, and refuses
//! circles between files.
//!
//! The text of `src` is read line by line; comments don't count. A part is a folder or file right below `src`.
#![cfg(test)]

#[path = "layering/circles.rs"]
mod circles;

use std::path::{Path, PathBuf};

/// What each part may use beside itself. `cli` may use everything.
const ARROWS: &[(&str, &[&str])] = &[
    ("model", &[]),
    ("error", &["model"]),
    ("records", &["model", "error"]),
    ("rules", &["model", "records", "error"]),
    ("tasks", &["model", "records", "rules", "error"]),
    ("layouts", &["model", "records", "error"]),
    ("source", &["layouts", "model", "error"]),
    ("read", &["source", "layouts", "model", "records", "error"]),
    ("load", &["read", "source", "layouts", "store", "model", "records", "error"]),
    ("scratch", &[]),
    ("store", &["model", "records", "error", "scratch"]),
    ("render", &["model", "error"]),
];

const PARTS: &[&str] = &[
    "cli", "error", "layouts", "load", "model", "read", "records", "render", "rules", "scratch", "source",
    "store", "tasks",
];

/// Words that may stand only in these parts, tests included.
const HOMES: &[(&[&str], &[&str])] = &[
    (&["rusqlite", "SELECT ", "INSERT INTO"], &["store"]),
    (
        &["clap", "clap_complete", "clap_mangen", "indicatif", "io::stdout", "io::stderr", "io::stdin"],
        &["cli"],
    ),
    (&["comfy_table", "rust_xlsxwriter"], &["render"]),
    (&["calamine", "zip::"], &["source"]),
];

/// What belongs to one engine, and where it may stand in the store: in the engine's folder, in the seam, and in what is about
/// the file of an SQLite database.
const ENGINES: &[(&[&str], &[&str])] = &[
    (
        &["rusqlite"],
        &[
            "store/db.rs",
            "store/db/",
            "store/failure.rs",
            "store/fresh.rs",
            "store/migrate/killed.rs",
            "store/naming.rs",
            "store/open.rs",
            "store/pragma.rs",
            "store/restore.rs",
            "store/sqlite/",
            "store/statements/tests.rs",
            "store/upkeep.rs",
        ],
    ),
    (
        &["::postgres", "NoTls", "SqlState", "pg_catalog"],
        &["store/db/", "store/failure.rs", "store/postgres/"],
    ),
];

/// Words of a part that may stand in one of its files only: who makes a style decides what is revealed.
const DOORS: &[(&str, &str, &str)] = &[("cli", "Style {", "cli/show.rs")];

/// Words that never stand in the parts that touch neither files nor the system by themselves, tests excepted.
const IMPURE: &[&str] = &[
    "std::fs",
    "std::env",
    "SystemTime",
    "Utc::now",
    "Local::now",
    "Instant::now",
    "std::process",
    "std::net",
];
/// How threads are started by those who don't ask whether they may.
const PANICKING: &[&str] = &["scope.spawn(", "thread::spawn", "JoinHandle, spawn}"];

const PURE: &[&str] = &["load", "model", "records", "rules", "tasks"];

/// What is wrong with a file, one line each. `path` is below `src`: `rules/mod.rs`.
fn faults(path: &str, text: &str) -> Vec<String> {
    let part = path.split(['/', '.']).next().unwrap_or_default();
    let tests_from = tests_from(path, text);
    let mut out = Vec::new();
    for (place, line) in text.lines().enumerate() {
        let code = without_comment(line);
        let mut fault = |what: String| out.push(format!("src/{path}:{}: {what}", place + 1));
        if let Some((_, allowed)) = ARROWS.iter().find(|a| a.0 == part) {
            for used in parts_of(path, code) {
                if used != part && !allowed.contains(&used) {
                    fault(format!("{part} must not use {used}"));
                }
            }
            // Lines are looked at one by one.
            if code.contains("crate::{") && code.matches('{').count() > code.matches('}').count() {
                fault("give each part a `use` of its own".to_owned());
            }
        }
        for (words, homes) in HOMES {
            for word in words.iter().filter(|w| has_word(code, w)) {
                if !homes.contains(&part) {
                    fault(format!("{word} belongs into {}", homes.join(", ")));
                }
            }
        }
        for (words, homes) in ENGINES.iter().filter(|_| part == "store") {
            for word in words.iter().filter(|w| has_word(code, w)) {
                if !homes.iter().any(|home| path.starts_with(home)) {
                    fault(format!("{word} belongs to one engine: into {}", homes.join(", ")));
                }
            }
        }
        for (_, word, door) in DOORS.iter().filter(|d| d.0 == part && d.2 != path && has_word(code, d.1)) {
            fault(format!("{word} … belongs into {door}"));
        }
        for word in PANICKING.iter().filter(|w| code.contains(**w) && place < tests_from) {
            fault(format!(
                "{word} … panics where the system allows no more threads: `thread::Builder` tells it"
            ));
        }
        if PURE.contains(&part) && place < tests_from {
            for word in IMPURE.iter().filter(|w| has_word(code, w)) {
                fault(format!("{part} touches no system by itself: no {word}"));
            }
        }
    }
    out
}

/// The parts that a line names: `crate::model::…`, `super::model`, `crate::{model, rules::due}`.
fn parts_of(path: &str, code: &str) -> Vec<&'static str> {
    let mut out = Vec::new();
    let depth = path.trim_end_matches("/mod.rs").split('/').count();
    for root in ["crate::", "super::", "cs::"] {
        for (at, _) in code.match_indices(root) {
            let inside_word = code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
            // So many as it takes to come out below `src`; what lies beside the file may be called as a part is.
            let steps = 1 + code[..at].rsplit("super::").take_while(|between| between.is_empty()).count();
            if inside_word || (root == "super::" && steps < depth) {
                continue;
            }
            let rest = &code[at + root.len()..];
            match rest.strip_prefix('{') {
                None => out.extend(part_at(rest)),
                Some(list) => {
                    let mut depth = 0;
                    let mut begin = true;
                    for (place, c) in list.char_indices() {
                        if begin && !c.is_whitespace() {
                            out.extend(part_at(&list[place..]));
                            begin = false;
                        }
                        match c {
                            '{' => depth += 1,
                            '}' if depth == 0 => break,
                            '}' => depth -= 1,
                            ',' if depth == 0 => begin = true,
                            _ => {}
                        }
                    }
                }
            }
        }
    }
    out
}

/// The part that this text begins with.
fn part_at(text: &str) -> Option<&'static str> {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    PARTS.iter().copied().find(|p| *p == &text[..end])
}

/// Whether the word stands in the line, and not inside a longer one.
fn has_word(code: &str, word: &str) -> bool {
    let joins = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(word).any(|(at, _)| {
        let before = code[..at].ends_with(joins);
        let after = word.ends_with(joins) && code[at + word.len()..].starts_with(joins);
        !before && !after
    })
}

/// The line without what stands behind `//`; inside a string it is taken for code.
fn without_comment(line: &str) -> &str {
    let mut quoted = false;
    let mut escaped = false;
    for (at, c) in line.char_indices() {
        match c {
            '"' if !escaped => quoted = !quoted,
            '/' if !quoted && line[at..].starts_with("//") => return &line[..at],
            _ => {}
        }
        escaped = c == '\\' && !escaped;
    }
    line
}

/// The line from which on there are only tests; they stand at the end of a file, or in one of their own.
fn tests_from(path: &str, text: &str) -> usize {
    if ["testing.rs", "samples.rs", "tests.rs"].iter().any(|name| path.ends_with(&format!("/{name}"))) {
        return 0;
    }
    let lines: Vec<&str> = text.lines().collect();
    let opens = |at: usize| {
        lines[at].trim() == "#[cfg(test)]"
            && lines.get(at + 1).is_some_and(|next| next.contains("mod ") && next.ends_with('{'))
    };
    (0..lines.len()).find(|at| opens(*at)).unwrap_or(usize::MAX)
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder of the source") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs") {
            out.push(path);
        }
    }
}

#[test]
fn the_arrows_point_the_right_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut all = Vec::new();
    files(&src, &mut all);
    assert!(all.len() > 50, "the source was not found");
    let mut found = Vec::new();
    for path in &all {
        let text = std::fs::read_to_string(path).expect("a file of the source");
        let below = path.strip_prefix(&src).expect("below src").to_string_lossy().replace('\\', "/");
        found.extend(faults(&below, &text));
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn every_part_has_its_arrows() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let text = std::fs::read_to_string(src.join("lib.rs")).expect("lib.rs");
    let mut parts: Vec<&str> = text
        .lines()
        .filter_map(|l| l.strip_prefix("pub mod ").or_else(|| l.strip_prefix("mod ")))
        .filter_map(|l| l.strip_suffix(';'))
        .collect();
    parts.sort_unstable();
    assert_eq!(parts, PARTS, "name the new part in ARROWS and PARTS");
    for part in PARTS.iter().filter(|p| **p != "cli") {
        assert!(ARROWS.iter().any(|a| a.0 == *part), "{part} has no arrows");
    }
}

#[test]
fn bad_lines_are_found() {
    for (path, line) in [
        ("model/order.rs", "use crate::error::Error;"),
        ("model/order.rs", "    let x = crate::cli::main();"),
        ("rules/overpaid.rs", "use crate::store::Store;"),
        ("rules/overpaid.rs", "use crate::{records::Order, render};"),
        ("rules/mod.rs", "use super::tasks::remind;"),
        ("rules/due/refund.rs", "use super::super::super::tasks;"),
        ("tasks/remind.rs", "pub(crate) use crate::source;"),
        ("tasks/remind.rs", "let path = std::env::var(\"X\");"),
        ("tasks/remind.rs", "let now = chrono::Utc::now();"),
        ("rules/due.rs", "let now = Instant::now();"),
        ("model/time.rs", "use std::fs;"),
        ("layouts/mod.rs", "use crate::source::Input;"),
        ("source/mod.rs", "use crate::store;"),
        ("store/orders.rs", "use crate::{error::{Error, Result}, layouts::Kind};"),
        ("render/json.rs", "use crate::rules::ALL;"),
        ("error.rs", "use crate::cli;"),
        ("render/json.rs", "use crate::{\n    model::Cell,\n};"),
        ("render/json.rs", "use rusqlite::Connection;"),
        ("store/orders.rs", "use rusqlite::Connection;"),
        ("load/query.rs", "use crate::cli::args::InputArgs;"),
        ("load/join.rs", "use crate::tasks::remind;"),
        ("load/age.rs", "let now = chrono::Utc::now();"),
        ("load/files.rs", "let stdin = io::stdin();"),
        ("store/import/mod.rs", "use crate::load::Query;"),
        ("store/sqlite/mod.rs", "use ::postgres::Client;"),
        ("cli/db.rs", "connection.execute(\"SELECT 1\")"),
        ("cli/db.rs", "\"INSERT INTO orders\""),
        ("tasks/remind.rs", "use clap::Args;"),
        ("store/open.rs", "writeln!(std::io::stderr(), \"x\")"),
        ("source/input.rs", "let stdin = io::stdin();"),
        ("cli/show.rs", "use comfy_table::Table;"),
        ("render/xlsx.rs", "let z = zip::ZipWriter::new(w);"),
        ("store/open.rs", "use calamine::Reader;"),
        ("cli/report.rs", "let style = Style { reveal: true, ..style };"),
    ] {
        assert_eq!(faults(path, line).len(), 1, "{path}: {line}");
    }
}

#[test]
fn good_lines_are_left_alone() {
    for (path, line) in [
        ("rules/overpaid.rs", "use crate::model::{Cents, Order};"),
        ("rules/overpaid.rs", "//! See [`crate::store`]; clap is elsewhere. SELECT nothing."),
        ("rules/overpaid.rs", "let x = 1; // as in crate::render"),
        ("rules/overpaid.rs", "use super::due;"),
        ("model/time/tests.rs", "use super::read;"),
        ("rules/overpaid.rs", "use crate::rules::words;"),
        ("rules/words.rs", "let collapsed = unzip::all(clapping, my_crate::store);"),
        ("rules/words.rs", "#[cfg(test)]\nmod tests {\n    use std::fs;\n}"),
        ("rules/testing.rs", "use std::fs;"),
        ("store/orders.rs", "const FIND: &str = \"SELECT no FROM orders\";"),
        ("cli/mod.rs", "use crate::store::Store; use clap::Parser;"),
        ("source/xlsx.rs", "let name = \"http://x\"; use crate::layouts::Kind;"),
        ("lib.rs", "pub mod store;"),
    ] {
        assert_eq!(faults(path, line), Vec::<String>::new(), "{path}: {line}");
    }
}
