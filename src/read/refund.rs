//! A row of a refund export becomes a refund case.

use super::conditions::first_that_holds;
use super::fault::Value;
use super::row_source::{Scratch, Source, Typed};
use super::sums::add;
use crate::layouts::{Layout, lookup};
use crate::model::text::hash64;
use crate::model::{Cents, Field, Fields, RefundKind, RefundState, Stamp};
use crate::records::Refund;

pub(super) fn fill(source: &Source<'_>, scratch: &mut Scratch, out: &mut Refund) -> Value<()> {
    let layout = &source.bound.layout;
    out.platform.push_str(source.platform());
    out.have = source.bound.have;
    let mut signed: &[usize] = &[];
    for (field, columns) in &source.bound.columns {
        if *field == Field::BackSignedAt {
            signed = columns;
            continue;
        }
        match source.field(scratch, *field, columns)? {
            None | Some(Typed::Count(_)) => {}
            Some(Typed::Text) => set_text(layout, out, *field, &scratch.text),
            Some(Typed::Money(m)) => set_money(out, *field, m),
            Some(Typed::Time(at)) => set_time(out, *field, at),
            Some(Typed::Never) => out.sentinels.add(*field),
        }
    }
    let mut told = Fields::NONE;
    for sum in &source.bound.adds {
        if let Some(value) = add(source, sum, &mut told, scratch)? {
            set_money(out, sum.field, value);
        }
    }
    if let Some(state) = first_that_holds(source, &source.bound.state_when, scratch)? {
        out.state = state;
    }
    // Some platforms have one word for "done"; of these nothing is paid back.
    let no_money = matches!(out.kind, RefundKind::Exchange | RefundKind::Repair | RefundKind::Reissue);
    let nothing = out.amount.unwrap_or_default().0 == 0;
    if no_money && out.state == RefundState::Success && nothing {
        out.state = RefundState::ExchangeDone;
    }
    // Without the column that tells them apart it may be any of these.
    let tells_kinds = layout.columns.iter().any(|c| c.0 == Field::RefundKind);
    if tells_kinds && !out.have.has(Field::RefundKind) && out.state == RefundState::Success && nothing {
        out.state = RefundState::Unknown;
    }
    if out.order_no.is_empty() {
        return Err(source.missing(Field::OrderNo, "没有订单号", "there is no order number"));
    }
    if out.refund_no.is_empty() && layout.requires.iter().any(|any| any.contains(&Field::RefundNo)) {
        return Err(source.missing(Field::RefundNo, "没有退款编号", "there is no refund number"));
    }
    for column in signed {
        // The time of a state is that of signing only while the state says so.
        let of_state = source.bound.header.get(*column).is_some_and(|head| head.contains("状态"));
        if (!of_state || out.goods_are_back())
            && let Some(Typed::Time(at)) = source.field(scratch, Field::BackSignedAt, &[*column])?
        {
            out.back_signed_at = Some(at);
            break;
        }
    }
    // Without a platform it would never meet its order.
    if out.platform.is_empty() {
        return Err(source.missing(
            Field::Platform,
            "没有平台；用 --platform 指明",
            "there is no platform; name it with `--platform`",
        ));
    }
    super::currency::infer(source, scratch, &mut String::new())?;
    source.shop(&mut out.shop);
    source.extra(&mut scratch.buf, &mut out.extra)
}

/// The number of a case whose export gives none: the same in every export that has order, goods and day.
pub(super) fn made_no(refund: &Refund) -> String {
    let at = refund
        .applied_at
        .or(refund.done_at)
        .or(refund.back_signed_at)
        .map_or(String::new(), |at| at.0.to_string());
    let parts = [refund.order_no.as_str(), &refund.item_no, &refund.sku, &refund.product, &at];
    format!("~{:012x}", hash64(&parts.map(str::as_bytes)) >> 16)
}

/// A platform's word for the state of a refund; unknown words are never taken for "none".
pub(super) fn state(layout: &Layout, text: &str) -> RefundState {
    lookup(&layout.refund_states, text).unwrap_or(RefundState::Unknown)
}

fn set_text(layout: &Layout, refund: &mut Refund, field: Field, text: &str) {
    let slot = match field {
        Field::Platform => {
            if refund.platform.is_empty() {
                refund.platform.push_str(layout.platform_of(text));
            }
            return;
        }
        Field::Shop => &mut refund.shop,
        Field::OrderNo => &mut refund.order_no,
        Field::RefundNo => &mut refund.refund_no,
        Field::ItemNo => &mut refund.item_no,
        Field::Buyer => &mut refund.buyer,
        Field::Items => &mut refund.product,
        Field::Sku => &mut refund.sku,
        Field::RefundKind => {
            refund.kind = lookup(&layout.refund_kinds, text).unwrap_or_default();
            return;
        }
        Field::RefundState => {
            refund.state = state(layout, text);
            &mut refund.state_raw
        }
        Field::StatusRaw => &mut refund.state_raw,
        Field::Reason => &mut refund.reason,
        Field::Detail => &mut refund.detail,
        Field::GoodsState => &mut refund.goods_state,
        Field::Carrier => &mut refund.carrier,
        Field::TrackingNo => &mut refund.tracking_no,
        Field::BackCarrier => &mut refund.back_carrier,
        Field::BackTrackingNo => &mut refund.back_tracking_no,
        Field::PlatformStep => &mut refund.platform_step,
        Field::Phase => &mut refund.phase,
        Field::Handler => &mut refund.handler,
        Field::SellerNote => &mut refund.seller_note,
        _ => return,
    };
    slot.clear();
    slot.push_str(text);
}

fn set_money(refund: &mut Refund, field: Field, value: Cents) {
    match field {
        // A refund with a minus is that refund.
        Field::Amount => refund.amount = Some(value.abs()),
        Field::Paid => refund.paid = Some(value),
        _ => {}
    }
}

fn set_time(refund: &mut Refund, field: Field, at: Stamp) {
    let slot = match field {
        Field::AppliedAt => &mut refund.applied_at,
        Field::DueAt => &mut refund.due_at,
        Field::DoneAt => &mut refund.done_at,
        Field::BackAt => &mut refund.back_at,
        _ => return,
    };
    *slot = Some(at);
}
