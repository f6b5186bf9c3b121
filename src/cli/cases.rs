//! `cs cases`: one line about an order or a buyer, followed until it is closed.

use super::args::Output;
use super::context::Context;
use super::records::{self, Writing, about, due_of, id, nick, print, text, word};
use crate::error::{Error, Result};
use crate::model::records::{CASE_KINDS, CASE_STATES, Case, Step};
use crate::model::time::{DAY, minutes_left};
use crate::model::{Cell, Column, Say};
use crate::store::{Numbered, Record, Store, Writer};
use clap::{Args, Subcommand};

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
    /// Numbers such as C-0001, or order numbers; `-` reads them from standard input
    #[arg(value_name = "CASE", required = true)]
    cases: Vec<String>,
}

/// Note something in a case
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs cases note C-0001 买家同意补发")]
pub(crate) struct NoteArgs {
    #[command(flatten)]
    which: Which,
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
    which: Which,
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
    which: Which,
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
    which: Which,
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

const COLUMNS: &[Column] = &[
    Column::new("id", "编号", "Case"),
    Column::new("kind", "类型", "Kind"),
    Column::new("state", "状态", "State"),
    Column::new("platform", "平台", "Platform").hidden(),
    Column::new("shop", "店铺", "Shop").hidden(),
    Column::new("order_no", "订单号", "Order"),
    Column::new("buyer", "买家", "Buyer"),
    Column::new("subject", "事由", "Subject"),
    Column::new("owner", "负责", "Owner"),
    Column::new("waiting_on", "等谁", "Waiting on").hidden(),
    Column::new("promise", "承诺", "Promise").hidden(),
    Column::new("promise_due", "承诺期限", "Promised by").hidden(),
    Column::new("due_at", "截止", "Due").hidden(),
    Column::new("minutes_left", "剩余分钟", "Min left").right(),
    Column::new("opened_at", "开始时间", "Opened").hidden(),
    Column::new("opened_by", "登记人", "Opened by").hidden(),
    Column::new("closed_at", "关闭时间", "Closed").hidden(),
    Column::new("outcome", "结果", "Outcome").hidden(),
];

const HISTORY: Column = Column::new("history", "经过", "History");

pub(crate) fn run(cx: &Context, command: CasesCommand) -> Result<u8> {
    match command {
        CasesCommand::Add(args) => add(cx, args),
        CasesCommand::List(args) => {
            let wanted = |c: &Case| {
                (args.closed || c.is_open())
                    && args.only_kind.as_ref().is_none_or(|k| *k == c.kind)
                    && args.only_owner.as_ref().is_none_or(|o| *o == c.owner)
            };
            list(cx, &args.output, Say::new("工单", "Cases"), wanted)
        }
        CasesCommand::Callbacks(args) => {
            let wanted = |c: &Case| c.is_open() && c.kind == "callback";
            list(cx, &args.output, Say::new("待回电", "Callbacks"), wanted)
        }
        CasesCommand::Show(args) => show(cx, args),
        CasesCommand::Note(a) => change(cx, "note", &a.which, a.writing, |case, _| {
            if case.state == "new" {
                case.state = "in_progress".into();
            }
            Ok(Some(a.text.clone()))
        }),
        CasesCommand::Promise(a) => {
            let until = due_of(cx, a.due.as_ref())?;
            change(cx, if a.kept { "kept" } else { "promise" }, &a.which, a.writing, |case, cx| {
                if a.kept {
                    if !case.owes() {
                        return Ok(None);
                    }
                    case.kept_at = Some(cx.now);
                } else {
                    case.promise.clone_from(&a.text);
                    case.promise_due = until;
                    case.kept_at = None;
                }
                if case.state == "new" {
                    case.state = "in_progress".into();
                }
                Ok(Some(a.text.clone()))
            })
        }
        CasesCommand::Assign(a) => change(cx, "assign", &a.which, a.writing, |case, _| {
            if case.owner == a.owner {
                return Ok(None);
            }
            case.owner.clone_from(&a.owner);
            Ok(Some(a.owner.clone()))
        }),
        CasesCommand::Wait(a) => {
            let until = due_of(cx, a.due.as_ref())?;
            change(cx, "wait", &a.which, a.writing, |case, _| {
                case.state = "waiting".into();
                case.waiting_on.clone_from(&a.whom);
                case.due_at = until.or(case.due_at);
                Ok(Some(a.whom.clone()))
            })
        }
        CasesCommand::Close(a) => change(cx, "close", &a.which, a.writing, |case, cx| {
            if !case.is_open() {
                return Ok(None);
            }
            case.state = "closed".into();
            case.closed_at = Some(cx.now);
            case.outcome = a.outcome.clone().unwrap_or_default();
            Ok(Some(case.outcome.clone()))
        }),
        CasesCommand::Reopen(a) => change(cx, "reopen", &a.which, a.writing, |case, cx| {
            if case.is_open() {
                return Ok(None);
            }
            if case.closed_at.is_some_and(|at| cx.now.0 - at.0 > 30 * DAY) {
                return Err(Error::input(
                    format!("{} 关闭超过 30 天，请另开一个", case.id),
                    format!("{} was closed more than 30 days ago: open a new case", case.id),
                ));
            }
            case.state = "in_progress".into();
            case.closed_at = None;
            Ok(Some(a.because.clone().unwrap_or_default()))
        }),
    }
}

fn add(cx: &Context, args: AddArgs) -> Result<u8> {
    let due_at = due_of(cx, args.due.as_ref())?;
    let case = records::write(cx, "cases add", args.writing, |w| {
        let about = about(cx, w.store, &args.about, args.of_shop.as_deref())?;
        let case = Case {
            id: w.number(Numbered::Case)?,
            platform: about.platform,
            shop: about.shop,
            order_no: about.order_no,
            buyer: about.buyer,
            kind: args.case_kind,
            subject: args.text,
            state: "new".into(),
            owner: args.owner.unwrap_or_default(),
            opened_at: cx.now,
            opened_by: w.who().by.clone(),
            due_at,
            ..Case::default()
        };
        w.put(Record::Case(&case))?;
        w.say(format!("{} {} {}{}", case.id, case.kind, case.order_no, case.buyer));
        Ok(case)
    })?;
    cx.note(&format!("已登记 {}", case.id), &format!("recorded as {}", case.id));
    Ok(0)
}

/// Changes cases one by one, each with a step in its history; `None`: there was nothing to do.
fn change(
    cx: &Context,
    action: &'static str,
    which: &Which,
    writing: Writing,
    mut work: impl FnMut(&mut Case, &Context) -> Result<Option<String>>,
) -> Result<u8> {
    let names = records::names(&which.cases)?;
    let told = records::write(cx, &format!("cases {action}"), writing, |w| {
        let mut told = Vec::new();
        for mut case in find(w.store, &names, action == "reopen")? {
            let Some(said) = work(&mut case, cx)? else {
                told.push((case.id.clone(), last_step(w, &case)?));
                continue;
            };
            let (id, by) = (w.id(), w.who().by.clone());
            let step =
                Step { id, case_id: case.id.clone(), at: cx.now, by, action: action.into(), text: said };
            w.put(Record::Case(&case))?;
            w.put(Record::Step(&step))?;
            w.say(format!("{} {action} {}", case.id, step.text));
            told.push((case.id, None));
        }
        Ok(told)
    })?;
    for (id, before) in told {
        match before {
            None => cx.note(&format!("{id} 已记录"), &format!("{id} recorded")),
            Some(step) => {
                let when = step.at.short(cx.zone, cx.now);
                cx.note(
                    &format!("{id}：{} 在 {when} 已经处理过（{}），不再重复", step.by, step.action),
                    &format!("{id}: {} did that at {when} ({}); not recorded again", step.by, step.action),
                );
            }
        }
    }
    Ok(0)
}

fn last_step(w: &Writer<'_>, case: &Case) -> Result<Option<Step>> {
    let opened = Step {
        at: case.opened_at,
        by: case.opened_by.clone(),
        action: case.state.clone(),
        ..Step::default()
    };
    Ok(Some(w.store.steps(&case.id)?.pop().unwrap_or(opened)))
}

/// Cases by their numbers, or by the order they are about.
fn find(store: &Store, names: &[String], closed: bool) -> Result<Vec<Case>> {
    let all = store.cases()?;
    let mut out: Vec<Case> = Vec::new();
    for name in names {
        let by_id = |c: &&Case| c.id.eq_ignore_ascii_case(name);
        let by_order = |c: &&Case| c.order_no == *name && c.is_open() != closed;
        let mut found: Vec<&Case> = all.iter().filter(by_id).collect();
        if found.is_empty() {
            found = all.iter().filter(by_order).collect();
        }
        if found.is_empty() {
            let shown = crate::model::text::one_line(name, 64);
            return Err(Error::input(format!("没有工单 {shown}"), format!("there is no case {shown}"))
                .hint("用 cs cases list 查看", "see `cs cases list`"));
        }
        out.extend(
            found.into_iter().filter(|c| !out.iter().any(|o| o.id == c.id)).cloned().collect::<Vec<_>>(),
        );
    }
    Ok(out)
}

fn list(cx: &Context, output: &Output, title: Say, wanted: impl Fn(&Case) -> bool) -> Result<u8> {
    let mut cases = cx.store()?.map_or(Ok(Vec::new()), |s| s.cases())?;
    cases.retain(wanted);
    cases.sort_by_key(|c| (!c.is_open(), due(c).is_none(), due(c), c.id.clone()));
    let rows: Vec<_> = cases.iter().map(|c| row(c, cx)).collect();
    print(cx, output, title, COLUMNS, "id", rows)
}

fn due(case: &Case) -> Option<crate::model::Stamp> {
    let promised = case.promise_due.filter(|_| case.owes());
    match (case.due_at, promised) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn row(case: &Case, cx: &Context) -> Vec<Cell<'static>> {
    let due = due(case).filter(|_| case.is_open());
    vec![
        id(&case.id),
        word(CASE_KINDS, &case.kind),
        word(CASE_STATES, &case.state),
        id(&case.platform),
        text(&case.shop),
        id(&case.order_no),
        nick(&case.buyer),
        text(&case.subject),
        text(&case.owner),
        text(&case.waiting_on),
        text(&case.promise),
        Cell::time(case.promise_due),
        Cell::time(case.due_at),
        Cell::int(due.map(|at| minutes_left(at, cx.now))),
        Cell::Time(case.opened_at),
        text(&case.opened_by),
        Cell::time(case.closed_at),
        text(&case.outcome),
    ]
}

fn show(cx: &Context, args: ShowArgs) -> Result<u8> {
    let Some(store) = cx.store()? else { return Err(super::no_database()) };
    let mut output = args.output;
    output.reveal = true;
    if output.format.is_none() && output.output.is_none() {
        output.format = Some("text".into());
    }
    let mut rows = Vec::new();
    let names = records::names(&args.which.cases)?;
    let mut cases = find(&store, &names, false).or_else(|_| find(&store, &names, true))?;
    for case in cases.drain(..) {
        let steps = store.steps(&case.id)?;
        let lines: Vec<String> = steps
            .iter()
            .map(|s| {
                let parts = [&s.at.iso(cx.zone), &s.by, &s.action, &s.text];
                parts.into_iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(" ")
            })
            .collect();
        let mut cells = row(&case, cx);
        cells.push(Cell::own_text(lines.join("; ")));
        rows.push(cells);
    }
    drop(store);
    let ids = args.which.cases.join(" ");
    super::orders::audit_reveal(cx, &Default::default(), &output, &format!("cases show {ids}"))?;
    let columns: Vec<Column> = COLUMNS.iter().copied().chain([HISTORY]).collect();
    print(cx, &output, Say::new("工单", "Case"), &columns, "id", rows)
}
