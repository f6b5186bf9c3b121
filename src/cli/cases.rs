//! `cs cases`: one line about an order or a buyer, followed until it is closed.

mod add;
mod change;
mod close;
mod evidence;
mod find;
mod list;
mod run;
mod show;
mod stats;
mod steps;
mod take;

use super::args::{Output, titled as keys};
use super::records::{FromFile, PlaceArgs, Span, Writing};
use crate::records::{CASE_KINDS, RESPONSIBILITIES, WAITING_ON};
use crate::tasks::cases::GROUPS;
use clap::{Args, Subcommand};
pub(crate) use run::run;

#[derive(Subcommand, Debug)]
pub(crate) enum CasesCommand {
    Add(CaseAddArgs),
    List(CaseListArgs),
    Show(CaseShowArgs),
    Note(CaseNoteArgs),
    Promise(PromiseArgs),
    Assign(AssignArgs),
    Take(TakeArgs),
    Wait(WaitArgs),
    Escalate(EscalateArgs),
    Close(CaseCloseArgs),
    Reopen(ReopenArgs),
    Callbacks(CallbacksArgs),
    /// Evidence: what was gathered, until when it is wanted, when it was handed in
    #[command(subcommand)]
    Evidence(EvidenceCommand),
    Stats(CaseStatsArgs),
}

#[derive(Subcommand, Debug)]
pub(crate) enum EvidenceCommand {
    Add(EvidenceAddArgs),
    Submit(EvidenceSubmitArgs),
    Due(EvidenceDueArgs),
}

fn kinds() -> impl clap::builder::TypedValueParser<Value = String> {
    keys(CASE_KINDS)
}

/// Open a case about an order or a buyer
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs cases add 3512345678901234567 少发一件\n  cs cases add 买家昵称 问保修，回电 --kind callback --due 18:00"
)]
pub(crate) struct CaseAddArgs {
    /// An order number, or a buyer
    #[arg(value_name = "ORDER|BUYER")]
    about: String,
    /// What it says
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    /// What kind of case
    #[arg(long = "kind", value_name = "KIND", value_parser = kinds(), default_value = "aftersale")]
    case_kind: String,
    /// The category of the problem, in your own words
    #[arg(long = "category", value_name = "NAME")]
    problem: Option<String>,
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

/// List cases; open ones, unless `--closed`; with `--by NAME` those that they opened or look after
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs cases list --kind dispute\n  cs cases list --free --shop 样例小铺")]
pub(crate) struct CaseListArgs {
    /// Closed ones too
    #[arg(long)]
    closed: bool,
    /// Only this kind
    #[arg(long = "kind", value_name = "KIND", value_parser = kinds())]
    only_kind: Option<String>,
    /// Only what this person looks after
    #[arg(long = "owner", value_name = "NAME")]
    only_owner: Option<String>,
    /// Only what you look after or have taken
    #[arg(long)]
    mine: bool,
    /// Only what nobody has taken
    #[arg(long, conflicts_with = "mine")]
    free: bool,
    #[command(flatten)]
    span: Span,
    #[command(flatten)]
    places: PlaceArgs,
    #[command(flatten)]
    output: Output,
}

/// Show cases with their history, in full
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases show C-0001")]
pub(crate) struct CaseShowArgs {
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
pub(crate) struct CaseNoteArgs {
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

/// Put cases to waiting for somebody, until a day to ask again (24 hours, where nobody says)
///
/// The clock of the case stands still until somebody takes or closes it.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases wait C-0001 carrier --due 明天")]
pub(crate) struct WaitArgs {
    #[command(flatten)]
    which: One,
    /// Whom it waits for
    #[arg(value_name = "WHOM", required = true, value_parser = keys(WAITING_ON))]
    whom: String,
    /// Until when: +2h, 18:00, 明天, 2026-11-22
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Take cases for 30 minutes, so that nobody does them twice
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs cases take C-0001\n  cs cases take -n 20\n  cs cases take C-0001 --release"
)]
pub(crate) struct TakeArgs {
    /// Numbers such as C-0001, order numbers, or rows of the last table (1-20,23); `-` reads standard input
    #[arg(value_name = "CASE", required_unless_present_any = ["from_file", "count"])]
    cases: Vec<String>,
    #[command(flatten)]
    file: FromFile,
    /// The next so many that nobody has taken, the most urgent first
    #[arg(short = 'n', long, value_name = "N", conflicts_with_all = ["cases", "from_file", "release"])]
    count: Option<usize>,
    /// Give them back
    #[arg(long)]
    release: bool,
    /// Show what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// Bring cases one level up: 1 agent, 2 supervisor, 3 platform or authority
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases escalate C-0001 --to 主管 --because 超出权限")]
pub(crate) struct EscalateArgs {
    #[command(flatten)]
    which: Which,
    /// Who looks after it
    #[arg(long = "to", value_name = "NAME")]
    new_owner: Option<String>,
    /// Why
    #[arg(long = "because", value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Close cases
///
/// Whatever went wrong (after-sale, dispute, complaint, exchange, claim) is closed with its category, whose fault it
/// was, what came of it, and what it cost; what is known already need not be said again. Callbacks, changes and
/// others just end.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs cases close C-0001 --category 漏发 --responsibility us --outcome 已补发 --amount 12.50\n  cs cases close C-0002"
)]
pub(crate) struct CaseCloseArgs {
    #[command(flatten)]
    which: Which,
    /// The category of the problem, in your own words
    #[arg(long = "category", value_name = "NAME")]
    problem: Option<String>,
    /// Whose fault it was
    #[arg(long, visible_alias = "fault", value_name = "WHOSE", value_parser = keys(RESPONSIBILITIES))]
    responsibility: Option<String>,
    /// What came of the case
    #[arg(long, value_name = "TEXT")]
    outcome: Option<String>,
    /// What it cost us; 0 for nothing
    #[arg(long = "amount", visible_alias = "cost", value_name = "AMOUNT")]
    cost: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Note evidence in a case, or until when it is wanted
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases evidence add C-0001 聊天截图和底单 --due +48h")]
pub(crate) struct EvidenceAddArgs {
    #[command(flatten)]
    which: One,
    /// What it says
    #[arg(value_name = "TEXT", required = true, allow_hyphen_values = true)]
    text: String,
    /// Until when: +2h, 18:00, 明天, 2026-11-22
    #[arg(long, value_name = "TIME")]
    due: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Note that the evidence was handed in
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases evidence submit C-0001")]
pub(crate) struct EvidenceSubmitArgs {
    #[command(flatten)]
    which: Which,
    #[command(flatten)]
    writing: Writing,
}

/// Cases whose evidence is still to be handed in, the earliest first
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases evidence due")]
pub(crate) struct EvidenceDueArgs {
    #[command(flatten)]
    output: Output,
}

/// Count cases: by kind, category and whose fault, the open ones by age, the hours to their end without the waiting
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases stats --date 2026-11 --group category")]
pub(crate) struct CaseStatsArgs {
    /// Count by this only
    #[arg(long = "group", value_name = "BY", value_parser = clap::builder::PossibleValuesParser::new(GROUPS.iter().map(|g| g.0)))]
    count_by: Option<String>,
    #[command(flatten)]
    span: Span,
    #[command(flatten)]
    places: PlaceArgs,
    #[command(flatten)]
    output: Output,
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

/// Buyers to call back, and evidence wanted within a day; the earliest first
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases callbacks")]
pub(crate) struct CallbacksArgs {
    #[command(flatten)]
    output: Output,
}
