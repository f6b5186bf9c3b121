//! `cs handover`: what one shift hands to the next, signed by the giver, acknowledged by the taker.

mod ack;
mod list;
mod now;
mod run;
mod show;
mod sign;

use super::args::Output;
use super::records::{FromFile, Span, Writing};
use crate::tasks::handover::SECTIONS;
use clap::{Args, Subcommand};
pub(crate) use run::run;

/// The handover: written from what is open, acknowledged item by item
///
/// Urgent findings, promises, callbacks, disputes, refunds running out, changes, leads, incidents and notes. What
/// has been settled since is not listed; what has not stays until it is.
#[derive(Args, Debug)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  cs handover\n  cs handover --section urgent --all-rows\n  cs handover new --to 小王\n  cs handover ack --all"
)]
pub(crate) struct HandoverArgs {
    #[command(subcommand)]
    command: Option<HandoverCommand>,
    #[command(flatten)]
    show: HandoverShowArgs,
}

#[derive(Subcommand, Debug)]
enum HandoverCommand {
    Show(ShowOneArgs),
    New(HandoverNewArgs),
    Note(HandoverNoteArgs),
    Ack(AckArgs),
    List(HandoverListArgs),
}

/// Between whom.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Sides {
    /// Who hands over; without it, whoever types
    #[arg(long = "from", value_name = "NAME")]
    giver: Option<String>,
    /// Who takes over
    #[arg(long = "to", value_name = "NAME")]
    taker: Option<String>,
    /// The team, where several hand over separately
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    /// When the next shift ends; without it, in 12 hours
    #[arg(long = "until", value_name = "TIME")]
    shift_end: Option<String>,
}

#[derive(Args, Clone, Debug, Default)]
pub(crate) struct HandoverShowArgs {
    #[command(flatten)]
    sides: Sides,
    /// Only this section; repeatable
    #[arg(long = "section", value_name = "NAME", value_parser = sections())]
    only_section: Vec<String>,
    #[command(flatten)]
    output: Output,
}

fn sections() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(SECTIONS.iter().map(|s| s.0))
}

/// Show what is open now, or a handover as it was signed
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs handover show\n  cs handover show H-0001")]
pub(crate) struct ShowOneArgs {
    /// A number such as H-0001; without it, what is open now
    #[arg(value_name = "HANDOVER")]
    handover: Option<String>,
    #[command(flatten)]
    show: HandoverShowArgs,
}

/// Sign what is open as the handover
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs handover new --to 小王")]
pub(crate) struct HandoverNewArgs {
    #[command(flatten)]
    sides: Sides,
    #[command(flatten)]
    writing: Writing,
}

/// Leave a note for the next shift; `cs log close` closes it
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs handover note 打印机没墨了")]
pub(crate) struct HandoverNoteArgs {
    /// What it says
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// The order or the buyer it is about
    #[arg(long = "about", value_name = "ORDER|BUYER")]
    log_about: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Acknowledge items of the last handover
///
/// What has not been handed over yet is told and left; the rest is acknowledged.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs handover ack --all\n  cs handover ack C-0001 3512345678901234567")]
pub(crate) struct AckArgs {
    /// Ids or order numbers of items, or rows of the last table (1-20,23); `-` reads standard input
    #[arg(value_name = "ITEM", required_unless_present_any = ["every", "from_file"])]
    items: Vec<String>,
    #[command(flatten)]
    file: FromFile,
    /// Every item
    #[arg(long = "all", conflicts_with = "items")]
    every: bool,
    /// The team, where several hand over separately
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List handovers, the newest first; with `--by NAME` those that they gave or took
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs handover list\n  cs handover list --since -7d")]
pub(crate) struct HandoverListArgs {
    #[command(flatten)]
    span: Span,
    /// The team, where several hand over separately
    #[arg(long, value_name = "NAME")]
    group: Option<String>,
    #[command(flatten)]
    output: Output,
}
