//! The roster: who works here.

use super::{Column, Origin, Record, Schema, Slot, Type};

/// Somebody who works here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    pub name: String,
    pub number: String,
}

pub static STAFF: Schema = Schema {
    key: "staff",
    table: "staff",
    zh: "人员",
    en: "staff",
    columns: &[
        Column::new("name", "姓名", "Name", Type::Id).key(),
        Column::new("staff_no", "工号", "Staff no.", Type::Id),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[],
    origin: Origin::Team,
    make: || Box::new(Staff::default()),
};

impl Record for Staff {
    fn schema(&self) -> &'static Schema {
        &STAFF
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.name));
        f(Slot::Text(&mut self.number));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
