//! Orders, items, refunds and parcels of several files, brought together.

use super::age::{as_of, known_time, own_time, told_by_rows};
use super::customers;
use super::layouts::catalog;
use super::open::open_all;
use super::reading::reading;
use super::scratch::through_scratch;
use super::shops::{Shops, age_undated};
use super::tell::{no_orders, tell_unknown_pick, told};
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::error::Result;
use crate::layouts::Kind;
use crate::load::Covered;
use crate::load::Loaded;
use crate::load::join::{self, Parts};
use crate::model::{Field, Fields};
use crate::read::{self, Reject};
use crate::records::{Order, Parcel};
use crate::source::Table;
use std::ops::ControlFlow;

/// Every table that can hold orders or what belongs to them, and rows of customers that were set aside.
pub(super) fn tables_of_orders(cx: &Context, from: &InputArgs) -> Result<(Vec<Table>, Vec<Reject>)> {
    let catalog = catalog(&from.reading)?;
    let mut tables = open_all(cx, from, &catalog, from.paths.len() > 1)?;
    let aside = customers::take(cx, from, &mut tables)?;
    let names_orders = |t: &Table| t.kind().is_of_parcels() && t.bound.have.has(Field::OrderNo);
    tables.retain(|t| t.kind().is_of_orders() || t.kind() == Kind::Reviews || names_orders(t));
    Ok((tables, aside))
}

pub(super) fn each_of_tables(
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
    let mut covered = Covered::default();
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
                    join::complete(order);
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
