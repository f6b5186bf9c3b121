//! Lines of bills: which of them moved money, and which way.

use crate::sandbox::{Sandbox, Sheet};

fn imported(text: &str) -> Sheet {
    let sandbox = Sandbox::new();
    let file = sandbox.write("bill.csv", text);
    sandbox.ok(&["import", &file]);
    Sheet::of(&sandbox.ok(&["export", "payments", "-F", "csv", "--reveal"]))
}

/// Number, direction, amount, refunded of each line.
fn lines(sheet: &Sheet) -> Vec<[String; 4]> {
    let column = |key| sheet.column(key).into_iter().map(str::to_owned);
    let numbers = column("pay_no").zip(column("direction"));
    let amounts = column("amount").zip(column("refunded"));
    let mut all: Vec<_> =
        numbers.zip(amounts).map(|((no, way), (amount, back))| [no, way, amount, back]).collect();
    all.sort();
    all
}

const ALIPAY: &str = "导出时间：[2026-11-20 09:12:52]\n\
    ------------------------支付宝（中国）网络技术有限公司  电子客户回单------------------------\n\
    交易时间,交易分类,交易对方,对方账号,商品说明,收/支,金额,收/付款方式,交易状态,交易订单号,商家订单号,备注,\n";

#[test]
fn closed_and_unpaid_lines_of_alipay_move_no_money() {
    let line = |no: u32, way: &str, amount: &str, state: &str| {
        format!(
            "2026-11-{no:02} 01:23:45,日用百货,店A,a***@x,杯子,{way},{amount},余额宝,{state},20261101220011000{no:02},T200P{no},,\n"
        )
    };
    let text = [
        ALIPAY.to_owned(),
        line(1, "支出", "123.45", "交易成功"),
        line(2, "支出", "0.12", "交易关闭"),
        line(3, "收入", "5.00", "交易关闭"),
        line(4, "支出", "8.00", "等待付款"),
        line(5, "支出", "9.00", "等待确认收货"),
        line(6, "不计收支", "20.00", "退款成功"),
        line(7, "支出", "3.00", "支付失败"),
        line(8, "支出", "4.00", "等待买家付款"),
        line(9, "支出", "6.00", "已关闭"),
        line(10, "收入", "7.00", "交易成功"),
    ]
    .concat();
    let sheet = imported(&text);
    let told = lines(&sheet);
    let ways: Vec<(&str, &str)> = told.iter().map(|line| (line[1].as_str(), line[2].as_str())).collect();
    let want = [
        ("out", "-123.45"),
        ("neutral", "0.12"),
        ("neutral", "5.00"),
        ("neutral", "8.00"),
        ("out", "-9.00"),
        ("neutral", "20.00"),
        ("neutral", "3.00"),
        ("neutral", "4.00"),
        ("neutral", "6.00"),
        ("in", "7.00"),
    ];
    assert_eq!(ways, want);
    assert_eq!(sheet.counts("status_raw")["交易关闭"], 2, "what the bill says is kept");
}

#[test]
fn a_line_that_was_closed_later_moves_its_money_back_out_of_the_sums() {
    let sandbox = Sandbox::new();
    let line = |state: &str| {
        format!(
            "{ALIPAY}2026-11-01 01:23:45,日用百货,店A,a***@x,杯子,支出,8.00,余额宝,{state},2026110122001100001,T200P1,,\n"
        )
    };
    for (name, state, exported, way) in [
        ("a.csv", "等待付款", "2026-11-18T09:00", "neutral"),
        ("b.csv", "等待发货", "2026-11-19T09:00", "out"),
        ("c.csv", "交易关闭", "2026-11-20T09:00", "neutral"),
    ] {
        let file = sandbox.write(name, line(state));
        sandbox.ok(&["import", &file, "--exported-at", exported]);
        let sheet = Sheet::of(&sandbox.ok(&["export", "payments", "-F", "csv"]));
        assert_eq!(sheet.column("direction"), [way], "{state}");
    }
}

#[test]
fn closed_lines_of_the_older_bill_move_no_money() {
    let text = "支付宝交易记录明细查询\n\
        ---------------------------------交易记录明细列表------------------------------------\n\
        交易号,商家订单号,交易创建时间,付款时间,最近修改时间,交易来源地,类型,交易对方,商品名称,金额（元）,收/支,交易状态,服务费（元）,成功退款（元）,备注,资金状态,\n\
        20191101220011000001,T200P1,2019-11-01 13:11:25,2019-11-01 13:11:26,2019-11-01 13:11:26,淘宝,支付宝担保交易,店A,杯子,398.00,支出,交易成功,0.00,20.00,,已支出,\n\
        20191101220011000002,T200P2,2019-11-02 13:11:25,,2019-11-02 13:11:26,淘宝,支付宝担保交易,店A,杯子,59.00,支出,交易关闭,0.00,0.00,,,\n\
        20191101220011000003,T200P3,2019-11-03 13:11:25,,2019-11-03 13:11:26,淘宝,支付宝担保交易,店A,杯子,58.00,支出,等待付款,0.00,0.00,,,\n";
    let told = lines(&imported(text));
    let ways: Vec<_> = told.iter().map(|line| (&line[1][..], &line[2][..], &line[3][..])).collect();
    assert_eq!(
        ways,
        [("out", "-398.00", "20.00"), ("neutral", "59.00", "0.00"), ("neutral", "58.00", "0.00")]
    );
}

#[test]
fn states_of_wechat_tell_what_moved_and_what_went_back() {
    let line = |no: u32, kind: &str, way: &str, amount: &str, state: &str| {
        format!(
            "2026-11-{no:02} 01:23:45,{kind},店A,杯子,{way},¥{amount},零钱,\"{state}\",\"42000{no:02}\t\",\"10{no:02}\t\",\"/\"\n"
        )
    };
    let text = [
        "微信支付账单明细,,,,,,,,,,\n----------------------微信支付账单明细列表--------------------,,,,,,,,,,\n\
         交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
            .to_owned(),
        line(1, "商户消费", "支出", "10.00", "支付成功"),
        line(2, "商户消费", "支出", "10.00", "已退款(￥3.00)"),
        line(3, "商户消费", "支出", "12.50", "已全额退款"),
        line(4, "店A-退款", "收入", "12.50", "已全额退款"),
        line(5, "商户消费", "支出", "7.00", "支付失败"),
        line(6, "商户消费", "支出", "8.00", "未支付"),
        line(7, "商户消费", "支出", "9.00", "已关闭"),
        line(8, "零钱提现", "/", "100.10", "提现已到账"),
        line(9, "商户消费", "支出", "1000.00", "已退款（¥1,000.00）"),
    ]
    .concat();
    let told = lines(&imported(&text));
    let ways: Vec<_> = told.iter().map(|line| (&line[1][..], &line[2][..], &line[3][..])).collect();
    let want = [
        ("out", "-10.00", ""),
        ("out", "-10.00", "3.00"),
        ("out", "-12.50", "12.50"),
        ("in", "12.50", ""),
        ("neutral", "7.00", ""),
        ("neutral", "8.00", ""),
        ("neutral", "9.00", ""),
        ("neutral", "100.10", ""),
        ("out", "-1000.00", "1000.00"),
    ];
    assert_eq!(ways, want);
}

/// A layout of one's own says it too.
#[test]
fn a_layout_names_the_states_that_move_nothing() {
    let sandbox = Sandbox::new();
    let layout = sandbox.write(
        "mine.toml",
        "name = \"mine\"\ntitle = { zh = \"自己的\", en = \"mine\" }\nkind = \"payments\"\nplatform = \"own\"\n\
         decimal = \".\"\nzone = \"+08:00\"\nrequires = [\"at\", \"amount\"]\n[columns]\nat = [\"when\"]\nentry_no = [\"no\"]\n\
         amount = [\"sum\"]\nstatus_raw = [\"state\"]\n[words.moved]\nno = [\"void\", \"waiting*\"]\n",
    );
    let file = sandbox.write(
        "bill.csv",
        "when,no,sum,state\n2026-11-01 10:00:00,1,-5.00,done\n2026-11-02 10:00:00,2,-6.00,void\n\
         2026-11-03 10:00:00,3,7.00,Waiting for payment\n2026-11-04 10:00:00,4,8.00,\n",
    );
    sandbox.ok(&["import", &file, "--layout", &layout]);
    let sheet = Sheet::of(&sandbox.ok(&["export", "payments", "-F", "csv"]));
    assert_eq!(sheet.column("direction"), ["out", "neutral", "neutral", "in"]);
    assert_eq!(sheet.column("amount"), ["-5.00", "-6.00", "7.00", "8.00"]);
    let wrong = sandbox.write("wrong.toml", sandbox.read("mine.toml").replace("no = [", "maybe = ["));
    let run = sandbox.cs(&["import", &file, "--layout", &wrong]).run();
    assert!(run.code != 0 && run.stderr.contains("maybe"), "{}", run.stderr);
}

/// What went out is out, whichever sign it bears beside the word; what came in with a minus is refused.
#[test]
fn the_word_and_the_sign_agree() {
    let head =
        "动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注\n";
    let sandbox = Sandbox::new();
    let file = sandbox.write(
        "ledger.csv",
        format!(
            "{head}S2,`6930162745589500002,`6930162745589500012,2026-11-10 08:00:00,收入,26.00,货款结算入账,184.00,商家货款入账\n\
             X1,,,2026-11-12 10:00:00,支出,-5.00,退换货运费险,207.00,保费扣除\n\
             X2,,,2026-11-13 10:00:00,支出,5.50,退换货运费险,201.50,保费扣除\n"
        ),
    );
    sandbox.ok(&["import", &file]);
    let sheet = Sheet::of(&sandbox.ok(&["export", "payments", "-F", "csv"]));
    assert_eq!(sheet.column("direction"), ["in", "out", "out"]);
    assert_eq!(sheet.column("amount"), ["26.00", "-5.00", "-5.50"]);
    assert_eq!(sheet.column("balance"), ["184.00", "207.00", "201.50"]);
    assert_eq!(sheet.column("order_no"), ["6930162745589500002", "", ""]);
    assert_eq!(sheet.column("item_no"), ["6930162745589500012", "", ""]);
    let bad = sandbox.write("bad.csv", format!("{head}S3,,,2026-11-10 08:00:00,收入,-26.00,货款,1.00,\n"));
    let run = sandbox.cs(&["import", &bad]).run().ends_with(3);
    assert!(run.stderr.contains("bad.csv:2: "), "{}", run.stderr);
}

/// The row below the header that explains one column only, and is blank in the others, is no settlement.
#[test]
fn a_row_that_explains_one_column_is_passed_over() {
    let sandbox = Sandbox::new();
    let head = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,下单时间,收入合计,支出合计\n";
    let row = "2026-11-01 05:59:20,'6917926768823640001,'6917926768823640001,97.02,聚合账户,已结算,2026-10-24 10:51:58,109.00,11.98\n";
    let file = sandbox.write("settle.csv", format!("{head} , , ,收入+支出, , , , , \n{row}"));
    sandbox.ok(&["import", &file]);
    assert_eq!(Sheet::of(&sandbox.ok(&["export", "settlements", "-F", "csv"])).column("amount"), ["97.02"]);
    // One that names an order is a settlement with a bad amount, and so is any row further down.
    for (name, text) in [
        ("named.csv", format!("{head} ,'6917926768823640001, ,收入+支出, , , , , \n{row}")),
        ("below.csv", format!("{head}{row} , , ,收入+支出, , , , , \n")),
    ] {
        let bad = sandbox.write(name, text);
        assert_eq!(sandbox.cs(&["import", &bad]).run().code, 3, "{name}");
    }
}
