//! Bills, settlements, carrier bills, parcels, messages and sheets: every layout has a fixture, is found without
//! flags, and what is imported adds up to what was counted by hand.

use crate::sandbox::{MORNING, Sandbox, Sheet, cents};
use cs::layouts::{Catalog, Kind};
use cs::model::{Cell, Field, Zone, mask};
use cs::records;
use cs::records::GenericRecord;
use cs::store::{OrderFilter, Store};
use std::ops::ControlFlow;

/// Fixture, layout, rows, and what the lines add up to: in and out, or the total that is owed.
const FIXTURES: &[(&str, &str, usize, Sum)] = &[
    ("alipay/personal_2023.csv", "alipay-personal", 5, Sum::Flow("66.60", "-59.90")),
    ("alipay/personal_2019.csv", "alipay-personal", 3, Sum::Flow("0.01", "-199.00")),
    ("alipay/fund_2026.csv", "alipay-fund", 4, Sum::Flow("146.92", "-25.88")),
    ("alipay/fund_2012.csv", "alipay-fund", 2, Sum::Flow("59.00", "-15.50")),
    ("alipay/combo.xlsx", "alipay-combo", 3, Sum::Flow("1146.92", "-1000.88")),
    ("alipay/trade.csv", "alipay-trade", 2, Sum::Flow("59.00", "-20.00")),
    ("wechat/personal.csv", "wechat-personal", 4, Sum::Flow("23.00", "-87.50")),
    ("wechat/personal.xlsx", "wechat-personal", 3, Sum::Flow("82.50", "-59.00")),
    ("wechat/trade.csv", "wechat-trade", 3, Sum::Flow("258.00", "-20.00")),
    ("taobao/funds.csv", "qianniu-funds", 2, Sum::Flow("146.92", "-20.00")),
    ("pdd/funds.csv", "pdd-funds", 5, Sum::Flow("61.80", "-99643.78")),
    ("douyin/settlement.xlsx", "douyin-settlement", 3, Sum::Flow("1156.62", "-31.82")),
    ("douyin/funds.csv", "douyin-funds", 3, Sum::Flow("56.05", "-50.00")),
    ("jd/settlement_v1.xlsx", "jd-settlement", 3, Sum::Flow("1036.80", "-15.64")),
    ("jd/settlement_v2.xlsx", "jd-settlement", 2, Sum::Flow("36.80", "-1.84")),
    ("courier/express.xlsx", "express-bill", 4, Sum::Of(Field::Payable, 7130)),
    ("courier/jd_warehouse.csv", "jd-warehouse", 4, Sum::Of(Field::Payable, 8800)),
    ("courier/sf.xlsx", "sf-bill", 2, Sum::Of(Field::Payable, 95850)),
    ("douyin/waybills.csv", "douyin-waybills", 2, Sum::None),
    ("generic/parcels.csv", "generic-parcels", 1, Sum::None),
    ("generic/messages.csv", "generic-messages", 3, Sum::None),
    ("generic/stock.csv", "generic-stock", 3, Sum::Of(Field::Quantity, 150)),
    ("generic/promotions.csv", "generic-promotions", 2, Sum::Of(Field::Price, 6980)),
    ("generic/gifts.csv", "generic-gifts", 1, Sum::Of(Field::Amount, 9900)),
    ("generic/roster.csv", "generic-roster", 3, Sum::None),
    ("generic/tracks.csv", "generic-tracks", 4, Sum::None),
    ("generic/tracks_en.csv", "generic-tracks", 2, Sum::None),
    ("generic/notices.csv", "generic-notices", 2, Sum::None),
    ("generic/agent_days.csv", "generic-agent-days", 3, Sum::Of(Field::Amount, 508_950)),
    ("generic/agent_days_en.csv", "generic-agent-days", 1, Sum::Of(Field::Chats, 52)),
    ("generic/shop_scores.csv", "generic-shop-scores", 3, Sum::None),
    ("generic/penalties.csv", "generic-penalties", 2, Sum::Of(Field::Amount, 500)),
    ("generic/areas_not_served.csv", "generic-areas-not-served", 2, Sum::None),
    ("generic/tariffs.csv", "generic-tariffs", 2, Sum::Of(Field::FirstPrice, 1520)),
    ("generic/bundles.csv", "generic-bundles", 2, Sum::Of(Field::Quantity, 3)),
    ("generic/franchise_ratios.csv", "generic-franchise-ratios", 3, Sum::None),
    ("generic/holidays.csv", "generic-holidays", 3, Sum::None),
];

enum Sum {
    Flow(&'static str, &'static str),
    Of(Field, i64),
    None,
}

/// Everything of these kinds that the database holds, by kind.
fn stored(sandbox: &Sandbox) -> Vec<GenericRecord> {
    let store = Store::open_read(&sandbox.database()).expect("it opens").expect("a database");
    let mut lines = Vec::new();
    for schema in records::generic() {
        store
            .each_line(schema, &OrderFilter::default(), &mut |line| {
                lines.push(line.clone());
                Ok(ControlFlow::Continue(()))
            })
            .expect("lines");
    }
    lines
}

/// A value as somebody without `--reveal` may see it.
fn shown(line: &GenericRecord, field: Field) -> String {
    match line.cell(field) {
        Cell::Empty => String::new(),
        Cell::Int(n) => n.to_string(),
        Cell::Money(m) => m.to_string(),
        Cell::Time(at) => at.iso(Zone::CHINA),
        Cell::Word(key, ..) => key.to_owned(),
        Cell::Id(t) => t.into_owned(),
        Cell::Text(t) => mask::text(&t).into_owned(),
        Cell::Nick(t) => mask::nick(&t).into_owned(),
        Cell::Name(t) => mask::name(&t).into_owned(),
        Cell::Phone(t) => mask::phone(&t).into_owned(),
        other => panic!("{other:?}"),
    }
}

fn told(lines: &[GenericRecord]) -> String {
    let mut out = String::new();
    for line in lines {
        out.push_str(&format!("{} {} [{}] {}\n", line.kind.key, line.platform, line.shop, line.line_no));
        for field in line.kind.own().iter().filter_map(|column| column.field) {
            let text = shown(line, field);
            if !text.is_empty() {
                out.push_str(&format!("  {field}: {text}\n"));
            }
        }
        if !line.extra.is_empty() {
            out.push_str(&format!("  + {}\n", line.extra));
        }
    }
    out
}

#[test]
fn every_layout_has_a_fixture_and_is_found_without_flags() {
    let sandbox = Sandbox::new();
    for layout in Catalog::new(&[]).expect("the layouts").all().expect("the layouts") {
        // What `cs export` writes is tried in `export.rs`, every kind of it.
        if matches!(layout.kind, Kind::Lines(_)) && !layout.export {
            assert!(FIXTURES.iter().any(|f| f.1 == layout.name), "{} has no fixture", layout.name);
        }
    }
    for (path, layout, ..) in FIXTURES {
        let sheet = Sheet::of(&sandbox.ok(&["formats", "detect", &sandbox.fixture(path)]));
        assert_eq!(sheet.column("layout"), [*layout], "{path}");
    }
}

#[test]
fn what_is_imported_adds_up() {
    for (path, layout, rows, sum) in FIXTURES {
        let sandbox = Sandbox::new();
        let file = sandbox.fixture(path);
        let out = Sheet::of(&sandbox.ok(&["import", &file]));
        assert_eq!(out.column("new"), [rows.to_string()], "{path}");
        let lines = stored(&sandbox);
        assert_eq!(lines.len(), *rows, "{path}");
        match sum {
            Sum::Flow(income, outgo) => {
                let of =
                    |plus: bool| lines.iter().map(|l| l.flow().0).filter(|m| (*m > 0) == plus).sum::<i64>();
                assert_eq!((of(true), of(false)), (cents(income), -cents(&outgo[1..])), "{path}");
            }
            Sum::Of(field, want) => {
                let all = lines.iter().filter_map(|l| l.count(*field)).sum::<i64>();
                assert_eq!(all, *want, "{path}");
            }
            Sum::None => {}
        }
        insta::assert_snapshot!(format!("{layout}_{}", path.replace(['/', '.'], "_")), told(&lines));

        // The same again changes nothing.
        let again = Sheet::of(&sandbox.ok(&["import", &file]));
        assert_eq!(again.column("unchanged"), [rows.to_string()], "{path}");
        assert_eq!(stored(&sandbox), lines, "{path}");
        assert_eq!(sandbox.ok(&["db", "check"]), "the database is sound\n");
        assert_eq!(sandbox.ok(&["doctor"]), "the database is sound\n", "{path}");
    }
}

#[test]
fn a_bill_that_was_cut_off_is_told() {
    let sandbox = Sandbox::new();
    let said = |path: &str| {
        let run = sandbox.cs(&["import", "-n", &sandbox.fixture(path)]).run().done();
        run.stderr.lines().filter(|l| l.contains("declares")).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        said("alipay/personal_2023.csv"),
        ["alipay/personal_2023.csv: the file declares 7 records, 5 were found: check that it is whole"]
    );
    // Counted above the table, below it, in two parts, and beside the totals.
    for path in
        ["wechat/personal.csv", "alipay/personal_2019.csv", "alipay/fund_2026.csv", "wechat/trade.csv"]
    {
        assert!(said(path).is_empty(), "{path}");
    }
    let cut = |path: &str, from: &str, to: &str| {
        let file = sandbox.changed(path, "cut.csv", from, to);
        sandbox.cs(&["import", "-n", &file]).run().done().stderr
    };
    assert!(cut("alipay/personal_2019.csv", "共3笔", "共4笔").contains("declares 4 records, 3 were"));
    assert!(
        cut("alipay/fund_2026.csv", "支出合计：3笔", "支出合计：5笔").contains("declares 6 records, 4 were")
    );
    assert!(cut("wechat/trade.csv", "`3,`258", "`9,`258").contains("declares 9 records, 3 were"));
    let zh = sandbox.cs(&["import", "-n", &sandbox.fixture("alipay/personal_2023.csv")]).zh().run().done();
    assert!(zh.stderr.contains("文件写明共 7 笔，实际有 5 笔"), "{}", zh.stderr);
}

#[test]
fn what_stands_below_the_totals_is_not_passed_over() {
    let sandbox = Sandbox::new();
    let bill = sandbox.read(&sandbox.fixture("wechat/trade.csv"));
    let import = |name: &str, text: String| {
        sandbox.cs(&["import", "-n", &sandbox.write(name, text)]).run().ends_with(3).stderr
    };
    let told =
        import("joined.csv", format!("{bill}{}", bill.replace("2026110600000000", "2026110600000900")));
    assert!(told.contains("joined.csv: line 7 stands below the totals"), "{told}");
    let no_totals = bill.rsplit_once("`3,").expect("totals").0;
    let row = bill.lines().nth(1).expect("a row");
    let told = import("cut.csv", format!("{no_totals}{row}\n"));
    assert!(told.contains("cut.csv: line 6 stands below the totals"), "{told}");
}

#[test]
fn a_trade_that_goes_on_is_the_same_line() {
    let sandbox = Sandbox::new();
    sandbox.ok(&["import", &sandbox.fixture("alipay/personal_2023.csv"), "--exported-at", "2026-11-08"]);
    let newer = sandbox.changed(
        "alipay/personal_2023.csv",
        "newer.csv",
        "支出                  ,49.90",
        "不计收支,49.90",
    );
    let out = Sheet::of(&sandbox.ok(&["import", &newer, "--exported-at", "2026-11-09"]));
    assert_eq!((out.column("new"), out.column("changed")), (vec!["0"], vec!["1"]));
    let flows: i64 = stored(&sandbox).iter().map(|l| l.flow().0.min(0)).sum();
    assert_eq!(flows, -1000, "what was closed went out no more");
    // And the older file, which still calls it paid, changes nothing.
    let older = sandbox.fixture("alipay/personal_2023.csv");
    sandbox.ok(&["import", &older, "--exported-at", "2026-11-08T12:00"]);
    assert_eq!(stored(&sandbox).iter().map(|l| l.flow().0.min(0)).sum::<i64>(), -1000);
}

#[test]
fn what_is_doubtful_is_refused() {
    let refused = |path: &str, from: &str, to: &str| {
        let sandbox = Sandbox::new();
        let file = sandbox.changed(path, "changed.csv", from, to);
        let run = sandbox.cs(&["import", &file]).run().ends_with(3);
        assert!(!sandbox.database().exists() || stored(&sandbox).is_empty());
        run.stderr
    };
    let fund = "alipay/fund_2026.csv";
    insta::assert_snapshot!(
        "doubtful",
        [
            refused(fund, "146.92,0.00", "146.92,-0.01"),
            refused(fund, "0.00,-0.88", "0.00,0.88"),
            refused(fund, "0.00,-0.88", ","),
            refused(fund, "1700000000000000002", "1700000000000000001"),
            refused(fund, "1700000000000000002", "1.70E+18"),
            refused("wechat/personal.csv", "\"收入\",\"¥23.00\"", "\"转入\",\"¥23.00\""),
            refused("wechat/personal.csv", "\"收入\",\"¥23.00\"", "\"收入\",\"¥-23.00\""),
            refused("pdd/funds.csv", "61.80,0", "61.805,0"),
        ]
        .concat()
    );
}

#[test]
fn the_row_below_the_header_is_data_where_it_holds_data() {
    let sandbox = Sandbox::new();
    let head = "结算时间,订单号,子订单号,结算金额,结算单类型,收入合计,支出合计";
    let row = "2026-10-25 00:10:00,6900000000000000004,6900000000000000004,31.82,普通结算,33.50,-1.68";
    sandbox.write("plain.csv", format!("{head}\n{row}\n"));
    sandbox.write("told.csv", format!("{head}\n到账时间,单号,单号,2 位小数,类型,合计 3,合计\n{row}\n"));
    for file in ["plain.csv", "told.csv"] {
        assert_eq!(Sheet::of(&sandbox.ok(&["import", "-n", file])).column("read"), ["1"], "{file}");
    }
}

#[test]
fn lines_find_their_shop_and_stay_apart() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("pdd/funds.csv");
    sandbox.ok(&["import", &file]);
    let named = sandbox.cs(&["import", &file, "--shop", "样例甲店"]).run().done();
    assert!(stored(&sandbox).iter().all(|l| l.shop == "样例甲店"));
    assert_eq!(stored(&sandbox).len(), 5);
    assert!(named.stderr.contains("Pinduoduo 样例甲店: "), "{}", named.stderr);
    assert!(
        !named.stderr.contains("no shop name"),
        "the grid forgets a shop without lines: {}",
        named.stderr
    );
    // Numbers that were made say nothing of whose they are: another shop has lines of its own.
    sandbox.ok(&["import", &file, "--shop", "样例乙店"]);
    assert_eq!(stored(&sandbox).len(), 10);
    assert_eq!(sandbox.ok(&["doctor"]), "the database is sound\n");
}

#[test]
fn lists_of_orders_pass_over_other_kinds() {
    let sandbox = Sandbox::new();
    let alone = sandbox.ok(&["orders", "check-abnormal", &sandbox.fixture_as(MORNING, "alone.csv")]);
    sandbox.fixture_as(MORNING, "folder/orders.csv");
    for (path, ..) in FIXTURES {
        sandbox.fixture_as(path, &format!("folder/{}", path.replace('/', "_")));
    }
    let run = sandbox.cs(&["orders", "check-abnormal", "folder/"]).run().done();
    assert_eq!(run.stdout, alone);
    assert!(!run.stderr.contains("passed over"), "{}", run.stderr);
    let none = sandbox.cs(&["orders", "list", &sandbox.fixture("pdd/funds.csv")]).run().done();
    assert_eq!(Sheet::of(&none.stdout).len(), 0);
    assert!(none.stderr.contains("hold no orders"), "{}", none.stderr);
}

#[test]
fn a_folder_of_bills_ends_in_the_grid() {
    let sandbox = Sandbox::new();
    sandbox.fixture_as(MORNING, "folder/orders.csv");
    for path in ["pdd/funds.csv", "alipay/fund_2026.csv", "generic/stock.csv"] {
        sandbox.fixture_as(path, &format!("folder/{}", path.replace('/', "_")));
    }
    insta::assert_snapshot!("grid", sandbox.cs(&["import", "folder"]).run().done().whole());
    insta::assert_snapshot!("grid_zh", sandbox.cs(&["import", "folder"]).zh().run().done().stderr);
    let list = sandbox.cs(&["orders", "check-abnormal"]).run().done();
    let ages: Vec<&str> = list.stderr.lines().filter(|l| l.contains("data as of")).collect();
    assert!(
        ages.len() == 1 && ages[0].starts_with("样例小铺"),
        "the age of bills says nothing of orders: {ages:?}"
    );
    let info = Sheet::of(&sandbox.ok(&["db", "info"]));
    assert_eq!(info.cell("key", "payments", "value"), "9");
    assert_eq!(info.cell("key", "stock", "value"), "3");
}

#[test]
fn a_layout_of_bills_is_tried_out() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("alipay/personal_2023.csv");
    insta::assert_snapshot!("tried", sandbox.ok(&["formats", "test", "alipay-personal", &file]));
}

/// Another wallet's bill with nearly the same headings.
#[test]
fn a_bill_of_nobody_known_is_refused() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "jd.csv",
        "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号,备注\n",
    );
    let run = sandbox.cs(&["formats", "detect", "jd.csv"]).run().ends_with(3);
    assert!(run.stderr.contains("交易对方"), "{}", run.stderr);
}

#[test]
fn only_files_of_a_kind() {
    let sandbox = Sandbox::new();
    let file = sandbox.fixture("pdd/funds.csv");
    sandbox.ok(&["import", "-n", "--kind", "payments", &file]);
    sandbox.cs(&["import", "-n", "--kind", "orders", &file]).run().ends_with(3);
    let help = sandbox.ok(&["import", "--help"]);
    for kind in Kind::all() {
        assert!(help.contains(kind.key()), "{help}");
    }
}
