//! Files into a database that is open: each read to its end first, then all of them written in one transaction.

use super::file_facts::facts;
use super::first_pass::first_pass;
use super::reimport::{self, Reimport};
use super::second_pass::second_pass;
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::cli::load;
use crate::cli::outfile::OutFile;
use crate::error::Result;
use crate::layouts::{Confidence, Kind};
use crate::model::Stamp;
use crate::read::Reject;
use crate::source::Table;
use crate::store::{Counts, FileFacts, Importer, Prepared, Store, Who};

/// What an import did.
pub(crate) struct Done {
    pub(super) files: Vec<(FileFacts, Counts)>,
    pub(super) freshness: Vec<(String, String, String, Stamp)>,
    pub(crate) rejects: Vec<Reject>,
    /// They are written down before the database changes.
    pub(super) prepared: Option<OutFile>,
}

/// Writes down what is set aside.
pub(crate) type Prepare<'p> = dyn Fn(&[Reject]) -> Result<Option<OutFile>> + 'p;

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
    cx: &Context,
    store: &mut Store,
    from: &InputArgs,
    tables: Vec<Table>,
    move_shop: bool,
    prepare: &Prepare<'_>,
) -> Result<Done> {
    let mut progress = load::progress(cx, &tables);
    let mut planned = Vec::with_capacity(tables.len());
    let mut rejects = Vec::new();
    for (at, mut table) in tables.into_iter().enumerate() {
        let mut reimport = Reimport::of(cx, from, store, &table)?;
        let (stats, count) = match reimport.told(store, cx.now)? {
            Some(before) => {
                table.declared = before.declared;
                progress.file_done(table.input.size().unwrap_or_default());
                (reimport::stats(&before), before.records)
            }
            None => first_pass(cx, from, &mut table, &mut progress)?,
        };
        reimport.note(&table, &stats, count, cx.now);
        if table.bound.layout.confidence == Confidence::Inferred {
            let (file, name) = (&table.input.name, &table.bound.layout.name);
            cx.note(
                &format!("{file}：格式 {name} 的部分列是推测的，请核对结果"),
                &format!("{file}: some columns of the layout {name} are guesses; check the result"),
            );
        }
        load::told(cx, &table, &stats);
        load::tell_declared(cx, &table, &stats);
        let facts = facts(cx, from, &table, &stats, &reimport)?;
        planned.push(Planned { at, table, facts, records: count, known: reimport });
        rejects.extend(stats.rejects);
    }
    hash_ties(&mut planned)?;
    // Oldest first: then little is left aside as older.
    planned.sort_by_key(|file| file.facts.snapshot);
    let prepared = prepare(&rejects)?;
    let who = cx.who("import");
    let mut prepared_files = prepare_files(cx, from, store, &mut planned, (&who, move_shop))?;
    let mut freshness = Vec::new();
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
                .and_then(|taken| if taken { Ok(()) } else { second_pass(cx, from, table, importer) })
                .map_err(|e| e.of_file(&name))?;
            if known.stands(&table.input) {
                known.remember(importer)?;
            } else {
                importer.forget();
            }
            files.push((*at, facts.clone(), importer.end_file()?));
        }
        freshness = importer.freshness()?;
        Ok(())
    })?;
    files.sort_by_key(|f| f.0);
    let files = files.into_iter().map(|(_, facts, counts)| (facts, counts)).collect();
    Ok(Done { files, freshness, rejects, prepared })
}

/// Reads files while others may still write.
fn prepare_files(
    cx: &Context,
    from: &InputArgs,
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
                second_pass(cx, from, table, importer).map_err(|e| e.of_file(&name))
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
