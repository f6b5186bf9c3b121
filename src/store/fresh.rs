//! A first import writes its database under no name: nobody waits for it, nothing has to be rolled back, and the disk is
//! asked to keep it once, before it gets its name.

use super::background_sync::BackgroundSync;
use super::db::{Ability, Db, Sql};
use super::failure::{disk, failed};
use super::naming::{self, TableCounts, persist_in_turn};
use super::open::{create_in, create_nameless, open_nameless, open_unshared, scratch, widen, with_log};
use super::pragma;
use super::queue::{Queue, Turn};
use super::upkeep::{copy, taken};
use super::{Store, statements as sql};
use crate::error::Result;
use crate::model::known::Known;
use crate::scratch::{Scratch, folder_of};
use std::path::{Path, PathBuf};

/// Indexes of all orders, the key first: to make them at the end, in one go, takes a fraction of keeping them.
const LATER: [&str; 2] = ["orders_key", "orders_by_latest"];

/// What the engine calls it when it is asked.
const TEMP_IN_FILES: i64 = 1;

/// As the schema has it.
const ORDER_KEY: &str = "CREATE UNIQUE INDEX orders_key ON orders (order_no, platform, shop)";

const INDEX: &str = "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = $1";

/// A database that nobody else sees until it is finished.
pub struct Fresh {
    pub store: Store,
    background_sync: BackgroundSync,
    file: Scratch,
    path: PathBuf,
    /// Indexes that are made at the end: their names, and what makes them.
    later: Vec<(&'static str, String)>,
    /// Where one has it already. Dropped last, so that who comes next finds the database, or nothing of it.
    turn: Option<Turn>,
}

impl Store {
    /// A database of its own for what will stand at `path`; `None` where something stands there already.
    pub fn fresh(path: &Path) -> Result<Option<Fresh>> {
        if !is_to_be_made(path)? {
            return Ok(None);
        }
        super::network::refuse_network(path)?;
        naming::refuse_left_over(path)?;
        let file = scratch(&folder_of(path)).map_err(|e| disk(path, e))?;
        create_in(file.path()).map_err(|e| failed(path, e))?;
        let mut store = open_unshared(file.path())?;
        path.clone_into(&mut store.path);
        let later = without_indexes(&store).map_err(|e| failed(path, e))?;
        let background_sync = BackgroundSync::begin(file.as_file()).map_err(|e| disk(path, e))?;
        Ok(Some(Fresh { store, background_sync, file, path: path.to_owned(), later, turn: None }))
    }

    /// The same where what is written is soon written: others who would make the database wait, so that nobody is faster.
    pub fn fresh_in_turn(path: &Path) -> Result<Option<Fresh>> {
        if !is_to_be_made(path)? {
            return Ok(None);
        }
        let turn = Queue::beside(path)?.wait()?;
        Ok(Store::fresh(path)?.map(|fresh| Fresh { turn: Some(turn), ..fresh }))
    }

    /// An empty database that is nobody's and goes away.
    pub fn passing() -> Result<Passing> {
        let store = open_nameless(create_nameless)?;
        widen(&store.db).map_err(|e| store.fail(e))?;
        Ok(Passing { store })
    }

    /// A copy of this database, of one moment, that is nobody's and goes away.
    pub fn passing_copy(&self) -> Result<Passing> {
        self.able(Ability::Scratch)?;
        let store = open_nameless(|target| Ok(copy(self.db.sqlite()?, target.sqlite_mut()?)?))?;
        widen(&store.db).map_err(|e| store.fail(e))?;
        Ok(Passing { store })
    }
}

/// A database that lives as long as this does.
pub struct Passing {
    pub store: Store,
}

impl Fresh {
    /// Gives the database its name, if all that was imported is in its file. False: another process was faster, and
    /// this one is gone.
    pub fn finish(self) -> Result<bool> {
        let Fresh { store, background_sync, file, path, later, turn } = self;
        let end = || -> Sql<TableCounts> {
            let conn = store.db.sqlite()?;
            // What is sorted for an index may be longer than memory is for.
            pragma::set(conn, "temp_store", TEMP_IN_FILES)?;
            // Sorted on another core while this one reads.
            pragma::prefer(conn, "threads", 2)?;
            for (name, text) in &later {
                if !has_index(&store.db, name)? {
                    store.db.batch(text)?;
                }
            }
            Ok(with_log(conn)?)
        };
        let counted = end().map_err(|e| failed(&path, e))?;
        drop(store);
        background_sync.end().map_err(|e| disk(&path, e))?;
        if turn.is_none() {
            return persist_in_turn(file, &path, &counted);
        }
        naming::keep(&file, &path, &counted)?;
        // Whoever put something there is no process of ours.
        naming::name(file, [path.clone()])?.map(|_| true).ok_or_else(|| taken(&path))
    }
}

/// Whether a file is made there; a server has its databases already.
fn is_to_be_made(path: &Path) -> Result<bool> {
    Ok(super::open::server_of(path).is_none() && super::open::is_absent(path)? && path.file_name().is_some())
}

/// Drops the indexes that can wait; answers with what makes them again.
fn without_indexes(store: &Store) -> Sql<Vec<(&'static str, String)>> {
    let mut later = Vec::new();
    for name in LATER {
        later.push((name, store.db.one(INDEX, &[&name])?));
        store.db.batch(&format!("DROP INDEX {name}"))?;
    }
    Ok(later)
}

fn has_index(db: &Db, name: &str) -> Sql<bool> {
    Ok(db.first::<String>(INDEX, &[&name])?.is_some())
}

/// Orders that came in while their table had no key.
#[derive(Default)]
pub(super) struct Unkeyed(Known);

impl Unkeyed {
    /// `None`: there is a key, as there is in all databases but one that is being made. Where indexes can't be made later it is
    /// the first import: nothing has to be looked up before a number comes twice.
    pub(super) fn of(db: &Db) -> Sql<Option<Unkeyed>> {
        let unkeyed = match db.has(Ability::LateIndexes) {
            true => !has_index(db, LATER[0])?,
            false => db.one::<i64>(sql::IMPORTS, &[])? == 0,
        };
        Ok(unkeyed.then(Unkeyed::default))
    }

    /// Makes room for so many more.
    pub(super) fn expect(&mut self, orders: u64) {
        self.0.expect(self.0.met().saturating_add(orders));
    }

    /// Looks where the orders would stand, so that they are found sooner.
    pub(super) fn fetch(&self, keys: impl Iterator<Item = u64>) {
        self.0.fetch(keys);
    }

    /// Whether the order with this key can't have come before.
    pub(super) fn is_new(&mut self, key: u64) -> bool {
        self.0.meet(key, 0).is_none()
    }

    /// Makes the key, now that orders have to be found again.
    pub(super) fn key(db: &Db) -> Sql<()> {
        if !db.has(Ability::LateIndexes) {
            return Ok(());
        }
        widen(db)?;
        db.batch(ORDER_KEY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::Connection;
    use std::fs;

    fn schema(path: &Path) -> Vec<String> {
        let store = Store::open_read(path).expect("opens").expect("is there");
        let mut query = store
            .db
            .sqlite()
            .expect("a file")
            .prepare("SELECT sql FROM sqlite_master ORDER BY type, name")
            .expect("a query");
        let all = query.query_map([], |row| row.get::<_, Option<String>>(0)).expect("rows");
        all.map(|text| text.expect("text").unwrap_or_default()).collect()
    }

    #[test]
    fn it_ends_as_any_other_database() {
        let folder = tempfile::tempdir().expect("a folder");
        let (usual, first) = (folder.path().join("usual.db"), folder.path().join("first.db"));
        drop(Store::open_write(&usual).expect("made"));
        let fresh = Store::fresh(&first).expect("made").expect("nothing there");
        assert!(!fresh.later.is_empty(), "there are indexes to be made later");
        assert!(!first.exists(), "no name before it is finished");
        assert_eq!(fresh.later[0].1, ORDER_KEY);
        assert!(fresh.finish().expect("finished"));
        assert_eq!(schema(&first), schema(&usual));
        assert!(Store::fresh(&first).expect("looked").is_none(), "there is one now");
        let store = Store::open_write(&first).expect("opens");
        let journal: String = store
            .db
            .sqlite()
            .expect("a file")
            .pragma_query_value(None, "journal_mode", |r| r.get(0))
            .expect("told");
        assert_eq!(journal, "wal");
    }

    #[test]
    fn the_faster_one_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w.db");
        let fresh = Store::fresh(&path).expect("made").expect("nothing there");
        drop(Store::open_write(&path).expect("another process"));
        let before = fs::read(&path).expect("there");
        assert!(!fresh.finish().expect("told"));
        assert_eq!(fs::read(&path).expect("there"), before);
    }

    #[test]
    fn a_copy_takes_what_it_is_told_and_changes_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w.db");
        for length in [4096, 16_384] {
            let store = Store::open_write(&path).expect("made");
            store.db.batch("UPDATE schema_version SET version = version").expect("written");
            let copy = store.passing_copy().expect("a copy").store;
            assert_eq!(copy.info().expect("told").schema, store.info().expect("told").schema);
            copy.db.batch("DELETE FROM schema_version").expect("written");
            assert!(store.info().expect("told").schema > 0, "{length}");
            drop((store, copy));
            let conn = Connection::open(&path).expect("opens");
            conn.execute_batch("PRAGMA journal_mode = DELETE; PRAGMA page_size = 4096; VACUUM")
                .expect("shorter pages");
        }
    }
}
