//! `cs db` and `cs doctor`: looking after the database.

use super::args::Output;
use super::context::{Context, no_database};
use super::restore;
use super::show::Show;
use crate::error::{Error, Result};
use crate::layouts::Kind;
use crate::model::{Cell, Column, Lang, Say, Titled, platform};
use crate::records::{
    self, CASES, CONSULTS, CONTACTS, HANDOVERS, ITEMS, LOG, MANUAL_MESSAGES, ORDERS, REFUNDS, REVIEWS,
    SHIFTS, STAFF, Schema, TODO_STATES,
};
use crate::render::Meta;
use crate::store::Store;
use clap::{Args, Subcommand, ValueHint};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::rc::Rc;

#[derive(Subcommand, Debug)]
pub(crate) enum DbCommand {
    Info(InfoArgs),
    Check(DbCheckArgs),
    Backup(BackupArgs),
    Restore(restore::RestoreArgs),
    Upgrade(UpgradeArgs),
}

/// What is in the database, and how new it is
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs db info")]
pub(crate) struct InfoArgs {
    #[command(flatten)]
    output: Output,
}

/// Check the file's structure
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs db check")]
pub(crate) struct DbCheckArgs {}

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

/// Bring a database of an older version up to date
///
/// What it was is kept beside it under a name with its schema. Other commands do the same with up to 100,000 rows.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs db upgrade")]
pub(crate) struct UpgradeArgs {
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Check the database from the file's structure to every single row
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs doctor")]
pub(crate) struct DoctorArgs {}

const COLUMNS: &[Column] = &[Column::new("key", "项目", "What"), Column::new("value", "值", "Value")];

pub(crate) fn run(cx: &Context, command: DbCommand) -> Result<u8> {
    match command {
        DbCommand::Info(args) => info(cx, &args),
        DbCommand::Check(_) => problems(cx, open(cx)?.check()?),
        DbCommand::Backup(args) => {
            super::outfile::guard_backup(cx, &args.to)?;
            // A copy holds everything, unmasked: it is written down like any other way to see it.
            open(cx)?;
            super::show::noted(cx, "backup")?;
            let health = open(cx)?.backup(&args.to)?;
            copied(cx, &args.to, &health.problems)
        }
        DbCommand::Restore(args) => restore::run(cx, &args),
        DbCommand::Upgrade(args) => upgrade(cx, &args),
    }
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

fn upgrade(cx: &Context, args: &UpgradeArgs) -> Result<u8> {
    let mut store = cx.store_as_it_is()?.ok_or_else(no_database)?;
    let (have, newest) = store.schemas();
    if args.dry_run && have < newest {
        let kept = store.would_keep().unwrap_or_default();
        let kept = kept.display();
        cx.note(
            &format!("会从结构 {have} 升级到 {newest}，原来的会留在 {kept}；只是预演，没有写入"),
            &format!("schema {have} would be upgraded to {newest}, and the old one kept as {kept}; a dry run: nothing was written"),
        );
        return Ok(0);
    }
    match if have < newest { store.upgrade()? } else { None } {
        Some(upgraded) => cx.tell_upgrade(&upgraded),
        None => cx.note(
            &format!("数据库已是最新结构（{newest}），什么也没有做"),
            &format!("the database has the newest schema ({newest}): there was nothing to do"),
        ),
    }
    Ok(0)
}

fn open(cx: &Context) -> Result<Rc<Store>> {
    cx.store()?.ok_or_else(no_database)
}

pub(crate) fn doctor(cx: &Context, _: &DoctorArgs) -> Result<u8> {
    let health = open(cx)?.doctor()?;
    cx.note(&format!("已核对 {} 行", health.rows), &format!("{} rows checked", health.rows));
    problems(cx, health.problems)
}

pub(crate) fn problems(cx: &Context, found: Vec<Say>) -> Result<u8> {
    if found.is_empty() {
        writeln!(std::io::stdout().lock(), "{}", cx.lang.pick("数据库完好", "the database is sound"))?;
        return Ok(0);
    }
    for problem in &found {
        cx.note(&problem.zh, &problem.en);
    }
    Err(Error::database(
        format!("数据库有 {} 处问题", found.len()),
        format!("the database has {} problems", found.len()),
    )
    .hint(
        "用好的备份恢复：cs db restore 备份文件；现在的数据库会留一份",
        "go back to a good backup: `cs db restore FILE`; the present database is kept beside it",
    ))
}

/// What people call a kind of records.
fn called(kind: &str) -> Say {
    match Kind::by_key(kind) {
        Some(kind) => Say::new(kind.title(Lang::Zh), kind.title(Lang::En)),
        None => Say::new(kind.to_owned(), kind.to_owned()),
    }
}

fn info(cx: &Context, args: &InfoArgs) -> Result<u8> {
    let info = open(cx)?.info()?;
    let Some(show) = Show::new(cx, &args.output, Say::new("数据库", "Database"), COLUMNS, "key")? else {
        return Ok(0);
    };
    let own = |(key, zh, en): Titled, value: String| (key.to_owned(), Say::new(zh, en), value);
    let path = crate::model::redact::redact(&info.path.display().to_string()).into_owned();
    let of_kind = |schema: &Schema| (schema.key.to_owned(), called(schema.key), info.of(schema).to_string());
    let of_team = |schema: &Schema| own((schema.key, schema.zh, schema.en), info.of(schema).to_string());
    let mut rows = vec![
        own(("path", "文件", "path"), path),
        own(("bytes", "字节", "bytes"), info.size.to_string()),
        own(("schema", "结构版本", "schema"), info.schema.to_string()),
    ];
    rows.extend([&ORDERS, &ITEMS, &REFUNDS, &REVIEWS].map(of_kind));
    rows.extend(records::generic().filter(|schema| info.of(schema) > 0).map(of_kind));
    rows.push(own(("imports", "导入的文件", "imports"), info.imports.to_string()));
    rows.push(of_team(&CONTACTS));
    rows.push(own(("audit", "操作记录", "audit"), info.audit.to_string()));
    rows.extend([&CASES, &CONSULTS, &LOG, &SHIFTS, &HANDOVERS, &STAFF, &MANUAL_MESSAGES].map(of_team));
    // States of work are counted by those who work.
    let is_counted = |schema: &&Schema| **schema != TODO_STATES && info.of(schema) > 0;
    rows.extend(records::portable().filter(is_counted).map(of_team));
    for (platform, shop, kind, at) in &info.as_of {
        let joined = |parts: [&str; 3]| {
            let shown = parts.iter().filter(|n| !n.is_empty()).map(|n| platform::shown(n));
            shown.collect::<Vec<_>>().join(" ")
        };
        let (zh, en) = platform::names(platform);
        let of = called(kind);
        let say = Say::new(
            format!("{} 数据截至", joined([zh, shop, &of.zh])),
            format!("{} as of", joined([en, shop, &of.en])),
        );
        rows.push((format!("as_of {}", joined([platform, shop, kind])), say, at.iso(cx.zone)));
    }
    show.whole().run(|emit| {
        for (key, say, value) in rows {
            if !emit(&[Cell::Told(key.into(), say.into()), Cell::own_id(value)])? {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    Ok(0)
}
