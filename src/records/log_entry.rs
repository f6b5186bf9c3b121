//! The log of the day, incidents, and notes for the next shift.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::{Field as F, Stamp};

/// A line of the log: `log`, `incident`, or a `note` for the next shift. The last two are open until closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LogEntry {
    pub id: String,
    pub at: Stamp,
    pub by: String,
    /// In the writer's own words.
    pub category: String,
    pub text: String,
    pub kind: String,
    pub order_no: String,
    pub buyer: String,
    pub state: String,
    pub closed_at: Option<Stamp>,
    pub closed_by: String,
}

pub static LOG: Schema = Schema {
    key: "log",
    table: "log",
    zh: "日志",
    en: "log",
    columns: &[
        Column::ID,
        Column::of(F::At),
        Column::BY,
        Column::new("category", "类别", "Category", Type::Word),
        Column::new("text", "内容", "Text", Type::Text).stored("body"),
        Column::new("kind", "类型", "Kind", Type::Word),
        Column::of(F::OrderNo),
        Column::of(F::Buyer),
        Column::new("state", "状态", "State", Type::Word),
        Column::new("closed_at", "关闭时间", "Closed", Type::Time),
        Column::new("closed_by", "关闭人", "Closed by", Type::Id),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[F::At],
    origin: Origin::Team,
    make: || Box::new(LogEntry::default()),
};

impl Record for LogEntry {
    fn schema(&self) -> &'static Schema {
        &LOG
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
        f(Slot::Text(&mut self.category));
        f(Slot::Text(&mut self.text));
        f(Slot::Text(&mut self.kind));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.buyer));
        f(Slot::Text(&mut self.state));
        f(Slot::Time(&mut self.closed_at));
        f(Slot::Text(&mut self.closed_by));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
