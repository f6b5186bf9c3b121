//! Whether private values may be shown: over the database only after a line in the audit says so.

use super::super::args::{InputArgs, Output};
use super::super::context::Context;
use crate::error::Result;

/// What the rows of a list are made of.
pub(crate) enum RowsOrigin {
    /// The database: whoever sees it in full is written down.
    Database,
    /// Files of whoever runs the command, who can open them.
    Files,
    /// What the program and its settings tell of themselves.
    Ours,
}

impl RowsOrigin {
    pub(crate) fn of(from: &InputArgs) -> RowsOrigin {
        if from.is_database() { RowsOrigin::Database } else { RowsOrigin::Files }
    }
}

/// That private values may be shown. Nothing but [`asked`] makes one, and a renderer is told to reveal only by one.
#[derive(Debug)]
pub(super) struct Allowed(());

/// `None`: nobody asked to see anything. Over a database the line is written here, before the first row is read;
/// where it can't be written nothing is revealed.
pub(super) fn asked(cx: &Context, output: &Output, rows: &RowsOrigin) -> Result<Option<Allowed>> {
    if !output.reveal {
        return Ok(None);
    }
    if matches!(rows, RowsOrigin::Database) && cx.store()?.is_some() {
        noted(cx, "reveal")?;
    }
    Ok(Some(Allowed(())))
}

impl Allowed {
    pub(super) fn reveals(allowed: Option<&Allowed>) -> bool {
        allowed.is_some_and(|Allowed(())| true)
    }
}

/// Writes into the audit that the database, or a part of it, is about to be seen in full.
pub(crate) fn noted(cx: &Context, what: &str) -> Result<()> {
    let written = cx.store_to_write().and_then(|mut store| store.audit(&cx.who(&cx.said), what));
    // What failed is told; why it stops here is told too.
    written.map_err(|e| {
        e.hint(
            "看原文、备份都要先在数据库里记一笔，现在记不了，所以没有显示或复制；打码的列表不用记",
            "whoever sees or copies private values is written into the database first; that failed, so nothing was shown or copied; masked lists need no such line",
        )
    })
}
