//! Cases: one line about an order or a buyer that somebody follows until it is closed.

use super::{CaseWork, Column, Origin, Record, Schema, Slot, TodoKey, Type};
use crate::model::{Field as F, Stamp, Words};

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

/// Kinds that tell of something that went wrong: they are closed with category, responsibility, outcome, amount.
const FAULTS: &[&str] = &["aftersale", "dispute", "complaint", "exchange", "claim"];

/// Whom a case may wait for.
pub const WAITING_ON: &Words = &[
    ("buyer", "买家", "buyer"),
    ("carrier", "快递", "carrier"),
    ("warehouse", "仓库", "warehouse"),
    ("platform", "平台", "platform"),
    ("supplier", "供应商", "supplier"),
];

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
    /// A record of its own, under the case's number.
    pub work: CaseWork,
    /// Who works on it, until when: it stands among the states of work, under [`Case::lease_key`].
    pub taken_by: String,
    pub taken_until: Option<Stamp>,
}

impl Case {
    /// Whether closing has to say what it was, whose fault, what came of it and what it cost.
    pub fn tells_of_a_fault(&self) -> bool {
        FAULTS.contains(&self.kind.as_str())
    }

    /// Evidence that still has to be handed in, and until when.
    pub fn evidence_owed(&self) -> Option<Stamp> {
        self.work.evidence_due.filter(|_| self.is_open() && self.work.evidence_at.is_none())
    }

    /// Who has taken it, while that holds.
    pub fn taken(&self, now: Stamp) -> Option<(&str, Stamp)> {
        let until = self.taken_until.filter(|until| *until > now)?;
        Some((self.taken_by.as_str(), until))
    }

    /// Under what its lease stands. Numbers of cases are the database's own: they need no platform and no shop.
    pub fn lease_key(id: &str) -> TodoKey {
        TodoKey {
            subject_kind: "case".into(),
            subject_no: id.to_owned(),
            matter: "case".into(),
            ..TodoKey::default()
        }
    }

    /// Nobody is waited for any longer.
    pub fn stop_waiting(&mut self, now: Stamp) {
        if let Some(since) = self.work.waiting_since.take() {
            self.work.waited += (now.0 - since.0).max(0);
        }
        self.waiting_on.clear();
    }

    /// The next thing that falls due: the case, its promise, its evidence.
    pub fn next_due(&self) -> Option<Stamp> {
        let promised = self.promise_due.filter(|_| self.owes());
        [self.due_at, promised, self.evidence_owed()].into_iter().flatten().min()
    }

    pub fn is_open(&self) -> bool {
        !matches!(self.state.as_str(), "resolved" | "closed")
    }

    /// Something was promised to the buyer and is not done yet.
    pub fn owes(&self) -> bool {
        !self.promise.is_empty() && self.kept_at.is_none()
    }
}

pub static CASES: Schema = Schema {
    key: "cases",
    table: "cases",
    zh: "工单",
    en: "cases",
    columns: &[
        Column::ID,
        Column::of(F::Platform).is(Type::Id),
        Column::of(F::Shop),
        Column::of(F::OrderNo),
        Column::of(F::Buyer),
        Column::new("kind", "类型", "Kind", Type::Word).words(CASE_KINDS),
        Column::new("subject", "事由", "Subject", Type::Text),
        Column::new("state", "状态", "State", Type::Word).words(CASE_STATES),
        Column::new("owner", "负责", "Owner", Type::Id),
        Column::new("waiting_on", "等谁", "Waiting on", Type::Word).words(WAITING_ON),
        Column::new("opened_at", "开始时间", "Opened", Type::Time),
        Column::new("opened_by", "登记人", "Opened by", Type::Id),
        Column::new("due_at", "截止", "Due", Type::Time),
        Column::new("promise", "承诺", "Promise", Type::Text),
        Column::new("promise_due", "承诺期限", "Promised by", Type::Time),
        Column::new("kept_at", "兑现时间", "Kept", Type::Time),
        Column::new("closed_at", "关闭时间", "Closed", Type::Time),
        Column::new("outcome", "结果", "Outcome", Type::Text),
    ],
    number: None,
    identity: &[],
    required: &[],
    age: &[],
    at: &[],
    origin: Origin::Team,
    make: || Box::new(Case::default()),
};

impl Record for Case {
    fn schema(&self) -> &'static Schema {
        &CASES
    }

    fn slots<'r>(&'r mut self, f: &mut dyn FnMut(Slot<'r>)) {
        f(Slot::Text(&mut self.id));
        f(Slot::Text(&mut self.platform));
        f(Slot::Text(&mut self.shop));
        f(Slot::Text(&mut self.order_no));
        f(Slot::Text(&mut self.buyer));
        f(Slot::Text(&mut self.kind));
        f(Slot::Text(&mut self.subject));
        f(Slot::Text(&mut self.state));
        f(Slot::Text(&mut self.owner));
        f(Slot::Text(&mut self.waiting_on));
        f(Slot::At(&mut self.opened_at));
        f(Slot::Text(&mut self.opened_by));
        f(Slot::Time(&mut self.due_at));
        f(Slot::Text(&mut self.promise));
        f(Slot::Time(&mut self.promise_due));
        f(Slot::Time(&mut self.kept_at));
        f(Slot::Time(&mut self.closed_at));
        f(Slot::Text(&mut self.outcome));
    }

    fn as_any(&mut self) -> &mut dyn std::any::Any {
        self
    }
}
