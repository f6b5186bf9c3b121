//! Hands out chunks, and takes back what came of them.

use crate::model::Stamp;
use crate::read::ids::{IdCheck, Print};
use crate::source::{Chunks, Encoding};
use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, Sender};

/// Hands out chunks, a few ahead of the one that is wanted next.
pub(super) struct Desk<S> {
    pub(super) tasks: Sender<Task>,
    pub(super) parts: Receiver<(u64, Option<ChunkResult<S>>)>,
    pub(super) waiting: BTreeMap<u64, Option<ChunkResult<S>>>,
    pub(super) next: u64,
}

impl<S> Desk<S> {
    pub(super) fn ask(&mut self, chunks: &Chunks, encoding: Option<Encoding>) {
        if self.next < chunks.count() && self.tasks.send((self.next, encoding)).is_ok() {
            self.next += 1;
        }
    }

    /// `None`: it has to be read once more.
    pub(super) fn take(&mut self, chunk: u64) -> Option<ChunkResult<S>> {
        while !self.waiting.contains_key(&chunk) {
            let (which, part) = self.parts.recv().ok()?;
            self.waiting.insert(which, part);
        }
        self.waiting.remove(&chunk)?
    }
}

/// A chunk to be read, and the encoding of the file if it is known by now.
pub(super) type Task = (u64, Option<Encoding>);

/// What came of one chunk.
pub(super) struct ChunkResult<S> {
    pub(super) from: u64,
    /// Where the next record begins, and how many lines that is below `from`.
    pub(super) to: u64,
    pub(super) lines: u64,
    pub(super) rows: u64,
    pub(super) newest: Option<Stamp>,
    pub(super) next: Option<Stamp>,
    pub(super) ids: IdCheck,
    pub(super) prints: Vec<Print>,
    pub(super) made: S,
}
