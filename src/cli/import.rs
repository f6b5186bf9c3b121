//! `cs import`: files into the database, whole or nothing.

mod freshness;
mod report;

use super::args::{InputArgs, Output, Pick, ReadingArgs};
use super::context::Context;
use super::load;
use super::show::Show;
use crate::error::Result;
use crate::layouts::Kind;
use crate::load::{Done, Prepare, Query, customers, import_into};
use crate::model::Say;
use crate::read::Reject;
use crate::source::Table;
use crate::store::Store;
use clap::{Args, ValueHint};
use report::{COLUMNS, report};
use std::cell::RefCell;
use std::path::PathBuf;

/// Take export files into the database
///
/// Kind, platform and shop are found out. An import stays whole or not at all; the same file again changes
/// nothing, and an older export never overwrites newer facts.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs import ExportOrderList202611210930.csv\n  cs import ~/Downloads/2026-11-21/\n  cs import --shop 青禾旗舰店 orders.csv refunds.xlsx"
)]
pub(crate) struct ImportArgs {
    /// Files, folders or zip archives; `-` is standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    /// The platform of files that don't tell it
    #[arg(long, value_name = "NAME", value_parser = super::args::platform, add = clap_complete::ArgValueCompleter::new(super::complete::platforms))]
    platform: Option<String>,
    /// The shop that the files belong to
    #[arg(long, value_name = "NAME", add = clap_complete::ArgValueCompleter::new(super::complete::shops))]
    shop: Option<String>,
    /// Only layouts of this kind
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Kind::all().map(Kind::key)))]
    kind: Option<String>,
    /// Move orders that stand under another shop
    #[arg(long)]
    move_shop: bool,
    /// Show what would change, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Answer yes to questions
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(cx: &Context, args: ImportArgs) -> Result<u8> {
    let from = InputArgs {
        paths: args.paths,
        reading: args.reading,
        pick: Pick {
            platform: args.platform.into_iter().collect(),
            shop: args.shop.into_iter().collect(),
            ..Pick::default()
        },
        ..InputArgs::default()
    };
    let Some(show) = Show::over(cx, &from, &args.output, Say::new("导入", "Import"), COLUMNS, "file")?
    else {
        return Ok(0);
    };
    let mut catalog = load::catalog(&from.reading)?;
    if let Some(kind) = &args.kind {
        catalog = catalog.of_kind(kind);
    }
    let mut tables = load::open_all(cx, &from, &catalog, true)?;
    let mut query = Query { said: true, ..load::query(cx, &from)? };
    let aside = customers::take(&load::Desk::new(cx), &mut query, &mut tables)?;
    let database = cx.database()?;
    let first = !args.dry_run && !Store::is_there(&database)?;
    // Written down before the database changes; they get their name once that is done.
    let prepared = RefCell::new(None);
    let mut prepare = |rejects: &[Reject]| {
        let all = [&aside, rejects].concat();
        prepared.replace(None);
        prepared.replace(load::prepare_rejects(cx, &from.reading, &all, args.output.force)?);
        Ok(())
    };
    let mut done = if args.dry_run {
        dry_run(cx, &query, tables, args.move_shop, &mut prepare)?
    } else {
        write(cx, &query, tables, args.move_shop, &mut prepare)?
    };
    done.rejects.splice(..0, aside.iter().cloned());
    load::end_rejects(cx, &from.reading, prepared.take(), &done.rejects).map_err(|e| match args.dry_run {
        true => e,
        false => e.hint(
            "导入已完成；改好后用 -n 再导入一次，就能得到被放到一边的行",
            "the import is done; mend this and import again with `-n` to get the rows that were set aside",
        ),
    })?;
    report(cx, show, &done)?;
    if args.dry_run {
        cx.note("只是预演，数据库没有变化", "a dry run: the database has not changed");
    } else {
        let (new, changed) = done.files.iter().fold((0, 0), |s, f| (s.0 + f.1.new, s.1 + f.1.changed));
        cx.note(
            &format!("已导入：新增 {new}，变化 {changed}"),
            &format!("imported: {new} new, {changed} changed"),
        );
        if first {
            let place = database.display();
            cx.note(&format!("新建了数据库：{place}"), &format!("a new database: {place}"));
        }
    }
    Ok(if done.rejects.is_empty() { 0 } else { 5 })
}

/// Into the database; the first import makes it.
fn write(
    cx: &Context,
    query: &Query,
    mut tables: Vec<Table>,
    move_shop: bool,
    prepare: &mut Prepare<'_>,
) -> Result<Done> {
    let desk = load::Desk::new(cx);
    if let Some(mut fresh) = cx.fresh_store()? {
        let unread = tables.clone();
        let done = import_into(&desk, query, &mut fresh.store, tables, move_shop, prepare)?;
        if fresh.finish()? {
            return Ok(done);
        }
        tables = unread;
    }
    import_into(&desk, query, &mut cx.store_to_write()?, tables, move_shop, prepare)
}

/// Imports and takes it back: the same checks, the same counts, no change.
fn dry_run(
    cx: &Context,
    query: &Query,
    tables: Vec<Table>,
    move_shop: bool,
    prepare: &mut Prepare<'_>,
) -> Result<Done> {
    let mut copy = match cx.store()? {
        Some(store) => store.passing_copy()?,
        None => Store::passing()?,
    };
    import_into(&load::Desk::new(cx), query, &mut copy.store, tables, move_shop, prepare)
}
