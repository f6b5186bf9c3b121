//! What a file offered: its columns, and how many cells of each were filled. A column that is empty throughout tells no more
//! than one that is not there.

use super::cells::Cell;
use super::merge::{Rule, fills};
use crate::model::{Field, Fields};

/// Counted while a file is imported.
#[derive(Clone, Debug, Default)]
pub(super) struct Offered {
    have: Fields,
    /// By field.
    filled: Vec<u64>,
}

impl Offered {
    /// Columns that were there.
    pub(super) fn have(&mut self, have: Fields) {
        self.have = self.have.or(have);
    }

    /// So many cells of a column were filled.
    pub(super) fn count(&mut self, field: Field, cells: u64) {
        let at = field as usize;
        if self.filled.len() <= at {
            self.filled.resize(at + 1, 0);
        }
        if let Some(count) = self.filled.get_mut(at) {
            *count += cells;
        }
    }

    /// A row, its columns as they merge and as they are called.
    pub(super) fn row(&mut self, have: Fields, rules: &[Rule], fields: &[Option<Field>], row: &[Cell<'_>]) {
        self.have(have);
        for ((rule, field), cell) in rules.iter().zip(fields).zip(row) {
            if let Some(field) = field.filter(|_| fills(rule, cell)) {
                self.count(field, 1);
            }
        }
    }

    fn of(&self, field: Field) -> u64 {
        self.filled.get(field as usize).copied().unwrap_or_default()
    }

    /// `column=cells`, sorted; as it stands in databases.
    pub(super) fn text(&self) -> String {
        let count = |field: Field| match field {
            // A state that nobody knows is stated by its words.
            Field::Status | Field::RefundState => self.of(field).max(self.of(Field::StatusRaw)),
            field => self.of(field),
        };
        let mut told: Vec<String> =
            self.have.iter().map(|field| format!("{}={}", field.key(), count(field))).collect();
        told.sort_unstable();
        told.join(" ")
    }
}

/// The columns of which a text of [`Offered::text`] counts any cell; `None` where it tells nothing.
pub(super) fn filled(text: &str) -> Option<Fields> {
    let column = |told: &str| {
        let (key, cells) = told.split_once('=')?;
        Field::by_key(key).filter(|_| cells != "0")
    };
    (!text.is_empty()).then(|| text.split(' ').filter_map(column).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_is_empty_throughout_is_not_offered() {
        let mut offered = Offered::default();
        let fields =
            [Some(Field::Status), Some(Field::StatusRaw), Some(Field::Paid), Some(Field::Flag), None];
        let rules = [Rule::State(&["unknown"]), Rule::Text, Rule::Number, Rule::Text, Rule::Extra];
        let have = Fields::of(&[Field::Status, Field::Paid, Field::Flag]);
        for words in ["等待", ""] {
            let row =
                [Cell::text("unknown"), Cell::text(words), Cell::int(5), Cell::text(""), Cell::text("{}")];
            offered.row(have, &rules, &fields, &row);
        }
        assert_eq!(offered.text(), "flag=0 paid=2 status=1");
        assert_eq!(filled(&offered.text()), Some(Fields::of(&[Field::Paid, Field::Status])));
        assert_eq!(filled(""), None);
    }
}
