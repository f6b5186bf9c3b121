//! What imports write down of the records that they change, and what they let go of.

use crate::sandbox::{Sandbox, Sheet};

const HEAD: &str = "platform,shop,order_no,status,buyer,receiver,phone,address,payable,paid,created_at,seller_note,buyer_note,flag\n";

fn order(no: &str, status: &str, rest: &str) -> String {
    format!("{HEAD}taobao,甲店,{no},{status},tb_a,{rest}\n")
}

const BEFORE: &str =
    "样例客甲,19900001111,样例省样例市样例区样例路 1 号,10.00,0.00,2026-11-20 10:00:00,白色,,";
const AFTER: &str = "样例客甲,19900002222,样例省样例市样例区样例街 2 号,10.00,10.00,2026-11-20 10:00:00,改黑色；电话19900003333,,red";

fn import(sandbox: &Sandbox, text: &str, at: &str) -> Sheet {
    sandbox.write("orders.csv", text);
    Sheet::of(&sandbox.ok(&["import", "orders.csv", "--exported-at", at]))
}

fn changes(sandbox: &Sandbox) -> Sheet {
    Sheet::of(&sandbox.ok(&["export", "changes", "--reveal"]))
}

#[test]
fn a_changed_order_says_what_it_was() {
    let sandbox = Sandbox::new();
    import(&sandbox, &order("N-1", "unpaid", BEFORE), "2026-11-20T12:00+08:00");
    assert_eq!(changes(&sandbox).len(), 0, "what was not there before is no change");
    import(&sandbox, &order("N-1", "unpaid", BEFORE), "2026-11-20T13:00+08:00");
    assert_eq!(changes(&sandbox).len(), 0, "seen again as it was");
    import(&sandbox, &order("N-1", "paid", AFTER), "2026-11-20T14:00+08:00");
    let sheet = changes(&sandbox);
    assert_eq!(sheet.column("record_no"), ["N-1"]);
    assert_eq!(sheet.column("record_kind"), ["orders"]);
    assert_eq!(sheet.column("order_no"), ["N-1"]);
    // The flag was not stated before.
    assert_eq!(sheet.column("changed"), ["address paid phone seller_note status"]);
    let (before, after) = (sheet.cell("record_no", "N-1", "before"), sheet.cell("record_no", "N-1", "after"));
    assert!(before.contains("paid=0;") && before.ends_with("seller_note=白色;status=unpaid"), "{before}");
    assert!(after.contains("paid=1000;") && after.ends_with(";status=paid"), "{after}");
    let stored = std::fs::read(sandbox.database()).expect("the database");
    let holds = |text: &str| stored.windows(text.len()).filter(|bytes| *bytes == text.as_bytes()).count();
    for private in ["19900001111", "样例路 1 号"] {
        assert!(!before.contains(private) && holds(private) <= 1, "{private} stands in the ledger");
    }
    for private in ["19900002222", "19900003333", "样例街 2 号"] {
        assert!(!after.contains(private), "{private}: {after}");
    }
    assert_eq!(sandbox.ok(&["doctor"]), "the database is sound\n");
}

#[test]
fn older_facts_and_masks_change_nothing() {
    let sandbox = Sandbox::new();
    import(&sandbox, &order("N-1", "paid", AFTER), "2026-11-20T14:00+08:00");
    import(&sandbox, &order("N-1", "unpaid", BEFORE), "2026-11-20T12:00+08:00");
    let masked = AFTER.replace("19900002222", "199****2222").replace("样例客甲", "样**");
    import(&sandbox, &order("N-1", "paid", &masked), "2026-11-20T15:00+08:00");
    assert_eq!(changes(&sandbox).len(), 0);
    // What was masked is not known, so what it is now was not another one before.
    let other = masked.replace("199****2222", "199****4444");
    import(&sandbox, &order("N-2", "paid", &masked), "2026-11-20T15:00+08:00");
    import(&sandbox, &order("N-2", "paid", &other), "2026-11-20T16:00+08:00");
    import(&sandbox, &order("N-2", "paid", AFTER), "2026-11-20T17:00+08:00");
    assert_eq!(changes(&sandbox).len(), 0);
}

#[test]
fn every_import_has_a_row_of_its_own() {
    let sandbox = Sandbox::new();
    let states = ["unpaid", "paid", "shipped"];
    for (hour, state) in (10..).zip(states) {
        import(&sandbox, &order("N-1", state, BEFORE), &format!("2026-11-20T{hour}:00+08:00"));
    }
    let sheet = changes(&sandbox);
    assert_eq!(sheet.column("before"), ["status=unpaid", "status=paid"]);
    assert_eq!(sheet.column("after"), ["status=paid", "status=shipped"]);
}

#[test]
fn what_nobody_works_on_is_let_go_after_thirty_days() {
    let sandbox = Sandbox::new();
    let at = |day: &str, no: &str, state: &str| {
        sandbox.write("orders.csv", order(no, state, BEFORE));
        let args = ["import", "-q", "orders.csv", "--exported-at", &format!("{day}T12:00+08:00")];
        sandbox.cs(&args).now(&format!("{day}T12:30:00+08:00")).run().done();
    };
    for (no, end) in [("N-1", "finished"), ("N-2", "paid")] {
        at("2026-10-01", no, "unpaid");
        at("2026-10-02", no, end);
    }
    assert_eq!(changes(&sandbox).column("record_no"), ["N-1", "N-2"]);
    at("2026-10-31", "N-3", "unpaid");
    assert_eq!(changes(&sandbox).column("record_no"), ["N-1", "N-2"], "not yet");
    at("2026-11-02", "N-4", "unpaid");
    assert_eq!(changes(&sandbox).column("record_no"), ["N-2"], "the other one is not over");
    assert_eq!(sandbox.ok(&["doctor"]), "the database is sound\n");
}
