//! `cs orders`: list, show, check-abnormal.

use super::args::{InputArgs, Output};
use super::check;
use super::context::Context;
use super::load::{self, Loaded};
use super::show::{Emit, Show, Written};
use super::when;
use crate::error::{Error, Result};
use crate::load::orders_of_number;
use crate::model::{Cell, Fields, Lang, Say, Selection, Status};
use crate::records::Order;
use crate::render::Meta;
use crate::tasks::orders::{COLUMNS, LIST_COLUMNS, list_row, row};
use clap::{Args, Subcommand};
use std::ops::ControlFlow;

#[derive(Subcommand, Debug)]
pub(crate) enum OrdersCommand {
    List(OrderListArgs),
    Show(OrderShowArgs),
    CheckAbnormal(check::CheckArgs),
}

/// List orders, of files or of the database
///
/// Everything is listed, in the order of the files; `--since`, `--until` and `--status` narrow it down.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs orders list export.csv\n  cs orders list --status unpaid --since 昨天\n  cs orders list export.csv -F csv --reveal -o orders.csv"
)]
pub(crate) struct OrderListArgs {
    #[command(flatten)]
    from: InputArgs,
    /// Only orders in this state; repeatable
    #[arg(long, value_name = "STATUS", value_delimiter = ',', value_parser = statuses(), help_heading = "Selection")]
    status: Vec<String>,
    #[command(flatten)]
    output: Output,
}

/// By the key, or by the Chinese word that a table shows.
fn statuses() -> impl clap::builder::TypedValueParser<Value = String> {
    use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
    let values = Status::all().map(|s| PossibleValue::new(s.key()).alias(s.title(Lang::Zh)));
    PossibleValuesParser::new(values)
        .map(|said| Status::all().find(|s| s.title(Lang::Zh) == said).map_or(said, |s| s.key().to_owned()))
}

/// Show one order of the database, in full
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs orders show 3512345678901234567")]
pub(crate) struct OrderShowArgs {
    /// The order number
    #[arg(value_name = "ORDER")]
    order_no: String,
    #[command(flatten)]
    output: Output,
}

pub(crate) fn run(cx: &Context, command: OrdersCommand) -> Result<u8> {
    match command {
        OrdersCommand::List(args) => list(cx, args),
        OrdersCommand::Show(args) => show(cx, args),
        OrdersCommand::CheckAbnormal(args) => check::run(cx, args),
    }
}

fn list(cx: &Context, mut args: OrderListArgs) -> Result<u8> {
    let pick = &args.from.pick;
    let window =
        when::window(pick.since.as_deref(), pick.until.as_deref(), pick.date.as_deref(), cx.now, cx.zone)?;
    args.from.selection = window.since.map(|since| Selection { since: Some(since), ..Selection::default() });
    let title = Say::new("订单", "Orders");
    let Some(mut show) = Show::over(cx, &args.from, &args.output, title, LIST_COLUMNS, "order_no")? else {
        return Ok(0);
    };
    let with_currency = show.last_column_if(&args.output);
    let wanted = &mut |order: &Order| {
        window.holds(order.created_at)
            && (args.status.is_empty() || args.status.iter().any(|s| s == order.status.key()))
    };
    let (loaded, written) = list_orders(cx, show, &with_currency, (&args.from, fields()), wanted)?;
    load::write_rejects(cx, &args.from.reading, &loaded.rejects, args.output.force)?;
    written.tell(cx);
    Ok(if loaded.rejects.is_empty() { 0 } else { 5 })
}

/// Lists the orders that `wanted` says, of all that are read with these columns. `varies`: whether currencies do.
pub(crate) fn list_orders(
    cx: &Context,
    show: Show,
    varies: &std::cell::Cell<bool>,
    (from, want): (&InputArgs, Fields),
    wanted: &mut dyn FnMut(&Order) -> bool,
) -> Result<(Loaded, Written)> {
    let mut loaded = None;
    let written = show.run(|emit| {
        let mut rows = ListedOrders::new(from, varies);
        loaded = Some(load::each_order(cx, from, want, &mut |order| {
            let go_on = !wanted(order) || rows.give(order, emit)?;
            Ok(if go_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) })
        })?);
        rows.end(emit)?;
        Ok(Meta::default())
    })?;
    Ok((loaded.unwrap_or_default(), written))
}

/// Orders as rows with their currency. Where there may be several currencies, rows wait until it is known whether
/// there are.
struct ListedOrders<'r> {
    may_vary: &'r std::cell::Cell<bool>,
    varies: &'r std::cell::Cell<bool>,
    first: Option<String>,
    waiting: Vec<[Cell<'static>; 24]>,
}

impl<'r> ListedOrders<'r> {
    /// `varies`: what [`Show::last_column_if`] gave.
    fn new(from: &'r InputArgs, varies: &'r std::cell::Cell<bool>) -> ListedOrders<'r> {
        ListedOrders { may_vary: &from.many_currencies, varies, first: None, waiting: Vec::new() }
    }

    /// False when no more are wanted.
    fn give(&mut self, order: &Order, emit: &mut Emit<'_>) -> Result<bool> {
        if self.may_vary.get() && !self.varies.get() {
            let code = order.deals_in();
            if code.is_none_or(|code| self.first.get_or_insert_with(|| code.to_owned()) == code) {
                self.waiting.push(list_row(order).map(Cell::into_owned));
                return Ok(true);
            }
            self.varies.set(true);
            if !self.flush(emit)? {
                return Ok(false);
            }
        }
        emit(&list_row(order))
    }

    fn end(mut self, emit: &mut Emit<'_>) -> Result<()> {
        self.flush(emit).map(|_| ())
    }

    fn flush(&mut self, emit: &mut Emit<'_>) -> Result<bool> {
        for row in self.waiting.drain(..) {
            if !emit(&row)? {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

fn fields() -> Fields {
    use crate::model::Field;
    LIST_COLUMNS.iter().filter_map(|c| Field::by_key(c.key)).fold(Fields::NONE, |mut all, field| {
        all.add(field);
        all
    })
}

fn show(cx: &Context, args: OrderShowArgs) -> Result<u8> {
    let orders = find(cx, &args.order_no)?;
    let mut output = args.output;
    output.reveal = true;
    if output.format.is_none() && output.file().is_none() {
        output.format = Some("text".into());
    }
    let Some(show) = Show::new(cx, &output, Say::new("订单", "Order"), COLUMNS, "order_no")? else {
        return Ok(0);
    };
    show.rows(orders.iter().map(row), Meta::default())?;
    Ok(0)
}

/// The orders of this number in the database.
pub(crate) fn find(cx: &Context, order_no: &str) -> Result<Vec<Order>> {
    let found = match cx.store()? {
        Some(store) => orders_of_number(&store, order_no)?,
        None => Vec::new(),
    };
    if found.is_empty() {
        return Err(unknown(order_no, true));
    }
    Ok(found)
}

/// The refusal of an order number that stands nowhere.
pub(crate) fn unknown(order_no: &str, in_database: bool) -> Error {
    let shown = crate::model::quote::number(order_no);
    if !in_database {
        return Error::input(
            format!("这些文件里没有订单 {shown}"),
            format!("there is no order {shown} in these files"),
        );
    }
    let e = Error::input(
        format!("数据库里没有订单 {shown}"),
        format!("there is no order {shown} in the database"),
    )
    .hint("先用 cs import 导入导出文件", "import the export first: `cs import FILE`");
    if order_no.len() <= 4 && order_no.bytes().all(|b| b.is_ascii_digit()) {
        // More likely a row than an order.
        return e.hint(
            "如果是行号：只在 30 分钟内显示过表格的那个终端里有效",
            "if it is a row number: they hold for 30 minutes, in the terminal that showed the table",
        );
    }
    e
}
