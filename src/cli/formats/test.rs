//! `cs formats test`: what a layout reads from a file, and what it does not understand.

use crate::cli::args::{DATES, DECIMALS, InputArgs, Output, ReadingArgs};
use crate::cli::context::Context;
use crate::cli::load;
use crate::cli::show::{Emit, Show};
use crate::error::Result;
use crate::layouts::Kind;
use crate::load::{customers, is_whole, reading};
use crate::model::{Cell, Cents, Column, Field, Lang, RefundState, Say, Status};
use crate::read::{self, Stats};
use crate::records::{GenericRecord, Order};
use crate::render::Meta;
use crate::source::Table;
use crate::tasks::orders;
use clap::{Args, ValueHint};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Try a layout on files: what it reads, and what it does not understand
///
/// One line for each column that is read, for each that is not, for each status that the layout does not know, and for
/// each kind of row that was refused. Nothing is stored.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs formats test mine.toml orders.csv")]
pub(crate) struct TestArgs {
    /// A layout file, or a layout's name
    #[arg(value_name = "LAYOUT", add = clap_complete::ArgValueCompleter::new(crate::cli::complete::layouts))]
    layout: String,
    /// Files, folders or zip archives; `-` is standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    /// How 03/04/2026 is to be read
    #[arg(long, value_parser = DATES)]
    dates: Option<String>,
    /// What parts the cents of amounts
    #[arg(long, value_parser = DECIMALS)]
    decimal: Option<String>,
    /// Round amounts with more than two decimals to two, half away from zero
    #[arg(long)]
    round_amounts: bool,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: &[Column] = &[
    Column::new("file", "文件", "File"),
    Column::new("part", "项目", "Part"),
    Column::new("field", "字段", "Field"),
    Column::new("column", "列", "Column"),
    Column::new("value", "内容", "Value"),
    Column::new("count", "行数", "Rows").right(),
];

const READ: Cell<'static> = Cell::Word("read", "读到", "read");
const FIELD: Cell<'static> = Cell::Word("column", "用到的列", "column");
const UNUSED: Cell<'static> = Cell::Word("unused", "没用的列", "not used");
const UNKNOWN: Cell<'static> = Cell::Word("unknown", "不认得的状态", "unknown status");
const REFUSED: Cell<'static> = Cell::Word("refused", "拒收", "refused");

/// A sum of amounts; `None` beyond the largest number.
#[derive(Clone, Copy)]
struct CheckedSum(Option<Cents>);

impl Default for CheckedSum {
    fn default() -> CheckedSum {
        CheckedSum(Some(Cents::default()))
    }
}

impl CheckedSum {
    fn add(&mut self, amount: Cents) {
        self.0 = self.0.and_then(|sum| sum.checked_add(amount));
    }

    fn in_words(self, lang: Lang) -> String {
        let beyond = || lang.pick("超出可表示的最大数", "beyond the largest number").to_owned();
        self.0.map_or_else(beyond, |sum| sum.to_string())
    }
}

/// What came of reading a file.
#[derive(Default)]
struct Seen {
    records: u64,
    payable: CheckedSum,
    paid: CheckedSum,
    first: Option<Order>,
    line: Option<GenericRecord>,
    /// What came in and what went out.
    flows: [CheckedSum; 2],
    unknown: BTreeMap<String, u64>,
}

pub(super) fn run(cx: &Context, args: TestArgs) -> Result<u8> {
    let reading = ReadingArgs {
        layout: Some(args.layout),
        dates: args.dates,
        decimal: args.decimal,
        round_amounts: args.round_amounts,
        keep_going: true,
        ..ReadingArgs::default()
    };
    let from = InputArgs { paths: args.paths, reading, ..InputArgs::default() };
    let catalog = load::catalog(&from.reading)?;
    let Some(show) = Show::over(cx, &from, &args.output, Say::new("试读", "Test"), COLUMNS, "part")? else {
        return Ok(0);
    };
    let mut tables = load::open_all(cx, &from, &catalog, false)?;
    let mut refused = false;
    show.whole().run(|emit| {
        for table in &mut tables {
            let (seen, stats) = read(cx, &from, table)?;
            is_whole(table, &stats)?;
            refused |= !stats.rejects.is_empty();
            if !tell(cx, table, &seen, &stats, emit)? {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    Ok(if refused { 5 } else { 0 })
}

fn read(cx: &Context, from: &InputArgs, table: &mut Table) -> Result<(Seen, Stats)> {
    let reading = reading(&load::query(cx, from)?, table, load::all_fields());
    let mut seen = Seen::default();
    if customers::is_one(table) {
        let stats = read::customers(table, &reading, &mut read::Customers::default())?;
        seen.records = stats.rows - stats.rejects.len() as u64;
        return Ok((seen, stats));
    }
    let stats = match table.kind() {
        Kind::Orders => read::orders(table, &reading, &mut |order| {
            seen.order(order);
            Ok(ControlFlow::Continue(()))
        })?,
        Kind::Items => read::items(table, &reading, &mut |row| {
            seen.records += 1;
            seen.status(row.item.status, &row.item.status_raw);
            Ok(ControlFlow::Continue(()))
        })?,
        Kind::Refunds => read::refunds(table, &reading, &mut |refund| {
            seen.records += 1;
            if refund.state == RefundState::Unknown {
                *seen.unknown.entry(refund.state_raw.clone()).or_default() += 1;
            }
            Ok(ControlFlow::Continue(()))
        })?,
        Kind::Reviews => read::reviews(table, &reading, &mut |_| {
            seen.records += 1;
            Ok(ControlFlow::Continue(()))
        })?,
        Kind::Lines(schema) => read::lines(table, schema, &reading, &mut |line| {
            seen.line(line);
            Ok(ControlFlow::Continue(()))
        })?,
        Kind::Portable(schema) => read::portable(table, schema, &reading, &mut |_| {
            seen.records += 1;
            Ok(ControlFlow::Continue(()))
        })?,
    };
    Ok((seen, stats))
}

impl Seen {
    fn order(&mut self, order: &Order) {
        self.records += 1;
        self.payable.add(order.payable.unwrap_or_default());
        self.paid.add(order.paid.unwrap_or_default());
        self.status(order.status, &order.status_raw);
        if self.first.is_none() {
            self.first = Some(order.clone());
        }
    }

    fn line(&mut self, line: &GenericRecord) {
        self.records += 1;
        let flow = line.flow();
        let [income, outgo] = &mut self.flows;
        if flow.0 < 0 { outgo } else { income }.add(flow);
        if self.line.is_none() {
            self.line = Some(line.clone());
        }
    }

    fn status(&mut self, status: Status, raw: &str) {
        if status == Status::Unknown && !raw.is_empty() {
            *self.unknown.entry(raw.to_owned()).or_default() += 1;
        }
    }
}

/// Writes one file's lines; false where the reader has seen enough.
fn tell(cx: &Context, table: &Table, seen: &Seen, stats: &Stats, emit: &mut Emit<'_>) -> Result<bool> {
    let file = table.input.name.as_str();
    let bound = &table.bound;
    let mut line =
        |part: Cell<'_>, field: &'static str, column: &str, value: Cell<'_>, count: Option<u64>| {
            let count = Cell::int(count.and_then(|n| i64::try_from(n).ok()));
            emit(&[Cell::text(file), part, Cell::key(field), Cell::text(column), value, count])
        };
    let shown = |sums: [CheckedSum; 2]| sums.map(|sum| sum.in_words(cx.lang));
    let sums = match table.kind() {
        Kind::Orders => {
            let [payable, paid] = shown([seen.payable, seen.paid]);
            Say::new(format!("应付 {payable}，实付 {paid}"), format!("payable {payable}, paid {paid}"))
        }
        Kind::Lines(schema) if schema.has(Field::Direction) => {
            let [income, outgo] = shown(seen.flows);
            Say::new(format!("收入 {income}，支出 {outgo}"), format!("in {income}, out {outgo}"))
        }
        _ => Say::new("", ""),
    };
    let sums = sums.in_lang(cx.lang).to_owned();
    if !line(READ, bound.layout.kind.key(), "", Cell::own_text(sums), Some(seen.records))? {
        return Ok(false);
    }
    let cells = seen.first.as_ref().map(orders::row);
    for (field, indexes) in bound.columns.iter().chain(&bound.joins).chain(&bound.item) {
        let names: Vec<&str> = indexes.iter().map(|p| bound.heading(*p)).collect();
        let mut of_order = orders::COLUMNS.iter().zip(cells.iter().flatten());
        let value = of_order.find(|(column, _)| column.key == field.key()).map(|(_, cell)| cell.clone());
        let of_line = seen.line.as_ref().map(|line| line.cell(*field));
        let value = value.or(of_line).unwrap_or(Cell::Empty);
        if !line(FIELD, field.key(), &names.join(" · "), value, None)? {
            return Ok(false);
        }
    }
    for sum in &bound.adds {
        let names: Vec<String> = sum
            .parts
            .iter()
            .flatten()
            .map(|part| {
                let of: Vec<&str> = part.indexes.iter().map(|p| bound.heading(*p)).collect();
                format!("{}{}", if part.minus { "-" } else { "+" }, of.join(" * "))
            })
            .collect();
        if !names.is_empty() && !line(FIELD, sum.field.key(), &names.join(" "), Cell::Empty, None)? {
            return Ok(false);
        }
    }
    for index in &bound.unmapped {
        if !line(UNUSED, "", bound.heading(*index), Cell::Empty, None)? {
            return Ok(false);
        }
    }
    for (word, count) in &seen.unknown {
        if !line(UNKNOWN, "status", "", Cell::text(word), Some(*count))? {
            return Ok(false);
        }
    }
    let mut reasons: BTreeMap<(&str, &str), (u64, u64)> = BTreeMap::new();
    for reject in &stats.rejects {
        let reason = reject.reason.in_lang(cx.lang);
        reasons.entry((&reject.column, reason)).or_insert((reject.line, 0)).1 += 1;
    }
    for ((column, reason), (first, count)) in reasons {
        let value = Say::new(format!("第 {first} 行：{reason}"), format!("line {first}: {reason}"));
        if !line(REFUSED, "", column, Cell::text(value.in_lang(cx.lang)), Some(count))? {
            return Ok(false);
        }
    }
    Ok(true)
}
