//! What each handover listed.

use super::{Column, Origin, Record, Schema, Slot, TodoKey, Type};
use crate::model::{Field as F, Stamp};

/// One thing to hand over. `key` names the same thing in every handover.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HandoverItem {
    pub id: String,
    pub handover_id: String,
    pub key: String,
    pub section: String,
    pub severity: String,
    pub platform: String,
    pub shop: String,
    pub buyer: String,
    pub order_no: String,
    pub subject: String,
    pub what: String,
    pub owner: String,
    pub due_at: Option<Stamp>,
    /// Who acknowledged it, and when: it stands among the states of work, under [`HandoverItem::ack_key`]. The columns of the
    /// item itself are empty since schema 20.
    pub acked_by: String,
    pub acked_at: Option<Stamp>,
    pub closed_at: Option<Stamp>,
    pub carried_from: String,
}

impl HandoverItem {
    /// Under what its acknowledgement stands, by its id: the number of its handover and its own key. Numbers of handovers are
    /// the database's own: they need no platform and no shop.
    pub fn ack_key(id: &str) -> TodoKey {
        TodoKey {
            subject_kind: "handover".into(),
            subject_no: id.to_owned(),
            matter: "handover".into(),
            ..TodoKey::default()
        }
    }
}

pub static HANDOVER_ITEMS: Schema = Schema {
    key: "handover_items",
    table: "handover_items",
    zh: "交接事项",
    en: "handover items",
    columns: &[
        Column::ID,
        Column::new("handover_id", "交接", "Handover", Type::Id),
        Column::new("key", "项目", "Key", Type::Id),
        Column::new("section", "栏目", "Section", Type::Word),
        Column::new("severity", "级别", "Sev", Type::Word),
        Column::of(F::Platform).is(Type::Id),
        Column::of(F::Shop),
        Column::of(F::Buyer),
        Column::of(F::OrderNo),
        Column::new("subject", "事项", "Subject", Type::Text),
        Column::new("what", "说明", "What", Type::Text),
        Column::new("owner", "负责", "Owner", Type::Id),
        Column::new("due_at", "截止", "Due", Type::Time),
        Column::new("acked_by", "确认人", "Acked by", Type::Id),
        Column::new("acked_at", "确认时间", "Acked at", Type::Time),
        Column::new("closed_at", "关闭时间", "Closed", Type::Time),
        Column::new("carried_from", "沿自", "Carried from", Type::Id),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[],
    origin: Origin::Team,
    make: || Box::new(HandoverItem::default()),
};

impl Record for HandoverItem {
    fn schema(&self) -> &'static Schema {
        &HANDOVER_ITEMS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Text(&mut self.handover_id));
        f(Slot::Text(&mut self.key));
        f(Slot::Text(&mut self.section));
        f(Slot::Text(&mut self.severity));
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.buyer));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.subject));
        f(Slot::Text(&mut self.what));
        f(Slot::Text(&mut self.owner));
        f(Slot::Time(&mut self.due_at));
        f(Slot::Text(&mut self.acked_by));
        f(Slot::Time(&mut self.acked_at));
        f(Slot::Time(&mut self.closed_at));
        f(Slot::Text(&mut self.carried_from));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
