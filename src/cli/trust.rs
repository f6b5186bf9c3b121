//! `cs config trust`: the word of the user that a project's `cs.toml` may be obeyed.

use super::args::Output;
use super::config::trusted::{self, Trust};
use super::config::{self, ConfigFile, Standing, entries, is_foreign, is_harmless};
use super::context::Context;
use super::show::Show;
use crate::error::{Error, Result};
use crate::model::{Cell, Column, Say};
use crate::render::{Meta, safe};
use clap::{Args, ValueHint};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

/// Trust a project's cs.toml as it stands
///
/// A project file that nobody trusts may set only lang, zone, and the name, platform and files of [[shop]]; with
/// anything else in it commands stop. What the file sets is shown first, then asked. Once the file has changed it has
/// to be trusted again. What is trusted is kept in the user's own folder.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs config trust\n  cs config trust --dry-run\n  cs config trust --list")]
pub(crate) struct TrustArgs {
    /// Which cs.toml, or its folder; by default the one of the project that the current folder belongs to
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    project: Option<PathBuf>,
    /// List the files that are trusted
    #[arg(long = "list", conflicts_with_all = ["project", "revoke", "dry_run", "yes"])]
    list_trusted: bool,
    /// Trust the file no longer
    #[arg(long, conflicts_with_all = ["dry_run", "yes"])]
    revoke: bool,
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Answer yes to questions
    #[arg(short, long)]
    yes: bool,
}

const COLUMNS: &[Column] = &[Column::new("path", "文件", "File"), Column::new("state", "状态", "State")];

pub(super) fn run(cx: &Context, args: &TrustArgs) -> Result<u8> {
    if args.list_trusted {
        return list(cx);
    }
    let path = wanted(args.project.as_deref())?;
    if args.revoke {
        return revoke(cx, &path);
    }
    let file = config::read_file(&path, Standing::Trusted)?;
    let place = trusted::place_of(&path).map_err(|e| unreadable(&path, e))?;
    let trust = trusted::of(&path, &file.text);
    if trust == Trust::Yes {
        let place = place.display();
        cx.note(&format!("已经信任 {place}"), &format!("{place} is trusted already"));
        return Ok(0);
    }
    tell(cx, &file, trust, args)?;
    if args.dry_run {
        return Ok(0);
    }
    if !args.yes {
        confirm(cx, &place)?;
    }
    trusted::record(&place, &file.text)
        .map_err(|e| Error::input("信任没有记下来", "the trust could not be kept").because(e))?;
    let place = place.display();
    cx.note(&format!("信任 {place}，照现在的内容"), &format!("{place} is trusted as it stands"));
    Ok(0)
}

/// The file that is named, or the one that every command here would find.
fn wanted(named: Option<&Path>) -> Result<PathBuf> {
    let Some(named) = named else {
        return config::project_file().ok_or_else(|| {
            Error::input("这里和上层文件夹都没有 cs.toml", "there is no cs.toml here or in a folder above")
                .hint("写出是哪一个：cs config trust 文件夹", "name it: `cs config trust FOLDER`")
        });
    };
    let path = if named.is_dir() { named.join("cs.toml") } else { named.to_owned() };
    if path.file_name().is_some_and(|name| name == "cs.toml") {
        return Ok(path);
    }
    let shown = path.display();
    Err(Error::usage(
        format!("{shown} 不是项目的 cs.toml，不需要信任"),
        format!("{shown} is no project's cs.toml and needs no trust"),
    )
    .hint("要用另外的文件：--config 文件", "another file is used with `--config FILE`"))
}

/// What the file sets, line by line; `!` stands at what only a trusted file may set.
fn tell(cx: &Context, file: &ConfigFile, trust: Trust, args: &TrustArgs) -> Result<()> {
    let all = entries(&file.text).map_err(|e| Error::bug(e.to_string()))?;
    let place = file.path.display();
    let (zh, en) = match trust {
        Trust::Changed => ("信任之后改过，现在设置：", "has changed since it was trusted; it sets:"),
        _ => ("设置：", "sets:"),
    };
    let mut lines = vec![format!("{place} {}", cx.lang.pick(zh, en))];
    for entry in &all {
        let mark = if is_harmless(&entry.key) { ' ' } else { '!' };
        let value = entry.value.as_deref().unwrap_or_default();
        lines.push(format!("{mark} {:>4}  {} = {value}", entry.line, entry.key));
    }
    if is_foreign(&file.path) {
        lines.push(cx.lang.pick("这个文件是别的用户的", "the file belongs to another user").to_owned());
    }
    // What is asked about is shown, however quiet the rest is.
    if cx.global.quiet && (args.yes || args.dry_run) {
        return Ok(());
    }
    let safe: String = lines.iter().map(|line| format!("{}\n", safe::terminal(line))).collect();
    std::io::stderr().write_all(safe.as_bytes())?;
    Ok(())
}

fn confirm(cx: &Context, place: &Path) -> Result<()> {
    let place = place.display();
    let refused = Error::usage(format!("没有信任 {place}"), format!("{place} is not trusted"));
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return Err(refused.hint("确认要信任就加 --yes", "say that you trust it with `--yes`"));
    }
    write!(std::io::stderr(), "{}", cx.lang.pick("信任它？[y/N] ", "Trust it? [y/N] "))?;
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" | "是" => Ok(()),
        _ => Err(refused),
    }
}

fn revoke(cx: &Context, path: &Path) -> Result<u8> {
    // Its folder may be gone.
    let place =
        trusted::place_of(path).or_else(|_| std::path::absolute(path)).map_err(|e| unreadable(path, e))?;
    let was = trusted::forget(&place)
        .map_err(|e| Error::input("信任没有收回", "the trust could not be taken back").because(e))?;
    let place = place.display();
    if !was {
        return Err(Error::input(format!("{place} 本来就没有信任"), format!("{place} was not trusted"))
            .hint("看信任了哪些：cs config trust --list", "see what is trusted: `cs config trust --list`"));
    }
    cx.note(&format!("不再信任 {place}"), &format!("{place} is trusted no longer"));
    Ok(0)
}

fn list(cx: &Context) -> Result<u8> {
    let Some(show) =
        Show::new(cx, &Output::default(), Say::new("信任的文件", "Trusted files"), COLUMNS, "path")?
    else {
        return Ok(0);
    };
    let rows = trusted::all().into_iter().map(|record| {
        let state = match record.trust_now() {
            Some(Trust::Yes) => Cell::Word("trusted", "信任", "trusted"),
            Some(_) => Cell::Word("changed", "改过", "changed"),
            None => Cell::Word("gone", "没有了", "gone"),
        };
        [Cell::own_id(record.place), state]
    });
    show.rows(rows, Meta::default())?;
    Ok(0)
}

fn unreadable(path: &Path, e: std::io::Error) -> Error {
    let place = path.display();
    Error::input(format!("打不开 {place}"), format!("can't read {place}")).because(e)
}
