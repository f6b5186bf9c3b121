//! The log of an import: writes down what each file brought, and how new each shop's facts are.

use super::cells::{self, Cell};
use super::db::{Param, Sql, Statement};
use super::file_facts::OpenFile;
use super::import::Importer;
use super::statements as sql;
use super::stored::Stored;
use super::tally::checksum_of;
use super::work::{self, Snapshot};
use crate::records::Schema;
use std::cmp::Ordering;

impl Importer<'_> {
    /// Writes down what came of a file, and how new each shop's facts are now.
    pub(super) fn note(&self, file: &OpenFile) -> Sql<()> {
        let (facts, c) = (&file.facts, &file.counts);
        let number = |n: u64| Cell::int(i64::try_from(n).unwrap_or(i64::MAX));
        let offered = file.offered.text();
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
            Cell::int(facts.as_of(facts.snapshot).0),
            Cell::Int(facts.hash),
            Cell::text(&offered),
            Cell::Int(None),
        ];
        self.tally.put("imports", &mut self.db.prepare(sql::IMPORT_PUT)?, &mut row, None)?;
        if !facts.fingerprint.is_empty() && c.rejected == 0 {
            let mut row = [Cell::text(&facts.fingerprint), Cell::text(&file.id), Cell::Int(None)];
            let (mut find, mut put) = (self.db.prepare(sql::FILE_FIND)?, self.db.prepare(sql::FILE_PUT)?);
            self.tally.put_over("import_files", (&mut find, &[&facts.fingerprint]), &mut put, &mut row)?;
        }
        let mut find = self.db.prepare(sql::SNAPSHOT_FIND)?;
        let mut put = self.db.prepare(sql::SNAPSHOT_PUT)?;
        for ((platform, shop, kind), ranked) in &file.seen {
            let keys: [&dyn Param; 3] = [platform, shop, kind];
            let known = cells::take_all(&mut find, &keys)?.pop();
            let told = (facts.as_of(*ranked).0, ranked.0);
            let fresher = known.as_ref().map_or(Some(told), |row| fresher(told, row, self.who.now.0));
            if let Some((as_of, ranked)) = fresher {
                let (platform, shop, kind) = (Cell::text(platform), Cell::text(shop), Cell::text(kind));
                let row = &mut [platform, shop, kind, Cell::int(as_of), Cell::int(ranked), Cell::Int(None)];
                let before = known.map(|row| checksum_of(&row));
                self.tally.put("snapshots", &mut put, row, before)?;
            }
        }
        self.hand_over()
    }

    /// Gives another shop the snapshot of a kind, over whatever stands there: two shops may have handed theirs to the same
    /// one.
    fn hand_snapshot(&self, put: &mut Statement<'_>, of: &Snapshot, to: &str) -> Sql<()> {
        let (platform, from, kind, at) = of;
        let mut find = self.db.prepare(sql::SNAPSHOT_FIND)?;
        let row = cells::take_all(&mut find, &[platform, from, kind])?.pop();
        let ranked = row.and_then(|row| cells::num_at(&row, 1));
        let keys = [Cell::text(platform), Cell::text(to), Cell::text(kind)];
        let [platform, shop, kind] = keys.clone();
        let row = &mut [platform, shop, kind, Cell::int(at.0), Cell::Int(ranked), Cell::Int(None)];
        let [platform, shop, kind] = &keys;
        self.tally.put_over("snapshots", (&mut find, &[platform, shop, kind]), put, row)
    }

    /// A shop whose orders found another one hands its snapshots over; if it is empty, it goes.
    pub(super) fn hand_over(&self) -> Sql<()> {
        if self.moved.is_empty() && self.moved_lines.is_empty() {
            return Ok(());
        }
        let freshness = work::freshness(self.db)?;
        let mut put = self.db.prepare(sql::SNAPSHOT_PUT)?;
        let mut drop = self.db.prepare(sql::SNAPSHOT_DROP)?;
        for (platform, from, to) in &self.moved {
            // Generic records follow no order to its shop.
            let follows = |kind: &str| !Schema::by_key(kind).is_some_and(Schema::is_generic);
            let theirs = |g: &&Snapshot| g.0 == *platform && g.1 == *from && follows(&g.2);
            for of in freshness.iter().filter(theirs) {
                if !freshness.iter().any(|g| g.0 == *platform && g.1 == *to && g.2 == of.2) {
                    self.hand_snapshot(&mut put, of, to)?;
                }
            }
            self.tally.drop("snapshots", &mut drop, &[platform, from])?;
        }
        for (platform, from, to, kind) in &self.moved_lines {
            let of =
                |shop: &String| freshness.iter().find(|g| g.0 == *platform && g.1 == *shop && g.2 == *kind);
            if let (Some(old), None) = (of(from), of(to)) {
                self.hand_snapshot(&mut put, old, to)?;
            }
            if let Some(schema) = Schema::by_key(kind) {
                let mut drop = self.db.prepare(&Stored::of(schema).forget())?;
                self.tally.drop("snapshots", &mut drop, &[platform, from])?;
            }
        }
        Ok(())
    }
}

/// How fresh a shop's facts are now, and as of when these rank, if that is not what is known. The export that ranks highest
/// says it: a copy of an old file is new only as a file.
fn fresher(told: (i64, i64), known: &[Cell<'_>], now: i64) -> Option<(i64, i64)> {
    let as_of = cells::num_at(known, 0).unwrap_or(i64::MIN);
    let ranked = cells::num_at(known, 1).unwrap_or(as_of);
    // A moment that is still to come was told by a wrong clock.
    let is_known = as_of <= now && ranked <= now;
    match told.1.cmp(&ranked) {
        Ordering::Less if is_known => None,
        Ordering::Equal if is_known && told.0 <= as_of => None,
        _ => Some(told),
    }
}
