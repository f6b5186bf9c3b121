//! Which rows below a header belong to the table.

use super::notes::{Declared, damaged_seal, is_note};
use super::row::Row;
use crate::error::{Error, Result};
use crate::layouts::{Bound, normalize_name};
use crate::model::FieldType;

/// Passes over notes, totals and headers that are repeated, and refuses a second table.
pub(crate) struct RowFilter<'b> {
    bound: &'b Bound,
    keys: Vec<usize>,
    declared: Declared,
}

impl<'b> RowFilter<'b> {
    pub(crate) fn new(bound: &'b Bound) -> RowFilter<'b> {
        RowFilter { bound, keys: keys(bound), declared: Declared::default() }
    }

    /// A row above the table.
    pub(crate) fn above(&mut self, row: &Row<'_>) -> Result<()> {
        self.declared.look(row)
    }

    /// Whether the row is one of the table's.
    pub(crate) fn takes(&mut self, row: &Row<'_>) -> Result<bool> {
        if self.declared.summary() || is_note(row, &self.keys) {
            self.declared.look(row)?;
            if self.declared.is_sealed() && row.len() < self.bound.header.len() && !row.may_be_short() {
                return Err(damaged_seal(row.line));
            }
            return Ok(false);
        }
        if repeats(row, &self.bound.header) {
            return Ok(false);
        }
        if self.is_header(row) {
            return Err(another_table(row.line));
        }
        Ok(true)
    }

    /// Whether the row is one of the table's, whatever stood above it.
    pub(crate) fn is_plain(&self, row: &Row<'_>) -> bool {
        !is_note(row, &self.keys) && !repeats(row, &self.bound.header) && !self.is_header(row)
    }

    /// Whether only totals follow.
    pub(crate) fn is_over(&self) -> bool {
        self.declared.summary()
    }

    /// Whether the file ended with the row that counts all others.
    pub(crate) fn is_sealed(&self) -> bool {
        self.declared.is_sealed()
    }

    /// How many records the file says it has.
    pub(crate) fn declared(&self) -> Option<u64> {
        self.declared.count()
    }

    /// Whether a row below the header names columns: those of another table, whose rows stand under other headings.
    fn is_header(&self, row: &Row<'_>) -> bool {
        let known = &self.bound.layout.known;
        let names = |column: usize| row.text(column).is_ok_and(|t| known.contains(&normalize_name(&t)));
        let numeric = |column| matches!(row.first_byte(column), None | Some(b'0'..=b'9' | b'=' | b'\''));
        let filled = || (0..row.len()).filter(|column| !row.is_blank(*column));
        let Some(first) = filled().next().filter(|column| !numeric(*column)) else { return false };
        names(first) && filled().filter(|column| names(*column)).count().max(2) * 2 > filled().count()
    }
}

/// The columns of what a layout can't do without, amounts and counts apart.
fn keys(bound: &Bound) -> Vec<usize> {
    let fields = bound.layout.requires.iter().flatten();
    let named = fields.filter(|f| !matches!(f.kind(), FieldType::Money | FieldType::Count));
    named.flat_map(|f| bound.columns_of(*f).iter().copied()).collect()
}

pub(crate) fn another_table(line: u64) -> Error {
    Error::input(
        format!("第 {line} 行又是一行表头，与前面的不同：文件里有两张表"),
        format!("line {line} is a header again, and not the one above: the file holds two tables"),
    )
    .hint("把两张表存成两个文件，再一起给出", "save the tables as two files and name both")
}

fn repeats(row: &Row<'_>, header: &[String]) -> bool {
    row.len() >= header.len()
        && header.len() > 1
        && !matches!(row.first_byte(0), Some(b'0'..=b'9' | b'=' | b'\''))
        && header.iter().enumerate().all(|(i, h)| row.text(i).is_ok_and(|t| t == *h))
}
