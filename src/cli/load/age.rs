//! As of when a file tells its facts: what the user says, its name, its rows, its own time.

use crate::cli::args::{InputArgs, ReadingArgs};
use crate::cli::context::Context;
use crate::cli::when;
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::model::time::MINUTE;
use crate::read::Stats;
use crate::source::{self, Input, Table};

/// Clocks of machines differ by so much without being wrong.
pub(crate) const SKEW: i64 = 10 * MINUTE;

/// When a file was exported, where the user or its name tells.
pub(crate) fn known_time(cx: &Context, args: &ReadingArgs, input: &Input) -> Result<Option<Stamp>> {
    match &args.exported_at {
        Some(word) => {
            let at = when::moment(word, cx.now, cx.zone)?;
            if at > cx.now {
                // Everything imported later would count as older.
                return Err(Error::usage(
                    format!("--exported-at {word} 还没到"),
                    format!("`--exported-at {word}` is still to come"),
                ));
            }
            Ok(Some(at))
        }
        None => Ok(source::time_in_name(&input.name, cx.zone).filter(|at| *at <= cx.now)),
    }
}

/// When the file was last written, at most now: what a wrong clock wrote must not make later files older.
pub(crate) fn modified(cx: &Context, input: &Input) -> Option<Stamp> {
    input.modified().map(|at| at.min(cx.now))
}

/// The same where it tells how fresh the facts are: `cs` writes down itself how fresh those of an export are.
pub(crate) fn own_time(cx: &Context, table: &Table) -> Option<Stamp> {
    modified(cx, &table.input).filter(|_| !table.bound.layout.export)
}

/// As of when the rows of an export of `cs` say that they are.
pub(super) fn told_by_rows(from: &InputArgs, stats: &Stats) -> Option<Stamp> {
    stats.seen.filter(|_| from.reading.exported_at.is_none())
}

/// How fresh facts are: as the user says; else the latest of what the file's name or its rows tell, of what happened last,
/// and of its own time.
pub(crate) fn as_of(
    from: &InputArgs,
    (time, newest): (Option<Stamp>, Option<Stamp>),
    own: Option<Stamp>,
) -> Option<Stamp> {
    if from.reading.exported_at.is_some() { time } else { time.max(newest).max(own) }
}

/// A name or a file time that is still to come is not believed, and that is said. `at`: what counts in its place.
/// `by_file`: the file time is what counted.
pub(crate) fn tell_ahead(cx: &Context, args: &ReadingArgs, input: &Input, at: Stamp, by_file: bool) {
    if args.exported_at.is_some() {
        return;
    }
    let ahead = |told: Option<Stamp>| told.filter(|told| told.0.saturating_sub(cx.now.0) > SKEW);
    let name = ahead(source::time_in_name(&input.name, cx.zone)).map(|told| ("文件名", "its name", told));
    let own = || ahead(input.modified()).filter(|_| by_file).map(|told| ("文件时间", "its file time", told));
    let Some((zh, en, told)) = name.or_else(own) else { return };
    let (file, told, at) = (&input.name, told.minute(cx.zone), at.minute(cx.zone));
    cx.note(
        &format!("{file}：{zh} {told} 还没到，不采用，按 {at} 算；如果不对，用 --exported-at 指明导出时间"),
        &format!(
            "{file}: {en} says {told}, which is still to come, so it counts as of {at}; if that is wrong, say `--exported-at TIME`"
        ),
    );
}
