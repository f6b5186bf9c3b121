//! Running numbers over the life of a database: which it has given out, and that another one goes on from there.

use super::db::{Db, Lane, Sql, Tx};
use super::statements as sql;
use super::stored::Stored;
use super::tally::Tally;
use super::{Store, cells};
use crate::error::Result;
use crate::records::{CASES, CONSULTS, HANDOVERS, LOG, MANUAL_MESSAGES, Schema};
use std::collections::BTreeMap;

pub(super) const AUDIT: &str = "audit";
pub(super) const JOURNAL: &str = "journal";
pub(super) const IMPORTS: &str = "imports";

/// Kinds with short numbers, and the letters of these.
pub(super) const SHORT: [(&str, &Schema); 5] =
    [("C", &CASES), ("L", &CONSULTS), ("G", &LOG), ("H", &HANDOVERS), ("M", &MANUAL_MESSAGES)];

/// The next number of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counters(BTreeMap<String, i64>);

impl Store {
    /// The next number of each kind, for a database that takes the place of this one.
    pub fn counters(&self) -> Result<Counters> {
        read(&self.db).map_err(|e| self.fail(e))
    }
}

pub(super) fn read(db: &Db) -> Sql<Counters> {
    let rows = cells::take_all(&mut db.prepare(sql::COUNTER_ALL)?, &[])?;
    let next = rows.iter().filter_map(|row| Some((row.first()?.str().to_owned(), row.get(1)?.num()?)));
    Ok(Counters(next.collect()))
}

/// From now on no number is given out that `from` has given out; for a database that takes the place of another one.
/// In a transaction of its own where none is open.
pub(super) fn raise_counters(db: &Db, from: &Counters) -> Sql<()> {
    let own = !db.is_in_transaction();
    let tx = own.then(|| db.write(Lane::Work)).transpose()?;
    let tally = Tally::default();
    for (name, next) in &from.0 {
        tally.raise(db, name, *next)?;
    }
    tally.persist(db)?;
    tx.map_or(Ok(()), Tx::commit)
}

/// The highest short number in a table, by the statement that finds it.
pub(super) fn last(db: &Db, statement: &str) -> Sql<i64> {
    let id: Option<String> = db.first(statement, &[])?;
    // `C-0001`, or without a letter.
    Ok(id.as_deref().and_then(|id| id.rsplit('-').next()?.parse().ok()).unwrap_or(0))
}

/// The first numbers of a database that has rows from before it counted.
pub(super) fn begin(db: &Db) -> Sql<()> {
    let tally = Tally::default();
    let count = |statement: &str| db.one::<i64>(statement, &[]);
    tally.raise(db, AUDIT, count(sql::AUDIT_COUNT)? + 1)?;
    tally.raise(db, IMPORTS, count(sql::IMPORTS)? + 1)?;
    tally.raise(db, JOURNAL, last(db, sql::JOURNAL_END)? + 1)?;
    for (letter, schema) in SHORT {
        tally.raise(db, letter, last(db, &Stored::of(schema).last())? + 1)?;
    }
    // Rows that were taken back or deleted have given their numbers out, too.
    for (name, number) in numbers_told(db)? {
        tally.raise(db, name, number + 1)?;
    }
    tally.persist(db)
}

/// The highest short number of each kind that anything names.
fn numbers_told(db: &Db) -> Sql<BTreeMap<&'static str, i64>> {
    let mut highest = BTreeMap::new();
    let mut told = db.prepare(sql::NUMBERS_TOLD)?;
    let mut rows = told.rows(&[])?;
    while let Some(row) = rows.next()? {
        if let Some((name, number)) = row.value(0)?.text(0).ok().and_then(first_number) {
            let known = highest.entry(name).or_insert(number);
            *known = number.max(*known);
        }
    }
    Ok(highest)
}

/// The short number that a text begins with.
fn first_number(text: &str) -> Option<(&'static str, i64)> {
    let (letter, rest) = text.split_once('-')?;
    let (name, _) = SHORT.iter().find(|(name, _)| *name == letter)?;
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    let (digits, rest) = rest.split_at(end);
    // Nothing has so many rows: a longer one is no number of ours.
    let ours = (4..=9).contains(&digits.len()) && !rest.starts_with(|c: char| c.is_alphanumeric());
    Some((name, digits.parse().ok().filter(|_| ours)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_names_the_number_that_it_begins_with() {
        for (text, number) in [
            ("C-0007 complaint  tb_sample02", Some(("C", 7))),
            ("C-0002.p", Some(("C", 2))),
            ("H-12345/1d966ff8b722", Some(("H", 12345))),
            ("G-0005", Some(("G", 5))),
            ("undo: cases add (C-0007)", None),
            ("C-1234567890", None),
            ("C-0007a", None),
            ("C-12", None),
            ("X-0001", None),
            ("3900000000000201", None),
            ("", None),
        ] {
            assert_eq!(first_number(text), number, "{text}");
        }
    }
}
