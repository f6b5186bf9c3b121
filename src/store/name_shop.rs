//! A shop without a name that learns it, as a whole: one shop stays one, whichever file was imported first.

use super::cells;
use super::db::Sql;
use super::failure::failed;
use super::file_facts::OpenFile;
use super::import::Importer;
use super::statements as sql;
use super::stored::Stored;
use super::tables::{Table, reset};
use super::work;
use crate::error::Result;
use crate::records::{self, REFUNDS, REVIEWS, Schema};
use std::collections::BTreeSet;

/// Orders that had no shop name and have one now, because an import named it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedShop {
    pub platform: String,
    pub shop: String,
    /// Orders that went there.
    pub orders: u64,
    /// How many of the platform still have no name.
    pub left: u64,
}

impl Importer<'_> {
    /// A record that came without a shop name is known under one.
    pub(super) fn join_name(&mut self, platform: &str, told: &str, home: &str) {
        if told.is_empty()
            && !home.is_empty()
            && let Some(file) = &mut self.file
            && !file.joined.iter().any(|known| known.0 == platform && known.1 == home)
        {
            file.joined.push((platform.to_owned(), home.to_owned()));
        }
    }

    /// Notes the names of a file's orders that came without one, where others of it have none yet.
    pub(super) fn join_names(&mut self, file: &OpenFile) {
        let is_of_orders = |kind: &str| !Schema::by_key(kind).is_some_and(Schema::is_generic);
        let nameless = |platform: &str| {
            file.seen.keys().any(|of| of.0 == platform && of.1.is_empty() && is_of_orders(of.2))
        };
        self.joined.extend(file.joined.iter().filter(|of| nameless(&of.0)).cloned());
    }

    /// Comes after the last file. Where the same orders came with a name and without, and no other name is known on the
    /// platform, all that has none is of that shop. Else nobody can tell whose the rest is, and it stays.
    pub fn name_shops(&mut self) -> Result<Vec<NamedShop>> {
        let nameless = self.moved.iter().filter(|(_, from, _)| from.is_empty());
        let told = nameless.map(|(platform, _, to)| (platform.clone(), to.clone()));
        let told: BTreeSet<(String, String)> = told.chain(std::mem::take(&mut self.joined)).collect();
        if told.is_empty() {
            return Ok(Vec::new());
        }
        self.key()?;
        let path = self.path;
        self.name_all(told).map_err(|e| failed(path, e))
    }

    fn name_all(&mut self, told: BTreeSet<(String, String)>) -> Sql<Vec<NamedShop>> {
        let known = work::freshness(self.db)?;
        for (platform, shop) in &told {
            let other = |of: &work::Snapshot| of.0 == *platform && !of.1.is_empty() && of.1 != *shop;
            // Exports of items and refunds name no shop, whosever they are: only orders without a name are a shop without one.
            let is_a_shop = self.named_rows.contains(&(platform.clone(), shop.clone()))
                || self.db.one::<i64>(sql::NAMELESS_ORDERS, &[platform])? > 0;
            if is_a_shop && !known.iter().any(other) {
                self.name_rest(platform, shop)?;
            }
        }
        self.hand_over()?;
        self.changed.persist(self.db, &self.tally)?;
        let mut named = Vec::new();
        for (platform, shop) in told {
            let of = (platform, shop);
            let orders = self.named_orders.get(&of).copied().unwrap_or_default();
            if orders > 0 {
                let left = self.db.one::<i64>(sql::NAMELESS_ORDERS, &[&of.0])?.unsigned_abs();
                named.push(NamedShop { platform: of.0, shop: of.1, orders, left });
            }
        }
        Ok(named)
    }

    /// Everything of a platform that has no shop name goes to one shop.
    fn name_rest(&mut self, platform: &str, shop: &str) -> Sql<()> {
        let mut find = self.db.prepare(sql::NAMELESS_NUMBERS)?;
        let numbers: Vec<String> = find.map(&[&platform], |row| row.get(0))?;
        for order_no in &numbers {
            self.shift(platform, order_no, "", shop)?;
        }
        let follows = |schema: &Schema| schema.is_generic() || *schema == REFUNDS || *schema == REVIEWS;
        for schema in records::facts().filter(|schema| follows(schema)) {
            self.name_those(schema, platform, shop)?;
        }
        Ok(())
    }

    /// What names no order.
    fn name_those(&mut self, schema: &'static Schema, platform: &str, shop: &str) -> Sql<()> {
        let mut find = self.db.prepare(&Stored::of(schema).of_shop())?;
        let rows = cells::take_all(&mut find, &[&platform, &""])?;
        if rows.is_empty() {
            return Ok(());
        }
        let mut table = Table::of(self.db, schema)?;
        for mut row in rows {
            if *schema == REVIEWS {
                self.shift_followups(platform, cells::str_at(&row, 2), "", shop)?;
            }
            self.changed.came(schema.key, &row);
            reset(&mut table, &self.tally, &mut row, "", shop)?;
        }
        if schema.is_generic() {
            self.moved_lines.insert((platform.to_owned(), String::new(), shop.to_owned(), schema.key));
        } else {
            self.moved.insert((platform.to_owned(), String::new(), shop.to_owned()));
        }
        Ok(())
    }
}
