//! Changes: what imports changed of records that were there, in the columns that people act upon.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::{Field as F, Stamp};

/// What one import changed of one record. What was empty or unknown before is no change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    pub platform: String,
    pub shop: String,
    /// The record's number; of an item its order's, a `/`, and its own.
    pub record_no: String,
    /// The key of its kind.
    pub record_kind: String,
    pub import_id: String,
    pub order_no: String,
    /// The keys of the columns, with a space between.
    pub changed: String,
    /// As `column=value;…`: see [`crate::model::facts`]. Never whole where it is private: masked, as it may be shown.
    pub before: String,
    /// The same after it.
    pub after: String,
    /// When it was imported.
    pub at: Stamp,
    /// By whom.
    pub by: String,
}

pub static CHANGES: Schema = Schema {
    key: "changes",
    table: "changes",
    zh: "变化记录",
    en: "changes",
    columns: &[
        Column::PLATFORM,
        Column::SHOP,
        Column::new("record_no", "编号", "Record", Type::Id).key(),
        Column::new("record_kind", "类型", "Kind", Type::Word).key(),
        Column::new("import_id", "导入", "Import", Type::Id).key(),
        Column::of(F::OrderNo),
        Column::new("changed", "变化的列", "Changed", Type::Text),
        Column::new("before", "之前", "Before", Type::Text).stored("before_text"),
        Column::new("after", "之后", "After", Type::Text).stored("after_text"),
        Column::of(F::At),
        Column::BY,
    ],
    number: None,
    identity: &[],
    required: &[&[F::At]],
    age: &[],
    at: &[F::At],
    origin: Origin::Portable,
    make: || Box::new(Change::default()),
};

impl Record for Change {
    fn schema(&self) -> &'static Schema {
        &CHANGES
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.record_no));
        f(Slot::Text(&mut self.record_kind));
        f(Slot::Text(&mut self.import_id));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.changed));
        f(Slot::Text(&mut self.before));
        f(Slot::Text(&mut self.after));
        f(Slot::At(&mut self.at));
        f(Slot::Text(&mut self.by));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
