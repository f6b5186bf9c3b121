//! The columns of a kind's table, and what each of them adds to the checksum of a row.

use super::super::cells::Seals;
use super::frozen;
use crate::model::hash::quick_hash;
use crate::records::{self, Origin, Schema};
use std::sync::LazyLock;

/// What rows of facts end with: as of when and by which import they are known, and the checksum over all other columns,
/// with which every row ends.
const END: [&str; 3] = ["seen_at", "import_id", "sum"];

/// The columns of a kind's table: those of schema 15 as they lay, then what came later; last what every row ends with.
pub(super) fn columns(schema: &Schema) -> Vec<&'static str> {
    let (frozen, is_fact) = (frozen::columns(schema.table), schema.origin == Origin::Export);
    let own = || schema.columns.iter().map(|c| c.sql).chain(is_fact.then_some("ord"));
    let is_own = |name: &&str| !END.contains(name);
    let first = frozen.iter().copied().filter(is_own);
    let later = own().filter(|name| !frozen.contains(name));
    let end = END.into_iter().skip(if is_fact { 0 } else { END.len() - 1 });
    first.chain(later).chain(end).collect()
}

/// What a column that is no column of schema 15 adds to checksums: greater than any position there.
fn seal_of(name: &str) -> u64 {
    quick_hash(name.as_bytes()) | 1 << 63
}

/// Tables of no kind that got columns later: how many they had before, and the later ones, which stand after those.
const OTHERS: [(&str, u64, &[&str]); 3] = [
    ("imports", 16, &["as_of", "file_hash", "offered"]),
    ("seen_again", 3, &["import_id"]),
    ("snapshots", 4, &["ranked"]),
];

fn later_of_others(&(table, before, later): &(&'static str, u64, &[&str])) -> (&'static str, Vec<u64>) {
    (table, (1..=before).chain(later.iter().map(|name| seal_of(name))).collect())
}

/// What each column of a table adds to the checksum of a row.
pub(in crate::store) fn seals(table: &str) -> Seals {
    static LATER: LazyLock<Vec<(&'static str, Vec<u64>)>> = LazyLock::new(|| {
        let later = |schema: &&'static Schema| {
            let (columns, frozen) = (columns(schema), frozen::columns(schema.table));
            let seal = |name: &&str| match frozen.iter().position(|old| old == name) {
                Some(position) => position as u64 + 1,
                None => seal_of(name),
            };
            // The checksum itself is not counted.
            (columns.len() > frozen.len() + 1).then(|| (schema.table, columns.iter().map(seal).collect()))
        };
        records::ALL.iter().filter_map(later).chain(OTHERS.iter().map(later_of_others)).collect()
    });
    LATER.iter().find(|of| of.0 == table).map_or(Seals::POSITIONS, |of| Seals(&of.1))
}
