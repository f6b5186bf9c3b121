//! `cs db restore`: going back to a backup, without losing what is there now.

use super::problems::problems;
use crate::cli::context::Context;
use crate::error::{Error, Result};
use crate::store::Backup;
use clap::{Args, ValueHint};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Put a backup in the place of the database
///
/// The backup is checked row by row first. The present database is kept beside it under another name. Either everything
/// is replaced or nothing.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs db restore cs-2026-11-22.db")]
pub(crate) struct RestoreArgs {
    /// The backup
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    from: PathBuf,
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Answer yes to questions
    #[arg(short, long)]
    yes: bool,
}

pub(super) fn run(cx: &Context, args: &RestoreArgs) -> Result<u8> {
    let to = cx.database()?;
    // Where a link leads to: the old database is kept beside the real one.
    let to = std::fs::canonicalize(&to).unwrap_or(to);
    if same_file(&args.from, &to) {
        return Err(Error::usage("备份和数据库是同一个文件", "the backup is the database itself"));
    }
    let place = args.from.display().to_string();
    let backup = Backup::open(&args.from)?
        .ok_or_else(|| Error::input(format!("没有文件 {place}"), format!("there is no file {place}")))?;
    let health = backup.store.doctor()?;
    if !health.problems.is_empty() {
        problems(cx, health.problems).map_err(|e| e.within(&place))?;
    }
    let replaces = std::fs::symlink_metadata(&to).is_ok();
    let orders = backup.store.info()?.of(&crate::records::ORDERS);
    if let Some(old) = backup.upgraded_from {
        let newest = backup.store.schemas().1;
        cx.note(
            &format!("备份是旧结构（{old}）：恢复的是升级到 {newest} 的副本，备份文件不变"),
            &format!("the backup has the old schema {old}: a copy upgraded to {newest} is restored, and the file stays as it is"),
        );
    }
    if args.dry_run {
        cx.note(
            &format!("已核对 {} 行；会用 {place}（{orders} 个订单）替换 {}", health.rows, to.display()),
            &format!(
                "{} rows checked; {place} ({orders} orders) would replace {}",
                health.rows,
                to.display()
            ),
        );
        return Ok(0);
    }
    if replaces && !args.yes {
        confirm(cx, &to, orders)?;
    }
    cx.make_database_folder(&to)?;
    let who = cx.who("db restore");
    cx.close();
    let kept = backup.store.restore(&to, &keep_as(cx), &who)?;
    cx.note(
        &format!("已核对 {} 行，从 {place} 恢复", health.rows),
        &format!("{} rows checked, restored from {place}", health.rows),
    );
    if let Some(kept) = kept {
        let kept = kept.display();
        cx.note(&format!("原来的数据库在 {kept}"), &format!("the database of before is {kept}"));
    }
    Ok(0)
}

fn same_file(a: &Path, b: &Path) -> bool {
    matches!((std::fs::canonicalize(a), std::fs::canonicalize(b)), (Ok(a), Ok(b)) if a == b)
}

/// Asks on a terminal; elsewhere it has to be said with `--yes`.
fn confirm(cx: &Context, to: &Path, orders: u64) -> Result<()> {
    let (to, refused) =
        (to.display(), Error::usage("没有恢复，什么也没有改动", "not restored; nothing was changed"));
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(refused.hint(
            format!("会替换 {to}；确认要恢复就加 --yes"),
            format!("it would replace {to}; say so with `--yes`"),
        ));
    }
    let question = cx
        .lang
        .pick(
            &format!("用备份（{orders} 个订单）替换 {to}？原来的会留一份 [y/N] "),
            &format!("Replace {to} with the backup ({orders} orders)? The old one is kept [y/N] "),
        )
        .to_owned();
    write!(std::io::stderr(), "{}", crate::render::safe::terminal(&question))?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" | "是" => Ok(()),
        _ => Err(refused),
    }
}

/// What the old database is called in its name: `cs.before-restore-20261122-090000.db`.
fn keep_as(cx: &Context) -> String {
    let at = cx.zone.local(cx.now).map(|t| t.format("%Y%m%d-%H%M%S").to_string()).unwrap_or_default();
    format!("before-restore-{at}")
}
