//! A database of an older version is never upgraded silently, nor without a copy of what it was.

use crate::sandbox::{MORNING, Sandbox};
use cs::model::hash::{both, quick_hash};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::path::Path;

/// A database as an earlier version left it, with the orders of the main example. The sandbox has none of its own then.
pub(crate) fn old_database(sandbox: &Sandbox, path: &Path, schema: i64) {
    let now = sandbox.work().join("now.db");
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["import", &file, "--db", "now.db"]);
    let conn = Connection::open(path).expect("made");
    conn.execute_batch(
        "PRAGMA application_id = 1668505393;
         CREATE TABLE schema_version (version BIGINT NOT NULL, PRIMARY KEY (version))",
    )
    .expect("marked");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store/sql");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("migrations").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy().into_owned();
        let version: i64 = name.split('_').next().expect("a number").parse().expect("a number");
        if version <= schema {
            conn.execute_batch(&std::fs::read_to_string(&file).expect("a migration")).expect(&name);
            conn.execute("INSERT INTO schema_version VALUES ($1)", [version]).expect("noted");
        }
    }
    conn.pragma_update(None, "user_version", schema).expect("marked");
    conn.execute("ATTACH $1 AS now", [now.to_str().expect("UTF-8")]).expect("attached");
    for table in ["orders", "imports", "snapshots", "audit"] {
        let columns = |place: &str| -> Vec<String> {
            let text = format!("SELECT name FROM pragma_table_info('{table}', '{place}')");
            let mut query = conn.prepare(&text).expect("a query");
            let names = query.query_map([], |row| row.get(0)).expect("columns");
            names.map(|name| name.expect("a name")).collect()
        };
        let known = columns("now");
        let both: Vec<String> = columns("main").into_iter().filter(|name| known.contains(name)).collect();
        let both = both.join(", ");
        let copy = format!("INSERT INTO main.{table} ({both}) SELECT {both} FROM now.{table}");
        conn.execute(&copy, []).expect(table);
    }
    conn.execute("DETACH now", []).expect("detached");
    // These tell more by now, and their checksums counted that.
    for table in ["imports", "snapshots"] {
        seal(&conn, table);
    }
    drop(conn);
    for end in ["", "-wal", "-shm", ".lock"] {
        let _ = std::fs::remove_file(sandbox.work().join(format!("now.db{end}")));
    }
}

/// Writes the checksums of a table's rows as they were then: over every cell with its position.
fn seal(conn: &Connection, table: &str) {
    let mut query = conn.prepare(&format!("SELECT * FROM {table}")).expect("a query");
    let sum = query.column_index("sum").expect("a checksum");
    let columns: Vec<usize> = (0..query.column_count()).filter(|column| *column != sum).collect();
    let seal = |row: &rusqlite::Row<'_>| {
        let word = |column: usize| match row.get_ref(column)? {
            ValueRef::Integer(number) => Ok(both(0xc949_d7c7_509e_6557, number.cast_unsigned())),
            ValueRef::Text(text) => Ok(quick_hash(text)),
            _ => Ok::<_, rusqlite::Error>(0x9ae1_6a3b_2f90_404f),
        };
        let mut all = 0_u64;
        for column in &columns {
            all = all.wrapping_add(both(*column as u64 + 1, word(*column)?));
        }
        Ok((row.get::<_, i64>(sum)?, all.cast_signed()))
    };
    let seals: Vec<_> = query.query_map([], seal).expect("rows").map(|seal| seal.expect("a row")).collect();
    for (before, now) in seals {
        let put = format!("UPDATE {table} SET sum = ?2 WHERE sum = ?1");
        conn.execute(&put, [before, now]).expect("sealed");
    }
}

/// Of a file alone: its schema.
fn schema(path: &Path) -> i64 {
    let conn = Connection::open(path).expect("opens");
    conn.query_row("SELECT MAX(version) FROM schema_version", [], |row| row.get(0)).expect("a version")
}

mod faults {
    use super::{old_database, schema};
    use crate::sandbox::{Sandbox, Sheet};
    use rusqlite::Connection;

    #[test]
    fn a_read_says_that_it_upgrades_and_keeps_a_copy() {
        for version in [4, 8, 13] {
            let sandbox = Sandbox::new();
            let path = sandbox.work().join("w.db");
            old_database(&sandbox, &path, version);
            let kept = sandbox.work().join(format!("w.schema-{version}.db"));
            std::fs::write(&kept, "somebody's notes").expect("written");
            let out = sandbox.cs(&["orders", "list", "--db", "w.db"]).run().done();
            assert_eq!(Sheet::of(&out.stdout).len(), 69);
            assert!(out.stderr.contains(&format!("upgraded from schema {version} to ")), "{}", out.stderr);
            assert!(out.stderr.contains(&format!("w.schema-{version}-2.db")), "{}", out.stderr);
            assert_eq!(std::fs::read_to_string(&kept).expect("still there"), "somebody's notes");
            let kept = sandbox.work().join(format!("w.schema-{version}-2.db"));
            assert!(schema(&kept) == version && schema(&path) > version);
            #[cfg(unix)]
            {
                use std::os::unix::fs::PermissionsExt;
                let mode = std::fs::metadata(&kept).expect("there").permissions().mode();
                assert_eq!(mode & 0o077, 0, "private");
            }
            let again = sandbox.cs(&["orders", "list", "--db", "w.db"]).run().done();
            assert!(!again.stderr.contains("schema"), "said once: {}", again.stderr);
        }
    }

    #[test]
    fn a_long_database_is_left_alone_until_it_is_said() {
        let sandbox = Sandbox::new();
        let path = sandbox.work().join("w.db");
        old_database(&sandbox, &path, 13);
        let conn = Connection::open(&path).expect("opens");
        conn.execute_batch(
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
             INSERT INTO staff (name, staff_no, sum) SELECT 'n' || i, '', 0 FROM n",
        )
        .expect("many rows");
        drop(conn);
        let before = std::fs::read(&path).expect("there");
        for args in [&["orders", "list"][..], &["log", "add", "c", "words"], &["db", "info"]] {
            let out = sandbox.cs(&[args, &["--db", "w.db"]].concat()).run().ends_with(4);
            assert!(out.stderr.contains("`cs db upgrade`"), "{}", out.stderr);
        }
        let out = sandbox.cs(&["db", "upgrade", "-n", "--db", "w.db"]).run().done();
        assert!(out.stderr.contains("w.schema-13.db"), "{}", out.stderr);
        assert!(std::fs::read(&path).expect("there") == before, "changed");
        // The advice works.
        let out = sandbox.cs(&["db", "upgrade", "--db", "w.db"]).run().done();
        assert!(out.stderr.contains("upgraded from schema 13 to "), "{}", out.stderr);
        assert_eq!(schema(&sandbox.work().join("w.schema-13.db")), 13);
        assert_eq!(Sheet::of(&sandbox.ok(&["orders", "list", "--db", "w.db"])).len(), 69);
        let again = sandbox.cs(&["db", "upgrade", "--db", "w.db"]).run().done();
        assert!(again.stderr.contains("nothing to do"), "{}", again.stderr);
    }
}
