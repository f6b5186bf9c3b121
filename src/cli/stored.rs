//! What the database tells beside a stream of orders: which shops there are, and refunds without an order.

use super::args::InputArgs;
use crate::error::{Error, Result};
use crate::model::platform;
use crate::records::{Order, Refund};
use crate::store::{OrderFilter, Store};
use std::collections::HashSet;
use std::ops::ControlFlow;

/// The refunds that came with their orders; kept only where somebody asks for those that did not.
pub(crate) struct Met {
    wanted: bool,
    /// Every order was met: of those that were not needed the database knows whether they are there.
    all: bool,
    seen: HashSet<(String, String, String)>,
}

impl Met {
    pub(crate) fn new(wanted: bool, all: bool) -> Met {
        Met { wanted, all, seen: HashSet::new() }
    }

    pub(crate) fn meet(&mut self, order: &Order) {
        if self.wanted && self.all {
            self.seen.extend(order.refunds.iter().map(key));
        }
    }

    pub(crate) fn strays(&self, store: &Store, filter: &OrderFilter) -> Result<Vec<Refund>> {
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

/// A shop that the data do not know is more likely a slip than a wish for nothing.
pub(crate) fn known_shops(store: &Store, from: &InputArgs) -> Result<()> {
    if !from.is_database() {
        return Ok(());
    }
    picked_exist(from, &store.shops()?)
}

pub(crate) fn picked_exist(from: &InputArgs, known: &[(String, String)]) -> Result<()> {
    // A file that names no shop belongs to whichever is asked for.
    let shops = known.iter().any(|s| !s.1.is_empty()).then(|| known.iter().map(|s| s.1.as_str()));
    for shop in &from.pick.shop {
        if shops.clone().is_some_and(|mut shops| !shops.any(|s| s == shop)) {
            return Err(no_such("店铺", "shop", shop, known.iter().map(|s| s.1.as_str())));
        }
    }
    for platform in &from.pick.platform {
        if !known.is_empty() && !known.iter().any(|s| s.0 == *platform || s.0.is_empty()) {
            return Err(no_such("平台", "platform", platform, known.iter().map(|s| s.0.as_str())));
        }
    }
    Ok(())
}

fn no_such<'a>(zh: &str, en: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
    let mut list: Vec<&str> = known.clone().filter(|n| !n.is_empty()).collect();
    list.sort_unstable();
    list.dedup();
    let e =
        Error::usage(format!("没有{zh}「{name}」的数据"), format!("there are no data of the {en} `{name}`"));
    let shown: Vec<String> = list.iter().map(|name| platform::shown(name)).collect();
    match crate::error::nearest(name, list.iter().copied()).map(platform::shown) {
        Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?")),
        None => e.hint(format!("有：{}", shown.join("、")), format!("there are: {}", shown.join(", "))),
    }
}
