//! A row of an item export becomes an item.

use super::field::{Scratch, Source, Typed};
use super::order::flag;
use super::refund::state;
use super::value::Value;
use super::{ItemRow, settle};
use crate::layouts::{Layout, lookup};
use crate::model::{Cents, Field, Item, Stamp};

pub(super) fn fill(source: &Source<'_>, scratch: &mut Scratch, out: &mut ItemRow) -> Value<()> {
    let layout = &source.bound.layout;
    out.platform.push_str(source.platform());
    out.item.have = source.bound.have;
    for (field, places) in &source.bound.columns {
        match source.field(scratch, *field, places)? {
            None => {}
            Some(Typed::Text) => set_text(layout, out, *field, &scratch.text),
            Some(Typed::Count(n)) => out.item.quantity = Some(n),
            Some(Typed::Money(m)) => set_money(&mut out.item, *field, m),
            Some(Typed::Time(at)) => set_time(&mut out.item, *field, at),
            Some(Typed::Never) => out.item.sentinels.add(*field),
        }
    }
    if out.order_no.is_empty() {
        return Err(source.missing(Field::OrderNo, "没有订单号", "there is no order number"));
    }
    source.shop(&mut out.shop);
    settle::item(&mut out.item);
    source.extra(&mut out.item.extra)
}

fn set_text(layout: &Layout, out: &mut ItemRow, field: Field, text: &str) {
    let item = &mut out.item;
    let slot = match field {
        Field::Platform if out.platform.is_empty() => &mut out.platform,
        Field::Shop => &mut out.shop,
        Field::OrderNo => &mut out.order_no,
        Field::ItemNo => &mut item.item_no,
        Field::Items => &mut item.title,
        Field::Sku => &mut item.sku,
        Field::Spec => &mut item.spec,
        Field::ProductId => &mut item.product_id,
        Field::Status => {
            item.status = lookup(&layout.status, text).unwrap_or_default();
            &mut item.status_raw
        }
        Field::RefundState => {
            item.refund_state = state(layout, text);
            return;
        }
        Field::Flag => {
            item.flag = flag(layout, text);
            return;
        }
        Field::Carrier => &mut item.carrier,
        Field::TrackingNo => &mut item.tracking_no,
        Field::SellerNote => &mut item.seller_note,
        Field::BuyerNote => &mut item.buyer_note,
        _ => return,
    };
    slot.clear();
    slot.push_str(text);
}

fn set_money(item: &mut Item, field: Field, value: Cents) {
    let slot = match field {
        Field::Price => &mut item.price,
        Field::Payable => &mut item.payable,
        Field::Paid => &mut item.paid,
        Field::Refunded => &mut item.refunded,
        _ => return,
    };
    *slot = Some(value);
}

fn set_time(item: &mut Item, field: Field, at: Stamp) {
    let slot = match field {
        Field::CreatedAt => &mut item.created_at,
        Field::PaidAt => &mut item.paid_at,
        Field::ShippedAt => &mut item.shipped_at,
        Field::ShipDue => &mut item.ship_due,
        _ => return,
    };
    *slot = Some(at);
}
