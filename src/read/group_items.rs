//! Exports with one row per item: the rows of an order become one order, wherever they stand in the file.
//!
//! The file is read twice: first how many rows each order has, then the rows themselves, so that an order leaves
//! as soon as its last row has come and only orders whose rows stand apart wait in memory.

mod further_extra;
mod merge;

use super::columns::Columns;
use super::fault::{Fault, Value};
use super::ids::{HashKeyed, Twins};
use super::order_slots::kind;
use super::reading::Reading;
use super::reject::Reject;
use super::row_source::{Scratch, Source, Typed};
use super::rows::rows;
use super::stats::{Stats, note_event};
use super::want::{Want, with_helpers};
use super::{bounds, order};
use crate::error::Result;
use crate::layouts::Bound;
use crate::model::hash::quick_hash;
use crate::model::{Cents, Field, OrderKind, Say, Status, quote};
use crate::records::{Item, Order};
use crate::source::{Row, Table};
use merge::{AMOUNTS, has, merge, no_amounts, says_nothing, values};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;

/// An order some of whose rows are still to come.
#[derive(Default)]
struct Pending {
    order: Order,
    rows: u32,
    /// The line of a row that was refused: the order would lack it.
    refused: Option<u64>,
    /// The states of its items, each once.
    states: Vec<Status>,
    /// What the row that only sums the others up calls its item.
    summary: Vec<Item>,
    /// The other rows, to be set aside with it.
    held: Vec<(u64, Vec<String>)>,
    /// The number under which an ERP keeps it.
    inner: String,
    /// Unmapped columns of further rows that hold no item.
    extras: Vec<String>,
    /// Amounts of each row of which it is not known whose they are.
    unsure: Vec<(Field, Cents)>,
}

/// What the first reading finds out.
#[derive(Default)]
struct Counted {
    /// How many rows each order has, good and bad ones.
    rows: HashKeyed<u32>,
    /// ERP numbers that stand for several orders at once.
    shared: HashSet<u64>,
}

pub(super) fn orders(
    table: &mut Table,
    reading: &Reading,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Stats> {
    let counted = count(table, reading)?;
    let want = Want::of(&table.bound, with_helpers(&table.bound.layout, reading.want));
    let mut pending: HashMap<String, Pending> = HashMap::new();
    let mut twins = Twins::default();
    let (mut stopped, mut waiting) = (false, 0);
    let file = table.input.name.clone();
    let mut stats = rows(table, reading, &mut |source, scratch, stats| {
        let no = number(source, scratch)?;
        let of = pending.entry(no.clone()).or_default();
        of.rows += 1;
        let read = inner(source, scratch, &counted, of)
            .and_then(|()| one(source, &want, scratch, &mut twins, stats, of, &no));
        if read.is_err() {
            of.refused = of.refused.or(Some(source.row.line));
        } else if reading.keep_going {
            of.held.push((source.row.line, cells(source.row)));
        }
        if counted.rows.get(&quick_hash(no.as_bytes())).is_none_or(|n| of.rows < *n) {
            waiting += 1;
            bounds::waiting(&file, source.row.line, waiting).map_err(Fault::Fatal)?;
            return read.map(|()| ControlFlow::Continue(()));
        }
        let mut whole = pending.remove(&no).unwrap_or_default();
        waiting -= whole.rows.saturating_sub(1) as usize;
        if whole.refused.is_some() {
            aside(stats, &file, &no, whole);
            return read.map(|()| ControlFlow::Continue(()));
        }
        if let Err(fault) = of_rows(source.bound, &mut whole) {
            // The last row is the one that is refused here.
            whole.refused = Some(source.row.line);
            whole.held.pop();
            aside(stats, &file, &no, whole);
            return Err(fault);
        }
        if whole.order.items.is_empty() {
            whole.order.items = whole.summary;
        }
        further_extra::add(&mut whole.order.extra, &whole.extras);
        of_order(source.bound, &mut whole.order);
        order::finish(source.bound, &mut whole.order);
        note_event(stats, whole.order.last_event(), reading.now);
        let flow = f(&mut whole.order).map_err(Fault::Fatal)?;
        stopped = flow.is_break();
        Ok(flow)
    })?;
    if !stopped && !pending.is_empty() {
        if !reading.keep_going {
            return Err(bounds::unfinished(&file, pending.len()));
        }
        // What is left lost a row that could not even be taken apart.
        let mut left: Vec<(String, Pending)> = pending.into_iter().collect();
        left.sort_by_key(|(_, p)| p.held.first().map(|h| h.0));
        for (no, whole) in left {
            aside(&mut stats, &file, &no, whole);
        }
    }
    Ok(stats)
}

fn count(table: &mut Table, reading: &Reading) -> Result<Counted> {
    let bound = table.bound.clone();
    let file = table.input.name.clone();
    let columns = Columns::of(table, reading);
    let mut scratch = Scratch::default();
    let mut counted = Counted::default();
    let mut order_of: HashKeyed<u64> = HashKeyed::default();
    table.each(&mut |row| {
        let source = Source { bound: &bound, reading, columns: &columns, row };
        if let Ok(no) = number(&source, &mut scratch) {
            let hash = quick_hash(no.as_bytes());
            let rows = counted.rows.entry(hash).or_default();
            *rows += 1;
            bounds::rows_of(&file, row.line, &no, *rows)?;
            if let Ok(inner) = inner_no(&source, &mut scratch)
                && !inner.is_empty()
            {
                let inner = quick_hash(inner.as_bytes());
                if *order_of.entry(inner).or_insert(hash) != hash {
                    counted.shared.insert(inner);
                }
            }
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(counted)
}

fn inner_no(source: &Source<'_>, scratch: &mut Scratch) -> Value<String> {
    match source.field(scratch, Field::OrderNo, &source.bound.inner_no)? {
        Some(Typed::Text) => Ok(scratch.text.clone()),
        _ => Ok(String::new()),
    }
}

/// An ERP splits and merges orders: then its amounts are not those of the platform's order.
fn inner(source: &Source<'_>, scratch: &mut Scratch, counted: &Counted, of: &mut Pending) -> Value<()> {
    let inner = inner_no(source, scratch)?;
    let index = source.bound.inner_no.first().copied();
    if counted.shared.contains(&quick_hash(inner.as_bytes())) {
        let inner = quote::number(&inner);
        return Err(Fault::row(
            index,
            format!("{inner} 合并了几个平台订单，金额分不到每一单；请用平台自己的订单导出"),
            format!(
                "{inner} merges several orders, its amounts can't be told apart: import the platform's own export"
            ),
        ));
    }
    if !of.inner.is_empty() && of.inner != inner {
        let (first, inner) = (quote::number(&of.inner), quote::number(&inner));
        return Err(Fault::row(
            index,
            format!(
                "一个平台订单拆成了 {first} 和 {inner}，分不清金额是每单的还是整单的；请用平台自己的订单导出"
            ),
            format!(
                "the order was split into {first} and {inner}; whether the amounts are of each or of the whole can't be told: import the platform's own export"
            ),
        ));
    }
    of.inner = inner;
    Ok(())
}

fn number(source: &Source<'_>, scratch: &mut Scratch) -> Value<String> {
    // What an ERP sends after an order stands under that order's number: it is no part of the sale.
    if !source.bound.inner_no.is_empty() {
        let kind = kind(source, source.bound.columns_of(Field::Kind), scratch)?;
        if matches!(kind, OrderKind::Reissue | OrderKind::Exchange) {
            let own = inner_no(source, scratch)?;
            if !own.is_empty() {
                return Ok(own);
            }
        }
    }
    let indexes = source.bound.columns_of(Field::OrderNo);
    match source.field(scratch, Field::OrderNo, indexes)? {
        Some(Typed::Text) => Ok(scratch.text.clone()),
        _ => Err(source.missing(Field::OrderNo, "没有订单号", "there is no order number")),
    }
}

/// Reads one row into its order.
fn one(
    source: &Source<'_>,
    want: &Want,
    scratch: &mut Scratch,
    twins: &mut Twins,
    stats: &mut Stats,
    of: &mut Pending,
    no: &str,
) -> Value<()> {
    let mut row = Order::default();
    order::fill(source, want, scratch, &mut row)?;
    no.clone_into(&mut row.order_no);
    let unsure = source.bound.layout.unsure;
    of.unsure
        .extend(values(&mut row).into_iter().filter(|v| unsure.has(v.0)).flat_map(|v| Some((v.0, (*v.1)?))));
    // Without a number of their own, two equal rows may well be two equal items.
    if let Some(item) = row.items.first().filter(|i| !i.item_no.is_empty())
        && twins.seen(&format!("{}\n{}", row.order_no, item.item_no), source.row)?
    {
        stats.repeated += 1;
        return Ok(());
    }
    match source.bound.layout.head {
        Some(field) if !has(&row, field) => no_amounts(&mut row),
        Some(_) if source.bound.layout.summary => of.summary.append(&mut row.items),
        _ => {}
    }
    // Many orders may wait: room for the items to come is taken when they come.
    row.items.shrink_to_fit();
    for item in row.items.iter().filter(|item| !says_nothing(source.bound, item.status, &item.status_raw)) {
        if !of.states.contains(&item.status) {
            of.states.push(item.status);
        }
    }
    if of.order.order_no.is_empty() {
        of.order = row;
        return Ok(());
    }
    let told_before = |extra: &String| *extra == of.order.extra || of.extras.last() == Some(extra);
    if row.items.is_empty() && !row.extra.is_empty() && !told_before(&row.extra) {
        of.extras.push(std::mem::take(&mut row.extra));
    }
    merge(source.bound, &of.states, &mut of.order, row)
}

/// Items whose row leaves the status of their order blank are as the order is.
fn of_order(bound: &Bound, order: &mut Order) {
    if bound.item_have.has(Field::Status) {
        return;
    }
    let Order { items, status, status_raw, .. } = order;
    for item in items.iter_mut().filter(|item| says_nothing(bound, item.status, &item.status_raw)) {
        item.status = *status;
        item.status_raw.clone_from(status_raw);
    }
}

/// Rows that differ show that an amount belongs to the row, and it was added up. Rows that are all alike don't.
fn of_rows(bound: &Bound, whole: &mut Pending) -> Value<()> {
    for field in AMOUNTS {
        let mut of = whole.unsure.iter().filter(|v| v.0 == field).map(|v| v.1);
        let Some(first) = of.next().filter(|first| first.0 != 0) else { continue };
        let mut others = of.peekable();
        if others.peek().is_some() && others.all(|other| other == first) {
            let index = bound.columns_of(field).first().copied();
            let (zh, en) = field.title();
            let no = quote::number(&whole.order.order_no);
            return Err(Fault::row(
                index,
                format!(
                    "订单 {no} 各行的{zh}都是 {first}，分不清是每行的还是整单的；用自己的格式文件把它写进 sum 或从 unsure 去掉"
                ),
                format!(
                    "{en} is {first} in every row of order {no}: of the row or of the order? Say so in a layout of your own: `sum`, or out of `unsure`"
                ),
            ));
        }
    }
    Ok(())
}

/// The other rows of an order with a refused row go with it: its sums would be wrong.
fn aside(stats: &mut Stats, file: &str, no: &str, whole: Pending) {
    let (zh, en) = match whole.refused {
        Some(line) => (format!("第 {line} 行"), format!("line {line}")),
        None => ("另一行".to_owned(), "another line".to_owned()),
    };
    let no = quote::number(no);
    for (at, cells) in whole.held {
        let reason = Say::new(
            format!("订单 {no} 的{zh}被拒收，整单一起放到一边"),
            format!("{en} of order {no} was refused, so the whole order is set aside"),
        );
        stats.rejects.push(Reject { file: file.to_owned(), line: at, column: String::new(), reason, cells });
    }
}

fn cells(row: &Row<'_>) -> Vec<String> {
    (0..row.len()).map(|i| row.text(i).unwrap_or_default()).collect()
}
