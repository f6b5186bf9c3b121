//! How new the facts of each kind are: none vouches for another.

use super::shop::Shop;

const NOW: &str = "2026-11-21T09:00:00+08:00";
const ORDER: &str = "taobao,S,1001,paid,b1,cup,1,59,59,0,2026-11-20 10:00:00,2026-11-20 10:01:00,,,";
const DONE: &str = "9999,9001,b9,10.00,仅退款,2026-11-16 10:00:00,,退款成功,,不想要了,2026-11-16 11:00:00";

fn refunds_of(name: &str, hours: i64) -> Shop {
    Shop::at(NOW).orders("orders_20261121090000.csv", 9, &[ORDER]).refunds(name, hours, &[DONE])
}

/// Refunds of five days ago say nothing of those that are open today.
#[test]
fn an_old_export_of_refunds_counts_no_open_ones() {
    let old = refunds_of("refunds_20261116120000.csv", -5 * 24 + 12);
    for metric in ["open_refunds", "next_refunds"] {
        old.figure(metric, "", "incomplete");
    }
    for metric in ["refunded_orders", "refund_amount"] {
        old.figure(metric, "", "incomplete");
    }
    old.figure("orders_created", "1", "ok");
    old.tells("report daily", "refund");
    // The file's own time makes no figure whole, as with orders.
    refunds_of("r.csv", 8).figure("open_refunds", "", "incomplete");
    let new = refunds_of("refunds_20261121080000.csv", 8);
    for metric in ["open_refunds", "next_refunds", "refunded_orders"] {
        new.figure(metric, "0", "ok");
    }
}

/// A quiet shop's export of this morning is new, though the last thing in it happened days ago.
#[test]
fn the_time_of_the_file_tells_how_new_it_is() {
    let row = "taobao,S,1001,finished,b1,cup,1,59,59,0,2026-11-15 10:00:00,2026-11-15 10:01:00,2026-11-15 11:00:00,2026-11-16 10:01:00,YT1";
    let quiet = Shop::at(NOW).orders("o.csv", 8, &[row]);
    quiet.tells("orders check-abnormal", "data as of 11-21 08:00");
    let old = Shop::at(NOW).orders("o.csv", -24, &[row]);
    old.tells("orders check-abnormal", "data as of 11-20 00:00");
}

/// Payments, items and reviews say nothing of how far the orders reach.
#[test]
fn a_kind_vouches_for_itself_only() {
    let order = "taobao,S,1001,paid,b1,cup,1,59,59,0,2026-11-19 10:00:00,2026-11-19 10:01:00,,,";
    let alone = |shop: Shop| shop.orders("orders_20261119120000.csv", -36, &[order]);
    let shops = [
        alone(Shop::at(NOW)),
        alone(Shop::at(NOW)).refunds("refunds_20261121080000.csv", 8, &[DONE]),
        alone(Shop::at(NOW)).items(
            "items_20261121080000.csv",
            8,
            &["1001,1,cup,59,1,c1,红,买家已付款，等待卖家发货,没有申请退款,59,59,2026-11-19 10:00:00"],
        ),
        alone(Shop::at(NOW)).parcels("p_20261121080000.csv", 8, &["taobao,S,YT9,圆通,1001,,,,,,"]),
    ];
    for shop in shops {
        shop.figure("orders_created", "", "incomplete");
        shop.figure("unshipped", "1", "incomplete");
    }
}

/// Programs are told the same age of the orders as people, though the shop's refunds have one of their own.
#[test]
fn the_envelope_tells_the_age_that_the_note_tells() {
    let shop = Shop::at(NOW).orders("orders_20261121083000.csv", 8, &[ORDER]).refunds(
        "refunds_20261119120000.csv",
        -36,
        &["1001,9001,b1,10.00,仅退款,2026-11-19 10:00:00,,退款成功,,不想要了,2026-11-19 11:00:00"],
    );
    for (from, output) in shop.both("orders check-abnormal -F json --meta") {
        let told = output.done();
        assert!(told.stderr.contains("S data as of 11-21 08:30"), "{from}: {}", told.stderr);
        assert!(told.stderr.contains("refund data as of 11-19 12:00"), "{from}: {}", told.stderr);
        let told: serde_json::Value = serde_json::from_str(&told.stdout).unwrap();
        let ages = told.to_string();
        let of_shop = r#""as_of":"2026-11-21T08:30:00+08:00","platform":"taobao","shop":"S""#;
        assert!(ages.contains(of_shop), "{from}: {ages}");
        assert!(!ages.contains("2026-11-19T12:00"), "{from}: {ages}");
    }
}
