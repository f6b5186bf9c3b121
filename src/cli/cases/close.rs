//! `cs cases close`, and what has to be said before.

use super::CaseCloseArgs;
use super::change::change;
use crate::cli::context::Context;
use crate::error::{Error, Result};
use crate::model::Cents;
use crate::records::Case;

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
