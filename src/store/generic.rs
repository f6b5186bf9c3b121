//! Lines: one table per kind, its statements made of the kind's columns.

use super::cells::{self, Cell, CellRow, Reader};
use super::import::Importer;
use super::merge::Rule;
use super::orders::OrderFilter;
use super::shops::home;
use super::tables::{Table, reset, shop_of};
use super::{Outcome, Store};
use crate::error::{Error, Result};
use crate::model::{Field, Fields};
use crate::records::{self, GenericRecord, Merge, Schema, Value};
use rusqlite::types::ToSql;
use rusqlite::{Connection, Result as Sql, Row as SqlRow};
use std::ops::ControlFlow;

const SEQ: usize = 3;
const HEAD: [&str; 4] = ["platform", "shop", "line_no", "ord"];
const END: [&str; 5] = ["extra", "have", "seen_at", "import_id", "sum"];

/// Every column of the kind's table, in order.
fn columns(schema: &Schema) -> Vec<&'static str> {
    let own = schema.own().iter().map(|c| c.sql);
    HEAD.into_iter().chain(own).chain(END).collect()
}

/// Where a field stands in a row.
pub(super) fn column(schema: &Schema, field: Field) -> Option<usize> {
    schema.own_position(field).map(|at| HEAD.len() + at)
}

/// Writes one row, whole.
pub(super) fn put(schema: &Schema) -> String {
    let columns = columns(schema);
    let indexes: Vec<String> = (1..=columns.len()).map(|n| format!("${n}")).collect();
    let news: Vec<String> = columns.iter().skip(SEQ).map(|c| format!("{c} = excluded.{c}")).collect();
    format!(
        "INSERT INTO {} ({}) VALUES ({}) ON CONFLICT (line_no, platform, shop) DO UPDATE SET {}",
        schema.key,
        columns.join(", "),
        indexes.join(", "),
        news.join(", ")
    )
}

/// All rows, in the order of their files.
pub(super) fn all(schema: &Schema) -> String {
    format!("SELECT {} FROM {} ORDER BY ord", columns(schema).join(", "), schema.key)
}

/// The lines of one number on one platform.
pub(super) fn find(schema: &Schema) -> String {
    let (columns, table) = (columns(schema).join(", "), schema.key);
    format!("SELECT {columns} FROM {table} WHERE line_no = $1 AND platform = $2 ORDER BY shop")
}

/// Moves a line, or marks it as seen again.
pub(super) fn touch(schema: &Schema) -> String {
    let table = schema.key;
    format!(
        "UPDATE {table} SET shop = $1, seen_at = $2, sum = $3 WHERE line_no = $4 AND platform = $5 AND shop = $6"
    )
}

pub(super) fn count(schema: &Schema) -> String {
    format!("SELECT CAST(COUNT(*) AS BIGINT) FROM {}", schema.key)
}

/// The lines whose cell of order numbers is this one.
pub(super) fn of_order(schema: &Schema) -> String {
    format!("SELECT {} FROM {} WHERE order_no = $1 ORDER BY ord", columns(schema).join(", "), schema.key)
}

/// The cells that name several orders.
pub(super) fn several_orders(schema: &Schema) -> String {
    format!("SELECT order_no FROM {} WHERE order_no LIKE '%,%' GROUP BY order_no", schema.key)
}

/// 1 where any line names an order.
pub(super) fn any_of_order(schema: &Schema) -> String {
    let table = schema.key;
    format!("SELECT CASE WHEN EXISTS (SELECT 1 FROM {table} WHERE order_no > '') THEN 1 ELSE 0 END")
}

/// Lines that name an import which is not there.
pub(super) fn strays(schema: &Schema) -> String {
    let table = schema.key;
    format!(
        "SELECT '{table}' AS place, CAST(COUNT(*) AS BIGINT) AS n FROM {table} r WHERE NOT EXISTS (SELECT 1 FROM \
         imports i WHERE i.id = r.import_id)"
    )
}

/// Forgets the snapshot of a shop that has no lines of the kind any more.
pub(super) fn forget(schema: &Schema) -> String {
    let table = schema.key;
    format!(
        "DELETE FROM snapshots WHERE platform = $1 AND shop = $2 AND kind = '{table}' AND NOT EXISTS (SELECT 1 FROM \
         {table} WHERE platform = $1 AND shop = $2) RETURNING sum"
    )
}

fn rules(schema: &Schema) -> Vec<Rule> {
    let own = schema.own().iter().map(|c| match c.merge {
        Merge::Private => Rule::Private,
        _ if c.is_number() => Rule::Number,
        _ => Rule::Text,
    });
    let end = [Rule::Extra, Rule::Bits, Rule::Keep, Rule::Keep, Rule::Keep];
    [Rule::Keep; HEAD.len()].into_iter().chain(own).chain(end).collect()
}

impl<'a> Table<'a> {
    fn lines(conn: &'a Connection, schema: &Schema) -> Sql<Table<'a>> {
        let texts = [put(schema), find(schema), touch(schema)];
        Table::new(conn, schema.key, rules(schema), SEQ, &[2], texts.each_ref().map(String::as_str))
    }
}

/// The line as a row; the columns that the store fills are empty.
fn cells<'a>(line: &'a GenericRecord, shop: &'a str) -> Vec<Cell<'a>> {
    let own = line.kind.own().iter().zip(&line.values).map(|(column, value)| match value {
        Value::Text(text) => Cell::text(text),
        Value::Number(n) => Cell::int(*n),
        Value::None if column.is_number() => Cell::Int(None),
        Value::None => Cell::text(""),
    });
    let head = [Cell::text(&line.platform), Cell::text(shop), Cell::text(&line.line_no), Cell::Int(None)];
    let end = [
        Cell::text(&line.extra),
        Cell::int(bits(line.kind, line.have)),
        Cell::Int(None),
        Cell::text(""),
        Cell::Int(None),
    ];
    head.into_iter().chain(own).chain(end).collect()
}

/// The columns that an export has, by their indexes in the kind.
fn bits(schema: &Schema, have: Fields) -> i64 {
    let indexes =
        schema.own().iter().enumerate().filter(|(_, c)| c.field.is_some_and(|field| have.has(field)));
    indexes.fold(0, |bits, (index, _)| bits | 1 << index)
}

pub(super) fn read(schema: &'static Schema, row: &SqlRow<'_>) -> Sql<GenericRecord> {
    let mut line = GenericRecord::new(schema);
    let mut r = Reader::new(row);
    r.text(&mut line.platform)?;
    r.text(&mut line.shop)?;
    r.text(&mut line.line_no)?;
    r.skip();
    for (column, value) in schema.own().iter().zip(&mut line.values) {
        *value = match column.is_number() {
            true => r.int()?.map_or(Value::None, Value::Number),
            false => match r.str()? {
                "" => Value::None,
                text => Value::Text(text.to_owned()),
            },
        };
    }
    r.text(&mut line.extra)?;
    let have = r.int()?.unwrap_or_default();
    let offered = schema.own().iter().enumerate().filter(|(at, _)| have & (1 << at) != 0);
    offered.filter_map(|(_, column)| column.field).for_each(|field| line.have.add(field));
    Ok(line)
}

impl Importer<'_> {
    pub fn line(&mut self, line: &GenericRecord) -> Result<Outcome> {
        let (path, conn, kind) = (self.path, self.conn, line.kind.key);
        let fail = |e| super::failure::failed(path, e);
        if line.line_no.is_empty() {
            return Err(Error::bug("a line without a number"));
        }
        let facts = &self.file()?.facts;
        // A number that was made of what the line says can stand for lines of several shops.
        let global = facts.numbers_global && !line.has_made_no();
        let snapshot = self.snapshot()?;
        if !self.lines.contains_key(kind) {
            self.lines.insert(kind, Table::lines(conn, line.kind).map_err(fail)?);
        }
        let Some(table) = self.lines.get_mut(kind) else { return Err(Error::bug("no table of lines")) };
        let keys: [&dyn ToSql; 2] = [&line.line_no, &line.platform];
        let mut rows = cells::take_all(&mut table.find, &keys).map_err(fail)?;
        let known: Vec<String> = rows.iter().map(shop_of).collect();
        let home = home(&line.line_no, &line.shop, known, global, self.move_shop)?;
        let old = home.from.as_ref().unwrap_or(&home.shop);
        let stored: Option<CellRow> =
            rows.iter().position(|row| shop_of(row) == *old).map(|p| rows.swap_remove(p));
        // Lines follow no order to its shop: they name it by its number.
        let Some(stored) =
            self.resolve_shop((stored, SEQ), &home, snapshot, &line.platform, "").map_err(fail)?
        else {
            return self.count(kind, &line.platform, &home.shop, Outcome::Older);
        };
        if let (Some(from), Some(row)) = (&home.from, &stored)
            && let Some(table) = self.lines.get_mut(kind)
        {
            reset(table, &self.tally, &mut row.clone(), from, &home.shop).map_err(fail)?;
            let moved = (line.platform.clone(), from.clone(), home.shop.clone(), kind);
            self.moved_lines.insert(moved);
        }
        let mut row = cells(line, &home.shop);
        let outcome = self.land(kind, &mut row, stored, home.from.is_some())?;
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
        self.each_row(&all(schema), |row| read(schema, row), &mut |line: &mut GenericRecord| match filter
            .holds_key(&line.platform, &line.shop, line.text(Field::OrderNo))
        {
            true => f(line),
            false => Ok(ControlFlow::Continue(())),
        })
    }

    /// How many lines there are of each kind that occurs.
    pub(super) fn count_lines(&self) -> Sql<Vec<(&'static str, u64)>> {
        let mut out = Vec::new();
        for schema in records::generic() {
            let n: i64 = self.conn.query_row(&count(schema), [], |row| row.get(0))?;
            if n > 0 {
                out.push((schema.key, n.unsigned_abs()));
            }
        }
        Ok(out)
    }
}

/// Every statement about one kind with its name, for the tests of all.
#[cfg(test)]
pub(super) fn every_of(s: &Schema) -> [(&'static str, String); 7] {
    [
        ("put", put(s)),
        ("all", all(s)),
        ("find", find(s)),
        ("touch", touch(s)),
        ("count", count(s)),
        ("strays", strays(s)),
        ("forget", forget(s)),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A column that is added to a kind needs a migration of its own.
    #[test]
    fn the_tables_are_those_of_the_kinds() {
        let conn = Connection::open_in_memory().expect("a database");
        super::super::migrate::create(&conn).expect("the schema");
        for schema in records::generic() {
            let statement = conn.prepare(&format!("SELECT * FROM {}", schema.key)).expect(schema.key);
            let mut there: Vec<&str> = statement.column_names().collect();
            let mut wanted = columns(schema);
            there.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(there, wanted, "{}", schema.key);
            Table::lines(&conn, schema).expect(schema.key);
        }
    }
}
