//! `cs cases stats`.

use super::CaseStatsArgs;
use crate::cli::context::Context;
use crate::cli::records::{by_them, print};
use crate::error::Result;
use crate::model::{Say, Total};
use crate::tasks::cases::{COLUMNS, rows};

pub(super) fn run(cx: &Context, args: &CaseStatsArgs) -> Result<u8> {
    let window = args.span.window(cx)?;
    let mut cases = cx.store()?.map_or(Ok(Vec::new()), |s| s.cases())?;
    cases.retain(|c| {
        window.holds(Some(c.opened_at))
            && args.places.takes(&c.platform, &c.shop)
            && by_them(cx, &[&c.opened_by, &c.owner])
    });
    let mut sum = Total::default();
    cases.iter().filter_map(|c| c.work.amount).for_each(|amount| sum.add(amount));
    if sum.cents().is_none() {
        cx.note("成本太大，合计不出，留空", "the costs are too large to add up: left empty");
    }
    let rows = rows(&cases, args.count_by.as_deref(), cx.now);
    print(cx, &args.output, Say::new("工单统计", "Case figures"), COLUMNS, "key", rows)
}
