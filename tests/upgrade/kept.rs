//! An upgrade keeps what was there before, to the last row.

use crate::fixture::{Fixture, SCHEMAS, dump};
use crate::sandbox::{Sandbox, Sheet};
use crate::{NOW, rewriting};
use rusqlite::Connection;

#[test]
fn the_copy_is_what_was_there() {
    if rewriting().is_some() {
        return;
    }
    for schema in SCHEMAS {
        let sandbox = Sandbox::new();
        let path = sandbox.work().join("w.db");
        Fixture::of(schema).build(&path);
        let before = dump(&path);
        let out = sandbox.cs(&["db", "upgrade", "--db", "w.db"]).now(NOW).run().done();
        let kept = sandbox.work().join(format!("w.schema-{schema}.db"));
        let info = Sheet::of(&sandbox.ok(&["db", "info", "--db", "w.db"]));
        if info.cell("key", "schema", "value") == schema.to_string() {
            assert!(out.stderr.contains("nothing to do") && !kept.exists(), "{}", out.stderr);
            assert!(dump(&path) == before, "schema {schema}: changed");
        } else {
            assert!(dump(&kept) == before, "schema {schema}: the copy differs");
            assert!(dump(&path) != before);
        }
    }
}

#[test]
fn a_roster_that_decides_from_now_on_is_told() {
    if rewriting().is_some() {
        return;
    }
    let told = |schema: i64, done: &str, lang: &str| {
        let sandbox = Sandbox::new();
        let path = sandbox.work().join("w.db");
        Fixture::of(schema).build(&path);
        Connection::open(&path).expect("opened").execute_batch(done).expect(done);
        sandbox.cs(&["db", "upgrade", "--db", "w.db", "--lang", lang]).now(NOW).run().done().stderr
    };
    let en = told(14, "", "en");
    assert!(en.contains("only the 3 on the roster and `cron` may record"), "{en}");
    let zh = told(14, "", "zh");
    assert!(zh.contains("只有名单里的 3 人和 cron 能记录"), "{zh}");
    let none = told(14, "DELETE FROM staff", "en");
    assert!(none.contains("upgraded from schema 14") && !none.contains("roster"), "{none}");
    let later = told(15, "", "en");
    assert!(!later.contains("roster"), "it decided before: {later}");
}
