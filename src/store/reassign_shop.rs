//! Orders that find their shop take everything known of them along.

use super::cells::{self, Cell, CellRow};
use super::import::Importer;
use super::shops::Home;
use super::stored::{OF_ORDER, OF_REVIEW, Stored, seals};
use super::tables::{SHOP, reset, seen, shop_of};
use super::tally::checksum_of;
use crate::model::Stamp;
use crate::records::{CASES, CONTACTS, MANUAL_MESSAGES, REVIEW_CONTACTS, Schema};
use rusqlite::Result as Sql;
use rusqlite::types::ToSql;

/// The team's records that are about an order and go where it goes.
pub(super) const WITH_ORDER: [&Schema; 3] = [&CONTACTS, &MANUAL_MESSAGES, &CASES];

impl Importer<'_> {
    /// `stored`: the record, and where its running number stands. `None`: it is newer. Otherwise everything known of the
    /// order is at its shop after this.
    pub(super) fn resolve_shop(
        &mut self,
        (stored, seq): (Option<CellRow>, usize),
        home: &Home,
        snapshot: Stamp,
        platform: &str,
        order_no: &str,
    ) -> Sql<Option<Option<CellRow>>> {
        let last_seen = |row| {
            let (seen, seq) = seen(row, seq, self.who.now.0);
            self.last_seen.of(seq, seen)
        };
        if stored.as_ref().is_some_and(|row| last_seen(row) > snapshot.0) {
            return Ok(None);
        }
        let Some(from) = &home.from else { return Ok(Some(stored)) };
        self.shift(platform, order_no, from, &home.shop)?;
        Ok(Some(stored.map(|mut row| {
            if let Some(shop) = row.get_mut(SHOP) {
                *shop = Cell::text(&home.shop).owned();
            }
            row
        })))
    }

    /// What was done about a review goes where the review goes.
    pub(super) fn shift_followups(&self, platform: &str, review_id: &str, from: &str, to: &str) -> Sql<()> {
        self.shift_team(&REVIEW_CONTACTS, OF_REVIEW, &[&review_id, &platform, &from], to)
    }

    /// Gives the team's records whose `columns` hold these values another shop.
    fn shift_team(
        &self,
        schema: &'static Schema,
        columns: &[&str],
        values: &[&dyn ToSql],
        to: &str,
    ) -> Sql<()> {
        let (stored, table) = (Stored::of(schema), schema.table);
        let mut set = self.conn.prepare(&stored.set_shop())?;
        for mut row in cells::take_all(&mut self.conn.prepare(&stored.of_columns(columns))?, values)? {
            let before = checksum_of(&row);
            if let Some(shop) = stored.column("shop").and_then(|at| row.get_mut(at)) {
                *shop = Cell::text(to).owned();
            }
            cells::seal(seals(table), &mut row);
            if let [number, .., checksum] = row.as_slice() {
                set.execute([&to as &dyn ToSql, checksum, number])?;
                self.tally.wrote(table, Some(before), checksum_of(&row));
            }
        }
        Ok(())
    }

    /// Moves everything known of an order number to another shop.
    pub(super) fn shift(&mut self, platform: &str, order_no: &str, from: &str, to: &str) -> Sql<()> {
        if order_no.is_empty() {
            return Ok(());
        }
        self.last_item = None;
        self.changed.number(order_no);
        self.moved.insert((platform.to_owned(), from.to_owned(), to.to_owned()));
        let keys: [&dyn ToSql; 3] = [&order_no, &platform, &from];
        for mut row in cells::take_all(&mut self.orders.find, &keys[..2])? {
            if shop_of(&row) == from {
                reset(&mut self.orders, &self.tally, &mut row, from, to)?;
            }
        }
        for mut row in cells::take_all(&mut self.conn.prepare(&self.items.stored.of_order())?, &keys)? {
            reset(&mut self.items, &self.tally, &mut row, from, to)?;
        }
        for mut row in cells::take_all(&mut self.conn.prepare(&self.refunds.stored.of_order())?, &keys)? {
            reset(&mut self.refunds, &self.tally, &mut row, from, to)?;
        }
        for mut row in cells::take_all(&mut self.conn.prepare(&self.reviews.stored.of_order())?, &keys)? {
            self.shift_followups(platform, cells::str_at(&row, 2), from, to)?;
            reset(&mut self.reviews, &self.tally, &mut row, from, to)?;
        }
        WITH_ORDER.iter().try_for_each(|schema| self.shift_team(schema, OF_ORDER, &keys, to))
    }
}
