//! `cs refunds`: list, show, stats.

mod assign;
mod list;
mod run;
mod show;
mod statistics;

pub(crate) use run::run;

use super::args::{InputArgs, Output};
use crate::model::{Lang, Owner, RefundKind, RefundState};
use crate::tasks::refunds::stats::By;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub(crate) enum RefundsCommand {
    List(RefundListArgs),
    Show(RefundShowArgs),
    Stats(RefundStatsArgs),
}

/// List refund cases: whose turn it is, until when, and what happens then
///
/// Cases of refund exports; where none is known of an order, what its items and its refunded amount tell. Most
/// urgent first: P0 is ours and overdue or due within 4 hours, P1 within 12, P2 ours without haste, P3 the rest.
/// `--since`, `--until` and `--date` go by the time of application.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs refunds list refunds.xlsx orders.csv\n  cs refunds list --due\n  cs refunds list --owner seller --before-next-shift 18:00\n  cs refunds list --kind difference,freight,price_protect"
)]
pub(crate) struct RefundListArgs {
    #[command(flatten)]
    from: InputArgs,
    /// Only what waits for us and is overdue or due within hours
    #[arg(long, help_heading = "Selection")]
    due: bool,
    /// Only cases in this state; repeatable
    #[arg(long, value_name = "STATE", value_delimiter = ',', value_parser = titled(RefundState::all().map(|s| (s.key(), s.title(Lang::Zh)))), help_heading = "Selection")]
    state: Vec<String>,
    /// Only cases that wait for this side; repeatable
    #[arg(long, value_name = "SIDE", value_delimiter = ',', value_parser = titled(Owner::ALL.into_iter().map(|o| (o.key(), o.title(Lang::Zh)))), help_heading = "Selection")]
    owner: Vec<String>,
    /// Only this kind of case; repeatable
    #[arg(long, value_name = "KIND", value_delimiter = ',', value_parser = titled(RefundKind::all().map(|k| (k.key(), k.title(Lang::Zh)))), help_heading = "Selection")]
    kind: Vec<String>,
    /// Only open cases that are due before this moment: 18:00 (the next), +8h, a date (until its end)
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    before_next_shift: Option<String>,
    #[command(flatten)]
    output: Output,
}

fn words(keys: impl Iterator<Item = &'static str>) -> PossibleValuesParser {
    PossibleValuesParser::new(keys)
}

/// The keys, and the Chinese words that a table shows for them.
fn titled(words: impl Iterator<Item = (&'static str, &'static str)>) -> PossibleValuesParser {
    PossibleValuesParser::new(words.map(|(key, title)| PossibleValue::new(key).alias(title)))
}

/// Show one case, or those of one order, of the database in full
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs refunds show 3001000000000001")]
pub(crate) struct RefundShowArgs {
    /// The number of the case or of its order
    #[arg(value_name = "REFUND|ORDER")]
    number: String,
    #[command(flatten)]
    output: Output,
}

/// Count refunds: how many, how much, how fast, and the refund rate
///
/// The rate is orders with a successful refund ÷ paid orders, both of the orders placed in the window; of fewer than
/// 30 orders it is told as a fraction. Price protection, cash back, differences and freight are left out and counted
/// apart. Hours run from the application to the end of successful cases.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs refunds stats orders.csv refunds.xlsx\n  cs refunds stats --group sku --date 2026-11"
)]
pub(crate) struct RefundStatsArgs {
    #[command(flatten)]
    from: InputArgs,
    /// What to count by
    #[arg(long, value_name = "WHAT", default_value = "reason", value_parser = words(By::ALL.into_iter().map(By::key)), help_heading = "Selection")]
    group: String,
    #[command(flatten)]
    output: Output,
}
