//! What the Chinese platforms' exports differ in, cell by cell.

use crate::sandbox::{Sandbox, Sheet};

fn cell(sheet: &Sheet, no: &str, column: &str) -> String {
    sheet.cell("order_no", no, column).to_owned()
}

fn list(sandbox: &Sandbox, path: &str) -> Sheet {
    Sheet::of(&sandbox.ok(&["orders", "list", "--reveal", &sandbox.fixture(path)]))
}

#[test]
fn cells_of_the_orders() {
    let sandbox = Sandbox::new();
    for (path, no, column, want) in [
        ("jd/orders_v1.csv", "110000000202", "items", "样例收纳盒 小号，样例陶瓷杯 400ml"),
        ("jd/orders_v3.csv", "110000000202", "flag", "red"),
        ("jd/orders_v3.csv", "110000000202", "buyer_note", "周末送,谢谢"),
        ("jd/orders_v3.csv", "110000000203", "status_raw", "(锁定)等待出库"),
        ("jd/orders_v2.csv", "110000000202", "phone", "19900000002"),
        ("pdd/orders_v1.csv", "261101-300000000000003", "address", "浙江省 杭州市 余杭区 五常街道样例路3号"),
        ("pdd/orders_v3.csv", "261101-300000000000003", "tracking_no", "7300000000301"),
        ("pdd/orders_v3.csv", "261101-300000000000003", "quantity", "6"),
        ("pdd/orders_v3.csv", "261101-300000000000001", "created_at", ""),
        ("pdd/orders_v3.csv", "261101-300000000000003", "buyer", ""),
        ("douyin/orders_v2.csv", "6900000000000000402", "flag", "red"),
        ("douyin/orders_v3.csv", "6900000000000000403", "carrier", "样例速递"),
        ("douyin/orders_v3.csv", "6900000000000000403", "tracking_no", "7300000000401"),
        ("douyin/orders_v3.csv", "6900000000000000403", "quantity", "2"),
        ("douyin/orders_v2.csv", "6900000000000000403", "address", "浙江省 杭州市 余杭区 五常街道 ***"),
        ("kuaishou/orders_v2.xlsx", "2500000000000502", "flag", "red"),
        ("kuaishou/orders_v2.xlsx", "2500000000000502", "address", "浙江省 杭州市 余杭区 五常街道 样例路5号"),
        ("kuaishou/orders_v2.xlsx", "2500000000000503", "address", "浙江省杭州市余杭区五常街道样例路5号"),
        ("xiaohongshu/orders.xlsx", "P700000000000000602", "items", "样例收纳盒，样例陶瓷杯，样例杯刷"),
        ("xiaohongshu/orders.xlsx", "P700000000000000602", "seller_note", "加急"),
        ("xiaohongshu/orders.xlsx", "P700000000000000602", "shop", "样例小铺"),
        ("weixin/orders.xlsx", "3720000000000000702", "items", "样例收纳盒，样例陶瓷杯"),
        ("youzan/items.xlsx", "E20261101100000000000802", "quantity", "2"),
        ("erp/jushuitan_orders.xlsx", "9005000000000000902", "platform", "taobao"),
        ("erp/jushuitan_orders.xlsx", "9005000000000000902", "shop", "样例小铺"),
        ("erp/jushuitan_orders.xlsx", "9005000000000000904", "items", "样例收纳盒"),
        ("erp/jushuitan_details.xlsx", "9005000000000000904", "platform", "jd"),
        ("erp/jushuitan_details.xlsx", "9005000000000000904", "quantity", "2"),
        ("erp/jushuitan_details.xlsx", "9005000000000000904", "payable", ""),
    ] {
        assert_eq!(cell(&list(&sandbox, path), no, column), want, "{path}: {no}: {column}");
    }
}

#[test]
fn cells_of_the_refunds() {
    let sandbox = Sandbox::new();
    for (path, no, column, want) in [
        ("jd/aftersales.csv", "3900000000000202", "back_tracking_no", "7300000000202"),
        ("pdd/aftersales.xlsx", "90300000004", "back_signed_at", "2026-11-09T18:00:00+08:00"),
        ("pdd/aftersales.xlsx", "90300000005", "back_signed_at", ""),
        ("douyin/aftersales.csv", "147000000000000406", "goods_state", "已签收"),
        ("pdd/aftersales.xlsx", "90300000003", "due_at", "2026-11-08T10:00:00+08:00"),
        ("pdd/aftersales.xlsx", "90300000003", "due_source", "column due_at"),
        ("pdd/aftersales.xlsx", "90300000003", "goods_state", "已收货"),
        ("pdd/aftersales.xlsx", "90300000001", "refunded_at", "2026-11-06T11:00:00+08:00"),
        ("pdd/aftersales.xlsx", "90300000004", "back_tracking_no", "7300000000309"),
        ("douyin/aftersales.csv", "147000000000000405", "due_at", "2026-11-04T13:00:00+08:00"),
        ("douyin/aftersales.csv", "147000000000000405", "item_no", "6900000000000000402"),
        ("douyin/aftersales.csv", "147000000000000401", "refunded_at", "2026-11-02T14:00:00+08:00"),
        ("douyin/aftersales.csv", "147000000000000406", "back_carrier", "样例快运"),
        ("kuaishou/aftersales_v1.xlsx", "9100000000000501", "applied_at", "2026-11-02T13:00:00+08:00"),
        ("erp/aftersales.xlsx", "AS0000903", "platform", "taobao"),
        ("erp/aftersales.xlsx", "AS0000903", "shop", "样例小铺"),
    ] {
        let sheet = Sheet::of(&sandbox.ok(&["refunds", "list", &sandbox.fixture(path)]));
        assert_eq!(sheet.cell("refund_no", no, column), want, "{path}: {no}: {column}");
    }
}

/// Orders and after-sales meet by their numbers, whichever file comes first.
#[test]
fn after_sales_join_their_orders() {
    let files = [
        "pdd/aftersales.xlsx",
        "pdd/orders_v3.csv",
        "douyin/orders_v3.csv",
        "douyin/aftersales.csv",
        "jd/aftersales.csv",
        "jd/orders_v4.csv",
        "kuaishou/orders_v2.xlsx",
        "kuaishou/aftersales_v2.xlsx",
    ];
    let mut lists = Vec::new();
    for turned in [false, true] {
        let sandbox = Sandbox::new();
        let mut names: Vec<String> = files.iter().map(|f| sandbox.fixture(f)).collect();
        if turned {
            names.reverse();
        }
        for name in &names {
            sandbox.ok(&["import", name]);
        }
        let args = ["orders", "list", "--sort", "platform,order_no", "--columns"];
        lists.push(sandbox.ok(&[&args[..], &["order_no,status,payable,paid,refunded"]].concat()));
        let cases = Sheet::of(&sandbox.ok(&["refunds", "list"]));
        assert_eq!(cases.len(), 24);
        assert_eq!(cases.cell("refund_no", "147000000000000402", "product"), "样例收纳盒 小号");
    }
    assert_eq!(lists[0], lists[1]);
    let sheet = Sheet::of(&lists[0]);
    // 5.00 of 30.50: the words of the order alone did not tell.
    assert_eq!(cell(&sheet, "261101-300000000000006", "refunded"), "5.00");
    assert_eq!(cell(&sheet, "6900000000000000404", "refunded"), "33.50");
    assert_eq!(cell(&sheet, "6900000000000000406", "refunded"), "30.00");
}

#[test]
fn every_platform_is_imported_in_one_command() {
    let sandbox = Sandbox::new();
    let files = [
        "jd/orders_v4.csv",
        "pdd/orders_v3.csv",
        "douyin/orders_v3.csv",
        "kuaishou/orders_v2.xlsx",
        "xiaohongshu/orders.xlsx",
        "weixin/orders.xlsx",
        "youzan/items.xlsx",
        "erp/jushuitan_orders.xlsx",
        "erp/aftersales.xlsx",
    ];
    let names: Vec<String> = files.iter().map(|f| sandbox.fixture(f)).collect();
    let mut args = vec!["import"];
    args.extend(names.iter().map(String::as_str));
    let sheet = Sheet::of(&sandbox.ok(&args));
    assert_eq!(sheet.len(), files.len());
    assert!(sheet.column("new").iter().all(|n| *n != "0"));
}

/// The parent of a split order is listed, but its money stands in its parts.
#[test]
fn a_split_parent_is_in_no_figure() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("jd/orders_v4.csv");
    let report = Sheet::of(&sandbox.ok(&["report", "daily", "--date", "2018-11-01", &file]));
    let of = |metric: &str| {
        let places = report.column("metric").iter().position(|m| *m == metric).expect("the metric");
        report.column("value")[places].to_owned()
    };
    assert_eq!(of("orders_created"), "6", "without 110000000206");
    assert_eq!(of("paid_amount"), "1324.50");
}

const XHS: &str = "订单号,订单状态,售后状态,SKU名称,SKU件数,用户应付金额(元),商家应收金额(元)（支付金额）,支付时间,订单创建时间,店铺名称\n";

fn xhs(rows: &[(&str, &str)]) -> String {
    let mut out = XHS.to_owned();
    for (no, amount) in rows {
        out.push_str(&format!(
            "{no},待发货,无售后,杯,1,{amount},{amount},2026-11-20 10:05:00,2026-11-20 10:00:00,店\n"
        ));
    }
    out
}

#[test]
fn amounts_of_the_row_or_of_the_order_are_not_guessed() {
    let sandbox = Sandbox::new();
    let args = ["orders", "list", "--columns", "order_no,payable"];
    let differ =
        sandbox.write("a.csv", xhs(&[("P1", "10.00"), ("P2", "5.00"), ("P1", "10.00"), ("P1", "3.00")]));
    let sheet = Sheet::of(&sandbox.ok(&[&args[..], &[&differ]].concat()));
    assert_eq!(cell(&sheet, "P1", "payable"), "23.00", "rows that differ are the rows' own");
    let alike = sandbox.write("b.csv", xhs(&[("P1", "10.00"), ("P2", "5.00"), ("P1", "10.00")]));
    let run = sandbox.cs(&[&args[..], &[&alike]].concat()).run();
    assert_eq!(run.code, 3);
    assert!(
        run.stderr.contains("b.csv:4: 用户应付金额(元): Payable is 10.00 in every row of order P1"),
        "{}",
        run.stderr
    );
    let run = sandbox.cs(&[&args[..], &["--keep-going", "--rejects", "bad.csv", &alike]].concat()).run();
    assert_eq!(run.code, 5, "{}", run.stderr);
    assert_eq!(Sheet::of(&run.stdout).column("order_no"), ["P2"]);
    assert_eq!(sandbox.read("bad.csv").matches("P1,").count(), 2, "{}", sandbox.read("bad.csv"));
    // A layout of one's own settles it.
    let own = sandbox.ok(&["formats", "show", "xiaohongshu-orders"]);
    assert!(own.contains("unsure = [\"payable\", \"received\"]"));
    sandbox.write("mine.toml", own.replace("unsure =", "sum ="));
    let sheet = Sheet::of(&sandbox.ok(&[&args[..], &["--layout", "mine.toml", &alike]].concat()));
    assert_eq!(cell(&sheet, "P1", "payable"), "20.00");
}

const JST: &str =
    "订单号,线上订单号,店铺,下单时间,付款日期,应付金额,状态,订单类型,平台站点,原始线上订单号,商品名称,数量\n";

fn jst(rows: &[(&str, &str, &str, &str)]) -> String {
    let mut out = JST.to_owned();
    for (inner, online, own, kind) in rows {
        out.push_str(&format!(
            "{inner},\"{online}\",店,2026-11-20 10:00:00,2026-11-20 10:05:00,10.00,已发货,{kind},京东,{own},杯,1\n"
        ));
    }
    out
}

#[test]
fn what_an_erp_split_or_merged_is_refused() {
    let sandbox = Sandbox::new();
    let args = ["orders", "list", "--columns", "order_no,payable"];
    for (rows, said) in [
        (
            vec![("1", "801", "801", "普通订单"), ("2", "801", "801", "普通订单")],
            "the order was split into 1 and 2",
        ),
        (
            vec![("1", "801,802", "801", "普通订单"), ("1", "801,802", "802", "普通订单")],
            "1 merges several orders",
        ),
        (vec![("1", "801,802", "", "普通订单")], "is no order number"),
        (vec![("1", "803", "801", "普通订单")], "two columns of the order number disagree"),
    ] {
        let file = sandbox.write("jst.csv", jst(&rows));
        let run = sandbox.cs(&[&args[..], &[&file]].concat()).run();
        assert_eq!(run.code, 3, "{said}");
        assert!(run.stderr.contains(said), "{said}: {}", run.stderr);
    }
    let file =
        sandbox.write("jst.csv", jst(&[("1", "801", "801", "普通订单"), ("2", "801", "801", "换货订单")]));
    let sheet = Sheet::of(&sandbox.ok(&[&args[..], &[&file]].concat()));
    assert_eq!(sheet.column("order_no"), ["801", "2"], "an exchange stands for itself");
}

#[test]
fn a_refund_without_a_platform_is_refused() {
    let sandbox = Sandbox::new();
    let header = "平台订单号,售后单号,店铺名称,售后类型,平台售后状态,申请退款金额,申请时间";
    let row = "801,AS1,店,仅退款,退款成功,5.00,2026-11-01 10:00:00";
    let file = sandbox.write("erp.csv", format!("{header}\n{row}\n"));
    let run = sandbox.cs(&["import", &file]).run();
    assert_eq!(run.code, 3);
    assert!(run.stderr.contains("name it with `--platform`"), "{}", run.stderr);
    sandbox.ok(&["import", "--platform", "jd", &file]);
}

#[test]
fn guessed_columns_are_told_at_import() {
    let sandbox = Sandbox::new();
    let run = sandbox.cs(&["import", &sandbox.fixture("jd/aftersales.csv")]).run().done();
    assert!(run.stderr.contains("some columns of the layout jd-aftersales are guesses"), "{}", run.stderr);
}
