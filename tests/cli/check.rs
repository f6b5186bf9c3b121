//! `cs orders check-abnormal` and `cs rules`: hits, near misses, what could not be judged.

use crate::sandbox::{MORNING, Sandbox, Sheet, expected, fixtures};
use std::collections::BTreeMap;

const COLUMNS: &str = "rule,severity,platform,shop,order_no,buyer,status,amount,created_at,due_at,minutes_left,why,next_action,product,item_no,due_source,owner,hit_id";

/// The fixtures of rules: id, orders file, items file where there is one.
fn rules(sandbox: &Sandbox) -> Vec<(String, Vec<String>)> {
    let mut out = Vec::new();
    for entry in std::fs::read_dir(fixtures().join("rules")).expect("the rules' fixtures") {
        let name = entry.expect("an entry").file_name().into_string().expect("a name");
        let Some(rule) = name.strip_suffix(".csv").filter(|stem| !stem.ends_with(".items")) else { continue };
        let mut files = vec![sandbox.fixture(&format!("rules/{name}"))];
        let items = format!("rules/{rule}.items.csv");
        if fixtures().join(&items).exists() {
            files.push(sandbox.fixture(&items));
        }
        // As old as what happened in it.
        sandbox.written(&files[0], 1_400_000_000);
        out.push((rule.to_uppercase(), files));
    }
    out.sort();
    assert_eq!(out.len(), 31, "fixtures of rules");
    out
}

fn check(sandbox: &Sandbox, rule: &str, files: &[String], more: &[&str]) -> crate::sandbox::Output {
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let args = [&["orders", "check-abnormal", "--rule", rule][..], more, &files].concat();
    sandbox.cs(&args).run()
}

/// The snapshots leave out what RSK-03 says of the cash-on-delivery order …0069: see the next test.
#[test]
fn the_main_example_in_both_languages() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let en = sandbox.cs(&["orders", "check-abnormal", &file]).run().done();
    assert_eq!(en.stdout.lines().next(), Some(COLUMNS));
    insta::assert_snapshot!("morning_en", en.whole());
    let zh = sandbox.cs(&["orders", "check-abnormal", &file]).zh().run().done();
    insta::assert_snapshot!("morning_zh", zh.whole());
    insta::assert_snapshot!(
        "morning_text_zh",
        sandbox
            .cs(&["orders", "check-abnormal", &file, "-F", "text", "--severity", "P0"])
            .zh()
            .run()
            .done()
            .stdout
    );
}

/// What the story of the main example says has to be found, and nothing else.
///
/// Fails while RSK-03 takes a cash-on-delivery order, which is paid at the door, for one sold at 0.00.
#[test]
fn the_main_example_holds_what_its_story_tells() {
    let sandbox = Sandbox::new();
    let told = expected();
    let wanted: BTreeMap<String, Vec<String>> =
        serde_json::from_value(told[MORNING]["findings"].clone()).expect("findings");
    let out = sandbox.ok(&["orders", "check-abnormal", "--severity", "P3", &sandbox.fixture(MORNING)]);
    let sheet = Sheet::of(&out);
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (rule, order) in sheet.column("rule").into_iter().zip(sheet.column("order_no")) {
        found.entry(rule.to_owned()).or_default().push(order.to_owned());
    }
    found.values_mut().for_each(|orders| orders.sort());
    assert_eq!(found, wanted);
}

/// Severity, minutes left with none last, amount descending, order number.
#[test]
fn rows_stand_in_the_documented_order() {
    let sandbox = Sandbox::new();
    let sheet =
        Sheet::of(&sandbox.ok(&["orders", "check-abnormal", "--severity", "P3", &sandbox.fixture(MORNING)]));
    let keys: Vec<(String, i64, i64, String)> = (0..sheet.len())
        .map(|i| {
            let at = |c| sheet.column(c)[i];
            let left = at("minutes_left").parse().unwrap_or(i64::MAX);
            (at("severity").to_owned(), left, -crate::sandbox::cents(at("amount")), at("order_no").to_owned())
        })
        .collect();
    assert!(keys.len() > 20);
    for pair in keys.windows(2) {
        assert!(pair[0] <= pair[1], "{pair:?}");
    }
}

#[test]
fn minutes_are_floored_and_negative_when_past() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("rules/shp-01.csv");
    let sheet = Sheet::of(&sandbox.ok(&["orders", "check-abnormal", "--rule", "SHP-01", &file]));
    assert_eq!(sheet.cell("order_no", "HIT-1S", "minutes_left"), "-1");
    assert_eq!(sheet.cell("order_no", "HIT-1S", "due_source"), "platform ~48h unverified");
    assert_eq!(sheet.cell("order_no", "HIT-COLUMN", "due_source"), "column ship_due");
}

#[test]
fn every_rule_trips_where_it_should_and_only_there() {
    let sandbox = Sandbox::new();
    for (rule, files) in rules(&sandbox) {
        let text = std::fs::read_to_string(fixtures().join(&files[0])).expect("the fixture");
        let of = |start: &str| -> Vec<String> {
            let mut numbers: Vec<String> = Sheet::of(&text)
                .column(if rule == "SHP-03" { "order_no" } else { "订单编号" })
                .into_iter()
                .filter(|no| no.starts_with(start))
                .map(str::to_owned)
                .collect();
            numbers.sort();
            numbers
        };
        assert!(!of("HIT").is_empty() && !of("NEAR").is_empty(), "{rule}");
        let run = check(&sandbox, &rule, &files, &["--severity", "P3"]).done();
        let sheet = Sheet::of(&run.stdout);
        let mut found = sheet.column("order_no");
        found.sort_unstable();
        assert_eq!(found, of("HIT"), "{rule}: hits");
        assert!(sheet.column("rule").iter().all(|r| *r == rule), "{rule}");
        let skipped = of("SKIP").len();
        let said = |line: &str| {
            line.starts_with(&format!("could not run on {skipped} orders, "))
                && line.ends_with(&format!(": {rule}"))
        };
        assert_eq!(run.stderr.lines().any(said), skipped > 0, "{rule}: {skipped}\n{}", run.stderr);
        assert_eq!(run.stderr.matches("could not run").count(), usize::from(skipped > 0), "{rule}");
    }
}

#[test]
fn why_in_both_languages() {
    let sandbox = Sandbox::new();
    for (rule, files) in rules(&sandbox) {
        let more = [
            "--severity",
            "P3",
            "--columns",
            "rule,severity,order_no,due_at,minutes_left,due_source,why,next_action,owner",
            "-F",
            "tsv",
        ];
        let en = check(&sandbox, &rule, &files, &more).done();
        let paths: Vec<&str> = files.iter().map(String::as_str).collect();
        let args =
            [&["orders", "check-abnormal", "--lang", "zh", "--rule", &rule][..], &more, &paths].concat();
        let zh = sandbox.ok(&args);
        insta::assert_snapshot!(format!("rule_{rule}"), format!("{}{}{zh}", en.stdout, en.stderr));
    }
}

#[test]
fn file_and_database_find_the_same() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let args = ["orders", "check-abnormal", "--severity", "P3"];
    let from_file = sandbox.cs(&[&args[..], &[&file]].concat()).run().done();
    sandbox.ok(&["import", &file]);
    let from_database = sandbox.cs(&args).run().done();
    assert!(from_file.stdout.lines().count() > 20);
    assert_eq!(from_file.stdout, from_database.stdout);
    assert_eq!(from_file.stderr, from_database.stderr);
}

#[test]
fn file_and_database_find_the_same_for_every_rule() {
    let outer = Sandbox::new();
    for (rule, files) in rules(&outer) {
        let sandbox = Sandbox::new();
        let files: Vec<String> = files.iter().map(|f| sandbox.fixture(f)).collect();
        let paths: Vec<&str> = files.iter().map(String::as_str).collect();
        let from_files = check(&sandbox, &rule, &files, &["--severity", "P3"]).done().stdout;
        sandbox.ok(&[&["import"][..], &paths].concat());
        assert_eq!(from_files, check(&sandbox, &rule, &[], &["--severity", "P3"]).done().stdout, "{rule}");
    }
}

/// Fails while items that name no shop count as a shop of their own in "data as of", which the database joins.
#[test]
fn file_and_database_say_the_same_of_their_age() {
    let sandbox = Sandbox::new();
    let files = [sandbox.fixture("rules/dat-06.csv"), sandbox.fixture("rules/dat-06.items.csv")];
    let said = check(&sandbox, "DAT-06", &files, &[]).done().stderr;
    sandbox.ok(&["import", &files[0], &files[1]]);
    assert_eq!(said, check(&sandbox, "DAT-06", &[], &[]).done().stderr);
}

/// RULES: PAY-01 needs "no paid twin", whether DUP-01 is asked for or not. Fails while only a DUP-01 that runs
/// silences PAY-01.
#[test]
fn a_paid_twin_is_never_told_as_unpaid() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("rules/dup-01.csv");
    for more in
        [&["--rule", "PAY-01"][..], &["--profile", "money"], &["--severity", "P2", "--rule", "PAY-01,PAY-02"]]
    {
        let sheet = Sheet::of(&sandbox.ok(&[&["orders", "check-abnormal", &file], more].concat()));
        assert!(sheet.column("order_no").contains(&"NEAR-24H"), "{more:?}");
        assert!(!sheet.column("order_no").contains(&"HIT-24H"), "{more:?}");
    }
}

#[test]
fn the_order_of_the_files_does_not_matter() {
    let sandbox = Sandbox::new();
    for (rule, mut files) in rules(&sandbox) {
        if files.len() == 2 {
            let one = check(&sandbox, &rule, &files, &[]).done().stdout;
            files.reverse();
            assert_eq!(check(&sandbox, &rule, &files, &[]).done().stdout, one, "{rule}");
        }
    }
}

#[test]
fn exit_codes() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    sandbox.cs(&["orders", "check-abnormal", &file]).run().ends_with(0);
    sandbox.cs(&["orders", "check-abnormal", "--exit-code", &file]).run().ends_with(1);
    let clean = sandbox.fixture("taobao/orders_v1.csv");
    let none = sandbox
        .cs(&["orders", "check-abnormal", "--exit-code", "--rule", "PAY-05", &clean])
        .run()
        .ends_with(0);
    assert_eq!(none.stdout.lines().count(), 1, "only the header");
}

#[test]
fn severity_and_rules_are_chosen() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture(MORNING);
    let list = |args: &[&str]| {
        Sheet::of(&sandbox.ok(&[&["orders", "check-abnormal", &file], args].concat())).counts("severity")
    };
    assert_eq!(list(&["--severity", "P0"]).keys().collect::<Vec<_>>(), ["P0"]);
    assert_eq!(list(&["--severity", "p1"]).keys().collect::<Vec<_>>(), ["P0", "P1"]);
    assert_eq!(list(&[]).keys().collect::<Vec<_>>(), ["P0", "P1", "P2"], "morning is P0 to P2");
    assert_eq!(list(&["--profile", "data"]), BTreeMap::from([("P2".to_owned(), 2), ("P3".to_owned(), 1)]));
    let rules = |args: &[&str]| {
        Sheet::of(&sandbox.ok(&[&["orders", "check-abnormal", &file], args].concat())).counts("rule")
    };
    assert_eq!(rules(&["--rule", "pay-03,SHP-01"]).keys().collect::<Vec<_>>(), ["PAY-03", "SHP-01"]);
    assert!(!rules(&["--not-rule", "PAY-01"]).contains_key("PAY-01"));
    sandbox.config("[rules]\noff = [\"PAY-03\"]\n");
    assert!(!rules(&[]).contains_key("PAY-03"));
}

/// DUP-01 silences PAY-01 of the same order, also when only PAY-01 is asked for in a group with it.
#[test]
fn a_paid_twin_is_not_told_as_unpaid() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("rules/dup-01.csv");
    let sheet = Sheet::of(&sandbox.ok(&["orders", "check-abnormal", "--rule", "DUP-01,PAY-01", &file]));
    assert_eq!(sheet.cell("order_no", "HIT-24H", "rule"), "DUP-01");
    assert_eq!(sheet.cell("order_no", "NEAR-24H", "rule"), "PAY-01");
}

#[test]
fn thresholds_come_from_the_configuration() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("rules/rsk-01.csv");
    let hits = || {
        Sheet::of(&sandbox.ok(&["orders", "check-abnormal", "--rule", "RSK-01", &file]))
            .column("order_no")
            .join(" ")
    };
    assert_eq!(hits(), "HIT-1");
    sandbox.config("[thresholds]\nhigh_value = \"1999.99\"\n");
    assert_eq!(hits(), "HIT-1 NEAR-1CENT");
    sandbox.config(
        "[[shop]]\nname = \"样例小铺\"\nplatform = \"taobao\"\n[shop.thresholds]\nhigh_value = \"2000.01\"\n",
    );
    assert_eq!(hits(), "");
}

#[test]
fn the_envelope_of_json_tells_what_could_not_run() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("rules/pay-01.csv");
    let out = sandbox.ok(&["orders", "check-abnormal", "--rule", "PAY-01", &file, "-F", "json", "--meta"]);
    let json: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    insta::assert_snapshot!(
        serde_json::to_string_pretty(&json["meta"]).expect("JSON")
            + &format!("\n{} keys", json.as_object().expect("an object").len())
    );
}

#[test]
fn rules_are_listed_and_explained() {
    let sandbox = Sandbox::new();
    insta::assert_snapshot!("rules_list_en", sandbox.ok(&["rules", "list", "-F", "tsv"]));
    insta::assert_snapshot!("rules_list_zh", sandbox.ok(&["rules", "list", "-F", "tsv", "--lang", "zh"]));
    let names = sandbox.ok(&["rules", "list", "-F", "name"]);
    assert_eq!(names.lines().count(), 44);
    for rule in names.lines() {
        let en = sandbox.ok(&["rules", "explain", rule]);
        let zh = sandbox.ok(&["rules", "explain", rule, "--lang", "zh"]);
        let han = |text: &str| text.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).count();
        assert!(en.starts_with(rule) && zh.starts_with(rule), "{rule}");
        assert!(en.contains("\nWhen:") || en.contains("\nWhen "), "{rule}: {en}");
        assert!(en.lines().count() >= 6 && en.contains("Needs: "), "{rule}: {en}");
        assert!(zh.contains("需要的列: ") && han(&zh) > 60 && zh.lines().count() >= 6, "{rule}: {zh}");
        assert!(han(&en) < 20, "{rule} in English: {en}");
        assert!(!en.contains("---") && !zh.contains("---"), "{rule}");
    }
    insta::assert_snapshot!("explain_zh", sandbox.ok(&["rules", "explain", "SHP-01", "--lang", "zh"]));
}

#[test]
fn an_order_is_explained() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture(MORNING)]);
    let out = sandbox.ok(&["rules", "explain", "3512260000000000040", "-F", "tsv"]);
    insta::assert_snapshot!(out);
    let verdicts = Sheet::of(&sandbox.ok(&["rules", "explain", "3512260000000000058"]));
    assert_eq!(verdicts.cell("rule", "DUP-01", "verdict"), "hit");
    // check-abnormal does not list it, so explaining must not call it a plain hit. Fails while it does.
    assert_ne!(verdicts.cell("rule", "PAY-01", "verdict"), "hit", "DUP-01 silences PAY-01");
}
