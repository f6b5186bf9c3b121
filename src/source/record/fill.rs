//! Filling records from rows, field by field.

use super::value::{Fault, Value, count, id, is_nothing, money, number, raw, time};
use super::{ItemRow, Reading, date_order};
use crate::layouts::{Bound, Layout, fold_word};
use crate::model::{
    Cents, Field, FieldType, Fields, Flag, Item, Order, OrderKind, Refund, RefundState, Stamp, Status,
};
use crate::source::row::{Raw, Row};

/// The value of a field, typed.
enum Typed {
    Text(String),
    Money(Cents),
    Count(i64),
    Time(Stamp),
    /// A date that means "never".
    Never,
}

/// Reads the first column of a field that is not empty.
fn field(
    bound: &Bound,
    reading: &Reading,
    row: &Row<'_>,
    buf: &mut String,
    field: Field,
) -> Value<Option<Typed>> {
    let layout = &bound.layout;
    let zone = layout.zone.unwrap_or(reading.zone);
    let mut never = false;
    for &place in bound.columns_of(field) {
        if row.is_blank(place) {
            continue;
        }
        let cell = raw(row, place, buf)?;
        if let Raw::Text(text) = cell
            && (text.is_empty() || (!layout.empty.is_empty() && is_layout_empty(layout, text)))
        {
            continue;
        }
        let typed = match field.kind() {
            FieldType::Money => money(cell, place)?.map(Typed::Money),
            FieldType::Count => count(cell, place)?.map(Typed::Count),
            FieldType::Time => match time(cell, place, zone, date_order(bound, reading))? {
                None => None,
                Some(Ok(at)) => Some(Typed::Time(at)),
                Some(Err(())) => {
                    never = true;
                    None
                }
            },
            FieldType::Id => {
                let mut out = String::new();
                match field {
                    Field::OrderNo | Field::ItemNo | Field::RefundNo => number(cell, place, &mut out)?,
                    _ => id(cell, place, &mut out)?,
                }
                (!out.is_empty()).then(|| Typed::Text(without_prefix(layout, field, out)))
            }
            FieldType::Text | FieldType::Word => {
                plain_text(cell, place)?.map(|t| Typed::Text(without_prefix(layout, field, t)))
            }
        };
        if typed.is_some() {
            return Ok(typed);
        }
    }
    Ok(never.then_some(Typed::Never))
}

fn is_layout_empty(layout: &Layout, text: &str) -> bool {
    text.len() <= 30 && layout.empty.contains(&fold_word(text))
}

fn plain_text(cell: Raw<'_>, place: usize) -> Value<Option<String>> {
    match cell {
        Raw::Text("") => Ok(None),
        Raw::Text(text) => Ok(Some(text.to_owned())),
        // A phone or a code that a spreadsheet took for a number.
        Raw::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => Ok(Some(format!("{n:.0}"))),
        Raw::Number(n) | Raw::Serial(n) => Ok(Some(n.to_string())),
        Raw::Broken(text) => Err(Fault::at(
            place,
            format!("单元格是公式错误 {text}"),
            format!("the cell holds a formula error {text}"),
        )),
    }
}

fn without_prefix(layout: &Layout, field: Field, text: String) -> String {
    for (of, prefixes) in &layout.drop_prefix {
        if *of == field {
            for prefix in prefixes {
                if let Some(rest) = text.strip_prefix(prefix.as_str()) {
                    return rest.trim().to_owned();
                }
            }
        }
    }
    text
}

/// Fields that others are worked out from.
fn with_helpers(want: Fields) -> Fields {
    let mut all = want;
    all.add(Field::OrderNo);
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

pub(super) fn order(
    bound: &Bound,
    reading: &Reading,
    row: &Row<'_>,
    buf: &mut String,
    order: &mut Order,
) -> Value<()> {
    let layout = &bound.layout;
    let want = with_helpers(reading.want);
    order.have = bound.have;
    order.platform.push_str(reading.platform.as_deref().unwrap_or(&layout.platform));
    for (of, places) in &bound.columns {
        if *of == Field::Kind && want.has(Field::Kind) {
            order.kind = kind(layout, row, places, buf)?;
            continue;
        }
        if !want.has(*of) && !matches!(of, Field::Platform | Field::Shop) {
            continue;
        }
        let Some(value) = field(bound, reading, row, buf, *of)? else { continue };
        match value {
            Typed::Text(text) => set_text(layout, order, *of, text),
            Typed::Count(n) => order.quantity = Some(n),
            Typed::Money(m) => set_money(order, *of, m),
            Typed::Time(at) => set_time(order, *of, Some(at)),
            Typed::Never => order.sentinels.add(*of),
        }
    }
    if order.order_no.is_empty() {
        return Err(no_number(bound));
    }
    if let Some(shop) = &reading.shop {
        order.shop.clone_from(shop);
    } else if order.shop.is_empty() {
        order.shop.push_str(if layout.default_shop.is_empty() {
            &reading.default_shop
        } else {
            &layout.default_shop
        });
    }
    settle(layout, bound.have, order);
    if reading.extra {
        order.extra = extra(bound, row)?;
    }
    Ok(())
}

fn no_number(bound: &Bound) -> Fault {
    Fault::row(
        bound.columns_of(Field::OrderNo).first().copied(),
        "没有订单号".to_owned(),
        "there is no order number".to_owned(),
    )
}

/// Several columns can tell the kind; the first that says something unusual wins.
fn kind(layout: &Layout, row: &Row<'_>, places: &[usize], buf: &mut String) -> Value<OrderKind> {
    for &place in places {
        if row.is_blank(place) {
            continue;
        }
        if let Raw::Text(text) = raw(row, place, buf)?
            && let Some(kind) = layout.kinds.get(&fold_word(text))
            && *kind != OrderKind::Normal
        {
            return Ok(*kind);
        }
    }
    Ok(OrderKind::Normal)
}

fn flag(layout: &Layout, text: &str) -> Flag {
    layout.flags.get(&fold_word(text)).copied().unwrap_or(Flag::Other)
}

fn set_text(layout: &Layout, order: &mut Order, field: Field, text: String) {
    match field {
        Field::Platform if order.platform.is_empty() => {
            order.platform = layout.platforms.get(&fold_word(&text)).cloned().unwrap_or(text);
        }
        Field::Status => {
            order.status = layout.status.get(&fold_word(&text)).copied().unwrap_or_default();
            if order.status_raw.is_empty() && !layout.trusted {
                order.status_raw = text;
            }
        }
        Field::Flag => order.flag = flag(layout, &text),
        Field::Shop => order.shop = text,
        Field::OrderNo => order.order_no = text,
        Field::Buyer => order.buyer = text,
        Field::Receiver => order.receiver = text,
        Field::Phone => order.phone = text,
        Field::Address => order.address = text,
        Field::Items => order.titles = text,
        Field::Currency => order.currency = text,
        Field::Carrier => order.carrier = text,
        Field::TrackingNo => order.tracking_no = text,
        Field::SellerNote => order.seller_note = text,
        Field::BuyerNote => order.buyer_note = text,
        Field::CloseReason => order.close_reason = text,
        Field::PayNo => order.pay_no = text,
        Field::StatusRaw => order.status_raw = text,
        _ => {}
    }
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

fn set_time(order: &mut Order, field: Field, at: Option<Stamp>) {
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
    *slot = at;
}

/// What follows from the values together: the paid amount before refunds, and what a closed order is.
fn settle(layout: &Layout, have: Fields, order: &mut Order) {
    if layout.trusted {
        return;
    }
    if let (Some(paid), Some(refunded), Some(payable)) = (order.paid, order.refunded, order.payable)
        && refunded.0 > 0
        && paid.checked_add(refunded) == Some(payable)
    {
        order.paid = Some(payable);
    }
    if !have.has(Field::Status) && layout.status_from_payment {
        order.status = status_from_payment(order);
        // An order that was paid and kept may be anywhere: its status is not known, not "unknown to us".
        if order.status != Status::Unknown {
            order.have.add(Field::Status);
        }
    }
    if order.status == Status::Closed {
        order.status = closed(have, order);
    }
}

fn status_from_payment(order: &Order) -> Status {
    if order.paid_at.is_none() {
        return Status::Unpaid;
    }
    match (order.paid, order.refunded) {
        (Some(paid), Some(refunded)) if refunded.0 > 0 && refunded >= paid => Status::ClosedRefunded,
        _ => Status::Unknown,
    }
}

/// Never paid, paid and wholly refunded, or neither to be told.
fn closed(have: Fields, order: &Order) -> Status {
    let paid = order.paid.unwrap_or_default().0;
    let refunded = order.refunded.unwrap_or_default().0;
    let was_paid =
        order.paid_at.is_some() || (order.paid_at.is_none() && !have.has(Field::PaidAt) && paid > 0);
    if !was_paid && refunded == 0 {
        return if paid == 0 { Status::ClosedUnpaid } else { Status::Closed };
    }
    if order.refunded.is_some() {
        return if refunded > 0 && refunded >= paid { Status::ClosedRefunded } else { Status::Closed };
    }
    // Without a refund column: money that never reached the shop, or the platform's own words.
    let nothing_kept = have.has(Field::Received) && order.received == Some(Cents(0));
    if nothing_kept || order.close_reason.contains("退款") {
        Status::ClosedRefunded
    } else {
        Status::Closed
    }
}

pub(super) fn item(
    bound: &Bound,
    reading: &Reading,
    row: &Row<'_>,
    buf: &mut String,
    out: &mut ItemRow,
) -> Value<()> {
    let layout = &bound.layout;
    out.platform.push_str(reading.platform.as_deref().unwrap_or(&layout.platform));
    out.item.have = bound.have;
    for (of, _) in &bound.columns {
        let Some(value) = field(bound, reading, row, buf, *of)? else { continue };
        match value {
            Typed::Text(text) => match of {
                Field::Platform if out.platform.is_empty() => out.platform = text,
                Field::Shop => out.shop = text,
                Field::OrderNo => out.order_no = text,
                _ => item_text(layout, &mut out.item, *of, text),
            },
            Typed::Count(n) => out.item.quantity = Some(n),
            Typed::Money(m) => match of {
                Field::Price => out.item.price = Some(m),
                Field::Payable => out.item.payable = Some(m),
                Field::Paid => out.item.paid = Some(m),
                Field::Refunded => out.item.refunded = Some(m),
                _ => {}
            },
            Typed::Time(at) => match of {
                Field::CreatedAt => out.item.created_at = Some(at),
                Field::PaidAt => out.item.paid_at = Some(at),
                Field::ShippedAt => out.item.shipped_at = Some(at),
                Field::ShipDue => out.item.ship_due = Some(at),
                _ => {}
            },
            Typed::Never => out.item.sentinels.add(*of),
        }
    }
    if out.order_no.is_empty() {
        return Err(no_number(bound));
    }
    if let Some(shop) = &reading.shop {
        out.shop.clone_from(shop);
    } else if out.shop.is_empty() {
        out.shop.clone_from(&reading.default_shop);
    }
    settle_item(&mut out.item);
    if reading.extra {
        out.item.extra = extra(bound, row)?;
    }
    Ok(())
}

fn item_text(layout: &Layout, item: &mut Item, field: Field, text: String) {
    match field {
        Field::ItemNo => item.item_no = text,
        Field::Items => item.title = text,
        Field::Sku => item.sku = text,
        Field::Spec => item.spec = text,
        Field::ProductId => item.product_id = text,
        Field::Status => {
            item.status = layout.status.get(&fold_word(&text)).copied().unwrap_or_default();
            item.status_raw = text;
        }
        Field::RefundState => item.refund_state = refund_state(layout, &text),
        Field::Carrier => item.carrier = text,
        Field::TrackingNo => item.tracking_no = text,
        Field::Flag => item.flag = flag(layout, &text),
        Field::SellerNote => item.seller_note = text,
        Field::BuyerNote => item.buyer_note = text,
        _ => {}
    }
}

fn refund_state(layout: &Layout, text: &str) -> RefundState {
    layout.refund_states.get(&fold_word(text)).copied().unwrap_or(RefundState::Unknown)
}

fn settle_item(item: &mut Item) {
    if item.status != Status::Closed {
        return;
    }
    let paid = item.paid.unwrap_or_default().0;
    item.status = if item.refund_state == RefundState::Success {
        Status::ClosedRefunded
    } else if item.paid_at.is_none() && paid == 0 && item.refunded.is_none() && item.have.has(Field::PaidAt) {
        Status::ClosedUnpaid
    } else if item.refunded.is_some_and(|r| r.0 > 0 && r.0 >= paid) {
        Status::ClosedRefunded
    } else {
        Status::Closed
    };
}

pub(super) fn refund(
    bound: &Bound,
    reading: &Reading,
    row: &Row<'_>,
    buf: &mut String,
    out: &mut Refund,
) -> Value<()> {
    let layout = &bound.layout;
    out.platform.push_str(reading.platform.as_deref().unwrap_or(&layout.platform));
    out.have = bound.have;
    for (of, _) in &bound.columns {
        let Some(value) = field(bound, reading, row, buf, *of)? else { continue };
        match value {
            Typed::Text(text) => refund_text(layout, out, *of, text),
            Typed::Money(m) => match of {
                Field::Amount => out.amount = Some(m),
                Field::Paid => out.paid = Some(m),
                _ => {}
            },
            Typed::Time(at) => match of {
                Field::AppliedAt => out.applied_at = Some(at),
                Field::DueAt => out.due_at = Some(at),
                Field::DoneAt => out.done_at = Some(at),
                Field::BackAt => out.back_at = Some(at),
                _ => {}
            },
            Typed::Never => out.sentinels.add(*of),
            Typed::Count(_) => {}
        }
    }
    if out.order_no.is_empty() {
        return Err(no_number(bound));
    }
    if out.refund_no.is_empty() {
        return Err(Fault::row(
            bound.columns_of(Field::RefundNo).first().copied(),
            "没有退款编号".to_owned(),
            "there is no refund number".to_owned(),
        ));
    }
    if let Some(shop) = &reading.shop {
        out.shop.clone_from(shop);
    } else if out.shop.is_empty() {
        out.shop.clone_from(&reading.default_shop);
    }
    if reading.extra {
        out.extra = extra(bound, row)?;
    }
    Ok(())
}

fn refund_text(layout: &Layout, refund: &mut Refund, field: Field, text: String) {
    match field {
        Field::Platform if refund.platform.is_empty() => refund.platform = text,
        Field::Shop => refund.shop = text,
        Field::OrderNo => refund.order_no = text,
        Field::RefundNo => refund.refund_no = text,
        Field::ItemNo => refund.item_no = text,
        Field::Buyer => refund.buyer = text,
        Field::Items => refund.product = text,
        Field::Sku => refund.sku = text,
        Field::RefundKind => {
            refund.kind = layout.refund_kinds.get(&fold_word(&text)).copied().unwrap_or_default()
        }
        Field::RefundState => {
            refund.state = refund_state(layout, &text);
            refund.state_raw = text;
        }
        Field::Reason => refund.reason = text,
        Field::Detail => refund.detail = text,
        Field::GoodsState => refund.goods_state = text,
        Field::Carrier => refund.carrier = text,
        Field::TrackingNo => refund.tracking_no = text,
        Field::BackCarrier => refund.back_carrier = text,
        Field::BackTrackingNo => refund.back_tracking_no = text,
        Field::PlatformStep => refund.platform_step = text,
        Field::Phase => refund.phase = text,
        Field::Handler => refund.handler = text,
        Field::SellerNote => refund.seller_note = text,
        _ => {}
    }
}

/// Unmapped columns as a JSON object, in the file's order; empty ones left out.
fn extra(bound: &Bound, row: &Row<'_>) -> Value<String> {
    let mut out = String::new();
    for &place in &bound.unmapped {
        if row.is_blank(place) {
            continue;
        }
        let mut buf = String::new();
        let text = match raw(row, place, &mut buf)? {
            Raw::Text(text) | Raw::Broken(text) => text.to_owned(),
            Raw::Number(n) | Raw::Serial(n) => n.to_string(),
        };
        if is_nothing(&text) {
            continue;
        }
        out.push(if out.is_empty() { '{' } else { ',' });
        out.push_str(&json_text(&bound.header[place]));
        out.push(':');
        out.push_str(&json_text(&text));
    }
    if !out.is_empty() {
        out.push('}');
    }
    Ok(out)
}

fn json_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
