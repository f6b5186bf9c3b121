//! Steps of a case that bring it on: taken, waiting, escalated, closed; and its evidence.

use super::work::{change, change_as, find, row};
use super::{
    CaseCloseArgs, EscalateArgs, EvidenceAddArgs, EvidenceCommand, EvidenceSubmitArgs, TakeArgs, WaitArgs,
    Which,
};
use crate::cli::context::Context;
use crate::cli::records::{self, Writing, due_of, print};
use crate::cli::rows::{Want, names};
use crate::cli::staff;
use crate::error::{Error, Result};
use crate::model::time::{DAY, MINUTE};
use crate::model::{Cents, Say, Stamp, word};
use crate::records::{Case, LEVELS};

/// A lease lasts so long.
const LEASE: i64 = 30 * MINUTE;

pub(super) fn take(cx: &Context, args: &TakeArgs) -> Result<u8> {
    let writing = Writing { dry_run: args.dry_run };
    let until = Stamp(cx.wall.0 + LEASE);
    let shown = until.short(cx.zone, cx.wall);
    let names = names(cx, &args.cases, args.file.path(), Want::Case)?;
    let action = if args.release { "release" } else { "take" };
    let mut held = Vec::new();
    let who = cx.who(&format!("cases {action}"));
    let mut done = 0;
    records::write_as(cx, &who, writing, |w| {
        let mut cases = match args.count {
            Some(count) => next(w.store.cases()?, count, &who.by, cx),
            None => find(w.store, &names, false)?,
        };
        cases.retain(|case| match case.taken(cx.wall) {
            Some((by, until)) if by != who.by => {
                held.push((case.id.clone(), by.to_owned(), until));
                false
            }
            other => !args.release || other.is_some(),
        });
        for mut case in cases {
            if args.release {
                (case.taken_by, case.taken_until) = (String::new(), None);
            } else if case.is_open() {
                (case.taken_by, case.taken_until) = (who.by.clone(), Some(until));
                case.stop_waiting(cx.now);
                case.state = "in_progress".into();
            } else {
                return Err(Error::input(format!("{} 已经关闭", case.id), format!("{} is closed", case.id))
                    .hint("用 cs cases reopen 重新打开", "`cs cases reopen` opens it again"));
            }
            super::work::put_step(cx, w, &case, action, String::new())?;
            done += 1;
            let end = crate::cli::records::tail(&case.order_no);
            match args.release {
                true => cx.note(&format!("{}{end} 已放回", case.id), &format!("{}{end} given back", case.id)),
                false => cx.note(
                    &format!("{}{end} 领到 {shown}", case.id),
                    &format!("{}{end} yours until {shown}", case.id),
                ),
            }
        }
        Ok(())
    })?;
    for (id, by, until) in held {
        let until = until.short(cx.zone, cx.wall);
        cx.note(&format!("{id}：{by} 领着，到 {until}"), &format!("{id}: {by} has it until {until}"));
    }
    if done == 0 && args.count.is_some() {
        cx.note("没有可领的工单", "there is no case to take");
    }
    Ok(0)
}

/// The next open cases that nobody has taken and that wait for nobody, the most urgent first.
fn next(mut cases: Vec<Case>, count: usize, me: &str, cx: &Context) -> Vec<Case> {
    let now = cx.now;
    let waits = |c: &Case| c.state == "waiting" && c.next_due().is_none_or(|due| due > now);
    let others = |c: &Case| !c.owner.is_empty() && c.owner != me;
    cases.retain(|c| c.is_open() && c.taken(cx.wall).is_none() && !waits(c) && !others(c));
    cases.sort_by_key(|c| (c.next_due().is_none(), c.next_due(), c.id.clone()));
    cases.truncate(count);
    cases
}

pub(super) fn wait(cx: &Context, args: &WaitArgs) -> Result<u8> {
    let until = due_of(cx, args.due.as_ref())?;
    change(cx, "wait", &(&args.which).into(), args.writing, |case, cx| {
        if !case.is_open() {
            return Ok(None);
        }
        case.state = "waiting".into();
        case.waiting_on.clone_from(&args.whom);
        // Nobody works on it meanwhile.
        (case.taken_by, case.taken_until) = (String::new(), None);
        case.work.waiting_since = case.work.waiting_since.or(Some(cx.now));
        let known = case.due_at.filter(|at| *at > cx.now);
        case.due_at = until.or(known).or(Some(Stamp(cx.now.0 + DAY)));
        if let (None, None, Some(at)) = (until, known, case.due_at) {
            let at = at.short(cx.zone, cx.now);
            cx.note(
                &format!("{}：没写 --due，{at} 再跟进", case.id),
                &format!("{}: without `--due` it comes back at {at}", case.id),
            );
        }
        Ok(Some(args.whom.clone()))
    })
}

pub(super) fn escalate(cx: &Context, args: &EscalateArgs) -> Result<u8> {
    let new_owner = args.new_owner.as_ref().map(|owner| staff::named(cx, owner)).transpose()?;
    change(cx, "escalate", &args.which, args.writing, |case, cx| {
        if !case.is_open() {
            return Ok(None);
        }
        let level = case.work.level + 1;
        let Some((_, zh, en)) = word(LEVELS, &level.to_string()) else {
            return Err(Error::input(
                format!("{} 已经是最高一级（平台或监管）", case.id),
                format!("{} is at the highest level already (platform or authority)", case.id),
            ));
        };
        case.work.level = level;
        if let Some(owner) = &new_owner {
            case.owner.clone_from(owner);
        }
        if case.state == "new" {
            case.state = "in_progress".into();
        }
        cx.note(&format!("{} 升级到 {zh}", case.id), &format!("{} is now at level {en}", case.id));
        let said = [Some(level.to_string()), new_owner.clone(), args.reason.clone()];
        Ok(Some(said.into_iter().flatten().collect::<Vec<_>>().join(" ")))
    })
}

pub(super) fn close(cx: &Context, args: &CaseCloseArgs) -> Result<u8> {
    let amount = args.cost.as_deref().map(amount).transpose()?;
    change(cx, "close", &args.which, args.writing, |case, cx| {
        if !case.is_open() {
            return Ok(None);
        }
        let said = |given: &Option<String>, before: &mut String| {
            if let Some(given) = given.as_ref().filter(|g| !g.trim().is_empty()) {
                before.clone_from(given);
            }
        };
        said(&args.problem, &mut case.work.category);
        said(&args.responsibility, &mut case.work.responsibility);
        said(&args.outcome, &mut case.outcome);
        case.work.amount = amount.or(case.work.amount);
        if let Some(lacks) = lacks(case) {
            return Err(lacks);
        }
        case.stop_waiting(cx.now);
        case.state = "closed".into();
        case.closed_at = Some(cx.now);
        (case.taken_by, case.taken_until) = (String::new(), None);
        let cost = case.work.amount.map(|a| a.to_string()).unwrap_or_default();
        let parts = [&case.work.category, &case.work.responsibility, &case.outcome, &cost];
        Ok(Some(parts.into_iter().filter(|p| !p.is_empty()).cloned().collect::<Vec<_>>().join(" ")))
    })
}

fn amount(text: &str) -> Result<Cents> {
    Cents::parse(text).filter(|a| a.0 >= 0).ok_or_else(|| {
        let shown = crate::model::text::one_line(text, 40);
        Error::usage(format!("看不懂金额「{shown}」"), format!("can't read the amount `{shown}`"))
            .hint("写成 12.50；没有花费写 0", "write it as 12.50; 0 for nothing")
    })
}

/// What has to be said before a case about something that went wrong can be closed, all of it at once.
fn lacks(case: &Case) -> Option<Error> {
    if !case.tells_of_a_fault() {
        return None;
    }
    let asked = [
        (case.work.category.is_empty(), "--category 类别", "--category NAME"),
        (case.work.responsibility.is_empty(), "--responsibility us", "--responsibility us"),
        (case.outcome.is_empty(), "--outcome 结果", "--outcome TEXT"),
        (case.work.amount.is_none(), "--amount 0", "--amount 0"),
    ];
    let missing: Vec<_> = asked.into_iter().filter(|a| a.0).collect();
    if missing.is_empty() {
        return None;
    }
    let zh = missing.iter().map(|a| a.1).collect::<Vec<_>>().join(" ");
    let en = missing.iter().map(|a| a.2).collect::<Vec<_>>().join(" ");
    let id = &case.id;
    let error = Error::usage(
        format!("{id} 关闭前要写明类别、责任、结果和花费，还缺 {} 项", missing.len()),
        format!(
            "{id} is closed with its category, whose fault it was, what came of it and what it cost: {} missing",
            missing.len()
        ),
    );
    Some(error.hint(
        format!("cs cases close {id} {zh}（责任：us 我方、buyer 买家、carrier 快递、platform 平台、supplier 供应商）"),
        format!("cs cases close {id} {en} (whose: us buyer carrier platform supplier)"),
    ))
}

pub(super) fn evidence(cx: &Context, command: &EvidenceCommand) -> Result<u8> {
    match command {
        EvidenceCommand::Add(args) => add_evidence(cx, args),
        EvidenceCommand::Submit(args) => submit(cx, args),
        EvidenceCommand::Due(args) => {
            let mut cases = cx.store()?.map_or(Ok(Vec::new()), |s| s.cases())?;
            cases.retain(|c| c.evidence_owed().is_some());
            cases.sort_by_key(|c| (c.evidence_owed(), c.id.clone()));
            let rows = cases.iter().map(|c| row(c, cx, c.evidence_owed()));
            print(cx, &args.output, Say::new("待提交证据", "Evidence due"), super::work::COLUMNS, "id", rows)
        }
    }
}

fn add_evidence(cx: &Context, args: &EvidenceAddArgs) -> Result<u8> {
    let due = due_of(cx, args.due.as_ref())?;
    let which: Which = (&args.which).into();
    change_as(cx, "evidence", "cases evidence add", &which, args.writing, |case, _| {
        if !case.is_open() {
            return Ok(None);
        }
        if due.is_some() {
            // A new round: what was handed in before does not count for it.
            (case.work.evidence_due, case.work.evidence_at) = (due, None);
        }
        if case.state == "new" {
            case.state = "in_progress".into();
        }
        Ok(Some(args.text.clone()))
    })
}

fn submit(cx: &Context, args: &EvidenceSubmitArgs) -> Result<u8> {
    change_as(cx, "submit", "cases evidence submit", &args.which, args.writing, |case, cx| {
        if !case.is_open() || case.work.evidence_at.is_some() {
            return Ok(None);
        }
        case.work.evidence_at = Some(cx.now);
        if case.state == "new" {
            case.state = "in_progress".into();
        }
        Ok(Some(String::new()))
    })
}
