//! Going back to a backup.

use super::counters::{self, raise_counters};
use super::db::{Ability, Db, Fault, Lane, Sql};
use super::failure::{damaged, disk, failed, own_way};
use super::fresh::Passing;
use super::naming::{self, is_free, kept_names};
use super::open::{is_absent, obey_nothing, open_to_write, server_of};
use super::queue::Queue;
use super::upkeep::step;
use super::{Store, Who, migrate, pragma, work};
use crate::error::{Error, Result};
use crate::scratch::{SIDES, Scratch, with_end};
use rusqlite::Connection;
use rusqlite::backup::{Backup as Copy, StepResult};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A backup to go back to. Its own file is never written.
pub struct Backup {
    pub store: Store,
    /// The schema of the file, where it is an old one: what is restored is a copy that was upgraded.
    pub upgraded_from: Option<i64>,
}

impl Backup {
    /// `None`: there is no such file.
    pub fn open(path: &Path) -> Result<Option<Backup>> {
        let Some(store) = Store::open_as_it_is(path)? else { return Ok(None) };
        let (have, newest) = store.schemas();
        if have == newest {
            return Ok(Some(Backup { store, upgraded_from: None }));
        }
        let Passing { store: mut copy } = store.passing_copy()?;
        store.path.clone_into(&mut copy.path);
        copy.upgrade_alone()?;
        Ok(Some(Backup { store: copy, upgraded_from: Some(have) }))
    }
}

impl Store {
    fn upgrade_alone(&mut self) -> Result<()> {
        let tx = self.writing(Lane::Facts)?;
        migrate::upgrade(&tx, self.schema).and_then(|()| tx.commit()).map_err(|e| self.fail(e))?;
        self.schema = migrate::newest();
        Ok(())
    }

    /// Puts a copy of this database in the place of the one at `to`, with a line in its audit. What is there is kept
    /// beside it under a name with `word` in it; that path is given back if there was something.
    ///
    /// From the moment at which it is kept to the one at which it is replaced nobody else can write: what was
    /// acknowledged is in the one or in the other.
    ///
    /// A sound database takes the copy in as one transaction of its own, so that other processes that have it open see
    /// the one or the other. One that is damaged is moved aside with its log, because a log must never meet another file.
    pub fn restore(&self, to: &Path, word: &str, who: &Who) -> Result<Option<PathBuf>> {
        if server_of(to).is_some() {
            return Err(own_way(Ability::Restore));
        }
        let mut coming = Coming::of(self, to)?;
        // Looked at before it is opened for writing, because what is damaged stays as it is; and before others wait.
        let sound = is_absent(to)? || is_sound(to)?;
        let _turn = Queue::beside(to)?.wait()?;
        if is_absent(to)? {
            return coming.persist(to, who).map(|()| None);
        }
        let replaced = if sound || is_sound(to)? { coming.replace(to, word, who) } else { Err(damaged(to)) };
        match replaced {
            Err(e) if is_damage(to, &e) => {
                let to = fs::canonicalize(to).map_err(|e| disk(to, e))?;
                coming.persist_instead(&to, word, who).map(Some)
            }
            replaced => replaced.map(Some),
        }
    }
}

/// What is to be the database: a copy of the backup that nobody else knows of.
struct Coming {
    db: Db,
    file: Scratch,
    /// For the audit.
    told: String,
    took_over: bool,
}

impl Coming {
    fn of(backup: &Store, to: &Path) -> Result<Coming> {
        let file = backup.copied(to)?;
        let conn = Connection::open(file.path()).map_err(|e| failed(to, e))?;
        obey_nothing(&conn).map_err(|e| failed(to, e))?;
        let told = format!("restore from {}", backup.path.display());
        Ok(Coming { db: Db::from(conn), file, told, took_over: false })
    }

    /// What goes on from the database that is replaced, as far as it can be read: the audit, with a line about the
    /// restore, and the numbers, so that none is given out again.
    fn take_over(&mut self, before: Option<&Db>, who: &Who) -> Sql<()> {
        if let Some(before) = before {
            raise_counters(&self.db, &counters::read(before)?)?;
        }
        if !self.took_over {
            work::audit_alone(&self.db, who, &self.told)?;
            self.took_over = true;
        }
        Ok(())
    }

    /// Names it where nothing stands.
    fn persist(self, to: &Path, who: &Who) -> Result<()> {
        naming::refuse_left_over(to)?;
        named(self.finished(to, who)?, to)
    }

    /// Names it where what stands there, which may be no database, is moved aside. That comes back where it gets no name.
    fn persist_instead(self, to: &Path, word: &str, who: &Who) -> Result<PathBuf> {
        let file = self.finished(to, who)?;
        let kept = move_aside(to, word)?;
        if let Err(e) = named(file, to) {
            let back = move_all(&kept, to, parts().rev());
            let place = kept.display();
            return Err(match back {
                Ok(()) => e,
                Err(_) => e.hint(
                    format!("原来的数据库现在在 {place}"),
                    format!("the database of before is {place} now"),
                ),
            });
        }
        Ok(kept)
    }

    /// The file with all that it is to hold, kept by the disk: it lacks a name only.
    fn finished(mut self, to: &Path, who: &Who) -> Result<Scratch> {
        self.take_over(None, who).map_err(|e| failed(to, e))?;
        let count = || -> Sql<_> { Ok(naming::rows(self.db.sqlite()?)?) };
        let counted = count().map_err(|e| failed(to, e))?;
        self.db.close().map_err(|e| failed(to, e))?;
        naming::keep(&self.file, to, &counted)?;
        Ok(self.file)
    }

    /// Puts its pages into the database that is there.
    fn replace(&mut self, to: &Path, word: &str, who: &Who) -> Result<PathBuf> {
        let fail = |e: Fault| failed(to, e);
        let mut after = open_to_write(to)?;
        let before = after.beside_itself()?;
        same_pages(&self.db, &after.db).map_err(fail)?;
        // Another one to read from, because the engine's copying holds the first.
        let source = Connection::open(self.file.path()).map_err(|e| failed(to, e))?;
        obey_nothing(&source).map_err(|e| failed(to, e))?;
        let target = after.db.sqlite_mut().map_err(fail)?;
        let copy = Copy::new(&source, target).map_err(|e| failed(to, e))?;
        // Copies nothing yet, but now programs that do not know of the queue can't write either.
        step(&copy, 0, StepResult::More).map_err(|e| failed(to, e))?;
        let kept = before.keep_as(word)?;
        let taken = self.take_over(Some(&before.db), who).map_err(fail);
        let replaced = taken.and_then(|()| step(&copy, -1, StepResult::Done).map_err(|e| failed(to, e)));
        drop(copy);
        if let Err(e) = replaced {
            // Nothing has changed, so there is nothing to keep; where that can't be told, the copy stays.
            let lines = |store: &Store| store.audit_lines().map(|lines| lines.len());
            if let (Ok(was), Ok(is)) = (lines(&before), lines(&after))
                && was == is
            {
                let _ = fs::remove_file(kept);
            }
            return Err(e);
        }
        Ok(kept)
    }
}

fn is_sound(path: &Path) -> Result<bool> {
    match Store::open_as_it_is(path).and_then(|store| store.map_or(Ok(Vec::new()), |store| store.check())) {
        Ok(problems) => Ok(problems.is_empty()),
        Err(e) if is_damage(path, &e) => Ok(false),
        Err(e) => Err(e),
    }
}

/// The engine copies pages as they are, so they have to be as long as those that are there.
fn same_pages(source: &Db, to: &Db) -> Sql<()> {
    let (source, to) = (source.sqlite()?, to.sqlite()?);
    let length = |conn: &Connection| conn.pragma_query_value(None, "page_size", |row| row.get::<_, i64>(0));
    let wanted = length(to)?;
    if length(source)? == wanted {
        return Ok(());
    }
    pragma::prefer(source, "page_size", wanted)?;
    source.execute_batch("VACUUM")?;
    Ok(pragma::holds(source, "page_size", wanted)?)
}

fn is_damage(to: &Path, e: &Error) -> bool {
    let real = fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
    e.what == damaged(to).what || e.what == damaged(&real).what
}

fn named(file: Scratch, to: &Path) -> Result<()> {
    naming::name(file, [to.to_owned()])?.map(drop).ok_or_else(|| super::upkeep::taken(to))
}

/// Ends of the names of a database and of what belongs to it. The log goes first: should the power fail in between, it is
/// not taken for the log of the new file.
fn parts() -> impl DoubleEndedIterator<Item = &'static str> {
    SIDES.into_iter().chain([""])
}

fn move_aside(to: &Path, word: &str) -> Result<PathBuf> {
    let free = kept_names(to, word).find(|name| is_free(name));
    let keep = free.ok_or_else(|| super::upkeep::taken(to))?;
    move_all(to, &keep, parts())?;
    Ok(keep)
}

/// Moves a database with what belongs to it, or nothing.
fn move_all(from: &Path, to: &Path, parts: impl Iterator<Item = &'static str>) -> Result<()> {
    let mut moved = Vec::new();
    for end in parts {
        match fs::rename(with_end(from, end), with_end(to, end)) {
            Ok(()) => moved.push(end),
            Err(e) if e.kind() == ErrorKind::NotFound && !end.is_empty() => {}
            Err(e) => {
                for end in moved.iter().rev() {
                    let _ = fs::rename(with_end(to, end), with_end(from, end));
                }
                return Err(disk(from, e));
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_with_pages_of_another_length_goes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let [path, backup, keep] = ["w.db", "b.db", "w.old.db"].map(|name| folder.path().join(name));
        drop(Store::open_write(&path).expect("made"));
        Store::open_read(&path).expect("opens").expect("is there").backup(&backup).expect("a backup");
        let conn = Connection::open(&backup).expect("opens");
        conn.execute_batch("PRAGMA page_size = 4096; VACUUM").expect("shorter pages");
        drop(conn);
        let length = |path: &Path| {
            let head = fs::read(path).expect("is there");
            u16::from_be_bytes([head[16], head[17]])
        };
        assert_eq!([&backup, &path].map(|path| length(path)), [4096, 16_384]);
        let source = Store::open_read(&backup).expect("opens").expect("is there");
        let kept = source.restore(&path, "old", &Who::default()).expect("restored");
        assert_eq!(kept, Some(fs::canonicalize(&keep).expect("is there")));
        let store = Store::open_read(&path).expect("opens").expect("is there");
        assert!(store.doctor().expect("looked at").problems.is_empty());
    }
}
