//! `cs refunds show`: a case in full, with its order.

use super::RefundShowArgs;
use super::assign::assign;
use crate::cli::context::Context;
use crate::cli::orders;
use crate::cli::show::Show;
use crate::error::{Error, Result};
use crate::load::join::from_refunds;
use crate::model::{Column, Say};
use crate::records::Order;
use crate::render::Meta;
use crate::store::{OrderFilter, Store};
use crate::tasks::refunds::{COLUMNS, Case, DETAILS, cases, details, row};
use std::ops::ControlFlow;

pub(super) fn show(cx: &Context, args: RefundShowArgs) -> Result<u8> {
    let scope = cx.scope()?;
    let mut found: Vec<(Order, Case)> = Vec::new();
    if let Some(store) = cx.store()? {
        for order in concerned(&store, &args.number)? {
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

/// The orders of this number, or with a refund of this number; also those known by their refunds only.
fn concerned(store: &Store, number: &str) -> Result<Vec<Order>> {
    let mut out = orders::in_store(store, number)?;
    let mut refunds = Vec::new();
    store.each_refund(&OrderFilter::default(), &mut |refund| {
        if refund.refund_no == number || refund.order_no == number {
            refunds.push(std::mem::take(refund));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    for refund in refunds {
        let holds = |o: &Order| {
            o.platform == refund.platform && o.refunds.iter().any(|r| r.refund_no == refund.refund_no)
        };
        if out.iter().any(holds) {
            continue;
        }
        match orders::in_store(store, &refund.order_no)?.into_iter().find(holds) {
            Some(order) => out.push(order),
            None => {
                let (platform, shop) = (refund.platform.clone(), refund.shop.clone());
                out.push(from_refunds(platform, shop, refund.order_no.clone(), vec![refund]));
            }
        }
    }
    Ok(out)
}
