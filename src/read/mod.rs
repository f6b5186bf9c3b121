//! Rows become records: typed, cleaned, with the platform's words in our vocabulary.

mod bounds;
mod columns;
mod currency;
mod customer;
mod dates;
mod decimals;
mod derive;
mod export;
mod field;
mod generic;
mod group_items;
mod ids;
mod inline_items;
mod item;
mod order;
mod parallel;
mod quick;
mod refund;
mod review;
mod unix;
mod value;

use crate::error::{Error, Result};
use crate::layouts::{Bound, Grain};
use crate::model::decimal::Decimal;
use crate::model::text::one_line;
use crate::model::time::DateOrder;
use crate::model::{Field, Fields, Say, Stamp, Zone};
pub use crate::records::OwnedItem as ItemRow;
use crate::records::{GenericRecord, ITEMS, ORDERS, Order, REFUNDS, REVIEWS, Refund, Review, Schema};
use crate::source::{Row, Table};
use columns::Columns;
pub use customer::{Customers, customers};
use field::{Scratch, Source};
use ids::{IdCheck, Twins};
pub use parallel::{Absorb, Pieces, Rest, Work, orders_in_parallel};
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex};
pub(crate) use value::Fault;

/// How rows are to be read, and what came of it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Fields that somebody will look at; others are not decoded.
    pub want: Fields,
    /// Keep unmapped columns in `extra`.
    pub extra: bool,
    pub platform: Option<String>,
    pub shop: Option<String>,
    /// The shop where neither the command line nor the file names one.
    pub default_shop: String,
    /// The zone of layouts that do not fix theirs.
    pub zone: Zone,
    pub dates: Option<DateOrder>,
    /// What parts the cents, whatever layout and file say.
    pub decimal: Option<Decimal>,
    /// Of whom orders tell the number only.
    pub customers: Arc<Customers>,
    /// Set bad rows aside instead of stopping.
    pub keep_going: bool,
    /// Events after this moment do not tell how new the data are.
    pub now: Stamp,
    /// How new the record is that was read last, where the file tells it of each; see [`Stats::seen`].
    pub seen: Seen,
}

impl Reading {
    /// Everything is read, and nothing is told beside the file; it stops at the first bad row.
    pub fn whole(zone: Zone, now: Stamp) -> Reading {
        Reading {
            want: Field::all().fold(Fields::NONE, |all, field| all.or(Fields::of(&[field]))),
            extra: false,
            platform: None,
            shop: None,
            default_shop: String::new(),
            zone,
            dates: None,
            decimal: None,
            customers: Arc::default(),
            keep_going: false,
            now,
            seen: Seen::default(),
        }
    }
}

/// How new the record is that was read last.
#[derive(Clone, Debug, Default)]
pub struct Seen(Arc<Mutex<Option<Stamp>>>);

impl Seen {
    pub fn get(&self) -> Option<Stamp> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    fn set(&self, at: Option<Stamp>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
    }
}

/// A row that was refused.
#[derive(Clone, Debug)]
pub struct Reject {
    pub file: String,
    pub line: u64,
    /// Heading of the cell at fault; empty where the row as a whole is.
    pub column: String,
    pub reason: Say,
    /// The row's cells as text.
    pub cells: Vec<String>,
}

impl Reject {
    /// `a.csv:12: 总金额: …`
    pub fn error(&self) -> Error {
        let index = |lang_zh: bool| {
            let what = if lang_zh { &self.reason.zh } else { &self.reason.en };
            let column = if self.column.is_empty() { String::new() } else { format!("{}: ", self.column) };
            format!("{}:{}: {column}{what}", self.file, self.line)
        };
        Error::input(index(true), index(false)).hint(
            "改好这一行，或用 --keep-going --rejects bad.csv 先放到一边",
            "mend the row, or set it aside with `--keep-going --rejects bad.csv`",
        )
    }
}

/// What a reading came across.
#[derive(Clone, Debug, Default)]
pub struct Stats {
    pub rows: u64,
    /// The newest event not after `now`.
    pub newest: Option<Stamp>,
    /// The earliest event after `now`.
    pub next: Option<Stamp>,
    /// How new the newest record is, in a file that tells it of each.
    pub seen: Option<Stamp>,
    /// Rows that stood in the file before, cell for cell.
    pub repeated: u64,
    /// An order number that a spreadsheet may have rounded.
    pub rounded: Option<String>,
    pub rejects: Vec<Reject>,
}

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
    let want = order::Want::of(&table.bound, order::with_helpers(&table.bound.layout, reading.want));
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
    let mut numbering = ids::Numbering::default();
    rows(table, reading, &mut |source, scratch, stats| {
        let mut item = ItemRow::default();
        item::fill(source, scratch, &mut item)?;
        if item.item.item_no.is_empty() {
            item.item.item_no = numbering.next(&item.order_no);
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
    let mut names = ids::Names::default();
    rows(table, reading, &mut |source, scratch, stats| {
        let mut refund = Refund::default();
        refund::fill(source, scratch, &mut refund)?;
        if refund.refund_no.is_empty() {
            refund.refund_no = refund::made_no(&refund);
            let nth = names.nth(&refund.refund_no);
            if nth > 1 {
                refund.refund_no.push_str(&format!("-{nth}"));
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
    let mut names = ids::Names::default();
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

fn note_event(stats: &mut Stats, event: Option<Stamp>, now: Stamp) {
    match event {
        Some(at) if at > now => stats.next = Some(stats.next.map_or(at, |next| next.min(at))),
        _ => stats.newest = stats.newest.max(event),
    }
}

type RowFn<'f> =
    dyn FnMut(&Source<'_>, &mut Scratch, &mut Stats) -> std::result::Result<ControlFlow<()>, Fault> + 'f;

/// The part that all kinds share: row lengths, bad rows, damaged numbers.
fn rows(table: &mut Table, reading: &Reading, f: &mut RowFn<'_>) -> Result<Stats> {
    let bound = table.bound.clone();
    let columns = Columns::of(table, reading);
    let file = table.input.name.clone();
    let mut taker = Taker::new(&bound, reading, &columns, &file);
    table.each(&mut |row| taker.take(row, f))?;
    taker.finish()
}

/// Takes row after row.
struct Taker<'a> {
    bound: &'a Bound,
    reading: &'a Reading,
    columns: &'a Columns,
    file: &'a str,
    stats: Stats,
    ids: IdCheck,
    scratch: Scratch,
    whole: export::Whole,
}

impl<'a> Taker<'a> {
    fn new(bound: &'a Bound, reading: &'a Reading, columns: &'a Columns, file: &'a str) -> Taker<'a> {
        Taker {
            bound,
            reading,
            columns,
            file,
            stats: Stats::default(),
            ids: IdCheck::new(bound),
            scratch: Scratch::default(),
            whole: export::Whole::of(bound, file),
        }
    }

    /// Takes one row, or tells what is wrong with it.
    fn try_take(&mut self, row: &Row<'_>, f: &mut RowFn<'_>) -> std::result::Result<ControlFlow<()>, Fault> {
        self.stats.rows += 1;
        self.scratch.units.clear();
        ragged(self.bound, row).map_or(Ok(()), Err)?;
        self.whole.look(row)?;
        self.ids.look(row, &mut self.scratch.buf)?;
        let source = Source { bound: self.bound, reading: self.reading, columns: self.columns, row };
        f(&source, &mut self.scratch, &mut self.stats)
    }

    /// Takes one row. One that is wrong is set aside where that is wanted, else it is an error.
    fn take(&mut self, row: &Row<'_>, f: &mut RowFn<'_>) -> Result<ControlFlow<()>> {
        match self.try_take(row, f) {
            Ok(flow) => Ok(flow),
            Err(Fault::Fatal(e)) => Err(e),
            Err(Fault::Text { column: index, zh, en }) => {
                let file = row.file(self.file);
                let heading = heading(self.bound, index);
                Err(Error::input(
                    format!("{file}:{}: {heading}: {zh}", row.line),
                    format!("{file}:{}: {heading}: {en}", row.line),
                )
                .hint(
                    "两份编码不同的文件可能被拼在了一起",
                    "two files of different encodings may have been joined",
                )
                .hint("请从平台重新导出", "export it from the platform again"))
            }
            Err(Fault::Row { column: index, reason }) => {
                let column = index.map_or_else(String::new, |p| heading(self.bound, p));
                let cells = (0..row.len()).map(|i| row.text(i).unwrap_or_default()).collect();
                let reject = Reject { file: row.file(self.file), line: row.line, column, reason, cells };
                if !self.reading.keep_going {
                    return Err(reject.error());
                }
                self.stats.rejects.push(reject);
                bounds::rejects(self.file, row.line, self.stats.rejects.len())?;
                Ok(ControlFlow::Continue(()))
            }
        }
    }

    fn finish(mut self) -> Result<Stats> {
        self.stats.rounded = self.ids.verdict(self.file)?;
        Ok(self.stats)
    }
}

/// A heading in a message: one that is wrapped in its cell is told in one line.
fn heading(bound: &Bound, index: usize) -> String {
    bound.header.get(index).map_or_else(String::new, |h| one_line(h, 60))
}

/// A row of another length than the header, where that is not a harmless trailing comma.
fn ragged(bound: &Bound, row: &Row<'_>) -> Option<Fault> {
    let want = bound.header.len();
    if row.len() < want && !row.may_be_short() {
        return Some(Fault::row(
            None,
            format!("只有 {} 列，表头有 {want} 列", row.len()),
            format!("the row has {} cells, the header has {want}", row.len()),
        ));
    }
    let extra = (want..row.len()).find(|i| !row.is_blank(*i))?;
    Some(Fault::row(
        None,
        format!("第 {} 列有内容，表头只有 {want} 列", extra + 1),
        format!("there is something in column {}, the header has {want}", extra + 1),
    ))
}
