//! Which of two exports tells the newer facts, and what else later imports want to know of one.

use super::db::{Db, Sql};
use super::offered::filled;
use super::statements as sql;
use crate::model::{Fields, Stamp};
use std::cell::RefCell;
use std::collections::HashMap;

/// The greater of two wins. As of when an export tells its facts, in Unix seconds; between two of one moment the bytes
/// decide, so that it does not matter which one is imported first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Rank {
    pub(super) at: i64,
    /// `None`: imported by an earlier program, which noted no hash.
    pub(super) hash: Option<i64>,
}

/// What is kept of an import.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ImportAbout {
    pub(super) as_of: Option<Stamp>,
    pub(super) hash: Option<i64>,
    /// The columns of which it filled any cell; `None`: not known.
    pub(super) offered: Option<Fields>,
}

/// Imports by their ids, each read once.
#[derive(Debug, Default)]
pub(super) struct Imports(RefCell<HashMap<String, ImportAbout>>);

impl Imports {
    /// Nothing is known of one that has not ended.
    pub(super) fn of(&self, db: &Db, id: &str) -> Sql<ImportAbout> {
        if let Some(known) = self.0.borrow().get(id) {
            return Ok(*known);
        }
        let about = db.rows(sql::IMPORT_ABOUT, &[&id], |row| {
            let offered: String = row.get(2)?;
            let as_of = row.get::<Option<i64>>(0)?.map(Stamp);
            Ok(ImportAbout { as_of, hash: row.get(1)?, offered: filled(&offered) })
        })?;
        let about = about.into_iter().next();
        if let Some(about) = about {
            self.0.borrow_mut().insert(id.to_owned(), about);
        }
        Ok(about.unwrap_or_default())
    }
}
