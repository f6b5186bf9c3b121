//! Bringing an old database to this version's schema: never silently, and never without keeping what it was.

use super::db::{Ability, Lane, Sql};
use super::failure::{read_only, wrong};
use super::naming::{is_free, kept_names};
use super::{Store, Upgraded, migrate};
use crate::error::{Error, Result};
use std::fs;
use std::path::PathBuf;

/// Rows up to which any command brings a database up to date by itself.
pub const UPGRADED_AT_ONCE: i64 = 100_000;

/// The schema from which on the roster says who may write.
const ROSTER_DECIDES: i64 = 15;

/// The program's own notes, which may be many and are quickly brought up to date.
const OWN_TABLES: [&str; 17] = [
    "audit",
    "audit_marks",
    "counters",
    "day_blocks",
    "day_changes",
    "day_kinds",
    "day_sums",
    "file_states",
    "import_files",
    "imports",
    "journal",
    "older_cells",
    "readings",
    "schema_version",
    "seen_again",
    "totals",
    "undone",
];

impl Store {
    /// The schema that the database has, and the one of this program.
    pub fn schemas(&self) -> (i64, i64) {
        (self.schema, migrate::newest())
    }

    /// What opening it has upgraded.
    pub fn upgraded(&self) -> Option<&Upgraded> {
        self.upgraded.as_ref()
    }

    /// The name under which an upgrade would keep what is there now.
    pub fn would_keep(&self) -> Option<PathBuf> {
        if !self.db.has(Ability::Backup) {
            return None;
        }
        kept_names(&self.path, &word(self.schema)).find(|path| is_free(path))
    }

    /// Upgrades a database of any size, and keeps a copy of what it was. `None`: somebody else was faster.
    pub fn upgrade(&mut self) -> Result<Option<Upgraded>> {
        let fail = |e| self.fail(e);
        if self.db.is_read_only().map_err(fail)? {
            return Err(read_only(&self.path));
        }
        let own = self.db.has(Ability::Backup);
        let before = if own { Some(self.beside_itself()?) } else { None };
        let tx = self.writing(Lane::Facts)?;
        tx.join(Lane::Work).map_err(fail)?;
        let from = migrate::version(&tx).map_err(fail)?;
        let mut done = None;
        if from < migrate::newest() {
            // Nobody writes now, so the copy is what the upgrade begins with.
            let kept = before.map(|before| before.keep_as(&word(from))).transpose()?;
            let upgraded = migrate::upgrade(&tx, from).map_err(fail).and_then(|()| self.admitted(from));
            // After the commit nothing may fail any more: an upgrade that was done is told.
            match upgraded.and_then(|admitted| tx.commit().map_err(fail).map(|()| admitted)) {
                Ok(admitted) => done = Some(Upgraded { from, to: migrate::newest(), kept, admitted }),
                Err(e) => {
                    // Nothing has changed, so there is nothing to keep; where that can't be told, the copy stays.
                    if let (Some(kept), Ok(version)) = (kept, migrate::version(&self.db))
                        && version == from
                    {
                        let _ = fs::remove_file(kept);
                    }
                    return Err(e);
                }
            }
        } else {
            tx.rollback().map_err(fail)?;
        }
        self.schema = migrate::newest();
        Ok(done)
    }

    /// How many the roster admits that decides from now on.
    fn admitted(&self, from: i64) -> Result<usize> {
        if from < ROSTER_DECIDES { self.staff().map(|staff| staff.len()) } else { Ok(0) }
    }

    /// Upgrades what was opened for another command, unless that would take long.
    pub(super) fn brought_up_to_date(mut self) -> Result<Store> {
        if self.schema < migrate::newest() {
            if self.db.is_read_only().map_err(|e| self.fail(e))? {
                return Err(read_only(&self.path));
            }
            if !self.db.has(Ability::Backup) {
                return Err(self.too_old_here());
            }
            if self.has_more_rows(UPGRADED_AT_ONCE).map_err(|e| self.fail(e))? {
                return Err(self.too_old());
            }
            self.upgraded = self.upgrade()?;
        }
        Ok(self)
    }

    fn has_more_rows(&self, most: i64) -> Sql<bool> {
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table'";
        let names: Vec<String> = self.db.rows(names, &[], |row| row.get(0))?;
        let mut rows = 0;
        for name in names.iter().filter(|name| !OWN_TABLES.contains(&name.as_str())) {
            let table = name.replace('"', "\"\"");
            let text = format!("SELECT COUNT(*) FROM (SELECT 1 FROM \"{table}\" LIMIT $1)");
            rows += self.db.one::<i64>(&text, &[&(most + 1)])?;
            if rows > most {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Where no copy is kept, nothing is upgraded on the way.
    fn too_old_here(&self) -> Error {
        let (have, newest) = self.schemas();
        wrong(
            &self.path,
            &format!("数据库还是旧结构（{have}，现在是 {newest}）；没有动它"),
            &format!("the database has an old schema ({have}, now {newest}); it was left alone"),
        )
        .hint(
            "先用 pg_dump 备份，再运行 cs db upgrade",
            "make a backup with pg_dump, then run `cs db upgrade`",
        )
    }

    fn too_old(&self) -> Error {
        let (have, newest) = self.schemas();
        wrong(
            &self.path,
            &format!("数据库还是旧结构（{have}，现在是 {newest}），超过 {UPGRADED_AT_ONCE} 行，不会顺手升级；没有动它"),
            &format!(
                "the database has an old schema ({have}, now {newest}) and more than {UPGRADED_AT_ONCE} rows; it is not upgraded on the way and was left alone"
            ),
        )
        .hint("运行 cs db upgrade；原来的会留一份", "run `cs db upgrade`; a copy of the old one is kept")
    }
}

/// How a copy of an old schema is called.
fn word(schema: i64) -> String {
    format!("schema-{schema}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::db::on_each_engine;

    #[test]
    fn the_own_tables_are_tables() {
        on_each_engine(|db| {
            for name in OWN_TABLES {
                db.one::<i64>(&format!("SELECT COUNT(*) FROM {name}"), &[]).expect(name);
            }
        });
    }

    #[test]
    fn rows_are_counted_as_far_as_needed() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open_write(&folder.path().join("w.db")).expect("made");
        assert!(!store.has_more_rows(0).expect("counted"), "a new database is empty but for its books");
        for n in 0..3 {
            let staff = "INSERT INTO staff (name, staff_no, sum) VALUES ($1, '', 0)";
            store.db.run(staff, &[&n]).expect("a row");
        }
        assert!(store.has_more_rows(2).expect("counted") && !store.has_more_rows(3).expect("counted"));
    }
}
