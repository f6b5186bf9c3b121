//! What was asked for, as the audit keeps it: the command and what narrows it down, without a private value.

use crate::model::quote;
use crate::model::text::one_line;
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};

/// A line of the audit is no longer, in characters.
const LONGEST: usize = 400;

/// Flags whose values people of the shop chose themselves: what they name is no buyer.
const OPEN: &[&str] = &["shop", "platform", "columns", "sort", "rule", "not_rule", "rows", "output", "to"];

/// `orders list --shop 样例小铺 --since 2026-11-01 --reveal`. Names, phones and texts are told by their shape only.
pub(super) fn command_line(tree: &Command, matches: &ArgMatches) -> String {
    let (mut words, mut given) = (Vec::new(), Vec::new());
    let (mut command, mut level) = (tree, matches);
    loop {
        command
            .get_arguments()
            .filter(|arg| !arg.is_global_set())
            .for_each(|arg| add(arg, level, &mut given));
        let Some((name, below)) = level.subcommand() else { break };
        let Some(next) = command.find_subcommand(name) else { break };
        words.push(next.get_name().to_owned());
        (command, level) = (next, below);
    }
    words.append(&mut given);
    one_line(&words.join(" "), LONGEST)
}

fn add(arg: &Arg, level: &ArgMatches, out: &mut Vec<String>) {
    let id = arg.get_id().as_str();
    if level.value_source(id) != Some(ValueSource::CommandLine) {
        return;
    }
    out.extend(arg.get_long().map(|long| format!("--{long}")));
    if !arg.get_action().takes_values() {
        return;
    }
    let known = !arg.get_possible_values().is_empty() || OPEN.contains(&id);
    for value in level.get_raw(id).into_iter().flatten() {
        let value = value.to_string_lossy();
        out.push(if known { crate::model::mask::text(&value).into_owned() } else { quote::number(&value) });
    }
}
