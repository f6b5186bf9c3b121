//! Every fact of a kind as it lies in its table, with the snapshot that knew it last.

use super::Store;
use super::chunks::Chunk;
use super::column_sets::ColumnSets;
use super::db::{Row, Sql};
use super::last_seen::LastSeen;
use super::stored::Stored;
use super::tables::TAIL;
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::records::{self, Origin, Record, Schema};
use std::ops::ControlFlow;

/// What is done with each record; the stamp is that of the newest export which knew it.
pub type EachRecord<'a> = dyn FnMut(&mut dyn Record, Stamp) -> Result<ControlFlow<()>> + 'a;

impl Store {
    /// Reads the records of a kind, one by one, in the order of their files.
    pub fn each_record(&self, schema: &'static Schema, f: &mut EachRecord<'_>) -> Result<()> {
        let _view = self.view().map_err(|e| self.fail(e))?;
        let stored = Stored::of(schema);
        let sets = ColumnSets::read(&self.db).map_err(|e| self.fail(e))?;
        if schema.origin != Origin::Export {
            let read = |row: &Row<'_>| stored.record(row, &sets);
            for mut record in self.rows(&stored.listed(), &[], read)? {
                // What we wrote ourselves holds as of when we wrote it.
                let own = records::moment(record.as_mut()).unwrap_or_default();
                if f(record.as_mut(), own)?.is_break() {
                    break;
                }
            }
            return Ok(());
        }
        let last_seen = LastSeen::read(&self.db, i64::MAX).map_err(|e| self.fail(e))?;
        let seen_at = stored.columns.len().saturating_sub(TAIL);
        let seen = |row: &Row<'_>| -> Sql<Stamp> {
            Ok(Stamp(last_seen.of(row.get(stored.seq)?, row.get(seen_at)?)))
        };
        let read = |row: &Row<'_>| Ok((stored.record(row, &sets)?, seen(row)?));
        self.each_row(&stored, |chunk| stored.of_chunk(chunk), read, &mut |(mut record, seen)| {
            f(record.as_mut(), seen)
        })
    }

    /// Reads the records of a kind as its own struct, in the order of their files.
    pub(super) fn each_of<T: Record + 'static>(
        &self,
        schema: &'static Schema,
        f: &mut dyn FnMut(&mut T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.each_by(schema, Stored::of_chunk, f)
    }

    /// The same, by a statement that answers with whole rows of a chunk.
    pub(super) fn each_by<T: Record + 'static>(
        &self,
        schema: &'static Schema,
        text: impl Fn(&Stored, &Chunk) -> String,
        f: &mut dyn FnMut(&mut T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let _view = self.view().map_err(|e| self.fail(e))?;
        let stored = Stored::of(schema);
        let sets = ColumnSets::read(&self.db).map_err(|e| self.fail(e))?;
        let read = |row: &Row<'_>| stored.record(row, &sets);
        self.each_row(&stored, |chunk| text(&stored, chunk), read, &mut |mut record: Box<dyn Record>| {
            let record =
                record.as_any().downcast_mut().ok_or_else(|| Error::bug("a record of another kind"))?;
            f(record)
        })
    }

    /// Reads a table chunk by chunk; `text` is the statement about one.
    pub(super) fn each_row<T>(
        &self,
        stored: &Stored,
        text: impl Fn(&Chunk) -> String,
        read: impl Fn(&Row<'_>) -> Sql<T>,
        f: &mut dyn FnMut(T) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let mut chunks = stored.chunks();
        while let Some(chunk) = chunks.next(&self.db).map_err(|e| self.fail(e))? {
            for record in self.rows(&text(&chunk), &chunk.values(), &read)? {
                if f(record)?.is_break() {
                    return Ok(());
                }
            }
        }
        Ok(())
    }
}
