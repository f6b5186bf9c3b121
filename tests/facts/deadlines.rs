//! What nobody tells is not "no" and not 0.

use super::shop::Shop;

const MORNING: &str = "2026-11-21T13:00:00+08:00";

/// No clock of the platform is known and the export states none.
#[test]
fn where_no_deadline_is_known_nothing_is_counted_as_in_time() {
    let shop = Shop::at(MORNING).orders(
        "orders_20261121120000.csv",
        12,
        &[
            "shopify,S,1,paid,b1,cup,1,59,59,0,2026-11-19 10:00:00,2026-11-19 10:01:00,,,",
            "shopify,S,2,paid,b1,cup,1,59,59,0,2026-11-20 10:00:00,2026-11-20 10:01:00,,,",
        ],
    );
    shop.figure("overdue", "", "incomplete");
    shop.figure("next_ship", "", "incomplete");
    shop.figure("unshipped", "2", "ok");
}

#[test]
fn one_order_without_a_deadline_makes_the_count_incomplete() {
    let shop = Shop::at(MORNING).orders(
        "orders_20261121120000.csv",
        12,
        &[
            "pdd,S,1,paid,b1,cup,1,59,59,0,2026-11-17 10:00:00,2026-11-17 10:01:00,,,",
            "shopify,T,2,paid,b1,cup,1,59,59,0,2026-11-20 10:00:00,2026-11-20 10:01:00,,,",
        ],
    );
    shop.figure("overdue", "1", "incomplete");
}

#[test]
fn where_nothing_waits_for_shipping_no_deadline_is_missed() {
    let shop = Shop::at(MORNING).orders(
        "orders_20261121120000.csv",
        12,
        &["shopify,S,1,finished,b1,cup,1,59,59,0,2026-11-19 10:00:00,2026-11-19 10:01:00,2026-11-19 12:00:00,2026-11-20 12:00:00,X1"],
    );
    shop.figure("overdue", "0", "ok");
    shop.figure("next_ship", "0", "ok");
}

#[test]
fn a_presale_without_a_date_can_not_be_judged() {
    let header = "platform,shop,order_no,status,kind,buyer,items,payable,paid,created_at,paid_at,ship_due\n";
    let presale = |due: &str| {
        let row =
            format!("taobao,S,1001,paid,presale,b1,cup,59,59,2026-10-02 10:00:00,2026-10-02 10:01:00,{due}");
        Shop::at(MORNING).file("orders_20261121120000.csv", 12, header, &[&row])
    };
    let open = presale("");
    open.says("1001", &[], &["SHP-01", "SHP-02", "SHP-03"]);
    open.tells("orders check-abnormal", "(ship_due) is missing, masked or unknown: SHP-01 SHP-02 SHP-03");
    open.figure("overdue", "", "incomplete");
    presale("2026-11-20 10:00:00").says("1001", &["SHP-01"], &[]);
    presale("2026-12-20 10:00:00").says("1001", &[], &["SHP-01", "SHP-02"]);
}
