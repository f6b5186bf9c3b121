//! A further row of an order that is known in part.

use crate::layouts::Bound;
use crate::model::{Cents, Field, Flag, OrderKind, Stamp, Status, quote};
use crate::read::fault::{Fault, Value};
use crate::read::sums::too_large;
use crate::records::{Item, Order};

pub(super) const AMOUNTS: [Field; 6] =
    [Field::Goods, Field::Freight, Field::Payable, Field::Paid, Field::Refunded, Field::Received];

pub(super) fn values(order: &mut Order) -> [(Field, &mut Option<Cents>); 6] {
    let Order { goods, freight, payable, paid, refunded, received, .. } = order;
    let [a, b, c, d, e, f] = AMOUNTS;
    [(a, goods), (b, freight), (c, payable), (d, paid), (e, refunded), (f, received)]
}

/// A blank cell of the status: the order's other rows tell it.
pub(super) fn says_nothing(bound: &Bound, status: Status, told: &str) -> bool {
    status == Status::Unknown && told.is_empty() && bound.status_when.is_empty()
}

/// Adds a further row of the same order. `states`: of all items, this row's among them.
pub(super) fn merge(bound: &Bound, states: &[Status], into: &mut Order, mut row: Order) -> Value<()> {
    match bound.layout.head {
        Some(field) if has(&row, field) && !has(into, field) => into.status = row.status,
        Some(_) => {}
        None if says_nothing(bound, row.status, &row.status_raw) => {}
        None if says_nothing(bound, into.status, &into.status_raw) => into.status = row.status,
        None if into.status != row.status => {
            into.status = Status::of_parts(states.iter().copied().chain([row.status]));
        }
        None => {}
    }
    if !into.currency.is_empty() && !row.currency.is_empty() && into.currency != row.currency {
        let (a, b) = (quote::code(&into.currency), quote::code(&row.currency));
        let no = quote::number(&row.order_no);
        return Err(Fault::row(
            bound.columns_of(Field::Currency).first().copied(),
            format!("订单 {no} 各行的币种不一致（{a} 与 {b}）"),
            format!("the rows of order {no} are in several currencies ({a} and {b})"),
        ));
    }
    texts(into, &row);
    amounts(bound, into, &mut row)?;
    times(into, &row);
    if into.flag == Flag::None {
        into.flag = row.flag;
    }
    // A gift that comes along does not make the order one.
    if !row.kind.is_free() && (into.kind.is_free() || into.kind == OrderKind::Normal) {
        into.kind = row.kind;
    }
    into.sentinels = into.sentinels.or(row.sentinels);
    let extra = if row.extra == into.extra { String::new() } else { row.extra };
    into.items.extend(row.items.into_iter().map(|item| Item { extra: extra.clone(), ..item }));
    Ok(())
}

/// Rows beside the order's own tell of their item only.
pub(super) fn no_amounts(row: &mut Order) {
    values(row).into_iter().for_each(|(_, slot)| *slot = None);
}

/// Whether the row has a value for the field that marks the order's own row.
pub(super) fn has(order: &Order, field: Field) -> bool {
    match field {
        Field::Payable => order.payable.is_some(),
        Field::Paid => order.paid.is_some(),
        Field::CreatedAt => order.created_at.is_some(),
        _ => !order.status_raw.is_empty(),
    }
}

/// The first row that says something wins.
pub(super) fn texts(into: &mut Order, row: &Order) {
    let pairs = [
        (&mut into.platform, &row.platform),
        (&mut into.shop, &row.shop),
        (&mut into.status_raw, &row.status_raw),
        (&mut into.buyer, &row.buyer),
        (&mut into.receiver, &row.receiver),
        (&mut into.phone, &row.phone),
        (&mut into.address, &row.address),
        (&mut into.titles, &row.titles),
        (&mut into.currency, &row.currency),
        (&mut into.carrier, &row.carrier),
        (&mut into.tracking_no, &row.tracking_no),
        (&mut into.seller_note, &row.seller_note),
        (&mut into.buyer_note, &row.buyer_note),
        (&mut into.close_reason, &row.close_reason),
        (&mut into.pay_no, &row.pay_no),
    ];
    for (slot, text) in pairs {
        if slot.is_empty() {
            slot.clone_from(text);
        }
    }
}

/// Amounts are added up where the layout says so; others stand for the whole order, and then rows must agree.
pub(super) fn amounts(bound: &Bound, into: &mut Order, row: &mut Order) -> Value<()> {
    let added = bound.layout.sum.or(bound.layout.unsure);
    let no = row.order_no.clone();
    for ((field, slot), (_, value)) in values(into).into_iter().zip(values(row)) {
        let value = *value;
        let index = bound.columns_of(field).first().copied();
        *slot = match (*slot, value) {
            (known, None) => known,
            (None, some) => some,
            (Some(a), Some(b)) if added.has(field) => {
                Some(a.checked_add(b).ok_or_else(|| too_large(index.unwrap_or_default()))?)
            }
            (Some(a), Some(b)) if a == b => Some(a),
            (Some(a), Some(b)) => {
                let ((zh, en), no) = (field.title(), quote::number(&no));
                return Err(Fault::row(
                    index,
                    format!("订单 {no} 各行的{zh}不一致（{a} 与 {b}），分不清是每行的还是整单的"),
                    format!(
                        "the rows of order {no} disagree on {en} ({a} and {b}): of the row or of the order?"
                    ),
                ));
            }
        };
    }
    if let (Some(a), Some(b)) = (into.quantity, row.quantity) {
        into.quantity = a.checked_add(b);
    }
    Ok(())
}

/// The first moment of ordering and the first deadline count; of what happened later, the last.
pub(super) fn times(into: &mut Order, row: &Order) {
    let first = |a: Option<Stamp>, b: Option<Stamp>| [a, b].into_iter().flatten().min();
    into.created_at = first(into.created_at, row.created_at);
    into.ship_due = first(into.ship_due, row.ship_due);
    into.pay_due = first(into.pay_due, row.pay_due);
    into.paid_at = into.paid_at.max(row.paid_at);
    into.shipped_at = into.shipped_at.max(row.shipped_at);
    into.completed_at = into.completed_at.max(row.completed_at);
    into.modified_at = into.modified_at.max(row.modified_at);
}
