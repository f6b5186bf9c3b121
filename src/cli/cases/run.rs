//! What the commands of `cs cases` do.

use super::add::add;
use super::change::change;
use super::list::{list, list_open};
use super::show::show;
use super::{CasesCommand, close, evidence, stats, steps, take};
use crate::cli::context::Context;
use crate::cli::records::due_of;
use crate::cli::staff;
use crate::error::{Error, Result};
use crate::model::time::DAY;
use crate::model::{Say, Stamp};
use crate::records::Case;
use crate::tasks::handover::EVIDENCE_SOON;

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
        CasesCommand::Take(args) => take::take(cx, &args),
        CasesCommand::Escalate(args) => steps::escalate(cx, &args),
        CasesCommand::Evidence(command) => evidence::evidence(cx, &command),
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
        CasesCommand::Close(args) => close::close(cx, &args),
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
