//! Orders of a long text file, read on all cores.
//!
//! Each core takes chunks of the file and makes a collection of each; the collections are put together in the order
//! of the file. A chunk in which anything stands that is no ordinary row, an error among them, is read once more
//! from the byte and the line where the one before it ended: so the records and the messages are those of a reading
//! from beginning to end, however many cores there are.

use super::columns::{Columns, Told};
use super::field::{Scratch, Source};
use super::ids::{IdCheck, Print, Twins, print};
use super::order::Want;
use super::value::{Fault, Value};
use super::{Reading, Stats, Taker, note_event, order};
use crate::error::{Error, Result};
use crate::layouts::{Bound, Grain};
use crate::model::{Fields, Stamp};
use crate::records::Order;
use crate::source::Chunks;
use crate::source::RowFilter;
use crate::source::Table;
use crate::source::{Decoder, Encoding};
use std::collections::BTreeMap;
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

/// What is to be done with the orders.
pub struct Work<'w, S> {
    /// An empty collection, for the orders of one chunk.
    pub fresh: &'w (dyn Fn() -> S + Sync),
    /// Takes one order in.
    pub see: &'w See<'w, S>,
}

type See<'w, S> = dyn Fn(&mut S, &mut Order, &mut Rest<'_>) -> Result<()> + Sync + 'w;

/// Texts of an order that are read only where somebody asks for them.
pub struct Rest<'r> {
    read: Option<&'r mut dyn FnMut(&mut Order) -> Value<()>>,
    fault: Option<Fault>,
}

impl Rest<'_> {
    /// Of an order that is whole already.
    pub fn none() -> Rest<'static> {
        Rest { read: None, fault: None }
    }

    /// Reads what was left out. The error is to be passed on.
    pub fn fill(&mut self, order: &mut Order) -> Result<()> {
        let Some(read) = self.read.take() else { return Ok(()) };
        read(order).map_err(|fault| {
            self.fault = Some(fault);
            crate::error::Error::input("这一行读不了", "the row can't be read")
        })
    }
}

/// What came of one chunk.
struct ChunkResult<S> {
    from: u64,
    /// Where the next record begins, and how many lines that is below `from`.
    to: u64,
    lines: u64,
    rows: u64,
    newest: Option<Stamp>,
    next: Option<Stamp>,
    ids: IdCheck,
    prints: Vec<Print>,
    made: S,
}

/// A chunk to be read, and the encoding of the file if it is known by now.
type Task = (u64, Option<Encoding>);

/// Reads orders as [`super::orders`] does, and gives collections of them in the order of the file. `absorb` may stop
/// the reading.
pub fn orders_in_parallel<S: Send>(
    table: &mut Table,
    reading: &Reading,
    work: &Work<'_, S>,
    absorb: &mut Absorb<'_, S>,
) -> Result<Stats> {
    let layout = &table.bound.layout;
    let cores = crate::source::cores();
    let plain = layout.export || layout.grain == Grain::Item;
    match table.chunks().filter(|_| !plain) {
        Some(chunks) => {
            let file = table.input.name.clone();
            in_parallel(table, &chunks, reading, work, absorb, cores).map_err(|e| e.of_file(&file))
        }
        None => {
            let mut pieces = Pieces::new(work);
            let stats = super::orders(table, reading, &mut |order| pieces.take(order, absorb))?;
            pieces.finish(absorb).map(|_| stats)
        }
    }
}

/// Orders that come one after another, in collections of a few.
pub struct Pieces<'w, S> {
    work: &'w Work<'w, S>,
    made: S,
    orders: u32,
}

/// Orders of a collection: about as many as stand in a chunk.
const PIECE: u32 = 4096;

impl<'w, S> Pieces<'w, S> {
    pub fn new(work: &'w Work<'w, S>) -> Pieces<'w, S> {
        Pieces { work, made: (work.fresh)(), orders: 0 }
    }

    /// Takes an order that is whole.
    pub fn take(&mut self, order: &mut Order, absorb: &mut Absorb<'_, S>) -> Result<ControlFlow<()>> {
        (self.work.see)(&mut self.made, order, &mut Rest::none())?;
        self.orders += 1;
        if self.orders < PIECE {
            return Ok(ControlFlow::Continue(()));
        }
        self.orders = 0;
        absorb(std::mem::replace(&mut self.made, (self.work.fresh)()))
    }

    pub fn finish(self, absorb: &mut Absorb<'_, S>) -> Result<ControlFlow<()>> {
        absorb(self.made)
    }
}

/// Takes a collection; may stop the reading.
pub type Absorb<'a, S> = dyn FnMut(S) -> Result<ControlFlow<()>> + 'a;

fn in_parallel<S: Send>(
    table: &mut Table,
    chunks: &Chunks,
    reading: &Reading,
    work: &Work<'_, S>,
    absorb: &mut Absorb<'_, S>,
    cores: usize,
) -> Result<Stats> {
    let bound = table.bound.clone();
    let columns = Columns::of(table, reading);
    let told = columns.told.clone();
    let mut row_filter = RowFilter::new(&bound);
    let begins = table.above(&mut row_filter)?;
    let reader = Reader { bound: &bound, reading, chunks, work };
    let read = table.input.read.clone();
    let name = table.input.name.clone();
    let (tasks, todo) = channel::<Task>();
    let todo = Mutex::new(todo);
    let stats = thread::scope(|scope| {
        let (done, parts) = channel();
        let mut started = 0;
        for _ in 0..cores {
            let (reader, todo, told, done) = (&reader, &todo, &told, done.clone());
            // Where no more threads can be had those that are there do it.
            started += usize::from(
                thread::Builder::new().spawn_scoped(scope, move || reader.serve(todo, &done, told)).is_ok(),
            );
        }
        if started == 0 {
            return Err(no_thread());
        }
        drop(done);
        let mut whole = Whole {
            reader: &reader,
            taker: Taker::new(&bound, reading, &columns, &name),
            row_filter: &mut row_filter,
            twins: Twins::default(),
            decoder: Decoder::new(chunks.encoding),
            at: begins,
        };
        let mut desk = Desk { tasks, parts, waiting: BTreeMap::new(), next: begins.0 / chunks.step };
        let first = desk.next;
        for _ in 0..cores * 2 {
            desk.ask(chunks, whole.decoder.decided());
        }
        for chunk in first..chunks.count() {
            let part = desk.take(chunk);
            desk.ask(chunks, whole.decoder.decided());
            if whole.put(chunk, part, absorb)?.is_break() {
                break;
            }
            read.set(whole.at.0);
        }
        whole.taker.finish()
    })?;
    table.declared = row_filter.declared();
    Ok(stats)
}

/// Hands out chunks, a few ahead of the one that is wanted next.
struct Desk<S> {
    tasks: Sender<Task>,
    parts: Receiver<(u64, Option<ChunkResult<S>>)>,
    waiting: BTreeMap<u64, Option<ChunkResult<S>>>,
    next: u64,
}

impl<S> Desk<S> {
    fn ask(&mut self, chunks: &Chunks, encoding: Option<Encoding>) {
        if self.next < chunks.count() && self.tasks.send((self.next, encoding)).is_ok() {
            self.next += 1;
        }
    }

    /// `None`: it has to be read once more.
    fn take(&mut self, chunk: u64) -> Option<ChunkResult<S>> {
        while !self.waiting.contains_key(&chunk) {
            let (which, part) = self.parts.recv().ok()?;
            self.waiting.insert(which, part);
        }
        self.waiting.remove(&chunk)?
    }
}

/// What a core uses for one chunk after another.
#[derive(Default)]
struct Tools {
    decoder: Decoder,
    scratch: Scratch,
    buffer: Vec<u8>,
    /// Rows of the chunk before.
    rows: usize,
}

/// What every core reads with.
struct Reader<'a, S> {
    bound: &'a Bound,
    reading: &'a Reading,
    chunks: &'a Chunks,
    work: &'a Work<'a, S>,
}

impl<S: Send> Reader<'_, S> {
    fn serve(&self, todo: &Mutex<Receiver<Task>>, done: &Sender<(u64, Option<ChunkResult<S>>)>, told: &Told) {
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
    fn part(
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

/// The fields of an order that are read at once, and those that can wait.
struct Wants {
    all: Want,
    now: Want,
    later: Want,
}

impl Wants {
    fn of(bound: &Bound, reading: &Reading) -> Wants {
        let all = order::with_helpers(&bound.layout, reading.want);
        let later = Fields(all.0 & order::later().0);
        let now = Fields(all.0 & !later.0);
        let [all, now, later] = [all, now, later].map(|fields| Want::of(bound, fields));
        Wants { all, now, later }
    }

    fn read(&self, source: &Source<'_>, scratch: &mut Scratch, order: &mut Order) -> Value<()> {
        order.clear();
        order::fill(source, &self.now, scratch, order)?;
        order::finish(source.bound, order);
        Ok(())
    }

    /// Of several faults in a row the one that a reading of all its cells meets first.
    fn first_fault(&self, source: &Source<'_>, scratch: &mut Scratch, fault: Fault) -> Fault {
        if matches!(fault, Fault::Fatal(_)) {
            return fault;
        }
        order::fill(source, &self.all, scratch, &mut Order::default()).err().unwrap_or(fault)
    }

    fn see<S>(
        &self,
        source: &Source<'_>,
        scratch: &mut Scratch,
        order: &mut Order,
        made: &mut S,
        work: &Work<'_, S>,
    ) -> Value<ControlFlow<()>> {
        let mut read = |order: &mut Order| order::cells(source, &self.later, scratch, order);
        let mut rest = Rest { read: Some(&mut read), fault: None };
        match (work.see)(made, order, &mut rest) {
            Ok(()) => Ok(ControlFlow::Continue(())),
            Err(e) => Err(rest.fault.unwrap_or(Fault::Fatal(e))),
        }
    }
}

/// The file as a whole, put together chunk after chunk.
struct Whole<'a, 'b, S> {
    reader: &'a Reader<'a, S>,
    taker: Taker<'a>,
    row_filter: &'b mut RowFilter<'a>,
    twins: Twins,
    decoder: Decoder,
    /// The byte and the line where the next record begins.
    at: (u64, u64),
}

impl<S: Send> Whole<'_, '_, S> {
    fn put(
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
    fn expect(&mut self, part: &ChunkResult<S>) {
        if self.taker.stats.rows == 0 && part.to > part.from {
            let size = self.reader.chunks.size.saturating_sub(self.at.0);
            let orders = u128::from(size) * part.prints.len() as u128 / u128::from(part.to - part.from);
            self.twins.expect(u64::try_from(orders + orders / 32).unwrap_or(u64::MAX));
        }
    }

    fn read_again(&mut self, end: u64, absorb: &mut Absorb<'_, S>) -> Result<ControlFlow<()>> {
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

fn no_thread() -> Error {
    Error::input("系统不让再开线程", "the system allows no more threads").hint(
        "稍后再试，或放宽这个用户的进程数上限（ulimit -u）",
        "try again later, or raise the limit of this user's processes (`ulimit -u`)",
    )
}

#[cfg(test)]
mod tests;
