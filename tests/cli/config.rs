//! `cs config show`, `cs db restore`, `cs man`.

use crate::sandbox::{MORNING, Sandbox, Sheet};

#[test]
fn every_setting_has_an_origin() {
    let sandbox = Sandbox::new();
    sandbox.config("zone = \"+09:00\"\n\n[thresholds]\n# larger shops\nhigh_value = \"3000\"\n\n[[shop]]\nname = \"甲\"\n");
    sandbox.write("cs.toml", "[remind]\nattempts = 3\n\n[thresholds]\nhigh_value = \"5000\"\n\n[alias]\nam = [\"orders\", \"list\"]\n");
    sandbox.ok(&["config", "trust", "--yes"]);
    let out = sandbox
        .cs(&["config", "show", "--origin", "--tz", "+10:00", "-F", "csv"])
        .env("CS_DB", "x.db")
        .run()
        .done();
    let sheet = Sheet::of(&out.stdout);
    for (key, value, origin) in [
        ("zone", "'+10:00", "flag --tz"),
        ("db", "x.db", "environment CS_DB"),
        ("by", "tester", "environment CS_BY"),
        ("lang", "en", "the locale"),
        ("thresholds.high_value", "5000", "[sandbox]/work/cs.toml:5"),
        ("thresholds.ship_soon", "6h", "built in"),
        ("remind.attempts", "3", "[sandbox]/work/cs.toml:2"),
        ("remind.hours", "09:00-21:00", "built in"),
        ("shop.1.name", "甲", "[sandbox]/config/cs/config.toml:8"),
        ("project", "[sandbox]/work/cs.toml", "trusted"),
        ("alias.am", "[\"orders\", \"list\"]", "[sandbox]/work/cs.toml:8"),
    ] {
        assert_eq!(sheet.cell("key", key, "value"), value, "{key}");
        assert_eq!(sheet.cell("key", key, "origin"), origin, "{key}");
    }
    let short = sandbox.ok(&["config", "show", "-F", "csv"]);
    assert!(short.starts_with("key,value\n") && short.contains("\nzone,'+09:00\n"), "{short}");
}

#[test]
fn a_wrong_key_is_told_with_its_line() {
    let sandbox = Sandbox::new();
    sandbox.config("[remind]\nmaxage = \"2h\"\n");
    let out = sandbox.cs(&["config", "show"]).run().ends_with(2);
    assert!(out.stderr.contains("line 2") && out.stderr.contains("maxage"), "{}", out.stderr);
}

fn orders(sandbox: &Sandbox) -> usize {
    Sheet::of(&sandbox.ok(&["orders", "list"])).len()
}

fn audits(sandbox: &Sandbox) -> u64 {
    let info = Sheet::of(&sandbox.ok(&["db", "info"]));
    info.cell("key", "audit", "value").parse().expect("a count")
}

/// Files beside the database, with its side files and its writers' queue left out.
fn beside(sandbox: &Sandbox) -> Vec<String> {
    let folder = sandbox.database().parent().expect("a folder").to_owned();
    let entries = std::fs::read_dir(folder).expect("the folder").map(|e| e.expect("an entry").file_name());
    let mut names: Vec<String> = entries.map(|n| n.to_string_lossy().into_owned()).collect();
    names.retain(|n| !n.ends_with("-wal") && !n.ends_with("-shm") && !n.ends_with(".lock"));
    names.sort();
    names
}

#[test]
fn a_backup_is_restored_and_the_old_one_kept() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture("taobao/orders_v2.csv")]);
    let (few, lines) = (orders(&sandbox), audits(&sandbox));
    sandbox.ok(&["db", "backup", "good.db"]);
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    let many = orders(&sandbox);
    assert!(many > few);

    let out = sandbox.cs(&["db", "restore", "good.db"]).run().ends_with(2);
    assert!(out.stderr.contains("--yes"), "{}", out.stderr);
    let told = sandbox.cs(&["db", "restore", "good.db", "--dry-run"]).run().done().stderr;
    assert!(told.contains(&format!("good.db ({few} orders) would replace")), "{told}");
    assert_eq!((orders(&sandbox), beside(&sandbox).len()), (many, 1), "nothing was changed");

    let out = sandbox.cs(&["db", "restore", "good.db", "--yes"]).run().done();
    // The copy tells of itself, and the restore is told.
    assert_eq!((orders(&sandbox), audits(&sandbox)), (few, lines + 2), "{}", out.stderr);
    assert_eq!(beside(&sandbox), ["cs.before-restore-20261121-090000.db", "cs.db"]);
    sandbox.ok(&["doctor"]);
    let kept = sandbox.database().with_file_name("cs.before-restore-20261121-090000.db");
    let kept = Sheet::of(&sandbox.ok(&["orders", "list", "--db", kept.to_str().expect("UTF-8")]));
    assert_eq!(kept.len(), many);

    // And again: the kept one does not get lost.
    sandbox.ok(&["db", "restore", "good.db", "-y"]);
    assert_eq!(beside(&sandbox).len(), 3);
}

#[test]
fn a_backup_is_restored_where_there_is_nothing() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture("taobao/orders_v2.csv")]);
    let few = orders(&sandbox);
    sandbox.ok(&["db", "backup", "good.db"]);
    std::fs::remove_dir_all(sandbox.database().parent().expect("a folder")).expect("removed");
    sandbox.ok(&["db", "restore", "good.db"]);
    assert_eq!(orders(&sandbox), few);
    assert_eq!(beside(&sandbox), ["cs.db"]);
}

#[test]
fn a_bad_backup_changes_nothing_and_a_damaged_database_is_replaced() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    let many = orders(&sandbox);
    sandbox.ok(&["db", "backup", "good.db"]);
    let mut bytes = std::fs::read(sandbox.work().join("good.db")).expect("the backup");
    let half = bytes.len() / 2;
    bytes[half..].fill(0x5a);
    sandbox.write("bad.db", &bytes);
    sandbox.write("text.db", "no database\n".repeat(100));
    for bad in ["bad.db", "text.db", "none.db"] {
        let out = sandbox.cs(&["db", "restore", bad, "--yes"]).run();
        assert!(matches!(out.code, 3 | 4), "{bad}: {}", out.stderr);
        assert_eq!((orders(&sandbox), beside(&sandbox).len()), (many, 1), "{bad}");
    }
    let own = sandbox.database();
    sandbox.cs(&["db", "restore", own.to_str().expect("UTF-8"), "--yes"]).run().ends_with(2);

    std::fs::write(&own, &bytes).expect("the database is damaged");
    sandbox.cs(&["doctor"]).run().ends_with(4);
    sandbox.ok(&["db", "restore", "good.db", "--yes"]);
    assert_eq!(orders(&sandbox), many);
    sandbox.ok(&["doctor"]);
    let kept = std::fs::read(own.with_file_name(&beside(&sandbox)[0])).expect("the damaged one");
    assert!(kept == bytes, "as it was");

    // The same under a name without a folder.
    sandbox.write("here.db", &bytes);
    sandbox.ok(&["db", "restore", "good.db", "--yes", "--db", "here.db"]);
    assert_eq!(Sheet::of(&sandbox.ok(&["orders", "list", "--db", "here.db"])).len(), many);
    assert_eq!(
        std::fs::read(sandbox.work().join("here.before-restore-20261121-090000.db")).expect("kept"),
        bytes
    );
}

#[test]
fn another_programs_database_is_left_alone() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture("taobao/orders_v2.csv")]);
    sandbox.ok(&["db", "backup", "good.db"]);
    sandbox.write("other.db", "somebody's notes\n".repeat(100));
    sandbox.cs(&["db", "restore", "good.db", "--yes", "--db", "other.db"]).run().ends_with(4);
    assert_eq!(sandbox.read("other.db"), "somebody's notes\n".repeat(100));
}

#[test]
fn manual_pages_are_printed_and_written() {
    let sandbox = Sandbox::new();
    let page = sandbox.ok(&["man"]);
    assert!(page.contains(".TH cs 1") && page.contains("cs 0."), "{page}");
    sandbox.ok(&["man", "pages/man1"]);
    assert_eq!(sandbox.read("pages/man1/cs.1"), page);
    assert!(sandbox.read("pages/man1/cs-orders-list.1").contains("export.csv"));
    assert!(sandbox.cs(&["man"]).zh().run().done().stdout.contains("网店客服工具"));
}
