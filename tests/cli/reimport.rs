//! `tests/reimport/expected.toml`: what a database holds after exports were imported one after another.

use crate::sandbox::{Sandbox, Sheet};
use cs::model::Field;
use cs::records::{Schema, key};
use cs::store::Store;
use std::collections::BTreeMap;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;
use std::time::{Duration, SystemTime};
use toml::Table;

const NOW: &str = "2026-11-21T09:00:00+08:00";

fn text<'t>(table: &'t Table, key: &str) -> Option<&'t str> {
    table.get(key).map(|value| value.as_str().expect(key))
}

fn list<'t>(table: &'t Table, key: &str) -> &'t [toml::Value] {
    table.get(key).map_or(&[], |value| value.as_array().expect(key))
}

fn of<'t>(table: &'t Table, key: &str) -> &'t Table {
    table.get(key).and_then(toml::Value::as_table).unwrap_or_else(|| panic!("no {key}"))
}

/// Every order of some things.
fn orders<T: Clone>(things: &[T]) -> Vec<Vec<T>> {
    let [first, rest @ ..] = things else { return vec![Vec::new()] };
    let put = |order: Vec<T>| {
        (0..=order.len()).map(move |at| {
            let mut longer = order.clone();
            longer.insert(at, first.clone());
            longer
        })
    };
    orders(rest).into_iter().flat_map(put).collect()
}

struct Story<'t> {
    all: &'t Table,
    case: &'t Table,
    kind: &'t str,
    sandbox: Sandbox,
}

impl Story<'_> {
    /// One import: what it counted, and what it said.
    fn step(&self, number: usize, step: &Table) -> ([u64; 4], String) {
        let file = of(of(self.all, "file"), text(step, "take").expect("take"));
        let name = text(step, "as").or(text(file, "name")).expect("a name");
        let name = format!("{number}/{name}");
        self.sandbox.write(&name, text(file, "text").expect("text"));
        let own = text(step, "own").or(text(file, "own")).expect("own");
        let own = cs::model::Stamp::parse(own, cs::model::Zone::CHINA, cs::model::time::DateOrder::Year)
            .expect("a time");
        let own = SystemTime::UNIX_EPOCH + Duration::from_secs(own.0.unsigned_abs());
        let here = self.sandbox.work().join(&name);
        File::options().write(true).open(here).expect("the file").set_modified(own).expect("its time");
        let layout = text(of(of(self.all, "kind"), self.kind), "layout").expect("a layout");
        let mut args = vec!["import", &name, "--layout", layout, "--platform", "own", "--shop", "甲店"];
        args.extend(text(step, "told").iter().flat_map(|told| ["--exported-at", told]));
        let run = self.sandbox.cs(&args).now(NOW).run().done();
        let sheet = Sheet::of(&run.stdout);
        let count = |key| sheet.column(key).concat().parse().expect("a count");
        (["new", "changed", "unchanged", "older"].map(count), run.stderr)
    }

    /// The columns of an export that a text names, sorted.
    fn holds(&self, wanted: &str) -> String {
        let columns = wanted.trim().lines().next().expect("headings");
        let export = self.sandbox.ok(&["export", self.kind, "--reveal", "--columns", columns]);
        sorted(&columns_of(&export, columns))
    }

    /// By the number of each record: what the newest import of it offered.
    fn offered(&self) -> BTreeMap<String, String> {
        let schema = Schema::by_key(self.kind).expect("a kind");
        let store = Store::open_read(&self.sandbox.database()).expect("opened").expect("there");
        let name = text(of(of(self.all, "kind"), self.kind), "key").expect("a key");
        let mut found = BTreeMap::new();
        let each = &mut |record: &mut dyn cs::records::Record, told: cs::store::Told| {
            let mut number = key(record).numbers.concat();
            cs::records::each(record, &mut |column, slot| {
                if let (true, cs::records::Slot::Value(cs::records::Value::Text(text))) =
                    (column.key == name, slot)
                {
                    number.clone_from(text);
                }
            });
            let mut keys: Vec<_> = told.offered.expect("known").iter().map(Field::key).collect();
            keys.sort_unstable();
            found.insert(number, keys.join(" "));
            Ok(ControlFlow::Continue(()))
        };
        store.each_record_told(schema, each).expect("read");
        found
    }

    fn check(&self, steps: &[Table]) -> Vec<String> {
        let (mut counts, mut told) = ([0; 4], String::new());
        for (number, step) in steps.iter().enumerate() {
            (counts, told) = self.step(number, step);
        }
        let mut wrong = Vec::new();
        let is_as_listed = steps.iter().eq(list(self.case, "steps").iter().filter_map(toml::Value::as_table));
        if let Some(wanted) = text(self.case, "holds") {
            let holds = self.holds(wanted);
            if holds != sorted(wanted.trim()) {
                wrong.push(format!("holds\n{holds}\nnot\n{}", sorted(wanted.trim())));
            }
        }
        let one_of: Vec<&str> =
            list(self.case, "one_of").iter().map(|one| one.as_str().expect("a text")).collect();
        if let Some(first) = one_of.first() {
            let holds = self.holds(first);
            if !one_of.iter().any(|one| sorted(one.trim()) == holds) {
                wrong.push(format!("holds none of them:\n{holds}"));
            }
        }
        if let Some(as_of) = text(self.case, "as_of") {
            let info = Sheet::of(&self.sandbox.ok(&["db", "info"]));
            let is = info.cell("key", &format!("as_of own 甲店 {}", self.kind), "value");
            if is != as_of {
                wrong.push(format!("as of {is}, not {as_of}"));
            }
        }
        if let Some(offered) = self.case.get("offered").and_then(toml::Value::as_table) {
            let is = self.offered();
            for (number, wanted) in offered {
                let (is, wanted) =
                    (is.get(number).map_or("", String::as_str), wanted.as_str().expect("columns"));
                if is != wanted {
                    wrong.push(format!("{number}: offered {is}, not {wanted}"));
                }
            }
        }
        if is_as_listed {
            let wanted: Vec<u64> =
                list(self.case, "counts").iter().map(|n| n.to_string().parse().expect("a count")).collect();
            if !wanted.is_empty() && wanted != counts {
                wrong.push(format!("new, changed, same, older: {counts:?}, not {wanted:?}"));
            }
            for says in list(self.case, "says").iter().map(|says| says.as_str().expect("words")) {
                if !told.contains(says) {
                    wrong.push(format!("does not say {says:?}: {told}"));
                }
            }
        }
        if self.case.contains_key("silent") && told.contains("older") {
            wrong.push(format!("is not silent: {told}"));
        }
        let health = self.sandbox.cs(&["doctor"]).run();
        if health.code != 0 || !health.stdout.contains("sound") {
            wrong.push(format!("{}{}", health.stdout, health.stderr));
        }
        wrong
    }
}

fn columns_of(export: &str, columns: &str) -> String {
    let sheet = Sheet::of(export);
    let all: Vec<Vec<String>> = columns
        .split(',')
        .map(|column| sheet.column(column).iter().map(|cell| (*cell).to_owned()).collect())
        .collect();
    let rows = (0..all.first().map_or(0, Vec::len))
        .map(|row| all.iter().map(|column| column[row].as_str()).collect::<Vec<_>>().join(","));
    [columns.to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

/// The lines below the first one in the order of their letters.
fn sorted(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.get_mut(1..).into_iter().for_each(<[&str]>::sort_unstable);
    lines.join("\n")
}

/// Tells the stories of a kind; what ended otherwise.
fn tell(kind: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/reimport/expected.toml");
    let all: Table = std::fs::read_to_string(path).expect("the stories").parse().expect("TOML");
    let mut wrong = Vec::new();
    let cases = list(&all, "case");
    assert!(cases.len() >= 30);
    let cases = cases.iter().map(|case| case.as_table().expect("a case"));
    for case in cases.filter(|case| text(case, "kind") == Some(kind)) {
        let name = text(case, "name").expect("a name");
        let steps: Vec<Table> =
            list(case, "steps").iter().map(|step| step.as_table().expect("a step").clone()).collect();
        let every = if case.contains_key("any_order") { orders(&steps) } else { vec![steps] };
        let mut ends = Vec::new();
        for steps in every {
            let story = Story { all: &all, case, kind, sandbox: Sandbox::new() };
            let takes: Vec<&str> = steps.iter().filter_map(|step| text(step, "take")).collect();
            let faults = story.check(&steps);
            wrong.extend(faults.iter().map(|fault| format!("{name} ({}): {fault}", takes.join(", "))));
            let one_of = list(case, "one_of").first().and_then(toml::Value::as_str);
            ends.extend(one_of.map(|columns| story.holds(columns)));
        }
        if ends.windows(2).any(|two| two[0] != two[1]) {
            wrong.push(format!("{name}: another order ends otherwise"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn stories_of_orders_end_as_they_were_written_down() {
    tell("orders");
}

#[test]
fn stories_of_refunds_end_as_they_were_written_down() {
    tell("refunds");
}

#[test]
fn stories_of_stock_end_as_they_were_written_down() {
    tell("stock");
}

#[test]
fn stories_of_reviews_end_as_they_were_written_down() {
    tell("reviews");
}
