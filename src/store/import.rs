//! Importing: whole or nothing, and the same file twice changes nothing.

use super::background_sync::BackgroundSync;
use super::cells::{self, Cell};
use super::column_sets::ColumnSets;
use super::day_changes::Changed;
use super::db::{Db, Lane, Sql, Statement};
use super::failure::{disk, failed};
use super::file_facts::{Glance, OpenFile};
use super::fresh::Unkeyed;
use super::last_seen::LastSeen;
use super::new_orders::NewOrders;
use super::offered::Offered;
use super::older_cells::OlderCells;
use super::portable::PortableTables;
use super::prepared::Aside;
use super::rank::{Imports, Rank};
use super::rows::{OrderRow, OrderRows};
use super::shops::home;
use super::statements as sql;
use super::tables::{SHOP, Table, Tables, shop_of};
use super::tally::Tally;
use super::work::{self, Freshness, counted_id};
use super::{Counts, FileFacts, Outcome, Store, Who, counters, orders};
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::records::{ITEMS, ORDERS, Order, REFUNDS, REVIEWS};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Orders that are looked up together, as far as they can be.
const AHEAD: usize = 64;

/// Takes the records of an import, inside its transaction.
pub struct Importer<'a> {
    pub(super) db: &'a Db,
    pub(super) path: &'a Path,
    pub(super) who: &'a Who,
    pub(super) tally: Tally,
    pub(super) sets: ColumnSets,
    pub(super) move_shop: bool,
    pub(super) file: Option<OpenFile>,
    /// The record tells itself how new it is.
    pub(super) seen: Option<Stamp>,
    pub(super) tables: Tables<'a>,
    new_orders: NewOrders<'a>,
    pub(super) glance: Statement<'a>,
    pub(super) last_seen: LastSeen,
    pub(super) imports: Imports,
    pub(super) older_cells: OlderCells,
    unkeyed: Option<Unkeyed>,
    pub(super) portable: PortableTables<'a>,
    pub(super) shops_of: Statement<'a>,
    /// There are items, refunds or reviews, whose shops count too.
    pub(super) others: bool,
    pub(super) seq: i64,
    /// Items come in groups: the order number of the last one, and where it went.
    pub(super) last_item: Option<([String; 3], String)>,
    pub(super) told: Vec<String>,
    /// Platform, from, to.
    pub(super) moved: BTreeSet<(String, String, String)>,
    /// The same for lines, with their kind.
    pub(super) moved_lines: BTreeSet<(String, String, String, &'static str)>,
    /// Platforms and shops of which one file told with a name and without.
    pub(super) joined: BTreeSet<(String, String)>,
    /// Orders that had no shop name, by platform and the name that they have now.
    pub(super) named_orders: BTreeMap<(String, String), u64>,
    /// Where rows of orders themselves were among them.
    pub(super) named_rows: BTreeSet<(String, String)>,
    pub(super) changed: Changed,
    /// Nothing is written yet: what differs is kept here.
    pub(super) aside: Option<Aside>,
}

impl Store {
    /// Runs `work` in one transaction, which stays only if `work` succeeds.
    pub fn import<T>(
        &mut self,
        who: &Who,
        move_shop: bool,
        work: impl FnOnce(&mut Importer<'_>) -> Result<T>,
    ) -> Result<T> {
        let fail = |e| failed(&self.path, e);
        let tx = self.writing(Lane::Facts)?;
        tx.tell_who_waits(who);
        let sync = self.background_sync()?;
        self.admits(who)?;
        let mut importer = Importer::new(&tx, &self.path, who, move_shop).map_err(fail)?;
        let out = work(&mut importer)?;
        if importer.file.is_some() {
            importer.end_file()?;
        }
        importer.trim_changes()?;
        let told = importer.told.join("; ");
        tx.join(Lane::Work).map_err(fail)?;
        importer.older_cells.persist(&tx, &importer.tally, &importer.sets).map_err(fail)?;
        importer.sets.persist(&tx, &importer.tally).map_err(fail)?;
        let tally = importer.counted().map_err(fail)?;
        work::audit(&tx, &tally, who, &told).and_then(|()| tally.persist(&tx)).map_err(fail)?;
        // What the disk refuses is told once, to whoever asked first.
        sync.map_or(Ok(()), BackgroundSync::end).map_err(|e| disk(&self.path, e))?;
        tx.commit_long().map_err(fail)?;
        Ok(out)
    }
}

impl<'a> Importer<'a> {
    pub(super) fn new(db: &'a Db, path: &'a Path, who: &'a Who, move_shop: bool) -> Sql<Importer<'a>> {
        let yes = |question: &str| db.one::<bool>(question, &[]);
        let unkeyed = Unkeyed::of(db)?;
        let seq = db.one(sql::SEQ_END, &[])?;
        let sets = ColumnSets::read(db)?;
        Ok(Importer {
            db,
            path,
            who,
            tally: Tally::default(),
            move_shop,
            file: None,
            seen: None,
            tables: Tables {
                orders: if unkeyed.is_some() { Table::empty(db, &ORDERS)? } else { Table::of(db, &ORDERS)? },
                items: Table::of(db, &ITEMS)?,
                refunds: Table::of(db, &REFUNDS)?,
                reviews: Table::of(db, &REVIEWS)?,
                lines: BTreeMap::new(),
            },
            new_orders: NewOrders::new(db)?,
            glance: db.prepare(sql::ORDER_GLANCE)?,
            last_seen: LastSeen::read(db, who.now.0)?,
            imports: Imports::default(),
            older_cells: OlderCells::read(db, &sets)?,
            sets,
            unkeyed,
            portable: PortableTables::default(),
            shops_of: db.prepare(sql::SHOPS_OF)?,
            others: yes(sql::ANY_ITEM)? || yes(sql::ANY_REFUND)? || yes(sql::ANY_REVIEW)?,
            seq,
            last_item: None,
            told: Vec::new(),
            moved: BTreeSet::new(),
            moved_lines: BTreeSet::new(),
            joined: BTreeSet::new(),
            named_orders: BTreeMap::new(),
            named_rows: BTreeSet::new(),
            changed: Changed::begin(db)?,
            aside: None,
        })
    }

    /// Ends all writing: what it came to.
    fn counted(mut self) -> Sql<Tally> {
        self.new_orders.flush()?;
        self.tally.join("orders", self.new_orders.written);
        Ok(self.tally)
    }

    pub fn begin_file(&mut self, facts: FileFacts) -> Result<()> {
        if self.file.is_some() {
            self.end_file()?;
        }
        if facts.kind != "orders" {
            self.key()?;
        }
        let number = self.tally.next(self.db, counters::IMPORTS, 1).map_err(|e| failed(self.path, e))?;
        let id = counted_id(self.who.now, number, 0);
        let last = ((String::new(), String::new(), ""), facts.snapshot);
        self.seen = None;
        self.file = Some(OpenFile {
            facts,
            id,
            counts: Counts::default(),
            offered: Offered::default(),
            seen: BTreeMap::new(),
            joined: Vec::new(),
            last,
        });
        Ok(())
    }

    /// Whether this very file was imported whole before; then its `records` are passed over.
    pub fn knows(&mut self, records: u64) -> Result<bool> {
        let fingerprint = self.file()?.facts.fingerprint.clone();
        let known =
            !fingerprint.is_empty() && self.is_no_news(&fingerprint).map_err(|e| failed(self.path, e))?;
        if let Some(file) = self.file.as_mut().filter(|_| known) {
            file.counts.read += records;
            file.counts.unchanged += records;
        } else if let Some(unkeyed) = &mut self.unkeyed {
            unkeyed.expect(records);
        }
        Ok(known)
    }

    /// The same file, and no fresher than it was.
    fn is_no_news(&self, fingerprint: &str) -> Sql<bool> {
        let mut find = self.db.prepare(sql::FILE_FIND)?;
        let Some(row) = cells::take_all(&mut find, &[&fingerprint])?.pop() else { return Ok(false) };
        let about = self.imports.of(self.db, cells::str_at(&row, 1))?;
        let now = self.file.as_ref().map(|file| file.facts.as_of(file.facts.snapshot));
        Ok(about.as_of.is_none_or(|before| now <= Some(before)))
    }

    pub(super) fn file(&self) -> Result<&OpenFile> {
        self.file.as_ref().ok_or_else(|| Error::bug("a record outside of a file"))
    }

    /// How new the records are that follow, where they tell it themselves; `None`: as new as the file.
    pub fn seen(&mut self, at: Option<Stamp>) {
        self.seen = at;
    }

    pub(super) fn snapshot(&self) -> Result<Stamp> {
        Ok(self.seen.unwrap_or(self.file()?.facts.snapshot))
    }

    /// What ranks the record that follows.
    pub(super) fn rank(&self) -> Result<Rank> {
        Ok(Rank { at: self.snapshot()?.0, hash: self.file()?.facts.hash })
    }

    pub fn order(&mut self, order: &Order) -> Result<Outcome> {
        let (mut rows, mut outcome) = (OrderRows::default(), Outcome::Unchanged);
        rows.push_row(&mut order.clone(), Vec::new(), None);
        self.sets.absorb(&rows.sets);
        self.offers(&rows);
        rows.each(&mut |_, _, row| {
            outcome = self.order_row(&row, false)?;
            Ok(())
        })?;
        Ok(outcome)
    }

    /// Orders with their items.
    pub fn orders(&mut self, rows: &OrderRows) -> Result<()> {
        self.sets.absorb(&rows.sets);
        self.offers(rows);
        self.order_rows(rows, false)
    }

    /// `is_looked_at`: none of them is as it stands.
    pub(super) fn order_rows(&mut self, rows: &OrderRows, is_looked_at: bool) -> Result<()> {
        let mut met = 0;
        rows.each(&mut |seen, items, row| {
            if self.aside.is_some() {
                return self.compare(&row, (seen, items));
            }
            if let Some(unkeyed) = self.unkeyed.as_ref().filter(|_| met % AHEAD == 0) {
                unkeyed.fetch(rows.keys(met).take(AHEAD));
            }
            met += 1;
            self.seen(seen);
            if !items.is_empty() {
                self.key()?;
            }
            self.order_row(&row, is_looked_at)?;
            let [platform, shop, order_no] = [0, SHOP, 2].map(|column| row.str(column));
            for item in items {
                self.item(platform, shop, order_no, item)?;
            }
            Ok(())
        })
    }

    fn offers(&mut self, rows: &OrderRows) {
        if let Some(file) = &mut self.file {
            rows.add_to(&mut file.offered);
        }
    }

    fn order_row(&mut self, row: &OrderRow<'_>, is_looked_at: bool) -> Result<Outcome> {
        self.new_orders.pass(row);
        let path = self.path;
        let fail = |e| failed(path, e);
        let [platform, shop, order_no] = [0, SHOP, 2].map(|column| row.str(column));
        if order_no.is_empty() {
            return Err(Error::bug("an order without a number"));
        }
        if let Some(unkeyed) = &mut self.unkeyed {
            if unkeyed.is_new(row.key()) {
                return self.new_order(row);
            }
            self.key()?;
        }
        match if is_looked_at { Glance::Unclear } else { self.glance(row)? } {
            Glance::New => return self.new_order(row),
            Glance::AsStored(outcome) => return Ok(outcome),
            Glance::Unclear => {}
        }
        let mut rows =
            cells::take_all(&mut self.tables.orders.find, &[&order_no, &platform]).map_err(fail)?;
        let mut known: Vec<String> = rows.iter().map(shop_of).collect();
        if known.is_empty() && self.others {
            known = self.shops_of(platform, order_no).map_err(fail)?;
        }
        if known.is_empty() {
            return self.new_order(row);
        }
        let global = self.file()?.facts.numbers_global;
        let home = home(order_no, shop, known, global, self.move_shop)?;
        self.join_name(platform, shop, &home.shop);
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let stored = rows.iter().position(|row| shop_of(row) == *old).map(|column| rows.swap_remove(column));
        let met = self.resolve_shop((stored, orders::SEQ), &home, platform, order_no).map_err(fail)?;
        let mut cells = row.cells();
        cells[SHOP] = Cell::text(&home.shop);
        let outcome = self.land("orders", &mut cells, met, home.from.is_some())?;
        self.count("orders", platform, &home.shop, outcome)
    }

    /// From now on orders are found by their numbers.
    pub(super) fn key(&mut self) -> Result<()> {
        if self.unkeyed.take().is_some() {
            let made = self
                .new_orders
                .flush()
                .and_then(|()| Unkeyed::key(self.db))
                .and_then(|()| Table::of(self.db, &ORDERS));
            self.tables.orders = made.map_err(|e| failed(self.path, e))?;
        }
        Ok(())
    }

    /// An order of which nothing is known.
    fn new_order(&mut self, row: &OrderRow<'_>) -> Result<Outcome> {
        let (snapshot, file) = (self.snapshot()?.0, self.file.as_ref());
        let Some(file) = file else { return Err(Error::bug("a record outside of a file")) };
        self.seq += 1;
        self.new_orders
            .put(row, (self.seq, snapshot, &file.id), self.unkeyed.is_none())
            .map_err(|e| failed(self.path, e))?;
        self.count("orders", row.str(0), row.str(SHOP), Outcome::New)
    }

    /// A row that could not become a record.
    pub fn reject(&mut self) {
        if let Some(file) = &mut self.file {
            file.counts.read += 1;
            file.counts.rejected += 1;
        }
    }

    /// Closes the log of a file.
    pub fn end_file(&mut self) -> Result<Counts> {
        let Some(file) = self.file.take() else { return Err(Error::bug("no file to end")) };
        self.last_item = None;
        self.join_names(&file);
        let noted = self
            .last_seen
            .note(self.db, &self.tally, file.facts.snapshot.0, &file.id)
            .and_then(|()| self.note(&file));
        noted.and_then(|()| self.changed.persist(self.db, &self.tally)).map_err(|e| failed(self.path, e))?;
        let c = file.counts;
        self.told.push(format!(
            "{} {}: {} read, {} new, {} changed, {} unchanged, {} older, {} rejected",
            file.facts.kind, file.facts.path, c.read, c.new, c.changed, c.unchanged, c.older, c.rejected
        ));
        Ok(c)
    }

    /// Shop × kind: the newest snapshots, with the files ended so far.
    pub fn freshness(&self) -> Result<Freshness> {
        work::freshness(self.db).map_err(|e| failed(self.path, e))
    }

    pub(super) fn shops_of(&mut self, platform: &str, order_no: &str) -> Sql<Vec<String>> {
        self.shops_of.map(&[&order_no, &platform], |row| row.get(0))
    }
}
