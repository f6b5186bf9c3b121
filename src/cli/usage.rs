//! What the parser of the command line says: help, or what is wrong.

use super::commands::Cli;
use super::help_zh::{width, wrapped};
use super::usage_zh;
use crate::error::{Kind, Result};
use crate::model::Lang;
use clap::CommandFactory;
use clap::error::ErrorKind;
use std::io::Write;

/// Help and version are answers; the rest is a wrong command line.
pub(super) fn told_by_clap(e: &clap::Error, lang: Lang) -> Result<u8> {
    match e.kind() {
        ErrorKind::DisplayHelp if lang == Lang::Zh => {
            let help = wrapped(&e.render().ansi().to_string(), width());
            anstream::stdout().write_all(help.as_bytes())?;
            Ok(0)
        }
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            e.print()?;
            Ok(0)
        }
        _ => {
            let text = match lang {
                Lang::Zh => usage_zh::explain(e),
                Lang::En => plain_usage(&e.render().to_string()),
            };
            let text = crate::model::redact::redact(&text);
            let safe: Vec<_> = text.trim_end().lines().map(crate::render::safe::terminal).collect();
            let _ = writeln!(std::io::stderr(), "{}", safe.join("\n"));
            Ok(Kind::Usage.exit_code())
        }
    }
}

/// The parser's usage line names the global options that were given, or set by the environment, as if they were
/// needed.
fn plain_usage(text: &str) -> String {
    let tree = Cli::command();
    let globals = tree.get_arguments().filter(|a| a.is_global_set());
    let given: Vec<String> = globals
        .filter_map(|a| {
            let value = a.get_value_names().and_then(|names| names.first());
            let value = value.filter(|_| a.get_action().takes_values()).map(|v| format!(" <{v}>"));
            Some(format!(" --{}{}", a.get_long()?, value.unwrap_or_default()))
        })
        .collect();
    let line = |line: &str| match line.starts_with("Usage:") {
        true => given.iter().fold(line.to_owned(), |line, one| line.replace(one, "")),
        false => line.to_owned(),
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
