//! What the commands of `cs cases` do.

use super::{AddArgs, CasesCommand, ShowArgs, Which};
use crate::cli::args::Output;
use crate::cli::context::Context;
use crate::cli::records::{self, Writing, about, due_of, id, nick, print, text, word};
use crate::cli::rows::{Want, names};
use crate::cli::{no_database, orders};
use crate::error::{Error, Result};
use crate::model::records::{CASE_KINDS, CASE_STATES, Case, Step};
use crate::model::time::{DAY, minutes_left};
use crate::model::{Cell, Column, Say, Stamp};
use crate::store::{Numbered, Record, Store, Writer};

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
        CasesCommand::Note(a) => change(cx, "note", &(&a.which).into(), a.writing, |case, _| {
            if case.state == "new" {
                case.state = "in_progress".into();
            }
            Ok(Some(a.text.clone()))
        }),
        CasesCommand::Promise(a) => {
            let until = due_of(cx, a.due.as_ref())?;
            change(cx, if a.kept { "kept" } else { "promise" }, &(&a.which).into(), a.writing, |case, cx| {
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
        CasesCommand::Assign(a) => change(cx, "assign", &(&a.which).into(), a.writing, |case, _| {
            if case.owner == a.owner {
                return Ok(None);
            }
            case.owner.clone_from(&a.owner);
            Ok(Some(a.owner.clone()))
        }),
        CasesCommand::Wait(a) => {
            let until = due_of(cx, a.due.as_ref())?;
            change(cx, "wait", &(&a.which).into(), a.writing, |case, _| {
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
        w.say(format!("{} {} {} {}", case.id, case.kind, case.order_no, case.buyer));
        Ok(case)
    })?;
    if !args.writing.dry_run {
        cx.note(&format!("已登记 {}", case.id), &format!("recorded as {}", case.id));
    }
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
    let names = names(cx, &which.cases, which.file.path(), Want::Name)?;
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
            w.say(format!("{} {action} {}", case.id, step.text).trim_end());
            told.push((case.id, None));
        }
        Ok(told)
    })?;
    for (id, before) in told {
        match before {
            None => cx.note(&format!("{id} 已记录"), &format!("{id} recorded")),
            Some(step) => {
                let when = step.at.short(cx.zone, cx.now);
                let (by, last) = (&step.by, &step.action);
                if last == action {
                    cx.note(
                        &format!("{id}：{by} 在 {when} 已经处理过（{last}），不再重复"),
                        &format!("{id}: {by} did that at {when} ({last}); not recorded again"),
                    );
                } else {
                    cx.note(
                        &format!("{id}：没有可改的；上一步是 {last}（{when}）"),
                        &format!("{id}: nothing to change; the last step was {last} at {when}"),
                    );
                }
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
        // A promise's row of a handover names its case.
        let name = name.strip_suffix(".p").unwrap_or(name);
        let by_id = |c: &&Case| c.id.eq_ignore_ascii_case(name);
        let by_order = |c: &&Case| c.order_no == name && c.is_open() != closed;
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

fn due(case: &Case) -> Option<Stamp> {
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
    let Some(store) = cx.store()? else { return Err(no_database()) };
    let mut output = args.output;
    output.reveal = true;
    if output.format.is_none() && output.output.is_none() {
        output.format = Some("text".into());
    }
    let mut rows = Vec::new();
    let names = names(cx, &args.which.cases, args.which.file.path(), Want::Name)?;
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
    orders::audit_reveal(cx, &Default::default(), &output, &format!("cases show {ids}"))?;
    let columns: Vec<Column> = COLUMNS.iter().copied().chain([HISTORY]).collect();
    print(cx, &output, Say::new("工单", "Case"), &columns, "id", rows)
}
