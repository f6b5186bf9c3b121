//! The first reading: whether the file can be read to its end, and how new it is. Nothing is written.

use super::import_reading::import_reading;
use super::masked::Privacy;
use crate::error::Result;
use crate::layouts::{Grain, Kind};
use crate::load::caller::Progress;
use crate::load::query::Query;
use crate::model::Fields;
use crate::read::{self, Rest, Stats, Work};
use crate::records::Order;
use crate::source::Table;
use std::ops::ControlFlow;

pub(super) fn first_pass(
    query: &Query,
    table: &mut Table,
    progress: &mut dyn Progress,
) -> Result<(Stats, u64)> {
    // Unmapped columns are only kept, so the second pass is soon enough for them.
    let mut reading = read::Reading { extra: false, ..import_reading(query, table) };
    let layout = &table.bound.layout;
    let mut privacy = Privacy::of(layout, !query.said || query.ways.layout_named);
    let alone = layout.kind == Kind::Orders && layout.grain == Grain::Order && !layout.export;
    if alone && !reading.keep_going && !privacy.is_curious() {
        // What else is wrong with a row ends the second pass, and takes back what it wrote.
        reading.want = Fields::of(Order::EVENTS);
    }
    let read = table.input.read.clone();
    let mut rows = 0_u64;
    let mut tick = || {
        rows += 1;
        if rows.is_multiple_of(1024) {
            progress.at(read.get());
        }
        Ok(ControlFlow::Continue(()))
    };
    let stats = match table.kind() {
        Kind::Orders => {
            let see = |made: &mut (u64, Privacy), order: &mut Order, rest: &mut Rest<'_>| {
                made.0 += 1;
                if made.1.is_curious() {
                    rest.fill(order)?;
                    made.1.look(order);
                }
                Ok(())
            };
            let nothing_yet = privacy;
            let work = Work { fresh: &|| (0, nothing_yet), see: &see };
            read::orders_in_parallel(table, &reading, &work, &mut |(orders, seen)| {
                rows += orders;
                privacy.absorb(seen);
                progress.at(read.get());
                Ok(ControlFlow::Continue(()))
            })
        }
        Kind::Items => read::items(table, &reading, &mut |_| tick()),
        Kind::Refunds => read::refunds(table, &reading, &mut |_| tick()),
        Kind::Reviews => read::reviews(table, &reading, &mut |_| tick()),
        Kind::Lines(schema) => read::lines(table, schema, &reading, &mut |_| tick()),
        Kind::Portable(schema) => read::portable(table, schema, &reading, &mut |_| tick()),
    }?;
    privacy.verdict(&table.input.name)?;
    progress.file_done(read.get());
    Ok((stats, rows))
}
