//! The one way to write: one's turn among the writers, and a transaction that begins with the engine's own lock.

use super::background_sync::BackgroundSync;
use super::db::{Ability, Db, Lane, Sql, Tx};
use super::failure::{changed, disk, replaced};
use super::queue::Turn;
use super::sqlite;
use super::waiting::{Holder, Teller, Waiting};
use super::{Store, Who, migrate};
use crate::error::Result;
use crate::scratch::with_end;
use std::fs::File;
use std::ops::Deref;

/// A transaction that writes; taken back where it is dropped.
#[derive(Debug)]
pub(super) struct Writing<'a> {
    tx: Tx<'a>,
    // Dropped after the transaction, so that who comes next finds the database free.
    turn: Option<Turn>,
}

impl Writing<'_> {
    /// Tells those who wait who it is, because it may take long.
    pub(super) fn tell_who_waits(&self, who: &Who) {
        if let Some(turn) = &self.turn {
            let Who { wall, command, by, .. } = who.clone();
            turn.tell(&Holder { since: wall, command, by });
        }
    }

    pub(super) fn commit(self) -> Sql<()> {
        self.tx.commit()
    }

    /// The same where much was written: the next one's turn comes before it is brought from the log into the file.
    pub(super) fn commit_long(self) -> Sql<()> {
        let Writing { tx, turn } = self;
        let db = tx.db();
        let conn = db.sqlite().ok();
        conn.map_or(Ok(()), |conn| sqlite::takes_log_in(conn, false))?;
        tx.commit()?;
        drop(turn);
        if let Some(conn) = conn {
            sqlite::take_log_in(conn);
            let _ = sqlite::takes_log_in(conn, true);
        }
        Ok(())
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
    /// Has what a long transaction writes go to the disk meanwhile; `None` where nobody waits for it. The engine holds no locks
    /// on its log, so that closing it drops none.
    pub(super) fn background_sync(&self) -> Result<Option<BackgroundSync>> {
        if self.queue.is_none() {
            return Ok(None);
        }
        let log = with_end(&self.path, "-wal");
        match File::open(&log) {
            Ok(file) => BackgroundSync::begin(&file).map(Some).map_err(|e| disk(&log, e)),
            // There is no log everywhere.
            Err(_) => Ok(None),
        }
    }

    /// What is done when a command has to wait for others: after a second, and then every five.
    pub fn on_waiting(&mut self, tell: impl Fn(&Waiting) + 'static) {
        if let Some(queue) = &mut self.queue {
            queue.teller = Teller::new(tell);
        }
    }

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
        Ok(Writing { tx, turn })
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
