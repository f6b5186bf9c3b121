//! After-sales, reviews, bills, parcels and sheets in every shape that people's files take: whatever the columns'
//! order, the encoding, the signs around cells or the lines above, the same records are read.
#![cfg(test)]

use cs::layouts::{Catalog, fit};
use cs::model::{Cell, Say, Stamp, Zone};
use cs::read::{self, Reading, Reject};
use cs::records::{self, Record};
use cs::source::{self, Input, Options};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::Path;

#[derive(Clone)]
struct Tab {
    path: String,
    header: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// What `fixtures/tables.py` found in the fixtures.
fn tables() -> Vec<Tab> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tables.json");
    let text = std::fs::read_to_string(path).expect("tables.json");
    let all: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
    let texts = |list: &serde_json::Value| -> Vec<String> {
        list.as_array().expect("a list").iter().map(|t| t.as_str().expect("text").to_owned()).collect()
    };
    let tab = |t: &serde_json::Value| Tab {
        path: t["path"].as_str().expect("a path").to_owned(),
        header: texts(&t["header"]),
        rows: t["rows"].as_array().expect("rows").iter().map(&texts).collect(),
    };
    all.iter().map(tab).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Quotes {
    Needed,
    All,
    /// A quote is a character like any other.
    Unknown,
}

/// How a table is written down.
#[derive(Clone, Copy)]
struct Shape {
    delimiter: char,
    quotes: Quotes,
    ends: &'static str,
    above: &'static str,
    encode: fn(&str) -> Vec<u8>,
}

const PLAIN: Shape = Shape {
    delimiter: ',',
    quotes: Quotes::Needed,
    ends: "\n",
    above: "",
    encode: |t| t.as_bytes().to_vec(),
};

impl Shape {
    fn write(self, tab: &Tab) -> Vec<u8> {
        let mut text = self.above.replace('\n', self.ends);
        for row in std::iter::once(&tab.header).chain(&tab.rows) {
            let cells: Vec<String> = row.iter().map(|cell| self.cell(cell)).collect();
            text.push_str(&cells.join(&self.delimiter.to_string()));
            text.push_str(self.ends);
        }
        (self.encode)(&text)
    }

    fn cell(self, cell: &str) -> String {
        let needed = cell.contains(['"', '\n', '\r', self.delimiter]);
        match self.quotes {
            Quotes::Unknown => cell.to_owned(),
            Quotes::Needed if !needed => cell.to_owned(),
            _ => format!("\"{}\"", cell.replace('"', "\"\"")),
        }
    }
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(bytes).collect()
}

const BARE: Shape = Shape { delimiter: '\t', quotes: Quotes::Unknown, ..PLAIN };

/// Shapes that any table may be written in; those of layouts without quoting stay with tabs.
const SHAPES: &[(&str, Shape)] = &[
    ("all quoted, CRLF", Shape { quotes: Quotes::All, ends: "\r\n", ..PLAIN }),
    ("tabs", Shape { delimiter: '\t', ..PLAIN }),
    ("semicolons", Shape { delimiter: ';', ..PLAIN }),
    ("UTF-8 with a mark", Shape { encode: |t| format!("\u{feff}{t}").into_bytes(), ..PLAIN }),
    (
        "GB18030, CRLF",
        Shape { ends: "\r\n", encode: |t| encoding_rs::GB18030.encode(t).0.into_owned(), ..PLAIN },
    ),
    ("UTF-16, little end first", Shape { delimiter: '\t', encode: |t| utf16(t, u16::to_le_bytes), ..PLAIN }),
    ("UTF-16, big end first", Shape { ends: "\r\n", encode: |t| utf16(t, u16::to_be_bytes), ..PLAIN }),
    ("lines above", Shape { above: "样例导出\n导出时间：2026-11-20 09:00:00\n\n-----------\n", ..PLAIN }),
    (
        "lines above, GB18030, tabs",
        Shape {
            delimiter: '\t',
            above: "样例导出\n\n",
            encode: |t| encoding_rs::GB18030.encode(t).0.into_owned(),
            ..PLAIN
        },
    ),
];

/// Changes that leave the records as they are.
const CHANGES: &[(&str, fn(&mut Tab))] = &[
    ("columns in reverse", |tab| {
        tab.header.reverse();
        tab.rows.iter_mut().for_each(|row| row.reverse());
    }),
    ("columns turned round", |tab| {
        let by = tab.header.len() / 3;
        tab.header.rotate_left(by);
        tab.rows.iter_mut().for_each(|row| row.rotate_left(by));
    }),
    ("further columns", |tab| {
        for (n, name) in ["内部甲列", "内部乙列", "内部丙列"].into_iter().enumerate() {
            let at = n * tab.header.len() / 2;
            tab.header.insert(at, name.to_owned());
            tab.rows.iter_mut().for_each(|row| row.insert(at, format!("样例{n}")));
        }
    }),
    ("headings with blanks", |tab| {
        tab.header.iter_mut().for_each(|name| *name = format!(" {name}\u{a0} "));
    }),
    ("headings with a star", |tab| tab.header.iter_mut().for_each(|name| *name = format!("*{name}"))),
    ("cells that end in a tab", |tab| {
        tab.rows.iter_mut().flatten().for_each(|cell| cell.push('\t'));
    }),
    ("numbers as formulas", |tab| {
        for cell in tab.rows.iter_mut().flatten() {
            if cell.len() >= 8 && cell.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
                *cell = format!("=\"{cell}\"");
            }
        }
    }),
    ("numbers with an apostrophe", |tab| {
        for cell in tab.rows.iter_mut().flatten() {
            if cell.len() >= 8 && cell.bytes().all(|b| b.is_ascii_digit()) {
                *cell = format!("'{cell}");
            }
        }
    }),
    ("the header again", |tab| {
        let again = tab.header.clone();
        tab.rows.insert(1, again);
    }),
    ("a row of blanks", |tab| {
        let blank = vec![String::new(); tab.header.len()];
        tab.rows.insert(1, blank.clone());
        tab.rows.push(blank);
    }),
];

/// What was read: the layout, the records' cells by their columns, and the rows refused.
struct Read {
    layout: String,
    records: Vec<BTreeMap<&'static str, String>>,
    rejects: Vec<Reject>,
}

/// Columns that tell of the file, not of the record.
const OF_FILE: &[&str] = &["cs_export", "seen_at", "have", "extra", "sentinels"];

fn read(catalog: &Catalog, bytes: Vec<u8>) -> Result<Read, Say> {
    let mut input = Input::stream(Box::new(std::io::Cursor::new(bytes)));
    input.keep().expect("it is kept");
    let mut table = source::open(input, catalog, Options::default()).map_err(|e| e.what)?;
    let reading =
        Reading { extra: true, keep_going: true, ..Reading::whole(Zone::CHINA, Stamp(1_795_222_800)) };
    let mut read = Vec::new();
    let mut take = |record: &mut dyn Record| {
        let columns: Vec<&str> = records::headings(record.schema()).iter().map(|c| c.key).collect();
        let cells = records::row(record, Stamp(0), true);
        let cells = columns.into_iter().zip(cells).filter(|(key, _)| !OF_FILE.contains(key));
        read.push(cells.map(|(key, cell)| (key, shown(&cell))).collect());
        Ok(ControlFlow::Continue(()))
    };
    let stats = match table.kind().key() {
        "refunds" => read::refunds(&mut table, &reading, &mut |r| take(r)),
        "reviews" => read::reviews(&mut table, &reading, &mut |r| take(r)),
        _ => {
            let cs::layouts::Kind::Lines(schema) = table.kind() else { panic!("{:?}", table.kind()) };
            read::lines(&mut table, schema, &reading, &mut |line| take(line))
        }
    };
    let stats = stats.map_err(|e| e.what)?;
    Ok(Read { layout: table.bound.layout.name, records: read, rejects: stats.rejects })
}

fn shown(cell: &Cell<'_>) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Word("none" | "unknown", ..) => String::new(),
        other => format!("{other:?}"),
    }
}

/// A table, how it is to be written so that its layout can read it, and what is read of it.
fn each(catalog: &Catalog, f: &mut dyn FnMut(&Tab, Shape, &Read)) {
    let mut tried = 0;
    for tab in tables() {
        let best = catalog.rank(&tab.header)[0];
        assert!(best.fit.fits(), "{}", tab.path);
        let found = catalog.layout(best.at).expect("the layout");
        let shape = if found.quoting { PLAIN } else { BARE };
        let base = read(catalog, shape.write(&tab)).unwrap_or_else(|e| panic!("{}: {e:?}", tab.path));
        assert!(base.rejects.is_empty() && !base.records.is_empty(), "{}: {:?}", tab.path, base.rejects);
        f(&tab, shape, &base);
        tried += 1;
    }
    assert!(tried >= 33, "{tried}");
}

fn same(told: &str, base: &Read, other: Result<Read, Say>) {
    let other = other.unwrap_or_else(|e| panic!("{told}: {e:?}"));
    assert_eq!(other.layout, base.layout, "{told}");
    assert!(other.rejects.is_empty(), "{told}: {:?}", other.rejects[0].error().what);
    assert_eq!(other.records.len(), base.records.len(), "{told}");
    for (a, b) in base.records.iter().zip(&other.records) {
        for (column, cell) in a {
            assert_eq!(cell, &b[column], "{told}: {column}");
        }
    }
}

#[test]
fn every_shape_gives_the_same_records() {
    let catalog = Catalog::new(&[]).expect("the layouts");
    each(&catalog, &mut |tab, plain, base| {
        for (name, shape) in SHAPES {
            let shape = match plain.quotes {
                Quotes::Unknown => Shape { delimiter: BARE.delimiter, quotes: BARE.quotes, ..*shape },
                _ => *shape,
            };
            let bytes = shape.write(tab);
            same(&format!("{}: {name}", tab.path), base, read(&catalog, bytes));
        }
    });
}

#[test]
fn every_change_that_means_nothing_gives_the_same_records() {
    let catalog = Catalog::new(&[]).expect("the layouts");
    each(&catalog, &mut |tab, plain, base| {
        for (name, change) in CHANGES {
            if plain.quotes == Quotes::Unknown && *name == "cells that end in a tab" {
                continue;
            }
            let mut changed = tab.clone();
            change(&mut changed);
            let bytes = plain.write(&changed);
            same(&format!("{}: {name}", tab.path), base, read(&catalog, bytes));
        }
    });
}

/// Numbers that are made from what a row says change with it.
fn is_made(column: &str) -> bool {
    matches!(column, "line_no" | "refund_no" | "review_no" | "review_id")
}

#[test]
fn a_column_that_is_missing_takes_nothing_but_itself_away() {
    let catalog = Catalog::new(&[]).expect("the layouts");
    let mut dropped = 0;
    each(&catalog, &mut |tab, plain, base| {
        for at in 0..tab.header.len() {
            let mut less = tab.clone();
            let gone = less.header.remove(at);
            less.rows.iter_mut().for_each(|row| drop(row.remove(at)));
            let told = format!("{} without {gone}", tab.path);
            let layout = catalog.by_name(&base.layout).expect("the layout");
            let bytes = plain.write(&less);
            let read = read(&catalog, bytes);
            if !fit(layout, &less.header).fits() {
                // The layout can't do without it: refused, or told by another, never half read.
                assert!(read.as_ref().map_or(true, |r| r.layout != base.layout), "{told}");
                continue;
            }
            let read = read.unwrap_or_else(|e| panic!("{told}: {e:?}"));
            assert_eq!(read.layout, base.layout, "{told}");
            // A row that means nothing without the column is refused, and none is lost.
            assert_eq!(read.records.len() + read.rejects.len(), base.records.len(), "{told}");
            dropped += 1;
            if !read.rejects.is_empty() {
                continue;
            }
            let normalized = cs::layouts::normalize_name(&gone);
            let mut fed: Vec<&str> = layout
                .columns
                .iter()
                .chain(&layout.joins)
                .filter(|c| c.1.contains(&normalized))
                .map(|c| c.0.key())
                .chain(
                    layout
                        .adds
                        .iter()
                        .filter(|a| a.1.iter().any(|t| t.headings.contains(&normalized)))
                        .map(|a| a.0.key()),
                )
                .collect();
            if fed.contains(&"refund_state") {
                fed.push("status_raw");
            }
            for (a, b) in base.records.iter().zip(&read.records) {
                for (column, cell) in a.iter().filter(|(column, _)| !is_made(column)) {
                    let now = &b[column];
                    assert!(
                        now == cell || now.is_empty() || fed.contains(column),
                        "{told}: {column} was {cell}, is {now}"
                    );
                }
            }
        }
    });
    assert!(dropped > 300, "{dropped}");
}
