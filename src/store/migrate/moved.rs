//! Cells whose content stands in another table from now on.

use super::super::cells::{self, Cell};
use super::super::db::{Sql, Statement};
use super::super::stored::seals;
use super::super::tally::{Tally, checksum_of};

/// Empties a name and a time in a row that is as it was written. A row that was damaged before stays as it is, and the doctor
/// tells.
pub(super) fn empty(
    tally: &Tally,
    table: &'static str,
    put: &mut Statement<'_>,
    row: &mut [Cell<'_>],
    (name, time): (usize, usize),
) -> Sql<()> {
    if !cells::is_sealed(seals(table), row) {
        return Ok(());
    }
    let before = checksum_of(row);
    for (at, empty) in [(name, Cell::text("")), (time, Cell::Int(None))] {
        if let Some(cell) = row.get_mut(at) {
            *cell = empty;
        }
    }
    tally.put(table, put, row, Some(before))
}
