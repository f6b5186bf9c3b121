//! `cs handover list`: handovers of the past.

use super::HandoverListArgs;
use crate::cli::context::Context;
use crate::cli::records::{by_them, id, print, text, word};
use crate::error::Result;
use crate::model::{Cell, Column, Say};
use crate::records::Handover;
use crate::tasks::handover::STATES;

const LIST: &[Column] = &[
    Column::new("id", "编号", "Id"),
    Column::new("group", "组", "Group").hidden(),
    Column::new("from", "交班", "From"),
    Column::new("to", "接班", "To"),
    Column::new("made_at", "时间", "Made"),
    Column::new("items", "条数", "Items").right(),
    Column::new("acked", "已确认", "Acked").right(),
    Column::new("state", "状态", "State"),
];

pub(super) fn list(cx: &Context, args: &HandoverListArgs) -> Result<u8> {
    let window = args.span.window(cx)?;
    let wanted = |h: &&Handover| {
        window.holds(Some(h.made_at))
            && args.group.as_ref().is_none_or(|group| *group == h.group)
            && by_them(cx, &[&h.from, &h.to, &h.signed_by])
    };
    let mut rows = Vec::new();
    if let Some(store) = cx.store()? {
        for h in store.handovers()?.iter().rev().filter(wanted) {
            let items = store.handover_items(&h.id)?;
            let acked = items.iter().filter(|i| i.acked_at.is_some()).count();
            let waiting = items.iter().any(|i| i.acked_at.is_none() && i.closed_at.is_none());
            rows.push(vec![
                id(&h.id),
                text(&h.group),
                text(&h.from),
                text(&h.to),
                Cell::Time(h.made_at),
                Cell::Int(items.len() as i64),
                Cell::Int(acked as i64),
                word(STATES, if waiting { "open" } else { "acked" }),
            ]);
        }
    }
    print(cx, &args.output, Say::new("交班记录", "Handovers"), LIST, "id", rows)
}
