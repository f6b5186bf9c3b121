//! Settings of the engine, set and asked back: where one can't be had, some answer with what holds instead of failing.

use rusqlite::types::Value;
use rusqlite::{Connection, Error, Result, ffi};

/// Sets a pragma, and fails where another value than this holds afterwards.
pub(super) fn set(conn: &Connection, name: &str, wanted: impl Into<Value>) -> Result<()> {
    let wanted = wanted.into();
    match wish(conn, name, &wanted)? {
        Some(answer) => same(name, &wanted, &answer),
        None => holds(conn, name, wanted),
    }
}

/// Sets a pragma of which any answer is good: one that only makes things faster.
pub(super) fn prefer(conn: &Connection, name: &str, wanted: impl Into<Value>) -> Result<()> {
    wish(conn, name, &wanted.into()).map(drop)
}

/// Fails where another value holds.
pub(super) fn holds(conn: &Connection, name: &str, wanted: impl Into<Value>) -> Result<()> {
    let answer: Value = conn.pragma_query_value(None, name, |row| row.get(0))?;
    same(name, &wanted.into(), &answer)
}

/// Runs it to its end, where some fail only then: what it answers, if anything.
fn wish(conn: &Connection, name: &str, wanted: &Value) -> Result<Option<Value>> {
    let mut answer = None;
    conn.pragma(None, name, wanted, |row| {
        answer = Some(row.get(0)?);
        Ok(())
    })?;
    Ok(answer)
}

fn same(name: &str, wanted: &Value, answer: &Value) -> Result<()> {
    if wanted == answer {
        return Ok(());
    }
    let said = format!("PRAGMA {name}: asked for {wanted:?}, and it is {answer:?}");
    Err(Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR), Some(said)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::Path;

    #[test]
    fn a_setting_that_cannot_be_had_is_an_error() {
        let conn = Connection::open_in_memory().expect("opened");
        set(&conn, "foreign_keys", 1).expect("set");
        set(&conn, "secure_delete", 1).expect("set");
        set(&conn, "synchronous", 0).expect("set");
        let refused = set(&conn, "journal_mode", "wal".to_owned()).expect_err("never in memory");
        assert!(refused.to_string().contains("journal_mode"), "{refused}");
        prefer(&conn, "threads", 9_999).expect("any answer is good");
        holds(&conn, "foreign_keys", 0).expect_err("it is on");
    }

    /// The answers of the engine are read everywhere, because there is one place that sets anything.
    #[test]
    fn nothing_is_set_elsewhere() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
        let files = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
        let mut read = 0;
        for file in files.filter(|file| file.extension().is_some_and(|end| end == "rs")) {
            let text = fs::read_to_string(&file).expect("a file");
            let code = text.split("#[cfg(test)]").next().unwrap_or_default();
            let own = file.ends_with("pragma.rs");
            for word in [".pragma_update", ".pragma(", "PRAGMA "] {
                assert!(own || !code.contains(word), "{}: {word} stands in pragma.rs only", file.display());
            }
            read += 1;
        }
        assert!(read > 30, "the sources were not found");
    }
}
