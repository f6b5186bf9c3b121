//! A column that is empty in every row tells no more than one that is not there.

use super::both_outputs;

fn orders(address: [&str; 3]) -> String {
    let [a, b, c] = address;
    format!(
        "platform,order_no,status,buyer,receiver,phone,address,payable,paid,created_at,paid_at\n\
         taobao,A-1,paid,ann,Ann Lee,13800000001,{a},10.00,10.00,2026-11-20 10:00:00,2026-11-20 10:01:00\n\
         taobao,A-2,paid,bob,Bob Ray,13800000002,{b},10.00,10.00,2026-11-20 10:00:00,2026-11-20 10:01:00\n\
         taobao,A-3,paid,cid,Cid Poe,13800000003,{c},10.00,10.00,2026-11-20 10:00:00,2026-11-20 10:01:00\n"
    )
}

const CHECK: &[&str] = &["orders", "check-abnormal"];
const REST: &[&str] = &["--rule", "ADR-03", "--columns", "rule,order_no"];
const HOME: &str = "浙江省 杭州市 余杭区 五常街道 样例路2号";

#[test]
fn no_rule_speaks_from_it() {
    for output in both_outputs(&[("orders.csv", &orders(["", "", ""]))], CHECK, REST) {
        let output = output.done();
        assert_eq!(output.stdout, "rule,order_no\n");
        assert!(output.stderr.contains("could not run on 3 orders, Address"), "{}", output.stderr);
    }
}

#[test]
fn one_address_is_enough_to_miss_the_others() {
    for output in both_outputs(&[("orders.csv", &orders(["", HOME, ""]))], CHECK, REST) {
        assert_eq!(output.done().stdout, "rule,order_no\nADR-03,A-1\nADR-03,A-3\n");
    }
}

#[test]
fn however_far_down_it_stands() {
    let mut text = orders(["", "", ""]);
    for n in 10..3000 {
        text.push_str(&format!(
            "taobao,B-{n},finished,ann,Ann Lee,13800000001,,10.00,10.00,2026-11-20 10:00:00,2026-11-20 10:01:00\n"
        ));
    }
    let with_one =
        format!("{text}taobao,C-1,paid,dan,Dan Low,13800000004,{HOME},10.00,10.00,2026-11-20 10:00:00,\n");
    for output in both_outputs(&[("orders.csv", &text)], CHECK, REST) {
        assert_eq!(output.done().stdout, "rule,order_no\n");
    }
    for output in both_outputs(&[("orders.csv", &with_one)], CHECK, REST) {
        assert_eq!(output.done().stdout, "rule,order_no\nADR-03,A-1\nADR-03,A-2\nADR-03,A-3\n");
    }
}
