//! Lists of cases.

use super::CaseListArgs;
use crate::cli::args::Output;
use crate::cli::context::Context;
use crate::cli::records::{by_them, id, nick, print, text, word};
use crate::error::Result;
use crate::model::time::minutes_left;
use crate::model::{Cell, Column, Say, Stamp, platform};
use crate::records::{CASE_KINDS, CASE_STATES, Case, LEVELS, RESPONSIBILITIES, WAITING_ON};

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

pub(super) fn list_open(cx: &Context, args: &CaseListArgs) -> Result<u8> {
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

pub(super) fn list(cx: &Context, output: &Output, title: Say, wanted: impl Fn(&Case) -> bool) -> Result<u8> {
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
