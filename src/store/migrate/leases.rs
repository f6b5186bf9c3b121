//! Leases of cases become states of work, and what stood in the rows of cases is emptied.

use super::super::cells;
use super::super::column_sets::ColumnSets;
use super::super::db::{Db, Sql};
use super::super::stored::Stored;
use super::super::tally::Tally;
use super::moved;
use crate::model::Stamp;
use crate::model::time::MINUTE;
use crate::records::{CASE_WORK, Case, TODO_STATES, TodoState};

/// How long a lease lasted.
const LEASE: i64 = 30 * MINUTE;

pub(super) fn move_leases(db: &Db) -> Sql<()> {
    let (work, states, tally) = (Stored::of(&CASE_WORK), Stored::of(&TODO_STATES), Tally::default());
    let (Some(by), Some(until)) = (work.column("taken_by"), work.column("taken_until")) else {
        return Ok(());
    };
    let (mut put, mut put_state) = (db.prepare(&work.put())?, db.prepare(&states.put())?);
    for mut row in cells::take_all(&mut db.prepare(&work.listed())?, &[])? {
        let (taken_by, taken_until) = (cells::str_at(&row, by).to_owned(), cells::num_at(&row, until));
        if taken_by.is_empty() && taken_until.is_none() {
            continue;
        }
        let mut state = TodoState {
            key: Case::lease_key(cells::str_at(&row, 0)),
            state: "open".into(),
            by: taken_by.clone(),
            at: Stamp(taken_until.unwrap_or_default().saturating_sub(LEASE)),
            taken_until: taken_until.map(Stamp),
            taken_by,
            ..TodoState::default()
        };
        let cells = &mut states.cells(&mut state, &ColumnSets::default());
        tally.put(TODO_STATES.table, &mut put_state, cells, None)?;
        moved::empty(&tally, CASE_WORK.table, &mut put, &mut row, (by, until))?;
    }
    tally.persist(db)
}
