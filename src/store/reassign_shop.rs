//! Orders that find their shop take everything known of them along.

use super::cells::{self, Cell, CellRow};
use super::import::Importer;
use super::shops::Home;
use super::stored::{OF_ORDER, OF_REVIEW, Stored, seals};
use super::tables::{SHOP, reset, seen, shop_of};
use super::tally::checksum_of;
use crate::records::{CASES, CONTACTS, MANUAL_MESSAGES, REVIEW_CONTACTS, Schema};
use rusqlite::Result as Sql;
use rusqlite::types::ToSql;

/// The team's records that are about an order and go where it goes.
pub(super) const WITH_ORDER: [&Schema; 3] = [&CONTACTS, &MANUAL_MESSAGES, &CASES];

/// What is known of a record that comes in.
pub(super) enum Met {
    New,
    /// It is as new as this row, or newer.
    Known(CellRow),
    /// This row is newer.
    Newer(CellRow),
    /// It is newer, and stands under another shop.
    Passed,
}

impl Met {
    pub(super) fn of(known: CellRow, is_older: bool) -> Met {
        if is_older { Met::Newer(known) } else { Met::Known(known) }
    }

    /// The row, where there is one.
    pub(super) fn row(&self) -> Option<&CellRow> {
        match self {
            Met::Known(row) | Met::Newer(row) => Some(row),
            Met::New | Met::Passed => None,
        }
    }
}

impl Importer<'_> {
    /// `stored`: the record, and where its running number stands. Unless it is passed, everything known of the order is at
    /// its shop after this.
    pub(super) fn resolve_shop(
        &mut self,
        (stored, seq): (Option<CellRow>, usize),
        home: &Home,
        platform: &str,
        order_no: &str,
    ) -> Sql<Met> {
        let is_older = match &stored {
            Some(row) => {
                let (at, number) = seen(row, seq, self.who.now.0);
                self.is_older(number, at, cells::str_at(row, row.len().saturating_sub(2)))?
            }
            None => false,
        };
        let met = |row: Option<CellRow>| row.map_or(Met::New, |row| Met::of(row, is_older));
        let Some(from) = &home.from else { return Ok(met(stored)) };
        // An older export names the shop of what has none, but takes nothing away from another shop.
        if is_older && !from.is_empty() {
            return Ok(Met::Passed);
        }
        self.shift(platform, order_no, from, &home.shop)?;
        Ok(met(stored.map(|mut row| {
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
        for mut row in cells::take_all(&mut self.tables.orders.find, &keys[..2])? {
            if shop_of(&row) == from {
                reset(&mut self.tables.orders, &self.tally, &mut row, from, to)?;
            }
        }
        for mut row in cells::take_all(&mut self.conn.prepare(&self.tables.items.stored.of_order())?, &keys)?
        {
            reset(&mut self.tables.items, &self.tally, &mut row, from, to)?;
        }
        for mut row in
            cells::take_all(&mut self.conn.prepare(&self.tables.refunds.stored.of_order())?, &keys)?
        {
            reset(&mut self.tables.refunds, &self.tally, &mut row, from, to)?;
        }
        for mut row in
            cells::take_all(&mut self.conn.prepare(&self.tables.reviews.stored.of_order())?, &keys)?
        {
            self.shift_followups(platform, cells::str_at(&row, 2), from, to)?;
            reset(&mut self.tables.reviews, &self.tally, &mut row, from, to)?;
        }
        WITH_ORDER.iter().try_for_each(|schema| self.shift_team(schema, OF_ORDER, &keys, to))
    }
}
