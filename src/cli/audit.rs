//! `cs audit` and `cs undo`: who did what, and one's own last step taken back.

use super::args::Output;
use super::context::Context;
use super::records::{Writing, print, text};
use super::when;
use crate::error::Result;
use crate::model::{Cell, Column, Say};
use clap::Args;

/// Who did what, the oldest first
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs audit --since 昨天")]
pub(crate) struct AuditArgs {
    /// Written from this moment on
    #[arg(long = "since", value_name = "TIME", allow_hyphen_values = true)]
    from_when: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// Take back your own last record: a contact, a note, an acknowledgement, a case's step, a log line
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs undo")]
pub(crate) struct UndoArgs {
    #[command(flatten)]
    writing: Writing,
}

const COLUMNS: &[Column] = &[
    Column::new("at", "时间", "At"),
    Column::new("by", "谁", "By"),
    Column::new("command", "命令", "Command"),
    Column::new("what", "内容", "What"),
];

pub(crate) fn run(cx: &Context, args: &AuditArgs) -> Result<u8> {
    let window = when::window(args.from_when.as_deref(), None, None, cx.now, cx.zone)?;
    let mut lines = cx.store()?.map_or(Ok(Vec::new()), |s| s.audit_lines())?;
    lines.retain(|line| window.holds(Some(line.at)));
    let rows = lines
        .into_iter()
        .map(|line| vec![Cell::Time(line.at), text(&line.by), text(&line.command), text(&line.what)]);
    print(cx, &args.output, Say::new("操作记录", "Audit"), COLUMNS, "what", rows)
}

pub(crate) fn undo(cx: &Context, args: &UndoArgs) -> Result<u8> {
    if cx.store()?.is_none() {
        return Err(super::no_database());
    }
    let who = super::who(cx, "undo");
    let what = cx.store_to_write()?.undo(&who, args.writing.dry_run)?;
    if args.writing.dry_run {
        cx.note(&format!("会撤销：{what}"), &format!("would take back: {what}"));
    } else {
        cx.note(&format!("已撤销：{what}"), &format!("taken back: {what}"));
    }
    Ok(0)
}
