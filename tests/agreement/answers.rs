//! What every command says of a world, over its files and over the database.

use crate::sandbox::Sandbox;
use crate::world::World;
use std::collections::BTreeMap;

const AT: &str = "2026-11-21T13:00:00+08:00";

/// A row of an answer, by its headings.
pub(crate) type Row = BTreeMap<String, String>;

/// What the commands say in one way of asking.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) from: &'static str,
    pub(crate) found: Vec<Row>,
    pub(crate) orders: Vec<Row>,
    pub(crate) refunds: Vec<Row>,
    pub(crate) due: Vec<Row>,
    pub(crate) stats: Vec<Row>,
    pub(crate) remind: Vec<Row>,
    pub(crate) held: Vec<Row>,
    /// Of today, up to now.
    pub(crate) today: Vec<Row>,
    pub(crate) yesterday: Vec<Row>,
    pub(crate) bad: Vec<Row>,
}

pub(crate) struct Answers {
    /// Over files, over the database, and over one that got the same files the other way round.
    pub(crate) all: [Said; 3],
}

impl Answers {
    pub(crate) fn of(world: &World, fault: Option<&str>) -> Answers {
        let sandbox = Sandbox::new();
        let names: Vec<String> =
            world.files.iter().map(|file| sandbox.write(&file.name, &file.text)).collect();
        for file in &world.files {
            sandbox.written(&file.name, u64::try_from(file.at).unwrap());
        }
        let mut backwards = names.clone();
        backwards.reverse();
        for (database, names) in [("1.db", &names), ("2.db", &backwards)] {
            for name in names {
                run(&sandbox, &["import", name, "--db", database], fault);
            }
        }
        let files: Vec<&str> = names.iter().map(String::as_str).collect();
        let said = |from, more: &[&str]| said(&sandbox, from, more, fault);
        Answers {
            all: [
                said("files", &files),
                said("database", &["--db", "1.db"]),
                said("the other way round", &["--db", "2.db"]),
            ],
        }
    }
}

fn run(sandbox: &Sandbox, args: &[&str], fault: Option<&str>) -> String {
    let run = sandbox.cs(args).now(AT).env("CS_TEST_FAULT", fault.unwrap_or_default()).run();
    assert_eq!(run.code, 0, "{args:?}: {}", run.stderr);
    run.stdout
}

fn said(sandbox: &Sandbox, from: &'static str, more: &[&str], fault: Option<&str>) -> Said {
    let ask = |command: &str| {
        let words: Vec<&str> = command.split(' ').chain(more.iter().copied()).collect();
        rows(&run(sandbox, &words, fault))
    };
    Said {
        from,
        found: ask("orders check-abnormal --severity P3"),
        orders: ask("orders list --reveal"),
        refunds: ask("refunds list"),
        due: ask("refunds list --due"),
        stats: ask("refunds stats"),
        remind: ask("remind unpaid --per-order --stale-ok"),
        held: ask("remind unpaid --per-order --all --stale-ok"),
        today: ask("report daily --date 2026-11-21"),
        yesterday: ask("report daily --date 2026-11-20"),
        bad: if from != "files" || more.iter().any(|name| name.starts_with("reviews")) {
            ask("reviews negative")
        } else {
            Vec::new()
        },
    }
}

fn rows(csv_text: &str) -> Vec<Row> {
    let mut reader = csv::Reader::from_reader(csv_text.as_bytes());
    reader.deserialize().map(|row| row.unwrap()).collect()
}

impl Said {
    /// The rules that name an order.
    pub(crate) fn rules_of<'a>(&'a self, no: &'a str) -> impl Iterator<Item = &'a str> {
        self.found.iter().filter(move |row| row["order_no"] == no).map(|row| row["rule"].as_str())
    }

    pub(crate) fn order(&self, no: &str) -> Option<&Row> {
        self.orders.iter().find(|row| row["order_no"] == no)
    }

    /// Value and status of a figure, for all shops.
    pub(crate) fn figure<'a>(&self, report: &'a [Row], metric: &str) -> Option<(&'a str, &'a str)> {
        let row = report.iter().find(|row| row["metric"] == metric && row["shop"].is_empty())?;
        Some((&row["value"], &row["status"]))
    }
}
