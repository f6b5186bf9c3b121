//! Steps of a case that bring it on: it waits for somebody, or goes to somebody with more to say.

use super::change::change;
use super::{EscalateArgs, WaitArgs};
use crate::cli::context::Context;
use crate::cli::records::due_of;
use crate::cli::staff;
use crate::error::{Error, Result};
use crate::model::time::DAY;
use crate::model::{Stamp, word};
use crate::records::LEVELS;

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
