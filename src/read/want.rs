//! Which fields of an order are read.

use crate::layouts::{Bound, Layout};
use crate::model::{Field, Fields};

/// Fields that are read, and their columns among those of the file.
pub(super) struct Want {
    pub(super) fields: Fields,
    pub(super) columns: Vec<usize>,
}

impl Want {
    pub(super) fn of(bound: &Bound, fields: Fields) -> Want {
        let wanted = bound.columns.iter().enumerate().filter(|(_, column)| fields.has(column.0));
        Want { fields, columns: wanted.map(|(index, _)| index).collect() }
    }
}

/// Fields that others are worked out from.
pub(super) fn with_helpers(layout: &Layout, want: Fields) -> Fields {
    let mut all = want;
    for always in [Field::Platform, Field::Shop, Field::OrderNo] {
        all.add(always);
    }
    if want.has(Field::Status) {
        let told = [Field::PaidAt, Field::Paid, Field::CloseReason, Field::Received, Field::StatusRaw];
        for helper in told.into_iter().chain([Field::RefundState]) {
            all.add(helper);
        }
    }
    // Where a status may be that of the payment alone: whether it is to be paid at the door, and has left.
    if want.has(Field::Status) && (layout.platform.is_empty() || !layout.status_when.is_empty()) {
        all.add(Field::Kind);
        all.add(Field::ShippedAt);
    }
    if all.has(Field::Paid) || all.has(Field::Refunded) {
        for helper in [Field::Paid, Field::Refunded, Field::Payable] {
            all.add(helper);
        }
        // Whether an order was paid for follows from these.
        if layout.paid_in_full {
            let told = [Field::Status, Field::StatusRaw, Field::Kind, Field::PaidAt, Field::CloseReason];
            let gone = [Field::ShippedAt, Field::TrackingNo, Field::Received];
            told.into_iter().chain(gone).for_each(|helper| all.add(helper));
        }
    }
    all
}

/// Texts that nothing else of the order follows from, and that no row is refused for: they can be read later, or never.
pub(super) fn later() -> Fields {
    Fields::of(&[
        Field::Buyer,
        Field::Receiver,
        Field::Phone,
        Field::Address,
        Field::Items,
        Field::Carrier,
        Field::SellerNote,
        Field::BuyerNote,
    ])
}
