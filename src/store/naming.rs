//! A file gets its name when everything is in it: nobody ever meets a half-made database, and what was acknowledged is
//! in the file and not in a log beside it that stays behind.

use super::failure::{disk, failed, incomplete, left_over};
use super::queue::Queue;
use crate::error::Result;
use crate::scratch::{Scratch, folder_of, sides_of};
use rusqlite::{Connection, OpenFlags, Result as Sql};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

const TABLE_NAMES: &str = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";

/// How many rows each table holds.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TableCounts(Vec<(String, i64)>);

/// Counts all rows, as this connection sees them.
pub(super) fn rows(conn: &Connection) -> Sql<TableCounts> {
    let names: Vec<String> =
        conn.prepare(TABLE_NAMES)?.query_map([], |row| row.get(0))?.collect::<Sql<_>>()?;
    let count = |name: String| {
        let text = format!("SELECT COUNT(*) FROM \"{}\"", name.replace('"', "\"\""));
        conn.query_row(&text, [], |row| row.get(0)).map(|n| (name, n))
    };
    names.into_iter().map(count).collect::<Sql<_>>().map(TableCounts)
}

/// Has a closed file kept by the disk, and wants the rows in it, without any other file, that its writer counted. `path` is the name
/// it is to get.
pub(super) fn keep(file: &Scratch, path: &Path, counted: &TableCounts) -> Result<()> {
    if side_of(file.path()).is_some() {
        return Err(incomplete(path));
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let alone = Connection::open_with_flags(immutable(file.path()), flags).and_then(|conn| rows(&conn));
    if alone.map_err(|e| failed(path, e))? != *counted {
        return Err(incomplete(path));
    }
    file.as_file().sync_all().map_err(|e| disk(path, e))
}

/// Names a file of [`keep`] with the first of these names that is free, so that it survives a power cut. `None`:
/// something stands at all of them. An error if only what an earlier database left stands in the way.
pub(super) fn name(mut file: Scratch, names: impl IntoIterator<Item = PathBuf>) -> Result<Option<PathBuf>> {
    let mut in_the_way = None;
    for path in names {
        if let Some(side) = left_at(&path) {
            in_the_way.get_or_insert((path, side));
            continue;
        }
        match file.persist_noclobber(&path) {
            Ok(_) => return keep_entry(&path).map(|()| Some(path)),
            Err(e) if e.error.kind() == ErrorKind::AlreadyExists => file = e.file,
            Err(e) => return Err(disk(&path, e.error)),
        }
    }
    in_the_way.map_or(Ok(None), |(path, side)| Err(left_over(&path, &side)))
}

fn side_of(path: &Path) -> Option<PathBuf> {
    sides_of(path).find(|side| fs::symlink_metadata(side).is_ok())
}

/// What an earlier database of this name left: the engine would take it for a part of whatever gets the name. Looked for
/// first, because a database that another process makes meanwhile is there before what belongs to it.
fn left_at(path: &Path) -> Option<PathBuf> {
    side_of(path).filter(|_| fs::symlink_metadata(path).is_err())
}

/// Refuses a name beside which an earlier database left something. [`name`] does too; this is for before the work.
pub(super) fn refuse_left_over(path: &Path) -> Result<()> {
    left_at(path).map_or(Ok(()), |side| Err(left_over(path, &side)))
}

/// Neither something of the name nor anything that belongs to it.
pub(super) fn is_free(path: &Path) -> bool {
    fs::symlink_metadata(path).is_err() && side_of(path).is_none()
}

/// An entry that the disk may forget is none.
fn keep_entry(path: &Path) -> Result<()> {
    if cfg!(unix)
        && let Err(e) = fs::File::open(folder_of(path)).and_then(|folder| folder.sync_all())
    {
        let _ = fs::remove_file(path);
        return Err(disk(path, e));
    }
    Ok(())
}

/// [`keep`] and [`name`], in one's turn among those who write there. False: something stands there already.
pub(super) fn persist_in_turn(file: Scratch, path: &Path, counted: &TableCounts) -> Result<bool> {
    keep(&file, path, counted)?;
    let _turn = Queue::beside(path)?.wait()?;
    name(file, [path.to_owned()]).map(|named| named.is_some())
}

/// What the engine takes to read a file as it stands, without looking for others beside it.
pub(super) fn immutable(path: &Path) -> String {
    let mut uri = String::from("file:");
    let bytes = path.as_os_str().as_encoded_bytes();
    // Windows' way to write a path in full; after two slashes the engine would look for a host.
    let bytes = if cfg!(windows) { bytes.strip_prefix(br"\\?\").unwrap_or(bytes) } else { bytes };
    for &byte in bytes {
        match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => uri.push(char::from(byte)),
            b'\\' if cfg!(windows) => uri.push('/'),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri
}

/// `cs.schema-8.db`, `cs.schema-8-2.db` …: names beside the database under which what it was can be kept.
pub(super) fn kept_names(database: &Path, word: &str) -> impl Iterator<Item = PathBuf> {
    let stem = database.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    (1_u32..=9_999).map(move |n| match n {
        1 => database.with_file_name(format!("{stem}.{word}.db")),
        n => database.with_file_name(format!("{stem}.{word}-{n}.db")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::open::scratch;

    fn filled(folder: &Path, n: i64) -> (Scratch, TableCounts) {
        let file = scratch(folder).expect("a file");
        let conn = Connection::open(file.path()).expect("opens");
        conn.execute_batch("CREATE TABLE \"a \"\"b\" (x)").expect("a table");
        for x in 0..n {
            conn.execute("INSERT INTO \"a \"\"b\" VALUES ($1)", [x]).expect("a row");
        }
        let counted = rows(&conn).expect("counted");
        (file, counted)
    }

    #[test]
    fn a_file_without_all_its_rows_gets_no_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w x%.db");
        let (_, three) = filled(folder.path(), 3);
        let (two, _) = filled(folder.path(), 2);
        assert!(persist_in_turn(two, &path, &three).is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left");
    }

    #[test]
    fn a_file_with_a_log_beside_it_gets_no_name() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w.db");
        for end in crate::scratch::SIDES {
            let (file, counted) = filled(folder.path(), 1);
            fs::write(crate::scratch::with_end(file.path(), end), "x").expect("written");
            assert!(persist_in_turn(file, &path, &counted).is_err(), "{end}");
        }
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0, "nothing is left");
    }

    #[test]
    fn nothing_gets_a_name_beside_what_an_earlier_database_left() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("w.db");
        for side in sides_of(&database) {
            fs::write(&side, "").expect("written");
            let (file, counted) = filled(folder.path(), 1);
            let refused = persist_in_turn(file, &database, &counted).expect_err("not into another one's log");
            assert!(refused.to_string().contains(&side.display().to_string()), "{refused}");
            assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "only what was there");
            fs::remove_file(side).expect("moved away");
        }
        fs::write(folder.path().join("w.old.db-wal"), "").expect("written");
        let (file, _) = filled(folder.path(), 1);
        let named = name(file, kept_names(&database, "old")).expect("named");
        assert_eq!(named, Some(folder.path().join("w.old-2.db")), "the next one is free");
    }

    #[test]
    fn names_are_never_taken_from_others() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("w.db");
        let names = ["w.old.db", "w.old-2.db", "w.old-3.db"].map(|name| folder.path().join(name));
        for wanted in &names {
            let (file, counted) = filled(folder.path(), 1);
            keep(&file, &database, &counted).expect("whole");
            let named = name(file, kept_names(&database, "old")).expect("named");
            assert_eq!(named.as_ref(), Some(wanted));
        }
    }
}
