//! Reads one chunk after another, on one core.

use super::desk::{ChunkResult, Task};
use super::wants::Wants;
use super::work::Work;
use crate::layouts::Bound;
use crate::read::columns::{Columns, Told};
use crate::read::ids::print;
use crate::read::reading::Reading;
use crate::read::row_source::Scratch;
use crate::read::rows::Taker;
use crate::read::stats::note_event;
use crate::records::Order;
use crate::source::{Chunks, Decoder, Encoding, RowFilter};
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Mutex, PoisonError};

/// What a core uses for one chunk after another.
#[derive(Default)]
pub(super) struct Tools {
    pub(super) decoder: Decoder,
    pub(super) scratch: Scratch,
    pub(super) buffer: Vec<u8>,
    /// Rows of the chunk before.
    pub(super) rows: usize,
}

/// What every core reads with.
pub(super) struct Reader<'a, S> {
    pub(super) bound: &'a Bound,
    pub(super) reading: &'a Reading,
    pub(super) chunks: &'a Chunks,
    pub(super) work: &'a Work<'a, S>,
}

impl<S: Send> Reader<'_, S> {
    pub(super) fn serve(
        &self,
        todo: &Mutex<Receiver<Task>>,
        done: &Sender<(u64, Option<ChunkResult<S>>)>,
        told: &Told,
    ) {
        let mut tools = Tools::default();
        loop {
            let task = todo.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok((chunk, encoding)) = task else { return };
            if done.send((chunk, self.part(chunk, encoding, told, &mut tools))).is_err() {
                return;
            }
        }
    }

    /// Reads a chunk from where it seems to begin; `None` where anything but ordinary rows stands in it.
    pub(super) fn part(
        &self,
        chunk: u64,
        encoding: Option<Encoding>,
        told: &Told,
        tools: &mut Tools,
    ) -> Option<ChunkResult<S>> {
        let (from, mut rows) = self.chunks.guess(chunk, std::mem::take(&mut tools.buffer)).ok()?;
        let end = self.chunks.end(chunk);
        let row_filter = RowFilter::new(self.bound);
        let columns = Columns::of_chunk(told, self.reading);
        tools.decoder.restart(encoding);
        let decoder = &tools.decoder;
        let mut taker = Taker::new(self.bound, self.reading, &columns, "");
        taker.scratch = std::mem::take(&mut tools.scratch);
        let mut made = (self.work.fresh)();
        let mut prints = Vec::with_capacity(tools.rows);
        let mut order = Order::default();
        let wants = Wants::of(self.bound, self.reading);
        loop {
            let (at, line) = rows.next_begins().ok()?;
            let row = if at < end { rows.next(decoder).ok()? } else { None };
            let Some(row) = row else {
                if encoding.is_none() && decoder.decided().is_some() {
                    return None;
                }
                let buffer = rows.into_buffer();
                let Taker { stats, ids, scratch, .. } = taker;
                tools.scratch = scratch;
                tools.rows = prints.len();
                tools.buffer = buffer;
                let (rows, newest, next) = (stats.rows, stats.newest, stats.next);
                return Some(ChunkResult {
                    from,
                    to: at,
                    lines: line,
                    rows,
                    newest,
                    next,
                    ids,
                    prints,
                    made,
                });
            };
            if !row_filter.is_plain(&row) {
                return None;
            }
            let flow = taker.try_take(&row, &mut |source, scratch, stats| {
                wants.read(source, scratch, &mut order)?;
                prints.push(print(&order.order_no, source.row));
                note_event(stats, order.last_event(), self.reading.now);
                wants.see(source, scratch, &mut order, &mut made, self.work)
            });
            if flow.ok()?.is_break() {
                return None;
            }
        }
    }
}
