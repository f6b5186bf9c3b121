//! Zero is no payment.

use crate::sandbox::{Sandbox, Sheet};

const HEADER: &str = "order_id,status,buyer,total,paid,items,quantity,created_at,paid_at,kind\n";

fn hits(sandbox: &Sandbox, rows: &str) -> Vec<(String, String, String)> {
    let file = sandbox.write("orders.csv", format!("{HEADER}{rows}"));
    let args = ["orders", "check-abnormal", "-F", "csv"];
    let found = super::both(sandbox, &[&file], &args, &[]).map(|out| {
        let sheet = Sheet::of(&out.stdout);
        let column = |key| sheet.column(key).into_iter().map(str::to_owned);
        let all = column("rule").zip(column("order_no")).zip(column("why"));
        let mut all: Vec<_> = all.map(|((rule, no), why)| (rule, no, why)).collect();
        all.retain(|hit| hit.0.starts_with("DUP-"));
        all.sort();
        all
    });
    assert_eq!(found[0], found[1], "files and database");
    found[0].clone()
}

fn row(no: &str, status: &str, total: &str, paid: &str, minute: u32) -> String {
    let paid_at = if paid.is_empty() || paid == "0.00" {
        String::new()
    } else {
        format!("2026-11-21 08:{minute:02}:30")
    };
    format!("{no},{status},ann lee,{total},{paid},sample cup,1,2026-11-21 08:{minute:02}:00,{paid_at},\n")
}

#[test]
fn free_orders_are_not_paid_twice() {
    for (total, paid) in [("0.00", "0.00"), ("0.00", ""), ("0", "0")] {
        let rows = [row("A-1", "paid", total, paid, 3), row("A-2", "paid", total, paid, 9)].concat();
        assert_eq!(hits(&Sandbox::new(), &rows), [], "{total} {paid}");
    }
}

#[test]
fn two_paid_orders_still_are() {
    let rows = [row("B-1", "paid", "20.00", "20.00", 3), row("B-2", "paid", "20.00", "20.00", 9)].concat();
    let found = hits(&Sandbox::new(), &rows);
    let named: Vec<_> = found.iter().map(|hit| (&hit.0[..], &hit.1[..])).collect();
    assert_eq!(named, [("DUP-02", "B-1"), ("DUP-02", "B-2")]);
    assert!(found[0].2.contains("paid 2 orders"), "{found:?}");
    // One that cost nothing is not among them.
    let three = [rows, row("B-3", "paid", "0.00", "0.00", 5)].concat();
    let found = hits(&Sandbox::new(), &three);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].2.contains("paid 2 orders"), "{found:?}");
}

/// Orders to be paid at the door were placed twice, not paid twice.
#[test]
fn cash_on_delivery_is_not_called_paid() {
    let cod = |no: &str, minute: u32| {
        format!("{no},paid,ann lee,20.00,0.00,sample cup,1,2026-11-21 08:{minute:02}:00,,cod\n")
    };
    let found = hits(&Sandbox::new(), &[cod("C-1", 3), cod("C-2", 9)].concat());
    let dup: Vec<_> = found.iter().filter(|hit| hit.0 == "DUP-02").collect();
    assert_eq!(dup.len(), 2, "{found:?}");
    assert!(!dup[0].2.contains("paid") && dup[0].2.contains("placed 2 orders"), "{found:?}");
}

/// An unpaid order beside a free one has no paid twin.
#[test]
fn a_free_order_is_no_paid_twin() {
    let rows = [row("D-1", "unpaid", "20.00", "", 3), row("D-2", "paid", "0.00", "0.00", 9)].concat();
    assert_eq!(hits(&Sandbox::new(), &rows), []);
    let rows = [row("D-1", "unpaid", "20.00", "", 3), row("D-2", "paid", "20.00", "20.00", 9)].concat();
    let found = hits(&Sandbox::new(), &rows);
    assert_eq!((found.len(), &found[0].0[..], &found[0].1[..]), (1, "DUP-01", "D-1"), "{found:?}");
}

/// Nobody is reminded to pay nothing.
#[test]
fn nobody_is_asked_for_nothing() {
    let rows = "E-1,unpaid,ann lee,0.00,,sample cup,1,2026-11-20 08:03:00,,\nE-2,unpaid,bob ray,5.00,,tea,1,2026-11-20 08:04:00,,\n";
    let sandbox = Sandbox::new();
    let file = sandbox.write("orders.csv", format!("{HEADER}{rows}"));
    for out in super::both(&sandbox, &[&file], &["remind", "unpaid", "-F", "csv"], &[]) {
        assert_eq!(Sheet::of(&out.stdout).column("orders"), ["E-2"]);
    }
}
