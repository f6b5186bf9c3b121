//! Lines: one table per kind, its statements made of the kind's columns.

use super::cells::{self, CellRow};
use super::db::Param;
use super::import::Importer;
use super::import_related::one_order;
use super::orders::OrderFilter;
use super::prepared::Held;
use super::shops::home;
use super::tables::{Table, reset, shop_of};
use super::{Outcome, Store};
use crate::error::{Error, Result};
use crate::model::Field;
use crate::records::{GenericRecord, Schema};
use std::ops::ControlFlow;

impl Importer<'_> {
    pub fn line(&mut self, line: &GenericRecord) -> Result<Outcome> {
        if self.is_held(|| Held::Line(Box::new(line.clone()))) {
            return Ok(Outcome::Unchanged);
        }
        let (path, db, kind) = (self.path, self.db, line.kind.key);
        let fail = |e| super::failure::failed(path, e);
        if line.line_no.is_empty() {
            return Err(Error::bug("a line without a number"));
        }
        let facts = &self.file()?.facts;
        // A number that was made of what the line says can stand for lines of several shops.
        let global = facts.numbers_global && !line.has_made_no();
        if !self.tables.lines.contains_key(kind) {
            self.tables.lines.insert(kind, Table::of(db, line.kind).map_err(fail)?);
        }
        let Some(table) = self.tables.lines.get_mut(kind) else {
            return Err(Error::bug("no table of lines"));
        };
        let keys: [&dyn Param; 2] = [&line.line_no, &line.platform];
        let mut rows = cells::take_all(&mut table.find, &keys).map_err(fail)?;
        let known: Vec<String> = rows.iter().map(shop_of).collect();
        let home = home(&line.line_no, &line.shop, known, global, self.move_shop)?;
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let (seq, mut placed) = (table.stored.seq, line.clone());
        placed.shop.clone_from(&home.shop);
        let mut row = table.stored.cells(&mut placed, &self.sets);
        let stored: Option<CellRow> =
            rows.iter().position(|row| shop_of(row) == *old).map(|p| rows.swap_remove(p));
        if line.kind.number.is_some() && !line.has_made_no() {
            let of_order = table.stored.column(Field::OrderNo.key());
            one_order(line.kind, &line.line_no, (stored.as_ref(), of_order), line.text(Field::OrderNo))?;
        }
        // Lines follow no order to its shop: they name it by its number.
        let met = self.resolve_shop((stored, seq), &home, &line.platform, "").map_err(fail)?;
        if let (Some(from), Some(row)) = (&home.from, met.row())
            && let Some(table) = self.tables.lines.get_mut(kind)
        {
            reset(table, &self.tally, &mut row.clone(), from, &home.shop).map_err(fail)?;
            let moved = (line.platform.clone(), from.clone(), home.shop.clone(), kind);
            self.moved_lines.insert(moved);
        }
        let outcome = self.land(kind, &mut row, met, home.from.is_some())?;
        self.count(kind, &line.platform, &home.shop, outcome)
    }
}

impl Store {
    /// Reads the lines of a kind in the order of their files. Of the filter's window nothing is used.
    pub fn each_line(
        &self,
        schema: &'static Schema,
        filter: &OrderFilter,
        f: &mut dyn FnMut(&mut GenericRecord) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.each_of(schema, &mut |line: &mut GenericRecord| match filter.holds_key(
            &line.platform,
            &line.shop,
            line.text(Field::OrderNo),
        ) {
            true => f(line),
            false => Ok(ControlFlow::Continue(())),
        })
    }
}
