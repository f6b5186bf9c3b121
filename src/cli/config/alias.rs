//! Names that an alias may not take.

use super::{Config, ConfigFile, entries};
use crate::error::{Error, Result};

/// Commands, and names that commands are going to have: who sets an alias must not decide what those do.
const TAKEN: &[&str] = &[
    "audit",
    "cases",
    "completions",
    "config",
    "consult",
    "customers",
    "db",
    "doctor",
    "done",
    "export",
    "feedback",
    "find",
    "formats",
    "handover",
    "help",
    "import",
    "later",
    "log",
    "man",
    "messages",
    "metrics",
    "note",
    "o",
    "orders",
    "payments",
    "policy",
    "products",
    "r",
    "refunds",
    "release",
    "remind",
    "reopen",
    "report",
    "returns",
    "reviews",
    "rules",
    "setup",
    "shift",
    "shipments",
    "show",
    "stock",
    "take",
    "targets",
    "templates",
    "today",
    "undo",
    "visits",
    "wait",
    "work",
];

/// An alias of such a name is told with its line.
pub(super) fn refuse_taken_names(config: &Config, file: &ConfigFile) -> Result<()> {
    let Some(name) = config.alias.keys().find(|name| TAKEN.contains(&name.as_str())) else { return Ok(()) };
    let key = format!("alias.{name}");
    let found = entries(&file.text).map_err(|e| file.wrong(&e))?;
    let line = found.iter().find(|entry| entry.key == key).map_or(1, |entry| entry.line);
    let place = file.path.display();
    Err(Error::usage(
        format!("{place} 第 {line} 行 {key}：{name} 是命令的名字（或者留给以后的命令），不能用作别名"),
        format!("{place}: line {line}: `{key}`: {name} is the name of a command, or kept for one to come, and can't be an alias"),
    )
    .hint("给这个别名换一个名字", "give the alias another name"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn every_command_is_taken() {
        for command in crate::cli::commands::Cli::command().get_subcommands() {
            for name in command.get_name_and_visible_aliases() {
                assert!(TAKEN.contains(&name), "put {name} into the list");
            }
        }
    }
}
