//! What a case needs until it can be closed, beside its first line.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::{Cents, Stamp, Words};

/// Levels of escalation, by their numbers from 1 on.
pub const LEVELS: &Words = &[
    ("1", "1 客服", "1 agent"),
    ("2", "2 主管", "2 supervisor"),
    ("3", "3 平台或监管", "3 platform or authority"),
];

/// Whose fault it was.
pub const RESPONSIBILITIES: &Words = &[
    ("us", "我方", "us"),
    ("buyer", "买家", "buyer"),
    ("carrier", "快递", "carrier"),
    ("platform", "平台", "platform"),
    ("supplier", "供应商", "supplier"),
];

/// What a case needs until it can be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseWork {
    /// The case's; given by the store.
    pub id: String,
    /// 1 agent, 2 supervisor, 3 platform or authority.
    pub level: i64,
    pub category: String,
    pub responsibility: String,
    /// What it cost us.
    pub amount: Option<Cents>,
    pub evidence_due: Option<Stamp>,
    /// When the evidence was handed in.
    pub evidence_at: Option<Stamp>,
    pub waiting_since: Option<Stamp>,
    /// Seconds of the waits that have ended.
    pub waited: i64,
    /// Until schema 18; empty since a lease is a state of work.
    pub taken_by: String,
    pub taken_until: Option<Stamp>,
}

impl Default for CaseWork {
    fn default() -> CaseWork {
        CaseWork {
            id: String::new(),
            level: 1,
            category: String::new(),
            responsibility: String::new(),
            amount: None,
            evidence_due: None,
            evidence_at: None,
            waiting_since: None,
            waited: 0,
            taken_by: String::new(),
            taken_until: None,
        }
    }
}

pub static CASE_WORK: Schema = Schema {
    key: "case_work",
    table: "case_work",
    zh: "工单处理",
    en: "case work",
    columns: &[
        Column::ID,
        Column::new("level", "级别", "Level", Type::Count),
        Column::new("category", "类别", "Category", Type::Word),
        Column::new("responsibility", "责任", "Responsibility", Type::Word).words(RESPONSIBILITIES),
        Column::new("amount", "花费", "Cost", Type::Money),
        Column::new("evidence_due", "证据截止", "Evidence due", Type::Time),
        Column::new("evidence_at", "证据提交", "Evidence in", Type::Time),
        Column::new("waiting_since", "开始等待", "Waiting since", Type::Time),
        Column::new("waited", "已等秒数", "Seconds waited", Type::Count),
        Column::new("taken_by", "谁在办", "Taken by", Type::Id),
        Column::new("taken_until", "领到", "Taken until", Type::Time),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[],
    origin: Origin::Team,
    make: || Box::new(CaseWork::default()),
};

impl Record for CaseWork {
    fn schema(&self) -> &'static Schema {
        &CASE_WORK
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Number(&mut self.level));
        f(Slot::Text(&mut self.category));
        f(Slot::Text(&mut self.responsibility));
        f(Slot::Money(&mut self.amount));
        f(Slot::Time(&mut self.evidence_due));
        f(Slot::Time(&mut self.evidence_at));
        f(Slot::Time(&mut self.waiting_since));
        f(Slot::Number(&mut self.waited));
        f(Slot::Text(&mut self.taken_by));
        f(Slot::Time(&mut self.taken_until));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
