//! A first import writes its database under no name: nobody waits for it, nothing has to be rolled back, and the disk is
//! asked to keep it once, before it gets its name.

use super::Store;
use super::failure::{disk, failed};
use super::open::{create_in, folder_of, open_unshared, scratch, settle};
use crate::error::{Error, Result};
use rusqlite::Result as Sql;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::{NamedTempFile, TempDir};

/// Indexes of `orders` beside its key: their names, and what makes them.
const ORDER_INDEXES: &str = "SELECT name, sql FROM sqlite_master \
    WHERE type = 'index' AND tbl_name = 'orders' AND sql IS NOT NULL ORDER BY name";

/// A database that nobody else sees until it is finished.
pub struct Fresh {
    pub store: Store,
    file: NamedTempFile,
    path: PathBuf,
    /// Indexes that are made at the end, all at once.
    later: Vec<String>,
}

impl Store {
    /// A database of its own for what will stand at `path`; `None` where something stands there already.
    pub fn fresh(path: &Path) -> Result<Option<Fresh>> {
        if !super::open::is_absent(path)? || path.file_name().is_none() {
            return Ok(None);
        }
        super::open::refuse_network(path)?;
        sweep(&folder_of(path));
        let file = scratch(&folder_of(path)).map_err(|e| disk(path, e))?;
        create_in(file.path()).map_err(|e| failed(path, e))?;
        let store = Store { path: path.to_owned(), ..open_unshared(file.path())? };
        let later = without_indexes(&store).map_err(|e| failed(path, e))?;
        Ok(Some(Fresh { store, file, path: path.to_owned(), later }))
    }

    /// An empty database that is nobody's and goes away.
    pub fn passing() -> Result<Passing> {
        let folder = passing_folder()?;
        let path = folder.path().join("scratch.db");
        fs::File::create_new(&path).map_err(|e| disk(&path, e))?;
        create_in(&path).map_err(|e| failed(&path, e))?;
        Ok(Passing { store: open_unshared(&path)?, _folder: folder })
    }
}

/// A database that lives as long as this does.
pub struct Passing {
    pub store: Store,
    // Dropped after the store, which stands in it.
    _folder: TempDir,
}

/// A folder that goes away.
pub fn passing_folder() -> Result<TempDir> {
    let made = tempfile::Builder::new().prefix("cs-").tempdir();
    made.map_err(|e| Error::io("建不了临时文件夹", "can't make a temporary folder", e))
}

impl Fresh {
    /// Gives the database its name. False: another process was faster, and this one is gone.
    pub fn finish(self) -> Result<bool> {
        let Fresh { store, file, path, later } = self;
        let end = || -> Sql<()> {
            for index in &later {
                store.conn.execute_batch(index)?;
            }
            store.conn.pragma_update(None, "journal_mode", "WAL")?;
            store.conn.close().map_err(|(_, e)| e)
        };
        end().map_err(|e| failed(&path, e))?;
        match settle(file, &path) {
            Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => Ok(false),
            other => other.map(|()| true).map_err(|e| disk(&path, e)),
        }
    }
}

/// Drops the indexes that no import looks anything up with; answers with what makes them again.
fn without_indexes(store: &Store) -> Sql<Vec<String>> {
    let mut query = store.conn.prepare(ORDER_INDEXES)?;
    let found: Vec<(String, String)> =
        query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<Sql<_>>()?;
    for (name, _) in &found {
        store.conn.execute_batch(&format!("DROP INDEX {name}"))?;
    }
    Ok(found.into_iter().map(|(_, text)| text).collect())
}

#[cfg(not(unix))]
fn sweep(_: &Path) {}

/// Takes away what imports left behind that were killed: files of this kind that nobody holds any more.
#[cfg(unix)]
fn sweep(folder: &Path) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if !name.starts_with(".cs-") || !name.ends_with(".tmp") {
            continue;
        }
        let Ok(file) = fs::File::open(entry.path()) else { continue };
        if file.try_lock().is_ok() {
            let _ = fs::remove_file(entry.path());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(path: &Path) -> Vec<String> {
        let store = Store::open_read(path).expect("opens").expect("is there");
        let mut query =
            store.conn.prepare("SELECT sql FROM sqlite_master ORDER BY type, name").expect("a query");
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
        assert!(fresh.finish().expect("finished"));
        assert_eq!(schema(&first), schema(&usual));
        assert!(Store::fresh(&first).expect("looked").is_none(), "there is one now");
        let store = Store::open_write(&first).expect("opens");
        let journal: String =
            store.conn.pragma_query_value(None, "journal_mode", |r| r.get(0)).expect("told");
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

    #[cfg(unix)]
    #[test]
    fn what_a_killed_import_left_is_taken_away() {
        let folder = tempfile::tempdir().expect("a folder");
        let left = folder.path().join(".cs-Killed.tmp");
        fs::write(&left, "half").expect("written");
        let running = scratch(folder.path()).expect("another import");
        drop(Store::fresh(&folder.path().join("w.db")).expect("made"));
        assert!(!left.exists() && running.path().exists());
    }
}
