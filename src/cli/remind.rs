//! `cs remind`: the queue of unpaid orders, and what was done about them.

mod contacts;
mod hours;
mod limits;
mod record;
mod refuse;
mod run;
mod unpaid;

pub(crate) use hours::QUIET;
pub(crate) use limits::{ATTEMPTS, MAX_AGE};
pub(crate) use run::run;

use super::args::{InputArgs, Output, titled};
use super::records::FromFile;
use crate::records::{REMINDED, WAYS};
use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub(crate) enum RemindCommand {
    Unpaid(UnpaidArgs),
    Done(DoneArgs),
    Skip(SkipArgs),
}

/// Buyers to remind of an unpaid order, most urgent first, each with a text to paste
///
/// Orders unpaid for 12 hours, or half of the platform's closing time where that is shorter. Left out, unless
/// `--all`: paid twins, cash on delivery, orders past their closing time, buyers asked already. A guard that
/// could not run stands in `checks`. Nothing is sent.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs remind unpaid export.csv\n  cs remind unpaid --after 6h\n  cs remind unpaid export.csv -F text"
)]
pub(crate) struct UnpaidArgs {
    #[command(flatten)]
    from: InputArgs,
    /// Unpaid for this long, such as 6h
    #[arg(long, value_name = "TIME")]
    after: Option<String>,
    /// Held-back orders too, with the reason
    #[arg(long)]
    all: bool,
    /// One row for each order, not for each buyer
    #[arg(long)]
    per_order: bool,
    /// As it was known at `--now`: later payments don't count
    #[arg(long)]
    as_known: bool,
    /// Shops whose data are too old, too
    #[arg(long)]
    stale_ok: bool,
    #[command(flatten)]
    output: Output,
}

/// Note that buyers were reminded
///
/// Row numbers are those of `cs remind unpaid` and of no other table. An order that is not unpaid any more is refused,
/// and the whole command with it. Of an order paid since, within a day: `--result paid`. Or say when the buyer was
/// reminded, `--at 10:00`: then it has to be before the payment, and an order that closed unpaid is taken, too.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs remind done 1-20,23 --via chat\n  cs remind unpaid -F name | cs remind done - --via chat\n  cs remind done 3512345678901234567 --via chat --result paid\n  cs remind done 3512345678901234567 --via phone --at 10:00"
)]
pub(crate) struct DoneArgs {
    /// Order numbers, or rows of the queue (1-20,23); `-` reads standard input
    #[arg(value_name = "ORDER", required_unless_present = "from_file")]
    orders: Vec<String>,
    #[command(flatten)]
    file: FromFile,
    /// How: chat, sms, phone
    #[arg(long, value_parser = titled(WAYS))]
    via: Option<String>,
    /// What came of it
    #[arg(long, value_parser = titled(REMINDED))]
    result: Option<String>,
    /// When, if not now: 10:00, or a date with time
    #[arg(long = "at", value_name = "TIME", allow_hyphen_values = true)]
    reminded_at: Option<String>,
    /// A remark
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}

/// Leave orders out of the queue
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs remind skip 3512345678901234567 --why 已电话联系")]
pub(crate) struct SkipArgs {
    /// Order numbers, or rows of the queue (1-20,23); `-` reads standard input
    #[arg(value_name = "ORDER", required_unless_present = "from_file")]
    orders: Vec<String>,
    #[command(flatten)]
    file: FromFile,
    /// Why
    #[arg(long, value_name = "TEXT")]
    why: String,
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
}
