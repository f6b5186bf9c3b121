//! Differences between what was said before an upgrade and what is said after it, and those that may be.

use crate::commands::Command;
use crate::here;
use crate::table::{Row, Table};
use std::collections::BTreeMap;

/// Schema, command (the file of its output), column, case.
type Key = (i64, String, String, String);

/// How often each occurs.
#[derive(Default)]
pub(crate) struct Differences {
    found: BTreeMap<Key, u64>,
}

impl Differences {
    pub(crate) fn compare(&mut self, from: i64, command: &Command, before: &str, after: &str) {
        if before == after {
            return;
        }
        let name = &command.name;
        let (mut before, mut after) = (Table::of(name, before), Table::of(name, after));
        let mut note = |column: &str, case: String| {
            let key = (from, name.clone(), column.to_owned(), case);
            *self.found.entry(key).or_default() += 1;
        };
        for column in before.columns.difference(&after.columns) {
            note(column, "column gone".to_owned());
            before.rows.iter_mut().for_each(|row| drop(row.remove(column)));
        }
        for column in after.columns.difference(&before.columns) {
            note(column, "column added".to_owned());
            after.rows.iter_mut().for_each(|row| drop(row.remove(column)));
        }
        let (before, after) = unequal(&before.rows, &after.rows);
        if before.len() == after.len() {
            for (was, is) in before.iter().zip(after) {
                for (column, was) in was {
                    let is = is.get(column).map_or("", String::as_str);
                    if was != is {
                        note(column, format!("{was} → {is}"));
                    }
                }
                for (column, is) in is.iter().filter(|(column, _)| !was.contains_key(*column)) {
                    note(column, format!(" → {is}"));
                }
            }
        } else {
            before.iter().for_each(|row| note("", format!("row gone: {}", shown(row))));
            after.iter().for_each(|row| note("", format!("row added: {}", shown(row))));
        }
    }

    /// Exactly what `allowed.csv` lists for this schema.
    #[track_caller]
    pub(crate) fn must_be_allowed(&self, from: i64) {
        let allowed = allowed();
        let allowed: BTreeMap<&Key, u64> =
            allowed.iter().filter(|(key, _)| key.0 == from).map(|(key, count)| (key, *count)).collect();
        let mut told = csv::Writer::from_writer(Vec::new());
        let mut tell = |what: &str, key: &Key, count: u64| {
            let (from, count) = (key.0.to_string(), count.to_string());
            told.write_record([what, &from, &key.1, &key.2, &key.3, &count]).expect("a line");
        };
        for (key, count) in &self.found {
            if allowed.get(key) != Some(count) {
                tell("found", key, *count);
            }
        }
        for (key, count) in &allowed {
            if self.found.get(key) != Some(count) {
                tell("listed", key, *count);
            }
        }
        let told = String::from_utf8(told.into_inner().expect("written")).expect("UTF-8");
        assert!(told.is_empty(), "after the upgrade, not as tests/upgrade/allowed.csv says:\n{told}");
    }
}

/// Without what is equal at the beginning and at the end.
fn unequal<'r>(before: &'r [Row], after: &'r [Row]) -> (&'r [Row], &'r [Row]) {
    let head = before.iter().zip(after).take_while(|(was, is)| was == is).count();
    let (before, after) = (&before[head..], &after[head..]);
    let tail = before.iter().rev().zip(after.iter().rev()).take_while(|(was, is)| was == is).count();
    (&before[..before.len() - tail], &after[..after.len() - tail])
}

fn shown(row: &Row) -> String {
    row.values().map(String::as_str).collect::<Vec<_>>().join("|")
}

/// Columns: schema, command, column, case, count, reason.
fn allowed() -> BTreeMap<Key, u64> {
    let mut reader = csv::Reader::from_path(here().join("allowed.csv")).expect("allowed.csv");
    let mut allowed = BTreeMap::new();
    for line in reader.records() {
        let line = line.expect("CSV");
        let cell = |n: usize| line.get(n).expect("six cells").to_owned();
        assert!(!cell(5).trim().is_empty(), "without a reason: {line:?}");
        let key = (cell(0).parse().expect("a schema"), cell(1), cell(2), cell(3));
        let count: u64 = cell(4).parse().expect("a count");
        assert!(count > 0 && allowed.insert(key, count).is_none(), "twice, or none: {line:?}");
    }
    allowed
}

mod tests {
    use super::*;

    fn between(before: &str, after: &str) -> Vec<(String, String, u64)> {
        let mut found = Differences::default();
        found.compare(14, &Command::named("x.csv"), before, after);
        found.found.into_iter().map(|((_, _, column, case), count)| (column, case, count)).collect()
    }

    fn is(column: &str, case: &str, count: u64) -> (String, String, u64) {
        (column.to_owned(), case.to_owned(), count)
    }

    #[test]
    fn nothing_goes_by_unseen() {
        assert_eq!(between("a,b\n1,2\n", "a,b\n1,2\n"), []);
        assert_eq!(between("a,b\n1,2\n1,2\n", "a,b\n1,3\n1,3\n"), [is("b", "2 → 3", 2)]);
        assert_eq!(between("a\n1\n", "a,b\n1,2\n"), [is("b", "column added", 1)]);
        assert_eq!(between("a,b\n", "a\n"), [is("b", "column gone", 1)]);
        assert_eq!(between("a\n1\n2\n3\n", "a\n1\n3\n"), [is("", "row gone: 2", 1)]);
        assert_eq!(between("a\n1\n", "a\n1\n1\n"), [is("", "row added: 1", 1)]);
        assert_eq!(between("a\n1\n2\n", "a\n2\n1\n"), [is("a", "1 → 2", 1), is("a", "2 → 1", 1)]);
    }
}
