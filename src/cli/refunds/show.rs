//! `cs refunds show`: a case in full, with its order.

use super::RefundShowArgs;
use super::assign::assign;
use crate::cli::context::Context;
use crate::cli::show::Show;
use crate::error::{Error, Result};
use crate::load::orders_of_refund;
use crate::model::{Column, Say};
use crate::records::Order;
use crate::render::Meta;
use crate::tasks::refunds::{COLUMNS, Case, DETAILS, cases, details, row};

pub(super) fn show(cx: &Context, args: RefundShowArgs) -> Result<u8> {
    let scope = cx.scope()?;
    let mut found: Vec<(Order, Case)> = Vec::new();
    if let Some(store) = cx.store()? {
        for order in orders_of_refund(&store, &args.number)? {
            let mine = |case: &Case| case.refund.refund_no == args.number || order.order_no == args.number;
            found.extend(cases(&order, &scope).into_iter().filter(mine).map(|case| (order.clone(), case)));
        }
    }
    if found.is_empty() {
        let shown = crate::model::quote::number(&args.number);
        return Err(Error::input(
            format!("数据库里没有退款 {shown}，也没有退款的订单是这个号"),
            format!("the database has neither a refund {shown} nor an order of this number with one"),
        )
        .hint("先用 cs import 导入退款报表", "import the refund export first: `cs import FILE`"));
    }
    assign(cx, found.iter_mut().map(|one| &mut one.1))?;
    let mut output = args.output;
    output.reveal = true;
    if output.format.is_none() && output.file().is_none() {
        output.format = Some("text".into());
    }
    let all: Vec<Column> = COLUMNS.iter().chain(DETAILS).map(|c| Column { shown: true, ..*c }).collect();
    let Some(show) = Show::new(cx, &output, Say::new("退款", "Refund"), &all, "refund_no")? else {
        return Ok(0);
    };
    let rows = found.iter().map(|(order, case)| {
        let mut cells = row(case, scope.now);
        cells.extend(details(case, order));
        cells
    });
    show.rows(rows, Meta::default())?;
    Ok(0)
}
