//! Orders, items, refunds and parcels of several files, brought together.

use super::age::{as_of, known_time, own_time, rank, told_by_rows};
use super::caller::Caller;
use super::covered::Covered;
use super::customers;
use super::join::{self, Parts};
use super::loaded::Loaded;
use super::note::Note;
use super::order_rank::OrderRank;
use super::query::Query;
use super::reading::reading;
use super::scratch::through_scratch;
use super::shops::{Shops, age_undated};
use super::told::{tell_unknown_pick, told};
use crate::error::Result;
use crate::layouts::Kind;
use crate::model::{Field, Fields};
use crate::read::{self, Reject};
use crate::records::{Order, PARCELS, Seen, TRACKS};
use crate::source::Table;
use std::ops::ControlFlow;

/// Keeps the tables that can hold orders or what belongs to them; gives the rows of customers that were set aside.
pub(super) fn keep_those_of_orders(
    caller: &dyn Caller,
    query: &mut Query,
    tables: &mut Vec<Table>,
) -> Result<Vec<Reject>> {
    let aside = customers::take(caller, query, tables)?;
    tables.retain(|t| t.kind().is_of_orders() || t.kind() == Kind::Reviews || completes_orders(t));
    Ok(aside)
}

/// Names orders, or tells of parcels whose numbers orders name.
fn completes_orders(table: &Table) -> bool {
    let journeys = matches!(table.kind(), Kind::Lines(schema) if *schema == PARCELS || *schema == TRACKS);
    journeys || table.kind().is_of_parcels() && table.bound.have.has(Field::OrderNo)
}

pub(super) fn each_of_tables(
    caller: &dyn Caller,
    query: &Query,
    mut tables: Vec<Table>,
    want: Fields,
    picked: &mut dyn FnMut(&mut Order) -> Result<ControlFlow<()>>,
) -> Result<Loaded> {
    let mut loaded = Loaded { from_files: true, ..Loaded::default() };
    let many = |kind: Kind| tables.iter().filter(|t| t.kind() == kind).count() > 1;
    let has = |kind: Kind| tables.iter().any(|t| t.kind() == kind);
    let reviews = query.reviews.is_some() && has(Kind::Reviews);
    if reviews && !has(Kind::Orders) && !has(Kind::Items) {
        caller.tell(&Note::NoOrders);
    }
    let parcels = tables.iter().any(|t| t.kind().is_of_parcels() && many(t.kind()));
    if many(Kind::Orders) || many(Kind::Refunds) || parcels || reviews {
        return through_scratch(caller, query, tables, picked);
    }
    caller.may_vary_in_currency(tables.iter().any(|t| t.bound.have.has(Field::Currency)));
    tables.retain(|t| t.kind() != Kind::Reviews);
    if !query.bare_refunds && tables.iter().all(|t| t.kind() == Kind::Refunds || t.kind().is_of_parcels()) {
        caller.tell(&Note::NoOrders);
    }
    tables.sort_by_key(|t| std::cmp::Reverse(t.kind()));
    // What belongs to orders is read first; where it is too much for memory, all of it is read once more.
    let again: Vec<Table> = tables.iter().filter_map(Table::reopen).collect();
    let can_again = again.len() == tables.len();
    let room = |parts: &Parts| match can_again && parts.is_full() {
        true => ControlFlow::Break(()),
        false => ControlFlow::Continue(()),
    };
    let has_orders = tables.iter().any(|t| t.kind() == Kind::Orders);
    // What a parcel tells is weighed against these.
    let of_parcels = Fields::of(&[Field::TrackingNo, Field::Carrier, Field::ShippedAt]);
    let want = if tables.iter().any(|t| t.kind().is_of_parcels()) { want.or(of_parcels) } else { want };
    let mut seen_shops: Vec<(String, String)> = Vec::new();
    let mut parts = Parts::default();
    let mut covered = Covered::default();
    let mut flow = ControlFlow::Continue(());
    let mut undated = Vec::new();
    for mut table in tables {
        let reading = reading(query, &table, want);
        let time = known_time(query, &table.input);
        let mut shops = Shops::default();
        let mut order_rank = OrderRank::of(query, &table);
        let mut note = |platform: &str, shop: &str, event| shops.note(platform, shop, event, query.now);
        let stats = match table.kind() {
            Kind::Items => read::items(&mut table, &reading, &mut |row| {
                note(&row.platform, &row.shop, row.item.last_event());
                parts.add_item(&row.platform, &row.shop, &row.order_no, std::mem::take(&mut row.item));
                Ok(room(&parts))
            })?,
            Kind::Reviews | Kind::Portable(_) => continue,
            Kind::Lines(schema) => read::lines(&mut table, schema, &reading, &mut |line| {
                parts.add_line(line);
                Ok(room(&parts))
            })?,
            Kind::Refunds => read::refunds(&mut table, &reading, &mut |refund| {
                note(&refund.platform, &refund.shop, refund.last_event());
                parts.add_refund(std::mem::take(refund));
                Ok(room(&parts))
            })?,
            Kind::Orders => read::orders(&mut table, &reading, &mut |order| {
                note(&order.platform, &order.shop, order.last_event());
                if !parts.is_empty() {
                    parts.attach(order);
                }
                if join::is_contested(order) {
                    order.seen = Seen::at(order_rank.get()?);
                    join::let_newer_speak(order);
                }
                if !order.items.is_empty() || !order.refunds.is_empty() || !order.parcels.is_empty() {
                    join::complete(order);
                }
                covered.mark(order);
                flow = picked(order)?;
                Ok(flow)
            })?,
        };
        if can_again && parts.is_full() && table.kind() != Kind::Orders {
            return through_scratch(caller, query, again, picked);
        }
        if table.kind() == Kind::Refunds {
            let names = shops.names();
            covered.add_all(&table.bound.layout.platform, &reading.default_shop, names.iter());
        }
        seen_shops.extend(shops.names());
        match table.kind() {
            // What changes in items leaves no time in them: the file's own tells better how new they are.
            Kind::Items => {
                let ranked = rank(query, &table, &stats).0;
                let own = own_time(query, &table).filter(|_| query.exported_at.is_none());
                parts.items_are_of(own.map_or(ranked, |own| own.max(ranked)));
            }
            Kind::Refunds => parts.refunds_are_of(rank(query, &table, &stats).0),
            _ => {}
        }
        let time = told_by_rows(query, &stats).or(time);
        if table.kind() == Kind::Refunds {
            for (shop, newest) in shops.all() {
                if let Some(at) = as_of(query, (time, newest), None) {
                    let known = loaded.refunds_ranked.entry(shop).or_insert(at);
                    *known = (*known).max(at);
                }
            }
        }
        // The age of the orders counts; items and refunds tell only where there are no orders.
        if table.kind() == Kind::Refunds && query.bare_refunds {
            for (shop, newest) in shops.all() {
                let at = as_of(query, (time, newest), own_time(query, &table));
                let known = loaded.refunds_as_of.entry(shop).or_default();
                *known = (*known).max(at.unwrap_or(*known));
            }
        }
        if !has_orders || table.kind() == Kind::Orders {
            shops.ages(query, time, own_time(query, &table), &mut loaded, &mut undated);
        }
        told(caller, &table, &stats)?;
        loaded.rejects.extend(stats.rejects);
    }
    age_undated(&mut loaded, undated);
    tell_unknown_pick(caller, query, &seen_shops);
    if flow.is_continue() {
        if !query.bare_refunds {
            loaded.strays = parts.strays();
            loaded.strays.retain(|r| query.pick.takes(&r.platform, &r.shop));
        }
        parts.leftovers(query.bare_refunds, &mut |order| {
            covered.mark(order);
            picked(order)
        })?;
    }
    Ok(loaded)
}
