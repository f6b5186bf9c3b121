//! TAB: the program answers with rules, layouts, and the shops of the database.
#![cfg(test)]

use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const ORDERS: &str = "\
order_no,shop,status,buyer,items,paid,created_at
71001,青禾旗舰店,paid,ann,cup,12.00,2026-11-20 09:00:00
71002,River Store,paid,bob,cup,12.00,2026-11-20 10:00:00
";

/// A home with a database of two shops, filled by `cs import`.
fn home() -> TempDir {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("orders.csv"), ORDERS).expect("a file");
    let out = at_home(env!("CARGO_BIN_EXE_cs"), home.path())
        .args(["import", "orders.csv", "--platform", "taobao", "-q"])
        .output()
        .expect("cs runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    home
}

fn at_home(program: &str, home: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .env_clear()
        .env("HOME", home)
        .env("CS_DB", home.join("cs.db"))
        .env("CS_NOW", "2026-11-22T09:00")
        .current_dir(home);
    command
}

/// What the program offers for the last word, asked as the script for bash asks.
fn offered(home: &Path, words: &[&str]) -> Vec<String> {
    let out = at_home(env!("CARGO_BIN_EXE_cs"), home)
        .env("CS_COMPLETE", "bash")
        .env("_CLAP_IFS", "\n")
        .env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string())
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_COMPLETE_SPACE", "true")
        .arg("--")
        .args(words)
        .output()
        .expect("cs runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    String::from_utf8(out.stdout).expect("UTF-8").lines().map(str::to_owned).collect()
}

#[test]
fn values_of_options_are_offered() {
    let home = home();
    let home = home.path();
    let rules = offered(home, &["cs", "orders", "check-abnormal", "--rule", "PA"]);
    assert!(rules.len() > 1 && rules.contains(&"PAY-01".to_owned()), "{rules:?}");
    assert!(rules.iter().all(|r| r.starts_with("PAY-")), "{rules:?}");
    assert_eq!(offered(home, &["cs", "orders", "check-abnormal", "--rule", "pay-01"]), ["PAY-01"]);
    let layouts = offered(home, &["cs", "orders", "list", "--layout", "ta"]);
    assert!(layouts.contains(&"taobao-orders".to_owned()), "{layouts:?}");
    let shops = offered(home, &["cs", "orders", "list", "--shop", ""]);
    assert!(
        shops.contains(&"青禾旗舰店".to_owned()) && shops.contains(&"River Store".to_owned()),
        "{shops:?}"
    );
    assert_eq!(offered(home, &["cs", "remind", "unpaid", "--shop", "青"]), ["青禾旗舰店"]);
    let formats = offered(home, &["cs", "orders", "list", "-F", "j"]);
    assert_eq!(formats, ["json", "jsonl"]);
    let commands = offered(home, &["cs", "orders", "ch"]);
    assert_eq!(commands, ["check-abnormal"]);
}

#[test]
fn tab_never_fails_without_a_database() {
    let home = tempfile::tempdir().expect("a folder");
    assert_eq!(offered(home.path(), &["cs", "orders", "list", "--shop", "x"]), Vec::<String>::new());
    std::fs::write(home.path().join("cs.db"), "this is no database").expect("a file");
    assert_eq!(offered(home.path(), &["cs", "orders", "list", "--shop", "x"]), Vec::<String>::new());
    assert!(!home.path().join("cs.db-wal").exists());
}

/// The committed script itself, in a real bash.
#[cfg(unix)]
#[test]
fn the_script_for_bash_asks_and_gets_answers() {
    let home = home();
    let bin = Path::new(env!("CARGO_BIN_EXE_cs")).parent().expect("a folder");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/cs.bash");
    let ask = r#"
        source "$SCRIPT"
        COMP_WORDS=(cs "$@"); COMP_CWORD=$#; COMP_TYPE=9
        _clap_complete_cs cs "${!#}" "${COMP_WORDS[COMP_CWORD-1]}"
        printf '%s\n' "${COMPREPLY[@]}"
    "#;
    for (words, wanted) in [
        (&["orders", "check-abnormal", "--rule", "PAY-01"][..], "PAY-01\n"),
        (&["orders", "list", "--layout", "taobao-o"], "taobao-orders\n"),
        (&["orders", "list", "--shop", "青"], "青禾旗舰店\n"),
    ] {
        let path = format!("{}:/usr/bin:/bin", bin.display());
        let out = at_home("/bin/bash", home.path())
            .env("PATH", path)
            .env("SCRIPT", &script)
            .args(["-c", ask, "bash"])
            .args(words)
            .output()
            .expect("bash runs");
        let (said, wrong) = (String::from_utf8_lossy(&out.stdout), String::from_utf8_lossy(&out.stderr));
        assert_eq!(said, wanted, "{words:?}: {wrong}");
    }
}
