//! `cs cases`: one line about an order or a buyer, followed until it is closed.

mod work;

use super::args::Output;
use super::records::{FromFile, Writing};
use crate::model::records::CASE_KINDS;
use clap::{Args, Subcommand};
pub(crate) use work::run;

#[derive(Subcommand, Debug)]
pub(crate) enum CasesCommand {
    Add(AddArgs),
    List(ListArgs),
    Show(ShowArgs),
    Note(NoteArgs),
    Promise(PromiseArgs),
    Assign(AssignArgs),
    Wait(WaitArgs),
    Close(CloseArgs),
    Reopen(ReopenArgs),
    Callbacks(CallbacksArgs),
}

fn kinds() -> clap::builder::PossibleValuesParser {
    clap::builder::PossibleValuesParser::new(CASE_KINDS.iter().map(|k| k.0))
}

/// Open a case about an order or a buyer
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs cases add 3512345678901234567 少发一件\n  cs cases add 买家昵称 问保修，回电 --kind callback --due 18:00"
)]
pub(crate) struct AddArgs {
    /// An order number, or a buyer
    #[arg(value_name = "ORDER|BUYER")]
    about: String,
    /// What it says
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// What kind of case
    #[arg(long = "kind", value_name = "KIND", value_parser = kinds(), default_value = "aftersale")]
    case_kind: String,
    /// Until when: +2h, 18:00, 明天, 2026-11-22
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
    /// Who looks after it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// The shop, where the number stands in several
    #[arg(long = "shop", value_name = "NAME")]
    of_shop: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// List cases; open ones, unless `--closed`
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases list --kind dispute")]
pub(crate) struct ListArgs {
    /// Closed ones too
    #[arg(long)]
    closed: bool,
    /// Only this kind
    #[arg(long = "kind", value_name = "KIND", value_parser = kinds())]
    only_kind: Option<String>,
    /// Only what this person looks after
    #[arg(long = "owner", value_name = "NAME")]
    only_owner: Option<String>,
    #[command(flatten)]
    output: Output,
}

/// Show cases with their history, in full
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases show C-0001")]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    output: Output,
}

/// Cases to work on.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Which {
    /// Numbers such as C-0001, order numbers, or rows of the last table (1-20,23); `-` reads standard input
    #[arg(value_name = "CASE", required_unless_present = "from_file")]
    cases: Vec<String>,
    #[command(flatten)]
    file: FromFile,
}

/// Cases to work on, where more words follow.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct One {
    /// A number such as C-0001, an order number, or a row of the last table; several with commas
    #[arg(value_name = "CASE")]
    case: String,
}

impl From<&One> for Which {
    fn from(one: &One) -> Which {
        Which { cases: vec![one.case.clone()], ..Which::default() }
    }
}

/// Note something in a case
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases note C-0001 买家同意补发")]
pub(crate) struct NoteArgs {
    #[command(flatten)]
    which: One,
    /// What it says
    #[arg(value_name = "TEXT", required = true, allow_hyphen_values = true)]
    text: String,
    #[command(flatten)]
    writing: Writing,
}

/// Write down what was promised to the buyer, or that it was kept
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs cases promise C-0001 今天补发 --due 18:00\n  cs cases promise C-0001 已补发 --kept"
)]
pub(crate) struct PromiseArgs {
    #[command(flatten)]
    which: One,
    /// What it says
    #[arg(value_name = "TEXT", required = true, allow_hyphen_values = true)]
    text: String,
    /// Until when: +2h, 18:00, 明天, 2026-11-22
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
    /// The promise was kept
    #[arg(long, conflicts_with = "due")]
    kept: bool,
    #[command(flatten)]
    writing: Writing,
}

/// Give cases to somebody
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases assign C-0001 小李")]
pub(crate) struct AssignArgs {
    #[command(flatten)]
    which: One,
    /// Who looks after it
    #[arg(value_name = "NAME", required = true)]
    owner: String,
    #[command(flatten)]
    writing: Writing,
}

/// Put cases to waiting for somebody, until a day to ask again
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases wait C-0001 carrier --due 明天")]
pub(crate) struct WaitArgs {
    #[command(flatten)]
    which: One,
    /// Whom it waits for
    #[arg(value_name = "WHOM", required = true, value_parser = ["buyer", "carrier", "warehouse", "platform", "supplier"])]
    whom: String,
    /// Until when: +2h, 18:00, 明天, 2026-11-22
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Close cases
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases close C-0001 --outcome 已补发")]
pub(crate) struct CloseArgs {
    #[command(flatten)]
    which: Which,
    /// What came of the case
    #[arg(long, value_name = "TEXT")]
    outcome: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Open closed cases again, within 30 days
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases reopen C-0001 --because 买家又来问")]
pub(crate) struct ReopenArgs {
    #[command(flatten)]
    which: Which,
    /// Why it is opened again
    #[arg(long, value_name = "TEXT")]
    because: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Buyers to call back, the earliest first
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases callbacks")]
pub(crate) struct CallbacksArgs {
    #[command(flatten)]
    output: Output,
}
