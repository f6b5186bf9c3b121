//! The command line: the tree of commands, and the way from arguments to an exit code.

mod args;
mod audit;
mod bounded;
mod cases;
mod check;
mod clock;
mod commands;
mod complete;
mod config;
mod consult;
mod context;
mod db;
mod export;
mod formats;
mod handover;
mod help_zh;
mod import;
mod language;
mod load;
mod log;
mod man;
mod messages;
mod metrics;
mod orders;
mod outfile;
mod progress;
mod records;
mod refunds;
mod remind;
mod report;
mod reviews;
mod rows;
mod rules;
mod said;
mod settings;
mod shift;
mod show;
mod staff;
mod start;
mod templates;
mod terminal;
mod trust;
mod usage;
mod usage_zh;
mod waits;
mod when;

pub use commands::command;
pub use start::main;

use crate::error::Result;
use crate::model::Lang;

/// Completion scripts for the repository: file name and text.
pub fn completion_files() -> Result<Vec<(&'static str, Vec<u8>)>> {
    complete::FILES.iter().map(|(file, shell)| Ok((*file, complete::script(shell)?))).collect()
}

/// Manual pages for the repository: file name and text.
pub fn man_files() -> Result<Vec<(String, Vec<u8>)>> {
    man::pages(command(Lang::En))
}
