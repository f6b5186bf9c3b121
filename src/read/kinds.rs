//! Each kind of records, read from a table row after row.

use super::fault::Fault;
use super::reading::Reading;
use super::rows::rows;
use super::stats::{Stats, note_event};
use super::want::{Want, with_helpers};
use super::{export, generic, group_items, ids, item, order, refund, review};
use crate::error::Result;
use crate::layouts::Grain;
use crate::model::Field;
use crate::records::OwnedItem as ItemRow;
use crate::records::{GenericRecord, ITEMS, ORDERS, Order, REFUNDS, REVIEWS, Record, Refund, Review, Schema};
use crate::source::Table;
use ids::Twins;
use std::ops::ControlFlow;

/// Reads orders. `f` may change the record, and may stop the reading.
pub fn orders(
    table: &mut Table,
    reading: &Reading,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Stats> {
    if table.bound.layout.export {
        return export::each(table, reading, &ORDERS, &mut |record| f(export::of_kind(record)?));
    }
    if table.bound.layout.grain == Grain::Item {
        return group_items::orders(table, reading, f);
    }
    let mut order = Order::default();
    let mut twins = Twins::default();
    let want = Want::of(&table.bound, with_helpers(&table.bound.layout, reading.want));
    rows(table, reading, &mut |source, scratch, stats| {
        order.clear();
        order::fill(source, &want, scratch, &mut order)?;
        order::finish(source.bound, &mut order);
        if twins.seen(&order.order_no, source.row)? {
            stats.repeated += 1;
            return Ok(ControlFlow::Continue(()));
        }
        note_event(stats, order.last_event(), reading.now);
        f(&mut order).map_err(Fault::Fatal)
    })
}

/// Reads items; lines without a number of their own are numbered within their order.
pub fn items(
    table: &mut Table,
    reading: &Reading,
    f: &mut dyn FnMut(&mut ItemRow) -> Result<ControlFlow<()>>,
) -> Result<Stats> {
    if table.bound.layout.export {
        return export::each(table, reading, &ITEMS, &mut |record| f(export::of_kind(record)?));
    }
    let (mut numbering, mut twins) = (ids::Numbering::default(), Twins::default());
    rows(table, reading, &mut |source, scratch, stats| {
        let mut item = ItemRow::default();
        item::fill(source, scratch, &mut item)?;
        // Without a number of their own, two equal rows may well be two equal items.
        if item.item.item_no.is_empty() {
            item.item.item_no = numbering.next(&item.order_no);
        } else if twins.seen(&format!("{}\n{}", item.order_no, item.item.item_no), source.row)? {
            stats.repeated += 1;
            return Ok(ControlFlow::Continue(()));
        }
        note_event(stats, item.item.last_event(), reading.now);
        f(&mut item).map_err(Fault::Fatal)
    })
}

pub fn refunds(
    table: &mut Table,
    reading: &Reading,
    f: &mut dyn FnMut(&mut Refund) -> Result<ControlFlow<()>>,
) -> Result<Stats> {
    if table.bound.layout.export {
        return export::each(table, reading, &REFUNDS, &mut |record| f(export::of_kind(record)?));
    }
    let (mut names, mut twins) = (ids::Names::default(), Twins::default());
    rows(table, reading, &mut |source, scratch, stats| {
        let mut refund = Refund::default();
        refund::fill(source, scratch, &mut refund)?;
        if refund.refund_no.is_empty() {
            refund.refund_no = refund::made_no(&refund);
            let nth = names.nth(&refund.refund_no);
            if nth > 1 {
                refund.refund_no.push_str(&format!("-{nth}"));
            }
        } else {
            let key = [&refund.platform, &refund.shop, &refund.refund_no].map(String::as_str).join("\n");
            let column = source.bound.columns_of(Field::RefundNo).first().copied();
            if twins.met(&key, source.row, || ids::number_taken(&REFUNDS, &refund.refund_no, column))? {
                stats.repeated += 1;
                return Ok(ControlFlow::Continue(()));
            }
        }
        note_event(stats, refund.last_event(), reading.now);
        f(&mut refund).map_err(Fault::Fatal)
    })
}

/// Reads reviews; those without a number of their own are told apart by what they say.
pub fn reviews(
    table: &mut Table,
    reading: &Reading,
    f: &mut dyn FnMut(&mut Review) -> Result<ControlFlow<()>>,
) -> Result<Stats> {
    if table.bound.layout.export {
        return export::each(table, reading, &REVIEWS, &mut |record| f(export::of_kind(record)?));
    }
    let (mut names, mut twins) = (ids::Names::default(), Twins::default());
    rows(table, reading, &mut |source, scratch, stats| {
        let mut review = Review::default();
        review::fill(source, scratch, &mut review)?;
        if review.review_id.is_empty() {
            review.review_id = review::made_id(&review);
            let nth = names.nth(&review.review_id);
            if nth > 1 && review::is_told(&review) {
                stats.repeated += 1;
                return Ok(ControlFlow::Continue(()));
            }
            if nth > 1 {
                review.review_id.push_str(&format!("-{nth}"));
            }
        } else {
            let key = [&review.platform, &review.shop, &review.review_id].map(String::as_str).join("\n");
            let column = source.bound.columns_of(Field::ReviewNo).first().copied();
            if twins.met(&key, source.row, || ids::number_taken(&REVIEWS, &review.review_id, column))? {
                stats.repeated += 1;
                return Ok(ControlFlow::Continue(()));
            }
        }
        note_event(stats, review.last_event(), reading.now);
        f(&mut review).map_err(Fault::Fatal)
    })
}

/// Reads the lines of a kind; those without a number of their own are told apart by what they say, and what is said
/// twice is there twice.
pub fn lines(
    table: &mut Table,
    schema: &'static Schema,
    reading: &Reading,
    f: &mut dyn FnMut(&mut GenericRecord) -> Result<ControlFlow<()>>,
) -> Result<Stats> {
    if table.bound.layout.export {
        return export::each(table, reading, schema, &mut |record| f(export::of_kind(record)?));
    }
    let (mut twins, mut names) = (Twins::default(), ids::Names::default());
    let mut outgo = generic::Outgo::default();
    rows(table, reading, &mut |source, scratch, stats| {
        if source.bound.layout.explained && stats.rows == 1 && generic::explains(source, scratch) {
            stats.rows = 0;
            return Ok(ControlFlow::Continue(()));
        }
        let mut line = GenericRecord::new(schema);
        generic::fill(source, scratch, &mut outgo, &mut line)?;
        if line.line_no.is_empty() {
            line.line_no = generic::made_no(source, &line);
            let nth = names.nth(&line.line_no);
            if nth > 1 {
                line.line_no.push_str(&format!("-{nth}"));
            }
        } else if twins.seen(&line.line_no, source.row).map_err(|_| generic::taken(&line.line_no))? {
            stats.repeated += 1;
            return Ok(ControlFlow::Continue(()));
        }
        note_event(stats, line.last_event(), reading.now);
        f(&mut line).map_err(Fault::Fatal)
    })
}

/// Reads our own records; nothing but our own exports holds them.
pub fn portable(
    table: &mut Table,
    schema: &'static Schema,
    reading: &Reading,
    f: &mut dyn FnMut(&mut dyn Record) -> Result<ControlFlow<()>>,
) -> Result<Stats> {
    export::each(table, reading, schema, f)
}
