//! Refunds: how they lie in their table, and reading them.

use super::cells::{Cell, Reader};
use super::merge::Rule;
use super::orders::OrderFilter;
use super::{Store, statements as sql};
use crate::error::Result;
use crate::model::{Field, RefundKind, RefundState};
use crate::records::{Order, Refund};
use rusqlite::{Result as Sql, Row, Statement};
use std::ops::ControlFlow;

pub(super) const ORDER_NO: usize = 3;
pub(super) const SEQ: usize = 4;
pub(super) const BACK_SIGNED_AT: usize = 29;

/// One rule per column of `refunds`.
pub(super) const RULES: &[Rule] = &[
    Rule::Keep,    // platform
    Rule::Keep,    // shop
    Rule::Keep,    // refund_no
    Rule::Text,    // order_no
    Rule::Keep,    // ord
    Rule::Text,    // item_no
    Rule::Private, // buyer
    Rule::Text,    // product
    Rule::Text,    // sku
    Rule::Word("unknown"),
    Rule::State(&["none", "unknown"]),
    Rule::Text,   // state_raw
    Rule::Text,   // reason
    Rule::Text,   // detail
    Rule::Number, // amount
    Rule::Number, // paid
    Rule::Time(Field::AppliedAt),
    Rule::Time(Field::DueAt),
    Rule::Time(Field::DoneAt),
    Rule::Time(Field::BackAt),
    Rule::Text, // goods_state
    Rule::Text, // carrier
    Rule::Text, // tracking_no
    Rule::Text, // back_carrier
    Rule::Text, // back_tracking_no
    Rule::Text, // platform_step
    Rule::Text, // phase
    Rule::Text, // handler
    Rule::Text, // seller_note
    Rule::Time(Field::BackSignedAt),
    Rule::Extra,
    Rule::Bits,
    Rule::Sentinels,
    Rule::Keep, // seen_at
    Rule::Keep, // import_id
    Rule::Keep, // sum
];

/// The refund as a row; the columns that the store fills are empty.
pub(super) fn cells<'a>(refund: &'a Refund, shop: &'a str) -> [Cell<'a>; 36] {
    let (text, money, time) = (Cell::text, Cell::money, Cell::time);
    [
        text(&refund.platform),
        text(shop),
        text(&refund.refund_no),
        text(&refund.order_no),
        Cell::Int(None),
        text(&refund.item_no),
        text(&refund.buyer),
        text(&refund.product),
        text(&refund.sku),
        text(refund.kind.key()),
        text(refund.state.key()),
        text(&refund.state_raw),
        text(&refund.reason),
        text(&refund.detail),
        money(refund.amount),
        money(refund.paid),
        time(refund.applied_at),
        time(refund.due_at),
        time(refund.done_at),
        time(refund.back_at),
        text(&refund.goods_state),
        text(&refund.carrier),
        text(&refund.tracking_no),
        text(&refund.back_carrier),
        text(&refund.back_tracking_no),
        text(&refund.platform_step),
        text(&refund.phase),
        text(&refund.handler),
        text(&refund.seller_note),
        time(refund.back_signed_at),
        text(&refund.extra),
        Cell::fields(refund.have),
        Cell::fields(refund.sentinels),
        Cell::Int(None),
        text(""),
        Cell::Int(None),
    ]
}

pub(super) fn read(row: &Row<'_>) -> Sql<Refund> {
    let mut refund = Refund::default();
    let mut r = Reader::new(row);
    r.text(&mut refund.platform)?;
    r.text(&mut refund.shop)?;
    r.text(&mut refund.refund_no)?;
    r.text(&mut refund.order_no)?;
    r.skip();
    r.text(&mut refund.item_no)?;
    r.text(&mut refund.buyer)?;
    r.text(&mut refund.product)?;
    r.text(&mut refund.sku)?;
    refund.kind = r.word(RefundKind::by_key)?;
    refund.state = r.word(RefundState::by_key)?;
    r.text(&mut refund.state_raw)?;
    r.text(&mut refund.reason)?;
    r.text(&mut refund.detail)?;
    refund.amount = r.money()?;
    refund.paid = r.money()?;
    refund.applied_at = r.time()?;
    refund.due_at = r.time()?;
    refund.done_at = r.time()?;
    refund.back_at = r.time()?;
    r.text(&mut refund.goods_state)?;
    r.text(&mut refund.carrier)?;
    r.text(&mut refund.tracking_no)?;
    r.text(&mut refund.back_carrier)?;
    r.text(&mut refund.back_tracking_no)?;
    r.text(&mut refund.platform_step)?;
    r.text(&mut refund.phase)?;
    r.text(&mut refund.handler)?;
    r.text(&mut refund.seller_note)?;
    refund.back_signed_at = r.time()?;
    r.text(&mut refund.extra)?;
    refund.have = r.fields()?;
    refund.sentinels = r.fields()?;
    Ok(refund)
}

/// Fetches the refunds of an order, in the order of their files.
pub(super) fn attach(statement: &mut Statement<'_>, order: &mut Order) -> Sql<()> {
    let mut rows = statement.query([&order.order_no, &order.platform, &order.shop])?;
    while let Some(row) = rows.next()? {
        order.refunds.push(read(row)?);
    }
    Ok(())
}

impl Store {
    /// Reads refunds: by platform and shop, in the order of their files. Of the filter's window nothing is used.
    pub fn each_refund(
        &self,
        filter: &OrderFilter,
        f: &mut dyn FnMut(&mut Refund) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        self.each_row(sql::REFUND_ALL, read, &mut |refund| match filter.holds_key(
            &refund.platform,
            &refund.shop,
            &refund.order_no,
        ) {
            true => f(refund),
            false => Ok(ControlFlow::Continue(())),
        })
    }
}
