//! The databases of earlier schemas, made from their text.

use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::path::Path;

pub(crate) const SCHEMAS: [i64; 5] = [14, 15, 17, 19, 20];

pub(crate) struct Fixture {
    schema: i64,
    text: String,
}

impl Fixture {
    pub(crate) fn of(schema: i64) -> Fixture {
        let path = crate::sandbox::fixtures().join(format!("upgrade/schema{schema}.sql"));
        Fixture { schema, text: std::fs::read_to_string(path).expect("the fixture") }
    }

    /// As the program left it: with a log beside it.
    pub(crate) fn build(&self, path: &Path) {
        let conn = Connection::open(path).expect("a new database");
        conn.execute_batch(&self.text).expect("the fixture's text");
        let schema: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
        assert_eq!(schema, self.schema);
        conn.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(())).expect("a log");
    }
}

pub(crate) fn tables(conn: &Connection) -> Vec<String> {
    let mut query = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .expect("the tables");
    let names = query.query_map([], |row| row.get(0)).expect("their names");
    names.map(|name| name.expect("a name")).collect()
}

/// Everything that a database holds, row by row, and what its tables are made with.
pub(crate) fn dump(path: &Path) -> Vec<String> {
    let conn = Connection::open(path).expect("opened");
    let mut lines = Vec::new();
    for name in ["application_id", "user_version", "page_size"] {
        let value: i64 = conn.pragma_query_value(None, name, |row| row.get(0)).expect(name);
        lines.push(format!("{name} {value}"));
    }
    let schema = "sqlite_schema WHERE sql IS NOT NULL".to_owned();
    let tables = tables(&conn).into_iter().map(|name| format!("\"{name}\""));
    for (from, columns) in std::iter::once((schema, "name, sql")).chain(tables.map(|name| (name, "*"))) {
        let mut query =
            conn.prepare(&format!("SELECT {columns} FROM {from} ORDER BY rowid")).expect("a query");
        let width = query.column_count();
        let mut rows = query.query([]).expect("rows");
        while let Some(row) = rows.next().expect("a row") {
            let cells: Vec<String> = (0..width).map(|n| cell(row.get_ref(n).expect("a cell"))).collect();
            lines.push(format!("{from}: {}", cells.join("|")));
        }
    }
    lines
}

fn cell(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "NULL".to_owned(),
        ValueRef::Integer(n) => n.to_string(),
        ValueRef::Real(n) => format!("{n:?}"),
        ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => format!("{bytes:02x?}"),
    }
}

#[test]
fn every_table_has_a_row() {
    for schema in SCHEMAS {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("w.db");
        Fixture::of(schema).build(&path);
        let conn = Connection::open(&path).expect("opened");
        let empty: Vec<String> = tables(&conn)
            .into_iter()
            .filter(|name| {
                let any = format!("SELECT EXISTS (SELECT 1 FROM \"{name}\")");
                !conn.query_row(&any, [], |row| row.get::<_, bool>(0)).expect("a table")
            })
            .collect();
        assert!(empty.is_empty(), "schema {schema}: nothing in {empty:?}");
    }
}
