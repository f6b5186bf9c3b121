//! Every table with checksums.

use super::stored::Stored;
use super::{column_sets, statements as sql};
use crate::records::{self, Schema};

/// Those of no kind, and the statements that read them.
const TABLES: &[(&str, &str)] = &[
    ("imports", sql::IMPORT_ALL),
    ("snapshots", sql::SNAPSHOT_ALL),
    ("import_files", sql::FILE_ALL),
    ("readings", sql::READING_ALL),
    ("file_states", sql::STATE_ALL),
    ("seen_again", sql::LAST_SEEN_ALL),
    ("older_cells", sql::OLDER_CELLS_ALL),
    ("day_kinds", sql::DAY_KIND_ALL),
    ("day_sums", sql::DAY_SUM_ALL),
    ("day_blocks", sql::DAY_BLOCK_ALL),
    ("day_changes", sql::DAY_CHANGE_ALL),
    ("audit", sql::AUDIT_ALL),
    ("audit_marks", sql::MARK_ALL),
    ("journal", sql::JOURNAL_ALL),
    ("undone", sql::UNDONE_ALL),
    ("counters", sql::COUNTER_ALL),
    ("column_sets", column_sets::ALL),
];

/// Every table with checksums and a total, and the statement that reads it.
pub(super) fn every() -> impl Iterator<Item = (&'static str, String)> {
    let of_facts = |schema: &'static Schema| (schema.table, Stored::of(schema).all());
    let facts = |generic| records::facts().filter(move |s| s.is_generic() == generic).map(of_facts);
    let known = TABLES.iter().map(|(table, all)| (*table, (*all).to_owned()));
    let team = records::team().map(|schema| (schema.table, Stored::of(schema).listed()));
    facts(false).chain(known).chain(team).chain(facts(true))
}

/// Every table that has a total.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    every().map(|(table, _)| table)
}
