//! Orders of a long text file, read on all cores.
//!
//! Each core takes chunks of the file and makes a collection of each; the collections are put together in the order
//! of the file. A chunk in which anything stands that is no ordinary row, an error among them, is read once more
//! from the byte and the line where the one before it ended: so the records and the messages are those of a reading
//! from beginning to end, however many cores there are.

mod desk;
mod reader;
mod wants;
mod whole;
mod work;

use super::columns::Columns;
use super::ids::Twins;
use super::kinds::orders;
use super::reading::Reading;
use super::rows::Taker;
use super::stats::Stats;
use crate::error::{Error, Result};
use crate::layouts::Grain;
use crate::source::{Chunks, Decoder, RowFilter, Table};
use desk::{Desk, Task};
use reader::Reader;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::thread;
use whole::Whole;
pub use work::{Absorb, Pieces, Rest, Work};

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
            let stats = orders(table, reading, &mut |order| pieces.take(order, absorb))?;
            pieces.finish(absorb).map(|_| stats)
        }
    }
}

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
    table.sealed = row_filter.is_sealed();
    Ok(stats)
}

fn no_thread() -> Error {
    Error::input("系统不让再开线程", "the system allows no more threads").hint(
        "稍后再试，或放宽这个用户的进程数上限（ulimit -u）",
        "try again later, or raise the limit of this user's processes (`ulimit -u`)",
    )
}

#[cfg(test)]
mod tests;
