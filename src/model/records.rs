//! What the team writes down by hand: cases, leads, the log, shifts, handovers.

use super::Stamp;

/// A key with its titles: Chinese, English.
pub type Words = [(&'static str, &'static str, &'static str)];

pub const CASE_STATES: &Words = &[
    ("new", "新建", "new"),
    ("in_progress", "处理中", "in progress"),
    ("waiting", "等待", "waiting"),
    ("resolved", "已解决", "resolved"),
    ("closed", "已关闭", "closed"),
];

pub const CASE_KINDS: &Words = &[
    ("aftersale", "售后", "after-sale"),
    ("dispute", "维权", "dispute"),
    ("complaint", "投诉", "complaint"),
    ("callback", "回电", "callback"),
    ("change", "改单", "change"),
    ("exchange", "换货", "exchange"),
    ("claim", "索赔", "claim"),
    ("other", "其他", "other"),
];

pub const CONSULT_STATES: &Words =
    &[("open", "跟进中", "open"), ("paid", "已付款", "paid"), ("lost", "已流失", "lost")];

/// The titles of a key; an unknown key has none.
pub fn word(words: &'static Words, key: &str) -> Option<(&'static str, &'static str, &'static str)> {
    words.iter().find(|w| w.0 == key).copied()
}

/// One line about an order or a buyer that somebody follows until it is closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Case {
    pub id: String,
    pub platform: String,
    pub shop: String,
    pub order_no: String,
    pub buyer: String,
    pub kind: String,
    pub subject: String,
    pub state: String,
    pub owner: String,
    pub waiting_on: String,
    pub opened_at: Stamp,
    pub opened_by: String,
    pub due_at: Option<Stamp>,
    pub promise: String,
    pub promise_due: Option<Stamp>,
    pub kept_at: Option<Stamp>,
    pub closed_at: Option<Stamp>,
    pub outcome: String,
}

impl Case {
    pub fn is_open(&self) -> bool {
        !matches!(self.state.as_str(), "resolved" | "closed")
    }

    /// Something was promised to the buyer and is not done yet.
    pub fn owes(&self) -> bool {
        !self.promise.is_empty() && self.kept_at.is_none()
    }
}

/// One step of a case's history.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Step {
    pub id: String,
    pub case_id: String,
    pub at: Stamp,
    pub by: String,
    pub action: String,
    pub text: String,
}

/// One contact with a buyer because of a review.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Followup {
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

/// A line of the log: `log`, `incident`, or a `note` for the next shift. The last two are open until closed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub at: Stamp,
    pub by: String,
    pub category: String,
    pub text: String,
    pub kind: String,
    pub order_no: String,
    pub buyer: String,
    pub state: String,
    pub closed_at: Option<Stamp>,
    pub closed_by: String,
}

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
    pub acked_by: String,
    pub acked_at: Option<Stamp>,
    pub closed_at: Option<Stamp>,
    pub carried_from: String,
}
