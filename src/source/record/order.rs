//! A row of an order export becomes an order.

use super::field::{Scratch, Source, Typed};
use super::settle;
use super::value::{Value, raw};
use crate::layouts::{Layout, lookup};
use crate::model::{Cents, Field, Fields, Flag, Order, OrderKind, Stamp};
use crate::source::row::Raw;

/// Fields that others are worked out from.
pub(super) fn with_helpers(want: Fields) -> Fields {
    let mut all = want;
    for always in [Field::Platform, Field::Shop, Field::OrderNo] {
        all.add(always);
    }
    if want.has(Field::Status) {
        for helper in [Field::PaidAt, Field::Paid, Field::CloseReason, Field::Received, Field::StatusRaw] {
            all.add(helper);
        }
    }
    if all.has(Field::Paid) || all.has(Field::Refunded) {
        for helper in [Field::Paid, Field::Refunded, Field::Payable] {
            all.add(helper);
        }
    }
    all
}

/// Fills a cleared order. `want` comes from [`with_helpers`].
pub(super) fn fill(source: &Source<'_>, want: Fields, scratch: &mut Scratch, order: &mut Order) -> Value<()> {
    let layout = &source.bound.layout;
    order.have = source.bound.have;
    order.platform.push_str(source.platform());
    for (field, places) in &source.bound.columns {
        if !want.has(*field) {
            continue;
        }
        if *field == Field::Kind {
            order.kind = kind(source, places, scratch)?;
            continue;
        }
        match source.field(scratch, *field, places)? {
            None => {}
            Some(Typed::Text) => set_text(layout, order, *field, &scratch.text),
            Some(Typed::Count(n)) => order.quantity = Some(n),
            Some(Typed::Money(m)) => set_money(order, *field, m),
            Some(Typed::Time(at)) => set_time(order, *field, at),
            Some(Typed::Never) => order.sentinels.add(*field),
        }
    }
    if order.order_no.is_empty() {
        return Err(source.missing(Field::OrderNo, "没有订单号", "there is no order number"));
    }
    source.shop(&mut order.shop);
    settle::order(layout, source.bound.have, order);
    source.extra(&mut order.extra)
}

/// Several columns can tell the kind; the first that says something unusual wins.
fn kind(source: &Source<'_>, places: &[usize], scratch: &mut Scratch) -> Value<OrderKind> {
    for &place in places {
        if source.row.is_blank(place) {
            continue;
        }
        if let Raw::Text(text) = raw(source.row, place, &mut scratch.buf)?
            && let Some(kind) = lookup(&source.bound.layout.kinds, text)
            && kind != OrderKind::Normal
        {
            return Ok(kind);
        }
    }
    Ok(OrderKind::Normal)
}

pub(super) fn flag(layout: &Layout, text: &str) -> Flag {
    lookup(&layout.flags, text).unwrap_or(Flag::Other)
}

fn set_text(layout: &Layout, order: &mut Order, field: Field, text: &str) {
    let slot = match field {
        Field::Platform => {
            if order.platform.is_empty() {
                order.platform.push_str(layout.platforms.get(text).map_or(text, String::as_str));
            }
            return;
        }
        Field::Status => {
            order.status = lookup(&layout.status, text).unwrap_or_default();
            if !order.status_raw.is_empty() || layout.trusted {
                return;
            }
            &mut order.status_raw
        }
        Field::Flag => {
            order.flag = flag(layout, text);
            return;
        }
        Field::Shop => &mut order.shop,
        Field::OrderNo => &mut order.order_no,
        Field::Buyer => &mut order.buyer,
        Field::Receiver => &mut order.receiver,
        Field::Phone => &mut order.phone,
        Field::Address => &mut order.address,
        Field::Items => &mut order.titles,
        Field::Currency => &mut order.currency,
        Field::Carrier => &mut order.carrier,
        Field::TrackingNo => &mut order.tracking_no,
        Field::SellerNote => &mut order.seller_note,
        Field::BuyerNote => &mut order.buyer_note,
        Field::CloseReason => &mut order.close_reason,
        Field::PayNo => &mut order.pay_no,
        Field::StatusRaw => &mut order.status_raw,
        _ => return,
    };
    slot.clear();
    slot.push_str(text);
}

fn set_money(order: &mut Order, field: Field, value: Cents) {
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

fn set_time(order: &mut Order, field: Field, at: Stamp) {
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
