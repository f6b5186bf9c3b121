//! The file as a whole, put together chunk after chunk.

use super::desk::ChunkResult;
use super::reader::Reader;
use super::wants::Wants;
use super::work::Absorb;
use crate::error::Result;
use crate::read::ids::Twins;
use crate::read::rows::Taker;
use crate::read::stats::note_event;
use crate::records::Order;
use crate::source::{Decoder, RowFilter};
use std::ops::ControlFlow;

/// The file as a whole, put together chunk after chunk.
pub(super) struct Whole<'a, 'b, S> {
    pub(super) reader: &'a Reader<'a, S>,
    pub(super) taker: Taker<'a>,
    pub(super) row_filter: &'b mut RowFilter<'a>,
    pub(super) twins: Twins,
    pub(super) decoder: Decoder,
    /// The byte and the line where the next record begins.
    pub(super) at: (u64, u64),
}

impl<S: Send> Whole<'_, '_, S> {
    pub(super) fn put(
        &mut self,
        chunk: u64,
        part: Option<ChunkResult<S>>,
        absorb: &mut Absorb<'_, S>,
    ) -> Result<ControlFlow<()>> {
        let end = self.reader.chunks.end(chunk);
        // A record may be longer than a chunk.
        if self.at.0 >= end {
            return Ok(ControlFlow::Continue(()));
        }
        if let Some(part) = &part {
            self.expect(part);
        }
        let begins = |part: &ChunkResult<S>| part.from == self.at.0 && !self.row_filter.is_over();
        let proved = part.filter(begins).filter(|part| self.twins.all_new(&part.prints));
        let Some(part) = proved else { return self.read_again(end, absorb) };
        self.at = (part.to, self.at.1 + part.lines);
        let stats = &mut self.taker.stats;
        stats.rows += part.rows;
        stats.newest = stats.newest.max(part.newest);
        stats.next = [stats.next, part.next].into_iter().flatten().min();
        self.taker.ids.absorb(part.ids);
        absorb(part.made)
    }

    /// The first chunk tells about how many orders there are.
    pub(super) fn expect(&mut self, part: &ChunkResult<S>) {
        if self.taker.stats.rows == 0 && part.to > part.from {
            let size = self.reader.chunks.size.saturating_sub(self.at.0);
            let orders = u128::from(size) * part.prints.len() as u128 / u128::from(part.to - part.from);
            self.twins.expect(u64::try_from(orders + orders / 32).unwrap_or(u64::MAX));
        }
    }

    pub(super) fn read_again(&mut self, end: u64, absorb: &mut Absorb<'_, S>) -> Result<ControlFlow<()>> {
        let Whole { reader, taker, row_filter, twins, decoder, at } = self;
        let mut rows = reader.chunks.at(at.0, at.1, end)?;
        let mut made = (reader.work.fresh)();
        let mut order = Order::default();
        let wants = Wants::of(reader.bound, reader.reading);
        loop {
            *at = rows.next_begins()?;
            let row = if at.0 < end { rows.next(decoder)? } else { None };
            let Some(row) = row else { return absorb(made) };
            if !row_filter.takes(&row)? {
                continue;
            }
            let flow = taker.take(&row, &mut |source, scratch, stats| {
                wants.read(source, scratch, &mut order).map_err(|f| wants.first_fault(source, scratch, f))?;
                if twins.seen(&order.order_no, source.row)? {
                    stats.repeated += 1;
                    return Ok(ControlFlow::Continue(()));
                }
                note_event(stats, order.last_event(), reader.reading.now);
                wants
                    .see(source, scratch, &mut order, &mut made, reader.work)
                    .map_err(|f| wants.first_fault(source, scratch, f))
            })?;
            if flow.is_break() {
                return Ok(flow);
            }
        }
    }
}
