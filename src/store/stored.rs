//! How the records of a kind lie in their table: made of the kind's schema.

mod frozen;
mod key;
mod seals;
mod team;
mod text;

pub(super) use seals::seals;
#[cfg(test)]
pub(super) use team::every as every_of_team;
pub(super) use team::{OF_CASE, OF_HANDOVER, OF_ORDER, OF_PURPOSE, OF_REVIEW, OF_SUBJECT};

use super::cells::{BareCell, Cell, Seals};
use super::column_sets::ColumnSets;
use super::db::{Fault, Param, Row, Sql};
use super::merge::{Merger, Rule};
use crate::model::Field;
use crate::records::{self, Column, Merge, Order, Record, Schema, Slot, Type, Value, Visit};
use seals::columns;

/// A kind's table. A row of it holds its columns in the order of [`Stored::columns`].
#[derive(Debug)]
pub(super) struct Stored {
    pub(super) schema: &'static Schema,
    pub(super) columns: Vec<&'static str>,
    /// One rule per column.
    pub(super) rules: Vec<Rule>,
    /// Where the running number stands; behind the row where there is none.
    pub(super) seq: usize,
    /// Where the columns stand that tell a row apart, beside platform and shop.
    pub(super) keys: Vec<usize>,
    /// What each column is called in layouts and rules, where it has a name there.
    pub(super) fields: Vec<Option<Field>>,
    pub(super) seals: Seals,
    /// The whole of what tells a row apart, where it stands in a row.
    pub(super) identity: Vec<usize>,
    /// The columns whose changes are written down, and where they stand in a row.
    pub(super) ledger: Vec<(usize, &'static Column)>,
    /// What the bits of a set were in schema 15.
    pub(super) bits: Vec<Field>,
    /// For each column of the schema: where it stands in a row.
    index: Vec<usize>,
}

impl Stored {
    pub(super) fn of(schema: &'static Schema) -> Stored {
        let columns = columns(schema);
        let index_of = |name: &str| columns.iter().position(|c| *c == name).unwrap_or(columns.len());
        let index: Vec<usize> = schema.columns.iter().map(|c| index_of(c.sql)).collect();
        let rules = columns
            .iter()
            .map(|name| schema.columns.iter().find(|c| c.sql == *name).map_or(Rule::Keep, rule))
            .collect();
        let field = |name: &&str| schema.columns.iter().find(|c| c.sql == *name).and_then(|c| c.field);
        let fields = columns.iter().map(field).collect();
        let keys = schema.keys().map(|c| index_of(c.sql)).collect();
        let identity = key::primary_key(schema).into_iter().map(index_of).collect();
        let ledger = schema.columns.iter().filter(|c| c.ledger).map(|c| (index_of(c.sql), c)).collect();
        let seq = index_of("ord");
        let bits = frozen::bits(schema.table, schema.is_generic());
        Stored {
            schema,
            rules,
            seq,
            keys,
            fields,
            identity,
            ledger,
            bits,
            index,
            columns,
            seals: seals(schema.table),
        }
    }

    /// How its rows are merged.
    pub(super) fn merger<'m>(&'m self, sets: &'m ColumnSets) -> Merger<'m> {
        Merger { rules: &self.rules, fields: &self.fields, elder: &self.bits, sets }
    }

    /// Where a column stands in a row, by its key.
    pub(super) fn column(&self, key: &str) -> Option<usize> {
        self.schema.position(key).and_then(|at| self.index.get(at)).copied()
    }

    /// By what the journal knows a row of our own: its number, or where more than one value tells it apart a list of them.
    pub(super) fn row_id(&self, row: &[Cell<'_>]) -> String {
        let values: Vec<&str> = self.identity.iter().map(|at| super::cells::str_at(row, *at)).collect();
        match values.as_slice() {
            [number] => (*number).to_owned(),
            values => serde_json::Value::from(values).to_string(),
        }
    }

    /// What tells a row apart, for [`Stored::numbered`] and [`Stored::drop`].
    pub(super) fn identity_cells<'r>(&self, row: &'r [Cell<'_>]) -> Vec<&'r dyn Param> {
        self.identity.iter().filter_map(|at| row.get(*at)).map(|cell| cell as &dyn Param).collect()
    }

    /// The values that [`Stored::row_id`] was made of.
    pub(super) fn identity_of(&self, row_id: &str) -> Vec<String> {
        match self.identity.len() {
            1 => vec![row_id.to_owned()],
            _ => serde_json::from_str(row_id).unwrap_or_default(),
        }
    }

    /// The record as a row; the columns that the store fills are empty.
    pub(super) fn cells<'r>(&self, record: &'r mut dyn Record, sets: &ColumnSets) -> Vec<Cell<'r>> {
        let empty = |name: &&str| if *name == "import_id" { Cell::text("") } else { Cell::Int(None) };
        let mut row: Vec<Cell<'r>> = self.columns.iter().map(empty).collect();
        let mut index = self.index.iter();
        records::each(record, &mut |column, slot| {
            if let Some(cell) = index.next().and_then(|at| row.get_mut(*at)) {
                *cell = bare(column, slot, sets).into();
            }
        });
        row
    }

    /// The same for an order, of which an import makes one for every row: nothing is asked of a value that is known before,
    /// and nothing is kept on the heap. The row is as wide as the table.
    pub(super) fn cells_of_order<'r>(
        &self,
        order: &'r mut Order,
        sets: &ColumnSets,
        row: &mut [BareCell<'r>],
    ) {
        let columns = self.schema.columns.iter().zip(&self.index);
        order.visit(&mut IntoRow { row, columns, sets });
    }

    /// Fills a record from a row of [`Stored::all`].
    pub(super) fn fill(&self, record: &mut dyn Record, row: &Row<'_>, sets: &ColumnSets) -> Sql<()> {
        let mut index = self.index.iter();
        let mut fault = None;
        records::each(record, &mut |column, slot| {
            if let (Some(at), None) = (index.next(), &fault) {
                fault = self.read(column, slot, (row, *at), sets).err();
            }
        });
        fault.map_or(Ok(()), Err)
    }

    /// A record of the kind, by a row.
    pub(super) fn record(&self, row: &Row<'_>, sets: &ColumnSets) -> Sql<Box<dyn Record>> {
        let mut record = (self.schema.make)();
        self.fill(record.as_mut(), row, sets)?;
        Ok(record)
    }

    fn read(
        &self,
        column: &Column,
        slot: Slot<'_>,
        (row, at): (&Row<'_>, usize),
        sets: &ColumnSets,
    ) -> Sql<()> {
        let wrong = |why: &'static str| Fault::text(at, why);
        let value = row.value(at)?;
        let text = || value.text(at);
        let number = || value.number(at);
        match slot {
            Slot::Text(out) => {
                out.clear();
                out.push_str(text()?);
            }
            Slot::Money(out) => *out = number()?.map(crate::model::Cents),
            Slot::Count(out) => *out = number()?,
            Slot::Time(out) => *out = number()?.map(crate::model::Stamp),
            Slot::Number(out) => *out = number()?.unwrap_or_default(),
            Slot::At(out) => *out = crate::model::Stamp(number()?.unwrap_or_default()),
            Slot::Yes(out) => *out = number()?.map(|n| n != 0),
            Slot::Word(out) => {
                if !out.set(text()?) {
                    return Err(wrong("a word that is not in the vocabulary"));
                }
            }
            Slot::Columns(out) => {
                let set = sets.set(number()?.unwrap_or_default(), &self.bits);
                *out = set.ok_or_else(|| wrong("a number that no set of columns has"))?;
            }
            Slot::Value(out) if column.is_number() => *out = number()?.map_or(Value::None, Value::Number),
            Slot::Value(out) => {
                *out = match text()? {
                    "" => Value::None,
                    text => Value::Text(text.to_owned()),
                }
            }
        }
        Ok(())
    }
}

/// Puts each value where its column stands.
struct IntoRow<'a, 'r, C> {
    row: &'a mut [BareCell<'r>],
    columns: C,
    sets: &'a ColumnSets,
}

impl<'a, 'r, C: Iterator<Item = (&'a Column, &'a usize)>> Visit<'r> for IntoRow<'a, 'r, C> {
    #[inline(always)]
    fn slot(&mut self, slot: Slot<'r>) {
        if let Some((column, at)) = self.columns.next()
            && let Some(cell) = self.row.get_mut(*at)
        {
            *cell = bare(column, slot, self.sets);
        }
    }
}

#[inline(always)]
fn bare<'r>(column: &Column, slot: Slot<'r>, sets: &ColumnSets) -> BareCell<'r> {
    match slot {
        Slot::Text(text) => BareCell::Text(text),
        Slot::Money(money) => BareCell::Int(money.map(|cents| cents.0)),
        Slot::Count(count) => BareCell::Int(*count),
        Slot::Time(at) => BareCell::Int(at.map(|at| at.0)),
        Slot::Number(number) => BareCell::Int(Some(*number)),
        Slot::At(at) => BareCell::Int(Some(at.0)),
        Slot::Yes(yes) => BareCell::Int(yes.map(i64::from)),
        Slot::Word(word) => BareCell::Text(word.key()),
        Slot::Columns(set) => BareCell::Int(Some(sets.number(*set))),
        Slot::Value(Value::Text(text)) => BareCell::Text(text),
        Slot::Value(Value::Number(number)) => BareCell::Int(Some(*number)),
        Slot::Value(Value::None) if column.is_number() => BareCell::Int(None),
        Slot::Value(Value::None) => BareCell::Text(""),
    }
}

/// How a column is merged.
fn rule(column: &Column) -> Rule {
    match (column.merge, column.ty, column.field) {
        (Merge::Key, ..) => Rule::Keep,
        (Merge::State, ..) => Rule::State(column.silent),
        (Merge::Private, ..) => Rule::Private,
        (Merge::Never, ..) => Rule::Sentinels,
        (Merge::Union, Type::Columns, _) => Rule::Columns,
        (Merge::Union, ..) => Rule::Extra,
        (Merge::Newer, Type::Time, Some(field)) => Rule::Time(field),
        (Merge::Newer, ..) if column.is_number() => Rule::Number,
        (Merge::Newer, ..) => column.silent.first().map_or(Rule::Text, |silent| Rule::Word(silent)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::db::Db;
    use crate::store::migrate;

    /// A column that is added to a kind needs a migration.
    #[test]
    fn the_tables_are_those_of_the_kinds() {
        let db = Db::in_memory();
        for schema in records::ALL {
            let table = schema.table;
            let conn = db.sqlite().expect("a file");
            let statement = conn.prepare(&format!("SELECT * FROM {table}")).expect(table);
            let mut there: Vec<&str> = statement.column_names().collect();
            let mut wanted = columns(schema);
            there.sort_unstable();
            wanted.sort_unstable();
            assert_eq!(there, wanted, "{table}");
        }
    }

    /// The text of a new kind's migration.
    #[test]
    fn new_tables_are_made_as_their_kinds_say() {
        for schema in records::ALL.iter().filter(|s| frozen::columns(s.table).is_empty()) {
            let text = Stored::of(schema).create();
            let is_there = migrate::ALL.iter().any(|step| step.1.contains(&text));
            assert!(is_there, "put this into a migration:\n{text}");
        }
    }

    #[test]
    fn what_lies_in_schema_15_lies_there_still() {
        for schema in records::ALL {
            let frozen = frozen::columns(schema.table);
            let columns = columns(schema);
            let gone: Vec<_> = frozen.iter().filter(|name| !columns.contains(name)).collect();
            assert!(gone.is_empty(), "{} lost {gone:?}", schema.table);
            if columns.len() == frozen.len() + 1 {
                assert!(columns.starts_with(&frozen), "{}", schema.table);
            }
        }
    }
}
