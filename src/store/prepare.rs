//! Files are read before anybody has to wait for them, and orders are held against the database: what is as it stands is noted
//! by its running number, what is new or differs is kept. Under the lock that counts only where nothing has changed since.

use super::cells::{self, Cell};
use super::db::{Db, Param, Sql};
use super::failure::failed;
use super::file_facts::Glance;
use super::import::Importer;
use super::open::widen;
use super::prepared::{Aside, Held, Prepared, PreparedFile};
use super::rows::OrderRow;
use super::tables::{SHOP, TAIL, seen};
use super::tally::{self, Total};
use super::{FileFacts, Outcome, Store, Who};
use crate::error::{Error, Result};
use crate::model::{Fields, Stamp};
use crate::records::{Item, OwnedItem};
use std::collections::BTreeMap;

/// The tables that decide whether an order is as it stands.
const COMPARED: [&str; 8] =
    ["orders", "order_items", "refunds", "reviews", "seen_again", "older_cells", "column_sets", "imports"];

impl Store {
    /// Compares what `work` shows, in a view of its own; `None` where nobody would have to wait, or all would be new.
    pub fn prepare(
        &self,
        who: &Who,
        work: impl FnOnce(&mut Preparer<'_>) -> Result<()>,
    ) -> Result<Option<Prepared>> {
        let fail = |e| failed(&self.path, e);
        if self.is_alone() {
            return Ok(None);
        }
        let _view = self.view().map_err(fail)?;
        let Some(state) = state(&self.db).map_err(fail)? else { return Ok(None) };
        if state.first().is_none_or(|orders| orders.rows == 0) {
            return Ok(None);
        }
        // Their numbers are looked up all over the database.
        if self.db.sqlite().is_ok() {
            widen(&self.db).map_err(fail)?;
        }
        let mut importer = Importer::new(&self.db, &self.path, who, false).map_err(fail)?;
        importer.aside = Some(Aside::default());
        let mut preparer = Preparer { importer, files: BTreeMap::new() };
        work(&mut preparer)?;
        let Preparer { importer, files } = preparer;
        Ok(Some(Prepared { state: Some(state), sets: importer.sets, files }))
    }
}

/// Compares one file after the other.
pub struct Preparer<'a> {
    importer: Importer<'a>,
    files: BTreeMap<usize, PreparedFile>,
}

impl<'a> Preparer<'a> {
    /// Takes a file, which `read` shows to the importer; `at` tells it from the others. False: it is too much, and nothing of it
    /// is kept. Of orders none can be taken after that.
    pub fn file(
        &mut self,
        at: usize,
        facts: FileFacts,
        records: u64,
        read: impl FnOnce(&mut Importer<'a>) -> Result<()>,
    ) -> Result<bool> {
        let importer = &mut self.importer;
        importer.begin_file(facts)?;
        if importer.knows(records)? {
            importer.file = None;
            return Ok(true);
        }
        read(importer)?;
        let marks = importer.last_seen.take_marks();
        let (Some(file), Some(aside)) = (importer.file.take(), &mut importer.aside) else {
            return Err(Error::bug("no file to compare"));
        };
        let Some((rows, held)) = aside.end() else { return Ok(false) };
        let (counts, offered, seen) = (file.counts, file.offered, file.seen);
        self.files.insert(at, PreparedFile { rows, held, marks, counts, offered, seen });
        Ok(true)
    }
}

impl Importer<'_> {
    /// Whether more was kept of the file in hand than is held in memory: the rest need not be shown.
    pub fn is_full(&self) -> bool {
        self.aside.as_ref().is_some_and(Aside::is_full)
    }

    /// Holds an order against what is stored, and keeps it where that is not the same.
    pub(super) fn compare(&mut self, row: &OrderRow<'_>, about: Kept<'_>) -> Result<()> {
        let Some(aside) = &mut self.aside else { return Ok(()) };
        aside.met.push(row.key());
        if !aside.is_written(row.key()) && self.is_as_stored(row, about)? {
            return Ok(());
        }
        if let Some(aside) = &mut self.aside {
            aside.differ.insert(row.key());
            aside.rows.keep(row, about);
        }
        Ok(())
    }

    /// Keeps a record that is no order, where nothing is written yet.
    pub(super) fn is_held(&mut self, record: impl FnOnce() -> Held) -> bool {
        let seen = self.seen;
        self.aside.as_mut().map(|aside| aside.hold(seen, record())).is_some()
    }

    /// Whether an order and its items are as they stand; then they are counted.
    fn is_as_stored(&mut self, row: &OrderRow<'_>, (seen, items): Kept<'_>) -> Result<bool> {
        self.seen(seen);
        let [platform, shop, order_no] = [0, SHOP, 2].map(|column| row.str(column));
        let Some(numbers) = self.stored_items([platform, shop, order_no], items)? else { return Ok(false) };
        if !matches!(self.glance(row)?, Glance::AsStored(_)) {
            return Ok(false);
        }
        for number in numbers {
            self.last_seen.mark(number, self.seq);
            self.count("items", platform, shop, Outcome::Unchanged)?;
        }
        Ok(true)
    }

    /// The running numbers of items, if all of them are as they stand and were last told by an older file.
    fn stored_items(&mut self, key: [&str; 3], items: &[Item]) -> Result<Option<Vec<i64>>> {
        if items.is_empty() {
            return Ok(Some(Vec::new()));
        }
        let (path, [platform, shop, order_no]) = (self.path, key);
        let fail = |e| failed(path, e);
        let may_differ = self.seen.is_some() || self.aside.as_ref().is_some_and(|aside| aside.has_items);
        if may_differ || self.shops_of(platform, order_no).map_err(fail)? != [shop] {
            return Ok(None);
        }
        let (now, snapshot) = (self.who.now.0, self.snapshot()?.0);
        let mut numbers = Vec::with_capacity(items.len());
        for item in items {
            let table = &mut self.tables.items;
            let keys: [&dyn Param; 4] = [&order_no, &platform, &shop, &item.item_no];
            let Some(mut stored) = cells::take_all(&mut table.find, &keys).map_err(fail)?.pop() else {
                return Ok(None);
            };
            let (at, number) = seen(&stored, table.stored.seq, now);
            let own = stored.get(stored.len() - TAIL).and_then(Cell::num);
            let is_told_before =
                own.is_some_and(|own| own <= now) && self.last_seen.of(number, at) < snapshot;
            let [platform, shop, order_no] = key.map(str::to_owned);
            let mut owned = OwnedItem { platform, shop, order_no, item: item.clone() };
            let row = table.stored.cells(&mut owned, &self.sets);
            let merged = table.stored.merger(&self.sets).merge(&mut stored, &row);
            let is_same = !merged.changed && merged.left == Fields::NONE;
            if !is_told_before || !is_same || !self.older_cells.of(number).is_empty() {
                return Ok(None);
            }
            numbers.push(number);
        }
        Ok(Some(numbers))
    }

    /// Takes what was found out about the file in hand. False: it was not compared, or the database has changed since, so that
    /// it has to be read now.
    pub fn take_prepared(&mut self, prepared: &mut Option<Prepared>, at: usize) -> Result<bool> {
        let Some(all) = prepared else { return Ok(false) };
        if let Some(before) = all.state.take() {
            if state(self.db).map_err(|e| failed(self.path, e))? != Some(before) {
                *prepared = None;
                return Ok(false);
            }
            self.sets.absorb(&all.sets);
        }
        let Some(found) = all.files.remove(&at) else { return Ok(false) };
        // Orders that went to another shop are not where they were seen.
        if !self.moved.is_empty() && !found.marks.is_empty() {
            return Ok(false);
        }
        self.last_seen.set_marks(found.marks);
        let Some(file) = &mut self.file else { return Err(Error::bug("no file in hand")) };
        (file.counts, file.offered, file.seen) = (found.counts, found.offered, found.seen);
        self.order_rows(&found.rows, true)?;
        for (seen, held) in &found.held {
            self.seen(*seen);
            match held {
                Held::Item(row) => self.item(&row.platform, &row.shop, &row.order_no, &row.item),
                Held::Refund(refund) => self.refund(refund),
                Held::Review(review) => self.review(review),
                Held::Line(line) => self.line(line),
            }?;
        }
        Ok(true)
    }
}

/// How new an order is, where the file tells it of each, and its items.
pub(super) type Kept<'a> = (Option<Stamp>, &'a [Item]);

/// The totals of the tables that decide; `None` where one is missing or damaged, so that nothing would show a change.
fn state(db: &Db) -> Sql<Option<Vec<Total>>> {
    let all = tally::totals(db)?;
    Ok(COMPARED.into_iter().map(|name| all.get(name).copied()).collect())
}
