//! Amounts and sums without room: no figure, said in words; never the largest one that fits.

use crate::sandbox::Sandbox;

const MOST: &str = "92233720368547758.07";

fn refunds(amounts: &[&str]) -> String {
    let row = |(n, amount): (usize, &&str)| {
        format!("80010{n},90010{n},退款成功,仅退款,{amount},2026-11-20 10:00:00,2026-11-20 11:00:00\n")
    };
    format!(
        "退款编号,订单编号,退款状态,退款类型,退款金额,申请时间,退款完成时间\n{}",
        amounts.iter().enumerate().map(row).collect::<String>()
    )
}

fn orders(amounts: &[&str]) -> String {
    let row = |(n, amount): (usize, &&str)| {
        format!("90010000000000010{n},paid,{amount},2026-11-20 10:00:00,2026-11-20 10:05:00\n")
    };
    format!(
        "order_no,status,paid,created_at,paid_at\n{}",
        amounts.iter().enumerate().map(row).collect::<String>()
    )
}

mod faults {
    use super::*;

    #[test]
    fn figures_of_refunds() {
        let sandbox = Sandbox::new();
        let layout = "name = \"mine\"\ntitle = { zh = \"我的退款\", en = \"my refunds\" }\nplatform = \"taobao\"\nkind = \"refunds\"\n\
            requires = [\"refund_no\"]\n[columns]\nrefund_no = [\"退款编号\"]\norder_no = [\"订单编号\"]\nrefund_state = [\"退款状态\"]\n\
            refund_kind = [\"退款类型\"]\namount = [\"退款金额\"]\napplied_at = [\"申请时间\"]\ndone_at = [\"退款完成时间\"]\n\
            [words.refund_state]\nsuccess = [\"退款成功\"]\n";
        sandbox.write("mine.toml", layout);
        let file = sandbox.write("refunds.csv", refunds(&[MOST, MOST]));
        let run = sandbox.cs(&["refunds", "stats", &file, "--layout", "mine.toml", "-F", "csv"]).run().done();
        assert!(!run.stdout.contains(MOST.split('.').next().expect("digits")), "{}", run.stdout);
        assert!(run.stderr.contains("too large to add up"), "{}", run.stderr);
    }

    #[test]
    fn a_sum_of_the_day() {
        let sandbox = Sandbox::new();
        let file = sandbox.write("orders.csv", orders(&[MOST, MOST]));
        let run = sandbox.cs(&["report", "daily", &file, "--date", "2026-11-20", "-F", "csv"]).run().done();
        let sheet = crate::sandbox::Sheet::of(&run.stdout);
        assert_eq!(sheet.cell("metric", "paid_amount", "value"), "", "{}", run.stdout);
        assert!(run.stderr.contains("too large to add up"), "{}", run.stderr);
    }

    #[test]
    fn one_amount() {
        let sandbox = Sandbox::new();
        let file = sandbox.write("orders.csv", orders(&["92233720368547758.08"]));
        let run = sandbox.cs(&["orders", "list", &file, "-F", "csv"]).run().ends_with(3);
        assert!(run.stderr.contains("orders.csv:2:") && run.stderr.contains("too large"), "{}", run.stderr);
    }
}
