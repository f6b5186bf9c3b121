//! A row of an order export becomes an order.

use super::field::{Scratch, Source, Typed};
use super::value::{Fault, Value, raw};
use super::{currency, derive, quick};
use crate::layouts::{Bound, ColumnSum, Condition, Grain, Layout, Summand, When, lookup};
use crate::model::amount::{Amount, Fine};
use crate::model::{Cents, Field, Fields, Flag, OrderKind, Stamp, Status};
use crate::records::Order;
use crate::source::Raw;

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

/// Fields that are read, and their columns among those of the file.
pub(super) struct Want {
    pub(super) fields: Fields,
    columns: Vec<usize>,
}

impl Want {
    pub(super) fn of(bound: &Bound, fields: Fields) -> Want {
        let wanted = bound.columns.iter().enumerate().filter(|(_, column)| fields.has(column.0));
        Want { fields, columns: wanted.map(|(index, _)| index).collect() }
    }
}

/// Fills a cleared order. The fields that are wanted come from [`with_helpers`].
pub(super) fn fill(source: &Source<'_>, want: &Want, scratch: &mut Scratch, order: &mut Order) -> Value<()> {
    let layout = &source.bound.layout;
    order.have = source.bound.have;
    order.platform.push_str(source.platform());
    cells(source, want, scratch, order)?;
    let mut told = Fields::NONE;
    let Want { fields, .. } = want;
    for sum in &source.bound.adds {
        if fields.has(sum.field)
            && let Some(value) = add(source, sum, &mut told, scratch)?
        {
            set_money(order, sum.field, value);
        }
    }
    if fields.has(Field::Status)
        && let Some(status) = first_that_holds(source, &source.bound.status_when, scratch)?
    {
        order.status = status;
    }
    if order.order_no.is_empty() {
        return Err(source.missing(Field::OrderNo, "没有订单号", "there is no order number"));
    }
    source.shop(&mut order.shop);
    let wanted = fields.0 & source.bound.item_have.0 != 0 || layout.grain == Grain::Item;
    if !source.bound.item.is_empty() && wanted {
        let item = super::item::within(source, scratch, order)?;
        order.items.extend(item);
    }
    if !source.bound.inline_items.is_empty() && wanted {
        let items = super::inline_items::items(source, scratch, order)?;
        order.items.extend(items);
    }
    if order.carrier.is_empty()
        && !source.bound.have.has(Field::Carrier)
        && let Some((carrier, number)) = parcel(&order.tracking_no)
    {
        (order.carrier, order.tracking_no) = (carrier, number);
        order.have.add(Field::Carrier);
    }
    currency::infer(source, scratch, &mut order.currency)?;
    source.extra(&mut scratch.buf, &mut order.extra)
}

/// The columns of these fields, one by one and put together.
#[expect(clippy::indexing_slicing, reason = "wanted columns are numbered by the same file")]
pub(super) fn cells(source: &Source<'_>, want: &Want, scratch: &mut Scratch, order: &mut Order) -> Value<()> {
    let layout = &source.bound.layout;
    for &column in &want.columns {
        if quick::set(source, column, scratch, order)? {
            continue;
        }
        let (field, indexes) = &source.bound.columns[column];
        if *field == Field::Kind {
            order.kind = kind(source, indexes, scratch)?;
            continue;
        }
        match source.field(scratch, *field, indexes)? {
            None => {}
            Some(Typed::Text) => set_text(layout, order, *field, &scratch.text),
            Some(Typed::Count(n)) => order.quantity = Some(n),
            Some(Typed::Money(m)) => set_money(order, *field, m),
            Some(Typed::Time(at)) => set_time(order, *field, at),
            Some(Typed::Never) => order.sentinels.add(*field),
        }
    }
    for (field, indexes) in &source.bound.joins {
        if want.fields.has(*field) {
            join(source, *field, indexes, scratch, order)?;
        }
    }
    super::customer::complete(source, want.fields, scratch, order)
}

/// A cell that names one carrier and one number, such as `中通快递 7812345678`; anything else stays as it is.
fn parcel(text: &str) -> Option<(String, String)> {
    let at = text.find(|c: char| c.is_ascii_alphanumeric())?;
    let (carrier, number) = text.split_at(at);
    let carrier = carrier.trim_end_matches([' ', ':', '：', ',', '，', '-', '_', '/', '|', '(', '（']);
    let number = number.trim_end_matches([')', '）', ' ']);
    let good = carrier.chars().count() >= 2
        && carrier.chars().all(|c| !c.is_ascii() && c.is_alphabetic())
        && (8..=32).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    good.then(|| (carrier.to_owned(), number.to_owned()))
}

/// What follows from the values together, once every row of the order has been seen.
pub(super) fn finish(source: &Bound, order: &mut Order) {
    if source.layout.head.is_some() && !source.item_have.has(Field::Status) {
        order.items.iter_mut().for_each(|i| i.status = order.status);
    }
    // Some exports call a part "unshipped" while nobody has paid yet.
    if order.status == Status::Unpaid {
        let waiting = order.items.iter_mut().filter(|i| i.status == Status::Paid);
        waiting.for_each(|i| i.status = Status::Unpaid);
    }
    if !order.items.is_empty() {
        let mut next = 0;
        for item in order.items.iter_mut().filter(|i| i.item_no.is_empty()) {
            next += 1;
            item.item_no = format!("~{next}");
        }
        order.have.add(Field::Items);
        if order.quantity.is_none() && source.item_have.has(Field::Quantity) {
            order.quantity = order.items.iter().try_fold(0_i64, |all, i| all.checked_add(i.quantity?));
            order.have.add(Field::Quantity);
        }
    }
    if order.currency.is_empty() {
        order.currency.push_str(&source.layout.default_currency);
    }
    derive::order(&source.layout, source.have, order);
}

/// A text put together from several columns, where no column of its own says it.
fn join(
    source: &Source<'_>,
    field: Field,
    indexes: &[usize],
    scratch: &mut Scratch,
    order: &mut Order,
) -> Value<()> {
    let own = match field {
        Field::Address => &order.address,
        Field::Receiver => &order.receiver,
        Field::Buyer => &order.buyer,
        Field::Phone => &order.phone,
        Field::SellerNote => &order.seller_note,
        Field::BuyerNote => &order.buyer_note,
        _ => return Ok(()),
    };
    if !own.is_empty() {
        return Ok(());
    }
    let whole = joined(source, field, indexes, scratch)?;
    set_text(&source.bound.layout, order, field, &whole);
    Ok(())
}

/// What several columns say, with blanks between.
pub(super) fn joined(
    source: &Source<'_>,
    field: Field,
    indexes: &[usize],
    scratch: &mut Scratch,
) -> Value<String> {
    let mut parts: Vec<String> = Vec::new();
    for index in indexes {
        if let Some(Typed::Text) = source.field(scratch, field, std::slice::from_ref(index))? {
            parts.push(scratch.text.clone());
        }
    }
    // A street that begins with the province is the whole address already.
    Ok(match &parts[..] {
        [first, .., last] if parts.len() > 2 && last.starts_with(first.as_str()) => last.clone(),
        all => all.join(" "),
    })
}

/// `told`: fields of which an earlier sum has spoken. `None` where that is so, or this one has nothing to say.
pub(super) fn add(
    source: &Source<'_>,
    sum: &ColumnSum,
    told: &mut Fields,
    scratch: &mut Scratch,
) -> Value<Option<Cents>> {
    if told.has(sum.field) || !all_hold(source, &sum.when, scratch)? {
        return Ok(None);
    }
    told.add(sum.field);
    sum.parts.as_deref().map_or(Ok(None), |parts| total(source, parts, scratch))
}

/// `None` where every cell is empty. What a count makes of a price is rounded to the nearest cent, part by part.
fn total(source: &Source<'_>, parts: &[Summand], scratch: &mut Scratch) -> Value<Option<Cents>> {
    let mut sum: Option<Cents> = None;
    for part in parts {
        let Some(&index) = part.indexes.last() else { continue };
        let one: Option<Fine> = match part.indexes[..] {
            [_, _] => source.price(scratch, index)?,
            _ => match source.field(scratch, Field::Paid, &[index])? {
                Some(Typed::Money(cents)) => Some(Amount { cents, unit: None }.into()),
                _ => None,
            },
        };
        let Some(one) = one.filter(|one| !part.needed || one.millionths != 0) else {
            if part.needed {
                return Ok(None);
            }
            continue;
        };
        let mut times = if part.minus { -1 } else { 1 };
        if let [count, _] = part.indexes[..] {
            let Some(Typed::Count(n)) = source.field(scratch, Field::Quantity, &[count])? else { continue };
            times = n.saturating_mul(times);
        }
        let part = one.times(times).and_then(Fine::rounded).map(|amount| amount.cents);
        let total = part.and_then(|part| sum.unwrap_or_default().checked_add(part));
        sum = Some(total.ok_or_else(|| too_large(index))?);
    }
    Ok(sum)
}

pub(super) fn too_large(index: usize) -> Fault {
    Fault::at(index, "金额之和太大".to_owned(), "the sum of the amounts is too large".to_owned())
}

/// The first entry whose conditions all hold.
pub(super) fn first_that_holds<T: Copy>(
    source: &Source<'_>,
    entries: &[(T, Vec<Condition>)],
    scratch: &mut Scratch,
) -> Value<Option<T>> {
    for (value, tests) in entries {
        if all_hold(source, tests, scratch)? {
            return Ok(Some(*value));
        }
    }
    Ok(None)
}

fn all_hold(source: &Source<'_>, tests: &[Condition], scratch: &mut Scratch) -> Value<bool> {
    for (index, words) in tests {
        let text = match raw(source.row, *index, &mut scratch.buf)? {
            Raw::Text(text) | Raw::Broken(text) => text.to_owned(),
            Raw::Number(n) | Raw::Serial(n) => n.to_string(),
        };
        // A date that means "never" is an empty cell.
        let never = words.iter().any(|w| w.is_empty() || w == "*") && source.is_never(&text);
        if !When::meets(words, if never { "" } else { &text }) {
            return Ok(false);
        }
    }
    Ok(true)
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

pub(super) fn flag(layout: &Layout, text: &str) -> Flag {
    lookup(&layout.flags, text).unwrap_or(Flag::Other)
}

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_carrier_and_its_number_in_one_cell_come_apart() {
        for text in
            ["中通快递 7812345678", "中通快递:7812345678", "中通快递，7812345678", "中通快递(7812345678)"]
        {
            assert_eq!(parcel(text), Some(("中通快递".into(), "7812345678".into())), "{text}");
        }
        for text in
            ["7812345678", "SF1234567890", "中通快递", "中通快递 78123456,圆通速递 YT12345678", "单号78", ""]
        {
            assert_eq!(parcel(text), None, "{text}");
        }
    }
}
