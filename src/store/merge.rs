//! How a newer row joins the stored one: what is stated replaces, what is empty or masked does not.

use super::cells::{Cell, CellRow};
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

/// Merges `news` into `stored`; true if anything is different now.
pub(super) fn merge(
    (rules, elder): (&[Rule], &[Field]),
    stored: &mut CellRow,
    news: &[Cell<'_>],
    sets: &ColumnSets,
) -> bool {
    let set = |cell: &Cell<'_>| sets.set(cell.num().unwrap_or(0), elder).unwrap_or_default();
    // A set that says the same keeps the number under which it stands.
    let grown = |old: &Cell<'_>, grown: Fields| (set(old) != grown).then(|| Cell::int(sets.number(grown)));
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
            Rule::Columns => grown(old, set(old).or(set(new))),
            Rule::Sentinels => grown(old, sentinels(rules, (stored, set(old)), (news, set(new)))),
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
    let worse = text::is_masked(new) && !old.is_empty() && !text::is_masked(old);
    !new.is_empty() && new != old && !worse
}

/// State and raw words go together: a new state without words leaves no old words behind.
fn state(silent: &[&str], stored: &mut CellRow, news: &[Cell<'_>], column: usize) -> bool {
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

/// The merged object, if it differs from the old one.
fn extra(old: &str, new: &str) -> Option<String> {
    if new.is_empty() || new == old {
        return None;
    }
    let object = |text: &str| -> Option<Map<String, Value>> { serde_json::from_str(text).ok() };
    let (Some(mut both), Some(news)) = (object(old), object(new)) else { return Some(new.to_owned()) };
    let mut changed = false;
    for (key, value) in news {
        let states = !value.is_null() && value.as_str() != Some("");
        if (states || !both.contains_key(&key)) && both.get(&key) != Some(&value) {
            both.insert(key, value);
            changed = true;
        }
    }
    changed.then(|| Value::Object(both).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(list: &[&str]) -> CellRow {
        list.iter().map(|t| Cell::Text(Cow::Owned((*t).to_owned()))).collect()
    }

    #[test]
    fn a_state_without_words_takes_the_old_words_away() {
        let rules = [Rule::State(&["unknown"]), Rule::Text];
        let mut stored = texts(&["unpaid", "等待买家付款"]);
        let sets = ColumnSets::default();
        assert!(!merge((&rules, &[]), &mut stored, &texts(&["unknown", ""]), &sets));
        assert!(merge((&rules, &[]), &mut stored, &texts(&["paid", ""]), &sets));
        assert_eq!(stored, texts(&["paid", ""]));
        assert!(merge((&rules, &[]), &mut stored, &texts(&["unknown", "新词"]), &sets));
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
        assert!(merge((&rules, &[]), &mut stored, &[Cell::int(7), Cell::int(0)], &sets));
        assert_eq!(stored, [Cell::int(7), Cell::int(0)]);
        assert!(!merge((&rules, &[]), &mut stored, &[Cell::Int(None), Cell::int(never)], &sets));
    }

    #[test]
    fn a_set_of_schema_15_that_says_the_same_stays() {
        let rules = [Rule::Columns];
        let (sets, elder) = (ColumnSets::default(), [Field::Platform, Field::Paid, Field::Buyer]);
        let mut stored = vec![Cell::int(0b011)];
        let same = sets.number(Fields::of(&[Field::Paid]));
        assert!(!merge((&rules, &elder), &mut stored, &[Cell::int(same)], &sets));
        assert_eq!(stored, [Cell::int(0b011)]);
        let more = sets.number(Fields::of(&[Field::Buyer]));
        assert!(merge((&rules, &elder), &mut stored, &[Cell::int(more)], &sets));
        let all = Fields::of(&[Field::Platform, Field::Paid, Field::Buyer]);
        assert_eq!(stored, [Cell::int(sets.number(all))]);
    }
}
