//! As of when a file tells its facts: what the user says, its name, its rows, its own time.

use super::caller::Caller;
use super::note::{Ahead, Note};
use super::query::Query;
use crate::model::Stamp;
use crate::model::time::MINUTE;
use crate::read::Stats;
use crate::source::{self, Input, Table};

/// Clocks of machines differ by so much without being wrong.
pub(crate) const SKEW: i64 = 10 * MINUTE;

/// When a file was exported, where the user or its name tells.
pub(super) fn known_time(query: &Query, input: &Input) -> Option<Stamp> {
    let by_name = || source::time_in_name(&input.name, query.zone).filter(|at| *at <= query.now);
    query.exported_at.or_else(by_name)
}

/// What ranks a file and where that is told: `--exported-at`, else what an export of `cs` says of itself, else the file name
/// where nothing in the file is newer, else the newest past event in it, else its own time. Never to come.
pub(super) fn rank(query: &Query, table: &Table, stats: &Stats) -> (Stamp, &'static str) {
    let (at, source) = match (told_by_rows(query, stats), known_time(query, &table.input)) {
        (Some(at), _) => (at, "export"),
        (_, Some(at)) if query.exported_at.is_some() => (at, "given"),
        (_, Some(at)) if stats.newest.is_none_or(|newest| newest <= at) => (at, "name"),
        _ => match (stats.newest, modified(query, &table.input)) {
            (Some(at), _) => (at, "event"),
            (None, Some(at)) => (at, "mtime"),
            (None, None) => (query.now, "event"),
        },
    };
    (at.min(query.now), source)
}

/// When the file was last written, at most now: what a wrong clock wrote must not make later files older.
pub(super) fn modified(query: &Query, input: &Input) -> Option<Stamp> {
    input.modified().map(|at| at.min(query.now))
}

/// The same where it tells how fresh the facts are: `cs` writes down itself how fresh those of an export are.
pub(super) fn own_time(query: &Query, table: &Table) -> Option<Stamp> {
    modified(query, &table.input).filter(|_| !table.bound.layout.export)
}

/// As of when the rows of an export of `cs` say that they are.
pub(super) fn told_by_rows(query: &Query, stats: &Stats) -> Option<Stamp> {
    stats.seen.filter(|_| query.exported_at.is_none())
}

/// How fresh facts are: as the user says; else the latest of what the file's name or its rows tell, of what happened last,
/// and of its own time.
pub(super) fn as_of(
    query: &Query,
    (time, newest): (Option<Stamp>, Option<Stamp>),
    own: Option<Stamp>,
) -> Option<Stamp> {
    if query.exported_at.is_some() { time } else { time.max(newest).max(own) }
}

/// A name or a file time that is still to come is not believed, and that is said. `at`: what counts in its place.
/// `by_file`: the file time is what counted.
pub(super) fn tell_ahead(caller: &dyn Caller, query: &Query, input: &Input, at: Stamp, by_file: bool) {
    if query.exported_at.is_some() {
        return;
    }
    let ahead = |told: Option<Stamp>| told.filter(|told| told.0.saturating_sub(query.now.0) > SKEW);
    let name = ahead(source::time_in_name(&input.name, query.zone)).map(|told| Ahead::Name { told, at });
    let own = || ahead(input.modified()).filter(|_| by_file).map(|told| Ahead::FileTime { told, at });
    if let Some(what) = name.or_else(own) {
        caller.tell(&Note::Ahead { file: input.name.clone(), what });
    }
}
