//! A row of an item export becomes an item.

use super::fault::Value;
use super::order_slots::flag;
use super::refund::state;
use super::row_source::{Scratch, Source, Typed};
use super::sums::add;
use super::{ItemRow, derive};
use crate::layouts::Layout;
use crate::model::{Cents, Field, Fields, Stamp};
use crate::records::{Item, Order};

pub(super) fn fill(source: &Source<'_>, scratch: &mut Scratch, out: &mut ItemRow) -> Value<()> {
    out.platform.push_str(source.platform());
    out.item.have = source.bound.have;
    cells(source, &source.bound.columns, scratch, out)?;
    let mut told = Fields::NONE;
    for sum in &source.bound.adds {
        if let Some(value) = add(source, sum, &mut told, scratch)? {
            set_money(&mut out.item, sum.field, value);
        }
    }
    if out.order_no.is_empty() {
        return Err(source.missing(Field::OrderNo, "没有订单号", "there is no order number"));
    }
    super::currency::infer(source, scratch, &mut String::new())?;
    source.shop(&mut out.shop);
    derive::item(&mut out.item);
    source.extra(&mut scratch.buf, &mut out.item.extra)
}

/// The item that stands in the row of its order; `None` where the row tells of none.
pub(super) fn within(source: &Source<'_>, scratch: &mut Scratch, order: &Order) -> Value<Option<Item>> {
    let mut row = ItemRow::default();
    cells(source, &source.bound.item, scratch, &mut row)?;
    let mut item = row.item;
    if tells_nothing(&item) {
        return Ok(None);
    }
    item.have = source.bound.item_have;
    if !item.have.has(Field::Status) {
        item.status = order.status;
        item.status_raw.clone_from(&order.status_raw);
    }
    derive::item(&mut item);
    Ok(Some(item))
}

fn cells(
    source: &Source<'_>,
    columns: &[(Field, Vec<usize>)],
    scratch: &mut Scratch,
    out: &mut ItemRow,
) -> Value<()> {
    for (field, indexes) in columns {
        let typed = source.field(scratch, *field, indexes)?;
        put(&source.bound.layout, out, *field, typed, &scratch.text);
    }
    Ok(())
}

/// Takes a value in; `text` is that of [`Typed::Text`].
pub(super) fn put(layout: &Layout, out: &mut ItemRow, field: Field, typed: Option<Typed>, text: &str) {
    match typed {
        None => {}
        Some(Typed::Text) => set_text(layout, out, field, text),
        Some(Typed::Count(n)) => out.item.quantity = Some(n),
        Some(Typed::Money(m)) => set_money(&mut out.item, field, m),
        Some(Typed::Time(at)) => set_time(&mut out.item, field, at),
        Some(Typed::Never) => out.item.sentinels.add(field),
    }
}

/// Nothing says what it is.
pub(super) fn tells_nothing(item: &Item) -> bool {
    [&item.title, &item.sku, &item.item_no, &item.product_id].iter().all(|t| t.is_empty())
}

fn set_text(layout: &Layout, out: &mut ItemRow, field: Field, text: &str) {
    let item = &mut out.item;
    let slot = match field {
        Field::Platform => {
            if out.platform.is_empty() {
                out.platform.push_str(layout.platform_of(text));
            }
            return;
        }
        Field::Shop => &mut out.shop,
        Field::OrderNo => &mut out.order_no,
        Field::ItemNo => &mut item.item_no,
        Field::Items => &mut item.title,
        Field::Sku => &mut item.sku,
        Field::Spec => &mut item.spec,
        Field::ProductId => &mut item.product_id,
        Field::Status => {
            item.status = layout.status_of(text);
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
    // A refund with a minus is that refund.
    *slot = Some(if field == Field::Refunded { value.abs() } else { value });
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
