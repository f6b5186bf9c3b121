//! What stands out in the files that were read.

use super::caller::Caller;
use super::known_shops::picked_exist;
use super::note::Note;
use super::query::Query;
use crate::error::{Error, Result};
use crate::read::Stats;
use crate::source::Table;

/// Tells what stands out. Refuses a file that has not as many rows as its last one counts.
pub(super) fn told(caller: &dyn Caller, table: &Table, stats: &Stats) -> Result<()> {
    is_whole(table, stats)?;
    let file = || table.input.name.clone();
    if let Some(no) = &stats.rounded {
        caller.tell(&Note::RoundedNumber { file: file(), order_no: no.to_string() });
    }
    if stats.repeated > 0 {
        caller.tell(&Note::RepeatedRows { file: file(), rows: stats.repeated });
    }
    let layout = table.bound.layout.name.clone();
    caller.tell(&Note::WasRead { file: file(), layout, rows: stats.rows });
    Ok(())
}

/// What is read may be the head of a list whose writer failed.
pub(crate) fn is_whole(table: &Table, stats: &Stats) -> Result<()> {
    let (name, rows) = (&table.input.name, stats.rows);
    match table.declared.filter(|counted| table.sealed && *counted != rows) {
        None => Ok(()),
        Some(counted) => Err(Error::input(
            format!("{name}：最后一行（cs_seal）写明前面有 {counted} 行，实际有 {rows} 行"),
            format!("{name}: its last row (cs_seal) counts {counted} rows, {rows} are there"),
        )
        .hint("不完整，或被改过：重新导出", "it is not whole, or was changed: write it again")),
    }
}

/// From a pipe a list of ours is taken only whole: a command that fails after its first rows leaves a head behind that
/// looks like any other list.
pub(super) fn is_sealed_stream(table: &Table) -> Result<()> {
    let layout = &table.bound.layout;
    let is_ours = layout.trusted || layout.export;
    if !is_ours || table.sealed || !table.input.is_standard() {
        return Ok(());
    }
    let name = &table.input.name;
    Err(Error::input(
        format!("{name}：这份 cs 的列表没有写明有几行的最后一行，说不清是不是完整"),
        format!("{name}: this list of `cs` does not end with the row that counts the others, so whether it is whole can't be told"),
    )
    .hint("写的那一边加 --seal", "pass `--seal` to the command that writes it")
    .hint("或先存成文件：-o 文件.csv", "or write a file first: `-o FILE.csv`"))
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
