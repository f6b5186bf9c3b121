//! A shop that had no name gets one as a whole, and the import says so.

use super::kept;
use crate::sandbox::{Output, Sandbox};

const HEAD: &str = "platform,shop,order_no,status,payable,paid,created_at";

fn orders(rows: &[(&str, &str)]) -> String {
    let mut text = format!("{HEAD}\n");
    for (shop, no) in rows {
        text.push_str(&format!("own,{shop},{no},paid,10.00,10.00,2026-11-20 10:00:00\n"));
    }
    text
}

fn import(sandbox: &Sandbox, name: &str, rows: &[(&str, &str)]) -> Output {
    sandbox.write(name, orders(rows));
    sandbox.cs(&["import", name]).run().done()
}

#[test]
fn one_shop_stays_one() {
    let sandbox = Sandbox::new();
    import(&sandbox, "all.csv", &[("", "A-1"), ("", "A-2"), ("", "A-3")]);
    let output = import(&sandbox, "named.csv", &[("S", "A-2"), ("S", "A-9")]);
    assert_eq!(kept(&sandbox, "orders").counts("shop").into_iter().collect::<Vec<_>>(), [("S".into(), 4)]);
    // What it did, how often, and how it is settled.
    for word in ["3 orders", "\"S\"", "[[shop]]"] {
        assert!(output.stderr.contains(word), "{word}: {}", output.stderr);
    }
    // The next export without a name is of that shop.
    let output = import(&sandbox, "again.csv", &[("", "A-1"), ("", "A-2"), ("", "A-3")]);
    assert!(output.stderr.contains("imported: 0 new, 0 changed"), "{}", output.stderr);
    assert_eq!(kept(&sandbox, "orders").counts("shop").len(), 1);
}

#[test]
fn a_refund_sheet_that_names_the_shop_names_all_of_it() {
    let sandbox = Sandbox::new();
    import(&sandbox, "all.csv", &[("", "A-1"), ("", "A-2")]);
    sandbox.write(
        "reviews.csv",
        "platform,shop,review_id,order_no,buyer,rating,content,created_at\nown,S,R1,A-1,ann,1,broken,2026-11-20 10:00:00\n",
    );
    let output = sandbox.cs(&["import", "reviews.csv"]).run().done();
    assert_eq!(kept(&sandbox, "orders").column("shop"), ["S", "S"]);
    for word in ["2 orders", "[[shop]]"] {
        assert!(output.stderr.contains(word), "{word}: {}", output.stderr);
    }
}

#[test]
fn two_names_part_it_and_the_import_says_so() {
    let sandbox = Sandbox::new();
    import(&sandbox, "all.csv", &[("", "A-1"), ("", "A-2"), ("", "A-3")]);
    let output = import(&sandbox, "named.csv", &[("S", "A-1"), ("T", "A-2")]);
    let shops = kept(&sandbox, "orders");
    assert_eq!(shops.cell("order_no", "A-1", "shop"), "S");
    assert_eq!(shops.cell("order_no", "A-2", "shop"), "T");
    assert_eq!(shops.cell("order_no", "A-3", "shop"), "");
    for word in ["1 order", "\"S\"", "\"T\"", "[[shop]]"] {
        assert!(output.stderr.contains(word), "{word}: {}", output.stderr);
    }
}

#[test]
fn where_another_shop_is_known_the_rest_is_not_swept_along() {
    let sandbox = Sandbox::new();
    import(&sandbox, "named.csv", &[("S", "B-1"), ("T", "C-1")]);
    import(&sandbox, "all.csv", &[("", "A-1"), ("", "A-2")]);
    let output = import(&sandbox, "more.csv", &[("S", "A-1")]);
    let shops = kept(&sandbox, "orders");
    assert_eq!(shops.cell("order_no", "A-1", "shop"), "S");
    assert_eq!(shops.cell("order_no", "A-2", "shop"), "");
    for word in ["1 order", "\"S\"", "1 still", "[[shop]]"] {
        assert!(output.stderr.contains(word), "{word}: {}", output.stderr);
    }
}

#[test]
fn whichever_file_was_imported_first() {
    let (all, named) = ([("", "A-1"), ("", "A-2"), ("", "A-3")], [("S", "A-2"), ("S", "A-9")]);
    for order in [[&all[..], &named], [&named, &all]] {
        let sandbox = Sandbox::new();
        import(&sandbox, "first.csv", order[0]);
        let output = import(&sandbox, "second.csv", order[1]);
        assert_eq!(
            kept(&sandbox, "orders").counts("shop").into_iter().collect::<Vec<_>>(),
            [("S".into(), 4)]
        );
        assert!(output.stderr.contains("[[shop]]"), "{}", output.stderr);
    }
}

#[test]
fn what_comes_later_without_a_name_is_of_that_shop() {
    let sandbox = Sandbox::new();
    import(&sandbox, "named.csv", &[("S", "A-1")]);
    import(&sandbox, "all.csv", &[("", "A-1"), ("", "A-2")]);
    import(&sandbox, "later.csv", &[("", "A-1"), ("", "A-2"), ("", "A-3")]);
    assert_eq!(kept(&sandbox, "orders").column("shop"), ["S", "S", "S"]);
}

#[test]
fn a_new_shop_beside_a_nameless_one_moves_nothing() {
    let sandbox = Sandbox::new();
    import(&sandbox, "all.csv", &[("", "A-1"), ("", "A-2")]);
    let output = import(&sandbox, "other.csv", &[("S", "B-1")]);
    let shops = kept(&sandbox, "orders").counts("shop");
    assert_eq!(shops.into_iter().collect::<Vec<_>>(), [("".into(), 2), ("S".into(), 1)]);
    assert!(!output.stderr.contains("[[shop]]"), "{}", output.stderr);
}

#[test]
fn a_dry_run_says_it_and_does_nothing() {
    let sandbox = Sandbox::new();
    import(&sandbox, "all.csv", &[("", "A-1"), ("", "A-2")]);
    sandbox.write("named.csv", orders(&[("S", "A-2")]));
    let output = sandbox.cs(&["import", "-n", "named.csv"]).run().done();
    assert!(output.stderr.contains("[[shop]]"), "{}", output.stderr);
    assert_eq!(kept(&sandbox, "orders").column("shop"), ["", ""]);
}
