//! An upgrade keeps what was there before, to the last row.

use crate::fixture::{Fixture, SCHEMAS, dump};
use crate::sandbox::{Sandbox, Sheet};
use crate::{NOW, rewriting};

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
