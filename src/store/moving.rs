//! Orders that find their shop take everything known of them along.

use super::cells::{self, Cell, Row};
use super::import::Importer;
use super::records_sql as rsql;
use super::shops::Home;
use super::statements as sql;
use super::tables::{SHOP, reset, seen, shop_of};
use crate::model::Stamp;
use rusqlite::Result as Sql;
use rusqlite::types::ToSql;

impl Importer<'_> {
    /// `stored`: the record, and where its running number stands. `None`: it is newer. Otherwise everything known of the
    /// order is at its shop after this.
    pub(super) fn settle(
        &mut self,
        (stored, ord): (Option<Row>, usize),
        home: &Home,
        snapshot: Stamp,
        platform: &str,
        order_no: &str,
    ) -> Sql<Option<Option<Row>>> {
        let last_seen = |row| {
            let (seen, ord) = seen(row, ord);
            self.again.of(ord, seen)
        };
        if stored.as_ref().is_some_and(|row| last_seen(row) > snapshot.0) {
            return Ok(None);
        }
        let Some(from) = &home.from else { return Ok(Some(stored)) };
        self.shift(platform, order_no, from, &home.shop)?;
        Ok(Some(stored.map(|mut row| {
            row[SHOP] = Cell::text(&home.shop).owned();
            row
        })))
    }

    /// What was done about a review goes where the review goes.
    pub(super) fn shift_followups(&self, platform: &str, review_id: &str, from: &str, to: &str) -> Sql<()> {
        let keys: [&dyn ToSql; 3] = [&review_id, &platform, &from];
        let mut contact = self.conn.prepare(rsql::FOLLOWUP_RESET)?;
        for mut row in cells::take_all(&mut self.conn.prepare(rsql::FOLLOWUPS_OF)?, &keys)? {
            row[2] = Cell::text(to).owned();
            cells::seal(&mut row);
            contact.execute([&row[2], &row[row.len() - 1], &row[0]])?;
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
                reset(&mut self.orders, &mut row, from, to)?;
            }
        }
        for mut row in cells::take_all(&mut self.conn.prepare(sql::ITEM_OF)?, &keys)? {
            reset(&mut self.items, &mut row, from, to)?;
        }
        for mut row in cells::take_all(&mut self.conn.prepare(sql::REFUND_OF)?, &keys)? {
            reset(&mut self.refunds, &mut row, from, to)?;
        }
        for mut row in cells::take_all(&mut self.conn.prepare(sql::REVIEW_OF)?, &keys)? {
            self.shift_followups(platform, row[2].str(), from, to)?;
            reset(&mut self.reviews, &mut row, from, to)?;
        }
        let mut contact = self.conn.prepare(sql::CONTACT_RESET)?;
        for mut row in cells::take_all(&mut self.conn.prepare(sql::CONTACT_OF)?, &keys)? {
            row[2] = Cell::text(to).owned();
            cells::seal(&mut row);
            contact.execute([&row[2], &row[row.len() - 1], &row[0]])?;
        }
        let mut said = self.conn.prepare(rsql::SAID_RESET)?;
        for mut row in cells::take_all(&mut self.conn.prepare(rsql::SAID_OF)?, &keys)? {
            row[2] = Cell::text(to).owned();
            cells::seal(&mut row);
            said.execute([&row[2], &row[row.len() - 1], &row[0]])?;
        }
        let mut case = self.conn.prepare(rsql::CASE_RESET)?;
        for mut row in cells::take_all(&mut self.conn.prepare(rsql::CASES_OF_ORDER)?, &keys)? {
            row[2] = Cell::text(to).owned();
            cells::seal(&mut row);
            case.execute([&row[2], &row[row.len() - 1], &row[0]])?;
        }
        Ok(())
    }
}
