//! Writes records where they belong: new ones, newer ones over what is known, and of older ones what nobody had stated.

use super::Outcome;
use super::cells::{self, Cell, CellRow};
use super::change_ledger;
use super::db::Sql;
use super::failure::failed;
use super::import::Importer;
use super::merge::Merger;
use super::reassign_shop::Met;
use super::tables::{TAIL, reset, seen, shop_of};
use super::teach::Taught;
use crate::error::{Error, Result};
use crate::model::{Field, Fields};

impl Importer<'_> {
    /// Writes a record: new, merged, or what it adds to newer facts.
    pub(super) fn land(
        &mut self,
        kind: &str,
        row: &mut [Cell<'_>],
        met: Met,
        moved: bool,
    ) -> Result<Outcome> {
        let path = self.path;
        let fail = |e| failed(path, e);
        self.changed.place_many(self.db).map_err(fail)?;
        self.offers_row(kind, row)?;
        match met {
            Met::Passed => Ok(Outcome::Older),
            Met::New => self.put_new(kind, row),
            Met::Known(stored) => self.put_newer(kind, row, stored, moved),
            Met::Newer(stored) => self.teach(kind, row, stored, moved),
        }
    }

    /// Counts the cells of a row. Those of orders are counted where their rows are made.
    fn offers_row(&mut self, kind: &str, row: &[Cell<'_>]) -> Result<()> {
        let stored = &self.tables.of(kind)?.stored;
        let (rules, fields, elder) = (&stored.rules, &stored.fields, &stored.bits);
        match &mut self.file {
            Some(file) if kind != "orders" && file.facts.kind == kind => {
                let have = Merger { rules, fields, elder, sets: &self.sets }.offered(row);
                file.offered.row(have, rules, fields, row);
            }
            _ => {}
        }
        Ok(())
    }

    fn put_new(&mut self, kind: &str, row: &mut [Cell<'_>]) -> Result<Outcome> {
        let snapshot = self.snapshot()?.0;
        let import = self.file()?.id.clone();
        let table = self.tables.of(kind)?;
        self.seq += 1;
        if let Some(seq) = row.get_mut(table.stored.seq) {
            *seq = Cell::int(self.seq);
        }
        let [.., seen_at, import_id, _] = &mut *row else { return Err(no_tail()) };
        *seen_at = Cell::int(snapshot);
        *import_id = Cell::Text(import.into());
        self.tally.put(table.name, &mut table.put, row, None).map_err(|e| failed(self.path, e))?;
        self.changed.came(kind, row);
        Ok(Outcome::New)
    }

    /// A record that is as new as what is known of it, or newer.
    fn put_newer(
        &mut self,
        kind: &str,
        row: &[Cell<'_>],
        mut stored: CellRow,
        moved: bool,
    ) -> Result<Outcome> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let snapshot = self.snapshot()?.0;
        let (now, at) = (self.who.now.0, row.len() - TAIL);
        let import = self.file()?.id.clone();
        let table = self.tables.of(kind)?;
        if moved {
            // As it stands since it was moved.
            cells::seal(table.stored.seals, &mut stored);
        }
        let stood = stored.clone();
        let named = self.changed.named(kind, &stored);
        let stored_import = cells::str_at(&stored, at + 1).to_owned();
        let old = change_ledger::before(&table.stored, &stored, row);
        let ahead = stored.get(at).and_then(Cell::num).is_some_and(|at| at > now);
        let (seen, seq) = seen(&stored, table.stored.seq, now);
        let merged = table.stored.merger(&self.sets).merge(&mut stored, row);
        self.left_cells(seq, (seen, &stored_import), merged.stated, merged.left).map_err(fail)?;
        let newer = ahead || self.last_seen.of(seq, seen) < snapshot;
        // Where each row tells how new it is, its own row says so; and so it does where it was wrong.
        let noted = self.seen.is_none() && !ahead && self.last_seen.mark(seq, self.seq);
        let [.., seen_at, import_id, _] = stored.as_mut_slice() else { return Err(no_tail()) };
        let changed = merged.changed || moved;
        if changed || newer && !noted {
            *seen_at = Cell::int(snapshot);
            *import_id = Cell::Text(import.into());
        }
        let table = self.tables.of(kind)?;
        if changed {
            table.update(self.db, &self.tally, &stood, &mut stored).map_err(fail)?;
            self.changed.differs(kind, &stored, &named);
            let change = change_ledger::change(&table.stored, &stored, old);
            self.note_change(change)?;
            return Ok(Outcome::Changed);
        }
        if newer && !noted {
            let shop = shop_of(&stored);
            reset(table, &self.tally, &mut stored, &shop, &shop).map_err(fail)?;
        }
        Ok(Outcome::Unchanged)
    }

    /// Notes what a newer export left as an older one had it. `known`: what the record's own row says of its age.
    fn left_cells(&mut self, seq: i64, known: (i64, &str), stated: Fields, left: Fields) -> Sql<()> {
        if left == Fields::NONE && self.older_cells.of(seq).is_empty() {
            return Ok(());
        }
        let before = self.newest(seq, known.0, known.1)?.0;
        self.older_cells.newer(seq, stated, left, before);
        Ok(())
    }

    /// A record that is older than what is known of it: it fills what nobody stated, and overwrites nothing.
    fn teach(&mut self, kind: &str, row: &[Cell<'_>], mut stored: CellRow, moved: bool) -> Result<Outcome> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let rank = self.rank()?;
        let (now, at) = (self.who.now.0, row.len() - TAIL);
        let table = self.tables.of(kind)?;
        if moved {
            cells::seal(table.stored.seals, &mut stored);
        }
        let stood = stored.clone();
        let named = self.changed.named(kind, &stored);
        let (seen, seq) = seen(&stored, table.stored.seq, now);
        let older_cells = &self.older_cells;
        let is_older = |field: Field| older_cells.rank(seq, field).map(|known| known <= rank);
        let taught = table.stored.merger(&self.sets).teach(&mut stored, row, &is_older);
        self.perhaps_newer(&taught, (seq, seen), cells::str_at(&stored, at + 1)).map_err(fail)?;
        self.older_cells.older(seq, taught.told, rank);
        if !taught.changed && !moved {
            // Of one moment, and the same: nothing is left aside.
            let same = !taught.differs && self.last_seen.of(seq, seen) == rank.at;
            return Ok(if same { Outcome::Unchanged } else { Outcome::Older });
        }
        let table = self.tables.of(kind)?;
        table.update(self.db, &self.tally, &stood, &mut stored).map_err(fail)?;
        self.changed.differs(kind, &stored, &named);
        if let Some(file) = self.file.as_mut().filter(|file| file.facts.kind == kind) {
            file.counts.taught += 1;
        }
        Ok(Outcome::Changed)
    }

    /// What an older record says otherwise may be newer where the newest export of it did not offer the column.
    fn perhaps_newer(&mut self, taught: &Taught, (seq, seen): (i64, i64), import: &str) -> Sql<()> {
        if taught.unknown == Fields::NONE {
            return Ok(());
        }
        let newest = self.newest(seq, seen, import)?.1;
        let Some(offered) = self.imports.of(self.db, newest)?.offered else { return Ok(()) };
        if let Some(file) = &mut self.file {
            let perhaps = Fields(taught.unknown.0 & !offered.0);
            file.counts.perhaps_newer = file.counts.perhaps_newer.or(perhaps);
        }
        Ok(())
    }

    pub(super) fn count(
        &mut self,
        kind: &'static str,
        platform: &str,
        shop: &str,
        outcome: Outcome,
    ) -> Result<Outcome> {
        let snapshot = self.snapshot()?;
        let Some(file) = &mut self.file else { return Err(Error::bug("a record outside of a file")) };
        let (of, as_of) = &mut file.last;
        if of.0 != platform || of.1 != shop || of.2 != kind || *as_of < snapshot {
            *of = (platform.to_owned(), shop.to_owned(), kind);
            let known = file.seen.entry(of.clone()).or_insert(snapshot);
            *known = (*known).max(snapshot);
            *as_of = *known;
        }
        if kind == file.facts.kind {
            file.counts.note(outcome);
        }
        Ok(outcome)
    }
}

fn no_tail() -> Error {
    Error::bug("a row of facts without its last columns")
}
