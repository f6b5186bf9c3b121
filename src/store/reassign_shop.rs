//! Orders that find their shop take everything known of them along.

use super::cells::{self, Cell, CellRow};
use super::db::{Lane, Param, Sql};
use super::import::Importer;
use super::portable::is_later;
use super::shops::Home;
use super::stored::{OF_ORDER, OF_REVIEW, Stored};
use super::tables::{SHOP, reset, seen, shop_of};
use super::tally::checksum_of;
use crate::model::Field;
use crate::records::{self, CASES, CONTACTS, MANUAL_MESSAGES, Origin, REVIEW_CONTACTS, Schema};

/// The team's records that are about an order and go where it goes.
const WITH_ORDER: [&Schema; 3] = [&CONTACTS, &MANUAL_MESSAGES, &CASES];

/// And all of ours that may be about an order and are told apart by its shop.
pub(super) fn with_order() -> impl Iterator<Item = &'static Schema> {
    WITH_ORDER.into_iter().chain(records::portable().filter(|schema| schema.has(Field::OrderNo)))
}

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
        values: &[&dyn Param],
        to: &str,
    ) -> Sql<()> {
        let (stored, table) = (Stored::of(schema), schema.table);
        self.db.join(Lane::Work)?;
        let mut set = self.db.prepare(&stored.set_shop())?;
        for row in cells::take_all(&mut self.db.prepare(&stored.of_columns(columns))?, values)? {
            let mut moved = row.clone();
            if let Some(shop) = stored.column("shop").and_then(|at| moved.get_mut(at)) {
                *shop = Cell::text(to).owned();
            }
            cells::seal(stored.seals, &mut moved);
            if !self.takes_place(&stored, &row, &moved)? {
                continue;
            }
            if let Some(checksum) = moved.last() {
                let mut values = vec![&to as &dyn Param, checksum];
                values.extend(stored.identity_cells(&row));
                set.run(values.as_slice())?;
                self.tally.wrote(table, Some(checksum_of(&row)), checksum_of(&moved));
            }
        }
        Ok(())
    }

    /// Whether a row may move. What is told apart by its shop as well may be there already: the later word stays, the other
    /// one goes.
    fn takes_place(&self, stored: &Stored, row: &CellRow, moved: &CellRow) -> Sql<bool> {
        if stored.schema.origin == Origin::Team {
            return Ok(true);
        }
        let mut find = self.db.prepare(&stored.numbered())?;
        let Some(there) = cells::take_all(&mut find, &stored.identity_cells(moved))?.pop() else {
            return Ok(true);
        };
        let gives_way = is_later(stored, &there, row);
        let mut drop = self.db.prepare(&stored.drop())?;
        let goes = if gives_way { row } else { &there };
        self.tally.drop(stored.schema.table, &mut drop, &stored.identity_cells(goes))?;
        Ok(!gives_way)
    }

    /// Moves everything known of an order number to another shop.
    pub(super) fn shift(&mut self, platform: &str, order_no: &str, from: &str, to: &str) -> Sql<()> {
        if order_no.is_empty() {
            return Ok(());
        }
        self.last_item = None;
        self.changed.number(order_no);
        self.moved.insert((platform.to_owned(), from.to_owned(), to.to_owned()));
        let keys: [&dyn Param; 3] = [&order_no, &platform, &from];
        let mut moved = 0_usize;
        for mut row in cells::take_all(&mut self.tables.orders.find, &keys[..2])? {
            if shop_of(&row) == from {
                moved += 1;
                if from.is_empty() {
                    self.named_rows.insert((platform.to_owned(), to.to_owned()));
                }
                reset(&mut self.tables.orders, &self.tally, &mut row, from, to)?;
            }
        }
        for mut row in cells::take_all(&mut self.db.prepare(&self.tables.items.stored.of_order())?, &keys)? {
            moved += 1;
            reset(&mut self.tables.items, &self.tally, &mut row, from, to)?;
        }
        for mut row in cells::take_all(&mut self.db.prepare(&self.tables.refunds.stored.of_order())?, &keys)?
        {
            moved += 1;
            reset(&mut self.tables.refunds, &self.tally, &mut row, from, to)?;
        }
        for mut row in cells::take_all(&mut self.db.prepare(&self.tables.reviews.stored.of_order())?, &keys)?
        {
            moved += 1;
            self.shift_followups(platform, cells::str_at(&row, 2), from, to)?;
            reset(&mut self.tables.reviews, &self.tally, &mut row, from, to)?;
        }
        if moved > 0 && from.is_empty() {
            *self.named_orders.entry((platform.to_owned(), to.to_owned())).or_default() += 1;
        }
        with_order().try_for_each(|schema| self.shift_team(schema, OF_ORDER, &keys, to))
    }
}
