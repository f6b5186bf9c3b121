//! Handovers as they were signed.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::Stamp;

/// A handover as it was signed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Handover {
    pub id: String,
    pub group: String,
    pub from: String,
    pub to: String,
    pub made_at: Stamp,
    pub signed_by: String,
    pub state: String,
}

pub static HANDOVERS: Schema = Schema {
    key: "handovers",
    table: "handovers",
    zh: "交接",
    en: "handovers",
    columns: &[
        Column::ID,
        Column::new("group", "组", "Group", Type::Id).stored("team"),
        Column::new("from", "交班", "From", Type::Id).stored("giver"),
        Column::new("to", "接班", "To", Type::Id).stored("taker"),
        Column::new("made_at", "时间", "Made", Type::Time),
        Column::new("signed_by", "签字人", "Signed by", Type::Id),
        Column::new("state", "状态", "State", Type::Word),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[],
    origin: Origin::Team,
    make: || Box::new(Handover::default()),
};

impl Record for Handover {
    fn schema(&self) -> &'static Schema {
        &HANDOVERS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Text(&mut self.group));
        f(Slot::Text(&mut self.from));
        f(Slot::Text(&mut self.to));
        f(Slot::At(&mut self.made_at));
        f(Slot::Text(&mut self.signed_by));
        f(Slot::Text(&mut self.state));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
