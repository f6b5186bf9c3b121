//! Rows that another program deletes, adds, changes or puts back are seen by `cs doctor`; our own writing never is.

use crate::sandbox::{MORNING, Sandbox};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use std::path::Path;

/// A database with something in nearly every table.
fn full() -> Sandbox {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.ok(&["import", &file]);
    let report = sandbox.fixture("taobao/tmall_report.csv");
    sandbox.ok(&["import", &report, "--shop", "样例甲店"]);
    for name in ["taobao/funds.csv", "taobao/refunds_v1.xlsx", "taobao/items_v1.csv"] {
        let file = sandbox.fixture(name);
        sandbox.ok(&["import", &file]);
    }
    // Every kind that is kept by hand or read from plain tables, and our own.
    for (folder, said) in [("generic", &["--platform", "taobao", "--shop", "样例小铺"][..]), ("ours", &[])]
    {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(folder);
        let entries = std::fs::read_dir(path).expect("fixtures");
        let mut names: Vec<_> = entries.map(|entry| entry.expect("an entry").file_name()).collect();
        names.sort();
        for name in names {
            let file = sandbox.fixture(&format!("{folder}/{}", name.to_string_lossy()));
            sandbox.ok(&[&["import", &file], said].concat());
        }
    }
    // Once more: seen again.
    sandbox.ok(&["import", &report, "--shop", "样例甲店", "--exported-at", "2026-11-21T08:59"]);
    sandbox.ok(&["report", "daily", "--date", "2026-11-20"]);
    for args in [
        &["remind", "skip", "3512260000000000042", "--why", "已回复"][..],
        &["cases", "add", "b1", "少发", "--category", "漏发"],
        &["cases", "note", "C-0001", "看过"],
        &["consult", "add", "b2", "杯"],
        &["log", "add", "x", "一"],
        &["messages", "add", "b1", "好的"],
        &["log", "add", "x", "二"],
        &["undo"],
        &["handover", "new"],
        &["shift", "roster", "--add", "tester", "--number", "1"],
    ] {
        sandbox.ok(args);
    }
    sandbox.cs(&["shift", "open", "tester"]).at("t1").run().done();
    sandbox.ok(&["doctor"]);
    sandbox
}

fn tables(conn: &Connection) -> Vec<String> {
    let text = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' \
                AND name <> 'schema_version' ORDER BY name";
    let mut names = conn.prepare(text).expect("a query");
    let names = names.query_map([], |row| row.get(0)).expect("rows");
    names.collect::<Result<_, _>>().expect("names")
}

/// What the doctor says of a copy of the database that was changed.
fn after(sandbox: &Sandbox, change: impl FnOnce(&Connection)) -> (i32, String) {
    let copy = sandbox.work().join("copy.db");
    let _ = std::fs::remove_file(&copy);
    copy_of(&sandbox.database(), &copy);
    let conn = Connection::open(&copy).expect("the copy");
    change(&conn);
    conn.close().expect("closed");
    let run = sandbox.cs(&["--db", "copy.db", "doctor"]).run();
    (run.code, run.stderr)
}

fn copy_of(from: &Path, to: &Path) {
    let conn = Connection::open(from).expect("the database");
    conn.execute("VACUUM INTO ?1", [to.to_str().expect("a path")]).expect("a copy");
}

/// Gives the first row of a table another value, and a checksum that earlier programs would have written.
fn forge(conn: &Connection, table: &str, column: &str) {
    let key: i64 =
        conn.query_row(&format!("SELECT MIN(rowid) FROM {table}"), [], |row| row.get(0)).expect("a row");
    let change = format!("UPDATE {table} SET {column} = {column} || '改' WHERE rowid = ?1");
    conn.execute(&change, [key]).expect("changed");
    let sum = {
        let mut query = conn.prepare(&format!("SELECT * FROM {table} WHERE rowid = ?1")).expect("a query");
        let cells = query.column_count() - 1;
        query.query_row([key], |row| {
            let mut bytes = Vec::new();
            for place in 0..cells {
                match row.get_ref(place)? {
                    ValueRef::Integer(n) => bytes.extend([&[1][..], &n.to_le_bytes()].concat()),
                    ValueRef::Text(t) => {
                        bytes.extend([&[2][..], &(t.len() as u64).to_le_bytes(), t].concat())
                    }
                    _ => bytes.push(0),
                }
            }
            Ok(cs::model::text::hash64(&[&bytes]).cast_signed())
        })
    };
    let sum = sum.expect("a sum");
    conn.execute(&format!("UPDATE {table} SET sum = ?1 WHERE rowid = ?2"), [sum, key]).expect("sealed");
}

mod faults {
    use super::*;

    #[test]
    fn a_deleted_row_is_seen_in_every_table() {
        let sandbox = full();
        let conn = Connection::open(sandbox.database()).expect("the database");
        let mut empty = Vec::new();
        for table in tables(&conn) {
            let count = |conn: &Connection| -> i64 {
                conn.query_row(&format!("SELECT COUNT(*) FROM {table}"), [], |row| row.get(0))
                    .expect("a count")
            };
            if count(&conn) == 0 {
                empty.push(table);
                continue;
            }
            for which in ["MIN", "MAX"] {
                let one = format!("DELETE FROM {table} WHERE rowid = (SELECT {which}(rowid) FROM {table})");
                let (code, told) = after(&sandbox, |conn| {
                    conn.execute(&one, []).expect("deleted");
                });
                assert_eq!(code, 4, "{table}: {told}");
                assert!(table == "totals" || told.contains(&format!("{table}: ")), "{table}: {told}");
            }
        }
        // What the fixtures have none of.
        assert!(empty.len() < 8, "{empty:?}");
        for table in
            ["orders", "payments", "audit", "journal", "counters", "undone", "seen_again", "day_sums"]
        {
            assert!(!empty.iter().any(|name| name == table), "{table} is tried");
        }
    }

    #[test]
    fn a_changed_row_with_a_good_checksum_is_seen() {
        let sandbox = full();
        for (table, column) in [
            ("orders", "seller_note"),
            ("cases", "subject"),
            ("log", "body"),
            ("contacts", "note"),
            ("audit", "what"),
            ("imports", "file"),
        ] {
            let (code, told) = after(&sandbox, |conn| forge(conn, table, column));
            assert_eq!(code, 4, "{table}");
            assert!(told.contains(table) && told.contains("rows were replaced"), "{told}");
        }
    }

    #[test]
    fn a_row_that_was_added_or_put_back_is_seen() {
        let sandbox = full();
        let (code, told) = after(&sandbox, |conn| {
            conn.execute_batch(
                "CREATE TEMP TABLE more AS SELECT * FROM log LIMIT 1; UPDATE more SET id = 'G-9999';
                 INSERT INTO log SELECT * FROM more",
            )
            .expect("added");
            forge(conn, "log", "id");
        });
        assert_eq!(code, 4);
        assert!(told.contains("log: ") && told.contains("others deleted or added some"), "{told}");
        // A case as it was before its last note, checksum and all.
        copy_of(&sandbox.database(), &sandbox.work().join("before.db"));
        sandbox.ok(&["cases", "promise", "C-0001", "补发"]);
        let before = sandbox.work().join("before.db").display().to_string();
        let (code, told) = after(&sandbox, |conn| {
            conn.execute("ATTACH ?1 AS before", [&before]).expect("attached");
            conn.execute_batch("DELETE FROM cases; INSERT INTO cases SELECT * FROM before.cases")
                .expect("back");
        });
        assert_eq!(code, 4);
        assert!(told.contains("cases: the checksums of 1 rows"), "{told}");
    }

    /// Writing goes on after that, and does not cover it up.
    #[test]
    fn what_is_written_later_covers_nothing_up() {
        let sandbox = full();
        super::super::tamper(&sandbox, "DELETE FROM audit WHERE command = 'log add'");
        sandbox.ok(&["log", "add", "x", "三"]);
        sandbox.ok(&["cases", "add", "b3", "x"]);
        let e = sandbox.cs(&["doctor"]).run().ends_with(4).stderr;
        assert!(e.contains("audit: "), "{e}");
    }
}

mod keeps {
    use super::*;
    use proptest::prelude::*;

    /// What people do all day, in any order.
    const DEEDS: [&[&str]; 14] = [
        &["import", "a.csv", "--shop", "甲店"],
        &["import", "a.csv", "--shop", "乙店", "--move-shop"],
        &["import", "b.csv", "--shop", "甲店", "--move-shop"],
        &["import", "b.csv", "--shop", "甲店", "--move-shop", "--exported-at", "2026-11-21T08:58"],
        &["import", "a.csv", "--shop", "甲店", "--move-shop", "--exported-at", "2026-11-01"],
        &["import", "funds.csv"],
        &["cases", "add", "b1", "少发"],
        &["cases", "take", "C-0001"],
        &["cases", "close", "C-0001"],
        &["log", "add", "x", "y"],
        &["messages", "add", "b1", "y"],
        &["undo"],
        &["report", "daily", "--date", "2026-11-20"],
        &["handover", "new"],
    ];

    proptest! {
        #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn our_own_writing_is_sound_whatever_is_done(deeds in proptest::collection::vec(0..DEEDS.len(), 4..14)) {
            let sandbox = Sandbox::new();
            let report = "taobao/tmall_report.csv";
            sandbox.fixture_as(report, "a.csv");
            let text = String::from_utf8_lossy(&std::fs::read(crate::sandbox::fixtures().join(report))?).into_owned();
            // Half of the orders, and nothing of the others.
            let half: Vec<&str> = text.lines().step_by(2).collect();
            sandbox.write("b.csv", half.join("\n") + "\n");
            sandbox.fixture_as("taobao/funds.csv", "funds.csv");
            sandbox.ok(&["log", "add", "x", "begun"]);
            for deed in &deeds {
                // Some have nothing to be done to; what counts is what is left.
                let _ = sandbox.cs(DEEDS[*deed]).run();
            }
            let told = sandbox.cs(&["doctor"]).run();
            prop_assert_eq!(told.code, 0, "{}", told.stderr);
        }
    }
}
