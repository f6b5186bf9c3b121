//! The abnormal-order rules: one file each, one line here.
//!
//! A rule is pure: it sees one order and a [`Scope`]. Its file's header is what `cs rules explain` prints.

pub mod arena;
pub mod check;
pub mod due;
pub mod scope;

mod address;
mod cases;
mod crowd;
mod entry;
mod finding;
mod note_parts;
mod phone;
mod twins;
mod wishes;
mod words;

mod address_incomplete;
mod address_unverified;
mod amount_mismatch;
mod buyer_late;
mod closing_soon;
mod cod_unconfirmed;
mod damaged_number;
mod duplicate_paid;
mod goods_back_unpaid;
mod high_value;
mod main_item_differ;
mod many_buyers;
mod mergeable;
mod mixed_promises;
mod note_incomplete;
mod note_unread;
mod note_wish;
mod odd_price;
mod odd_quantity;
mod overpaid;
mod paid_but_closed;
mod price_adjust;
mod refund_after_finish;
mod refund_applied;
mod refund_before_shipping;
mod refund_due_soon;
mod refund_in_transit;
mod refund_over_paid;
mod refund_overdue;
mod sentinel_date;
mod serial_refunder;
mod ship_due_soon;
mod ship_overdue;
mod shipped_unpaid;
mod shipped_without_number;
mod stale_export;
mod stale_paid;
mod suspected_brushing;
mod times_out_of_order;
mod tracking_reused;
mod twin_unpaid;
mod unknown_status;
mod unpaid_too_long;

#[cfg(test)]
mod samples;
#[cfg(test)]
pub(crate) mod testing;

pub use entry::{RuleEntry, by_id, entries};
pub use finding::Finding;
pub use scope::{Scope, Thresholds, Window};

use crate::model::Desk;
use crate::model::{Field, Fields, Lang, Severity};
use crate::records::Order;
use crate::rules::arena::Facts;
use std::any::Any;

/// Every rule, in the order of the catalogue.
pub const ALL: &[&dyn Rule] = &[
    &unpaid_too_long::UnpaidTooLong,
    &closing_soon::ClosingSoon,
    &paid_but_closed::PaidButClosed,
    &amount_mismatch::AmountMismatch,
    &overpaid::Overpaid,
    &ship_overdue::ShipOverdue,
    &ship_due_soon::ShipDueSoon,
    &stale_paid::StalePaid,
    &shipped_without_number::ShippedWithoutNumber,
    &tracking_reused::TrackingReused,
    &shipped_unpaid::ShippedUnpaid,
    &mixed_promises::MixedPromises,
    &refund_applied::RefundApplied,
    &refund_due_soon::RefundDueSoon,
    &refund_overdue::RefundOverdue,
    &refund_before_shipping::RefundBeforeShipping,
    &refund_in_transit::RefundInTransit,
    &goods_back_unpaid::GoodsBackUnpaid,
    &buyer_late::BuyerLate,
    &refund_over_paid::RefundOverPaid,
    &refund_after_finish::RefundAfterFinish,
    &price_adjust::PriceAdjust,
    &serial_refunder::SerialRefunder,
    &address_incomplete::AddressIncomplete,
    &note_wish::NoteWish,
    &address_unverified::AddressUnverified,
    &note_unread::NoteUnread,
    &note_incomplete::NoteIncomplete,
    &twin_unpaid::TwinUnpaid,
    &duplicate_paid::DuplicatePaid,
    &mergeable::Mergeable,
    &many_buyers::ManyBuyers,
    &high_value::HighValue,
    &odd_quantity::OddQuantity,
    &odd_price::OddPrice,
    &suspected_brushing::SuspectedBrushing,
    &cod_unconfirmed::CodUnconfirmed,
    &times_out_of_order::TimesOutOfOrder,
    &sentinel_date::SentinelDate,
    &damaged_number::DamagedNumber,
    &unknown_status::UnknownStatus,
    &stale_export::StaleExport,
    &main_item_differ::MainItemDiffer,
];

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
fn before_shipping_or_audited(order: &Order, scope: &Scope) -> bool {
    order.status.is_before_shipping() || (scope.audit && order.status.is_paid())
}
