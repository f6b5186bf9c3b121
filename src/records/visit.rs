//! Visits: calling back a buyer some time after an order, and what came of it.

use super::{Column, Origin, Record, Schema, Slot, Type, WAYS};
use crate::model::{Field as F, Stamp, Words};

pub const VISIT_PURPOSES: &Words = &[
    ("regular", "定期回访", "regular"),
    ("after_sale", "售后回访", "after service"),
    ("greeting", "节日问候", "greeting"),
    ("survey", "满意度", "survey"),
    ("win_back", "唤回", "win back"),
];

pub const VISIT_STATES: &Words = &[
    ("planned", "待回访", "planned"),
    ("done", "已回访", "done"),
    ("unreachable", "联系不上", "unreachable"),
    ("declined", "不愿回访", "declined"),
];

/// One visit, planned or made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BuyerVisit {
    pub platform: String,
    pub shop: String,
    /// Given by the store where it is empty.
    pub visit_no: String,
    /// The order that it comes after.
    pub order_no: String,
    pub buyer: String,
    /// One of [`VISIT_PURPOSES`].
    pub purpose: String,
    /// One of [`VISIT_STATES`].
    pub state: String,
    pub due_at: Option<Stamp>,
    /// How often the buyer could not be reached.
    pub tries: Option<i64>,
    pub via: String,
    pub result: String,
    /// What the buyer gives, from 1 to 5.
    pub score: Option<i64>,
    /// When the buyer wants to hear from us again.
    pub next_at: Option<Stamp>,
    pub note: String,
    /// When it was last written.
    pub at: Stamp,
    pub by: String,
}

pub static VISITS: Schema = Schema {
    key: "visits",
    table: "visits",
    zh: "回访",
    en: "visits",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::new("visit_no", "回访编号", "Visit", Type::Id).key(),
        Column::of(F::OrderNo),
        Column::of(F::Buyer),
        Column::new("purpose", "目的", "Purpose", Type::Word).words(VISIT_PURPOSES),
        Column::new("state", "状态", "State", Type::Word).words(VISIT_STATES),
        Column::new("due_at", "计划时间", "Due", Type::Time),
        Column::new("tries", "未接次数", "Tries", Type::Count),
        Column::new("via", "方式", "Via", Type::Word).words(WAYS),
        Column::new("result", "结果", "Result", Type::Text),
        Column::new("score", "评分", "Score", Type::Count),
        Column::new("next_at", "下次", "Next", Type::Time),
        Column::new("note", "备注", "Note", Type::Text),
        Column::of(F::At),
        Column::BY,
    ],
    number: None,
    identity: &[],
    required: &[&[F::OrderNo, F::Buyer], &[F::At]],
    age: &[],
    at: &[F::At],
    origin: Origin::Portable,
    make: || Box::new(BuyerVisit::default()),
};

impl Record for BuyerVisit {
    fn schema(&self) -> &'static Schema {
        &VISITS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.visit_no));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.buyer));
        f(Slot::Text(&mut self.purpose));
        f(Slot::Text(&mut self.state));
        f(Slot::Time(&mut self.due_at));
        f(Slot::Count(&mut self.tries));
        f(Slot::Text(&mut self.via));
        f(Slot::Text(&mut self.result));
        f(Slot::Count(&mut self.score));
        f(Slot::Time(&mut self.next_at));
        f(Slot::Text(&mut self.note));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
