//! Lists of records.

use crate::cli::args::Output;
use crate::cli::context::Context;
use crate::cli::show::Show;
use crate::error::Result;
use crate::model::{Cell, Column, Say};
use crate::render::Meta;

/// Writes a finished list.
pub(crate) fn print(
    cx: &Context,
    output: &Output,
    title: Say,
    columns: &[Column],
    name: &'static str,
    rows: impl IntoIterator<Item = Vec<Cell<'static>>>,
) -> Result<u8> {
    let Some(show) = Show::new(cx, output, title, columns, name)? else { return Ok(0) };
    let rows: Vec<Vec<Cell<'static>>> = rows.into_iter().collect();
    print_to(cx, show, output, &rows)
}

/// The same through a list that is chosen already. `--limit` says how many there are.
pub(crate) fn print_to(cx: &Context, show: Show, output: &Output, rows: &[Vec<Cell<'static>>]) -> Result<u8> {
    let written = show.rows(rows, Meta::default())?;
    if output.limit.is_some() && written.shown < rows.len() {
        cx.note(
            &format!("显示 {} / {} 行（--limit）", written.shown, rows.len()),
            &format!("showing {} of {} rows (`--limit`)", written.shown, rows.len()),
        );
    }
    written.tell(cx);
    Ok(0)
}
