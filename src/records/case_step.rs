//! Steps of cases: what was done, one after the other.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::{Field as F, Stamp, Words};

/// Steps of a case's history.
pub const ACTIONS: &Words = &[
    ("note", "记录", "note"),
    ("promise", "承诺", "promise"),
    ("kept", "承诺已兑现", "kept"),
    ("assign", "转给", "assign"),
    ("take", "领取", "take"),
    ("release", "放回", "release"),
    ("wait", "等待", "wait"),
    ("escalate", "升级", "escalate"),
    ("evidence", "证据", "evidence"),
    ("submit", "提交证据", "submit"),
    ("close", "关闭", "close"),
    ("reopen", "重新打开", "reopen"),
];

/// One step of a case's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CaseStep {
    pub id: String,
    pub case_id: String,
    pub at: Stamp,
    pub by: String,
    pub action: String,
    pub text: String,
}

pub static CASE_STEPS: Schema = Schema {
    key: "case_steps",
    table: "case_steps",
    zh: "工单经过",
    en: "case steps",
    columns: &[
        Column::ID,
        Column::new("case_id", "工单", "Case", Type::Id),
        Column::of(F::At),
        Column::BY,
        Column::new("action", "步骤", "Step", Type::Word).words(ACTIONS),
        Column::new("text", "内容", "Text", Type::Text).stored("body"),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[F::At],
    origin: Origin::Team,
    make: || Box::new(CaseStep::default()),
};

impl Record for CaseStep {
    fn schema(&self) -> &'static Schema {
        &CASE_STEPS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Text(&mut self.case_id));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
        f(Slot::Text(&mut self.action));
        f(Slot::Text(&mut self.text));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
