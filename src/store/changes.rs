//! Changes as an import writes them down, and lets go of them.

use super::cells;
use super::change_ledger::fill;
use super::column_sets::ColumnSets;
use super::failure::failed;
use super::import::Importer;
use super::statements as sql;
use crate::error::Result;
use crate::model::facts;
use crate::model::time::DAY;
use crate::records::{CHANGES, Change};

/// How long a change of a record stays that nobody works on any more, in seconds.
const KEPT: i64 = 30 * DAY;

impl Importer<'_> {
    /// Writes down what was changed of a record. What one import changes of it twice is one change.
    pub(super) fn note_change(&mut self, change: Option<Change>) -> Result<()> {
        let Some(mut change) = change else { return Ok(()) };
        let (path, now, sets) = (self.path, self.who.now, ColumnSets::default());
        change.import_id = self.file()?.id.clone();
        (change.at, change.by) = (now, self.who.by.clone());
        let table = self.portable.of(self.db, &CHANGES).map_err(|e| failed(path, e))?;
        let mut write = || {
            let there = table.there(&table.stored.cells(&mut change.clone(), &sets))?;
            if let Some(row) = &there {
                let text = |key: &str| table.stored.column(key).map_or("", |at| cells::str_at(row, at));
                let (mut was, mut is) = (facts::read(&change.before), facts::read(text("after")));
                was.extend(facts::read(text("before")));
                is.extend(facts::read(&change.after));
                fill(&mut change, &was, &is);
            }
            table.put(&self.tally, &mut table.stored.cells(&mut change, &sets), there.as_ref())
        };
        write().map_err(|e| failed(path, e))
    }

    /// Lets go of changes of records that nobody works on any more.
    pub(super) fn trim_changes(&self) -> Result<()> {
        // A clock that runs ahead lets nothing go.
        let until = self.who.now.min(self.who.wall).0.saturating_sub(KEPT);
        let trim = || self.tally.drop(CHANGES.table, &mut self.db.prepare(sql::CHANGES_TRIM)?, &[&until]);
        trim().map_err(|e| failed(self.path, e))
    }
}
