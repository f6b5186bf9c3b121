//! What a closed order is follows from all that is known of it, in however many tables that stands.

use super::both_ways;

const ONE: &str = "\
order_no,status,payable,paid,refunded,paid_at,created_at
7001,closed,100.00,100.00,0.00,,2026-11-18 10:00:00
7002,closed,100.00,0.00,0.00,,2026-11-18 10:00:00
";

/// Orders that tell no amount that was paid.
const ORDERS: &str = "\
\"订单编号\",\"买家会员名\",\"总金额\",\"订单状态\",\"收货人姓名\",\"联系手机\",\"收货地址 \",\"订单创建时间\",\"订单付款时间 \",\"宝贝标题 \"
\"7001\",\"ann\",\"100.00\",\"交易关闭\",\"安某\",\"19900000001\",\"浙江省 杭州市 余杭区 样例路2号\",\"2026-11-18 10:00:00\",\"\",\"cup\"
\"7002\",\"bob\",\"100.00\",\"交易关闭\",\"鲍某\",\"19900000002\",\"浙江省 杭州市 余杭区 样例路3号\",\"2026-11-18 10:00:00\",\"\",\"cup\"
\"7003\",\"cid\",\"100.00\",\"交易关闭\",\"齐某\",\"19900000003\",\"浙江省 杭州市 余杭区 样例路4号\",\"2026-11-18 10:00:00\",\"\",\"cup\"
\"7004\",\"dan\",\"100.00\",\"买家已付款，等待卖家发货\",\"丁某\",\"19900000004\",\"浙江省 杭州市 余杭区 样例路5号\",\"2026-11-18 10:00:00\",\"2026-11-18 10:01:00\",\"cup\"
";

const ITEMS: &str = "\
\"子订单编号\",\"主订单编号\",\"标题\",\"价格\",\"购买数量\",\"订单状态\",\"买家应付货款\",\"买家实际支付金额\",\"退款状态\",\"退款金额\"
\"5001\",\"7001\",\"cup\",\"100.00\",\"1\",\"交易关闭\",\"100.00\",\"100.00\",\"没有申请退款\",\"无退款申请\"
\"5002\",\"7002\",\"cup\",\"100.00\",\"1\",\"交易关闭\",\"100.00\",\"0.00\",\"没有申请退款\",\"无退款申请\"
\"5003\",\"7003\",\"cup\",\"100.00\",\"1\",\"交易关闭\",\"100.00\",\"100.00\",\"退款成功\",\"100.00\"
";

const LIST: &[&str] = &["orders", "list"];

#[test]
fn of_one_table() {
    for list in both_ways(&[("orders.csv", ONE)], LIST, &[]) {
        assert_eq!(list.cell("order_no", "7001", "status"), "closed");
        assert_eq!(list.cell("order_no", "7002", "status"), "closed_unpaid");
    }
}

#[test]
fn of_two_tables() {
    let files = [("orders.csv", ORDERS), ("items.csv", ITEMS)];
    for list in both_ways(&files, LIST, &[]) {
        assert_eq!(list.cell("order_no", "7001", "paid"), "100.00");
        assert_eq!(list.cell("order_no", "7001", "status"), "closed");
        assert_eq!(list.cell("order_no", "7002", "status"), "closed_unpaid");
        assert_eq!(list.cell("order_no", "7003", "status"), "closed_refunded");
        assert_eq!(list.cell("order_no", "7004", "status"), "paid");
    }
}

#[test]
fn whichever_of_two_tables_was_imported_first() {
    let of = |files: [(&str, &str); 2]| {
        let sandbox = crate::sandbox::Sandbox::new();
        for (name, text) in files {
            sandbox.write(name, text);
            sandbox.ok(&["import", name]);
        }
        sandbox.ok(&[
            "orders",
            "list",
            "-F",
            "csv",
            "--columns",
            "order_no,status,paid",
            "--sort",
            "order_no",
        ])
    };
    let (orders, items) = (("orders.csv", ORDERS), ("items.csv", ITEMS));
    let told = of([orders, items]);
    assert!(told.contains("7001,closed,100.00\n"), "{told}");
    assert_eq!(of([items, orders]), told);
}
