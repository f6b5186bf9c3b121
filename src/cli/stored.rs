//! What the database tells beside a stream of orders: which shops there are, and refunds without an order.

use super::args::From;
use crate::error::{Error, Result};
use crate::model::{Field, Fields, Order, Refund};
use crate::store::{OrderFilter, Store};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// The refunds that came with their orders; kept only where somebody looks at when refunds were done.
pub(crate) struct Met {
    wanted: bool,
    seen: HashSet<(String, String, String)>,
}

impl Met {
    pub(crate) fn new(want: Fields) -> Met {
        Met { wanted: want.has(Field::DoneAt), seen: HashSet::new() }
    }

    pub(crate) fn meet(&mut self, order: &Order) {
        if self.wanted {
            self.seen.extend(order.refunds.iter().map(key));
        }
    }

    pub(crate) fn strays(&self, store: &Store, filter: &OrderFilter) -> Result<Vec<Refund>> {
        let mut strays = Vec::new();
        if self.wanted {
            store.each_refund(filter, &mut |refund| {
                if !self.seen.contains(&key(refund)) {
                    strays.push(std::mem::take(refund));
                }
                Ok(ControlFlow::Continue(()))
            })?;
        }
        Ok(strays)
    }
}

fn key(refund: &Refund) -> (String, String, String) {
    (refund.platform.clone(), refund.shop.clone(), refund.refund_no.clone())
}

/// A shop that the database does not know is more likely a slip than a wish for nothing.
pub(crate) fn known_shops(store: &Store, from: &From) -> Result<()> {
    if from.pick.shop.is_empty() || !from.is_database() {
        return Ok(());
    }
    let known: Vec<String> = store.shops()?.into_iter().map(|s| s.1).collect();
    for shop in &from.pick.shop {
        if !known.contains(shop) {
            let e = Error::usage(
                format!("数据库里没有店铺「{shop}」"),
                format!("the database has no shop `{shop}`"),
            );
            return Err(match crate::error::nearest(shop, known.iter().map(String::as_str)) {
                Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?")),
                None => e.hint("用 cs db info 查看", "see `cs db info`"),
            });
        }
    }
    Ok(())
}
