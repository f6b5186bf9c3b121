use super::meant::meant;
use super::memory::{Memory, Recalled, Remembered, VALID};
use super::want::{REVIEWS, UNPAID, Want};
use crate::model::Stamp;

#[test]
fn words_mean_rows_where_a_table_has_them() {
    let row = |name: &str, orders: &str| Remembered {
        name: name.to_owned(),
        orders: orders.to_owned(),
        place: None,
    };
    let meant = |word: &str, memory: Option<&Recalled>, want, terminal| {
        meant(word, memory, want, terminal).map(|all| all.into_iter().map(|n| n.0).collect::<Vec<_>>())
    };
    let rows = vec![row("C-0001", "111"), row("C-0002", "222 333"), row("C-0003", "")];
    let table = Recalled { table: String::new(), rows };
    let say = |word, want| meant(word, Some(&table), want, true).map_err(|e| e.to_string());
    assert_eq!(say("1-2", Want::Orders), Ok(vec!["111".into(), "222".into(), "333".into()]));
    assert_eq!(say("3", Want::Name), Ok(vec!["C-0003".into()]));
    assert!(say("4", Want::Name).is_err(), "the table has three rows");
    for name in ["C-0001", "0", "01", "3512260000000000042", "2-1"] {
        assert_eq!(say(name, Want::Name), Ok(vec![name.to_owned()]), "{name}");
    }
    assert!(say("2-4", Want::Name).is_err());
    assert_eq!(say("1-3", Want::Case), Ok(vec!["C-0001".into(), "C-0002".into(), "C-0003".into()]));
    let others = Recalled {
        table: String::new(),
        rows: vec![row("45be448674fc", "111"), row("C-0002.p", "222"), row("G-0001", "")],
    };
    let cases = meant("1-3", Some(&others), Want::Case, true).map_err(|e| e.to_string());
    assert_eq!(cases, Ok(vec!["111".into(), "C-0002.p".into(), "G-0001".into()]));
    for (terminal, said) in [(true, "no table in the last 30 minutes"), (false, "CS_TERMINAL")] {
        for word in ["1-2", "7"] {
            let e = meant(word, None, Want::Name, terminal).expect_err("nothing is remembered");
            assert!(e.to_string().contains(said), "{e}");
        }
    }
    assert_eq!(meant("7", None, Want::Orders, false).map_err(|e| e.to_string()), Ok(vec!["7".into()]));
    let empty = Recalled::default();
    for want in [Want::Orders, Want::Unpaid] {
        assert!(meant("7", Some(&empty), want, true).is_err(), "the table shown last has no row 7");
    }
}

#[test]
fn a_row_knows_its_shop() {
    let place = Some(("jd".to_owned(), "甲店".to_owned()));
    let row = Remembered { name: "111".into(), orders: "111".into(), place: place.clone() };
    let folder = tempfile::tempdir().expect("a folder");
    let memory = Memory { path: folder.path().join("cs/rows.tsv"), now: Stamp(9) };
    memory.keep(UNPAID, &[row]);
    let table = memory.recall().expect("rows");
    #[cfg(unix)]
    for (path, mode) in [("cs", 0o700), ("cs/rows.tsv", 0o600)] {
        let meta = std::fs::metadata(folder.path().join(path)).expect("made");
        assert_eq!(std::os::unix::fs::MetadataExt::mode(&meta) & 0o777, mode, "{path}");
    }
    let meant = meant("1", Some(&table), Want::Unpaid, true).expect("a row");
    assert_eq!(meant, [("111".to_owned(), place)]);
}

#[test]
fn some_verbs_take_the_rows_of_one_table_only() {
    let rows = vec![Remembered { name: "R1".into(), orders: "111".into(), place: None }];
    let meant = |word: &str, memory: Option<&Recalled>, want, terminal| {
        meant(word, memory, want, terminal).map(|all| all.into_iter().map(|n| n.0).collect::<Vec<_>>())
    };
    let of = |table: &str| Recalled { table: table.to_owned(), rows: rows.clone() };
    let say = |table: &str, want| meant("1", Some(&of(table)), want, true).map_err(|e| e.to_string());
    assert_eq!(say(UNPAID, Want::Unpaid), Ok(vec!["111".to_owned()]));
    assert_eq!(say(REVIEWS, Want::Review), Ok(vec!["R1".to_owned()]));
    for (table, want) in [("", Want::Unpaid), (REVIEWS, Want::Unpaid), (UNPAID, Want::Review)] {
        let refused = say(table, want).expect_err("another table");
        assert!(refused.contains("rows 1 are none of"), "{refused}");
    }
    assert_eq!(say(REVIEWS, Want::Orders), Ok(vec!["111".to_owned()]), "the order is asked for");
    // Numbers that are written out are no rows.
    assert_eq!(
        meant("3512260000000000042", Some(&of("")), Want::Unpaid, true).map(|n| n.len()).ok(),
        Some(1)
    );
}

#[test]
fn rows_are_kept_for_half_an_hour_and_for_their_owner() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |now| Memory { path: folder.path().join("new/rows.tsv"), now: Stamp(now) };
    let row = |name: &str, orders: &str| Remembered {
        name: name.to_owned(),
        orders: orders.to_owned(),
        place: None,
    };
    let rows = vec![row("a\tb", "1 2"), row("", "3")];
    at(1000).keep(UNPAID, &rows);
    let rows = vec![row("a b", "1 2"), row("", "3")];
    let back = Recalled { table: UNPAID.to_owned(), rows };
    assert_eq!(at(1000 + VALID).recall(), Some(back));
    assert_eq!(at(1001 + VALID).recall(), None);
    assert_eq!(at(999).recall(), None);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(at(0).path).expect("the file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
