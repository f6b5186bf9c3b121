//! Shifts: who typed in which terminal, from when to when.

use super::{Column, Origin, Record, Schema, Slot, Type};
use crate::model::Stamp;

/// Somebody at a terminal. Instants only, so that it may cross midnight.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shift {
    pub id: String,
    pub name: String,
    pub terminal: String,
    pub opened_at: Stamp,
    pub paused_at: Option<Stamp>,
    /// Seconds of the pauses that have ended.
    pub paused: i64,
    pub closed_at: Option<Stamp>,
}

impl Shift {
    /// Seconds worked until `now`.
    pub fn worked(&self, now: Stamp) -> i64 {
        let end = self.closed_at.unwrap_or(now).0;
        let running = self.paused_at.map_or(0, |at| end - at.0);
        (end - self.opened_at.0 - self.paused - running).max(0)
    }
}

pub static SHIFTS: Schema = Schema {
    key: "shifts",
    table: "shifts",
    zh: "班次",
    en: "shifts",
    columns: &[
        Column::ID,
        Column::new("name", "姓名", "Name", Type::Id),
        Column::new("terminal", "终端", "Terminal", Type::Id),
        Column::new("opened_at", "上班", "Opened", Type::Time),
        Column::new("paused_at", "休息开始", "Paused", Type::Time),
        Column::new("paused", "休息秒数", "Seconds paused", Type::Count),
        Column::new("closed_at", "下班", "Closed", Type::Time),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[],
    origin: Origin::Team,
    make: || Box::new(Shift::default()),
};

impl Record for Shift {
    fn schema(&self) -> &'static Schema {
        &SHIFTS
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Text(&mut self.name));
        f(Slot::Text(&mut self.terminal));
        f(Slot::At(&mut self.opened_at));
        f(Slot::Time(&mut self.paused_at));
        f(Slot::Number(&mut self.paused));
        f(Slot::Time(&mut self.closed_at));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
