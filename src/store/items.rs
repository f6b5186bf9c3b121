//! Items: how they lie in their table, and the orders of which nothing else is known.

use super::cells::{Cell, Reader};
use super::merge::Rule;
use super::orders::{EachOrder, OrderFilter};
use super::parcels::Parcels;
use super::records::texts;
use super::{Store, refunds, statements as sql};
use crate::error::Result;
use crate::model::{Field, Flag, RefundState, Status};
use crate::records::OwnedItem;
use crate::records::{Item, Order};
use rusqlite::{Result as Sql, Row, Statement};

pub(super) const ORDER_NO: usize = 2;
pub(super) const SEQ: usize = 4;

/// One rule per column of `order_items`.
pub(super) const RULES: &[Rule] = &[
    Rule::Keep,   // platform
    Rule::Keep,   // shop
    Rule::Keep,   // order_no
    Rule::Keep,   // item_no
    Rule::Keep,   // ord
    Rule::Text,   // title
    Rule::Text,   // sku
    Rule::Text,   // spec
    Rule::Text,   // product_id
    Rule::Number, // quantity
    Rule::Number, // price
    Rule::Number, // payable
    Rule::Number, // paid
    Rule::Number, // refunded
    Rule::State(&["unknown"]),
    Rule::Text, // status_raw
    Rule::Word("none"),
    Rule::Time(Field::ShipDue),
    Rule::Time(Field::ShippedAt),
    Rule::Text, // carrier
    Rule::Text, // tracking_no
    Rule::Time(Field::CreatedAt),
    Rule::Time(Field::PaidAt),
    Rule::Word(""), // flag
    Rule::Text,     // seller_note
    Rule::Text,     // buyer_note
    Rule::Extra,
    Rule::Bits,
    Rule::Sentinels,
    Rule::Keep, // seen_at
    Rule::Keep, // import_id
    Rule::Keep, // sum
];

/// The item as a row; the columns that the store fills are empty.
pub(super) fn cells<'a>(
    item: &'a Item,
    platform: &'a str,
    shop: &'a str,
    order_no: &'a str,
) -> [Cell<'a>; 32] {
    let (text, money, time) = (Cell::text, Cell::money, Cell::time);
    [
        text(platform),
        text(shop),
        text(order_no),
        text(&item.item_no),
        Cell::Int(None),
        text(&item.title),
        text(&item.sku),
        text(&item.spec),
        text(&item.product_id),
        Cell::Int(item.quantity),
        money(item.price),
        money(item.payable),
        money(item.paid),
        money(item.refunded),
        text(item.status.key()),
        text(&item.status_raw),
        text(item.refund_state.key()),
        time(item.ship_due),
        time(item.shipped_at),
        text(&item.carrier),
        text(&item.tracking_no),
        time(item.created_at),
        time(item.paid_at),
        text(item.flag.key()),
        text(&item.seller_note),
        text(&item.buyer_note),
        text(&item.extra),
        Cell::fields(item.have),
        Cell::fields(item.sentinels),
        Cell::Int(None),
        text(""),
        Cell::Int(None),
    ]
}

fn read(row: &Row<'_>) -> Sql<Item> {
    let mut item = Item::default();
    let mut r = Reader::new(row);
    for _ in 0..3 {
        r.skip();
    }
    r.text(&mut item.item_no)?;
    r.skip();
    r.text(&mut item.title)?;
    r.text(&mut item.sku)?;
    r.text(&mut item.spec)?;
    r.text(&mut item.product_id)?;
    item.quantity = r.int()?;
    item.price = r.money()?;
    item.payable = r.money()?;
    item.paid = r.money()?;
    item.refunded = r.money()?;
    item.status = r.word(Status::by_key)?;
    r.text(&mut item.status_raw)?;
    item.refund_state = r.word(RefundState::by_key)?;
    item.ship_due = r.time()?;
    item.shipped_at = r.time()?;
    r.text(&mut item.carrier)?;
    r.text(&mut item.tracking_no)?;
    item.created_at = r.time()?;
    item.paid_at = r.time()?;
    item.flag = r.word(Flag::by_key)?;
    r.text(&mut item.seller_note)?;
    r.text(&mut item.buyer_note)?;
    r.text(&mut item.extra)?;
    item.have = r.fields()?;
    item.sentinels = r.fields()?;
    Ok(item)
}

/// An item with the key of its order.
pub(super) fn owned(row: &Row<'_>) -> Sql<OwnedItem> {
    let mut r = Reader::new(row);
    let [platform, shop, order_no] = texts(&mut r)?;
    Ok(OwnedItem { platform, shop, order_no, item: read(row)? })
}

/// Fetches the items of an order, in the order of their files.
pub(super) fn attach(statement: &mut Statement<'_>, order: &mut Order) -> Sql<()> {
    let mut rows = statement.query([&order.order_no, &order.platform, &order.shop])?;
    while let Some(row) = rows.next()? {
        order.items.push(read(row)?);
    }
    Ok(())
}

impl Store {
    /// Orders that are known by their items only: key, items, refunds and parcels are filled, nothing else. A window of
    /// creation times does not hold them back.
    pub fn each_orphan_items(&self, filter: &OrderFilter, f: &mut EachOrder<'_>) -> Result<()> {
        let fail = |e| self.fail(e);
        let _view = self.view().map_err(fail)?;
        if !self.any(sql::ANY_ITEM).map_err(fail)? {
            return Ok(());
        }
        let text = if filter.order_no.is_some() { sql::ORPHANS_BY_NO } else { sql::ORPHANS };
        let mut keys = self.conn.prepare(text).map_err(fail)?;
        let mut items = self.conn.prepare(sql::ITEM_OF).map_err(fail)?;
        let mut refunds = self.conn.prepare(sql::REFUND_OF).map_err(fail)?;
        let mut parcels = Parcels::of(&self.conn).map_err(fail)?;
        let mut rows = keys.query(rusqlite::params_from_iter(filter.order_no.iter())).map_err(fail)?;
        let mut order = Order::default();
        while let Some(row) = rows.next().map_err(fail)? {
            order.clear();
            let mut key = || -> Sql<()> {
                let mut r = Reader::new(row);
                r.text(&mut order.platform)?;
                r.text(&mut order.shop)?;
                r.text(&mut order.order_no)
            };
            key().map_err(fail)?;
            if !filter.holds_shop(&order.platform, &order.shop) {
                continue;
            }
            attach(&mut items, &mut order).map_err(fail)?;
            refunds::attach(&mut refunds, &mut order).map_err(fail)?;
            if let Some(parcels) = &mut parcels {
                parcels.attach(&mut order).map_err(fail)?;
            }
            if f(&mut order)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}
