//! `cs cases evidence`: what was gathered, until when it is wanted, when it was handed in.

use super::change::change_as;
use super::list::{COLUMNS, row};
use super::{EvidenceAddArgs, EvidenceCommand, EvidenceSubmitArgs, Which};
use crate::cli::context::Context;
use crate::cli::records::{due_of, print};
use crate::error::Result;
use crate::model::Say;

pub(super) fn evidence(cx: &Context, command: &EvidenceCommand) -> Result<u8> {
    match command {
        EvidenceCommand::Add(args) => add_evidence(cx, args),
        EvidenceCommand::Submit(args) => submit(cx, args),
        EvidenceCommand::Due(args) => {
            let mut cases = cx.store()?.map_or(Ok(Vec::new()), |s| s.cases())?;
            cases.retain(|c| c.evidence_owed().is_some());
            cases.sort_by_key(|c| (c.evidence_owed(), c.id.clone()));
            let rows = cases.iter().map(|c| row(c, cx, c.evidence_owed()));
            print(cx, &args.output, Say::new("待提交证据", "Evidence due"), COLUMNS, "id", rows)
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
