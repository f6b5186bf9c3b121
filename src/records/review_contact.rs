//! What was done about reviews.

use super::{Column, Origin, Record, Schema, Slot, Type, WAYS};
use crate::model::{Field as F, Stamp, Words};

/// What came of a contact because of a review.
pub const FOLLOWED: &Words = &[
    ("settled", "已解决", "settled"),
    ("promised", "已承诺", "promised"),
    ("no-answer", "没有回应", "no answer"),
    ("refused", "拒绝", "refused"),
];

/// One contact with a buyer because of a review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewContact {
    pub id: String,
    pub platform: String,
    pub shop: String,
    pub review_id: String,
    pub order_no: String,
    pub at: Stamp,
    pub by: String,
    /// `chat` or `phone`.
    pub via: String,
    pub result: String,
    pub note: String,
}

pub static REVIEW_CONTACTS: Schema = Schema {
    key: "review_contacts",
    table: "review_contacts",
    zh: "评价跟进",
    en: "review contacts",
    columns: &[
        Column::ID,
        Column::of(F::Platform).is(Type::Id),
        Column::of(F::Shop),
        Column::of(F::ReviewNo).stored("review_id"),
        Column::of(F::OrderNo),
        Column::of(F::At),
        Column::BY,
        Column::new("via", "方式", "Via", Type::Word).words(WAYS),
        Column::new("result", "结果", "Result", Type::Word).words(FOLLOWED),
        Column::new("note", "备注", "Note", Type::Text),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[F::At],
    origin: Origin::Team,
    make: || Box::new(ReviewContact::default()),
};

impl Record for ReviewContact {
    fn schema(&self) -> &'static Schema {
        &REVIEW_CONTACTS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.review_id));
        f(Slot::Text(&mut self.order_no));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
        f(Slot::Text(&mut self.via));
        f(Slot::Text(&mut self.result));
        f(Slot::Text(&mut self.note));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
