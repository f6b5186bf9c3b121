//! `cs report`: the figures of a day.

mod daily;
mod kept;
mod rows;
mod sums;

pub(crate) use daily::run;

use super::args::{Output, ReadingArgs};
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub(crate) enum ReportCommand {
    Daily(DailyArgs),
}

/// The figures of one day: sales, what waits, reminders, shipping, refunds, reviews, cases; each shop and together
///
/// A document on a terminal, CSV in a pipe with one row for each figure, beside the day before and the same weekday
/// a week ago. What the data do not cover or tell stays empty with the reason, and is never taken for zero. Test
/// and internal orders count nowhere. What the team wrote down (reminders, cases, problems) comes from the
/// database only, reviews also from review files.
#[derive(Args, Debug)]
#[command(
    mut_arg("format", |arg| arg.help("Output format; a document on a terminal, CSV in a pipe")),
    after_help = "Examples:\n  cs report daily\n  cs report daily export.csv --date 2026-11-20 --refund-by order\n  cs report daily --brief\n  cs report daily -o report.md --force\n  cs report daily --rows unshipped"
)]
pub(crate) struct DailyArgs {
    /// Export files, folders or zip archives; `-` is standard input. Without any: the database
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
    /// Only this platform; repeatable
    #[arg(long, value_name = "NAME", value_parser = super::args::platform, add = clap_complete::ArgValueCompleter::new(super::complete::platforms), help_heading = "Selection")]
    platform: Vec<String>,
    /// Only this shop; repeatable
    #[arg(long, value_name = "NAME", add = clap_complete::ArgValueCompleter::new(super::complete::shops), help_heading = "Selection")]
    shop: Vec<String>,
    /// The day; the default is yesterday
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, help_heading = "Selection")]
    date: Option<String>,
    /// The day that refunds count for: refund, when the money went back, or order, when it was placed
    #[arg(long, value_name = "DAY", value_parser = ["refund", "order"], default_value = "refund", help_heading = "Selection")]
    refund_by: String,
    /// At most 20 plain lines, for a group chat
    #[arg(long, conflicts_with_all = ["rows", "format"], help_heading = "Output")]
    brief: bool,
    /// Add the definition of every figure
    #[arg(long, conflicts_with_all = ["brief", "rows"], help_heading = "Output")]
    explain: bool,
    /// List the orders, reviews or records behind this figure of the day
    #[arg(long, value_name = "METRIC", help_heading = "Output")]
    rows: Option<String>,
    #[command(flatten)]
    output: Output,
}
