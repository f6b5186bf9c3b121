//! What is known of a file that is imported, and what came of its records.

use super::offered::Offered;
use crate::model::{Fields, Stamp};
use std::collections::BTreeMap;

/// What is known of a file before its rows are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileFacts {
    pub path: String,
    pub layout: String,
    /// `orders`, `items`, `payments` …: the records that are counted.
    pub kind: &'static str,
    pub platform: String,
    /// When the export was made: what ranks its facts.
    pub snapshot: Stamp,
    /// How we know: `given`, `export`, `name`, `event` or `mtime`.
    pub snapshot_source: &'static str,
    /// An order number stands for one order in all shops of the platform.
    pub numbers_global: bool,
    /// The bytes of the file and how it is read, as one word; empty where it is not to be known again.
    pub fingerprint: String,
    /// The bytes of the file as one word: of two files with one snapshot the greater one wins.
    pub hash: Option<i64>,
    /// When the file was written, where that tells how fresh it is; it ranks nothing.
    pub own_time: Option<Stamp>,
}

/// What came of one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    New,
    Changed,
    Unchanged,
    /// The database knows a newer state; nothing was touched.
    Older,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub read: u64,
    pub new: u64,
    pub changed: u64,
    pub unchanged: u64,
    pub older: u64,
    pub rejected: u64,
    /// Of those that changed: older ones that filled what nobody had stated.
    pub taught: u64,
    /// Columns of older records that may tell newer facts all the same: no newer export offered them.
    pub perhaps_newer: Fields,
}

impl Counts {
    /// One more record was read.
    pub(super) fn note(&mut self, outcome: Outcome) {
        self.read += 1;
        *match outcome {
            Outcome::New => &mut self.new,
            Outcome::Changed => &mut self.changed,
            Outcome::Unchanged => &mut self.unchanged,
            Outcome::Older => &mut self.older,
        } += 1;
    }
}

/// Platform, shop, kind.
pub(super) type Seen = (String, String, &'static str);

pub(super) struct OpenFile {
    pub(super) facts: FileFacts,
    pub(super) id: String,
    pub(super) counts: Counts,
    pub(super) offered: Offered,
    /// Shops and kinds that the file told of, and as of when.
    pub(super) seen: BTreeMap<Seen, Stamp>,
    /// Platforms and shops of records that came without a shop name and are known under one.
    pub(super) joined: Vec<(String, String)>,
    pub(super) last: (Seen, Stamp),
}

impl FileFacts {
    /// How fresh the facts are that rank as of `ranked`.
    pub fn as_of(&self, ranked: Stamp) -> Stamp {
        self.own_time.map_or(ranked, |own| own.max(ranked))
    }
}

/// What is seen of an order without reading all that is stored of it.
pub(super) enum Glance {
    /// Nothing is stored.
    New,
    /// It is as it stands, and counted.
    AsStored(Outcome),
    /// All of it has to be read.
    Unclear,
}
