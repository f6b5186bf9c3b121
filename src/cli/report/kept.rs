//! Reads no orders but those that no sum tells of: what the others add to the days is kept from one report to the next.

use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::cli::load::{self, Loaded, Pool};
use crate::error::Result;
use crate::model::{Fields, Selection};
use crate::read::{Rest, Work};
use crate::records::Order;
use crate::store::{BLOCK, DayChange, DayState, Store};
use crate::tasks::daily::{self, Counter, Daily, DayTotals, Depth, Head, Indexes, Records, Settings, Terms};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::{ControlFlow, Range};

/// Feeds the orders to a report, which `begin` makes.
pub(super) fn sum_up<'s>(
    cx: &Context,
    from: &InputArgs,
    settings: &'s Settings<'s>,
    records: Option<&Records>,
    begin: &dyn Fn() -> Daily<'s>,
) -> Result<(Daily<'s>, Loaded)> {
    let terms = Terms::of(settings);
    if from.is_database()
        && !load::reads_all()
        && let Some(indexes) = terms.indexes(settings)
    {
        let kept = KeptDays { cx, from, settings, terms: &terms, indexes };
        // An import in between would leave us with half of it.
        for _ in 0..2 {
            let mut sums = begin();
            match kept.sum_up(records, &mut sums)? {
                Came::Whole(loaded) => return Ok((sums, *loaded)),
                Came::Mixed => {}
                Came::Short => break,
            }
        }
    }
    let mut sums = begin();
    let want = Fields::of(daily::FIELDS);
    if from.is_database() || !sums.adds_up() {
        let loaded = load::each_order(cx, from, want, &mut |order| {
            sums.see(order);
            Ok(ControlFlow::Continue(()))
        })?;
        return Ok((sums, loaded));
    }
    let pool = Pool::<Daily<'s>>::default();
    let fresh = || pool.take().unwrap_or_else(|| Daily::part(settings));
    let see = |made: &mut Daily<'s>, order: &mut Order, rest: &mut Rest<'_>| {
        rest.fill(order)?;
        made.see(order);
        Ok(())
    };
    let loaded =
        load::orders_in_parallel(cx, from, want, &Work { fresh: &fresh, see: &see }, &mut |mut part| {
            sums.absorb(&mut part);
            pool.give(part);
            Ok(ControlFlow::Continue(()))
        })?;
    Ok((sums, loaded))
}

enum Came {
    Whole(Box<Loaded>),
    /// Something was imported meanwhile.
    Mixed,
    /// The orders themselves are needed.
    Short,
}

struct KeptDays<'a> {
    cx: &'a Context,
    from: &'a InputArgs,
    settings: &'a Settings<'a>,
    terms: &'a Terms,
    /// What the report needs.
    indexes: Indexes,
}

/// What stands in the database, and what is to be kept of it.
struct Stand {
    day_totals: DayTotals,
    imports: i64,
    change: Option<DayChange>,
}

/// What the blocks add that are new or changed.
#[derive(Default)]
struct Counted {
    /// More than before.
    delta: DayTotals,
    blocks: BTreeMap<i64, (Head, String)>,
}

impl KeptDays<'_> {
    fn sum_up(&self, records: Option<&Records>, sums: &mut Daily<'_>) -> Result<Came> {
        let Some(store) = self.cx.store()? else { return Ok(Came::Short) };
        let stand = store.steady(|| {
            let known = store.day_state(&self.terms.kind)?;
            match self.bring(&store, known)? {
                // Something of it is damaged.
                None => self.bring(&store, None),
                some => Ok(some),
            }
        })?;
        let Some(Stand { day_totals, imports, change }) = stand else { return Ok(Came::Short) };
        if let Some(change) = change {
            store.keep_days(&self.terms.kind, &change);
        }
        if day_totals.head.newest.is_some_and(|at| at > self.settings.scope.now) {
            return Ok(Came::Short);
        }
        let apart = Selection { seqs: day_totals.apart(), ..Selection::default() };
        let mut selection = records.map(|r| r.selection(self.settings.calendar.start(0))).unwrap_or_default();
        selection.seqs.clone_from(&apart.seqs);
        let from = InputArgs { selection: Some(selection), apart: Some(apart), ..self.from.clone() };
        let loaded = load::each_stored(self.cx, &store, &from, &mut |order, apart| {
            if apart {
                sums.see(order);
            } else {
                sums.meet(order);
            }
            Ok(ControlFlow::Continue(()))
        })?
        .not_ahead_of(self.settings.scope.now);
        if loaded.imports != imports {
            return Ok(Came::Mixed);
        }
        let whole = sums.recall(&day_totals, self.terms, |platform, shop| from.pick.takes(platform, shop));
        Ok(if whole { Came::Whole(Box::new(loaded)) } else { Came::Short })
    }

    /// What is kept, brought up to what the database holds now. `None`: what is kept is damaged.
    fn bring(&self, store: &Store, known: Option<DayState>) -> Result<Option<Stand>> {
        let imports = store.imports()?;
        let mut day_totals = DayTotals::default();
        if let Some(state) = known.as_ref().filter(|state| state.imports == imports) {
            let Some(head) = Head::read(&state.head) else { return Ok(None) };
            day_totals.head = head;
            let depth = |index| self.indexes.depth(index);
            let whole = self.read(store, &self.indexes.ranges(), &depth, &mut day_totals)?;
            return Ok(whole.then_some(Stand { day_totals, imports, change: None }));
        }
        let to = DayState { imports, seq_end: store.seq_end()?, head: String::new() };
        let Some(Counted { delta, blocks }) = self.count(store, known.as_ref(), &to)? else {
            return Ok(None);
        };
        let changed = delta.filled();
        if known.is_some() {
            let mut indexes = self.indexes.ranges();
            let within = |index: &i64| indexes.iter().any(|range| range.contains(index));
            let more: Vec<_> =
                changed.iter().filter(|index| !within(index)).map(|index| *index..index + 1).collect();
            indexes.extend(more);
            // What is written has to be whole.
            if !self.read(store, &indexes, &|_| Depth::Whole, &mut day_totals)? {
                return Ok(None);
            }
            for (block, text) in store.day_heads(&self.terms.kind)? {
                let Some(head) = Head::read(&text) else { return Ok(None) };
                if !blocks.contains_key(&block) {
                    day_totals.head.join(&head);
                }
            }
        }
        day_totals.add(&delta, 1);
        blocks.values().for_each(|(head, _)| day_totals.head.join(head));
        let change = DayChange {
            from: known,
            to: DayState { head: day_totals.head.write(), ..to },
            sums: changed.into_iter().map(|index| (index, day_totals.write(index))).collect(),
            blocks: blocks.into_iter().map(|(block, (head, body))| (block, head.write(), body)).collect(),
        };
        Ok(Some(Stand { day_totals, imports, change: Some(change) }))
    }

    /// Counts the blocks that are new or changed. `None`: what is kept of one is damaged.
    fn count(&self, store: &Store, known: Option<&DayState>, to: &DayState) -> Result<Option<Counted>> {
        let end = known.map_or(0, |state| state.seq_end);
        let mut stale: BTreeSet<i64> = BTreeSet::new();
        if to.seq_end > end {
            stale.extend((end + 1).div_euclid(BLOCK)..=to.seq_end.div_euclid(BLOCK));
        }
        if let Some(state) = known {
            stale.extend(store.day_changes(state.imports)?);
        }
        let others_matter = known.is_some() && store.numbers_matter()?;
        let mut counter = Counter::new(self.terms, self.settings);
        let mut counted = Counted::default();
        while let Some(block) = stale.pop_first() {
            let mut numbers = Vec::new();
            load::each_of_block(store, block, &mut |order, seq| {
                counter.see(order, seq);
                if others_matter && seq > end {
                    numbers.push(order.order_no.clone());
                }
                Ok(ControlFlow::Continue(()))
            })?;
            // A new order may take a parcel from another one of its number.
            for number in numbers {
                let blocks = store.blocks_of(&number)?.into_iter();
                stale.extend(blocks.filter(|b| *b != block && !counted.blocks.contains_key(b)));
            }
            if known.is_some() {
                let Some(body) = store.day_block(&self.terms.kind, block)? else { return Ok(None) };
                if let Some(body) = body {
                    let Some(old) = DayTotals::read_all(&body) else { return Ok(None) };
                    counted.delta.add(&old, -1);
                }
            }
            let made = counter.take();
            counted.delta.add(&made, 1);
            let body = made.write_all();
            counted.blocks.insert(block, (made.head, body));
        }
        Ok(Some(counted))
    }

    /// Puts in what stands at the places, as much as is needed; false: a row is damaged.
    fn read(
        &self,
        store: &Store,
        indexes: &[Range<i64>],
        depth: &dyn Fn(i64) -> Depth,
        day_totals: &mut DayTotals,
    ) -> Result<bool> {
        for range in indexes {
            let Some(rows) = store.day_sums(&self.terms.kind, range)? else { return Ok(false) };
            if !rows.iter().all(|(index, body)| day_totals.read(*index, body, depth(*index)).is_some()) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}
