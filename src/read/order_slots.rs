//! Where the value of a field stands in an order.

use super::fault::Value;
use super::raw::raw;
use super::row_source::{Scratch, Source};
use crate::layouts::{Layout, lookup};
use crate::model::{Cents, Field, Flag, OrderKind, Stamp};
use crate::records::Order;
use crate::source::Raw;

pub(super) fn set_text(layout: &Layout, order: &mut Order, field: Field, text: &str) {
    match field {
        Field::Platform => {
            if order.platform.is_empty() {
                order.platform.push_str(layout.platform_of(text));
            }
            return;
        }
        Field::Status => {
            order.status = layout.status_of(text);
            if !order.status_raw.is_empty() || layout.trusted {
                return;
            }
        }
        Field::Flag => {
            order.flag = flag(layout, text);
            return;
        }
        Field::Currency => {
            order.currency = crate::model::money::currency(text);
            return;
        }
        _ => {}
    }
    if let Some(slot) = text_slot(order, field) {
        slot.clear();
        slot.push_str(text);
    }
}

/// Where the text of a field stands as it is.
pub(super) fn text_slot(order: &mut Order, field: Field) -> Option<&mut String> {
    Some(match field {
        Field::Status | Field::StatusRaw => &mut order.status_raw,
        Field::Shop => &mut order.shop,
        Field::OrderNo => &mut order.order_no,
        Field::Buyer => &mut order.buyer,
        Field::Receiver => &mut order.receiver,
        Field::Phone => &mut order.phone,
        Field::Address => &mut order.address,
        Field::Items => &mut order.titles,
        Field::Carrier => &mut order.carrier,
        Field::TrackingNo => &mut order.tracking_no,
        Field::SellerNote => &mut order.seller_note,
        Field::BuyerNote => &mut order.buyer_note,
        Field::CloseReason => &mut order.close_reason,
        Field::PayNo => &mut order.pay_no,
        _ => return None,
    })
}

pub(super) fn set_money(order: &mut Order, field: Field, value: Cents) {
    // A refund with a minus is that refund.
    let value = if field == Field::Refunded { value.abs() } else { value };
    let slot = match field {
        Field::Goods => &mut order.goods,
        Field::Freight => &mut order.freight,
        Field::Payable => &mut order.payable,
        Field::Paid => &mut order.paid,
        Field::Refunded => &mut order.refunded,
        Field::Received => &mut order.received,
        _ => return,
    };
    *slot = Some(value);
}

pub(super) fn set_time(order: &mut Order, field: Field, at: Stamp) {
    let slot = match field {
        Field::CreatedAt => &mut order.created_at,
        Field::PaidAt => &mut order.paid_at,
        Field::ShippedAt => &mut order.shipped_at,
        Field::CompletedAt => &mut order.completed_at,
        Field::ShipDue => &mut order.ship_due,
        Field::PayDue => &mut order.pay_due,
        Field::ModifiedAt => &mut order.modified_at,
        _ => return,
    };
    *slot = Some(at);
}

pub(super) fn flag(layout: &Layout, text: &str) -> Flag {
    lookup(&layout.flags, text).unwrap_or(Flag::Other)
}

/// Several columns can tell the kind; the first that says something unusual wins.
pub(super) fn kind(source: &Source<'_>, indexes: &[usize], scratch: &mut Scratch) -> Value<OrderKind> {
    for &index in indexes {
        if source.row.is_blank(index) {
            continue;
        }
        if let Raw::Text(text) = raw(source.row, index, &mut scratch.buf)? {
            let kind = source.bound.layout.kind_of(text);
            if kind != OrderKind::Normal {
                return Ok(kind);
            }
        }
    }
    Ok(OrderKind::Normal)
}
