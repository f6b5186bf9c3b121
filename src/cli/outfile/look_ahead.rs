//! Places that a command will write to, looked at before it does anything.

use super::guarded::{Guarded, belongs_to};
use super::names::is_same;
use super::refusals::{no_stream, refused};
use crate::cli::context::Context;
use crate::error::Result;
use clap::{ArgMatches, ValueHint};
use std::fs;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// Before the command does anything: are the places that it will write to ones it may write to?
pub(in crate::cli) fn look_ahead(cx: &mut Context, tree: &clap::Command, matches: &ArgMatches) -> Result<()> {
    let (mut command, mut matches) = (tree, matches);
    while let Some((name, inner)) = matches.subcommand() {
        let Some(found) = command.find_subcommand(name) else { break };
        (command, matches) = (found, inner);
    }
    let paths_of = |id: &str| {
        let values = matches.try_get_raw(id).ok().flatten().into_iter().flatten();
        // Rows that were set aside are for no screen: where they are to go, `-` is refused below.
        let is_file = |value: &&std::ffi::OsStr| id == "rejects" || *value != "-";
        values.filter(is_file).map(PathBuf::from).collect::<Vec<_>>()
    };
    let (mut targets, mut reads) = (Vec::new(), Vec::new());
    for arg in command.get_arguments() {
        let id = arg.get_id().as_str();
        match (id, arg.get_value_hint()) {
            ("output" | "rejects", _) => targets.extend(paths_of(id)),
            ("layout", _) | (_, ValueHint::FilePath | ValueHint::AnyPath) if !GLOBAL.contains(&id) => {
                reads.extend(paths_of(id));
            }
            _ => {}
        }
    }
    if targets.is_empty() {
        return Ok(());
    }
    reads.extend(cx.config_files.iter().map(|file| file.path.clone()));
    let guarded = Guarded { database: cx.database().ok(), reads };
    for (at, target) in targets.iter().enumerate() {
        guarded.look(target)?;
        if targets.iter().skip(at + 1).any(|other| is_same(other, target)) {
            return Err(refused(
                target,
                "会被写两次，内容不同",
                "would be written twice, each time with something else",
            ));
        }
    }
    cx.guarded = Rc::new(guarded);
    Ok(())
}

/// Arguments of every command that name files; the context knows what they come to.
const GLOBAL: [&str; 2] = ["db", "config"];

/// A backup may stand wherever nothing is, but not where the engine would take it for a part of the database.
pub(in crate::cli) fn guard_backup(cx: &Context, path: &Path) -> Result<()> {
    if path == Path::new("-") {
        return Err(no_stream());
    }
    let taken = cx.database().is_ok_and(|database| !is_same(path, &database) && belongs_to(path, &database));
    if taken && fs::symlink_metadata(path).is_err() {
        return Err(refused(path, "是数据库的文件，不能写", "is a file that belongs to the database"));
    }
    Ok(())
}
