//! `cs db backup`: a copy, and what it is good for.

use super::open::open;
use crate::cli::context::Context;
use crate::cli::outfile::guard_backup;
use crate::cli::show::noted;
use crate::error::{Error, Result};
use crate::model::Say;
use clap::{Args, ValueHint};
use std::path::{Path, PathBuf};

/// Copy the database while others work with it
///
/// The copy is checked row by row. Where the database has problems it is kept all the same, and the command fails (exit
/// code 4): such a copy can't be restored.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs db backup cs-2026-11-22.db")]
pub(crate) struct BackupArgs {
    /// The copy; it must not be there yet
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    to: PathBuf,
}

pub(super) fn backup(cx: &Context, args: &BackupArgs) -> Result<u8> {
    guard_backup(cx, &args.to)?;
    // A copy holds everything, unmasked: it is written down like any other way to see it.
    open(cx)?.can_back_up()?;
    noted(cx, "backup")?;
    let health = open(cx)?.backup(&args.to)?;
    copied(cx, &args.to, &health.problems)
}

/// Says what the copy is good for. One that can't be gone back to is kept all the same: it may be all that there is.
fn copied(cx: &Context, to: &Path, found: &[Say]) -> Result<u8> {
    let place = to.display();
    if found.is_empty() {
        cx.note(&format!("已备份到 {place}"), &format!("backed up to {place}"));
        return Ok(0);
    }
    for problem in found {
        cx.note(&problem.zh, &problem.en);
    }
    let count = found.len();
    Err(Error::database(
        format!("已备份到 {place}，但数据库有 {count} 处问题，备份里也一样：cs db restore 不会用它恢复"),
        format!("backed up to {place}, but the database has {count} problems, and so has the copy: `cs db restore` will refuse it"),
    )
    .hint(
        "这份和以前好的备份都留着；用好的备份恢复（cs db restore 备份文件），再把之后的导出重新导入",
        "keep this copy and the last good one; go back to the good one (`cs db restore FILE`), then import what was exported since",
    ))
}
