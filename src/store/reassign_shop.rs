//! Orders that find their shop take everything known of them along.

use super::cells::{self, Cell, CellRow};
use super::import::Importer;
use super::records_sql as rsql;
use super::shops::Home;
use super::statements as sql;
use super::stored::seals;
use super::tables::{SHOP, reset, seen, shop_of};
use super::tally::checksum_of;
use crate::model::Stamp;
use rusqlite::types::ToSql;
use rusqlite::{Result as Sql, Statement};

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
        let keys: [&dyn ToSql; 3] = [&review_id, &platform, &from];
        let mut contact = self.conn.prepare(rsql::FOLLOWUP_RESET)?;
        for row in cells::take_all(&mut self.conn.prepare(rsql::FOLLOWUPS_OF)?, &keys)? {
            self.shift_row("review_contacts", &mut contact, row, to)?;
        }
        Ok(())
    }

    /// Gives a row of work, its number first and its shop third, another shop.
    fn shift_row(
        &self,
        table: &'static str,
        statement: &mut Statement<'_>,
        mut row: CellRow,
        to: &str,
    ) -> Sql<()> {
        let before = checksum_of(&row);
        if let Some(shop) = row.get_mut(2) {
            *shop = Cell::text(to).owned();
        }
        cells::seal(seals(table), &mut row);
        if let [number, _, shop, .., checksum] = row.as_slice() {
            statement.execute([shop, checksum, number])?;
            self.tally.wrote(table, Some(before), checksum_of(&row));
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
        let mut contact = self.conn.prepare(sql::CONTACT_RESET)?;
        for row in cells::take_all(&mut self.conn.prepare(sql::CONTACT_OF)?, &keys)? {
            self.shift_row("contacts", &mut contact, row, to)?;
        }
        let mut said = self.conn.prepare(rsql::MANUAL_MESSAGE_RESET)?;
        for row in cells::take_all(&mut self.conn.prepare(rsql::MANUAL_MESSAGES_OF)?, &keys)? {
            self.shift_row("said", &mut said, row, to)?;
        }
        let mut case = self.conn.prepare(rsql::CASE_RESET)?;
        for row in cells::take_all(&mut self.conn.prepare(rsql::CASES_OF_ORDER)?, &keys)? {
            self.shift_row("cases", &mut case, row, to)?;
        }
        Ok(())
    }
}
