//! Where files and database meet: a stream of orders, and what is known about its age.

pub(crate) mod customers;
mod layouts;
mod open;
mod pool;
mod refunds;
mod reviews;
mod shops;
mod tell;

pub(crate) use layouts::{catalog, layouts_with};
pub(crate) use open::{open_all, open_as};
pub(crate) use pool::Pool;
pub(crate) use tell::{ages, end_rejects, prepare_rejects, tell_age, tell_declared, write_rejects};

use super::args::{InputArgs, ReadingArgs};
use super::context::Context;
use super::progress::Progress;
pub(crate) use super::stored::known_shops;
use super::stored::{Met, picked_exist};
use super::when;
use crate::error::{Error, Result};
use crate::layouts::Kind;
use crate::model::decimal::Decimal;
use crate::model::time::{DateOrder, MINUTE};
use crate::model::{Field, Fields, Lang, Stamp, Status};
use crate::read::{self, Reading, Reject, Stats};
use crate::records::{Order, Parcel, Refund, Review};
use crate::source::{self, Input, Table};
use crate::store::{Freshness, OrderFilter, Store};
use crate::tasks::assemble::{self, Parts};
use crate::tasks::daily::Reach;
use shops::{Shop, Shops};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

/// What is known about the orders that were read, beside themselves.
#[derive(Default)]
pub(crate) struct Loaded {
    /// (platform, shop) → how new the data are.
    pub(crate) as_of: BTreeMap<(String, String), Stamp>,
    /// (platform, shop) → up to when they reach for certain, whenever their files were written.
    pub(crate) ranked: BTreeMap<(String, String), Stamp>,
    /// The same of the refunds, where they have an age of their own.
    pub(crate) refunds_as_of: BTreeMap<(String, String), Stamp>,
    pub(crate) rejects: Vec<Reject>,
    pub(crate) from_files: bool,
    /// Refunds of orders that are not among those read; only where somebody looks at when refunds were done.
    pub(crate) strays: Vec<Refund>,
    /// Only where somebody asked for them.
    pub(crate) reviews: Vec<Review>,
    /// How far the reviews of each shop reach.
    pub(crate) reach: BTreeMap<(String, String), Reach>,
    /// How many files the database had imported when all was read.
    pub(crate) imports: i64,
}

/// Reads every order that the arguments ask for. `want`: the fields that somebody will look at.
pub(crate) fn each_order(
    cx: &Context,
    from: &InputArgs,
    want: Fields,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let mut picked = |order: &mut Order| if_picked(from, order, f);
    if from.is_database() {
        return each_from_database(cx, from, &mut picked);
    }
    let (mut tables, aside) = tables_of_orders(cx, from)?;
    if let [table] = &mut tables[..]
        && table.kind() == Kind::Orders
        && table.is_long()
    {
        let see = |made: &mut Batch, order: &mut Order, rest: &mut read::Rest<'_>| {
            rest.fill(order)?;
            made.push(order);
            Ok(())
        };
        let pool = Pool::<Batch>::default();
        let fresh = || pool.take().unwrap_or_default();
        let work = read::Work { fresh: &fresh, see: &see };
        let mut loaded = one_export(cx, from, table, want, &work, &mut |mut batch| {
            for order in batch.orders() {
                if f(order)?.is_break() {
                    return Ok(ControlFlow::Break(()));
                }
            }
            batch.filled = 0;
            pool.give(batch);
            Ok(ControlFlow::Continue(()))
        })?;
        loaded.rejects.splice(..0, aside);
        return Ok(loaded);
    }
    let mut loaded = each_of_tables(cx, from, tables, want, &mut picked)?;
    loaded.rejects.splice(..0, aside);
    Ok(loaded)
}

/// Orders of a chunk of a file, and room that earlier ones have left.
#[derive(Default)]
struct Batch {
    room: Vec<Order>,
    filled: usize,
}

impl Batch {
    /// Takes an order; what is left in its place is to be cleared.
    fn push(&mut self, order: &mut Order) {
        match self.room.get_mut(self.filled) {
            Some(slot) => std::mem::swap(slot, order),
            None => self.room.push(std::mem::take(order)),
        }
        self.filled += 1;
    }

    fn orders(&mut self) -> impl Iterator<Item = &mut Order> {
        self.room.iter_mut().take(self.filled)
    }
}

/// As [`each_order`], with the rows of a long export read on all cores: every order goes into one of several
/// collections, and these come in the order of the file.
pub(crate) fn orders_in_parallel<S: Send>(
    cx: &Context,
    from: &InputArgs,
    want: Fields,
    work: &read::Work<'_, S>,
    absorb: &mut read::Absorb<'_, S>,
) -> Result<Loaded> {
    let mut pieces = read::Pieces::new(work);
    if from.is_database() {
        let loaded = each_order(cx, from, want, &mut |order| pieces.take(order, absorb))?;
        return pieces.finish(absorb).map(|_| loaded);
    }
    let (mut tables, aside) = tables_of_orders(cx, from)?;
    if let [table] = &mut tables[..]
        && table.kind() == Kind::Orders
    {
        let mut loaded = one_export(cx, from, table, want, work, absorb)?;
        loaded.rejects.splice(..0, aside);
        return Ok(loaded);
    }
    let mut picked = |order: &mut Order| {
        if from.pick.takes(&order.platform, &order.shop) {
            pieces.take(order, absorb)
        } else {
            Ok(ControlFlow::Continue(()))
        }
    };
    let mut loaded = each_of_tables(cx, from, tables, want, &mut picked)?;
    loaded.rejects.splice(..0, aside);
    pieces.finish(absorb).map(|_| loaded)
}

/// One export of orders, and nothing that belongs to them.
fn one_export<S: Send>(
    cx: &Context,
    from: &InputArgs,
    table: &mut Table,
    want: Fields,
    work: &read::Work<'_, S>,
    absorb: &mut read::Absorb<'_, S>,
) -> Result<Loaded> {
    let mut loaded = Loaded { from_files: true, ..Loaded::default() };
    from.many_currencies.set(table.bound.have.has(Field::Currency));
    let reading = reading(cx, from, table, want)?;
    let time = known_time(cx, &from.reading, &table.input)?;
    let pick = &from.pick;
    let now = cx.now;
    let mut shops = Shops::default();
    let fresh = || (Shops::default(), (work.fresh)());
    let see = |made: &mut (Shops, S), order: &mut Order, rest: &mut read::Rest<'_>| {
        made.0.note(&order.platform, &order.shop, order.last_event(), now);
        if !order.items.is_empty() {
            rest.fill(order)?;
            assemble::complete(order);
        }
        if pick.takes(&order.platform, &order.shop) {
            (work.see)(&mut made.1, order, rest)?;
        }
        Ok(())
    };
    let mut flow = ControlFlow::Continue(());
    let stats = read::orders_in_parallel(
        table,
        &reading,
        &read::Work { fresh: &fresh, see: &see },
        &mut |(seen, made)| {
            shops.absorb(seen);
            flow = absorb(made)?;
            Ok(flow)
        },
    )?;
    let mut undated = Vec::new();
    let time = told_by_rows(from, &stats).or(time);
    shops.ages(from, time, own_time(cx, table), &mut loaded, &mut undated);
    told(cx, table, &stats);
    loaded.rejects = stats.rejects;
    age_undated(&mut loaded, undated);
    tell_unknown_pick(cx, from, &shops.names());
    Ok(loaded)
}

/// Every table that can hold orders or what belongs to them, and rows of customers that were set aside.
fn tables_of_orders(cx: &Context, from: &InputArgs) -> Result<(Vec<Table>, Vec<Reject>)> {
    let catalog = catalog(&from.reading)?;
    let mut tables = open_all(cx, from, &catalog, from.paths.len() > 1)?;
    let aside = customers::take(cx, from, &mut tables)?;
    let names_orders = |t: &Table| t.kind().is_of_parcels() && t.bound.have.has(Field::OrderNo);
    tables.retain(|t| t.kind().is_of_orders() || t.kind() == Kind::Reviews || names_orders(t));
    Ok((tables, aside))
}

fn each_of_tables(
    cx: &Context,
    from: &InputArgs,
    mut tables: Vec<Table>,
    want: Fields,
    picked: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let mut loaded = Loaded { from_files: true, ..Loaded::default() };
    let many = |kind: Kind| tables.iter().filter(|t| t.kind() == kind).count() > 1;
    let has = |kind: Kind| tables.iter().any(|t| t.kind() == kind);
    let reviews = from.reviews_since.is_some() && has(Kind::Reviews);
    if reviews && !has(Kind::Orders) && !has(Kind::Items) {
        no_orders(cx);
    }
    let parcels = tables.iter().any(|t| t.kind().is_of_parcels() && many(t.kind()));
    if many(Kind::Orders) || many(Kind::Refunds) || parcels || reviews {
        return through_scratch(cx, from, tables, picked);
    }
    from.many_currencies.set(tables.iter().any(|t| t.bound.have.has(Field::Currency)));
    tables.retain(|t| t.kind() != Kind::Reviews);
    if !from.bare_refunds && tables.iter().all(|t| t.kind() == Kind::Refunds || t.kind().is_of_parcels()) {
        no_orders(cx);
    }
    tables.sort_by_key(|t| std::cmp::Reverse(t.kind()));
    let has_orders = tables.iter().any(|t| t.kind() == Kind::Orders);
    // What a parcel tells is weighed against these.
    let of_parcels = Fields::of(&[Field::TrackingNo, Field::Carrier, Field::ShippedAt]);
    let want = if tables.iter().any(|t| t.kind().is_of_parcels()) { want.or(of_parcels) } else { want };
    let mut seen_shops: Vec<(String, String)> = Vec::new();
    let mut parts = Parts::default();
    let mut covered = refunds::Covered::default();
    let mut flow = ControlFlow::Continue(());
    let mut undated = Vec::new();
    for mut table in tables {
        let reading = reading(cx, from, &table, want)?;
        let time = known_time(cx, &from.reading, &table.input)?;
        let mut shops = Shops::default();
        let mut note = |platform: &str, shop: &str, event| shops.note(platform, shop, event, cx.now);
        let stats = match table.kind() {
            Kind::Items => read::items(&mut table, &reading, &mut |row| {
                note(&row.platform, &row.shop, row.item.last_event());
                parts.add_item(&row.platform, &row.shop, &row.order_no, std::mem::take(&mut row.item));
                Ok(ControlFlow::Continue(()))
            })?,
            Kind::Reviews | Kind::Portable(_) => continue,
            Kind::Lines(schema) => read::lines(&mut table, schema, &reading, &mut |line| {
                if let Some(parcel) = Parcel::of(line) {
                    parts.add_parcel(line.text(Field::OrderNo), &parcel);
                }
                Ok(ControlFlow::Continue(()))
            })?,
            Kind::Refunds => read::refunds(&mut table, &reading, &mut |refund| {
                note(&refund.platform, &refund.shop, refund.last_event());
                parts.add_refund(std::mem::take(refund));
                Ok(ControlFlow::Continue(()))
            })?,
            Kind::Orders => read::orders(&mut table, &reading, &mut |order| {
                note(&order.platform, &order.shop, order.last_event());
                if !parts.is_empty() {
                    parts.attach(order);
                }
                if !order.items.is_empty() || !order.refunds.is_empty() || !order.parcels.is_empty() {
                    assemble::complete(order);
                }
                covered.mark(order);
                flow = picked(order)?;
                Ok(flow)
            })?,
        };
        if table.kind() == Kind::Refunds {
            let names = shops.names();
            covered.add_all(&table.bound.layout.platform, &reading.default_shop, names.iter());
        }
        seen_shops.extend(shops.names());
        let time = told_by_rows(from, &stats).or(time);
        // The age of the orders counts; items and refunds tell only where there are no orders.
        if table.kind() == Kind::Refunds && from.bare_refunds {
            for (shop, newest) in shops.all() {
                let at = as_of(from, (time, newest), own_time(cx, &table));
                let known = loaded.refunds_as_of.entry(shop).or_default();
                *known = (*known).max(at.unwrap_or(*known));
            }
        }
        if !has_orders || table.kind() == Kind::Orders {
            shops.ages(from, time, own_time(cx, &table), &mut loaded, &mut undated);
        }
        told(cx, &table, &stats);
        loaded.rejects.extend(stats.rejects);
    }
    age_undated(&mut loaded, undated);
    tell_unknown_pick(cx, from, &seen_shops);
    if flow.is_continue() {
        if !from.bare_refunds {
            loaded.strays = parts.strays();
            loaded.strays.retain(|r| from.pick.takes(&r.platform, &r.shop));
        }
        for mut order in parts.leftovers(from.bare_refunds) {
            covered.mark(&mut order);
            if picked(&mut order)?.is_break() {
                break;
            }
        }
    }
    Ok(loaded)
}

/// The file's own time counts only where no file of the platform tells more.
fn age_undated(loaded: &mut Loaded, undated: Vec<(Shop, Stamp)>) {
    for (shop, at) in undated {
        if !loaded.as_of.keys().any(|known| known.0 == shop.0) {
            loaded.ranked.insert(shop.clone(), at);
            loaded.as_of.insert(shop, at);
        }
    }
}

/// A file may well hold nothing of a shop today: told, not refused.
pub(crate) fn tell_unknown_pick(cx: &Context, from: &InputArgs, shops: &[(String, String)]) {
    if let Err(e) = picked_exist(from, shops) {
        let hint = |lang| e.hints.iter().map(|h| format!("；{}", h.in_lang(lang))).collect::<String>();
        cx.note(
            &format!("{}{}", e.what.zh, hint(Lang::Zh)),
            &format!("{}{}", e.what.en, hint(Lang::En).replace('；', "; ")),
        );
    }
}

fn no_orders(cx: &Context) {
    cx.note(
        "只给了退款、评价或包裹，里面没有订单；请把订单报表一起给出",
        "only refunds, reviews or parcels were given, and they hold no orders: name the order export too",
    );
}

fn each_from_database(
    cx: &Context,
    from: &InputArgs,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let Some(store) = cx.store()? else {
        cx.hint(
            "还没有数据库；先用 cs import 导入，或直接给出导出文件",
            "there is no database yet: run `cs import`, or name the export files",
        );
        return Ok(Loaded::default());
    };
    from_store(&store, from, f).map(|loaded| loaded.not_ahead_of(cx.now))
}

/// As [`each_order`] over the database, where it is open already.
pub(crate) fn each_stored(
    store: &Store,
    from: &InputArgs,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    from_store(store, from, &mut |order| if_picked(from, order, f))
}

/// Passes an order on if it is of the platforms and shops that were asked for.
fn if_picked(
    from: &InputArgs,
    order: &mut Order,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<ControlFlow<()>> {
    if from.pick.takes(&order.platform, &order.shop) { f(order) } else { Ok(ControlFlow::Continue(())) }
}

impl Loaded {
    /// What a wrong clock once told as still to come counts as now, or facts would never be old.
    pub(crate) fn not_ahead_of(mut self, now: Stamp) -> Loaded {
        let all = self.as_of.values_mut().chain(self.ranked.values_mut());
        let all = all.chain(self.refunds_as_of.values_mut());
        all.for_each(|at| *at = (*at).min(now));
        self
    }
}

/// Reads a store as any other source: the database, or a scratch one.
fn from_store(
    store: &Store,
    from: &InputArgs,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let filter = OrderFilter {
        platforms: from.pick.platform.clone(),
        shops: from.pick.shop.clone(),
        selection: from.selection.clone().filter(|_| !reads_all()),
        apart: from.apart.clone(),
        ..OrderFilter::default()
    };
    let mut flow = ControlFlow::Continue(());
    known_shops(store, from)?;
    from.many_currencies.set(several(&store.currencies()?));
    let covered = refunds::Covered::by(store)?;
    let mut met = Met::new(from.bare_refunds || from.strays, filter.selection.is_none());
    store.each_told(&filter, &mut |order, apart| {
        from.is_apart.set(apart);
        reconcile_stored(order);
        met.meet(order);
        covered.mark(order);
        flow = f(order)?;
        Ok(flow)
    })?;
    from.is_apart.set(true);
    if flow.is_continue() {
        store.each_orphan_items(&filter, &mut |order| {
            met.meet(order);
            let mut order = whole(order);
            covered.mark(&mut order);
            flow = f(&mut order)?;
            Ok(flow)
        })?;
    }
    let mut loaded = Loaded { imports: store.imports()?, ..Loaded::default() };
    if flow.is_continue() {
        let strays = met.strays(store, &filter)?;
        if from.bare_refunds {
            let mut parts = Parts::default();
            strays.into_iter().for_each(|refund| parts.add_refund(refund));
            for mut order in parts.leftovers(true) {
                if f(&mut order)?.is_break() {
                    break;
                }
            }
        } else {
            loaded.strays = strays;
        }
    }
    let freshness = store.snapshots()?;
    if let Some(since) = from.reviews_since {
        reviews::take(store, from, since, &freshness, &mut loaded)?;
    }
    if from.bare_refunds {
        let refunds = freshness.iter().filter(|g| g.2 == Kind::Refunds.key() && from.pick.takes(&g.0, &g.1));
        loaded.refunds_as_of = refunds.map(|g| ((g.0.clone(), g.1.clone()), g.3)).collect();
    }
    loaded.as_of = of_orders(from, freshness);
    loaded.ranked = of_orders(from, store.ranks()?);
    Ok(loaded)
}

/// How new the orders of each shop are, or what belongs to them where there are none.
fn of_orders(from: &InputArgs, mut freshness: Freshness) -> BTreeMap<(String, String), Stamp> {
    // How new reviews and bills are tells nothing of orders.
    freshness.retain(|known| Kind::by_key(&known.2).is_some_and(Kind::is_of_orders));
    let mut newest = BTreeMap::new();
    for (platform, shop, kind, at) in &freshness {
        let has_orders =
            freshness.iter().any(|g| (&g.0, &g.1) == (platform, shop) && g.2 == Kind::Orders.key());
        if from.pick.takes(platform, shop) && (!has_orders || kind == Kind::Orders.key()) {
            let known = newest.entry((platform.clone(), shop.clone())).or_insert(*at);
            *known = (*known).max(*at);
        }
    }
    newest
}

/// Reads the orders of a block as those of a report are, with their running numbers.
pub(crate) fn each_of_block(
    store: &Store,
    block: i64,
    f: &mut dyn FnMut(&mut Order, i64) -> Result<ControlFlow<()>>,
) -> Result<()> {
    let covered = refunds::Covered::by(store)?;
    store.each_of_block(block, &mut |order, seq| {
        reconcile_stored(order);
        covered.mark(order);
        f(order, seq)
    })
}

/// In builds for tests the database can be read as if nobody had said what is needed: it may change no answer.
pub(crate) fn reads_all() -> bool {
    cfg!(debug_assertions) && std::env::var_os("CS_READ_ALL").is_some()
}

/// Whether these (platform, currency) mean more than one.
fn several(stated: &[(String, String)]) -> bool {
    let own = |platform: &str| crate::model::platform::currency(platform);
    let mut codes: Vec<&str> =
        stated.iter().map(|(p, code)| if code.is_empty() { own(p) } else { code }).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.len() > 1
}

/// Facts of several exports together: an order that one called unpaid and another saw paid is not unpaid, and
/// what else it is, neither said.
pub(crate) fn reconcile_stored(order: &mut Order) {
    if order.status == Status::Unpaid && order.paid_at.is_some() && order.paid.is_some_and(|p| p.0 > 0) {
        order.status = Status::Unknown;
    }
    assemble::complete(order);
}

/// An order that the store knows by its items only.
pub(crate) fn whole(order: &mut Order) -> Order {
    assemble::from_items(std::mem::take(order))
}

/// Several order files may tell of the same order: they are imported into a database that lives as long as the
/// command, so that the newest facts win exactly as they do in the real one.
fn through_scratch(
    cx: &Context,
    from: &InputArgs,
    tables: Vec<Table>,
    f: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let mut scratch = Store::passing()?;
    let done = super::import::into(cx, &mut scratch.store, from, tables, false, &|_| Ok(None))?;
    let mut loaded = from_store(&scratch.store, from, f)?;
    loaded = loaded.not_ahead_of(cx.now);
    loaded.from_files = true;
    loaded.rejects = done.rejects;
    Ok(loaded)
}

/// How one file is to be read.
pub(crate) fn reading(cx: &Context, from: &InputArgs, table: &Table, want: Fields) -> Result<Reading> {
    let layout = &table.bound.layout;
    let mut only = from.pick.shop.iter();
    let given_shop = match (only.next(), only.next()) {
        (Some(shop), None) => Some(shop.clone()),
        _ => None,
    };
    let untold = layout.platform.is_empty() && table.bound.columns_of(Field::Platform).is_empty();
    let platform = match (&from.pick.platform[..], untold) {
        ([one], true) => Some(one.clone()),
        _ => None,
    };
    let known_platform = platform.as_deref().unwrap_or(&layout.platform);
    let default_shop = given_shop.unwrap_or_else(|| cx.config.shop_of(&table.input.place(), known_platform));
    Ok(Reading {
        want,
        extra: false,
        platform,
        shop: None,
        default_shop,
        zone: cx.zone,
        dates: from.reading.dates.as_deref().map(|d| match d {
            "dmy" => DateOrder::DayMonth,
            "mdy" => DateOrder::MonthDay,
            _ => DateOrder::Year,
        }),
        decimal: from.reading.decimal.as_deref().map(|d| match d {
            "comma" => Decimal::Comma,
            _ => Decimal::Point,
        }),
        customers: from.customers.borrow().clone(),
        keep_going: from.reading.keep_going,
        now: cx.now,
        seen: read::Seen::default(),
    })
}

/// When a file was exported, where the user or its name tells.
pub(crate) fn known_time(cx: &Context, args: &ReadingArgs, input: &Input) -> Result<Option<Stamp>> {
    match &args.exported_at {
        Some(word) => {
            let at = when::moment(word, cx.now, cx.zone)?;
            if at > cx.now {
                // Everything imported later would count as older.
                return Err(Error::usage(
                    format!("--exported-at {word} 还没到"),
                    format!("`--exported-at {word}` is still to come"),
                ));
            }
            Ok(Some(at))
        }
        None => Ok(source::time_in_name(&input.name, cx.zone).filter(|at| *at <= cx.now)),
    }
}

/// Clocks of machines differ by so much without being wrong.
pub(crate) const SKEW: i64 = 10 * MINUTE;

/// When the file was last written, at most now: what a wrong clock wrote must not make later files older.
pub(crate) fn modified(cx: &Context, input: &Input) -> Option<Stamp> {
    input.modified().map(|at| at.min(cx.now))
}

/// The same where it tells how fresh the facts are: `cs` writes down itself how fresh those of an export are.
pub(crate) fn own_time(cx: &Context, table: &Table) -> Option<Stamp> {
    modified(cx, &table.input).filter(|_| !table.bound.layout.export)
}

/// As of when the rows of an export of `cs` say that they are.
fn told_by_rows(from: &InputArgs, stats: &Stats) -> Option<Stamp> {
    stats.seen.filter(|_| from.reading.exported_at.is_none())
}

/// How fresh facts are: as the user says; else the latest of what the file's name or its rows tell, of what happened last,
/// and of its own time.
pub(crate) fn as_of(
    from: &InputArgs,
    (time, newest): (Option<Stamp>, Option<Stamp>),
    own: Option<Stamp>,
) -> Option<Stamp> {
    if from.reading.exported_at.is_some() { time } else { time.max(newest).max(own) }
}

/// A name or a file time that is still to come is not believed, and that is said. `at`: what counts in its place.
/// `by_file`: the file time is what counted.
pub(crate) fn tell_ahead(cx: &Context, args: &ReadingArgs, input: &Input, at: Stamp, by_file: bool) {
    if args.exported_at.is_some() {
        return;
    }
    let ahead = |told: Option<Stamp>| told.filter(|told| told.0.saturating_sub(cx.now.0) > SKEW);
    let name = ahead(source::time_in_name(&input.name, cx.zone)).map(|told| ("文件名", "its name", told));
    let own = || ahead(input.modified()).filter(|_| by_file).map(|told| ("文件时间", "its file time", told));
    let Some((zh, en, told)) = name.or_else(own) else { return };
    let (file, told, at) = (&input.name, told.minute(cx.zone), at.minute(cx.zone));
    cx.note(
        &format!("{file}：{zh} {told} 还没到，不采用，按 {at} 算；如果不对，用 --exported-at 指明导出时间"),
        &format!(
            "{file}: {en} says {told}, which is still to come, so it counts as of {at}; if that is wrong, say `--exported-at TIME`"
        ),
    );
}

pub(crate) fn told(cx: &Context, table: &Table, stats: &Stats) {
    if let Some(no) = &stats.rounded {
        let file = &table.input.name;
        cx.note(
            &format!("{file}：订单号 {no} 末尾都是 0，可能被表格软件改过，请在平台核对（DAT-03）"),
            &format!("{file}: the order number {no} ends in zeros; a spreadsheet may have rounded it: check it on the platform (DAT-03)"),
        );
    }
    if stats.repeated > 0 {
        cx.note(
            &format!("{}：{} 行与前面完全相同，只算一次", table.input.name, stats.repeated),
            &format!("{}: {} rows repeat earlier ones and count once", table.input.name, stats.repeated),
        );
    }
    if cx.global.verbose {
        cx.note(
            &format!("{}：{}，{} 行", table.input.name, table.bound.layout.name, stats.rows),
            &format!("{}: {}, {} rows", table.input.name, table.bound.layout.name, stats.rows),
        );
    }
}

/// A progress bar over the files of a command.
pub(crate) fn progress(cx: &Context, tables: &[Table]) -> Progress {
    let size = tables.iter().map(|t| t.input.size()).sum::<Option<u64>>();
    Progress::new(size, cx.global.quiet)
}

/// Every field: for lists and imports.
pub(crate) fn all_fields() -> Fields {
    Field::all().fold(Fields::NONE, |mut all, field| {
        all.add(field);
        all
    })
}
