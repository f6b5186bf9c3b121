//! Going back to a backup.

use super::failure::{damaged, disk, failed};
use super::open::settle;
use super::upkeep::copy;
use super::{Store, Who, work};
use crate::error::{Error, Result};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

impl Store {
    /// Puts a copy of this database in the place of the one at `to`, with a line in its audit. What is there is kept as
    /// `keep`, in the same folder; that path is given back if there was something.
    ///
    /// A sound database takes the copy in as one transaction of its own, so that other processes that have it open see
    /// the one or the other. One that is damaged is moved aside with its log, because a log must never meet another file.
    pub fn restore(&self, to: &Path, keep: &Path, who: &Who) -> Result<Option<PathBuf>> {
        let file = self.copied(to)?;
        let mut source = Connection::open(file.path()).map_err(|e| failed(to, e))?;
        let told = format!("restore from {}", self.path.display());
        work::audit(&source, who, &told).map_err(|e| failed(to, e))?;
        let close = |source: Connection| source.close().map_err(|(_, e)| failed(to, e));
        if fs::symlink_metadata(to).is_err_and(|e| e.kind() == std::io::ErrorKind::NotFound) {
            close(source)?;
            settle(file, to).map_err(|e| disk(to, e))?;
            return Ok(None);
        }
        match replace(&mut source, to, keep) {
            Ok(()) => Ok(Some(keep.to_owned())),
            Err(e) if is_damage(to, &e) => {
                close(source)?;
                let to = fs::canonicalize(to).map_err(|e| disk(to, e))?;
                move_aside(&to, keep)?;
                settle(file, &to).map_err(|e| disk(&to, e))?;
                Ok(Some(keep.to_owned()))
            }
            Err(e) => Err(e),
        }
    }
}

fn replace(source: &mut Connection, to: &Path, keep: &Path) -> Result<()> {
    // Looked at before it is opened for writing: what is damaged stays as it is.
    if let Some(old) = Store::open_read(to)?
        && !old.check()?.is_empty()
    {
        return Err(damaged(to));
    }
    let mut old = Store::open_write(to)?;
    old.backup(keep)?;
    same_pages(source, &old.conn).and_then(|()| copy(source, &mut old.conn)).map_err(|e| failed(to, e))
}

/// The engine copies pages as they are, so they have to be as long as those that are there.
fn same_pages(source: &Connection, to: &Connection) -> rusqlite::Result<()> {
    let length = |conn: &Connection| conn.pragma_query_value(None, "page_size", |row| row.get::<_, i64>(0));
    let wanted = length(to)?;
    if length(source)? == wanted {
        return Ok(());
    }
    source.pragma_update(None, "page_size", wanted)?;
    source.execute_batch("VACUUM")
}

fn is_damage(to: &Path, e: &Error) -> bool {
    let real = fs::canonicalize(to).unwrap_or_else(|_| to.to_owned());
    e.what == damaged(to).what || e.what == damaged(&real).what
}

/// The log goes first: should the power fail in between, it is not taken for the log of the new file.
fn move_aside(to: &Path, keep: &Path) -> Result<()> {
    let with = |path: &Path, end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    for end in ["-wal", "-shm", ""] {
        match fs::rename(with(to, end), with(keep, end)) {
            Err(e) if end.is_empty() || e.kind() != std::io::ErrorKind::NotFound => return Err(disk(to, e)),
            _ => {}
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_with_pages_of_another_length_goes_back() {
        let folder = tempfile::tempdir().expect("a folder");
        let [path, backup, keep] = ["w.db", "b.db", "k.db"].map(|name| folder.path().join(name));
        drop(Store::open_write(&path).expect("made"));
        Store::open_read(&path).expect("opens").expect("is there").backup(&backup).expect("a backup");
        let conn = Connection::open(&backup).expect("opens");
        conn.execute_batch("PRAGMA page_size = 4096; VACUUM").expect("shorter pages");
        drop(conn);
        let length = |path: &Path| {
            let head = fs::read(path).expect("is there");
            u16::from_be_bytes([head[16], head[17]])
        };
        assert_eq!([&backup, &path].map(|path| length(path)), [4096, 16_384]);
        let source = Store::open_read(&backup).expect("opens").expect("is there");
        let kept = source.restore(&path, &keep, &Who::default()).expect("restored");
        assert_eq!(kept, Some(keep));
        let store = Store::open_read(&path).expect("opens").expect("is there");
        assert!(store.doctor().expect("looked at").problems.is_empty());
    }
}
