//! `cs cases add`.

use super::CaseAddArgs;
use crate::cli::context::Context;
use crate::cli::records::{self, about, due_of};
use crate::cli::staff;
use crate::error::Result;
use crate::records::{CASES, Case, CaseWork};

pub(super) fn add(cx: &Context, args: CaseAddArgs) -> Result<u8> {
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
