//! How a newer row joins the stored one: what is stated replaces, what is empty or masked does not. What an older one may do,
//! [`super::teach`] says.

use super::cells::{Cell, CellRow, str_at};
use super::column_sets::ColumnSets;
use crate::model::{Field, Fields, text};
use serde_json::{Map, Value};
use std::borrow::Cow;

/// How one column is merged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rule {
    /// Identity and bookkeeping: not merged.
    Keep,
    Text,
    /// A person's: a masked text never replaces a full one.
    Private,
    /// A state; the platform's own words for it stand in the next column. The listed keys state nothing.
    State(&'static [&'static str]),
    /// A word; this key states nothing.
    Word(&'static str),
    Number,
    Time(Field),
    /// A set of columns: union.
    Columns,
    /// Times that mean "never": cleared by a real time.
    Sentinels,
    /// JSON object: merged by key.
    Extra,
}

/// How the rows of a table are merged: each column's rule and its name.
#[derive(Clone, Copy)]
pub(super) struct Merger<'m> {
    pub(super) rules: &'m [Rule],
    pub(super) fields: &'m [Option<Field>],
    /// What the bits of a set were in schema 15.
    pub(super) elder: &'m [Field],
    pub(super) sets: &'m ColumnSets,
}

/// What came of a newer row.
#[derive(Debug, Default)]
pub(super) struct Merged {
    pub(super) changed: bool,
    /// Columns that it stated.
    pub(super) stated: Fields,
    /// Columns that it offered, and that stand as they were: empty in it, or masked.
    pub(super) left: Fields,
}

impl Merger<'_> {
    pub(super) fn set(&self, cell: &Cell<'_>) -> Fields {
        self.sets.set(cell.num().unwrap_or(0), self.elder).unwrap_or_default()
    }

    /// A set that says the same keeps the number under which it stands.
    pub(super) fn grown(&self, old: &Cell<'_>, grown: Fields) -> Option<Cell<'static>> {
        (self.set(old) != grown).then(|| Cell::int(self.sets.number(grown)))
    }

    /// The columns that a row's source offered.
    pub(super) fn offered(&self, row: &[Cell<'_>]) -> Fields {
        let at = self.rules.iter().position(|rule| *rule == Rule::Columns);
        at.and_then(|at| row.get(at)).map(|cell| self.set(cell)).unwrap_or_default()
    }

    /// Merges `news`, which is as new as what is stored, or newer.
    pub(super) fn merge(&self, stored: &mut CellRow, news: &[Cell<'_>]) -> Merged {
        let before: Fields = self.stated(stored);
        let mut merged = Merged { changed: merge(self, stored, news), ..Merged::default() };
        for (column, field) in self.columns() {
            let is_private = self.rules.get(column) == Some(&Rule::Private);
            let is_worse = || is_private && hides(str_at(stored, column), str_at(news, column));
            if self.states(news, column) && !is_worse() {
                merged.stated.add(field);
            } else if before.has(field) {
                merged.left.add(field);
            }
        }
        merged.left = Fields(merged.left.0 & self.offered(news).0);
        merged
    }

    /// The columns that are merged cell by cell; a state stands for its words too.
    pub(super) fn columns(&self) -> impl Iterator<Item = (usize, Field)> {
        let is_raw = |column: usize| {
            let before = column.checked_sub(1).and_then(|before| self.rules.get(before));
            matches!(before, Some(Rule::State(_)))
        };
        let named = self.rules.iter().zip(self.fields).enumerate();
        let named = named.filter(|(_, (rule, _))| !matches!(rule, Rule::Keep));
        named.filter_map(move |(column, (_, field))| Some((column, field.filter(|_| !is_raw(column))?)))
    }

    fn stated(&self, row: &[Cell<'_>]) -> Fields {
        self.columns().filter(|(column, _)| self.states(row, *column)).map(|of| of.1).collect()
    }

    pub(super) fn states(&self, row: &[Cell<'_>], column: usize) -> bool {
        let (Some(rule), Some(cell)) = (self.rules.get(column), row.get(column)) else { return false };
        let words = || matches!(rule, Rule::State(_)) && !str_at(row, column + 1).is_empty();
        fills(rule, cell) || words()
    }
}

/// Whether a cell states anything by itself.
pub(super) fn fills(rule: &Rule, cell: &Cell<'_>) -> bool {
    match rule {
        Rule::Word(silent) => cell.str() != *silent,
        Rule::State(silent) => !silent.contains(&cell.str()),
        _ => !cell.is_empty(),
    }
}

/// Writes a cell; true if it said something else.
pub(super) fn replace(row: &mut CellRow, column: usize, new: &Cell<'_>) -> bool {
    let Some(old) = row.get_mut(column) else { return false };
    let differs = old.value() != new.value();
    if differs {
        *old = new.owned();
    }
    differs
}

/// Merges `news` into `stored`; true if anything is different now.
fn merge(of: &Merger<'_>, stored: &mut CellRow, news: &[Cell<'_>]) -> bool {
    let rules = of.rules;
    let set = |cell: &Cell<'_>| of.set(cell);
    let mut changed = false;
    let mut raw_done = false;
    for (column, rule) in rules.iter().enumerate() {
        if std::mem::take(&mut raw_done) {
            continue;
        }
        let (Some(old), Some(new)) = (stored.get(column), news.get(column)) else { continue };
        let better = match rule {
            Rule::Keep => None,
            Rule::Text => (!new.str().is_empty() && new != old).then(|| new.owned()),
            Rule::Private => private(old.str(), new.str()).then(|| new.owned()),
            Rule::State(silent) => {
                raw_done = true;
                changed |= state(silent, stored, news, column);
                None
            }
            Rule::Word(silent) => (new.str() != *silent && new != old).then(|| new.owned()),
            Rule::Number | Rule::Time(_) => (new.num().is_some() && new != old).then(|| new.owned()),
            Rule::Columns => of.grown(old, set(old).or(set(new))),
            Rule::Sentinels => of.grown(old, sentinels(rules, (stored, set(old)), (news, set(new)))),
            Rule::Extra => extra(old.str(), new.str()).map(|text| Cell::Text(Cow::Owned(text))),
        };
        if let (Some(better), Some(slot)) = (better, stored.get_mut(column)) {
            *slot = better;
            changed = true;
        }
    }
    changed
}

fn private(old: &str, new: &str) -> bool {
    !new.is_empty() && new != old && !hides(old, new)
}

/// A masked text in place of a full one.
pub(super) fn hides(old: &str, new: &str) -> bool {
    text::is_masked(new) && !old.is_empty() && !text::is_masked(old)
}

/// State and raw words go together: a new state without words leaves no old words behind.
pub(super) fn state(silent: &[&str], stored: &mut CellRow, news: &[Cell<'_>], column: usize) -> bool {
    let both = column..column + 2;
    let (Some([old, old_raw]), Some([new, new_raw])) = (stored.get_mut(both.clone()), news.get(both)) else {
        return false;
    };
    if new_raw.str().is_empty() && silent.contains(&new.str()) {
        return false;
    }
    let differs = *old != *new;
    let raw_differs = *old_raw != *new_raw && (differs || !new_raw.str().is_empty());
    if differs {
        *old = new.owned();
    }
    if raw_differs {
        *old_raw = new_raw.owned();
    }
    differs || raw_differs
}

/// Stands after the times, so these are merged already.
fn sentinels(rules: &[Rule], stored: (&CellRow, Fields), news: (&[Cell<'_>], Fields)) -> Fields {
    let (mut out, fresh) = (stored.1, news.1);
    for (at, rule) in rules.iter().enumerate() {
        let Rule::Time(field) = rule else { continue };
        let given = |row: &[Cell<'_>]| row.get(at).and_then(Cell::num).is_some();
        if fresh.has(*field) {
            if given(news.0) || !given(stored.0) {
                out.add(*field);
            }
        } else if given(news.0) {
            out.remove(*field);
        }
    }
    out
}

pub(super) fn object(text: &str) -> Option<Map<String, Value>> {
    serde_json::from_str(text).ok()
}

pub(super) fn says(value: Option<&Value>) -> bool {
    value.is_some_and(|value| !value.is_null() && value.as_str() != Some(""))
}

/// The merged object, if it differs from the old one.
fn extra(old: &str, new: &str) -> Option<String> {
    if new.is_empty() || new == old {
        return None;
    }
    let (Some(mut both), Some(news)) = (object(old), object(new)) else { return Some(new.to_owned()) };
    let mut changed = false;
    for (key, value) in &news {
        if (says(Some(value)) || !both.contains_key(key)) && both.get(key) != Some(value) {
            both.insert(key.clone(), value.clone());
            changed = true;
        }
    }
    // Where nothing is left of the old one, it stands as it was told.
    changed.then(|| if both == news { new.to_owned() } else { Value::Object(both).to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(list: &[&str]) -> CellRow {
        list.iter().map(|t| Cell::Text(Cow::Owned((*t).to_owned()))).collect()
    }

    fn merged(
        (rules, elder, sets): (&[Rule], &[Field], &ColumnSets),
        stored: &mut CellRow,
        news: &[Cell<'_>],
    ) -> bool {
        merge(&Merger { rules, fields: &[], elder, sets }, stored, news)
    }

    #[test]
    fn a_state_without_words_takes_the_old_words_away() {
        let rules = [Rule::State(&["unknown"]), Rule::Text];
        let mut stored = texts(&["unpaid", "等待买家付款"]);
        let sets = ColumnSets::default();
        assert!(!merged((&rules, &[], &sets), &mut stored, &texts(&["unknown", ""])));
        assert!(merged((&rules, &[], &sets), &mut stored, &texts(&["paid", ""])));
        assert_eq!(stored, texts(&["paid", ""]));
        assert!(merged((&rules, &[], &sets), &mut stored, &texts(&["unknown", "新词"])));
        assert_eq!(stored, texts(&["unknown", "新词"]));
    }

    #[test]
    fn a_masked_text_replaces_only_masked_and_empty_ones() {
        for (old, new, replaces) in [
            ("", "王**", true),
            ("王*", "王**", true),
            ("王芳", "王**", false),
            ("王**", "王芳", true),
            ("王芳", "", false),
            ("王芳", "李伟", true),
        ] {
            assert_eq!(private(old, new), replaces, "{old} {new}");
        }
    }

    #[test]
    fn extra_columns_are_merged_by_key() {
        assert_eq!(extra("", r#"{"a":"1"}"#).as_deref(), Some(r#"{"a":"1"}"#));
        assert_eq!(extra(r#"{"a":"1"}"#, r#"{"a":"","b":"2"}"#).as_deref(), Some(r#"{"a":"1","b":"2"}"#));
        assert_eq!(extra(r#"{"b":"2", "a":"1"}"#, r#"{"a":"1"}"#), None);
    }

    #[test]
    fn a_real_time_ends_a_never() {
        let rules = [Rule::Time(Field::PaidAt), Rule::Sentinels];
        let sets = ColumnSets::default();
        let never = sets.number(Fields::of(&[Field::PaidAt]));
        let mut stored = vec![Cell::Int(None), Cell::int(never)];
        assert!(merged((&rules, &[], &sets), &mut stored, &[Cell::int(7), Cell::int(0)]));
        assert_eq!(stored, [Cell::int(7), Cell::int(0)]);
        assert!(!merged((&rules, &[], &sets), &mut stored, &[Cell::Int(None), Cell::int(never)]));
    }

    #[test]
    fn a_set_of_schema_15_that_says_the_same_stays() {
        let rules = [Rule::Columns];
        let (sets, elder) = (ColumnSets::default(), [Field::Platform, Field::Paid, Field::Buyer]);
        let mut stored = vec![Cell::int(0b011)];
        let same = sets.number(Fields::of(&[Field::Paid]));
        assert!(!merged((&rules, &elder, &sets), &mut stored, &[Cell::int(same)]));
        assert_eq!(stored, [Cell::int(0b011)]);
        let more = sets.number(Fields::of(&[Field::Buyer]));
        assert!(merged((&rules, &elder, &sets), &mut stored, &[Cell::int(more)]));
        let all = Fields::of(&[Field::Platform, Field::Paid, Field::Buyer]);
        assert_eq!(stored, [Cell::int(sets.number(all))]);
    }
}
