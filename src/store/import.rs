//! Importing: whole or nothing, and the same file twice changes nothing.

use super::cells::{self, Cell};
use super::column_sets::ColumnSets;
use super::day_changes::Changed;
use super::db::{Db, Lane, Param, Sql, Statement};
use super::failure::failed;
use super::file_facts::OpenFile;
use super::fresh::Unkeyed;
use super::last_seen::LastSeen;
use super::offered::Offered;
use super::older_cells::OlderCells;
use super::portable::PortableTables;
use super::rank::{Imports, Rank};
use super::rows::{NewOrders, OrderRow, OrderRows};
use super::shops::{Home, home};
use super::statements as sql;
use super::tables::{SHOP, Table, Tables, reset, shop_of};
use super::tally::Tally;
use super::work::{self, Freshness, counted_id};
use super::{Counts, FileFacts, Outcome, Store, Who, counters, orders};
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::records::{ITEMS, Item, ORDERS, Order, OwnedItem, REFUNDS, REVIEWS, Refund, Review};
use std::cmp::Ordering;
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
    glance: Statement<'a>,
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
    pub(super) changed: Changed,
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
        tx.commit().map_err(fail)?;
        Ok(out)
    }
}

impl<'a> Importer<'a> {
    fn new(db: &'a Db, path: &'a Path, who: &'a Who, move_shop: bool) -> Sql<Importer<'a>> {
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
            changed: Changed::begin(db)?,
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

    pub fn order(&mut self, order: &Order) -> Result<Outcome> {
        let (mut rows, mut outcome) = (OrderRows::default(), Outcome::Unchanged);
        rows.push_row(&mut order.clone(), Vec::new(), None);
        self.sets.absorb(&rows.sets);
        self.offers(&rows);
        rows.each(&mut |_, _, row| {
            outcome = self.order_row(&row)?;
            Ok(())
        })?;
        Ok(outcome)
    }

    /// Orders with their items.
    pub fn orders(&mut self, rows: &OrderRows) -> Result<()> {
        self.sets.absorb(&rows.sets);
        self.offers(rows);
        let mut met = 0;
        rows.each(&mut |seen, items, row| {
            if let Some(unkeyed) = self.unkeyed.as_ref().filter(|_| met % AHEAD == 0) {
                unkeyed.fetch(rows.keys(met).take(AHEAD));
            }
            met += 1;
            self.seen(seen);
            if !items.is_empty() {
                self.key()?;
            }
            self.order_row(&row)?;
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

    fn order_row(&mut self, row: &OrderRow<'_>) -> Result<Outcome> {
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
        if let Some(outcome) = self.glance(row)? {
            return Ok(outcome);
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
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let stored = rows.iter().position(|row| shop_of(row) == *old).map(|column| rows.swap_remove(column));
        let met = self.resolve_shop((stored, orders::SEQ), &home, platform, order_no).map_err(fail)?;
        let mut cells = row.cells();
        cells[SHOP] = Cell::text(&home.shop);
        let outcome = self.land("orders", &mut cells, met, home.from.is_some())?;
        self.count("orders", platform, &home.shop, outcome)
    }

    /// Nearly all orders of an export are new, or as they were: both are known without reading them whole.
    fn glance(&mut self, row: &OrderRow<'_>) -> Result<Option<Outcome>> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let snapshot = self.snapshot()?.0;
        let [platform, shop, order_no] = [0, SHOP, 2].map(|column| row.str(column));
        let mut rows = self.glance.rows(&[&order_no, &platform]).map_err(fail)?;
        let Some(stored) = rows.next().map_err(fail)? else {
            drop(rows);
            return if self.others { Ok(None) } else { self.new_order(row).map(Some) };
        };
        let Some((seq, seen)) =
            row.is_as_stored(&stored, (&self.sets, &self.tables.orders.stored.bits)).map_err(fail)?
        else {
            return Ok(None);
        };
        // Which import it was decides only between two of one moment.
        let import = match self.last_seen.of(seq, seen) == snapshot {
            true => stored.get::<String>(5).map_err(fail)?,
            false => String::new(),
        };
        if rows.next().map_err(fail)?.is_some() {
            return Ok(None);
        }
        drop(rows);
        if seen > self.who.now.0 || !self.older_cells.of(seq).is_empty() {
            // From a wrong clock: the whole row tells how old it is. Or it says the same, but from an older export.
            return Ok(None);
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
            false => return Ok(None),
        };
        self.count("orders", platform, shop, outcome).map(Some)
    }

    /// From now on orders are found by their numbers.
    fn key(&mut self) -> Result<()> {
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

    pub fn item(&mut self, platform: &str, shop: &str, order_no: &str, item: &Item) -> Result<Outcome> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let global = self.file()?.facts.numbers_global;
        let home = match &self.last_item {
            Some(([p, s, n], home)) if p == platform && s == shop && n == order_no => {
                Home { shop: home.clone(), from: None }
            }
            _ => {
                let known = self.shops_of(platform, order_no).map_err(fail)?;
                home(order_no, shop, known, global, self.move_shop)?
            }
        };
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let keys: [&dyn Param; 4] = [&order_no, &platform, old, &item.item_no];
        let stored = cells::take_all(&mut self.tables.items.find, &keys).map_err(fail)?.pop();
        let seq = self.tables.items.stored.seq;
        let met = self.resolve_shop((stored, seq), &home, platform, order_no).map_err(fail)?;
        let [platform_of, shop_of, order_of] = [platform, home.shop.as_str(), order_no].map(str::to_owned);
        let mut owned =
            OwnedItem { platform: platform_of, shop: shop_of, order_no: order_of, item: item.clone() };
        let mut row = self.tables.items.stored.cells(&mut owned, &self.sets);
        let outcome = self.land("items", &mut row, met, home.from.is_some())?;
        self.others = true;
        self.last_item =
            Some(([platform.to_owned(), shop.to_owned(), order_no.to_owned()], home.shop.clone()));
        self.count("items", platform, &home.shop, outcome)
    }

    pub fn refund(&mut self, refund: &Refund) -> Result<Outcome> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let global = self.file()?.facts.numbers_global;
        let keys: [&dyn Param; 2] = [&refund.refund_no, &refund.platform];
        let mut rows = cells::take_all(&mut self.tables.refunds.find, &keys).map_err(fail)?;
        let mut known: Vec<String> = rows.iter().map(shop_of).collect();
        if known.is_empty() && !refund.order_no.is_empty() {
            known = self.shops_of(&refund.platform, &refund.order_no).map_err(fail)?;
        }
        let home = home(&refund.refund_no, &refund.shop, known, global, self.move_shop)?;
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let stored = rows.iter().position(|row| shop_of(row) == *old).map(|column| rows.swap_remove(column));
        let order_no = match &stored {
            Some(row) if refund.order_no.is_empty() => self
                .tables
                .refunds
                .stored
                .column("order_no")
                .map_or("", |at| cells::str_at(row, at))
                .to_owned(),
            _ => refund.order_no.clone(),
        };
        let seq = self.tables.refunds.stored.seq;
        let met = self.resolve_shop((stored, seq), &home, &refund.platform, &order_no).map_err(fail)?;
        if let (Some(from), Some(row)) = (&home.from, met.row()) {
            // It moves along with its order, unless it did not name it until now.
            reset(&mut self.tables.refunds, &self.tally, &mut row.clone(), from, &home.shop).map_err(fail)?;
        }
        let mut placed = Refund { shop: home.shop.clone(), ..refund.clone() };
        let mut row = self.tables.refunds.stored.cells(&mut placed, &self.sets);
        let outcome = self.land("refunds", &mut row, met, home.from.is_some())?;
        self.others = true;
        self.count("refunds", &refund.platform, &home.shop, outcome)
    }

    pub fn review(&mut self, review: &Review) -> Result<Outcome> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let facts = &self.file()?.facts;
        // A number that was made of the text can stand for reviews of several shops.
        let global = facts.numbers_global && !review.has_made_id();
        let keys: [&dyn Param; 2] = [&review.review_id, &review.platform];
        let mut rows = cells::take_all(&mut self.tables.reviews.find, &keys).map_err(fail)?;
        let mut known: Vec<String> = rows.iter().map(shop_of).collect();
        if known.is_empty() && !review.order_no.is_empty() {
            known = self.shops_of(&review.platform, &review.order_no).map_err(fail)?;
        }
        let home = home(&review.review_id, &review.shop, known, global, self.move_shop)?;
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let stored = rows.iter().position(|row| shop_of(row) == *old).map(|column| rows.swap_remove(column));
        let seq = self.tables.reviews.stored.seq;
        let met =
            self.resolve_shop((stored, seq), &home, &review.platform, &review.order_no).map_err(fail)?;
        if let (Some(from), Some(row)) = (&home.from, met.row()) {
            self.shift_followups(&review.platform, &review.review_id, from, &home.shop).map_err(fail)?;
            reset(&mut self.tables.reviews, &self.tally, &mut row.clone(), from, &home.shop).map_err(fail)?;
            self.moved.insert((review.platform.clone(), from.clone(), home.shop.clone()));
        }
        let mut placed = Review { shop: home.shop.clone(), ..review.clone() };
        let mut row = self.tables.reviews.stored.cells(&mut placed, &self.sets);
        let outcome = self.land("reviews", &mut row, met, home.from.is_some())?;
        self.others = true;
        self.count("reviews", &review.platform, &home.shop, outcome)
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

    fn shops_of(&mut self, platform: &str, order_no: &str) -> Sql<Vec<String>> {
        self.shops_of.map(&[&order_no, &platform], |row| row.get(0))
    }
}
