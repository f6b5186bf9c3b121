//! Groups of flags that mean the same in every command.

use crate::error::{Error, Result};
use crate::model::Words;
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueHint};
use std::path::{Path, PathBuf};

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

/// How a list is written.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Output {
    /// Output format; a table on a terminal, CSV in a pipe
    #[arg(short = 'F', long, env = "CS_FORMAT", value_parser = formats(), hide_env_values = true, help_heading = "Output")]
    pub(crate) format: Option<String>,
    /// Write to a file; its ending chooses the format; `-` is standard output
    #[arg(id = "output", short, long = "output", value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    to: Option<PathBuf>,
    /// Replace the file if it is there: never a link, a device, the database, nor a file that is read
    #[arg(long, help_heading = "Output")]
    pub(crate) force: bool,
    /// Columns to write, in this order; without a value: list them
    #[arg(long, value_name = "A,B,…", num_args = 0..=1, default_missing_value = "", value_delimiter = ',', help_heading = "Output")]
    pub(crate) columns: Option<Vec<String>>,
    /// Sort by columns; `-amount` is descending
    #[arg(
        long,
        value_name = "A,B,…",
        value_delimiter = ',',
        allow_hyphen_values = true,
        help_heading = "Output"
    )]
    pub(crate) sort: Vec<String>,
    /// Write at most so many rows
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub(crate) limit: Option<usize>,
    /// All rows on a terminal too, not only the first 30
    #[arg(long, help_heading = "Output")]
    pub(crate) all_rows: bool,
    /// Show names, phones and addresses in full
    #[arg(long, help_heading = "Output")]
    pub(crate) reveal: bool,
    /// CSV for a spreadsheet program: byte order mark, ids as text
    #[arg(long, help_heading = "Output")]
    pub(crate) excel: bool,
    /// JSON in an envelope with the notes
    #[arg(long, help_heading = "Output")]
    pub(crate) meta: bool,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(crate::render::ALL.iter().map(|r| r.name()))
}

/// Where records come from: files, or the database.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct InputArgs {
    /// Export files, folders or zip archives; `-` is standard input. Without any: the database
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) pick: Pick,
    /// Refunds of orders that nobody knows count too, each as an order of nothing but its refunds.
    #[arg(skip)]
    pub(crate) bare_refunds: bool,
    /// The shop and the platform are said of the files, whatever stands in them, and choose nothing: an import.
    #[arg(skip)]
    pub(crate) said: bool,
    /// Reviews too: those of which something happened since, and bad ones that wait for a reply.
    #[arg(skip)]
    pub(crate) reviews_since: Option<crate::model::Stamp>,
    /// Which orders of the database are needed; `None`: all.
    #[arg(skip)]
    pub(crate) selection: Option<crate::model::Selection>,
    /// Refunds whose order nobody knows are wanted beside the orders.
    #[arg(skip)]
    pub(crate) strays: bool,
    /// Of the orders of the database, those that are told apart, and whether the order that comes is one of them.
    #[arg(skip)]
    pub(crate) apart: Option<crate::model::Selection>,
    #[arg(skip)]
    pub(crate) is_apart: std::rc::Rc<std::cell::Cell<bool>>,
    /// Told before the first order comes: orders may be in several currencies.
    #[arg(skip)]
    pub(crate) many_currencies: std::rc::Rc<std::cell::Cell<bool>>,
    /// The customers whom the files of orders name, from files of their own.
    #[arg(skip)]
    pub(crate) customers: std::rc::Rc<std::cell::RefCell<std::sync::Arc<crate::read::Customers>>>,
}

/// What `--encoding` takes.
pub(crate) const ENCODINGS: [&str; 7] =
    ["utf-8", "gb18030", "gbk", "cp932", "shift-jis", "big5", "windows-1252"];
/// What `--dates` takes.
pub(crate) const DATES: [&str; 3] = ["ymd", "dmy", "mdy"];
/// What `--decimal` takes.
pub(crate) const DECIMALS: [&str; 2] = ["point", "comma"];

/// What may be fixed about files instead of having it found out.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ReadingArgs {
    /// A layout's name, or a layout file
    #[arg(long, value_name = "NAME|FILE", add = clap_complete::ArgValueCompleter::new(super::complete::layouts), help_heading = "Reading")]
    pub(crate) layout: Option<String>,
    /// Encoding of the files
    #[arg(long, value_parser = ENCODINGS, help_heading = "Reading")]
    pub(crate) encoding: Option<String>,
    /// How 03/04/2026 is to be read
    #[arg(long, value_parser = DATES, help_heading = "Reading")]
    pub(crate) dates: Option<String>,
    /// What parts the cents of amounts
    #[arg(long, value_parser = DECIMALS, help_heading = "Reading")]
    pub(crate) decimal: Option<String>,
    /// When the files were exported
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Reading")]
    pub(crate) exported_at: Option<String>,
    /// Set bad rows aside and go on (exit code 5)
    #[arg(long, help_heading = "Reading")]
    pub(crate) keep_going: bool,
    /// Write the rows that were set aside, unmasked, for your eyes only
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Reading")]
    pub(crate) rejects: Option<PathBuf>,
}

/// Which records are wanted.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Pick {
    /// Only this platform; repeatable
    #[arg(long, value_name = "NAME", value_parser = platform, add = clap_complete::ArgValueCompleter::new(super::complete::platforms), help_heading = "Selection")]
    pub(crate) platform: Vec<String>,
    /// Only this shop; repeatable
    #[arg(long, value_name = "NAME", add = clap_complete::ArgValueCompleter::new(super::complete::shops), help_heading = "Selection")]
    pub(crate) shop: Vec<String>,
    /// Created from this moment on
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    pub(crate) since: Option<String>,
    /// Created before this moment; a bare date includes that day
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    pub(crate) until: Option<String>,
    /// Created on this day, or in this month
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, conflicts_with_all = ["since", "until"], help_heading = "Selection")]
    pub(crate) date: Option<String>,
}

/// Keys of ours, which may also be called by their Chinese words, as tables show them.
pub(crate) fn titled(words: &'static Words) -> impl clap::builder::TypedValueParser<Value = String> {
    use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
    let values = words.iter().map(|(key, zh, _)| PossibleValue::new(*key).alias(*zh));
    PossibleValuesParser::new(values)
        .map(|said| words.iter().find(|w| w.1 == said).map_or(said, |w| w.0.to_owned()))
}

/// A platform by its key or by any of its names.
pub(crate) fn platform(word: &str) -> std::result::Result<String, std::convert::Infallible> {
    Ok(crate::model::platform::key(word).to_owned())
}

impl Output {
    /// The file that the answer goes to; `None`: standard output.
    pub(crate) fn file(&self) -> Option<&Path> {
        file_named(self.to.as_deref())
    }
}

/// `-` is no file, as everywhere: who means one of this name writes `./-`.
pub(crate) fn file_named(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| *path != Path::new("-"))
}

impl Pick {
    pub(crate) fn takes(&self, platform: &str, shop: &str) -> bool {
        let among = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
        among(&self.platform, platform) && among(&self.shop, shop)
    }
}

impl InputArgs {
    pub(crate) fn is_database(&self) -> bool {
        self.paths.is_empty()
    }
}

/// Which rules run.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct RuleArgs {
    /// Only this rule; repeatable
    #[arg(long, value_name = "ID", value_delimiter = ',', add = clap_complete::ArgValueCompleter::new(super::complete::rules), help_heading = "Rules")]
    pub(crate) rule: Vec<String>,
    /// Not this rule; repeatable
    #[arg(long, value_name = "ID", value_delimiter = ',', add = clap_complete::ArgValueCompleter::new(super::complete::rules), help_heading = "Rules")]
    pub(crate) not_rule: Vec<String>,
    /// Only findings this severe or more: P0, P1, P2, P3
    #[arg(long, value_name = "P", value_parser = ["P0", "P1", "P2", "P3"], ignore_case = true, help_heading = "Rules")]
    pub(crate) severity: Option<String>,
    /// A group of rules; the default is morning: every finding of P0 to P2
    #[arg(long, value_name = "NAME", value_parser = ["morning", "audit", "ship", "money", "logistics", "data"], help_heading = "Rules")]
    pub(crate) profile: Option<String>,
}

/// A rule by its id, or the nearest.
pub(crate) fn rule(id: &str) -> Result<crate::rules::RuleEntry> {
    crate::rules::by_id(id).ok_or_else(|| {
        let e = Error::usage(format!("没有规则「{id}」"), format!("there is no rule `{id}`"));
        match crate::error::nearest(id, crate::rules::ALL.iter().map(|r| r.id())) {
            Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
            None => e.hint("用 cs rules list 查看", "see `cs rules list`"),
        }
    })
}
