//! What stands out in the files that were read.

use super::caller::Caller;
use super::known_shops::picked_exist;
use super::note::Note;
use super::query::Query;
use crate::read::Stats;
use crate::source::Table;

pub(super) fn told(caller: &dyn Caller, table: &Table, stats: &Stats) {
    let file = || table.input.name.clone();
    if let Some(no) = &stats.rounded {
        caller.tell(&Note::RoundedNumber { file: file(), order_no: no.to_string() });
    }
    if stats.repeated > 0 {
        caller.tell(&Note::RepeatedRows { file: file(), rows: stats.repeated });
    }
    let layout = table.bound.layout.name.clone();
    caller.tell(&Note::WasRead { file: file(), layout, rows: stats.rows });
}

/// A file may well hold nothing of a shop today: told, not refused.
pub(super) fn tell_unknown_pick(caller: &dyn Caller, query: &Query, shops: &[(String, String)]) {
    if let Err(e) = picked_exist(query, shops) {
        caller.tell(&Note::UnknownPick(e));
    }
}

pub(super) fn tell_declared(caller: &dyn Caller, table: &Table, stats: &Stats) {
    if let Some(declared) = table.declared.filter(|n| *n != stats.rows) {
        caller.tell(&Note::NotAsDeclared { file: table.input.name.clone(), declared, found: stats.rows });
    }
}
