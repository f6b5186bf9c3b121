use super::super::cells::{self, Cell};
use super::super::db::{Db, Fault, Lane, on_each_engine};
use super::super::{Store, stored::Stored};
use super::cluster::Cluster;
use super::*;
use crate::records;
use std::error::Error as _;

fn server(db: &Db) -> &Server {
    match db {
        Db::Postgres(server) => server,
        Db::Sqlite(_) => panic!("another engine"),
    }
}

#[test]
fn numbers_and_texts_come_back() {
    on_each_engine(|db| {
        db.batch("CREATE TABLE kept (n BIGINT, t TEXT)").expect("made");
        for (number, text) in [(i64::MIN, "甲\u{1F600}'\"\\"), (0, ""), (i64::MAX, "a")] {
            db.run("INSERT INTO kept (n, t) VALUES ($1, $2)", &[&number, &text]).expect("written");
            let found = db.first::<String>("SELECT t FROM kept WHERE n = $1", &[&number]).expect("read");
            assert_eq!(found.as_deref(), Some(text));
        }
        let nothing: [&dyn Param; 2] = [&None::<i64>, &None::<String>];
        db.run("INSERT INTO kept (n, t) VALUES ($1, $2)", &nothing).expect("written");
        let all = db.rows("SELECT n, t FROM kept ORDER BY n NULLS LAST", &[], |row| {
            Ok((row.get::<Option<i64>>(0)?, row.get::<Option<String>>(1)?))
        });
        assert_eq!(all.expect("read").last(), Some(&(None, None)));
        let last: Option<i64> = db.one("SELECT MAX(n) FROM kept WHERE t = $1", &[&"z"]).expect("read");
        assert_eq!(last, None);
        db.run("SELECT n FROM kept WHERE n = $1", &[]).expect_err("a parameter is missing");
    });
}

/// Text is compared by its bytes, whatever the engine.
#[test]
fn texts_are_sorted_by_their_bytes() {
    on_each_engine(|db| {
        db.batch("CREATE TABLE kept (t TEXT)").expect("made");
        let mut texts = ["b", "B", "a", "A", "_", "~", "ä", "é", "一", "丁", "🙂", "1", "10", "2"];
        for text in texts {
            db.run("INSERT INTO kept (t) VALUES ($1)", &[&text]).expect("written");
        }
        texts.sort_unstable();
        let sorted = db.rows("SELECT t FROM kept ORDER BY t", &[], |row| row.get::<String>(0));
        assert_eq!(sorted.expect("read"), texts);
    });
}

#[test]
fn every_table_takes_a_row_and_gives_it_back() {
    on_each_engine(|db| {
        for schema in records::ALL {
            let stored = Stored::of(schema);
            let mut record = (schema.make)();
            let sets = Default::default();
            let mut row: Vec<_> = stored.cells(record.as_mut(), &sets).iter().map(|c| c.owned()).collect();
            for (cell, place) in row.iter_mut().zip(1..) {
                if *cell == Cell::Int(None) {
                    *cell = Cell::int(place);
                }
            }
            for text in [stored.insert(), stored.put()] {
                db.prepare(&text).and_then(|mut put| put.put(&row)).expect(&text);
            }
            let all = if schema.origin == records::Origin::Export { stored.all() } else { stored.listed() };
            let found = cells::take_all(&mut db.prepare(&all).expect("sql"), &[]).expect("rows");
            assert_eq!(found, [row], "{}", schema.key);
        }
    });
}

#[test]
fn what_is_taken_back_is_not_there() {
    on_each_engine(|db| {
        let count = || db.one::<i64>("SELECT CAST(COUNT(*) AS BIGINT) FROM undone", &[]).expect("counted");
        let write = |name: &str| {
            db.run("INSERT INTO undone (audit_id, undo_id, sum) VALUES ($1, $2, $3)", &[&name, &"u", &1_i64])
        };
        let tx = db.write(Lane::Work).expect("begun");
        write("a").expect("written");
        write("a").expect_err("it is there");
        drop(tx);
        assert_eq!(count(), 0);
        let tx = db.write(Lane::Facts).expect("begun");
        tx.join(Lane::Work).expect("joined");
        write("a").expect("written");
        tx.commit().expect("committed");
        assert_eq!(count(), 1);
        let view = db.read().expect("a view");
        assert!(view.is_some() && db.read().expect("asked").is_none(), "one at a time");
        write("b").map(drop).and_then(|()| view.map_or(Ok(()), |view| view.rollback())).ok();
    });
}

/// Two connections to a new database.
fn two() -> Option<(Store, Store)> {
    let address = Cluster::shared().ok()?.database();
    let open = || Store::open_server(&address, true).expect("opened").expect("made");
    Some((open(), open()))
}

#[test]
fn lanes_keep_each_other_out() {
    let Some((one, other)) = two() else { return };
    other.db.wait_at_most(Duration::from_millis(50)).expect("set");
    for (held, wanted, waits) in [
        (Lane::Work, Lane::Work, true),
        (Lane::Facts, Lane::Facts, true),
        (Lane::Facts, Lane::Work, false),
        (Lane::Work, Lane::Facts, false),
    ] {
        let tx = one.db.write(held).expect("begun");
        let began = other.db.write(wanted);
        assert_eq!(began.is_err(), waits, "{held:?} {wanted:?}");
        match began {
            Ok(beside) => drop(beside),
            Err(fault) => {
                let told = other.fail(fault);
                assert_eq!(told.what, super::super::failure::busy(other.path()).what);
            }
        }
        drop(tx);
        assert!(!other.db.is_in_transaction(), "nothing is left open");
        other.db.write(wanted).expect("free again");
    }
    let tx = one.db.write(Lane::Facts).expect("begun");
    tx.join(Lane::Work).expect("joined");
    assert!(other.db.write(Lane::Work).is_err(), "an import that joined");
}

#[test]
fn a_view_does_not_change() {
    let Some((one, other)) = two() else { return };
    let count = |store: &Store| store.db.one::<i64>("SELECT COUNT(*) FROM undone", &[]).expect("counted");
    let view = one.db.read().expect("a view");
    assert_eq!(count(&one), 0);
    other.db.run("INSERT INTO undone (audit_id, undo_id, sum) VALUES ('a', 'b', 1)", &[]).expect("written");
    assert_eq!((count(&one), count(&other)), (0, 1));
    drop(view);
    assert_eq!(count(&one), 1);
}

#[test]
fn no_statement_inside_of_another_and_no_nul() {
    let Some(store) = of_test() else { return };
    let server = server(&store.db);
    let rows = server.prepare("SELECT version FROM schema_version").expect("sql");
    let nested = rows.each(&[], &mut |_| server.batch("SELECT 1"));
    assert!(matches!(nested, Err(Fault::Nested)), "{nested:?}");
    server.batch("SELECT 1").expect("afterwards");
    let put = "INSERT INTO undone (audit_id, undo_id, sum) VALUES ($1, $2, $3)";
    let fault = store.db.run(put, &[&"a\0b", &"u", &1_i64]).expect_err("refused");
    assert!(fault.source().is_some_and(|e| e.to_string().contains("NUL")), "{fault}");
}

#[test]
fn what_is_not_ours_is_left_alone() {
    let Ok(cluster) = Cluster::shared() else { return };
    let refused = |address: &str| match Store::open_server(address, true) {
        Err(e) => e.what.en.clone(),
        Ok(_) => panic!("{address}"),
    };
    let address = cluster.database();
    assert!(Store::open_server(&address, false).expect("looked").is_none(), "reading makes nothing");
    let name = address.rsplit('/').next().expect("a name");
    cluster.client(name).batch_execute("CREATE TABLE schema_version (version BIGINT)").expect("made");
    assert!(refused(&address).contains("another program"));
    let mut client = cluster.client("postgres");
    client
        .batch_execute(
            "CREATE DATABASE sorted TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'",
        )
        .expect("made");
    assert!(refused(&address.replace(name, "sorted")).contains("collation"));
    assert!(refused("postgres://cs@192.0.2.1/x").contains("encrypt"));
    assert!(refused("postgres://cs@localhost:1/x").contains("connect"));
    assert!(refused("mysql://cs@localhost/x").contains("address"));
}

#[test]
fn a_newer_schema_is_left_alone_and_an_older_one_waits() {
    let Some((one, _)) = two() else { return };
    let path = one.path().to_string_lossy().into_owned();
    let opened = || Store::open_read(std::path::Path::new(&path)).map(|store| store.is_some());
    assert!(opened().expect("opens"));
    one.db.run("INSERT INTO schema_version (version) VALUES (9999)", &[]).expect("written");
    opened().expect_err("newer");
    one.db.run("DELETE FROM schema_version WHERE version > 15", &[]).expect("written");
    opened().expect_err("older, and no copy can be kept");
}
