//! Files into a database that is open: each read to its end first, then all of them written in one transaction.

mod file_facts;
mod first_pass;
mod import_reading;
mod masked;
mod reimport;
mod second_pass;

use super::caller::Caller;
use super::note::Note;
use super::query::Query;
use super::told::{is_sealed_stream, tell_declared, told};
use crate::error::Result;
use crate::layouts::{Confidence, Kind};
use crate::model::Stamp;
use crate::read::Reject;
use crate::source::Table;
use crate::store::{Counts, FileFacts, Importer, NamedShop, Prepared, Store, Who};
use file_facts::facts;
use first_pass::first_pass;
use reimport::Reimport;
use second_pass::second_pass;

/// What an import did.
pub(crate) struct Done {
    pub(crate) files: Vec<(FileFacts, Counts)>,
    pub(crate) freshness: Vec<(String, String, String, Stamp)>,
    pub(crate) rejects: Vec<Reject>,
    /// Orders that found the name of their shop.
    pub(crate) named: Vec<NamedShop>,
}

/// Writes down what is set aside, before the database changes.
pub(crate) type Prepare<'p> = dyn FnMut(&[Reject]) -> Result<()> + 'p;

/// A file that was read to its end.
struct Planned {
    /// Its place among those that were given.
    at: usize,
    table: Table,
    facts: FileFacts,
    records: u64,
    known: Reimport,
}

/// Reads every file before the database is locked: to its end for its age, and then for what is new or differs.
pub(crate) fn import_into(
    caller: &dyn Caller,
    query: &Query,
    store: &mut Store,
    tables: Vec<Table>,
    move_shop: bool,
    prepare: &mut Prepare<'_>,
) -> Result<Done> {
    let mut progress = caller.progress(tables.iter().map(|t| t.input.size()).sum());
    let mut planned = Vec::with_capacity(tables.len());
    let mut rejects = Vec::new();
    for (at, mut table) in tables.into_iter().enumerate() {
        let mut reimport = Reimport::of(query, store, &table)?;
        let (stats, count) = match reimport.told(store, query.now)? {
            Some(before) => {
                table.declared = before.declared;
                table.sealed = table.bound.layout.trusted && before.declared.is_some();
                progress.file_done(table.input.size().unwrap_or_default());
                (reimport::stats(&before), before.records)
            }
            None => first_pass(query, &mut table, &mut *progress)?,
        };
        reimport.note(&table, &stats, count, query.now);
        if table.bound.layout.confidence == Confidence::Inferred {
            let (file, layout) = (table.input.name.clone(), table.bound.layout.name.clone());
            caller.tell(&Note::InferredLayout { file, layout });
        }
        told(caller, &table, &stats)?;
        if query.said {
            is_sealed_stream(&table)?;
        }
        tell_declared(caller, &table, &stats);
        let facts = facts(caller, query, &table, &stats, &reimport);
        planned.push(Planned { at, table, facts, records: count, known: reimport });
        rejects.extend(stats.rejects);
    }
    hash_ties(&mut planned)?;
    // Oldest first: then little is left aside as older.
    planned.sort_by_key(|file| file.facts.snapshot);
    prepare(&rejects)?;
    let who = caller.who();
    let mut prepared_files = prepare_files(query, store, &mut planned, (&who, move_shop))?;
    let (mut freshness, mut named) = (Vec::new(), Vec::new());
    let mut files = Vec::new();
    store.import(&who, move_shop, |importer| {
        for Planned { at, table, facts, records, known } in &mut planned {
            importer.begin_file(facts.clone())?;
            if importer.knows(*records)? {
                known.remember(importer)?;
                files.push((*at, facts.clone(), importer.end_file()?));
                continue;
            }
            let name = table.input.name.clone();
            let taken = importer.take_prepared(&mut prepared_files, *at);
            taken
                .and_then(|taken| if taken { Ok(()) } else { second_pass(query, table, importer) })
                .map_err(|e| e.of_file(&name))?;
            if known.stands(&table.input) {
                known.remember(importer)?;
            } else {
                importer.forget();
            }
            files.push((*at, facts.clone(), importer.end_file()?));
        }
        named = importer.name_shops()?;
        freshness = importer.freshness()?;
        Ok(())
    })?;
    files.sort_by_key(|f| f.0);
    let files = files.into_iter().map(|(_, facts, counts)| (facts, counts)).collect();
    Ok(Done { files, freshness, rejects, named })
}

/// Reads files while others may still write.
fn prepare_files(
    query: &Query,
    store: &Store,
    planned: &mut [Planned],
    (who, move_shop): (&Who, bool),
) -> Result<Option<Prepared>> {
    if move_shop {
        return Ok(None);
    }
    store.prepare(who, |preparer| {
        let mut has_all_orders = true;
        for file in planned {
            let is_orders = file.table.kind() == Kind::Orders;
            if matches!(file.table.kind(), Kind::Portable(_)) || is_orders && !has_all_orders {
                continue;
            }
            let Planned { at, table, facts, records, .. } = file;
            let name = table.input.name.clone();
            let read = |importer: &mut Importer<'_>| {
                second_pass(query, table, importer).map_err(|e| e.of_file(&name))
            };
            has_all_orders &= preparer.file(*at, facts.clone(), *records, read)? || !is_orders;
        }
        Ok(())
    })
}

/// Files that are not to be known again are hashed only where their hashes decide.
fn hash_ties(planned: &mut [Planned]) -> Result<()> {
    let ranks: Vec<Stamp> = planned.iter().map(|file| file.facts.snapshot).collect();
    for file in planned.iter_mut().filter(|file| file.facts.hash.is_none()) {
        if ranks.iter().filter(|rank| **rank == file.facts.snapshot).count() > 1 {
            file.facts.hash = file.table.input.fingerprint()?.map(u64::cast_signed);
        }
    }
    Ok(())
}
