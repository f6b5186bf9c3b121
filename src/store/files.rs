//! Files that were read before: what they told, and the bytes they had.

use super::cells::{Cell, num_at, str_at};
use super::failure::failed;
use super::import::Importer;
use super::{Store, statements as sql};
use crate::error::Result;
use crate::model::Stamp;

/// What the first reading of a file told of it; times in Unix seconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadBefore {
    /// The bytes and how they are read, as one word.
    pub print: String,
    pub read_at: Stamp,
    pub records: u64,
    pub rows: u64,
    pub repeated: u64,
    pub declared: Option<u64>,
    pub rounded: Option<String>,
    /// The newest event not after `read_at`, and the earliest after it.
    pub newest: Option<Stamp>,
    pub next: Option<Stamp>,
    pub seen: Option<Stamp>,
}

impl Store {
    /// What a reading told; `None` where there was none, or where its row is damaged.
    pub fn read_before(&self, print: &str) -> Result<Option<ReadBefore>> {
        let row = self.sealed(sql::READING_FIND, &[&print])?.and_then(|mut rows| rows.pop());
        Ok(row.map(|row| {
            let count = |column: usize| num_at(&row, column).and_then(|n| u64::try_from(n).ok());
            let time = |column: usize| num_at(&row, column).map(Stamp);
            ReadBefore {
                print: print.to_owned(),
                read_at: time(1).unwrap_or(Stamp(i64::MAX)),
                records: count(2).unwrap_or_default(),
                rows: count(3).unwrap_or_default(),
                repeated: count(4).unwrap_or_default(),
                declared: count(5),
                rounded: Some(str_at(&row, 6).to_owned()).filter(|text| !text.is_empty()),
                newest: time(7),
                next: time(8),
                seen: time(9),
            }
        }))
    }

    /// The bytes of a file as one word, where it stands as it did when they were read.
    pub fn bytes_of(&self, path: &str, state: &str) -> Result<Option<String>> {
        let row = self.sealed(sql::STATE_FIND, &[&path])?.and_then(|mut rows| rows.pop());
        Ok(row.filter(|row| str_at(row, 1) == state).map(|row| str_at(&row, 2).to_owned()))
    }
}

impl Importer<'_> {
    /// Writes down what the first reading of a file told.
    pub fn remember(&mut self, read: &ReadBefore) -> Result<()> {
        let count = |n: u64| Cell::int(i64::try_from(n).unwrap_or(i64::MAX));
        let row = &mut [
            Cell::text(&read.print),
            Cell::int(read.read_at.0),
            count(read.records),
            count(read.rows),
            count(read.repeated),
            read.declared.map_or(Cell::Int(None), count),
            Cell::text(read.rounded.as_deref().unwrap_or_default()),
            Cell::time(read.newest),
            Cell::time(read.next),
            Cell::time(read.seen),
            Cell::Int(None),
        ];
        self.put_file_row("readings", sql::READING_FIND, sql::READING_PUT, row)
    }

    /// Writes down the bytes that a file has while it stands so.
    pub fn remember_bytes(&mut self, path: &str, state: &str, bytes: &str) -> Result<()> {
        let row = &mut [Cell::text(path), Cell::text(state), Cell::text(bytes), Cell::Int(None)];
        self.put_file_row("file_states", sql::STATE_FIND, sql::STATE_PUT, row)
    }

    /// The open file is not to be known again.
    pub fn forget(&mut self) {
        if let Some(file) = &mut self.file {
            file.facts.fingerprint.clear();
        }
    }

    /// Writes a row that its first cell tells apart.
    fn put_file_row(&self, table: &'static str, find: &str, put: &str, row: &mut [Cell<'_>]) -> Result<()> {
        let mut write = || {
            let key = row.first().map(Cell::owned);
            let (mut find, mut put) = (self.db.prepare(find)?, self.db.prepare(put)?);
            self.tally.put_over(table, (&mut find, &[&key]), &mut put, row)
        };
        write().map_err(|e| failed(self.path, e))
    }
}
