//! The statements about a table of the team's own records: what tells them apart is one number, in the first column.

use super::super::column_sets::ColumnSets;
use super::Stored;
use crate::records::Record;
use rusqlite::{Result as Sql, Row};

/// By what some of a kind's records are looked up: columns of their tables.
pub(in crate::store) const OF_CASE: &[&str] = &["case_id"];
pub(in crate::store) const OF_HANDOVER: &[&str] = &["handover_id"];
pub(in crate::store) const OF_ORDER: &[&str] = &["order_no", "platform", "shop"];
pub(in crate::store) const OF_PURPOSE: &[&str] = &["purpose"];
pub(in crate::store) const OF_REVIEW: &[&str] = &["review_id", "platform", "shop"];

impl Stored {
    /// Every record: by time where the kind has one, then by number.
    pub(in crate::store) fn listed(&self) -> String {
        format!("SELECT {} FROM {} ORDER BY {}", self.list(), self.table(), self.order())
    }

    fn order(&self) -> String {
        let at =
            self.schema.at.iter().filter_map(|field| self.schema.column(*field)).map(|column| column.sql);
        at.chain([self.number()]).collect::<Vec<_>>().join(", ")
    }

    pub(in crate::store) fn numbered(&self) -> String {
        format!("SELECT {} FROM {} WHERE {} = $1", self.list(), self.table(), self.number())
    }

    /// The records whose columns hold what is looked for.
    pub(in crate::store) fn of_columns(&self, columns: &[&str]) -> String {
        let wanted: Vec<String> = columns.iter().zip(1..).map(|(name, n)| format!("{name} = ${n}")).collect();
        let (wanted, order) = (wanted.join(" AND "), self.order());
        format!("SELECT {} FROM {} WHERE {wanted} ORDER BY {order}", self.list(), self.table())
    }

    pub(in crate::store) fn drop(&self) -> String {
        format!("DELETE FROM {} WHERE {} = $1 RETURNING sum", self.table(), self.number())
    }

    /// Moves a record to another shop.
    pub(in crate::store) fn set_shop(&self) -> String {
        format!("UPDATE {} SET shop = $1, sum = $2 WHERE {} = $3", self.table(), self.number())
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
    use crate::records::{self, CASE_STEPS, CONTACTS, HANDOVER_ITEMS, REVIEW_CONTACTS, SHIFTS, Schema};
    use crate::store::{counters::SHORT, reassign_shop::WITH_ORDER};
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
    let with_order = WITH_ORDER.map(|schema| (schema, OF_ORDER));
    let others = [
        (&CASE_STEPS, OF_CASE),
        (&HANDOVER_ITEMS, OF_HANDOVER),
        (&CONTACTS, OF_PURPOSE),
        (&REVIEW_CONTACTS, OF_REVIEW),
    ];
    let looked_up = with_order.into_iter().chain(others);
    all.extend(looked_up.map(|(s, columns)| name(s, "of_columns", Stored::of(s).of_columns(columns))));
    let moved = WITH_ORDER.into_iter().chain([&REVIEW_CONTACTS]);
    all.extend(moved.map(|s| name(s, "set_shop", Stored::of(s).set_shop())));
    all.extend(SHORT.map(|(_, s)| name(s, "last", Stored::of(s).last())));
    all.push(name(&SHIFTS, "here", Stored::of(&SHIFTS).shift_here()));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records;

    #[test]
    fn the_number_stands_first() {
        for schema in records::team() {
            assert_eq!(schema.keys().count(), 1, "{}", schema.key);
            assert_eq!(Stored::of(schema).keys, [0], "{}", schema.key);
        }
    }
}
