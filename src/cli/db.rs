//! `cs db` and `cs doctor`: looking after the database.

mod backup;
mod info;
mod open;
mod problems;
mod restore;
mod upgrade;

use super::context::Context;
use crate::error::Result;
use clap::{Args, Subcommand};
use open::open;
use problems::problems;

#[derive(Subcommand, Debug)]
pub(crate) enum DbCommand {
    Info(info::InfoArgs),
    Check(DbCheckArgs),
    Backup(backup::BackupArgs),
    Restore(restore::RestoreArgs),
    Upgrade(upgrade::UpgradeArgs),
}

/// Check the file's structure
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs db check")]
pub(crate) struct DbCheckArgs {}

/// Check the database from the file's structure to every single row
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs doctor")]
pub(crate) struct DoctorArgs {}

pub(crate) fn run(cx: &Context, command: DbCommand) -> Result<u8> {
    match command {
        DbCommand::Info(args) => info::info(cx, &args),
        DbCommand::Check(_) => problems(cx, open(cx)?.check()?),
        DbCommand::Backup(args) => backup::backup(cx, &args),
        DbCommand::Restore(args) => restore::run(cx, &args),
        DbCommand::Upgrade(args) => upgrade::upgrade(cx, &args),
    }
}

pub(crate) fn doctor(cx: &Context, _: &DoctorArgs) -> Result<u8> {
    let health = open(cx)?.doctor()?;
    cx.note(&format!("已核对 {} 行", health.rows), &format!("{} rows checked", health.rows));
    problems(cx, health.problems)
}
