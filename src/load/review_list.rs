//! Reviews, from files or from the database.

use super::age::{as_of, known_time, own_time};
use super::caller::Caller;
use super::import::import_into;
use super::known_shops::known_shops;
use super::loaded::Loaded;
use super::query::Query;
use super::reading::{all_fields, reading};
use super::shops::Shops;
use super::told::{tell_unknown_pick, told};
use crate::error::Result;
use crate::read;
use crate::records::Review;
use crate::source::Table;
use crate::store::{OrderFilter, Store};
use std::ops::ControlFlow;

/// All reviews of the database, of whichever shop, and how new those of the shops are that were asked for.
pub(crate) fn stored_reviews(store: &Store, query: &Query) -> Result<(Vec<Review>, Loaded)> {
    known_shops(store, query)?;
    let mut list = Vec::new();
    store.each_review(&OrderFilter::default(), &mut |review| {
        list.push(std::mem::take(review));
        Ok(ControlFlow::Continue(()))
    })?;
    let mut loaded = Loaded::default();
    for (platform, shop, kind, at) in store.snapshots()? {
        if kind == "reviews" && query.pick.takes(&platform, &shop) {
            loaded.as_of.insert((platform, shop), at);
        }
    }
    Ok((list, loaded))
}

/// One file is read as it is. Several go through a database that lives as long as the command: the newest facts win as
/// they do in the real one.
pub(crate) fn reviews_of_files(
    caller: &dyn Caller,
    query: &Query,
    mut tables: Vec<Table>,
) -> Result<(Vec<Review>, Loaded)> {
    let (list, loaded) = match tables.as_mut_slice() {
        [one] => of_one(caller, query, one)?,
        _ => through_scratch(caller, query, tables)?,
    };
    let shops: Vec<_> = loaded.as_of.keys().cloned().collect();
    tell_unknown_pick(caller, query, &shops);
    Ok((list, loaded))
}

fn through_scratch(caller: &dyn Caller, query: &Query, tables: Vec<Table>) -> Result<(Vec<Review>, Loaded)> {
    let mut scratch = Store::passing()?;
    let done = import_into(caller, query, &mut scratch.store, tables, false, &mut |_| Ok(()))?;
    let (list, loaded) = stored_reviews(&scratch.store, query)?;
    Ok((list, Loaded { from_files: true, rejects: done.rejects, ..loaded }))
}

fn of_one(caller: &dyn Caller, query: &Query, table: &mut Table) -> Result<(Vec<Review>, Loaded)> {
    let mut list: Vec<Review> = Vec::new();
    let mut shops = Shops::default();
    let stats = read::reviews(table, &reading(query, table, all_fields()), &mut |review| {
        shops.note(&review.platform, &review.shop, review.last_event(), query.now);
        list.push(std::mem::take(review));
        Ok(ControlFlow::Continue(()))
    })?;
    let time = known_time(query, &table.input);
    let mut loaded = Loaded { from_files: true, ..Loaded::default() };
    for (shop, event) in shops.all() {
        if let Some(at) = as_of(query, (time, event), own_time(query, table)) {
            loaded.as_of.insert(shop, at);
        }
    }
    told(caller, table, &stats)?;
    loaded.rejects = stats.rejects;
    Ok((list, loaded))
}
