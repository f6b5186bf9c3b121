//! States of work: the one place where it stands that something was done, put off, taken or acknowledged.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::facts::{self, Facts};
use crate::model::{Field as F, Stamp, Words};
use std::collections::BTreeSet;

/// What a duty may be about.
pub const SUBJECT_KINDS: &Words = &[
    ("order", "订单", "order"),
    ("refund", "退款", "refund"),
    ("parcel", "包裹", "parcel"),
    ("review", "评价", "review"),
    ("buyer", "买家", "buyer"),
    ("sku", "商品", "product"),
    ("case", "工单", "case"),
    ("shop", "店铺", "shop"),
    ("handover", "交接", "handover"),
];

pub const TODO_STATE_WORDS: &Words = &[
    ("open", "待办", "open"),
    ("done", "已办", "done"),
    ("later", "稍后", "later"),
    ("wait", "等待", "waiting"),
];

/// Whose work it is: one duty about one subject. Never hashed, so that it is found by the number alone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TodoKey {
    pub platform: String,
    pub shop: String,
    /// One of [`SUBJECT_KINDS`].
    pub subject_kind: String,
    pub subject_no: String,
    /// The duty; its stages share it.
    pub matter: String,
}

/// The state of a piece of work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TodoState {
    pub key: TodoKey,
    /// The order that the subject is or belongs to.
    pub order_no: String,
    /// One of [`TODO_STATE_WORDS`].
    pub state: String,
    /// The stage of the duty at which it was set.
    pub stage: String,
    /// What the duty was raised for, as `column=value;…`: see [`crate::model::facts`].
    pub facts: String,
    /// Put off until then.
    pub until: Option<Stamp>,
    pub owner: String,
    pub taken_by: String,
    /// The lease ends by itself.
    pub taken_until: Option<Stamp>,
    pub acked_by: String,
    pub acked_at: Option<Stamp>,
    pub via: String,
    pub result: String,
    pub note: String,
    /// When it was last written; given by the store.
    pub at: Stamp,
    /// Given by the store.
    pub by: String,
}

impl TodoState {
    /// Who has taken it, and until when: a lease ends by the clock on the wall.
    pub fn taken(&self, wall: Stamp) -> Option<(&str, Stamp)> {
        let until = self.taken_until.filter(|until| *until > wall)?;
        Some((self.taken_by.as_str(), until))
    }

    /// The columns that make a duty come back: those of what it was raised for that say something else now.
    pub fn differs_from(&self, facts: &Facts) -> BTreeSet<String> {
        facts::differing(&facts::read(&self.facts), facts)
    }
}

pub static TODO_STATES: Schema = Schema {
    key: "todo_states",
    table: "todo_states",
    zh: "待办状态",
    en: "states of work",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        // It may be a nick.
        Column::new("subject_no", "对象编号", "Subject", Type::Nick).key(),
        Column::new("subject_kind", "对象", "About", Type::Word).words(SUBJECT_KINDS).key(),
        Column::new("matter", "事项", "Matter", Type::Id).key(),
        Column::of(F::OrderNo),
        Column::new("state", "状态", "State", Type::Word).words(TODO_STATE_WORDS),
        Column::new("stage", "阶段", "Stage", Type::Id),
        Column::new("facts", "依据", "Facts", Type::Text).hidden(),
        Column::new("until", "推迟到", "Until", Type::Time).stored("until_at"),
        Column::new("owner", "负责", "Owner", Type::Id),
        Column::new("taken_by", "谁在办", "Taken by", Type::Id),
        Column::new("taken_until", "领到", "Taken until", Type::Time),
        Column::new("acked_by", "确认人", "Acked by", Type::Id),
        Column::new("acked_at", "确认时间", "Acked at", Type::Time),
        Column::new("via", "方式", "Via", Type::Word),
        Column::new("result", "结果", "Result", Type::Word),
        Column::new("note", "备注", "Note", Type::Text),
        Column::of(F::At),
        Column::BY,
    ],
    number: None,
    identity: &[],
    required: &[&[F::At]],
    age: &[],
    at: &[F::At],
    origin: Origin::Portable,
    make: || Box::new(TodoState::default()),
};

impl Record for TodoState {
    fn schema(&self) -> &'static Schema {
        &TODO_STATES
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.key.platform));
        f(Slot::Text(&mut self.key.shop));
        f(Slot::Text(&mut self.key.subject_no));
        f(Slot::Text(&mut self.key.subject_kind));
        f(Slot::Text(&mut self.key.matter));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.state));
        f(Slot::Text(&mut self.stage));
        f(Slot::Text(&mut self.facts));
        f(Slot::Time(&mut self.until));
        f(Slot::Text(&mut self.owner));
        f(Slot::Text(&mut self.taken_by));
        f(Slot::Time(&mut self.taken_until));
        f(Slot::Text(&mut self.acked_by));
        f(Slot::Time(&mut self.acked_at));
        f(Slot::Text(&mut self.via));
        f(Slot::Text(&mut self.result));
        f(Slot::Text(&mut self.note));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
