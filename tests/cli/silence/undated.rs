//! Unpaid orders of which nobody knows when they were placed are counted by name.

use super::both_outputs;

const ORDERS: &str = "\
order_no,status,buyer,payable,paid,created_at
A-1,unpaid,ann,10.00,0.00,2026-11-20 19:00:00
A-2,unpaid,bob,20.00,0.00,
A-3,unpaid,cid,30.00,0.00,
A-4,paid,dan,30.00,30.00,
";

#[test]
fn they_are_told_by_their_number() {
    for more in [&[][..], &["--all"], &["--all", "-v"]] {
        let rest = [more, &["--columns", "orders"]].concat();
        for output in both_outputs(&[("orders.csv", ORDERS)], &["remind", "unpaid"], &rest) {
            let output = output.done();
            assert_eq!(output.stdout, "orders\nA-1\n");
            assert!(output.stderr.contains("2 unpaid orders have no order time"), "{}", output.stderr);
        }
    }
}

#[test]
fn where_all_have_a_time_nothing_is_said() {
    let dated = ORDERS.replace("0.00,\n", "0.00,2026-11-20 19:00:00\n");
    for output in both_outputs(&[("orders.csv", &dated)], &["remind", "unpaid"], &["--all"]) {
        assert!(!output.done().stderr.contains("order time"));
    }
}
