//! Flags of every command.

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Flags of every command.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Global {
    /// The database file
    #[arg(long, global = true, env = "CS_DB", value_name = "FILE", value_hint = ValueHint::FilePath, hide_env_values = true, help_heading = "Global")]
    pub(crate) db: Option<PathBuf>,
    /// The configuration file, instead of the usual ones
    #[arg(long, global = true, env = "CS_CONFIG", value_name = "FILE", value_hint = ValueHint::FilePath, hide_env_values = true, help_heading = "Global")]
    pub(crate) config: Option<PathBuf>,
    /// Leave the project's cs.toml unread
    #[arg(long, global = true, help_heading = "Global")]
    pub(crate) no_project: bool,
    /// Language of output and messages: zh or en
    #[arg(
        long,
        global = true,
        env = "CS_LANG",
        value_name = "LANG",
        value_parser = language,
        hide_env_values = true,
        help_heading = "Global"
    )]
    pub(crate) lang: Option<String>,
    /// Work as if it were this moment
    #[arg(
        long,
        global = true,
        env = "CS_NOW",
        value_name = "TIME",
        allow_hyphen_values = true,
        hide_env_values = true,
        help_heading = "Global"
    )]
    pub(crate) now: Option<String>,
    /// The shop's zone, such as +08:00
    #[arg(
        long,
        global = true,
        env = "CS_TZ",
        value_name = "ZONE",
        allow_hyphen_values = true,
        hide_env_values = true,
        help_heading = "Global"
    )]
    pub(crate) tz: Option<String>,
    /// Who is working, for the records
    #[arg(
        long,
        global = true,
        env = "CS_BY",
        value_name = "NAME",
        hide_env_values = true,
        help_heading = "Global"
    )]
    pub(crate) by: Option<String>,
    /// When to colour: auto, always, never
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", value_parser = ["auto", "always", "never"], help_heading = "Global")]
    pub(crate) color: String,
    /// Say nothing but the answer and errors
    #[arg(short, long, global = true, help_heading = "Global")]
    pub(crate) quiet: bool,
    /// Say more about what is done
    #[arg(short, long, global = true, help_heading = "Global")]
    pub(crate) verbose: bool,
}

/// `zh`, `en`, or a locale that begins so.
fn language(text: &str) -> std::result::Result<String, String> {
    match text.to_ascii_lowercase().get(..2) {
        Some("zh" | "en") => Ok(text.to_owned()),
        _ => Err("zh / en".to_owned()),
    }
}
