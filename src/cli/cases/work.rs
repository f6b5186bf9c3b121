//! What the commands of `cs cases` do.

use super::{CaseAddArgs, CaseListArgs, CaseShowArgs, CasesCommand, Which, stats, steps};
use crate::cli::args::Output;
use crate::cli::audit::step_in_chinese;
use crate::cli::context::{Context, no_database};
use crate::cli::records::{
    self, Writing, about, by_them, due_of, elsewhere, id, nick, numbered, print, tail, text, word,
};
use crate::cli::rows::{Want, names};
use crate::cli::show::for_people;
use crate::cli::staff;
use crate::error::{Error, Result};
use crate::model::time::{DAY, minutes_left};
use crate::model::{Cell, Column, Lang, Say, Stamp, platform};
use crate::records::{
    ACTIONS, CASE_KINDS, CASE_STATES, CASES, Case, CaseStep, CaseWork, LEVELS, RESPONSIBILITIES, WAITING_ON,
};
use crate::store::{Store, Writer};
use crate::tasks::handover::EVIDENCE_SOON;

pub(super) const COLUMNS: &[Column] = &[
    Column::new("id", "编号", "Case"),
    Column::new("kind", "类型", "Kind").low_priority(),
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
    Column::new("level", "级别", "Level").hidden(),
    Column::new("category", "类别", "Category").hidden(),
    Column::new("responsibility", "责任", "Responsibility").hidden(),
    Column::new("amount", "花费", "Cost").right().hidden(),
    Column::new("evidence_due", "证据截止", "Evidence due").hidden(),
    Column::new("evidence_at", "证据提交", "Evidence in").hidden(),
    Column::new("taken_by", "谁在办", "Taken by").minor(),
    Column::new("taken_until", "领到", "Taken until").hidden(),
];

const HISTORY: Column = Column::new("history", "经过", "History");

pub(crate) fn run(cx: &Context, command: CasesCommand) -> Result<u8> {
    match command {
        CasesCommand::Add(args) => add(cx, args),
        CasesCommand::List(args) => list_open(cx, &args),
        CasesCommand::Callbacks(args) => {
            let soon = |at: Stamp| at.0 - cx.now.0 <= EVIDENCE_SOON;
            let wanted =
                |c: &Case| c.is_open() && c.kind == "callback" || c.evidence_owed().is_some_and(soon);
            list(cx, &args.output, Say::new("待回电", "Callbacks"), wanted)
        }
        CasesCommand::Take(args) => steps::take(cx, &args),
        CasesCommand::Escalate(args) => steps::escalate(cx, &args),
        CasesCommand::Evidence(command) => steps::evidence(cx, &command),
        CasesCommand::Stats(args) => stats::run(cx, &args),
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
        CasesCommand::Assign(a) => {
            let owner = staff::named(cx, &a.owner)?;
            change(cx, "assign", &(&a.which).into(), a.writing, |case, _| {
                if case.owner == owner {
                    return Ok(None);
                }
                case.owner.clone_from(&owner);
                Ok(Some(owner.clone()))
            })
        }
        CasesCommand::Wait(args) => steps::wait(cx, &args),
        CasesCommand::Close(args) => steps::close(cx, &args),
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

fn add(cx: &Context, args: CaseAddArgs) -> Result<u8> {
    let owner = args.owner.map_or(Ok(String::new()), |owner| staff::named(cx, &owner))?;
    let due_at = due_of(cx, args.due.as_ref())?;
    let case = records::write(cx, "cases add", args.writing, |w| {
        let about = about(cx, w.store, &args.about, args.of_shop.as_deref())?;
        let case = Case {
            id: w.number(&CASES)?,
            platform: about.platform,
            shop: about.shop,
            order_no: about.order_no,
            buyer: about.buyer,
            kind: args.case_kind,
            subject: args.text,
            state: "new".into(),
            owner,
            opened_at: cx.now,
            opened_by: w.who().by.clone(),
            due_at,
            work: CaseWork { category: args.problem.unwrap_or_default(), ..CaseWork::default() },
            ..Case::default()
        };
        w.put(&case)?;
        // Who it is stands in the case: the audit keeps numbers.
        w.say(format!("{} {} {}", case.id, case.kind, case.order_no).trim_end());
        Ok(case)
    })?;
    if !args.writing.dry_run {
        cx.note(&format!("已登记 {}", case.id), &format!("recorded as {}", case.id));
    }
    Ok(0)
}

/// Changes cases one by one, each with a step in its history; `None`: there was nothing to do.
pub(super) fn change(
    cx: &Context,
    action: &'static str,
    which: &Which,
    writing: Writing,
    work: impl FnMut(&mut Case, &Context) -> Result<Option<String>>,
) -> Result<u8> {
    change_as(cx, action, &format!("cases {action}"), which, writing, work)
}

/// The same where the command is not called as its step.
pub(super) fn change_as(
    cx: &Context,
    action: &'static str,
    command: &str,
    which: &Which,
    writing: Writing,
    mut work: impl FnMut(&mut Case, &Context) -> Result<Option<String>>,
) -> Result<u8> {
    let names = names(cx, &which.cases, which.file.path(), Want::Case)?;
    let told = records::write(cx, command, writing, |w| {
        let mut told = Vec::new();
        for mut case in find(w.store, &names, action == "reopen")? {
            let Some(said) = work(&mut case, cx)? else {
                told.push((case.id.clone(), last_step(w, &case)?));
                continue;
            };
            put_step(cx, w, &case, action, said)?;
            tell_taken(cx, &case, &w.who().by);
            told.push((format!("{}{}", case.id, tail(&case.order_no)), None));
        }
        Ok(told)
    })?;
    for (id, before) in told {
        match before {
            None => cx.note(&format!("{id} 已记录"), &format!("{id} recorded")),
            Some(step) => {
                let when = step.at.short(cx.zone, cx.now);
                let (by, last) = (&step.by, &step.action);
                let words = ACTIONS.iter().chain(CASE_STATES).find(|w| w.0 == last);
                let zh = words.map_or(last.as_str(), |w| w.1);
                if last == action {
                    cx.note(
                        &format!("{id}：{by} 在 {when} 已经处理过（{zh}），不再重复"),
                        &format!("{id}: {by} did that at {when} ({last}); not recorded again"),
                    );
                } else {
                    cx.note(
                        &format!("{id}：没有可改的；上一步是 {zh}（{when}）"),
                        &format!("{id}: nothing to change; the last step was {last} at {when}"),
                    );
                }
            }
        }
    }
    Ok(0)
}

/// Writes a case with a step in its history.
pub(super) fn put_step(
    cx: &Context,
    w: &mut Writer<'_>,
    case: &Case,
    action: &str,
    text: String,
) -> Result<()> {
    let (id, by) = (w.id(), w.who().by.clone());
    let step = CaseStep { id, case_id: case.id.clone(), at: cx.now, by, action: action.into(), text };
    w.put(case)?;
    w.put(&step)?;
    w.say(format!("{} {action} {}", case.id, step.text).trim_end());
    Ok(())
}

/// Somebody else has the case in hand.
fn tell_taken(cx: &Context, case: &Case, me: &str) {
    if let Some((by, until)) = case.taken(cx.wall).filter(|(by, _)| *by != me) {
        let (id, until) = (&case.id, until.short(cx.zone, cx.wall));
        cx.note(
            &format!("注意：{id} 由 {by} 领着，到 {until}"),
            &format!("note: {by} has {id} until {until}"),
        );
    }
}

fn last_step(w: &Writer<'_>, case: &Case) -> Result<Option<CaseStep>> {
    let opened = CaseStep {
        at: case.opened_at,
        by: case.opened_by.clone(),
        action: case.state.clone(),
        ..CaseStep::default()
    };
    Ok(Some(w.store.steps(&case.id)?.pop().unwrap_or(opened)))
}

/// Cases by their numbers, or by the order they are about.
pub(super) fn find(store: &Store, names: &[String], closed: bool) -> Result<Vec<Case>> {
    let all = store.cases()?;
    let mut out: Vec<Case> = Vec::new();
    for name in names {
        // The row of a promise, or of evidence, in a handover names its case.
        let name = name.strip_suffix(".p").or_else(|| name.strip_suffix(".e")).unwrap_or(name);
        let by_id = |c: &&Case| c.id.eq_ignore_ascii_case(name);
        let by_order = |c: &&Case| c.order_no == name && c.is_open() != closed;
        let mut found: Vec<&Case> = all.iter().filter(by_id).collect();
        if found.is_empty() {
            found = all.iter().filter(by_order).collect();
        }
        if found.is_empty() {
            let shown = crate::model::quote::number(name);
            return Err(missing(&shown));
        }
        out.extend(
            found.into_iter().filter(|c| !out.iter().any(|o| o.id == c.id)).cloned().collect::<Vec<_>>(),
        );
    }
    Ok(out)
}

fn missing(name: &str) -> Error {
    let number = name.len() >= 8 && name.bytes().all(|b| b.is_ascii_digit());
    if number {
        return Error::input(
            format!("订单 {name} 没有工单"),
            format!("there is no case about the order {name}"),
        )
        .hint(
            format!("登记一个：cs cases add {name} 内容"),
            format!("open one: `cs cases add {name} TEXT`"),
        );
    }
    let e = Error::input(format!("没有工单 {name}"), format!("there is no case {name}"));
    match elsewhere(name).filter(|_| !name.to_ascii_uppercase().starts_with('C')) {
        Some(say) => e.hint(say.zh, say.en),
        None => e.hint("用 cs cases list 查看", "see `cs cases list`"),
    }
}

fn list_open(cx: &Context, args: &CaseListArgs) -> Result<u8> {
    let window = args.span.window(cx)?;
    let me = cx.by();
    let wanted = |c: &Case| {
        let taken = c.taken(cx.wall).map(|t| t.0);
        (args.closed || c.is_open())
            && args.only_kind.as_ref().is_none_or(|k| *k == c.kind)
            && args.only_owner.as_ref().is_none_or(|o| *o == c.owner)
            && (!args.mine || c.owner == me || taken == Some(me.as_str()))
            && (!args.free || taken.is_none())
            && window.holds(Some(c.opened_at))
            && args.places.takes(&c.platform, &c.shop)
            && by_them(cx, &[&c.opened_by, &c.owner, taken.unwrap_or_default()])
    };
    list(cx, &args.output, Say::new("工单", "Cases"), wanted)
}

fn list(cx: &Context, output: &Output, title: Say, wanted: impl Fn(&Case) -> bool) -> Result<u8> {
    let mut cases = cx.store()?.map_or(Ok(Vec::new()), |s| s.cases())?;
    cases.retain(wanted);
    cases.sort_by_key(|c| (!c.is_open(), c.next_due().is_none(), c.next_due(), c.id.clone()));
    let rows = cases.iter().map(|c| row(c, cx, c.next_due()));
    print(cx, output, title, COLUMNS, "id", rows)
}

/// The cells of a case in the order of [`COLUMNS`]; `due`: what the minutes count to.
pub(super) fn row(case: &Case, cx: &Context, due: Option<Stamp>) -> Vec<Cell<'static>> {
    let due = due.filter(|_| case.is_open());
    let (work, taken) = (&case.work, case.taken(cx.wall));
    vec![
        id(&case.id),
        word(CASE_KINDS, &case.kind),
        word(CASE_STATES, &case.state),
        platform::cell(&case.platform).into_owned(),
        text(&case.shop),
        id(&case.order_no),
        nick(&case.buyer),
        text(&case.subject),
        text(&case.owner),
        word(WAITING_ON, &case.waiting_on),
        text(&case.promise),
        Cell::time(case.promise_due),
        Cell::time(case.due_at),
        Cell::minutes(due.map(|at| minutes_left(at, cx.now))),
        Cell::Time(case.opened_at),
        text(&case.opened_by),
        Cell::time(case.closed_at),
        text(&case.outcome),
        word(LEVELS, &work.level.to_string()),
        text(&work.category),
        word(RESPONSIBILITIES, &work.responsibility),
        Cell::money(work.amount),
        Cell::time(work.evidence_due),
        Cell::time(work.evidence_at),
        text(taken.map_or("", |t| t.0)),
        Cell::time(taken.map(|t| t.1)),
    ]
}

fn show(cx: &Context, args: CaseShowArgs) -> Result<u8> {
    let Some(store) = cx.store()? else { return Err(no_database()) };
    let mut output = args.output;
    output.reveal = true;
    if output.format.is_none() && output.file().is_none() {
        output.format = Some("text".into());
    }
    let mut rows = Vec::new();
    let names = names(cx, &args.which.cases, args.which.file.path(), Want::Case)?;
    let staff = store.staff()?;
    let chinese = cx.lang == Lang::Zh && for_people(cx, &output)?;
    let said = |step: &CaseStep| {
        let in_chinese = step_in_chinese(&step.action, &step.text).filter(|_| chinese);
        in_chinese.unwrap_or_else(|| format!("{} {}", step.action, step.text).trim_end().to_owned())
    };
    let people = for_people(cx, &output)?;
    let when = |at: crate::model::Stamp| {
        if people { at.short(cx.zone, cx.now) } else { at.iso(cx.zone) }
    };
    let mut cases = find(&store, &names, false).or_else(|_| find(&store, &names, true))?;
    for case in cases.drain(..) {
        let steps = store.steps(&case.id)?;
        let lines: Vec<String> = steps
            .iter()
            .map(|s| {
                let parts = [when(s.at), numbered(&staff, &s.by), said(s)];
                parts.into_iter().filter(|p| !p.is_empty()).collect::<Vec<_>>().join(" ")
            })
            .collect();
        let mut cells = row(&case, cx, case.next_due());
        cells.push(Cell::own_text(lines.join("; ")));
        rows.push(cells);
    }
    drop(store);
    let columns: Vec<Column> = COLUMNS.iter().copied().chain([HISTORY]).collect();
    print(cx, &output, Say::new("工单", "Case"), &columns, "id", rows)
}
