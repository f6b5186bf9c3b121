//! What an import sees of an order at a glance, and whether an export of a higher rank saw it before.

use super::Outcome;
use super::db::Sql;
use super::failure::failed;
use super::file_facts::Glance;
use super::import::Importer;
use super::rank::Rank;
use super::rows::OrderRow;
use super::tables::SHOP;
use crate::error::Result;
use std::cmp::Ordering;

impl Importer<'_> {
    fn hash_of(&self, import: &str) -> Sql<Option<i64>> {
        match &self.file {
            Some(file) if file.id == import => Ok(file.facts.hash),
            _ => Ok(self.imports.of(self.db, import)?.hash),
        }
    }

    /// Which export saw a record last: its rank and its import. `seen`, `import`: what the record's own row says.
    pub(super) fn newest<'n>(&'n self, seq: i64, seen: i64, import: &'n str) -> Sql<(Rank, &'n str)> {
        let mut newest = (Rank { at: seen, hash: self.hash_of(import)? }, import);
        if let Some((at, import)) = self.last_seen.again(seq).filter(|again| again.0 >= seen) {
            newest = newest.max((Rank { at, hash: self.hash_of(import)? }, import));
        }
        Ok(newest)
    }

    /// Whether an export of a higher rank than this one saw the record.
    pub(super) fn is_older(&self, seq: i64, seen: i64, import: &str) -> Sql<bool> {
        let snapshot = self.seen.or(self.file.as_ref().map(|file| file.facts.snapshot));
        Ok(match self.last_seen.of(seq, seen).cmp(&snapshot.map_or(i64::MIN, |at| at.0)) {
            Ordering::Less => false,
            Ordering::Greater => true,
            Ordering::Equal => {
                let hash = self.file.as_ref().and_then(|file| file.facts.hash);
                self.newest(seq, seen, import)?.0.hash > hash
            }
        })
    }

    /// Nearly all orders of an export are new, or as they were: both are known without reading them whole.
    pub(super) fn glance(&mut self, row: &OrderRow<'_>) -> Result<Glance> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let snapshot = self.snapshot()?.0;
        let [platform, shop, order_no] = [0, SHOP, 2].map(|column| row.str(column));
        let mut rows = self.glance.rows(&[&order_no, &platform]).map_err(fail)?;
        let Some(stored) = rows.next().map_err(fail)? else {
            drop(rows);
            return Ok(if self.others { Glance::Unclear } else { Glance::New });
        };
        let Some((seq, seen)) =
            row.is_as_stored(&stored, (&self.sets, &self.tables.orders.stored.bits)).map_err(fail)?
        else {
            return Ok(Glance::Unclear);
        };
        // Which import it was decides only between two of one moment.
        let import = match self.last_seen.of(seq, seen) == snapshot {
            true => stored.get::<String>(5).map_err(fail)?,
            false => String::new(),
        };
        if rows.next().map_err(fail)?.is_some() {
            return Ok(Glance::Unclear);
        }
        drop(rows);
        if seen > self.who.now.0 || !self.older_cells.of(seq).is_empty() {
            // From a wrong clock: the whole row tells how old it is. Or it says the same, but from an older export.
            return Ok(Glance::Unclear);
        }
        let known = self.last_seen.of(seq, seen);
        let is_older =
            known > snapshot || known == snapshot && self.is_older(seq, seen, &import).map_err(fail)?;
        let outcome = match known == snapshot {
            // Of one moment, and the same: nothing is left aside.
            true if is_older => Outcome::Unchanged,
            _ if is_older => Outcome::Older,
            _ if self.seen.is_none() && self.last_seen.mark(seq, self.seq) => Outcome::Unchanged,
            true => Outcome::Unchanged,
            false => return Ok(Glance::Unclear),
        };
        self.count("orders", platform, shop, outcome).map(Glance::AsStored)
    }
}
