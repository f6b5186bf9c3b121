//! What the newest import that saw a record told of it.

use super::Store;
use super::column_sets::ColumnSets;
use super::db::Row;
use super::last_seen::LastSeen;
use super::rank::Imports;
use super::stored::Stored;
use super::tables::TAIL;
use crate::error::Result;
use crate::model::{Fields, Stamp};
use crate::records::{Record, Schema};
use std::ops::ControlFlow;

/// How new a record is, and what the newest import of it offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Told {
    /// What ranks it.
    pub seen_at: Stamp,
    /// How fresh it is; `None`: seen by an earlier program only.
    pub as_of: Option<Stamp>,
    /// The columns that were there and not empty throughout; `None`: not known. What the record was ever told is its `have`.
    pub offered: Option<Fields>,
}

/// What is done with each record.
pub type EachTold<'a> = dyn FnMut(&mut dyn Record, Told) -> Result<ControlFlow<()>> + 'a;

impl Store {
    /// As [`Store::each_record`], with what the newest import of each record told.
    pub fn each_record_told(&self, schema: &'static Schema, f: &mut EachTold<'_>) -> Result<()> {
        let _view = self.view().map_err(|e| self.fail(e))?;
        let last_seen = LastSeen::read(&self.db, i64::MAX).map_err(|e| self.fail(e))?;
        let sets = ColumnSets::read(&self.db).map_err(|e| self.fail(e))?;
        let (stored, imports) = (Stored::of(schema), Imports::default());
        let seen_at = stored.columns.len().saturating_sub(TAIL);
        let read = |row: &Row<'_>| {
            let (seq, own): (i64, i64) = (row.get(stored.seq)?, row.get(seen_at)?);
            let own_import: String = row.get(seen_at + 1)?;
            Ok((stored.record(row, &sets)?, seq, own, own_import))
        };
        let mut each = |(mut record, seq, own, own_import): (Box<dyn Record>, i64, i64, String)| {
            let (at, import) = match last_seen.again(seq) {
                Some(again) if again.0 >= own => again,
                _ => (own, own_import.as_str()),
            };
            let about = imports.of(&self.db, import).map_err(|e| self.fail(e))?;
            let told = Told { seen_at: Stamp(at), as_of: about.as_of, offered: about.offered };
            f(record.as_mut(), told)
        };
        self.each_row(&stored, |chunk| stored.of_chunk(chunk), read, &mut each)
    }
}
