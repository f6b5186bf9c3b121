//! A row of an order export becomes an order.

use super::conditions::first_that_holds;
use super::fault::Value;
use super::join::joined;
use super::order_slots::{kind, set_money, set_text, set_time};
use super::row_source::{Scratch, Source, Typed};
use super::sums::add;
use super::want::Want;
use super::{currency, customer, derive, inline_items, item, quick_order};
use crate::layouts::{Bound, Grain};
use crate::model::{Field, Fields, Status};
use crate::records::Order;

/// Fills a cleared order. The fields that are wanted come from [`super::want::with_helpers`].
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
        let item = item::within(source, scratch, order)?;
        order.items.extend(item);
    }
    if !source.bound.inline_items.is_empty() && wanted {
        let items = inline_items::items(source, scratch, order)?;
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
        if quick_order::set(source, column, scratch, order)? {
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
    customer::complete(source, want.fields, scratch, order)
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
