//! A file that was imported before is known without being read; one that only looks like it is not.

use crate::sandbox::{Sandbox, Sheet};
use std::fs::File;
use std::time::{Duration, SystemTime};

const HEADER: &str = "order_id,status,total,created_at\n";

fn counts(out: &str) -> [u64; 3] {
    let sheet = Sheet::of(out);
    ["new", "changed", "unchanged"]
        .map(|k| sheet.column(k).iter().map(|n| n.parse::<u64>().expect("a count")).sum())
}

/// `at`: Unix seconds.
fn set_time(sandbox: &Sandbox, name: &str, at: u64) {
    let at = SystemTime::UNIX_EPOCH + Duration::from_secs(at);
    File::options()
        .write(true)
        .open(sandbox.work().join(name))
        .expect("the file")
        .set_modified(at)
        .expect("a time");
}

/// What is told of the files, without the last line, which counts.
fn notes(stderr: &str) -> Vec<String> {
    stderr
        .lines()
        .filter(|l| !l.starts_with("imported:") && !l.starts_with("a new database"))
        .map(str::to_owned)
        .collect()
}

#[test]
fn what_was_told_of_a_file_is_told_of_it_again() {
    let sandbox = Sandbox::new();
    let row = "3512260000000000000,unpaid,9.00,2026-11-20 10:00:00\n";
    let others =
        [17, 25, 33, 41].map(|n| format!("35122600000000000{n},paid,1.00,2026-11-20 11:00:00\n")).concat();
    let file = sandbox.write("orders.csv", format!("{HEADER}{row}{others}{others}"));
    set_time(&sandbox, &file, 1_600_000_000);
    let import = || sandbox.cs(&["-v", "import", "--platform", "own", &file]).run().done();
    let first = import();
    assert_eq!(counts(&first.stdout), [5, 0, 0]);
    assert!(
        first.stderr.contains("ends in zeros") && first.stderr.contains("count once"),
        "{}",
        first.stderr
    );
    // Known by its bytes; then, once it has stood still for a while, by how it stands; then touched.
    set_time(&sandbox, &file, 1_700_000_000);
    let second = import();
    std::thread::sleep(Duration::from_millis(2100));
    let others = [import(), import()];
    set_time(&sandbox, &file, 1_700_000_100);
    for again in [second].into_iter().chain(others).chain([import()]) {
        assert_eq!(counts(&again.stdout), [0, 0, 5]);
        assert_eq!(notes(&again.stderr), notes(&first.stderr));
        let of = |out: &str, key: &str| Sheet::of(out).column(key).join(" ");
        for key in ["read", "as_of", "as_of_source", "older", "rejected"] {
            assert_eq!(of(&again.stdout, key), of(&first.stdout, key), "{key}");
        }
    }
    assert!(sandbox.ok(&["doctor"]).contains("sound"));
}

#[test]
fn other_bytes_under_the_same_name_size_and_time_are_read() {
    let sandbox = Sandbox::new();
    // Of files that rank alike the one with the greater hash would count.
    let write = |total: &str| {
        let minute = &total[2..3];
        let row = format!("A1,unpaid,{total},2026-11-20 10:0{minute}:00\n");
        let file = sandbox.write("orders.csv", format!("{HEADER}{row}"));
        set_time(&sandbox, &file, 1_700_000_000);
        file
    };
    for (total, told) in [("9.00", [1, 0, 0]), ("8.10", [0, 1, 0]), ("7.20", [0, 1, 0])] {
        assert_eq!(counts(&sandbox.ok(&["import", "--platform", "own", &write(total)])), told, "{total}");
    }
}

#[test]
fn another_way_of_reading_is_another_reading() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("orders.csv", format!("{HEADER}A1,unpaid,9.00,02/03/2026 10:00:00\n"));
    let import = |args: &[&str]| {
        let args = [&["import", "--platform", "own", "--exported-at", "2026-11-20T12:00+08:00", &file], args]
            .concat();
        counts(&sandbox.ok(&args))
    };
    let created = || Sheet::of(&sandbox.ok(&["orders", "list"])).column("created_at").join(" ");
    assert_eq!(import(&["--dates", "mdy"]), [1, 0, 0]);
    assert!(created().starts_with("2026-02-03T10"), "{}", created());
    assert_eq!(import(&["--dates", "mdy"]), [0, 0, 1]);
    assert_eq!(import(&["--dates", "dmy"]), [0, 1, 0]);
    assert!(created().starts_with("2026-03-02T10"), "{}", created());
    assert_eq!(import(&["--dates", "dmy", "--shop", "甲", "--move-shop"])[2], 0, "it moves");
}

#[test]
fn the_text_of_a_layout_and_the_zone_are_part_of_the_reading() {
    let sandbox = Sandbox::new();
    let file = sandbox.write("orders.csv", "no,how,at\nA1,x,2026-11-20 10:00:00\n");
    let import = |word: &str, zone: &str| {
        let layout = format!(
            "name = \"mine\"\ntitle = {{ zh = \"m\", en = \"m\" }}\nplatform = \"own\"\nkind = \"orders\"\n\
             requires = [\"order_no\"]\n[columns]\norder_no = [\"no\"]\nstatus = [\"how\"]\n\
             created_at = [\"at\"]\n[words.status]\n{word} = [\"x\"]\n"
        );
        let layout = sandbox.write("mine.toml", layout);
        let at = ["--exported-at", "2026-11-20T12:00+08:00", "--tz", zone];
        counts(&sandbox.ok(&[&["import", "--layout", &layout, &file][..], &at].concat()))
    };
    assert_eq!(import("unpaid", "+08:00"), [1, 0, 0]);
    assert_eq!(import("unpaid", "+08:00"), [0, 0, 1]);
    assert_eq!(import("paid", "+08:00"), [0, 1, 0]);
    assert_eq!(import("paid", "+09:00"), [0, 1, 0]);
}

#[test]
fn an_event_that_was_still_to_come_tells_the_age_of_the_file_later() {
    let sandbox = Sandbox::new();
    let rows = "A1,unpaid,9.00,2026-11-20 10:00:00\nA2,unpaid,9.00,2026-11-21 20:00:00\n";
    let file = sandbox.write("orders.csv", format!("{HEADER}{rows}"));
    set_time(&sandbox, &file, 1_700_000_000);
    let as_of = |now: &str| {
        let run = sandbox.cs(&["import", "--platform", "own", &file]).now(now).run().done();
        Sheet::of(&run.stdout).column("as_of").join(" ")
    };
    for (now, told) in [
        ("21T09:00", "20T10:00"),
        ("21T10:00", "20T10:00"),
        ("22T09:00", "21T20:00"),
        ("21T09:00", "20T10:00"),
    ] {
        let at = as_of(&format!("2026-11-{now}:00+08:00"));
        assert!(at.starts_with(&format!("2026-11-{told}")), "{now}: {at}");
    }
}

#[test]
fn a_masked_list_is_refused_though_somebody_named_its_layout_before() {
    let sandbox = Sandbox::new();
    let text = sandbox.ok(&["orders", "list", &sandbox.fixture(crate::sandbox::MORNING)]);
    let file = sandbox.write("list.csv", text);
    sandbox.cs(&["import", &file]).run().ends_with(3);
    sandbox.ok(&["import", "--layout", "cs-orders", &file]);
    sandbox.cs(&["import", &file]).run().ends_with(3);
}
