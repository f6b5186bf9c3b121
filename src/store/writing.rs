//! The one way to write: one's turn among the writers, and a transaction that begins with the engine's own lock.

use super::db::{Ability, Db, Lane, Sql, Tx};
use super::failure::{changed, replaced};
use super::queue::Turn;
use super::{Store, migrate};
use crate::error::Result;
use std::ops::Deref;

/// A transaction that writes; taken back where it is dropped.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    tx: Tx<'a>,
    // Dropped after the transaction, so that who comes next finds the database free.
    _turn: Option<Turn>,
}

impl Writing<'_> {
    pub(super) fn commit(self) -> Sql<()> {
        self.tx.commit()
    }

    pub(super) fn rollback(self) -> Sql<()> {
        self.tx.rollback()
    }
}

impl Deref for Writing<'_> {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.tx
    }
}

impl Store {
    /// Begins to write, after those who came before.
    pub(super) fn writing(&self, lane: Lane) -> Result<Writing<'_>> {
        let turn = self.queue.as_ref().map(|queue| queue.wait()).transpose()?;
        self.begin(turn, lane)
    }

    /// Begins to write where nobody else does.
    pub(super) fn writing_at_once(&self) -> Result<Option<Writing<'_>>> {
        let Some(queue) = &self.queue else { return self.begin(None, Lane::Facts).map(Some) };
        queue.at_once()?.map(|turn| self.begin(Some(turn), Lane::Facts)).transpose()
    }

    fn begin(&self, turn: Option<Turn>, lane: Lane) -> Result<Writing<'_>> {
        // A damaged database may have been moved away for another meanwhile: what is written into it nobody would find.
        if self.queue.as_ref().is_some_and(|queue| !queue.has_same_file()) {
            return Err(replaced(&self.path));
        }
        let begin = || -> Sql<Option<Tx<'_>>> {
            let tx = self.db.write(lane)?;
            let is_told = tx.has(Ability::TableText) && self.schema >= migrate::newest();
            let ours = !is_told || migrate::has_our_tables(&tx)?;
            Ok(Some(tx).filter(|_| ours))
        };
        let tx = begin().map_err(|e| self.fail(e))?.ok_or_else(|| changed(&self.path))?;
        Ok(Writing { tx, _turn: turn })
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        // The engine takes the log away by its name, which is that of another database's log by now.
        if self.queue.as_ref().is_some_and(|queue| !queue.has_same_file()) {
            let Ok(conn) = self.db.sqlite() else { return };
            super::sqlite::leave_log(conn);
        }
    }
}
