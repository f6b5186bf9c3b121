//! How many cells of each column of orders are filled. From one row to the next that is mostly the same, so only what changes
//! is noted.

use super::cells::Cell;
use super::merge::{Rule, fills};
use super::offered::Offered;
use super::orders::{COLUMNS, stored};
use crate::model::Fields;

/// Counted while rows are made.
#[derive(Debug)]
pub(super) struct Filled {
    /// A bit for every column with words that state nothing.
    words: u64,
    /// A bit for every cell that is filled in the last row.
    now: u64,
    /// From which row on.
    since: [usize; COLUMNS],
    before: [usize; COLUMNS],
    have: Fields,
}

impl Default for Filled {
    fn default() -> Filled {
        let has_words = |rule: &Rule| matches!(rule, Rule::Word(_) | Rule::State(_));
        let rules = stored().rules.iter().enumerate().take(COLUMNS);
        let words =
            rules.filter(|(_, rule)| has_words(rule)).fold(0, |words, (column, _)| words | 1 << column);
        Filled { words, now: 0, since: [0; COLUMNS], before: [0; COLUMNS], have: Fields::NONE }
    }
}

impl Filled {
    /// Columns that were there.
    pub(super) fn have(&mut self, have: Fields) {
        self.have = self.have.or(have);
    }

    /// From this row on the cell is this one.
    #[expect(clippy::indexing_slicing, reason = "as many as a row has cells")]
    pub(super) fn note(&mut self, column: usize, row: usize, cell: &Cell<'_>) {
        let bit = 1 << column;
        let is_word = || stored().rules.get(column).is_some_and(|rule| fills(rule, cell));
        let is_filled = !cell.is_empty() && (self.words & bit == 0 || is_word());
        match (self.now & bit != 0, is_filled) {
            (false, true) => self.since[column] = row,
            (true, false) => self.before[column] += row - self.since[column],
            _ => return,
        }
        self.now ^= bit;
    }

    /// After so many rows.
    pub(super) fn add_to(&self, offered: &mut Offered, rows: usize) {
        offered.have(self.have);
        for (column, field) in stored().fields.iter().enumerate().take(COLUMNS) {
            let since = self.since.get(column).filter(|_| self.now >> column & 1 == 1);
            let count =
                self.before.get(column).copied().unwrap_or_default() + since.map_or(0, |since| rows - since);
            if let Some(field) = field {
                offered.count(*field, count as u64);
            }
        }
    }
}
