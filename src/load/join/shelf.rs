//! Records that wait for their orders, in few bytes: several exports of a hundred thousand rows fit in what a few
//! thousand whole records would take.

use crate::records::{Record, Texts, pack, unpack};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

#[derive(Default)]
pub(super) struct Shelf {
    bytes: Vec<u8>,
    texts: Texts,
    entries: Vec<Entry>,
    /// Hash of platform and order number → the first and the last of the entries that wait for it.
    chains: HashMap<u64, (u32, u32)>,
    hasher: RandomState,
}

struct Entry {
    /// Where it begins in the bytes.
    at: usize,
    /// The next of its chain; its own number where there is none.
    next: u32,
    taken: bool,
}

impl Shelf {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// What it takes in memory, about.
    pub(super) fn size(&self) -> usize {
        self.bytes.len() + self.entries.len() * size_of::<Entry>() + self.chains.len() * 32
    }

    pub(super) fn put(&mut self, platform: &str, order_no: &str, record: &mut dyn Record) {
        let Ok(index) = u32::try_from(self.entries.len()) else { return };
        self.entries.push(Entry { at: self.bytes.len(), next: index, taken: false });
        pack(record, &mut self.texts, &mut self.bytes);
        let chain = self.chains.entry(self.hasher.hash_one((platform, order_no))).or_insert((index, index));
        if let Some(last) = self.entries.get_mut(chain.1 as usize) {
            last.next = index;
        }
        chain.1 = index;
    }

    /// The records that wait for an order, in the order in which they came, with their places. Two orders may have one hash:
    /// `is_mine` tells them apart.
    pub(super) fn of<R: Record + Default>(
        &self,
        platform: &str,
        order_no: &str,
        is_mine: impl Fn(&R) -> bool,
    ) -> Vec<(usize, R)> {
        let mut found = Vec::new();
        let mut next = self.chains.get(&self.hasher.hash_one((platform, order_no))).map(|chain| chain.0);
        while let Some(index) = next {
            let Some(entry) = self.entries.get(index as usize) else { break };
            if let Some(record) = self.read(entry).filter(|_| !entry.taken).filter(&is_mine) {
                found.push((index as usize, record));
            }
            next = (entry.next != index).then_some(entry.next);
        }
        found
    }

    /// The same, which do not wait any more.
    pub(super) fn take<R: Record + Default>(
        &mut self,
        platform: &str,
        order_no: &str,
        is_mine: impl Fn(&R) -> bool,
    ) -> Vec<R> {
        let found = self.of(platform, order_no, is_mine);
        for (index, _) in &found {
            if let Some(entry) = self.entries.get_mut(*index) {
                entry.taken = true;
            }
        }
        found.into_iter().map(|(_, record)| record).collect()
    }

    /// The record at a place, if it still waits.
    pub(super) fn waiting<R: Record + Default>(&self, index: usize) -> Option<R> {
        self.entries.get(index).filter(|entry| !entry.taken).and_then(|entry| self.read(entry))
    }

    pub(super) fn len(&self) -> usize {
        self.entries.len()
    }

    fn read<R: Record + Default>(&self, entry: &Entry) -> Option<R> {
        let mut record = R::default();
        unpack(&mut record, &self.texts, &mut self.bytes.get(entry.at..)?)?;
        Some(record)
    }
}
