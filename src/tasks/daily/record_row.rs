//! Records behind a figure, as they are listed.

use super::records::{Record, RecordPart};
use super::slot::Slot;
use crate::model::{Cell, Column, Say, Words, platform, word};
use crate::records::{CASE_KINDS, CASE_STATES, CONSULT_STATES};
use crate::tasks::orders::filled;

/// The columns of the records behind a figure.
pub const RECORD_COLUMNS: &[Column] = &[
    Column::new("record", "记录", "Record"),
    Column::new("id", "编号", "Id"),
    Column::new("at", "时间", "At"),
    Column::new("by", "登记人", "By"),
    Column::new("platform", "平台", "Platform").hidden(),
    Column::new("shop", "店铺", "Shop"),
    Column::new("order_no", "订单号", "Order"),
    Column::new("buyer", "买家", "Buyer"),
    Column::new("category", "类别", "Category"),
    Column::new("state", "状态", "State"),
    Column::new("due_at", "截止", "Due"),
    Column::new("closed_at", "关闭时间", "Closed").hidden(),
    Column::new("text", "内容", "Text"),
];

/// A record in the order of [`RECORD_COLUMNS`].
pub(super) fn row(part: &RecordPart<'_>) -> Vec<Cell<'static>> {
    let text = |s: &str| Cell::own_text(s.to_owned());
    let id = |s: &str| Cell::own_id(s.to_owned());
    let nick = |s: &str| filled(s, Cell::Nick).into_owned();
    let (platform, shop) = (platform::cell(part.shop.0).into_owned(), text(part.shop.1));
    match part.record {
        Record::Contact(c) => vec![
            Cell::Word("contact", "提醒", "reminder"),
            Cell::Empty,
            Cell::Time(c.at),
            text(&c.by),
            platform,
            shop,
            id(&c.order_no),
            Cell::Empty,
            text(&c.purpose),
            named(RESULTS, if c.action == "done" { &c.result } else { &c.action }),
            Cell::Empty,
            Cell::Empty,
            text(&c.note),
        ],
        Record::Case(c) => vec![
            Cell::Word("case", "工单", "case"),
            id(&c.id),
            Cell::Time(c.opened_at),
            text(&c.opened_by),
            platform,
            shop,
            id(&c.order_no),
            nick(&c.buyer),
            named(CASE_KINDS, &c.kind),
            named(CASE_STATES, &c.state),
            Cell::time(match part.slot {
                Slot::PromisesOverdue | Slot::NextPromises => c.promise_due,
                _ => c.due_at,
            }),
            Cell::time(c.closed_at),
            text(match part.slot {
                Slot::PromisesOverdue | Slot::NextPromises => &c.promise,
                _ => &c.subject,
            }),
        ],
        Record::Entry(e) => vec![
            Cell::Word("log", "日志", "log"),
            id(&e.id),
            Cell::Time(e.at),
            text(&e.by),
            platform,
            shop,
            id(&e.order_no),
            nick(&e.buyer),
            text(&e.category),
            named(ENTRY_STATES, &e.state),
            Cell::Empty,
            Cell::time(e.closed_at),
            text(&e.text),
        ],
        Record::Consult(c) => vec![
            Cell::Word("consult", "咨询", "consultation"),
            id(&c.id),
            Cell::Time(c.at),
            text(&c.by),
            platform,
            shop,
            Cell::Empty,
            nick(&c.buyer),
            Cell::Empty,
            named(CONSULT_STATES, &c.state),
            Cell::time(c.follow_up_at),
            Cell::time(c.closed_at),
            text(&c.product),
        ],
    }
}

fn named(words: &'static Words, key: &str) -> Cell<'static> {
    word(words, key).map_or_else(|| Cell::own_text(key.to_owned()), |w| Cell::Word(w.0, w.1, w.2))
}

const RESULTS: &Words = &[
    ("paid", "称已付款", "said to be paid"),
    ("promised", "答应付款", "promised"),
    ("no-answer", "没有回应", "no answer"),
    ("refused", "不要了", "refused"),
    ("skip", "跳过", "skipped"),
];

const ENTRY_STATES: &Words = &[("open", "未关闭", "open"), ("closed", "已关闭", "closed")];

/// A category in words: a case's kind, or what somebody wrote.
pub(super) fn category(key: &str) -> Say {
    match word(CASE_KINDS, key) {
        Some((_, zh, en)) => Say::new(zh, en),
        None if key.is_empty() => Say::new("未分类", "without a category"),
        None => Say::new(key.to_owned(), key.to_owned()),
    }
}
