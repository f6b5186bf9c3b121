//! Refunds that came without their order.

use crate::error::Result;
use crate::records::{Order, Refund};
use crate::store::{OrderFilter, Store};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// The refunds that came with their orders; kept only where somebody asks for those that did not.
pub(super) struct Met {
    wanted: bool,
    /// Every order was met: of those that were not needed the database knows whether they are there.
    all: bool,
    seen: HashSet<(String, String, String)>,
}

impl Met {
    pub(super) fn new(wanted: bool, all: bool) -> Met {
        Met { wanted, all, seen: HashSet::new() }
    }

    pub(super) fn meet(&mut self, order: &Order) {
        if self.wanted && self.all {
            self.seen.extend(order.refunds.iter().map(key));
        }
    }

    pub(super) fn strays(&self, store: &Store, filter: &OrderFilter) -> Result<Vec<Refund>> {
        let mut strays = Vec::new();
        if self.wanted && !self.all {
            store.each_stray_refund(filter, &mut |refund| {
                strays.push(std::mem::take(refund));
                Ok(ControlFlow::Continue(()))
            })?;
        } else if self.wanted {
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
