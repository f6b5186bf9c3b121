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
mod rule;
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
mod status_contradicted;
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
use rule::before_shipping_or_audited;
pub use rule::{Comparison, Hit, Profile, Rule, Seen, Verdict};
pub use scope::{Scope, Thresholds, Window};

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
    &status_contradicted::StatusContradicted,
];
