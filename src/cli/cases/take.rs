//! `cs cases take`: who works on a case, so that no two do.

use super::TakeArgs;
use super::change::put_step;
use super::find::find;
use crate::cli::context::Context;
use crate::cli::records::{self, Writing, tail};
use crate::cli::rows::{Want, names};
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::model::time::MINUTE;
use crate::records::Case;

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
            put_step(cx, w, &case, action, String::new())?;
            done += 1;
            let end = tail(&case.order_no);
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
