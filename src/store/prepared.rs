//! What was found out about files before the database was locked.

use super::column_sets::ColumnSets;
use super::file_facts::{Counts, Seen};
use super::offered::Offered;
use super::rows::OrderRows;
use super::tally::Total;
use crate::model::Stamp;
use crate::records::{GenericRecord, OwnedItem, Refund, Review};
use std::collections::{BTreeMap, HashSet};

/// What is kept of orders at most, in bytes: about 100,000 of them, less in builds for tests. What a file tells beyond that is
/// read under the lock.
const MOST: usize = if cfg!(debug_assertions) { 64 << 10 } else { 64 << 20 };
/// How many other records are kept.
const MOST_HELD: usize = if cfg!(debug_assertions) { 64 } else { 65_536 };

/// Files, and the state of the database that orders were held against.
#[derive(Debug, Default)]
pub struct Prepared {
    /// `None`: the database was found in it.
    pub(super) state: Option<Vec<Total>>,
    pub(super) sets: ColumnSets,
    pub(super) files: BTreeMap<usize, PreparedFile>,
}

#[derive(Debug)]
pub(super) struct PreparedFile {
    /// Orders that are not as they stand.
    pub(super) rows: OrderRows,
    /// All that are no orders.
    pub(super) held: Vec<(Option<Stamp>, Held)>,
    /// Running numbers of what is, as [`super::last_seen::LastSeen`] marks them.
    pub(super) marks: Vec<u64>,
    pub(super) counts: Counts,
    pub(super) offered: Offered,
    pub(super) seen: BTreeMap<Seen, Stamp>,
}

/// What is found out while a file is compared.
#[derive(Debug, Default)]
pub(super) struct Aside {
    pub(super) rows: OrderRows,
    pub(super) held: Vec<(Option<Stamp>, Held)>,
    /// Of the files before this one: bytes and records that are kept.
    pub(super) kept: (usize, usize),
    /// Orders of the files before this one, which an import writes first.
    pub(super) before: HashSet<u64>,
    pub(super) met: Vec<u64>,
    /// Orders of the file in hand that are kept: a number may come again under another shop.
    pub(super) differ: HashSet<u64>,
    /// Items came by themselves, and may be those of an order that comes after them.
    pub(super) has_items: bool,
}

/// A record that is no order, as it was read.
#[derive(Debug)]
pub(super) enum Held {
    Item(Box<OwnedItem>),
    Refund(Box<Refund>),
    Review(Box<Review>),
    Line(Box<GenericRecord>),
}

impl Aside {
    /// Whether more was kept than is held in memory.
    pub(super) fn is_full(&self) -> bool {
        let (bytes, records) = self.kept;
        bytes + self.rows.bytes() > MOST || records + self.held.len() > MOST_HELD
    }

    /// Whether an order with this key may not be as it stands by the time it is written.
    pub(super) fn is_written(&self, key: u64) -> bool {
        self.before.contains(&key) || self.differ.contains(&key)
    }

    /// Keeps a record of the file in hand.
    pub(super) fn hold(&mut self, seen: Option<Stamp>, record: Held) {
        self.has_items |= matches!(record, Held::Item(_));
        self.held.push((seen, record));
    }

    /// The file in hand is over: what is kept of it, if that is not too much.
    pub(super) fn end(&mut self) -> Option<(OrderRows, Vec<(Option<Stamp>, Held)>)> {
        let is_full = self.is_full();
        let (rows, held) = (std::mem::take(&mut self.rows), std::mem::take(&mut self.held));
        self.before.extend(self.met.drain(..));
        self.differ.clear();
        if is_full {
            return None;
        }
        self.kept.0 += rows.bytes();
        self.kept.1 += held.len();
        Some((rows, held))
    }
}
