//! The statements about a table of our own records. What tells the team's apart is one number, in the first column.

use super::super::column_sets::ColumnSets;
use super::super::db::{Row, Sql};
use super::Stored;
use super::key::primary_key;
use crate::records::Record;

/// By what some of a kind's records are looked up: columns of their tables.
pub(in crate::store) const OF_CASE: &[&str] = &["case_id"];
pub(in crate::store) const OF_HANDOVER: &[&str] = &["handover_id"];
pub(in crate::store) const OF_ORDER: &[&str] = &["order_no", "platform", "shop"];
pub(in crate::store) const OF_PURPOSE: &[&str] = &["purpose"];
pub(in crate::store) const OF_REVIEW: &[&str] = &["review_id", "platform", "shop"];

pub(in crate::store) const OF_SUBJECT: &[&str] = &["subject_no", "platform"];

impl Stored {
    /// Every record: by time where the kind has one, then by number.
    pub(in crate::store) fn listed(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY {}", self.list(), self.table(), self.order())
    }

    fn order(&self) -> String {
        let at =
            self.schema.at.iter().filter_map(|field| self.schema.column(*field)).map(|column| column.sql);
        at.chain(primary_key(self.schema)).collect::<Vec<_>>().join(", ")
    }

    /// The row that these values tell apart, the first of them being the number `n`.
    fn is_it(&self, n: usize) -> String {
        let keys = primary_key(self.schema);
        let values: Vec<String> = keys.iter().zip(n..).map(|(name, n)| format!("{name} = ${n}")).collect();
        values.join(" AND ")
    }

    pub(in crate::store) fn numbered(&self) -> String {
        format!("SELECT {} FROM {} WHERE {}", self.list(), self.table(), self.is_it(1))
    }

    /// The records whose columns hold what is looked for.
    pub(in crate::store) fn of_columns(&self, columns: &[&str]) -> String {
        let wanted: Vec<String> = columns.iter().zip(1..).map(|(name, n)| format!("{name} = ${n}")).collect();
        let (wanted, order) = (wanted.join(" AND "), self.order());
        format!("SELECT {} FROM {} WHERE {wanted} ORDER BY {order}", self.list(), self.table())
    }

    /// The records whose numbers lie from one text on and before another.
    pub(in crate::store) fn of_range(&self) -> String {
        let (list, table, number, order) = (self.list(), self.table(), self.number(), self.order());
        format!("SELECT {list} FROM {table} WHERE {number} >= $1 AND {number} < $2 ORDER BY {order}")
    }

    pub(in crate::store) fn drop(&self) -> String {
        format!("DELETE FROM {} WHERE {} RETURNING sum", self.table(), self.is_it(1))
    }

    /// Moves a record to another shop.
    pub(in crate::store) fn set_shop(&self) -> String {
        format!("UPDATE {} SET shop = $1, sum = $2 WHERE {}", self.table(), self.is_it(3))
    }

    /// The highest short number.
    pub(in crate::store) fn last(&self) -> String {
        let (number, table) = (self.number(), self.table());
        format!("SELECT {number} FROM {table} ORDER BY LENGTH({number}) DESC, {number} DESC LIMIT 1")
    }

    /// The shift that is open in a terminal.
    pub(in crate::store) fn shift_here(&self) -> String {
        format!(
            "SELECT {} FROM {} WHERE terminal = $1 AND closed_at IS NULL ORDER BY opened_at DESC LIMIT 1",
            self.list(),
            self.table()
        )
    }

    /// A record of a kind whose struct is known, by a row.
    pub(in crate::store) fn own<T: Record + Default>(&self, row: &Row<'_>) -> Sql<T> {
        let mut record = T::default();
        self.fill(&mut record, row, &ColumnSets::default()).map(|()| record)
    }
}

/// Every statement with its name, for the tests of all.
#[cfg(test)]
pub(in crate::store) fn every() -> Vec<(String, String)> {
    use crate::records::{
        self, CASE_STEPS, CONTACTS, HANDOVER_ITEMS, REVIEW_CONTACTS, SHIFTS, Schema, TODO_STATES,
    };
    use crate::store::{counters::SHORT, reassign_shop::with_order};
    let name = |schema: &Schema, what: &str, text| (format!("{}.{what}", schema.key), text);
    let mut all: Vec<_> = records::team()
        .flat_map(|schema| {
            let stored = Stored::of(schema);
            let texts = [
                ("insert", stored.insert()),
                ("put", stored.put()),
                ("all", stored.listed()),
                ("numbered", stored.numbered()),
                ("drop", stored.drop()),
                ("count", stored.count()),
            ];
            texts.map(|(what, text)| name(schema, what, text))
        })
        .collect();
    let looked_up = with_order().map(|schema| (schema, OF_ORDER));
    let others = [
        (&CASE_STEPS, OF_CASE),
        (&HANDOVER_ITEMS, OF_HANDOVER),
        (&CONTACTS, OF_PURPOSE),
        (&REVIEW_CONTACTS, OF_REVIEW),
        (&TODO_STATES, OF_SUBJECT),
    ];
    let looked_up = looked_up.chain(others);
    all.extend(looked_up.map(|(s, columns)| name(s, "of_columns", Stored::of(s).of_columns(columns))));
    let moved = with_order().chain([&REVIEW_CONTACTS]);
    all.extend(moved.map(|s| name(s, "set_shop", Stored::of(s).set_shop())));
    all.extend(SHORT.map(|(_, s)| name(s, "last", Stored::of(s).last())));
    all.push(name(&TODO_STATES, "of_range", Stored::of(&TODO_STATES).of_range()));
    all.push(name(&SHIFTS, "here", Stored::of(&SHIFTS).shift_here()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{self, Origin};

    #[test]
    fn the_number_stands_first() {
        for schema in records::team().filter(|schema| schema.origin == Origin::Team) {
            assert_eq!(schema.keys().count(), 1, "{}", schema.key);
            assert_eq!(Stored::of(schema).keys, [0], "{}", schema.key);
        }
    }
}
