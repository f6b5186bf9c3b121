use super::*;
use crate::records;
use crate::store::db::{Db, on_each_engine};
use crate::store::migrate;
use crate::store::stored::{self, Stored};
use rusqlite::Connection;

/// Statements by their names.
macro_rules! named {
    ($($name:path),* $(,)?) => { &[$((stringify!($name), $name)),*] };
}

const EVERY: &[(&str, &str)] = named![
    IMPORT_PUT,
    IMPORT_ALL,
    IMPORT_ABOUT,
    IMPORTS_FRESH,
    SNAPSHOT_PUT,
    SNAPSHOT_ALL,
    FILE_PUT,
    FILE_ALL,
    FILE_FIND,
    READING_PUT,
    READING_FIND,
    READING_ALL,
    STATE_PUT,
    STATE_FIND,
    STATE_ALL,
    AUDIT_PUT,
    AUDIT_ALL,
    ORDER_GLANCE,
    LAST_SEEN_ALL,
    LAST_SEEN_CLEAR,
    LAST_SEEN_PUT,
    OLDER_CELLS_ALL,
    OLDER_CELLS_DROP,
    OLDER_CELLS_PUT,
    SHOPS_OF,
    NAMELESS_NUMBERS,
    NAMELESS_ORDERS,
    SNAPSHOT_FIND,
    SNAPSHOT_DROP,
    ORPHANS_BY_NO,
    SEQ_END,
    ANY_ITEM,
    ANY_REFUND,
    BAD_SUMS,
    STRAYS,
    CHANGES_TRIM,
    VERSION,
    VERSION_TABLE,
    VERSION_PUT,
    SCHEMA_TEXT,
    TABLE_TEXT,
    OPEN_ORDERS,
    UNDATED_ORDERS,
    UNPAID_ORDERS,
    OLDEST_UNPAID,
    ORDERS_SINCE,
    ORDERS_OF_OPEN_REFUNDS,
    ORDERS_OF_OPEN_ITEMS,
    ORDERS_OF_REFUNDS,
    ORDERS_OF_REFUNDED_ITEMS,
    ORDERS_REFUNDED,
    ANY_ORPHAN,
    ORDERS_REFUNDED_SINCE,
    ORDERS_OF_NO,
    NEXT_CURRENCY,
    IMPORTS,
    ANY_DAY_KIND,
    DAY_KIND_FIND,
    DAY_KIND_ALL,
    DAY_KIND_PUT,
    DAY_KIND_DROP,
    DAY_SUM_FIND,
    DAY_SUM_BETWEEN,
    DAY_SUM_ALL,
    DAY_SUM_PUT,
    DAY_SUM_DROP,
    DAY_SUMS_DROP,
    DAY_BLOCK_FIND,
    DAY_BLOCK_HEADS,
    DAY_BLOCK_ALL,
    DAY_BLOCK_PUT,
    DAY_BLOCKS_DROP,
    DAY_CHANGE_FIND,
    DAY_CHANGES_SINCE,
    DAY_CHANGE_ALL,
    DAY_CHANGE_PUT,
    ANY_REVIEW,
    TOTAL_PUT,
    TOTAL_FIND,
    TOTAL_ALL,
    COUNTER_PUT,
    COUNTER_FIND,
    COUNTER_ALL,
    NUMBERS_TOLD,
    AUDIT_COUNT,
    AUDIT_LINES,
    JOURNAL_LAST,
    JOURNAL_PUT,
    JOURNAL_ALL,
    JOURNAL_END,
    JOURNAL_OF,
    JOURNAL_AFTER,
    MARK_PUT,
    MARK_ALL,
    UNDONE_PUT,
    UNDONE_ALL,
];

/// Every statement that the store runs.
fn every() -> Vec<(String, String)> {
    let [chunk, rest] = crate::store::chunks::of_test();
    let fixed = EVERY.iter().map(|(name, sql)| ((*name).to_owned(), (*sql).to_owned()));
    let facts = records::facts().flat_map(|s| {
        let stored = Stored::of(s);
        let mut texts = vec![
            ("put", stored.put()),
            ("insert", stored.insert()),
            ("all", stored.all()),
            ("find", stored.find()),
            ("touch", stored.touch()),
            ("count", stored.count()),
            ("strays", stored.strays()),
            ("forget", stored.forget()),
            ("at", stored.at(9)),
            ("of_shop", stored.of_shop()),
            ("end_of_chunk", stored.end_of_chunk()),
            ("of_chunk", stored.of_chunk(&chunk)),
            ("rest", stored.of_chunk(&rest)),
            ("between", stored.between()),
        ];
        if ["items", "refunds", "reviews"].contains(&s.key) {
            texts.push(("of_order", stored.of_order()));
        }
        if ["items", "refunds", "parcels", "freight", "tracks"].contains(&s.key) {
            texts.push(("of_numbers", stored.of_numbers(9)));
        }
        if ["parcels", "tracks"].contains(&s.key) {
            texts.push(("of_tracking", stored.of_tracking(9)));
            texts.push(("any", stored.any()));
        }
        if s.key == "orders" {
            texts.push(("of_number", stored.of_number()));
        }
        if s.key == "refunds" {
            texts.push(("without_order", stored.without_order(&chunk)));
        }
        if crate::store::parcels::KINDS.contains(&s) {
            texts.push(("several_orders", stored.several_orders()));
            texts.push(("any_of_order", stored.any_of_order()));
        }
        texts.into_iter().map(move |(what, text)| (format!("{}.{what}", s.key), text))
    });
    let made = [("ORPHANS", orphans(&chunk)), ("ORDER_KEYS", order_keys(9))];
    let made = made.map(|(name, text)| (name.to_owned(), text));
    fixed.chain(made).chain(stored::every_of_team()).chain(facts).collect()
}

#[test]
fn no_statement_is_forgotten() {
    let sources = [
        include_str!("../statements.rs"),
        include_str!("days.rs"),
        include_str!("selection.rs"),
        include_str!("reviews.rs"),
        include_str!("tally.rs"),
        include_str!("journal.rs"),
    ];
    let known: Vec<&str> = EVERY.iter().map(|(name, _)| name.rsplit(' ').next().unwrap_or(name)).collect();
    let mut found = 0;
    for source in sources {
        for line in source.lines().filter(|l| l.contains(" const ") && l.contains(": &str =")) {
            let name = line.split(" const ").nth(1).and_then(|rest| rest.split(':').next()).expect("a name");
            assert!(known.iter().any(|k| *k == name || k.ends_with(&format!("::{name}"))), "{name}");
            found += 1;
        }
    }
    assert_eq!(found, EVERY.len());
}

#[test]
fn parameters_appear_in_the_order_of_their_numbers() {
    for (_, sql) in every() {
        let mut top = 0;
        for part in sql.split('$').skip(1) {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            let number: usize = digits.parse().unwrap_or_default();
            assert!((1..=top + 1).contains(&number), "${number} in {sql}");
            top = top.max(number);
        }
    }
}

#[test]
fn only_the_portable_subset() {
    let steps = migrate::ALL.iter().map(|step| step.1.to_owned());
    for sql in every().into_iter().map(|s| s.1).chain(steps) {
        let upper = sql.to_uppercase();
        for word in ["INTEGER", "BOOLEAN", "OR REPLACE", "AUTOINCREMENT", "STRFTIME", "ROWID", "GROUP_CONCAT"]
        {
            assert!(!upper.contains(word), "{word} in {sql}");
        }
    }
}

/// Statements that read a whole table, each for a reason. All others find what they want through an index.
const WHOLE: &[&str] = &[
    // Everything: lists of all, the export, the doctor, `db info`.
    "IMPORT_ALL",
    "SNAPSHOT_ALL",
    "FILE_ALL",
    "READING_ALL",
    "LAST_SEEN_ALL",
    "OLDER_CELLS_ALL",
    "STATE_ALL",
    "AUDIT_ALL",
    "AUDIT_LINES",
    "JOURNAL_ALL",
    "MARK_ALL",
    "UNDONE_ALL",
    "DAY_KIND_ALL",
    "DAY_SUM_ALL",
    "DAY_BLOCK_ALL",
    "DAY_CHANGE_ALL",
    "TOTAL_ALL",
    "COUNTER_ALL",
    "*.all",
    "*.count",
    "BAD_SUMS",
    "STRAYS",
    "*.strays",
    "SCHEMA_TEXT",
    "TABLE_TEXT",
    // What is not in another table can only be told by looking at all that might be.
    "ANY_ORPHAN",
    // All refunds are wanted, or the number of all imports.
    "ORDERS_OF_REFUNDS",
    "IMPORTS",
    // Stops at the first row.
    "ANY_ITEM",
    "IMPORTS_FRESH",
    "*.any",
    "ANY_REFUND",
    "ANY_REVIEW",
    "ANY_DAY_KIND",
    // Parcels of several orders: a cell is read as text.
    "*.several_orders",
    // Once, when an older database begins to count.
    "AUDIT_COUNT",
    "NUMBERS_TOLD",
    // A handful of runs, written anew.
    "LAST_SEEN_CLEAR",
    // Only when a shop was renamed.
    "SNAPSHOT_DROP",
    "*.forget",
    "NAMELESS_NUMBERS",
    "NAMELESS_ORDERS",
    "*.of_shop",
    // Records written by hand; only when another one is written.
    "*.last",
];

/// What the engine would read row by row, without an index that holds only what is wanted.
fn scans(conn: &Connection, sql: &str) -> Vec<String> {
    let partial: Vec<String> = conn
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'index' AND sql LIKE '% WHERE %'")
        .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
        .expect("the indexes");
    let mut statement = conn.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect(sql);
    let nothing = vec![rusqlite::types::Null; statement.parameter_count()];
    let plan: Vec<String> = statement
        .query_map(rusqlite::params_from_iter(nothing), |row| row.get(3))
        .and_then(Iterator::collect)
        .expect(sql);
    // The first row of an index in order is found without reading the others.
    let first = sql.ends_with("LIMIT 1") && !plan.iter().any(|l| l.contains("TEMP B-TREE"));
    let harmless = |line: &String| {
        !line.starts_with("SCAN ")
            || line.starts_with("SCAN CONSTANT ROW")
            || line.contains(" INDEX ") && (first || partial.iter().any(|name| line.ends_with(name.as_str())))
    };
    plan.into_iter().filter(|line| !harmless(line)).collect()
}

#[test]
fn only_what_reads_whole_tables_scans_them() {
    let db = Db::in_memory();
    let conn = db.sqlite().expect("a file");
    let schema_version = conn.prepare(VERSION).is_ok();
    assert!(schema_version);
    let mut wrong = Vec::new();
    for (name, sql) in every().iter().filter(|s| s.0 != "VERSION_TABLE") {
        let whole = WHOLE
            .iter()
            .any(|w| w == name || name.split_once('.').is_some_and(|n| *w == format!("*.{}", n.1)));
        let scans = scans(conn, sql);
        if whole == scans.is_empty() {
            wrong.push(format!("{name}: {scans:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_words_of_the_partial_indexes_are_those_of_the_model() {
    use crate::model::{RefundState, Status};
    let none_of = |column: &str, words: Vec<&str>| {
        words.iter().map(|w| format!("{column} <> '{w}'")).collect::<Vec<_>>().join(" AND ")
    };
    let over = Status::all().filter(|s| !s.is_open()).map(Status::key).collect();
    let over = format!("WHERE ({}) OR created_at IS NULL", none_of("status", over));
    assert!(OPEN_ORDERS.ends_with(&over), "{OPEN_ORDERS}");
    for (column, sql) in [("state", ORDERS_OF_OPEN_REFUNDS), ("refund_state", ORDERS_OF_OPEN_ITEMS)] {
        let done = RefundState::all().filter(|s| !s.is_open()).map(RefundState::key).collect();
        assert!(sql.ends_with(&format!("WHERE {})", none_of(column, done))), "{sql}");
    }
}

/// Each engine understands every statement as it stands.
#[test]
fn every_engine_reads_every_statement() {
    const OWN: [&str; 3] = ["VERSION_TABLE", "SCHEMA_TEXT", "TABLE_TEXT"];
    on_each_engine(|db| {
        for (name, sql) in every().iter().filter(|s| !OWN.contains(&s.0.as_str())) {
            let refused = db.prepare(sql).err();
            assert!(refused.is_none(), "{name}: {}", refused.map_or(String::new(), |e| e.to_string()));
        }
    });
}
