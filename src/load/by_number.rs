//! Orders of the database by a number.

use super::join::from_refunds;
use super::stored::{reconcile_stored, whole};
use crate::error::Result;
use crate::model::Fields;
use crate::records::{Order, Refund};
use crate::store::{OrderFilter, Store};
use std::ops::ControlFlow;

/// The orders of this number, whole; there may be none.
pub(crate) fn orders_of_number(store: &Store, order_no: &str) -> Result<Vec<Order>> {
    let mut found = store.find_order(order_no)?;
    for order in &mut found {
        if order.have == Fields::NONE {
            *order = whole(order);
        } else {
            reconcile_stored(order);
        }
    }
    Ok(found)
}

/// The orders of this number, or with a refund of this number; also those known by their refunds only.
pub(crate) fn orders_of_refund(store: &Store, number: &str) -> Result<Vec<Order>> {
    let mut out = orders_of_number(store, number)?;
    for refund in refunds_of(store, number)? {
        let holds = |o: &Order| {
            o.platform == refund.platform && o.refunds.iter().any(|r| r.refund_no == refund.refund_no)
        };
        if out.iter().any(holds) {
            continue;
        }
        match orders_of_number(store, &refund.order_no)?.into_iter().find(holds) {
            Some(order) => out.push(order),
            None => {
                let (platform, shop) = (refund.platform.clone(), refund.shop.clone());
                out.push(from_refunds(platform, shop, refund.order_no.clone(), vec![refund]));
            }
        }
    }
    Ok(out)
}

fn refunds_of(store: &Store, number: &str) -> Result<Vec<Refund>> {
    let mut refunds = Vec::new();
    store.each_refund(&OrderFilter::default(), &mut |refund| {
        if refund.refund_no == number || refund.order_no == number {
            refunds.push(std::mem::take(refund));
        }
        Ok(ControlFlow::Continue(()))
    })?;
    Ok(refunds)
}
