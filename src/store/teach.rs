//! What an older row may do to the stored one: it fills what nobody stated and shows what was masked.

use super::cells::{Cell, CellRow, str_at};
use super::merge::{Merger, Rule, hides, object, replace, says, state};
use crate::model::{Field, Fields, text};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// What came of an older row.
#[derive(Debug, Default)]
pub(super) struct Taught {
    pub(super) changed: bool,
    /// Columns that say now what it says.
    pub(super) told: Fields,
    /// Columns that say something else, though nobody knows whether that is newer.
    pub(super) unknown: Fields,
    /// It states what does not stand there.
    pub(super) differs: bool,
}

impl Merger<'_> {
    /// Lets `news`, which is older than the stored row, fill what nobody stated. `is_older`: what stands under a column is
    /// as old as `news` or older; `None`: it is as new as its row, for all that is known.
    pub(super) fn teach(
        &self,
        stored: &mut CellRow,
        news: &[Cell<'_>],
        is_older: &dyn Fn(Field) -> Option<bool>,
    ) -> Taught {
        let mut taught = Taught::default();
        for (column, field) in self.columns().filter(|(column, _)| self.states(news, *column)) {
            let (Some(rule), Some(old), Some(new)) =
                (self.rules.get(column), stored.get(column), news.get(column))
            else {
                continue;
            };
            let (stands, same) = (self.states(stored, column), old == new);
            let age = is_older(field);
            let better = match rule {
                Rule::Private if stands && text::is_masked(old.str()) != text::is_masked(new.str()) => {
                    text::is_masked(old.str())
                }
                _ => !stands || age == Some(true),
            };
            if better {
                taught.told.add(field);
                taught.changed |= match rule {
                    Rule::State(silent) => state(silent, stored, news, column),
                    _ => replace(stored, column, new),
                };
            } else if matches!(rule, Rule::State(_)) && same {
                let (old_raw, new_raw) = (str_at(stored, column + 1), str_at(news, column + 1));
                if old_raw.is_empty() && !new_raw.is_empty() {
                    taught.changed |=
                        news.get(column + 1).is_some_and(|raw| replace(stored, column + 1, raw));
                }
            } else if !same {
                taught.differs = true;
                if age.is_none() && !hides(old.str(), new.str()) {
                    taught.unknown.add(field);
                }
            }
        }
        taught.changed |= self.teach_sets(stored, news, taught.told);
        taught
    }

    fn teach_sets(&self, stored: &mut CellRow, news: &[Cell<'_>], told: Fields) -> bool {
        let mut changed = false;
        for (column, rule) in self.rules.iter().enumerate() {
            let (Some(old), Some(new)) = (stored.get(column), news.get(column)) else { continue };
            let better = match rule {
                Rule::Columns => self.grown(old, self.set(old).or(self.set(new))),
                Rule::Sentinels => {
                    let set = older_sentinels(self.rules, (stored, self.set(old)), self.set(new), told);
                    self.grown(old, set)
                }
                Rule::Extra => older_extra(old.str(), new.str()).map(|text| Cell::Text(Cow::Owned(text))),
                _ => None,
            };
            changed |= better.is_some_and(|better| replace(stored, column, &better));
        }
        changed
    }
}

/// Which times mean "never" after an older row, of which the columns `told` were taken. Stands after the times.
fn older_sentinels(rules: &[Rule], stored: (&CellRow, Fields), older: Fields, told: Fields) -> Fields {
    let mut out = stored.1;
    for (at, rule) in rules.iter().enumerate() {
        let Rule::Time(field) = rule else { continue };
        let given = stored.0.get(at).and_then(Cell::num).is_some();
        match older.has(*field) {
            true if told.has(*field) || !given => out.add(*field),
            false if told.has(*field) => out.remove(*field),
            _ => {}
        }
    }
    out
}

/// The old object with what only the older one says, if that differs.
fn older_extra(old: &str, older: &str) -> Option<String> {
    if older.is_empty() || older == old {
        return None;
    }
    let Some(more) = object(older) else { return old.is_empty().then(|| older.to_owned()) };
    let mut both = if old.is_empty() { Map::new() } else { object(old)? };
    let mut changed = false;
    for (key, value) in &more {
        let known = both.get(key);
        if !says(known) && known != Some(value) && (says(Some(value)) || known.is_none()) {
            both.insert(key.clone(), value.clone());
            changed = true;
        }
    }
    changed.then(|| if both == more { older.to_owned() } else { Value::Object(both).to_string() })
}

#[cfg(test)]
mod tests {
    use super::super::column_sets::ColumnSets;
    use super::*;

    fn texts(list: &[&str]) -> CellRow {
        list.iter().map(|t| Cell::Text(Cow::Owned((*t).to_owned()))).collect()
    }

    #[test]
    fn an_older_one_adds_what_no_newer_one_says() {
        assert_eq!(older_extra("", r#"{"b":"1","a":""}"#).as_deref(), Some(r#"{"b":"1","a":""}"#));
        assert_eq!(
            older_extra(r#"{"b":"2","c":""}"#, r#"{"b":"1","a":"1","c":"3"}"#).as_deref(),
            Some(r#"{"a":"1","b":"2","c":"3"}"#)
        );
        assert_eq!(older_extra(r#"{"b":"2"}"#, r#"{"b":"1"}"#), None);
    }

    #[test]
    fn what_a_newer_row_leaves_is_told_from_what_it_states() {
        let rules =
            [Rule::Private, Rule::Text, Rule::Number, Rule::State(&["unknown"]), Rule::Text, Rule::Columns];
        let names = [Field::Phone, Field::SellerNote, Field::Paid, Field::Status, Field::StatusRaw].map(Some);
        let fields = [&names[..], &[None]].concat();
        let sets = ColumnSets::default();
        let merger = Merger { rules: &rules, fields: &fields, elder: &[], sets: &sets };
        let row = |phone: &str, note: &str, paid: Option<i64>, state: &str, words: &str, have: &[Field]| {
            let mut row = texts(&[phone, note, "", state, words, ""]);
            (row[2], row[5]) = (Cell::Int(paid), Cell::int(sets.number(Fields::of(have))));
            row
        };
        let all = [Field::Phone, Field::SellerNote, Field::Paid, Field::Status];
        let mut stored = row("13800000000", "急", Some(5), "paid", "已付款", &all);
        let news =
            row("138****0000", "", Some(5), "unknown", "", &[Field::Phone, Field::Paid, Field::Status]);
        let merged = merger.merge(&mut stored, &news);
        assert!(!merged.changed);
        assert_eq!(merged.stated, Fields::of(&[Field::Paid]));
        assert_eq!(merged.left, Fields::of(&[Field::Phone, Field::Status]), "the note is not in it at all");
        let older = row("13900000000", "慢", Some(4), "unpaid", "未付款", &all);
        let of_note = |field| (field != Field::Paid).then_some(field == Field::SellerNote);
        let taught = merger.teach(&mut stored, &older, &of_note);
        assert_eq!(stored, row("13800000000", "慢", Some(5), "paid", "已付款", &all));
        assert_eq!(taught.told, Fields::of(&[Field::SellerNote]));
        assert_eq!(taught.unknown, Fields::of(&[Field::Paid]));
    }
}
