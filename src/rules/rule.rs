//! What a rule is, and what it says of an order.

use super::Scope;
use super::due;

use crate::model::Desk;
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::arena::Facts;
use std::any::Any;

/// Groups of rules for a purpose; `morning` is every finding of P0 to P2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    Morning,
    Audit,
    Ship,
    Money,
    Logistics,
    Data,
}

impl Profile {
    pub const ALL: [Profile; 6] =
        [Profile::Morning, Profile::Audit, Profile::Ship, Profile::Money, Profile::Logistics, Profile::Data];

    pub fn key(self) -> &'static str {
        match self {
            Profile::Morning => "morning",
            Profile::Audit => "audit",
            Profile::Ship => "ship",
            Profile::Money => "money",
            Profile::Logistics => "logistics",
            Profile::Data => "data",
        }
    }

    pub fn by_key(key: &str) -> Option<Profile> {
        Profile::ALL.into_iter().find(|p| p.key() == key)
    }
}

/// What a rule says of one order.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Clean,
    /// The rule can't run on this order: this column is missing, or masked.
    Skipped(Field),
    /// It would speak of items, and these are older than their order and tell otherwise.
    Older,
    Hit(Hit),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    pub severity: Severity,
    pub due: Option<due::Due>,
    pub item_no: String,
    pub facts: Facts,
}

impl Hit {
    pub fn new(severity: Severity) -> Hit {
        Hit { severity, due: None, item_no: String::new(), facts: Facts::default() }
    }

    pub fn due(mut self, due: Option<due::Due>) -> Hit {
        self.due = due;
        self
    }

    pub fn facts(mut self, facts: Facts) -> Hit {
        self.facts = facts;
        self
    }

    pub fn item(mut self, item_no: &str) -> Hit {
        self.item_no = item_no.to_owned();
        self
    }
}

/// One abnormal-order rule.
pub trait Rule: Sync {
    /// `PAY-01`: stands in the `rule` column and never changes.
    fn id(&self) -> &'static str;
    fn name(&self, lang: Lang) -> &'static str;
    /// The usual severity; a hit may be more or less severe.
    fn severity(&self) -> Severity;
    /// Profiles beside `morning`.
    fn profiles(&self) -> &'static [Profile];
    /// Columns without which the rule can't be decided.
    fn required(&self) -> Fields;
    /// Columns that can excuse or refine a hit; absent ones take their ordinary value.
    fn reads(&self) -> Fields {
        Fields::NONE
    }
    fn desk(&self) -> Desk {
        Desk::Service
    }
    /// The source of the rule's own file: its `//!` header is the documentation, English then Chinese.
    fn doc(&self) -> &'static str;
    /// Whether the rule looks at such an order at all, judged by its status and kind.
    fn applies(&self, order: &Order, scope: &Scope) -> bool;
    /// Called where the rule applies and every needed column is there.
    fn check(&self, order: &Order, scope: &Scope) -> Verdict {
        let _ = (order, scope);
        Verdict::Clean
    }
    /// A rule that compares orders with each other gives a fresh comparison here instead of `check`.
    fn comparison(&self) -> Option<Box<dyn Comparison>> {
        None
    }
    /// Whether it can speak of a refund whose order nobody knows.
    fn is_about_refunds(&self) -> bool {
        false
    }
    /// Whether it speaks of nothing but what items say of their states and amounts.
    fn holds_items_against_order(&self) -> bool {
        false
    }
    /// Rules that a hit of this one silences on the same order.
    fn silences(&self) -> &'static [&'static str] {
        &[]
    }
    /// The rule under whose id the matter goes on when it moves from one stage to the next: what is due soon is
    /// overdue later, and somebody who follows it follows the same thing.
    fn matter(&self) -> &'static str {
        self.id()
    }
    /// Why it hit, in one sentence made from the hit's facts. Durations are told relative to the due time.
    fn why(&self, facts: &Facts, lang: Lang) -> String;
    /// What to do next, in a few words.
    fn next(&self, lang: Lang) -> &'static str;
}

/// A comparison over a stream of orders: keeps a small key for each and answers at the end.
pub trait Comparison: Any + Send {
    /// Looks at an order for which the rule applies. `index` names it in the answer.
    fn see(&mut self, order: &Order, index: u32, scope: &Scope) -> Seen;
    /// Takes over what another comparison of the rule has seen of the orders that follow: its first place is this
    /// one's place `offset`.
    fn absorb(&mut self, later: Box<dyn Any>, offset: u32);
    /// The hits, by place; the order does not matter.
    fn finish(self: Box<Self>, scope: &Scope) -> Vec<(u32, Hit)>;
    /// The hits, and the orders that could not be compared after all with the column they lack.
    fn finish_all(self: Box<Self>, scope: &Scope) -> (Vec<(u32, Hit)>, Vec<Field>) {
        (self.finish(scope), Vec::new())
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    /// Can never be part of a hit.
    Ignored,
    Skipped(Field),
    /// Part of the comparison, but never named in the answer: `index` means nothing.
    Noted,
    /// May be named in the answer: the caller keeps what it needs to print it.
    Kept,
}

/// Not yet shipped; under the audit profile shipped and finished orders too.
pub(super) fn before_shipping_or_audited(order: &Order, scope: &Scope) -> bool {
    order.status.is_before_shipping() || (scope.audit && order.status.is_paid())
}
