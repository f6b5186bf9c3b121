//! Consultations: buyers who asked and have not bought yet.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::{Field as F, Stamp, Words};

pub const CONSULT_STATES: &Words =
    &[("open", "跟进中", "open"), ("paid", "已付款", "paid"), ("lost", "已流失", "lost")];

/// A buyer who asked and has not bought yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consult {
    pub id: String,
    pub platform: String,
    pub shop: String,
    pub buyer: String,
    pub product: String,
    pub concern: String,
    pub state: String,
    pub at: Stamp,
    pub by: String,
    pub follow_up_at: Option<Stamp>,
    pub closed_at: Option<Stamp>,
}

pub static CONSULTS: Schema = Schema {
    key: "consults",
    table: "consults",
    zh: "咨询",
    en: "consults",
    columns: &[
        Column::ID,
        Column::of(F::Platform).is(Type::Id),
        Column::of(F::Shop),
        Column::of(F::Buyer),
        Column::new("product", "商品", "Product", Type::Text),
        Column::new("concern", "顾虑", "Concern", Type::Text),
        Column::new("state", "状态", "State", Type::Word).words(CONSULT_STATES),
        Column::of(F::At),
        Column::BY,
        Column::new("follow_up_at", "跟进时间", "Follow up", Type::Time),
        Column::new("closed_at", "关闭时间", "Closed", Type::Time),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[],
    origin: Origin::Team,
    make: || Box::new(Consult::default()),
};

impl Record for Consult {
    fn schema(&self) -> &'static Schema {
        &CONSULTS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.buyer));
        f(Slot::Text(&mut self.product));
        f(Slot::Text(&mut self.concern));
        f(Slot::Text(&mut self.state));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
        f(Slot::Time(&mut self.follow_up_at));
        f(Slot::Time(&mut self.closed_at));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
