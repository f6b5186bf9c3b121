//! Many buyers behind one phone or one address: the grouping that two rules share.

use super::twins;
use crate::model::Field;
use crate::model::text::{is_identity, is_masked, without_blanks};
use crate::records::Order;
use crate::rules::Scope;
use std::collections::{HashMap, VecDeque};

/// Fewer buyers than this are a family or an office.
pub(super) const LEAST_BUYERS: i64 = 3;
const LEAST_ADDRESS: usize = 10;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct CrowdRow {
    key: u64,
    at: i64,
    index: u32,
    buyer: u64,
    window: u32,
}

/// What is kept of an order: its phone and its address, 0 where it has none.
#[derive(Clone, Copy)]
struct Known {
    keys: [u64; 2],
    at: i64,
    buyer: u64,
    index: u32,
    window: u32,
}

impl Known {
    fn row(&self, key: u64) -> CrowdRow {
        CrowdRow { key, at: self.at, index: self.index, buyer: self.buyer, window: self.window }
    }
}

#[derive(Default)]
pub(super) struct Crowd {
    orders: Vec<Known>,
}

impl Crowd {
    /// Keeps an order's keys; `Err` where it has none.
    pub(super) fn add(&mut self, order: &Order, index: u32, scope: &Scope) -> Result<(), Field> {
        let buyer = twins::buyer(order)?;
        let at = order.created_at.ok_or(Field::CreatedAt)?.0;
        let window = twins::window(order, scope);
        let bare = without_blanks(&order.address);
        let address = bare.as_ref();
        let whole = address.chars().nth(LEAST_ADDRESS - 1).is_some() && !is_masked(address);
        let phone = is_identity(&order.phone).then(|| twins::key(order, "phone", &[&order.phone]));
        let address = whole.then(|| twins::key(order, "address", &[address]));
        let keys = [phone, address].map(Option::unwrap_or_default);
        if keys == [0, 0] {
            return Err(Field::Phone);
        }
        self.orders.push(Known { keys, at, buyer, index, window });
        Ok(())
    }

    /// Adds the keys of orders that follow.
    pub(super) fn absorb(&mut self, later: Crowd, offset: u32) {
        let moved = later.orders.into_iter().map(|o| Known { index: o.index + offset, ..o });
        twins::append(&mut self.orders, moved);
    }

    /// Place → most buyers seen together with this order within the window.
    pub(super) fn finish(self) -> HashMap<u32, i64> {
        let keys = |(n, order): (usize, &Known)| order.keys.map(|key| (key, n as u32));
        let mut named: Vec<(u64, u32)> = self.orders.iter().enumerate().flat_map(keys).collect();
        named.retain(|(key, _)| *key != 0);
        twins::keep_shared(&mut named, |(key, _)| *key);
        named.sort_unstable();
        let mut out: HashMap<u32, i64> = HashMap::new();
        for group in named.chunk_by(|a, b| a.0 == b.0) {
            if (group.len() as i64) < LEAST_BUYERS {
                continue;
            }
            let row = |(key, n): &(u64, u32)| self.orders.get(*n as usize).map(|order| order.row(*key));
            let mut group: Vec<CrowdRow> = group.iter().filter_map(row).collect();
            group.sort_unstable();
            for (row, most) in group.iter().zip(most_buyers(&group)) {
                if most >= LEAST_BUYERS {
                    let seen = out.entry(row.index).or_default();
                    *seen = most.max(*seen);
                }
            }
        }
        out
    }
}

/// For each row of a group the greatest number of buyers in any window that holds the row.
fn most_buyers(group: &[CrowdRow]) -> Vec<i64> {
    // Buyers in the window that ends at each row.
    let mut counts: HashMap<u64, usize> = HashMap::new();
    let mut ending = Vec::with_capacity(group.len());
    let mut held = group.iter().peekable();
    for row in group {
        *counts.entry(row.buyer).or_default() += 1;
        while let Some(left) = held.next_if(|first| row.at - first.at > i64::from(row.window)) {
            if let Some(n) = counts.get_mut(&left.buyer) {
                *n -= 1;
                if *n == 0 {
                    counts.remove(&left.buyer);
                }
            }
        }
        ending.push(counts.len() as i64);
    }
    // The windows that hold row i end at i or later, and no later than `window` after it.
    let mut best: VecDeque<(usize, i64)> = VecDeque::new();
    let mut ahead = group.iter().zip(ending).enumerate().peekable();
    let mut most = Vec::with_capacity(group.len());
    for (i, row) in group.iter().enumerate() {
        let near = |(_, (next, _)): &(usize, (&CrowdRow, i64))| next.at - row.at <= i64::from(row.window);
        while let Some((next, (_, buyers))) = ahead.next_if(near) {
            while best.back().is_some_and(|(_, fewer)| *fewer <= buyers) {
                best.pop_back();
            }
            best.push_back((next, buyers));
        }
        while best.front().is_some_and(|(end, _)| *end < i) {
            best.pop_front();
        }
        most.push(best.front().map_or(0, |(_, buyers)| *buyers));
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(list: &[(i64, u64)]) -> Vec<CrowdRow> {
        let row = |(index, (at, buyer)): (usize, &(i64, u64))| CrowdRow {
            key: 1,
            at: *at,
            index: index as u32,
            buyer: *buyer,
            window: 10,
        };
        list.iter().enumerate().map(row).collect()
    }

    #[test]
    fn the_window_slides() {
        assert_eq!(most_buyers(&rows(&[(0, 1), (5, 2), (10, 3), (16, 4), (40, 5)])), [3, 3, 3, 2, 1]);
        assert_eq!(most_buyers(&rows(&[(0, 1), (1, 1), (2, 2)])), [2, 2, 2]);
    }

    proptest! {
        #[test]
        fn same_as_counting_by_hand(mut list in proptest::collection::vec((0_i64..60, 0_u64..5), 0..30)) {
            list.sort_unstable();
            let rows = rows(&list);
            let by_hand: Vec<i64> = list
                .iter()
                .map(|(at, _)| {
                    let windows = list.iter().map(|(from, _)| *from).filter(|f| f <= at && at - f <= 10);
                    let buyers = |from: i64| {
                        let mut b: Vec<u64> =
                            list.iter().filter(|(t, _)| *t >= from && t - from <= 10).map(|x| x.1).collect();
                        b.sort_unstable();
                        b.dedup();
                        b.len() as i64
                    };
                    windows.map(buyers).max().unwrap_or(0)
                })
                .collect();
            prop_assert_eq!(most_buyers(&rows), by_hand);
        }
    }
}
