//! What the team writes down by hand: cases, leads, the log, shifts, handovers.

use super::{Cents, Stamp};

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

/// Whom a case may wait for.
pub const WAITING_ON: &Words = &[
    ("buyer", "买家", "buyer"),
    ("carrier", "快递", "carrier"),
    ("warehouse", "仓库", "warehouse"),
    ("platform", "平台", "platform"),
    ("supplier", "供应商", "supplier"),
];

/// Whose fault it was.
pub const RESPONSIBILITIES: &Words = &[
    ("us", "我方", "us"),
    ("buyer", "买家", "buyer"),
    ("carrier", "快递", "carrier"),
    ("platform", "平台", "platform"),
    ("supplier", "供应商", "supplier"),
];

/// How a buyer is reached; of a review only by the first two.
pub const WAYS: &Words =
    &[("chat", "聊天", "chat"), ("phone", "电话", "call"), ("sms", "短信", "text message")];

/// What came of a reminder.
pub const REMINDED: &Words = &[
    ("paid", "已付款", "paid"),
    ("promised", "答应付款", "promised"),
    ("no-answer", "没有回应", "no answer"),
    ("refused", "不要了", "refused"),
];

/// What came of a contact because of a review.
pub const FOLLOWED: &Words = &[
    ("settled", "已解决", "settled"),
    ("promised", "已承诺", "promised"),
    ("no-answer", "没有回应", "no answer"),
    ("refused", "拒绝", "refused"),
];

/// Levels of escalation, by their numbers from 1 on.
pub const LEVELS: &Words = &[
    ("1", "1 客服", "1 agent"),
    ("2", "2 主管", "2 supervisor"),
    ("3", "3 平台或监管", "3 platform or authority"),
];

/// Steps of a case's history.
pub const ACTIONS: &Words = &[
    ("note", "记录", "note"),
    ("promise", "承诺", "promise"),
    ("kept", "承诺已兑现", "kept"),
    ("assign", "转给", "assign"),
    ("take", "领取", "take"),
    ("release", "放回", "release"),
    ("wait", "等待", "wait"),
    ("escalate", "升级", "escalate"),
    ("evidence", "证据", "evidence"),
    ("submit", "提交证据", "submit"),
    ("close", "关闭", "close"),
    ("reopen", "重新打开", "reopen"),
];

pub const CONSULT_STATES: &Words =
    &[("open", "跟进中", "open"), ("paid", "已付款", "paid"), ("lost", "已流失", "lost")];

/// Who says something in a chat.
pub const SIDES: &Words = &[("buyer", "买家", "buyer"), ("shop", "商家", "shop")];

/// Where something is said.
pub const VIAS: &Words =
    &[("chat", "聊天", "chat"), ("phone", "电话", "phone"), ("sms", "短信", "sms"), ("mail", "邮件", "mail")];

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
    pub work: CaseWork,
}

/// What a case needs until it can be closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseWork {
    /// 1 agent, 2 supervisor, 3 platform or authority.
    pub level: i64,
    pub category: String,
    pub responsibility: String,
    /// What it cost us.
    pub amount: Option<Cents>,
    pub evidence_due: Option<Stamp>,
    /// When the evidence was handed in.
    pub evidence_at: Option<Stamp>,
    pub waiting_since: Option<Stamp>,
    /// Seconds of the waits that have ended.
    pub waited: i64,
    pub taken_by: String,
    pub taken_until: Option<Stamp>,
}

impl Default for CaseWork {
    fn default() -> CaseWork {
        CaseWork {
            level: 1,
            category: String::new(),
            responsibility: String::new(),
            amount: None,
            evidence_due: None,
            evidence_at: None,
            waiting_since: None,
            waited: 0,
            taken_by: String::new(),
            taken_until: None,
        }
    }
}

/// Kinds that tell of something that went wrong: they are closed with category, responsibility, outcome, amount.
const FAULTS: &[&str] = &["aftersale", "dispute", "complaint", "exchange", "claim"];

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
        let until = self.work.taken_until.filter(|until| *until > now)?;
        Some((self.work.taken_by.as_str(), until))
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

/// One message of a chat that no platform exports, entered by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ManualMessage {
    pub id: String,
    pub platform: String,
    pub shop: String,
    pub order_no: String,
    pub buyer: String,
    /// When it was said.
    pub at: Stamp,
    /// `buyer` or `shop`.
    pub sent_by: String,
    /// `chat`, `phone`, `sms` or `mail`.
    pub via: String,
    pub text: String,
    pub entered_at: Stamp,
    /// Who entered it.
    pub by: String,
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

/// Somebody who works here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Staff {
    pub name: String,
    pub number: String,
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
