//! Every export is read a second time, by a program that shares nothing with `cs`: `tests/second_reading/count.py`,
//! written from the descriptions of the formats, in another language. What both say must agree, record by record.
//! Read are `fixtures/` and, where they stand beside the checkout, `../shared/samples` and `../shared/data` (or the
//! folder that `CS_SHARED` names). Without `python3` the tests say that they were skipped.
#![cfg(test)]

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The one sample that has to be refused: Excel has taken digits from an order number.
const DAMAGED: &str = "taobao_orders_2025_picked_columns.xlsx";

const INVOICES: &str = include_str!("second_reading/invoices.toml");

fn skipped(why: &str) {
    // Written past the test harness, so that it is seen in a passing run.
    let _ = writeln!(std::io::stderr(), "skipped: {why}");
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files of a folder that may not be there.
fn shared(folder: &str) -> Vec<PathBuf> {
    let place = std::env::var_os("CS_SHARED").map_or_else(|| root().join("../shared"), PathBuf::from);
    let found = files(&place.join(folder));
    if found.is_empty() {
        skipped(&format!("there is no {folder}; CS_SHARED names the folder that holds it"));
    }
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut found: Vec<PathBuf> =
        entries.map(|e| e.expect("an entry").path()).filter(|p| p.is_file()).collect();
    found.sort();
    found
}

/// What the second reader says of each file; `None` without `python3`.
fn second_reading(files: &[PathBuf]) -> Option<Vec<Reading>> {
    let script = root().join("tests/second_reading/count.py");
    let mut command = Command::new("python3");
    command.arg("-B").arg(script).args(files).env("PYTHONIOENCODING", "utf-8").env("PYTHONUTF8", "1");
    let Ok(output) = command.output() else {
        skipped("there is no python3");
        return None;
    };
    assert!(output.status.success(), "count.py: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let readings: Vec<Reading> = text.lines().map(Reading::of).collect();
    assert_eq!(readings.len(), files.len());
    Some(readings)
}

struct Reading {
    file: String,
    told: Value,
}

type Records = BTreeMap<Vec<String>, usize>;

impl Reading {
    fn of(line: &str) -> Reading {
        let told: Value = serde_json::from_str(line).expect("JSON");
        let file = told["file"].as_str().expect("a file").to_owned();
        assert!(told["kind"].is_string(), "count.py does not know what {file} is");
        Reading { file, told }
    }

    fn name(&self) -> &str {
        Path::new(&self.file).file_name().and_then(|n| n.to_str()).expect("a name")
    }

    fn strings(value: &Value) -> Vec<String> {
        value.as_array().into_iter().flatten().map(|v| v.as_str().expect("text").to_owned()).collect()
    }

    fn columns(&self) -> Vec<String> {
        Reading::strings(&self.told["columns"])
    }

    fn rows(&self) -> Vec<Vec<String>> {
        self.told["rows"].as_array().expect("rows").iter().map(Reading::strings).collect()
    }

    /// Imports the file into a database of its own and compares what comes out of it: every difference, or nothing.
    fn against_cs(&self, file: &Path) -> Vec<String> {
        let place = Place::new();
        let import = place.cs(&["import", file.to_str().expect("a path in UTF-8")]);
        let said = String::from_utf8_lossy(&import.stderr).into_owned();
        if !import.status.success() {
            return vec![format!("{}: {said}", self.name())];
        }
        let mut wrong = Vec::new();
        let (declared, found) =
            (self.told["declared"].as_u64(), self.told["found"].as_u64().expect("a count"));
        let warning = declared.map(|n| format!("the file declares {n} records, {found} were found"));
        if said.contains("the file declares") != (declared.is_some_and(|n| n != found))
            || warning.is_some_and(|w| declared != Some(found) && !said.contains(&w))
        {
            wrong.push(format!("{}: {declared:?} declared, {found} found, but cs says {said}", self.name()));
        }
        let columns = self.columns();
        let kind = self.told["kind"].as_str().expect("a kind");
        let rows = place.rows(&["export", kind, "--reveal", "--columns", &columns.join(",")], &columns);
        wrong.extend(differences(self.name(), &columns, rows, self.rows()));
        wrong
    }
}

fn counted(rows: Vec<Vec<String>>) -> Records {
    let mut counts = Records::new();
    for row in rows {
        *counts.entry(row).or_default() += 1;
    }
    counts
}

/// Counts, sums of amounts, counts of states, and the records themselves.
fn differences(
    name: &str,
    columns: &[String],
    cs: Vec<Vec<String>>,
    second: Vec<Vec<String>>,
) -> Vec<String> {
    let (ours, theirs) = (totals(columns, &cs), totals(columns, &second));
    let (cs, second) = (counted(cs), counted(second));
    let only = |who: &str, these: &Records, those: &Records| -> Vec<String> {
        let missing = these.iter().filter(|(row, n)| those.get(*row) != Some(n));
        missing.map(|(row, n)| format!("{name}: only {who} ({n}): {row:?} of {columns:?}")).collect()
    };
    let mut wrong = only("cs", &cs, &second);
    wrong.extend(only("the second reading", &second, &cs));
    if ours != theirs {
        wrong.push(format!("{name}: cs {ours:?}, the second reading {theirs:?}"));
    }
    wrong
}

/// Cents by column of amounts, and how many there are of each state.
fn totals(columns: &[String], rows: &[Vec<String>]) -> BTreeMap<String, i64> {
    let mut totals = BTreeMap::from([("rows".to_owned(), i64::try_from(rows.len()).expect("a count"))]);
    for (column, cell) in rows.iter().flat_map(|row| columns.iter().zip(row)) {
        if ["payable", "paid", "refunded", "amount", "freight", "fee"].contains(&&column[..]) {
            *totals.entry(column.clone()).or_default() += cents(cell);
        } else if ["status", "refund_state", "direction", "rating"].contains(&&column[..]) {
            *totals.entry(format!("{column} {cell}")).or_default() += 1;
        }
    }
    totals
}

fn cents(text: &str) -> i64 {
    if text.is_empty() {
        0
    } else {
        text.replace('.', "").parse().unwrap_or_else(|_| panic!("cents: {text:?}"))
    }
}

/// A place of its own for each file: home, clock and language are fixed.
struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Place {
        Place(tempfile::tempdir().expect("a temporary folder"))
    }

    fn cs(&self, args: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cs"));
        command.args(args).env_clear().current_dir(self.0.path()).env("CS_LANG", "en").env("CS_BY", "tester");
        command.env("CS_NOW", "2026-11-21T09:00:00+08:00").env("CS_TZ", "+08:00");
        for key in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "APPDATA", "LOCALAPPDATA", "TMPDIR", "TEMP"] {
            command.env(key, self.0.path());
        }
        if let Some(system) = std::env::var_os("SystemRoot") {
            command.env("SystemRoot", system);
        }
        command.output().expect("cs runs")
    }

    /// The wanted columns of an answer that must be one.
    fn rows(&self, args: &[&str], columns: &[String]) -> Vec<Vec<String>> {
        let output = self.cs(args);
        assert!(output.status.success(), "{args:?}: {}", String::from_utf8_lossy(&output.stderr));
        let mut reader = csv::Reader::from_reader(&output.stdout[..]);
        let heads = reader.headers().expect("a header").clone();
        let at = |column: &String| heads.iter().position(|h| h == column).expect("the column");
        let places: Vec<usize> = columns.iter().map(at).collect();
        let records = reader.records().map(|r| r.expect("CSV"));
        records.map(|r| places.iter().map(|place| r[*place].to_owned()).collect()).collect()
    }
}

/// Several databases at a time; every difference of every file is told at once.
fn agree(readings: &[Reading]) {
    let each = readings.len().div_ceil(4).max(1);
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let compare = |part: &'_ [Reading]| -> Vec<String> {
            part.iter().flat_map(|reading| reading.against_cs(Path::new(&reading.file))).collect()
        };
        let threads: Vec<_> = readings.chunks(each).map(|part| scope.spawn(move || compare(part))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("a comparison")).collect()
    });
    assert!(wrong.is_empty(), "the two readings differ:\n{}", wrong.join("\n"));
}

#[test]
fn fixtures_of_every_platform() {
    let folders = std::fs::read_dir(root().join("fixtures")).expect("fixtures").map(|e| e.expect("an entry"));
    // Not read as exports: broken ones, those of single rules, our own records, databases.
    let others = ["broken", "ours", "rules", "upgrade"];
    let platforms =
        folders.filter(|f| f.path().is_dir() && !others.iter().any(|other| f.file_name() == *other));
    let mut all: Vec<PathBuf> = platforms.flat_map(|f| files(&f.path())).collect();
    all.sort();
    assert!(all.len() > 70, "{} fixtures", all.len());
    if let Some(readings) = second_reading(&all) {
        agree(&readings);
    }
}

#[test]
fn all_samples_but_the_damaged_one() {
    let all = shared("samples");
    if all.is_empty() {
        return;
    }
    let paths: Vec<&str> = all.iter().map(|p| p.to_str().expect("a path in UTF-8")).collect();
    let detected = Place::new().rows(&[&["formats", "detect"], &paths[..]].concat(), &["layout".to_owned()]);
    assert_eq!(detected.len(), 47);
    assert!(detected.iter().all(|row| !row[0].is_empty()), "{detected:?}");

    let damaged = all.iter().find(|p| p.ends_with(DAMAGED)).expect(DAMAGED);
    let refused = Place::new().cs(&["import", damaged.to_str().expect("a path in UTF-8")]);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(3), "{said}");
    assert!(
        said.contains(&format!("{DAMAGED}:7: 订单编号")) && said.contains("9004000000000000000"),
        "{said}"
    );

    let Some(mut readings) = second_reading(&all) else { return };
    let refused = readings.iter().position(|r| r.name() == DAMAGED).expect(DAMAGED);
    assert_eq!(Reading::strings(&readings.remove(refused).told["lost"]), ["订单编号"]);
    assert_eq!(readings.len(), 46);
    agree(&readings);
}

#[test]
fn bills_that_declare_more_than_they_hold() {
    let all = shared("data/alipay_wechat");
    let Some(readings) = (!all.is_empty()).then(|| second_reading(&all)).flatten() else { return };
    let counts = |r: &Reading| (r.told["declared"].as_u64(), r.told["found"].as_u64());
    let told: Vec<_> = readings.iter().map(counts).collect();
    assert_eq!(told, [(Some(66), Some(10)), (Some(43), Some(27)), (Some(43), Some(27))]);
    agree(&readings);
}

#[test]
fn five_days_of_a_foreign_shop() {
    let all = shared("data/uci");
    let Some(readings) = (!all.is_empty()).then(|| second_reading(&all)).flatten() else { return };
    let (columns, place) = (readings[0].columns(), Place::new());
    std::fs::write(place.0.path().join("mine.toml"), INVOICES).expect("a layout");
    assert!(INVOICES.lines().count() <= 15);
    let paths: Vec<&str> = all.iter().map(|p| p.to_str().expect("a path in UTF-8")).collect();
    let args = ["orders", "list", "--reveal", "--layout", "mine.toml", "--columns", &columns.join(",")];
    let cs = place.rows(&[&args, &paths[..]].concat(), &columns);
    let second: Vec<Vec<String>> = readings.iter().flat_map(Reading::rows).collect();
    for rows in [&cs, &second] {
        let at = |column: &str| columns.iter().position(|c| c == column).expect("the column");
        let sum = |status: &str| {
            let of = rows.iter().filter(|r| r[at("status")] == status);
            (of.clone().count(), of.map(|r| cents(&r[at("payable")])).sum::<i64>())
        };
        assert_eq!((sum("finished"), sum("closed")), ((585, 24_025_829), (61, -455_086)));
        assert_eq!(rows.iter().filter(|r| r[at("buyer")].is_empty()).count(), 90);
    }
    let wrong = differences("uci", &columns, cs, second);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// One digit, one state and one lost row: each is told. A comparison that can't fail proves nothing.
#[test]
fn a_difference_is_seen() {
    let file = root().join("fixtures/jd/orders_v1.csv");
    let Some(readings) = second_reading(std::slice::from_ref(&file)) else { return };
    assert!(readings[0].against_cs(&file).is_empty());
    let bytes = std::fs::read(&file).expect("a fixture");
    let text = encoding_rs::GB18030.decode(&bytes).0;
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (from, to) in [("85.50", "85.51"), ("等待付款", "等待出库")] {
        assert!(text.contains(from), "{from}");
        let changed = folder.path().join("changed.csv");
        std::fs::write(&changed, text.replace(from, to)).expect("a file");
        assert!(!readings[0].against_cs(&changed).is_empty(), "{from} as {to} goes unseen");
    }
    let (columns, mut fewer) = (readings[0].columns(), readings[0].rows());
    fewer.pop();
    assert_eq!(differences("one less", &columns, fewer, readings[0].rows()).len(), 2);
}
