//! What a migration is held to: databases as earlier programs left them (`fixtures/upgrade`) are upgraded, and every
//! reading command says what it said before.
//!
//! `expected14`, `expected15`, `expected17`, `expected19` and `expected20` hold what the programs of these schemas said, a file for each line
//! of `commands.txt`. What may differ stands in `allowed.csv`, each difference with its count and its reason; a listed one that no longer
//! occurs is a failure too. What rules and figures make of the facts
//! is what those of today make of them: when one changes on purpose, `WRITE_JUDGED=1 cargo test --test upgrade` takes what they
//! say now, and the diff is read. What is stored is never rewritten so: exports and records are held to what the old
//! programs said. `WRITE_EXPECTED=14 CS_BIN=/path/to/the/old/cs cargo test --test upgrade` writes one folder
//! anew, with the program of that schema. That a migration may be killed at each of its statements, the tests of
//! `src/store/migrate` show, and that the program may be killed or refused something, `killed.rs`; that a long database is not upgraded on the way, `tests/trust`.
//!
//! Before a schema is changed: its database into `fixtures/upgrade` (the README there tells how), its number into
//! `fixture::SCHEMAS`, into `src/store/migrate/killed.rs` and into a test here.
#![cfg(test)]

#[expect(dead_code, reason = "the tests of single commands use the rest")]
#[path = "../cli/sandbox.rs"]
mod sandbox;
#[path = "../cli/tracer.rs"]
mod tracer;

mod allowed;
mod commands;
mod fixture;
mod kept;
mod killed;
mod numbers;
mod table;

use commands::Command;
use fixture::Fixture;
use sandbox::Sandbox;
use std::path::{Path, PathBuf};

const NOW: &str = "2026-11-21T10:00:00+08:00";

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/upgrade")
}

/// Of which schema the expected output is to be written anew.
fn rewriting() -> Option<i64> {
    let text = std::env::var("WRITE_EXPECTED").ok()?;
    assert!(std::env::var_os("CS_BIN").is_some(), "CS_BIN names the program of the schema {text}");
    Some(text.parse().expect("WRITE_EXPECTED: the number of a schema"))
}

/// What a reading command says. Paths and sizes are the place's, not the database's.
fn answer(sandbox: &Sandbox, command: &Command) -> String {
    let mut args = command.args(sandbox);
    args.extend(["--db", "w.db"].map(str::to_owned));
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let run = sandbox.cs(&args).now(NOW).env("CS_TERMINAL", "t9").env("CS_BY", "样例主管");
    let out = run.env("CS_TEST_CLOCK", NOW).run();
    let text = if command.is_prose() {
        format!("exit {}\n{}{}", out.code, out.stdout, out.stderr)
    } else {
        assert_eq!(out.code, 0, "{}: {}", command.name, out.stderr);
        out.stdout
    };
    sized(&text)
}

/// Without the size of the file.
fn sized(text: &str) -> String {
    let line = |line: &str| {
        let head = ["bytes,", "{\"key\":\"bytes\","].into_iter().find(|head| line.starts_with(head));
        head.map_or_else(
            || line.to_owned(),
            |head| format!("{head}{}", if head.starts_with('{') { "\"value\":\"…\"}," } else { "…" }),
        )
    };
    text.split('\n').map(line).collect::<Vec<_>>().join("\n")
}

/// Everything that the commands say of a database of the schema `from`, after its upgrade.
fn compare(from: i64) {
    let sandbox = Sandbox::new();
    let fixture = Fixture::of(from);
    fixture.build(&sandbox.work().join("w.db"));
    let folder = here().join(format!("expected{from}"));
    if let Some(schema) = rewriting() {
        if schema == from {
            std::fs::create_dir_all(&folder).expect("the folder");
            for command in commands::all() {
                std::fs::write(folder.join(&command.name), answer(&sandbox, &command)).expect("written");
            }
        }
        return;
    }
    sandbox.cs(&["db", "upgrade", "--db", "w.db"]).now(NOW).run().done();
    let mut found = allowed::Differences::default();
    let judged = std::env::var("WRITE_JUDGED").is_ok();
    for command in commands::all() {
        let before = std::fs::read_to_string(folder.join(&command.name)).expect(&command.name);
        let after = answer(&sandbox, &command);
        if judged && command.is_judged() && before != after {
            std::fs::write(folder.join(&command.name), &after).expect("written");
            continue;
        }
        found.compare(from, &command, &before, &after);
    }
    found.must_be_allowed(from);
}

#[test]
fn a_database_of_schema_14_says_the_same() {
    compare(14);
}

#[test]
fn a_database_of_schema_15_says_the_same() {
    compare(15);
}

#[test]
fn a_database_of_schema_17_says_the_same() {
    compare(17);
}

#[test]
fn a_database_of_schema_19_says_the_same() {
    compare(19);
}

#[test]
fn a_database_of_schema_20_says_the_same() {
    compare(20);
}
