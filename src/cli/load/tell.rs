//! What a reading says of itself: the rows set aside, and how old the data are.

use super::super::args::ReadingArgs;
use super::super::context::Context;
use super::super::outfile::{OutFile, Readers};
use super::Loaded;
use crate::error::{Error, Result};
use crate::model::{Stamp, platform};
use crate::read::{Reject, Stats};
use crate::source::Table;
use std::collections::BTreeMap;

/// Writes the rows that were set aside, and says how many; the caller ends with exit code 5.
pub(crate) fn write_rejects(cx: &Context, args: &ReadingArgs, rejects: &[Reject], force: bool) -> Result<()> {
    let file = prepare_rejects(cx, args, rejects, force)?;
    file.map_or(Ok(()), OutFile::end)?;
    tell_rejects(cx, args, rejects);
    Ok(())
}

/// Writes the rejects down, but gives the file no name yet: where that fails, nothing else has happened.
pub(crate) fn prepare_rejects(
    cx: &Context,
    args: &ReadingArgs,
    rejects: &[Reject],
    force: bool,
) -> Result<Option<OutFile>> {
    match &args.rejects {
        Some(path) if !rejects.is_empty() => {
            // The rows stand in it as they are.
            let mut file = cx.output_place(path, force, Readers::Owner).begin()?;
            let mut out = csv::Writer::from_writer(&mut file);
            let broken = |e: csv::Error| {
                Error::input("写不了 --rejects 文件", "can't write the file of rejects").because(e)
            };
            out.write_record(["file", "line", "column", "reason", "row"]).map_err(broken)?;
            for reject in rejects {
                // The row itself as one CSV line in one cell, so that every row has the same columns.
                let mut row = csv::Writer::from_writer(Vec::new());
                row.write_record(&reject.cells).map_err(broken)?;
                let row = row.into_inner().unwrap_or_default();
                let (line, row) = (reject.line.to_string(), String::from_utf8_lossy(&row));
                let reason = reject.reason.in_lang(cx.lang);
                out.write_record([&reject.file, &line, &reject.column, reason, row.trim_end()])
                    .map_err(broken)?;
            }
            out.flush()?;
            drop(out);
            Ok(Some(file))
        }
        _ => Ok(None),
    }
}

/// Gives the rejects their file at once, and tells of them.
pub(crate) fn end_rejects(
    cx: &Context,
    args: &ReadingArgs,
    file: Option<OutFile>,
    rejects: &[Reject],
) -> Result<()> {
    file.map_or(Ok(()), OutFile::end_now)?;
    tell_rejects(cx, args, rejects);
    Ok(())
}

fn tell_rejects(cx: &Context, args: &ReadingArgs, rejects: &[Reject]) {
    if rejects.is_empty() {
        return;
    }
    if let Some(path) = &args.rejects {
        let (name, count) = (path.display(), rejects.len());
        cx.note(
            &format!("{name} 里是 {count} 行原样的数据，没有打码，只给自己看；改好导入后请删掉"),
            &format!(
                "{name} holds {count} rows as they stand in the files, unmasked: for your eyes only; delete it once they are mended"
            ),
        );
    }
    for reject in rejects.iter().take(5) {
        cx.note(&reject.error().what.zh, &reject.error().what.en);
    }
    cx.note(
        &format!("{} 行有问题，已放到一边", rejects.len()),
        &format!("{} bad rows were set aside", rejects.len()),
    );
}

/// A bill that says how many records it has, and has another number: it was trimmed, or cut off.
pub(crate) fn tell_declared(cx: &Context, table: &Table, stats: &Stats) {
    let Some(declared) = table.declared.filter(|n| *n != stats.rows) else { return };
    let (file, found) = (&table.input.name, stats.rows);
    cx.note(
        &format!("{file}：文件写明共 {declared} 笔，实际有 {found} 笔；请确认文件完整"),
        &format!("{file}: the file declares {declared} records, {found} were found: check that it is whole"),
    );
}

/// "Data as of" for each shop, and a warning for old ones (DAT-05).
pub(crate) fn tell_age(cx: &Context, loaded: &Loaded, stale_after: i64) {
    let all = loaded.all_ages();
    for ((platform, shop), at) in &all {
        let (zh, en) = platform::shop_names((platform, shop), all.keys());
        let when = at.short(cx.zone, cx.now);
        let (of_zh, of_en) = match loaded.refunds_as_of.contains_key(&(platform.clone(), shop.clone())) {
            true => ("退款数据截至", "refund data as of"),
            false => ("数据截至", "data as of"),
        };
        if cx.now.0 - at.0 > stale_after {
            let hours = (cx.now.0 - at.0) / 3600;
            cx.note(
                &format!("{zh} {of_zh} {when}，已过去 {}（DAT-05）", long(hours)),
                &format!("{en} {of_en} {when}, {hours} h old (DAT-05)"),
            );
        } else {
            cx.note(&format!("{zh} {of_zh} {when}"), &format!("{en} {of_en} {when}"));
        }
    }
}

impl Loaded {
    /// How new the data are of each shop; of refunds, where they are what is listed.
    fn all_ages(&self) -> BTreeMap<(String, String), Stamp> {
        let mut all = self.as_of.clone();
        all.extend(self.refunds_as_of.iter().map(|(shop, at)| (shop.clone(), *at)));
        all
    }
}

fn long(hours: i64) -> String {
    if hours < 72 { format!("{hours} 小时") } else { format!("{} 天", hours / 24) }
}

/// "Data as of" for each shop, for the notes of JSON.
pub(crate) fn ages(cx: &Context, loaded: &Loaded) -> serde_json::Value {
    let ages = loaded.all_ages().into_iter();
    let ages = ages.map(|((platform, shop), at)| {
        serde_json::json!({ "platform": platform, "shop": shop, "as_of": at.iso(cx.zone) })
    });
    ages.collect::<Vec<_>>().into()
}
