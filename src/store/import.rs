//! Importing: whole or nothing, and the same file twice changes nothing.

use super::cells::{self, Cell, Row};
use super::failure::failed;
use super::merge::{self, Rule};
use super::shops::{Home, home};
use super::work::{self, Grid, new_id};
use super::{Store, Who, items, orders, refunds, statements as sql};
use crate::error::{Error, Result};
use crate::model::{Item, Order, Refund, Stamp};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Result as Sql, Statement, Transaction, TransactionBehavior};
use std::collections::BTreeSet;
use std::path::Path;

/// What is known of a file before its rows are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    pub path: String,
    pub layout: String,
    /// `orders`, `items`, `refunds`: the records that are counted.
    pub kind: &'static str,
    pub platform: String,
    /// When the export was made.
    pub snapshot: Stamp,
    /// How we know: `given`, `name`, `event` or `mtime`.
    pub snapshot_source: &'static str,
    /// An order number stands for one order in all shops of the platform.
    pub numbers_global: bool,
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

struct OpenFile {
    facts: FileFacts,
    id: String,
    counts: Counts,
    /// Shops and kinds that the file told of.
    seen: BTreeSet<(String, String, &'static str)>,
    last: (String, String, &'static str),
}

/// One of the three tables of facts.
struct Table<'a> {
    rules: &'static [Rule],
    ord: usize,
    put: Statement<'a>,
    find: Statement<'a>,
    reset: Statement<'a>,
    /// Places of the columns that tell a row apart, beside platform and shop.
    key: &'static [usize],
}

/// Takes the records of an import, inside its transaction.
pub struct Importer<'a> {
    conn: &'a Connection,
    path: &'a Path,
    who: &'a Who,
    move_shop: bool,
    file: Option<OpenFile>,
    orders: Table<'a>,
    items: Table<'a>,
    refunds: Table<'a>,
    shops_of: Statement<'a>,
    /// There are items or refunds, whose shops count too.
    others: bool,
    ord: i64,
    /// Items come in groups: the order number of the last one, and where it went.
    last_item: Option<([String; 3], String)>,
    told: Vec<String>,
}

const SHOP: usize = 1;
/// From the end of a row of facts: seen_at, import_id, sum.
const TAIL: usize = 3;

impl Store {
    /// Runs `work` in one transaction, which stays only if `work` succeeds.
    pub fn import<T>(
        &mut self,
        who: &Who,
        move_shop: bool,
        work: impl FnOnce(&mut Importer<'_>) -> Result<T>,
    ) -> Result<T> {
        let fail = |e| failed(&self.path, e);
        let tx = Transaction::new_unchecked(&self.conn, TransactionBehavior::Immediate).map_err(fail)?;
        let mut importer = Importer::new(&tx, &self.path, who, move_shop).map_err(fail)?;
        let out = work(&mut importer)?;
        if importer.file.is_some() {
            importer.end_file()?;
        }
        let told = importer.told.join("; ");
        drop(importer);
        work::audit(&tx, who, &told).map_err(fail)?;
        tx.commit().map_err(fail)?;
        Ok(out)
    }
}

impl<'a> Importer<'a> {
    fn new(conn: &'a Connection, path: &'a Path, who: &'a Who, move_shop: bool) -> Sql<Importer<'a>> {
        let table = |rules, ord, key, texts: [&str; 3]| -> Sql<Table<'a>> {
            let [put, find, reset] = texts;
            let (put, find, reset) = (conn.prepare(put)?, conn.prepare(find)?, conn.prepare(reset)?);
            Ok(Table { rules, ord, put, find, reset, key })
        };
        let yes = |question: &str| conn.query_row(question, [], |row| row.get::<_, bool>(0));
        Ok(Importer {
            conn,
            path,
            who,
            move_shop,
            file: None,
            orders: table(
                orders::RULES,
                orders::ORD,
                &[2],
                [sql::ORDER_PUT, sql::ORDER_FIND, sql::ORDER_RESET],
            )?,
            items: table(
                items::RULES,
                items::ORD,
                &[2, 3],
                [sql::ITEM_PUT, sql::ITEM_FIND, sql::ITEM_RESET],
            )?,
            refunds: table(
                refunds::RULES,
                refunds::ORD,
                &[2],
                [sql::REFUND_PUT, sql::REFUND_FIND, sql::REFUND_RESET],
            )?,
            shops_of: conn.prepare(sql::SHOPS_OF)?,
            others: yes(sql::ANY_ITEM)? || yes(sql::ANY_REFUND)?,
            ord: conn.query_row(sql::ORD_END, [], |row| row.get(0))?,
            last_item: None,
            told: Vec::new(),
        })
    }

    pub fn begin_file(&mut self, facts: FileFacts) -> Result<()> {
        if self.file.is_some() {
            self.end_file()?;
        }
        let id = new_id(self.who.now);
        let last = (String::new(), String::new(), "");
        self.file = Some(OpenFile { facts, id, counts: Counts::default(), seen: BTreeSet::new(), last });
        Ok(())
    }

    fn file(&self) -> Result<&OpenFile> {
        self.file.as_ref().ok_or_else(|| Error::bug("a record outside of a file"))
    }

    pub fn order(&mut self, order: &Order) -> Result<Outcome> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let global = self.file()?.facts.numbers_global;
        let keys: [&dyn ToSql; 2] = [&order.order_no, &order.platform];
        let mut rows = cells::take_all(&mut self.orders.find, &keys).map_err(fail)?;
        let mut known: Vec<String> = rows.iter().map(shop_of).collect();
        if known.is_empty() && self.others {
            known = self.shops_of(&order.platform, &order.order_no).map_err(fail)?;
        }
        let home = home(&order.order_no, &order.shop, known, global, self.move_shop)?;
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let stored = rows.iter().position(|row| shop_of(row) == *old).map(|place| rows.swap_remove(place));
        let snapshot = self.file()?.facts.snapshot;
        let stored = match self.settle(stored, &home, snapshot, &order.platform, &order.order_no) {
            Ok(Some(stored)) => stored,
            Ok(None) => return self.count("orders", &order.platform, &home.shop, Outcome::Older),
            Err(e) => return Err(fail(e)),
        };
        let mut row = orders::cells(order, &home.shop);
        let outcome = self.land("orders", &mut row, stored, home.from.is_some())?;
        self.count("orders", &order.platform, &home.shop, outcome)
    }

    pub fn item(&mut self, platform: &str, shop: &str, order_no: &str, item: &Item) -> Result<Outcome> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let facts = &self.file()?.facts;
        let (global, snapshot) = (facts.numbers_global, facts.snapshot);
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
        let keys: [&dyn ToSql; 4] = [&order_no, &platform, old, &item.item_no];
        let stored = cells::take_all(&mut self.items.find, &keys).map_err(fail)?.pop();
        let stored = match self.settle(stored, &home, snapshot, platform, order_no) {
            Ok(Some(stored)) => stored,
            Ok(None) => return self.count("items", platform, &home.shop, Outcome::Older),
            Err(e) => return Err(fail(e)),
        };
        let mut row = items::cells(item, platform, &home.shop, order_no);
        let outcome = self.land("items", &mut row, stored, home.from.is_some())?;
        self.others = true;
        self.last_item =
            Some(([platform.to_owned(), shop.to_owned(), order_no.to_owned()], home.shop.clone()));
        self.count("items", platform, &home.shop, outcome)
    }

    pub fn refund(&mut self, refund: &Refund) -> Result<Outcome> {
        let path = self.path;
        let fail = |e| failed(path, e);
        let facts = &self.file()?.facts;
        let (global, snapshot) = (facts.numbers_global, facts.snapshot);
        let keys: [&dyn ToSql; 2] = [&refund.refund_no, &refund.platform];
        let mut rows = cells::take_all(&mut self.refunds.find, &keys).map_err(fail)?;
        let mut known: Vec<String> = rows.iter().map(shop_of).collect();
        if known.is_empty() && !refund.order_no.is_empty() {
            known = self.shops_of(&refund.platform, &refund.order_no).map_err(fail)?;
        }
        let home = home(&refund.refund_no, &refund.shop, known, global, self.move_shop)?;
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let stored = rows.iter().position(|row| shop_of(row) == *old).map(|place| rows.swap_remove(place));
        let order_no = match &stored {
            Some(row) if refund.order_no.is_empty() => row[refunds::ORDER_NO].str().to_owned(),
            _ => refund.order_no.clone(),
        };
        let stored = match self.settle(stored, &home, snapshot, &refund.platform, &order_no) {
            Ok(Some(stored)) => stored,
            Ok(None) => return self.count("refunds", &refund.platform, &home.shop, Outcome::Older),
            Err(e) => return Err(fail(e)),
        };
        let mut row = refunds::cells(refund, &home.shop);
        let outcome = self.land("refunds", &mut row, stored, home.from.is_some())?;
        self.others = true;
        self.count("refunds", &refund.platform, &home.shop, outcome)
    }

    /// A row that could not become a record.
    pub fn reject(&mut self) {
        if let Some(file) = &mut self.file {
            file.counts.read += 1;
            file.counts.rejected += 1;
        }
    }

    /// Closes the books of a file.
    pub fn end_file(&mut self) -> Result<Counts> {
        let Some(file) = self.file.take() else { return Err(Error::bug("no file to end")) };
        self.last_item = None;
        self.note(&file).map_err(|e| failed(self.path, e))?;
        let c = file.counts;
        self.told.push(format!(
            "{} {}: {} read, {} new, {} changed, {} unchanged, {} older, {} rejected",
            file.facts.kind, file.facts.path, c.read, c.new, c.changed, c.unchanged, c.older, c.rejected
        ));
        Ok(c)
    }

    fn note(&self, file: &OpenFile) -> Sql<()> {
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
            Cell::int(self.ord),
            Cell::Int(None),
        ];
        cells::put(&mut self.conn.prepare(sql::IMPORT_PUT)?, &mut row)?;
        let mut find = self.conn.prepare(sql::SNAPSHOT_FIND)?;
        let mut put = self.conn.prepare(sql::SNAPSHOT_PUT)?;
        for (platform, shop, kind) in &file.seen {
            let keys: [&dyn ToSql; 3] = [platform, shop, kind];
            let known = cells::take_all(&mut find, &keys)?.first().and_then(|row| row[0].num());
            if known.is_none_or(|at| at < facts.snapshot.0) {
                let (platform, shop, kind) = (Cell::text(platform), Cell::text(shop), Cell::text(kind));
                let mut row = [platform, shop, kind, Cell::int(facts.snapshot.0), Cell::Int(None)];
                cells::put(&mut put, &mut row)?;
            }
        }
        Ok(())
    }

    /// Shop × kind: the newest snapshots, with the files ended so far.
    pub fn grid(&self) -> Result<Grid> {
        work::grid(self.conn).map_err(|e| failed(self.path, e))
    }

    fn shops_of(&mut self, platform: &str, order_no: &str) -> Sql<Vec<String>> {
        self.shops_of.query_map([order_no, platform], |row| row.get(0))?.collect()
    }

    /// `None`: the stored record is newer. Otherwise everything known of the order is at its shop after this.
    fn settle(
        &mut self,
        stored: Option<Row>,
        home: &Home,
        snapshot: Stamp,
        platform: &str,
        order_no: &str,
    ) -> Sql<Option<Option<Row>>> {
        if stored.as_ref().is_some_and(|row| seen(row) > snapshot.0) {
            return Ok(None);
        }
        let (Some(from), Some(mut row)) = (&home.from, stored.clone()) else {
            if let Some(from) = &home.from {
                self.shift(platform, order_no, from, &home.shop)?;
            }
            return Ok(Some(stored));
        };
        self.shift(platform, order_no, from, &home.shop)?;
        if order_no.is_empty() {
            reset(&mut self.refunds, &mut row.clone(), from, &home.shop)?;
        }
        row[SHOP] = Cell::text(&home.shop).owned();
        Ok(Some(Some(row)))
    }

    /// Moves everything known of an order number to another shop.
    fn shift(&mut self, platform: &str, order_no: &str, from: &str, to: &str) -> Sql<()> {
        if order_no.is_empty() {
            return Ok(());
        }
        self.last_item = None;
        let keys: [&dyn ToSql; 3] = [&order_no, &platform, &from];
        for mut row in cells::take_all(&mut self.orders.find, &keys[..2])? {
            if shop_of(&row) == from {
                reset(&mut self.orders, &mut row, from, to)?;
            }
        }
        for mut row in cells::take_all(&mut self.conn.prepare(sql::ITEM_OF)?, &keys)? {
            reset(&mut self.items, &mut row, from, to)?;
        }
        for mut row in cells::take_all(&mut self.conn.prepare(sql::REFUND_OF)?, &keys)? {
            reset(&mut self.refunds, &mut row, from, to)?;
        }
        let mut contact = self.conn.prepare(sql::CONTACT_RESET)?;
        for mut row in cells::take_all(&mut self.conn.prepare(sql::CONTACT_OF)?, &keys)? {
            row[2] = Cell::text(to).owned();
            cells::seal(&mut row);
            contact.execute([&row[2], &row[row.len() - 1], &row[0]])?;
        }
        Ok(())
    }

    /// Writes a record, new or merged.
    fn land(
        &mut self,
        kind: &str,
        row: &mut [Cell<'_>],
        stored: Option<Row>,
        moved: bool,
    ) -> Result<Outcome> {
        let Some(file) = &self.file else { return Err(Error::bug("a record outside of a file")) };
        let table = match kind {
            "orders" => &mut self.orders,
            "items" => &mut self.items,
            _ => &mut self.refunds,
        };
        let path = self.path;
        let fail = |e| failed(path, e);
        let at = row.len() - TAIL;
        let Some(mut stored) = stored else {
            self.ord += 1;
            row[table.ord] = Cell::int(self.ord);
            row[at] = Cell::int(file.facts.snapshot.0);
            row[at + 1] = Cell::Text(file.id.clone().into());
            cells::put(&mut table.put, row).map_err(fail)?;
            return Ok(Outcome::New);
        };
        let changed = merge::merge(table.rules, &mut stored, row) || moved;
        let newer = seen(&stored) < file.facts.snapshot.0;
        stored[at] = Cell::int(file.facts.snapshot.0);
        if changed {
            stored[at + 1] = Cell::Text(file.id.clone().into());
            cells::put(&mut table.put, &mut stored).map_err(fail)?;
            return Ok(Outcome::Changed);
        }
        if newer {
            let shop = shop_of(&stored);
            reset(table, &mut stored, &shop, &shop).map_err(fail)?;
        }
        Ok(Outcome::Unchanged)
    }

    fn count(&mut self, kind: &'static str, platform: &str, shop: &str, outcome: Outcome) -> Result<Outcome> {
        let Some(file) = &mut self.file else { return Err(Error::bug("a record outside of a file")) };
        if file.last.0 != platform || file.last.1 != shop || file.last.2 != kind {
            file.last = (platform.to_owned(), shop.to_owned(), kind);
            file.seen.insert(file.last.clone());
        }
        if kind == file.facts.kind {
            let c = &mut file.counts;
            c.read += 1;
            *match outcome {
                Outcome::New => &mut c.new,
                Outcome::Changed => &mut c.changed,
                Outcome::Unchanged => &mut c.unchanged,
                Outcome::Older => &mut c.older,
            } += 1;
        }
        Ok(outcome)
    }
}

fn shop_of(row: &Row) -> String {
    row.get(SHOP).map(|cell| cell.str().to_owned()).unwrap_or_default()
}

fn seen(row: &Row) -> i64 {
    row.get(row.len() - TAIL).and_then(Cell::num).unwrap_or(i64::MIN)
}

/// Writes only shop, snapshot and checksum of a row that stands under `from`.
fn reset(table: &mut Table<'_>, row: &mut Row, from: &str, to: &str) -> Sql<()> {
    row[SHOP] = Cell::text(to).owned();
    cells::seal(row);
    let mut values: Vec<&dyn ToSql> = vec![&row[SHOP], &row[row.len() - TAIL], &row[row.len() - 1]];
    values.extend([&row[2] as &dyn ToSql, &row[0], &from]);
    values.extend(table.key.iter().skip(1).map(|place| &row[*place] as &dyn ToSql));
    table.reset.execute(values.as_slice())?;
    Ok(())
}
