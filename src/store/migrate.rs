//! The schema's versions. A database remembers its own in `schema_version` and in SQLite's `user_version`.

mod acks;
mod leases;
mod moved;

use super::cells::Seals;
use super::db::{Db, Lane, Sql};
use super::stored::Stored;
use super::tally::fill;
use super::{all_tables, cells, counters, statements as sql};
use crate::model::text::hash64;
use crate::records::REFUNDS;

/// Append only; a released one never changes.
pub(super) const ALL: &[(i64, &str)] = &[
    (1, include_str!("sql/001_facts.sql")),
    (2, include_str!("sql/002_work.sql")),
    (3, include_str!("sql/003_reviews.sql")),
    (4, include_str!("sql/004_records.sql")),
    (5, include_str!("sql/005_reviews_followed.sql")),
    (6, include_str!("sql/006_case_work.sql")),
    (8, include_str!("sql/008_lines.sql")),
    (9, include_str!("sql/009_said.sql")),
    (10, include_str!("sql/010_import_files.sql")),
    (11, include_str!("sql/011_readings.sql")),
    (12, include_str!("sql/012_needs.sql")),
    (13, include_str!("sql/013_long_imports.sql")),
    (14, include_str!("sql/014_day_sums.sql")),
    (15, include_str!("sql/015_trust.sql")),
    (16, include_str!("sql/016_column_sets.sql")),
    (17, include_str!("sql/017_kinds.sql")),
    (18, include_str!("sql/018_ranks.sql")),
    (19, include_str!("sql/019_work.sql")),
    (20, include_str!("sql/020_acks.sql")),
    (21, include_str!("sql/021_journeys.sql")),
];

/// From this version on leases of cases are states of work.
const LEASES_MOVED: i64 = 19;

/// From this version on acknowledgements of handovers are states of work.
const ACKS_MOVED: i64 = 20;

/// What the tables of the newest version are made with, as one word; a test holds it.
const TABLES_SUM: u64 = 8_924_130_522_955_498_052;

/// Whether the tables are made as this version makes them. Nothing else of a schema can take a row away that was written:
/// triggers and views are off, and an index can only refuse.
pub(super) fn has_our_tables(db: &Db) -> Sql<bool> {
    Ok(tables_sum(db)? == TABLES_SUM)
}

fn tables_sum(db: &Db) -> Sql<u64> {
    let texts: Vec<String> = db.rows(sql::TABLE_TEXT, &[], |row| row.get(0))?;
    let parts: Vec<&[u8]> = texts.iter().map(String::as_bytes).collect();
    Ok(hash64(&parts))
}

/// The version this program writes.
pub(super) fn newest() -> i64 {
    ALL.last().map_or(0, |step| step.0)
}

/// Which schema the database has at this moment.
pub(super) fn version(db: &Db) -> Sql<i64> {
    db.one(sql::VERSION, &[])
}

/// Runs what a schema lacks. The caller's is the transaction.
pub(super) fn upgrade(tx: &Db, have: i64) -> Sql<()> {
    run(tx, have)
}

/// Makes the whole schema in an empty database, in one transaction.
pub(super) fn create(db: &Db) -> Sql<()> {
    let tx = db.write(Lane::Facts)?;
    tx.batch(sql::VERSION_TABLE)?;
    tx.claim()?;
    run(&tx, 0)?;
    tx.commit()
}

fn run(db: &Db, have: i64) -> Sql<()> {
    for (version, text) in ALL.iter().filter(|step| step.0 > have) {
        db.batch(text)?;
        db.run(sql::VERSION_PUT, &[version])?;
    }
    if (1..5).contains(&have) {
        reseal_refunds(db)?;
    }
    // Tables that nobody has counted yet.
    fill(db, all_tables::names())?;
    if have < 15 {
        counters::begin(db)?;
    }
    if (1..LEASES_MOVED).contains(&have) {
        leases::move_leases(db)?;
    }
    if (1..ACKS_MOVED).contains(&have) {
        acks::move_acks(db)?;
    }
    db.note_version(newest())
}

/// Refunds got a column in version 5: where the checksum fits the row without it, it is made anew with it. A row that
/// was damaged before stays so, and the doctor tells.
fn reseal_refunds(db: &Db) -> Sql<()> {
    let stored = Stored::of(&REFUNDS);
    let later = stored.column("back_signed_at");
    let mut put = db.prepare(&stored.put())?;
    for mut row in cells::take_all(&mut db.prepare(&stored.all())?, &[])? {
        let mut before = row.clone();
        later.map(|at| before.remove(at));
        if cells::is_sealed(Seals::POSITIONS, &before) {
            cells::put(&mut put, Seals::POSITIONS, &mut row)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod killed;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_the_tables_is_current() {
        let db = Db::in_memory();
        assert_eq!(tables_sum(&db).expect("read"), TABLES_SUM, "put this into TABLES_SUM");
    }

    #[test]
    fn versions_count_up() {
        assert!(ALL.iter().all(|step| step.0 > 0));
        assert!(ALL.is_sorted_by(|a, b| a.0 < b.0));
    }
}
