//! The log of an import: what each file brought, and how new each shop's facts are.

use super::cells::{self, Cell};
use super::import::Importer;
use super::statements as sql;
use super::stored::Stored;
use super::tally::checksum_of;
use super::work::{self, Snapshot};
use crate::model::Stamp;
use crate::records::Schema;
use rusqlite::types::ToSql;
use rusqlite::{Result as Sql, Statement};
use std::collections::BTreeMap;

/// What is known of a file before its rows are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    pub path: String,
    pub layout: String,
    /// `orders`, `items`, `payments` …: the records that are counted.
    pub kind: &'static str,
    pub platform: String,
    /// When the export was made.
    pub snapshot: Stamp,
    /// How we know: `given`, `export`, `name`, `event` or `mtime`.
    pub snapshot_source: &'static str,
    /// An order number stands for one order in all shops of the platform.
    pub numbers_global: bool,
    /// The bytes of the file and how it is read, as one word; empty where it is not to be known again.
    pub fingerprint: String,
}

/// What came of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    New,
    Changed,
    Unchanged,
    /// The database knows a newer state; nothing was touched.
    Older,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub read: u64,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub older: u64,
    pub rejected: u64,
}

/// Platform, shop, kind.
pub(super) type Seen = (String, String, &'static str);

pub(super) struct OpenFile {
    pub(super) facts: FileFacts,
    pub(super) id: String,
    pub(super) counts: Counts,
    /// Shops and kinds that the file told of, and as of when.
    pub(super) seen: BTreeMap<Seen, Stamp>,
    pub(super) last: (Seen, Stamp),
}

impl Importer<'_> {
    /// Writes down what came of a file, and how new each shop's facts are now.
    pub(super) fn note(&self, file: &OpenFile) -> Sql<()> {
        let (facts, c) = (&file.facts, &file.counts);
        let number = |n: u64| Cell::int(i64::try_from(n).unwrap_or(i64::MAX));
        let mut row = [
            Cell::text(&file.id),
            Cell::int(self.who.now.0),
            Cell::text(&self.who.by),
            Cell::text(&facts.path),
            Cell::text(&facts.layout),
            Cell::text(facts.kind),
            Cell::text(&facts.platform),
            Cell::int(facts.snapshot.0),
            Cell::text(facts.snapshot_source),
            number(c.read),
            number(c.new),
            number(c.changed),
            number(c.unchanged),
            number(c.older),
            number(c.rejected),
            Cell::int(self.seq),
            Cell::Int(None),
        ];
        self.tally.put("imports", &mut self.conn.prepare(sql::IMPORT_PUT)?, &mut row, None)?;
        if !facts.fingerprint.is_empty() && c.rejected == 0 {
            let mut row = [Cell::text(&facts.fingerprint), Cell::text(&file.id), Cell::Int(None)];
            let (mut find, mut put) = (self.conn.prepare(sql::FILE_FIND)?, self.conn.prepare(sql::FILE_PUT)?);
            self.tally.put_over("import_files", (&mut find, &[&facts.fingerprint]), &mut put, &mut row)?;
        }
        let mut find = self.conn.prepare(sql::SNAPSHOT_FIND)?;
        let mut put = self.conn.prepare(sql::SNAPSHOT_PUT)?;
        for ((platform, shop, kind), as_of) in &file.seen {
            let keys: [&dyn ToSql; 3] = [platform, shop, kind];
            let known = cells::take_all(&mut find, &keys)?.pop();
            let at = known.as_ref().and_then(|row| row.first()?.num());
            // A moment that is still to come was told by a wrong clock.
            if at.is_none_or(|at| at < as_of.0 || at > self.who.now.0) {
                let (platform, shop, kind) = (Cell::text(platform), Cell::text(shop), Cell::text(kind));
                let mut row = [platform, shop, kind, Cell::int(as_of.0), Cell::Int(None)];
                let before = known.map(|row| checksum_of(&row));
                self.tally.put("snapshots", &mut put, &mut row, before)?;
            }
        }
        self.hand_over()
    }

    /// Writes a snapshot over whatever stands there: two shops may have handed theirs to the same one.
    fn hand_snapshot(&self, put: &mut Statement<'_>, row: &mut [Cell<'_>; 5]) -> Sql<()> {
        let [platform, shop, kind, ..] = row.each_ref().map(Cell::owned);
        let mut find = self.conn.prepare_cached(sql::SNAPSHOT_FIND)?;
        self.tally.put_over("snapshots", (&mut find, &[&platform, &shop, &kind]), put, row)
    }

    /// A shop whose orders found another one hands its snapshots over; if it is empty, it goes.
    fn hand_over(&self) -> Sql<()> {
        if self.moved.is_empty() && self.moved_lines.is_empty() {
            return Ok(());
        }
        let freshness = work::freshness(self.conn)?;
        let mut put = self.conn.prepare(sql::SNAPSHOT_PUT)?;
        let mut drop = self.conn.prepare(sql::SNAPSHOT_DROP)?;
        for (platform, from, to) in &self.moved {
            // Generic records follow no order to its shop.
            let follows = |kind: &str| !Schema::by_key(kind).is_some_and(Schema::is_generic);
            let theirs = |g: &&Snapshot| g.0 == *platform && g.1 == *from && follows(&g.2);
            for (_, _, kind, at) in freshness.iter().filter(theirs) {
                if !freshness.iter().any(|g| g.0 == *platform && g.1 == *to && g.2 == *kind) {
                    let (platform, to, kind) = (Cell::text(platform), Cell::text(to), Cell::text(kind));
                    let row = &mut [platform, to, kind, Cell::int(at.0), Cell::Int(None)];
                    self.hand_snapshot(&mut put, row)?;
                }
            }
            self.tally.drop("snapshots", &mut drop, &[platform, from])?;
        }
        for (platform, from, to, kind) in &self.moved_lines {
            let of =
                |shop: &String| freshness.iter().find(|g| g.0 == *platform && g.1 == *shop && g.2 == *kind);
            if let (Some(old), None) = (of(from), of(to)) {
                let (platform, to, kind) = (Cell::text(platform), Cell::text(to), Cell::text(kind));
                let row = &mut [platform, to, kind, Cell::int(old.3.0), Cell::Int(None)];
                self.hand_snapshot(&mut put, row)?;
            }
            if let Some(schema) = Schema::by_key(kind) {
                let mut drop = self.conn.prepare(&Stored::of(schema).forget())?;
                self.tally.drop("snapshots", &mut drop, &[platform, from])?;
            }
        }
        Ok(())
    }
}
