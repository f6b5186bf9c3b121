//! Looking after the database: what is in it, whether it is sound, a copy of it.

use super::all_tables::every;
use super::db::{Ability, Db, Sql};
use super::failure::{disk, failed, wrong};
use super::naming::{self, TableCounts, kept_names};
use super::open::{obey_nothing, open_unshared, scratch};
use super::pragma;
use super::stored::{Stored, seals};
use super::tally::{self, Total};
use super::work::Freshness;
use super::{Store, cells, migrate, statements as sql};
use crate::error::Result;
use crate::model::Say;
use crate::records::{self, Schema};
use crate::scratch::{Scratch, folder_of};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// What is in a database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    pub path: PathBuf,
    /// Bytes on disk, with what is still in the log.
    pub size: u64,
    pub schema: i64,
    /// How many records there are of each kind.
    pub records: BTreeMap<&'static Schema, u64>,
    pub imports: u64,
    pub audit: u64,
    pub as_of: Freshness,
}

/// What a doctor found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Health {
    /// Rows whose checksum was compared.
    pub rows: u64,
    pub problems: Vec<Say>,
}

impl Info {
    /// How many records of a kind there are.
    pub fn of(&self, schema: &Schema) -> u64 {
        self.records.get(schema).copied().unwrap_or_default()
    }
}

impl Store {
    pub fn info(&self) -> Result<Info> {
        let mut wal = self.path.as_os_str().to_owned();
        wal.push("-wal");
        let size = |path: &Path| fs::metadata(path).map_or(0, |m| m.len());
        let on_server = self.db.size_on_server().map_err(|e| self.fail(e))?;
        let mut info = Info {
            path: self.path.clone(),
            size: on_server.unwrap_or_else(|| size(&self.path) + size(Path::new(&wal))),
            as_of: self.snapshots()?,
            ..Info::default()
        };
        let mut read = || -> Sql<()> {
            let number = |text: &str| self.db.one::<i64>(text, &[]);
            info.schema = number(sql::VERSION)?;
            info.imports = number(sql::IMPORTS)?.unsigned_abs();
            info.audit = number(sql::AUDIT_COUNT)?.unsigned_abs();
            for schema in records::ALL {
                info.records.insert(schema, number(&Stored::of(schema).count())?.unsigned_abs());
            }
            Ok(())
        };
        read().map_err(|e| self.fail(e))?;
        Ok(info)
    }

    /// The engine's own checks: structure, indexes, references. Empty = sound.
    pub fn check(&self) -> Result<Vec<Say>> {
        self.able(Ability::Check)?;
        let read = || -> Sql<Vec<Say>> {
            let (mut found, conn) = (Vec::new(), self.db.sqlite()?);
            conn.pragma_query(None, "integrity_check", |row| {
                let line: String = row.get(0)?;
                if line != "ok" {
                    found.push(Say::new(format!("结构：{line}"), format!("structure: {line}")));
                }
                Ok(())
            })?;
            conn.pragma_query(None, "foreign_key_check", |row| {
                let table: String = row.get(0)?;
                found.push(Say::new(format!("{table}：引用断了"), format!("{table}: a broken reference")));
                Ok(())
            })?;
            Ok(found)
        };
        read().map_err(|e| self.fail(e))
    }

    /// All checks: the engine's, the schema's text, the checksum of every row, the figures of every import.
    pub fn doctor(&self) -> Result<Health> {
        let fail = |e| self.fail(e);
        let _view = self.view().map_err(fail)?;
        let own = self.db.has(Ability::Check);
        let mut health = Health { rows: 0, problems: if own { self.check()? } else { Vec::new() } };
        if self.db.has(Ability::TableText) && self.schema_differs().map_err(fail)? {
            health.problems.push(Say::new("表结构与本版本不符", "the schema is not the one of this version"));
        }
        let totals = tally::totals(&self.db).map_err(fail)?;
        for (table, all) in every() {
            let (found, bad) = sums(&self.db, table, &all).map_err(fail)?;
            let rows = found.rows.unsigned_abs();
            if table != "counters" {
                health.rows += rows;
            }
            health.problems.extend(differs(table, totals.get(table), found));
            if bad > 0 {
                health.problems.push(Say::new(
                    format!("{table}：{rows} 行中有 {bad} 行与校验和不符"),
                    format!("{table}: {bad} of {rows} rows do not match their checksums"),
                ));
            }
        }
        self.figures(&mut health.problems).map_err(fail)?;
        Ok(health)
    }

    fn schema_differs(&self) -> Sql<bool> {
        let text = |db: &Db| -> Sql<Vec<(String, Option<String>)>> {
            db.rows(sql::SCHEMA_TEXT, &[], |row| Ok((row.get(0)?, row.get(1)?)))
        };
        let fresh = Db::from(Connection::open_in_memory()?);
        migrate::create(&fresh)?;
        Ok(text(&self.db)? != text(&fresh)?)
    }

    fn figures(&self, problems: &mut Vec<Say>) -> Sql<()> {
        for id in self.db.rows(sql::BAD_SUMS, &[], |row| row.get::<String>(0))? {
            problems.push(Say::new(
                format!("导入 {id}：行数对不上"),
                format!("import {id}: its figures do not add up"),
            ));
        }
        let strays =
            std::iter::once(sql::STRAYS.to_owned()).chain(records::generic().map(|s| Stored::of(s).strays()));
        for text in strays {
            let found = self.db.rows(&text, &[], |row| Ok((row.get::<String>(0)?, row.get::<i64>(1)?)))?;
            for (table, n) in found {
                if n > 0 {
                    problems.push(Say::new(
                        format!("{table}：{n} 行没有对应的导入记录"),
                        format!("{table}: {n} rows name an import that is not there"),
                    ));
                }
            }
        }
        Ok(())
    }

    /// Refuses where the engine makes backups itself.
    pub fn can_back_up(&self) -> Result<()> {
        self.able(Ability::Backup)
    }

    /// Copies the database, whole and of one moment, into a new file that only its owner can read, and tells how sound
    /// the copy is. One with problems gets its name all the same: it may be all that there is.
    pub fn backup(&self, to: &Path) -> Result<Health> {
        self.able(Ability::Backup)?;
        if to.file_name().is_none() || to.to_string_lossy().ends_with(['/', '\\']) {
            return Err(wrong(to, "不是文件名", "is no file name"));
        }
        if fs::symlink_metadata(to).is_ok() {
            return Err(taken(to));
        }
        naming::refuse_left_over(to)?;
        let file = self.copied(to)?;
        // Before it has a name: where it can't be looked at, nothing is left.
        let health = health_of(&file, to)?;
        naming::name(file, [to.to_owned()])?.map(|_| health).ok_or_else(|| taken(to))
    }
}

/// Looks at a copy that is to stand at `to`.
fn health_of(file: &Scratch, to: &Path) -> Result<Health> {
    let mut copy = open_unshared(file.path())?;
    to.clone_into(&mut copy.path);
    copy.doctor()
}

impl Store {
    /// A copy beside the database, of this moment and under a name that was free. `word`: what it is.
    pub(super) fn keep_as(&self, word: &str) -> Result<PathBuf> {
        let file = self.copied(&self.path)?;
        naming::name(file, kept_names(&self.path, word))?.ok_or_else(|| taken(&self.path))
    }

    /// A copy, checked and kept by the disk, without a name yet, in the folder of `to`.
    pub(super) fn copied(&self, to: &Path) -> Result<Scratch> {
        let file = scratch(&folder_of(to)).map_err(|e| disk(to, e))?;
        let copy = || -> Sql<Option<TableCounts>> {
            let mut target = Connection::open_with_flags(file.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
            obey_nothing(&target)?;
            copy(self.db.sqlite()?, &mut target)?;
            // A single file, to be read anywhere.
            pragma::set(&target, "journal_mode", "delete".to_owned())?;
            let sound: String = target.pragma_query_value(None, "quick_check", |row| row.get(0))?;
            let counted = naming::rows(&target)?;
            target.close().map_err(|(_, e)| e)?;
            Ok(Some(counted).filter(|_| sound == "ok"))
        };
        let counted = copy().map_err(|e| failed(to, e))?;
        naming::keep(&file, to, &counted.ok_or_else(|| super::failure::damaged(&self.path))?)?;
        Ok(file)
    }
}

pub(super) fn taken(to: &Path) -> crate::error::Error {
    wrong(to, "已经存在，不会覆盖", "exists already and is not overwritten")
        .hint("换一个文件名", "give another name")
}

/// In one step, so that writers can't make it start again.
pub(super) fn copy(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    step(&Backup::new(from, to)?, -1, StepResult::Done)
}

/// Copies so many pages, as soon as others let it.
pub(super) fn step(backup: &Backup<'_, '_>, pages: i32, wanted: StepResult) -> rusqlite::Result<()> {
    let since = Instant::now();
    loop {
        match backup.step(pages)? {
            answer if answer == wanted => return Ok(()),
            _ if since.elapsed() > Duration::from_secs(30) => {
                let busy = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
                return Err(rusqlite::Error::SqliteFailure(busy, None));
            }
            _ => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

/// Rows were deleted, added or put back by somebody else.
fn differs(table: &str, written: Option<&Total>, found: Total) -> Option<Say> {
    let Some(written) = written else {
        return Some(Say::new(
            format!("{table}：应有的行数没有记下，或被改过"),
            format!("{table}: how many rows it should have is not there, or was changed"),
        ));
    };
    let (want, have) = (written.rows, found.rows);
    (*written != found).then(|| match want == have {
        true => Say::new(
            format!("{table}：{have} 行的校验和合计 {}，应为 {}：有行被换过", found.sum, written.sum),
            format!(
                "{table}: the checksums of {have} rows add up to {}, not to {}: rows were replaced",
                found.sum, written.sum
            ),
        ),
        false => Say::new(
            format!("{table}：应有 {want} 行，现有 {have} 行：有行被别的程序增删"),
            format!("{table}: {want} rows were written, {have} are there: others deleted or added some"),
        ),
    })
}

/// Rows read and the sum of their checksums, and how many do not match theirs.
fn sums(db: &Db, table: &str, all: &str) -> Sql<(Total, u64)> {
    let mut statement = db.prepare(all)?;
    let columns = statement.column_count();
    let (mut read, mut bad, seals) = (Total::default(), 0, seals(table));
    statement.each(&mut |row| {
        // A checksum that is no number does not match either.
        read.came(row.value(columns - 1)?.number(columns - 1).ok().flatten().unwrap_or_default());
        bad += u64::from(!cells::is_whole(seals, row, columns)?);
        Ok(())
    })?;
    Ok((read, bad))
}
