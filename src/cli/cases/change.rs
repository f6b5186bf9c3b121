//! Changing cases, each change with a step in the history of its case.

use super::Which;
use super::find::find;
use crate::cli::context::Context;
use crate::cli::records::{self, Writing, tail};
use crate::cli::rows::{Want, names};
use crate::error::Result;
use crate::records::{ACTIONS, CASE_STATES, Case, CaseStep};
use crate::store::Writer;

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
