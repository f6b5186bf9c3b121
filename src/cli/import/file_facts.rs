//! As of when a file counts, and what else is known of it before the database is asked.

use super::reimport::Reimport;
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::cli::load;
use crate::error::Result;
use crate::layouts::Numbers;
use crate::model::Stamp;
use crate::read::Stats;
use crate::source::Table;
use crate::store::FileFacts;

/// What ranks a file: `--exported-at`, else what an export of `cs` tells, else the file name, else the newest past event in
/// the file, else the file's own time. How fresh it is: that, or its own time where this is later.
pub(super) fn facts(
    cx: &Context,
    from: &InputArgs,
    table: &Table,
    stats: &Stats,
    reimport: &Reimport,
) -> Result<FileFacts> {
    let layout = &table.bound.layout;
    let given = from.reading.exported_at.is_some();
    let told = stats.seen.filter(|_| !given);
    let (snapshot, snapshot_source) = match (told, load::known_time(cx, &from.reading, &table.input)?) {
        (Some(at), _) => (at, "export"),
        (_, Some(at)) if given => (at, "given"),
        (_, Some(at)) if stats.newest.is_none_or(|newest| newest <= at) => (at, "name"),
        _ => match (stats.newest, load::modified(cx, &table.input)) {
            (Some(at), _) => (at, "event"),
            (None, Some(at)) => (at, "mtime"),
            (None, None) => (cx.now, "event"),
        },
    };
    let snapshot = believed(cx, &table.input.name, snapshot.min(cx.now));
    match snapshot_source {
        "export" if told.is_some_and(|at| at > cx.now) => cx.note(
            &format!("{}：里面记的时间还没到，按现在算", table.input.name),
            &format!("{}: it tells of a time that is still to come, which counts as now", table.input.name),
        ),
        "export" | "given" => {}
        source => load::tell_ahead(cx, &from.reading, &table.input, snapshot, source == "mtime"),
    }
    // Who says when it was exported, a user or `cs` itself, says how fresh it is too.
    let own_time =
        load::modified(cx, &table.input).filter(|_| !matches!(snapshot_source, "given" | "export"));
    Ok(FileFacts {
        path: table.input.name.clone(),
        layout: layout.name.clone(),
        kind: table.kind().key(),
        platform: from.pick.platform.first().filter(|_| from.said).unwrap_or(&layout.platform).clone(),
        snapshot,
        snapshot_source,
        numbers_global: layout.numbers == Numbers::Platform,
        fingerprint: reimport.fingerprint(snapshot),
        hash: reimport.hash(),
        own_time: own_time.map(|at| at.min(Stamp(cx.wall.0.saturating_add(load::SKEW)))),
    })
}

/// `--now` may claim any time; what is kept from then on for as new must have come by the clock on the wall, or nothing
/// would be newer until then.
fn believed(cx: &Context, file: &str, told: Stamp) -> Stamp {
    if told.0 - cx.wall.0 <= load::SKEW {
        return told;
    }
    let (told, at) = (told.minute(cx.zone), cx.wall.minute(cx.zone));
    cx.note(
        &format!("{file}：{told} 按这台电脑的时钟还没到，按 {at} 算；--now 不能让数据变新，电脑时钟不对就先校准"),
        &format!(
            "{file}: by the clock of this computer {told} is still to come, so it counts as of {at}; `--now` makes no facts newer: if the clock is wrong, set it"
        ),
    );
    cx.wall
}
