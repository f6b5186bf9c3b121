//! As of when a file counts, and what else is known of it before the database is asked.

use super::reimport::Reimport;
use crate::layouts::Numbers;
use crate::load::age::{SKEW, modified, rank, tell_ahead};
use crate::load::caller::Caller;
use crate::load::note::{Ahead, Note};
use crate::load::query::Query;
use crate::model::Stamp;
use crate::read::Stats;
use crate::source::Table;
use crate::store::FileFacts;

/// What ranks a file, and how fresh it is: as of then, or as of its own time where this is later.
pub(super) fn facts(
    caller: &dyn Caller,
    query: &Query,
    table: &Table,
    stats: &Stats,
    reimport: &Reimport,
) -> FileFacts {
    let layout = &table.bound.layout;
    let (snapshot, snapshot_source) = rank(query, table, stats);
    let snapshot = believed(caller, query, &table.input.name, snapshot);
    match snapshot_source {
        "export" if stats.seen.is_some_and(|at| at > query.now) => {
            caller.tell(&Note::Ahead { file: table.input.name.clone(), what: Ahead::Rows });
        }
        "export" | "given" => {}
        source => tell_ahead(caller, query, &table.input, snapshot, source == "mtime"),
    }
    // Who says when it was exported, a user or `cs` itself, says how fresh it is too.
    let own_time = modified(query, &table.input).filter(|_| !matches!(snapshot_source, "given" | "export"));
    FileFacts {
        path: table.input.name.clone(),
        layout: layout.name.clone(),
        kind: table.kind().key(),
        platform: query.pick.platforms.first().filter(|_| query.said).unwrap_or(&layout.platform).clone(),
        snapshot,
        snapshot_source,
        numbers_global: layout.numbers == Numbers::Platform,
        fingerprint: reimport.fingerprint(snapshot),
        hash: reimport.hash(),
        own_time: own_time.map(|at| at.min(Stamp(query.wall.0.saturating_add(SKEW)))),
    }
}

/// `--now` may claim any time; what is kept from then on for as new must have come by the clock on the wall, or nothing
/// would be newer until then.
fn believed(caller: &dyn Caller, query: &Query, file: &str, told: Stamp) -> Stamp {
    if told.0 - query.wall.0 <= SKEW {
        return told;
    }
    let what = Ahead::Clock { told, at: query.wall };
    caller.tell(&Note::Ahead { file: file.to_owned(), what });
    query.wall
}
