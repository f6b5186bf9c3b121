//! Facts of one order that contradict each other: the later one speaks, and two commands never say two things.

use super::shop::Shop;

const MORNING: &str = "2026-11-21T13:00:00+08:00";
/// Paid on the 19th at 10:01, so 48 hours are over at 13:00 of the 21st.
const LATE: &str = "taobao,S,1001,paid,b1,cup,1,59,59,0,2026-11-19 10:00:00,2026-11-19 10:01:00,,,";
const SHIPPING: &[&str] = &["SHP-01", "SHP-02", "SHP-03"];

fn late_order_with(refund: &str) -> Shop {
    Shop::at(MORNING).orders("orders_20261121120000.csv", 12, &[LATE]).refunds(
        "refunds_20261121120000.csv",
        12,
        &[refund],
    )
}

#[test]
fn nobody_ships_what_the_buyer_wants_the_money_back_for() {
    for state in ["待商家处理", "待买家退货", "待商家收货", "待平台处理", "退款中"] {
        let refund = format!("1001,8001,b1,59,仅退款,2026-11-20 15:00:00,,{state},,不想要了,");
        let shop = late_order_with(&refund);
        // Goods that are to come back have gone already: then the refund's own rules speak.
        let named = if state.contains("退货") || state.contains("收货") { &[][..] } else { &["RFD-04"] };
        shop.says("1001", named, SHIPPING);
        for (metric, value) in
            [("next_ship", "0"), ("overdue", "0"), ("unshipped", "0"), ("open_refunds", "1")]
        {
            shop.figure(metric, value, "ok");
        }
    }
}

#[test]
fn a_refused_or_finished_refund_holds_nothing_back() {
    for state in ["商家已拒绝", "退款关闭", "退款成功"] {
        let refund =
            format!("1001,8001,b1,9,仅退款,2026-11-19 15:00:00,,{state},,不想要了,2026-11-19 16:00:00");
        late_order_with(&refund).says("1001", &["SHP-01"], &["RFD-04"]);
    }
}

#[test]
fn a_correction_of_the_price_is_no_reason_to_keep_the_goods() {
    let refund = "1001,8001,b1,5,仅退款,2026-11-20 15:00:00,,待商家处理,,差价,";
    late_order_with(refund).says("1001", &["SHP-01"], &["RFD-04"]);
}

#[test]
fn a_refund_that_only_the_items_tell_holds_shipping_too() {
    let shop = Shop::at(MORNING).orders("orders_20261121120000.csv", 12, &[LATE]).items(
        "items_20261121120000.csv",
        12,
        &["1001,1,cup,59,1,c1,红,买家已付款，等待卖家发货,待商家处理,59,59,2026-11-19 10:00:00"],
    );
    shop.says("1001", &["RFD-04"], SHIPPING);
    shop.figure("next_ship", "0", "ok");
}

/// The order's export of 12:00 says that all was paid back; that of the refunds is of the day before.
#[test]
fn a_newer_export_of_orders_ends_a_refund() {
    for (status, refunded) in [("closed_refunded", "59"), ("paid", "59"), ("closed_refunded", "")] {
        let order = format!(
            "taobao,S,1001,{status},b1,cup,1,59,59,{refunded},2026-11-20 09:00:00,2026-11-20 09:01:00,,,"
        );
        let shop = Shop::at(MORNING).orders("orders_20261121120000.csv", 12, &[&order]).refunds(
            "refunds_20261120170000.csv",
            -7,
            &["1001,8001,b1,59,仅退款,2026-11-20 15:00:00,,待商家处理,,不想要了,"],
        );
        shop.says("1001", &[], &["RFD-01", "RFD-02", "RFD-03", "RFD-04", "SHP-01", "SHP-02"]);
        shop.cell("refunds list", ("refund_no", "8001"), "state", "success");
        shop.cell("refunds list", ("refund_no", "8001"), "amount", "59.00");
        shop.cell("refunds stats", ("group", "all"), "refunds", "1");
        shop.cell("refunds stats", ("group", "all"), "amount", "59.00");
        for (from, sheet) in shop.sheets("refunds list --due") {
            assert_eq!(sheet.len(), 0, "{from}");
        }
    }
}

/// What shows nothing refunded, or is as old as the refunds, ends nothing.
#[test]
fn silence_and_equal_age_end_no_refund() {
    let refund = "1001,8001,b1,59,仅退款,2026-11-20 15:00:00,,待商家处理,,不想要了,";
    let order = |refunded| {
        format!("taobao,S,1001,paid,b1,cup,1,59,59,{refunded},2026-11-20 09:00:00,2026-11-20 09:01:00,,,")
    };
    for (name, refunded) in [
        ("orders_20261121120000.csv", "0"),
        ("orders_20261121120000.csv", ""),
        ("orders_20261121120000.csv", "20"),
        ("orders_20261120160000.csv", "59"),
    ] {
        let shop = Shop::at(MORNING).orders(name, 12, &[&order(refunded)]).refunds(
            "refunds_20261121110000.csv",
            11,
            &[refund],
        );
        shop.cell("refunds list", ("refund_no", "8001"), "state", "requested");
        shop.cell("refunds stats", ("group", "all"), "refunds", "0");
    }
}

/// Two are open and the order tells of one: nobody can say which, unless the amounts do.
#[test]
fn of_two_refunds_the_amount_tells_which_was_paid() {
    let refunds = |a: u8, b: u8| {
        [(8001, a), (8002, b)].map(|(no, amount)| {
            format!("1001,{no},b1,{amount},仅退款,2026-11-20 15:00:00,,待商家处理,,不想要了,")
        })
    };
    let order = "taobao,S,1001,shipped,b1,cup,1,59,59,20,2026-11-20 09:00:00,2026-11-20 09:01:00,2026-11-20 12:00:00,,YT1";
    for ((a, b), states) in [((20, 39), ["success", "requested"]), ((20, 20), ["requested", "requested"])] {
        let rows = refunds(a, b);
        let shop = Shop::at(MORNING).orders("orders_20261121120000.csv", 12, &[order]).refunds(
            "refunds_20261120170000.csv",
            -7,
            &[&rows[0], &rows[1]],
        );
        for (no, state) in ["8001", "8002"].iter().zip(states) {
            shop.cell("refunds list", ("refund_no", no), "state", state);
        }
    }
}

const SHIPPED: &str = "taobao,S,1001,shipped,b1,cup,1,59,59,0,2026-11-14 09:00:00,2026-11-14 09:01:00,2026-11-15 10:00:00,,YT10001";
const MONEY_ONLY: &str = "1001,8001,b1,59,仅退款,2026-11-20 15:00:00,,待商家处理,,未收到货,";

#[test]
fn what_was_signed_for_is_not_on_its_way() {
    let shop = |status: &str, content: &str, signed: &str| {
        let row = format!(
            "taobao,S,YT10001,圆通,1001,{status},2026-11-15 10:00:00,2026-11-15 20:00:00,2026-11-18 08:00:00,{content},{signed}"
        );
        Shop::at(MORNING).orders("o.csv", 12, &[SHIPPED]).parcels("p.csv", 12, &[&row]).refunds(
            "r.csv",
            12,
            &[MONEY_ONLY],
        )
    };
    shop("已签收", "已签收 本人签收", "2026-11-18 08:00:00").says("1001", &["RFD-01"], &["RFD-05"]);
    shop("", "", "2026-11-18 08:00:00").says("1001", &["RFD-01"], &["RFD-05"]);
    shop("已签收", "", "").says("1001", &["RFD-01"], &["RFD-05"]);
    shop("运输中", "到达上海转运中心", "").says("1001", &["RFD-01", "RFD-05"], &[]);
}

#[test]
fn scans_tell_it_too() {
    let shop = |last: &str| {
        let rows = [
            "taobao,S,YT10001,圆通,1001,2026-11-15 20:00:00,揽收,上海,已揽收".to_owned(),
            format!("taobao,S,YT10001,圆通,1001,2026-11-18 08:00:00,{last},北京,{last}"),
        ];
        Shop::at(MORNING).orders("o.csv", 12, &[SHIPPED]).tracks("t.csv", 12, &[&rows[0], &rows[1]]).refunds(
            "r.csv",
            12,
            &[MONEY_ONLY],
        )
    };
    shop("已签收").says("1001", &["RFD-01"], &["RFD-05"]);
    shop("派件中").says("1001", &["RFD-01", "RFD-05"], &[]);
}

/// The order's export still says paid; the carrier fetched the parcel since.
#[test]
fn what_the_carrier_has_is_not_to_be_shipped() {
    let shop = Shop::at(MORNING).orders("o.csv", 9, &[LATE]).tracks(
        "t.csv",
        12,
        &["taobao,S,YT10001,圆通,1001,2026-11-21 08:00:00,揽收,上海,已揽收"],
    );
    shop.says("1001", &[], SHIPPING);
    // An export that was made later and still says so has not been told: the platform's clock runs on.
    let late = Shop::at(MORNING).orders("orders_20261121120000.csv", 12, &[LATE]).tracks(
        "t.csv",
        12,
        &["taobao,S,YT10001,圆通,1001,2026-11-21 08:00:00,揽收,上海,已揽收"],
    );
    late.says("1001", &["SHP-01"], &[]);
}

#[test]
fn a_refund_without_its_order_is_seen() {
    let shop = Shop::at(MORNING)
        .orders("o.csv", 12, &["taobao,S,1,paid,b1,cup,1,59,59,0,2026-11-21 10:00:00,2026-11-21 10:01:00,,,"])
        .refunds("r.csv", 12, &["7777,8002,b1,59,退货退款,2026-11-20 08:00:00,,待商家处理,,质量问题,"]);
    shop.says("7777", &["RFD-01"], &["ADR-03", "DAT-04"]);
    shop.cell("refunds list", ("refund_no", "8002"), "state", "requested");
    for (from, output) in shop.both("orders check-abnormal") {
        assert!(!output.stderr.contains("2 orders"), "{from}: it is no order:\n{}", output.stderr);
    }
}

/// Items of the morning, orders of the afternoon: what was unpaid then is no gift now.
#[test]
fn items_that_their_order_has_overtaken_are_silent() {
    let shop = Shop::at("2026-11-21T15:30:00+08:00")
        .items(
            "items_20261121084500.csv",
            8,
            &[
                "1001,1,cup,59,1,c1,红,等待买家付款,没有申请退款,59,0,2026-11-21 08:00:00",
                "1003,3,cup,59,1,c1,红,买家已付款，等待卖家发货,没有申请退款,59,59,2026-11-21 08:00:00",
                "1002,2,cup,59,1,c1,红,买家已付款，等待卖家发货,没有申请退款,59,0,2026-11-21 08:00:00",
            ],
        )
        .orders(
            "orders_20261121150000.csv",
            15,
            &[
                "taobao,S,1001,paid,b1,cup,1,59,59,0,2026-11-21 08:00:00,2026-11-21 09:30:00,,,",
                "taobao,S,1002,paid,b2,cup,1,59,59,0,2026-11-21 08:00:00,2026-11-21 08:01:00,,,",
                "taobao,S,1003,shipped,b3,cup,1,59,59,0,2026-11-21 08:00:00,2026-11-21 08:01:00,2026-11-21 14:00:00,,YT10001",
            ],
        );
    for no in ["1001", "1002", "1003"] {
        shop.says(no, &[], &["RSK-03", "PAY-04", "DAT-06"]);
    }
    shop.tells("orders check-abnormal", "older than");
}

/// In one and the same hour they are compared, as they always were.
#[test]
fn items_of_the_same_hour_speak() {
    let shop = Shop::at("2026-11-21T15:30:00+08:00")
        .items(
            "items_20261121150000.csv",
            15,
            &["1001,1,cup,59,1,c1,红,买家已付款，等待卖家发货,没有申请退款,59,0,2026-11-21 08:00:00"],
        )
        .orders(
            "orders_20261121150000.csv",
            15,
            &["taobao,S,1001,paid,b1,cup,1,59,59,0,2026-11-21 08:00:00,2026-11-21 09:30:00,,,"],
        );
    shop.says("1001", &["RSK-03"], &[]);
}

#[test]
fn who_paid_in_full_is_not_reminded_and_named() {
    let shop = Shop::at(MORNING).orders(
        "o.csv",
        12,
        &["taobao,S,1001,unpaid,b1,cup,1,59,59,0,2026-11-20 10:00:00,,,,"],
    );
    for (from, sheet) in shop.sheets("remind unpaid") {
        assert_eq!(sheet.len(), 0, "{from}");
    }
    shop.says("1001", &["DAT-07"], &["PAY-01", "PAY-02"]);
    shop.figure("unpaid", "", "incomplete");
}

#[test]
fn a_parcel_that_left_needs_no_call_before_it_ships() {
    let header = "platform,shop,order_no,status,kind,buyer,items,payable,created_at,shipped_at,tracking_no\n";
    let cod = |rest: &str| {
        let row = format!("taobao,S,1001,paid,cod,b1,cup,59,2026-11-20 10:00:00,{rest}");
        Shop::at(MORNING).file("o.csv", 12, header, &[&row])
    };
    let unpaid = "taobao,S,1001,unpaid,cod,b1,cup,59,2026-11-20 10:00:00,2026-11-20 18:00:00,YT10001";
    let unpaid = Shop::at(MORNING).file("o.csv", 12, header, &[unpaid]);
    unpaid.says("1001", &[], &["COD-01", "SHP-09"]);
    unpaid.cell("orders list", ("order_no", "1001"), "status", "shipped");
    cod("2026-11-20 18:00:00,YT10001").says("1001", &[], &["COD-01", "SHP-01"]);
    cod(",YT10001").says("1001", &[], &["COD-01"]);
    cod(",").says("1001", &["COD-01"], &[]);
}

#[test]
fn an_order_that_is_paid_by_now_was_not_shipped_unpaid() {
    let order = |status: &str, paid: &str, refunded: &str, paid_at: &str| {
        let row = format!(
            "taobao,S,1001,{status},b1,cup,1,59,{paid},{refunded},2026-11-18 10:00:00,{paid_at},2026-11-19 10:00:00,,YT10001"
        );
        Shop::at(MORNING).orders("o.csv", 12, &[&row])
    };
    // The money is there, only nobody says since when.
    order("shipped", "59", "0", "").says("1001", &[], &["SHP-09"]);
    order("shipped", "59", "9", "").says("1001", &[], &["SHP-09"]);
    // It came later, but it came.
    order("shipped", "59", "0", "2026-11-20 10:00:00").says("1001", &[], &["SHP-09"]);
    // It did not.
    order("shipped", "0", "0", "").says("1001", &["SHP-09"], &[]);
    order("unpaid", "0", "0", "").says("1001", &["SHP-09"], &[]);
}
