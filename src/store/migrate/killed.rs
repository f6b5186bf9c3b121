//! A process that dies within a migration leaves the old database or the new one, never something in between.

use super::super::Store;
use super::*;
use crate::store::pragma;
use rusqlite::Connection;
use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::types::ValueRef;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What lies on the disk at one moment: the end of each file's name, and its bytes.
type Files = Vec<(&'static str, Vec<u8>)>;

/// Each of so many moments is upgraded once more.
const UPGRADED: usize = 8;

const ENDS: [&str; 3] = ["", "-wal", "-journal"];

fn fixture(schema: i64) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("fixtures/upgrade/schema{schema}.sql"));
    fs::read_to_string(path).expect("the fixture")
}

fn beside(path: &Path, end: &str) -> PathBuf {
    crate::scratch::with_end(path, end)
}

fn files(path: &Path) -> Files {
    ENDS.iter().filter_map(|end| Some((*end, fs::read(beside(path, end)).ok()?))).collect()
}

/// Every row of every table, and what the tables are made with.
fn dump(path: &Path) -> Vec<String> {
    let conn = Connection::open(path).expect("opened");
    let rows = |from: &str, columns: &str| -> Vec<String> {
        let mut query =
            conn.prepare(&format!("SELECT {columns} FROM {from} ORDER BY rowid")).expect("a query");
        let width = query.column_count();
        let line = |row: &rusqlite::Row<'_>| -> rusqlite::Result<String> {
            let mut line = from.to_owned();
            for n in 0..width {
                match row.get_ref(n)? {
                    ValueRef::Text(text) => line.extend(["|'", &String::from_utf8_lossy(text)]),
                    other => write!(line, "|{other:?}").expect("written"),
                }
            }
            Ok(line)
        };
        query.query_map([], line).expect("rows").collect::<rusqlite::Result<_>>().expect("every row")
    };
    let mut lines = rows("sqlite_schema", "sql");
    let tables = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let mut query = conn.prepare(tables).expect("the tables");
    let names = query.query_map([], |row| row.get::<_, String>(0)).expect("their names");
    for name in names {
        lines.extend(rows(&name.expect("a name"), "*"));
    }
    lines
}

/// Upgrades `path` and gives what lay on the disk before each statement, as often as it was something else.
fn upgrade_watched(path: &Path, have: i64) -> (usize, Vec<Files>) {
    let watched = Arc::new(Mutex::new((0, Vec::<Files>::new())));
    let mut conn = Connection::open(path).expect("opened");
    // No room in memory: what is written reaches the disk before the transaction ends.
    pragma::set(&conn, "cache_size", 1).expect("no room");
    let (seen, of) = (Arc::clone(&watched), path.to_owned());
    let look = move |event: TraceEvent<'_>| {
        if matches!(event, TraceEvent::Stmt(..)) {
            let mut seen = seen.lock().expect("one thread");
            seen.0 += 1;
            let now = files(&of);
            if seen.1.last() != Some(&now) {
                seen.1.push(now);
            }
        }
    };
    conn.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(look)).expect("watched");
    let db = Db::from(conn);
    let tx = db.write(Lane::Facts).expect("begun");
    upgrade(&tx, have).expect("upgraded");
    tx.commit().expect("committed");
    drop(db);
    std::mem::take(&mut *watched.lock().expect("one thread"))
}

/// Later migrations join by themselves: every fixture whose schema is not the newest.
fn killed_at_each_statement(journal: &str) {
    for schema in [14, 15, 17, 19, 20].into_iter().filter(|schema| *schema < newest()) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w.db");
        let conn = Connection::open(&path).expect("made");
        conn.execute_batch(&fixture(schema)).expect("the fixture's text");
        pragma::set(&conn, "journal_mode", journal.to_owned()).expect("a journal");
        drop(conn);
        let before = dump(&path);
        let (statements, moments) = upgrade_watched(&path, schema);
        let after = dump(&path);
        // A step of one table is soon done.
        let (least, of) = if schema == 14 { (2, 40) } else { (1, 5) };
        assert!(before != after && statements > of, "schema {schema}: {statements} statements");
        assert!(moments.len() > least, "{journal}: nothing reached the disk before the end");
        for (number, moment) in moments.iter().enumerate() {
            let place = folder.path().join(format!("killed{number}"));
            fs::create_dir(&place).expect("a folder");
            let path = place.join("w.db");
            for (end, bytes) in moment {
                fs::write(beside(&path, end), bytes).expect("written");
            }
            assert!(dump(&path) == before, "{journal}, schema {schema}, moment {number}: in between");
            if number % UPGRADED == 0 {
                let store = Store::open_read(&path).expect("opened").expect("there");
                assert_eq!(store.schemas(), (newest(), newest()));
                drop(store);
                assert!(dump(&path) == after, "{journal}, schema {schema}, moment {number}: another upgrade");
            }
            fs::remove_dir_all(place).expect("removed");
        }
    }
}

#[test]
fn with_a_log_it_is_old_or_new() {
    killed_at_each_statement("wal");
}

#[test]
fn with_a_rollback_journal_it_is_old_or_new() {
    killed_at_each_statement("delete");
}
