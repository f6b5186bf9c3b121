//! One reference sheet through every format.

use super::*;
use crate::model::Cents;
use crate::model::{Cell, Column, Lang, Say, Stamp, Zone};
use insta::assert_snapshot;
use proptest::prelude::*;

const COLUMNS: [Column; 12] = [
    Column::new("severity", "级别", "severity"),
    Column::new("order_no", "订单号", "order"),
    Column::new("buyer", "买家", "buyer"),
    Column::new("receiver", "收货人", "receiver"),
    Column::new("phone", "电话", "phone"),
    Column::new("address", "地址", "address"),
    Column::new("amount", "金额", "amount").right(),
    Column::new("created_at", "下单时间", "created"),
    Column::new("hours_open", "小时", "hours").right(),
    Column::new("quantity", "件数", "quantity").right(),
    Column::new("note", "备注", "note"),
    Column::new("product", "商品", "product").hidden(),
];

fn sheet() -> Vec<Vec<Cell<'static>>> {
    vec![
        vec![
            Cell::Word("P0", "P0", "P0"),
            Cell::id("4123456789012345678"),
            Cell::Nick("tb_linxb01".into()),
            Cell::Name("王小明".into()),
            Cell::Phone("13812345678".into()),
            Cell::Address("浙江省杭州市余杭区文一西路969号".into()),
            Cell::Money(Cents(12800)),
            Cell::Time(Stamp(1_763_688_600)),
            Cell::Hours(44_000),
            Cell::Int(2),
            Cell::text("打 138 1234 5678，\n\u{1b}[31m红色 a|b"),
            Cell::text("=HYPERLINK(\"x\")"),
        ],
        vec![
            Cell::Word("P2", "P2", "P2"),
            Cell::id("-5"),
            Cell::Nick("@alice".into()),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Money(Cents(-5)),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::text("'quoted, \"so\""),
            Cell::Empty,
        ],
    ]
}

fn style() -> Style {
    Style {
        lang: Lang::Zh,
        zone: Zone::CHINA,
        now: Stamp(1_763_700_000),
        reveal: false,
        width: None,
        color: false,
        excel: false,
        wide_ambiguous: false,
        meta: false,
        seal: false,
    }
}

fn render(format: &str, style: &Style, columns: &[Column], rows: &[Vec<Cell<'_>>]) -> String {
    let head =
        Head { title: Say::new("订单", "orders"), columns: columns.to_vec(), name_column: "order_no" };
    let meta =
        Meta { entries: vec![("as_of", "2025-11-21".into()), ("skipped", serde_json::json!(["a\u{7f}"]))] };
    let mut out = Vec::new();
    let mut sink = by_name(format).expect(format).start(head, style, &mut out).expect("start");
    for row in rows {
        sink.row(row).expect("row");
    }
    sink.finish(&meta).expect("finish");
    String::from_utf8(out).expect("UTF-8")
}

fn reference(format: &str, style: &Style) -> String {
    render(format, style, &COLUMNS, &sheet())
}

/// [`reference`] with its escapes and tabs to be seen.
fn visible(format: &str, style: &Style) -> String {
    reference(format, style).replace('\u{1b}', "␛").replace('\t', "→")
}

fn reveal() -> Style {
    Style { reveal: true, ..style() }
}

#[test]
fn every_format_masks_and_ends_its_last_line() {
    for renderer in ALL.iter().filter(|r| !r.binary()) {
        for style in [style(), Style { excel: true, meta: true, color: true, width: Some(80), ..style() }] {
            let out = reference(renderer.name(), &style);
            assert!(out.ends_with('\n'), "{}", renderer.name());
            for private in ["13812345678", "138 1234 5678", "王小明", "文一西路"] {
                assert!(!out.contains(private), "{}: {out}", renderer.name());
            }
            render(renderer.name(), &style, &COLUMNS, &[]);
        }
    }
    for renderer in ALL {
        assert!(
            renderer
                .extensions()
                .iter()
                .all(|e| by_extension(e).is_some_and(|r| r.name() == renderer.name()))
        );
        assert_ne!(renderer.about(Lang::Zh), renderer.about(Lang::En));
    }
}

#[test]
fn csv() {
    assert_snapshot!(visible("csv", &style()), @r##"
    severity,order_no,buyer,receiver,phone,address,amount,created_at,hours_open,quantity,note,product
    P0,4123456789012345678,tb_linxb01,王**,138****5678,浙江省杭州市余杭区***,128.00,2025-11-21T09:30:00+08:00,12.2,2,"打 138****5678，
    �[31m红色 a|b","'=HYPERLINK(""x"")"
    P2,-5,'@alice,,,,-0.05,,,,"''quoted, ""so""",
    "##);
    assert_snapshot!(visible("csv", &reveal()), @r##"
    severity,order_no,buyer,receiver,phone,address,amount,created_at,hours_open,quantity,note,product
    P0,4123456789012345678,tb_linxb01,王小明,13812345678,浙江省杭州市余杭区文一西路969号,128.00,2025-11-21T09:30:00+08:00,12.2,2,"打 138 1234 5678，
    ␛[31m红色 a|b","'=HYPERLINK(""x"")"
    P2,-5,'@alice,,,,-0.05,,,,"''quoted, ""so""",
    "##);
    let excel = reference("csv", &Style { excel: true, ..style() });
    assert!(excel.starts_with("\u{feff}severity,") && excel.contains("\"=\"\"4123456789012345678\"\"\""));
}

#[test]
fn tsv() {
    assert_snapshot!(visible("tsv", &style()), @r##"
    severity→order_no→buyer→receiver→phone→address→amount→created_at→hours_open→quantity→note→product
    P0→4123456789012345678→tb_linxb01→王**→138****5678→浙江省杭州市余杭区***→128.00→2025-11-21T09:30:00+08:00→12.2→2→打 138****5678， �[31m红色 a|b→'=HYPERLINK("x")
    P2→-5→'@alice→→→→-0.05→→→→''quoted, "so"→
    "##);
}

#[test]
fn json() {
    assert_snapshot!(visible("json", &Style { meta: true, ..style() }), @r##"
    {"rows":[
    {"severity":"P0","order_no":"4123456789012345678","buyer":"tb_linxb01","receiver":"王**","phone":"138****5678","address":"浙江省杭州市余杭区***","amount":"128.00","created_at":"2025-11-21T09:30:00+08:00","hours_open":12.2,"quantity":2,"note":"打 138****5678，\n\u001b[31m红色 a|b","product":"=HYPERLINK(\"x\")"},
    {"severity":"P2","order_no":"-5","buyer":"@alice","receiver":null,"phone":null,"address":null,"amount":"-0.05","created_at":null,"hours_open":null,"quantity":null,"note":"'quoted, \"so\"","product":null}
    ],"meta":{"as_of":"2025-11-21","skipped":["a\u007f"]}}
    "##);
    assert_snapshot!(visible("jsonl", &reveal()), @r##"
    {"severity":"P0","order_no":"4123456789012345678","buyer":"tb_linxb01","receiver":"王小明","phone":"13812345678","address":"浙江省杭州市余杭区文一西路969号","amount":"128.00","created_at":"2025-11-21T09:30:00+08:00","hours_open":12.2,"quantity":2,"note":"打 138 1234 5678，\n\u001b[31m红色 a|b","product":"=HYPERLINK(\"x\")"}
    {"severity":"P2","order_no":"-5","buyer":"@alice","receiver":null,"phone":null,"address":null,"amount":"-0.05","created_at":null,"hours_open":null,"quantity":null,"note":"'quoted, \"so\"","product":null}
    "##);
    assert_eq!(render("json", &style(), &COLUMNS, &[]), "[]\n");
    assert_eq!(render("jsonl", &style(), &COLUMNS, &[]), "");
    assert!(serde_json::from_str::<serde_json::Value>(&reference("json", &style())).is_ok());
}

#[test]
fn md() {
    assert_snapshot!(visible("md", &style()), @r##"
    | 级别 | 订单号 | 买家 | 收货人 | 电话 | 地址 | 金额 | 下单时间 | 小时 | 件数 | 备注 |
    | --- | --- | --- | --- | --- | --- | ---: | --- | ---: | ---: | --- |
    | P0 | 4123456789012345678 | tb_linxb01 | 王\*\* | 138\*\*\*\*5678 | 浙江省杭州市余杭区\*\*\* | 128.00 | 11-21 09:30 | 12.2 | 2 | 打 138\*\*\*\*5678， �\[31m红色 a\|b |
    | P2 | -5 | `@alice` |  |  |  | -0.05 |  |  |  | 'quoted, "so" |
    "##);
}

#[test]
fn name() {
    assert_snapshot!(visible("name", &style()), @r##"
    4123456789012345678
    -5
    "##);
}

#[test]
fn text() {
    assert_snapshot!(visible("text", &style()), @r##"
    级别: P0
    订单号: 4123456789012345678
    买家: tb_linxb01
    收货人: 王**
    电话: 138****5678
    地址: 浙江省杭州市余杭区***
    金额: 128.00
    下单时间: 11-21 09:30
    小时: 12.2
    件数: 2
    备注: 打 138****5678， �[31m红色 a|b
    商品: =HYPERLINK("x")

    级别: P2
    订单号: -5
    买家: @alice
    金额: -0.05
    备注: 'quoted, "so"
    "##);
    let columns = [Column::new("order_no", "订单号", "order"), Column::new("message", "话术", "message")];
    let rows =
        [[Cell::id("1"), Cell::text("您好\n请付款\u{1b}")], [Cell::id("2"), Cell::Empty]].map(Vec::from);
    assert_snapshot!(render("text", &style(), &columns, &rows), @r##"
    您好
    请付款�

    订单号: 2
    "##);
}

#[test]
fn table() {
    assert_snapshot!(visible("table", &style()), @r##"
    级别  订单号               买家        收货人  电话         地址                     金额  下单时间     小时  件数  备注
    P0    4123456789012345678  tb_linxb01  王**    138****5678  浙江省杭州市余杭区***  128.00  11-21 09:30  12.2     2  打 138****5678， �[31m红色 a|b
    P2    -5                   @alice                                                   -0.05                           'quoted, "so"
    "##);
    assert_snapshot!(visible("table", &Style { lang: Lang::En, ..reveal() }), @r##"
    severity  order                buyer       receiver  phone        address                          amount  created      hours  quantity  note
    P0        4123456789012345678  tb_linxb01  王小明    13812345678  浙江省杭州市余杭区文一西路969号  128.00  11-21 09:30   12.2         2  打 138 1234 5678， �[31m红色 a|b
    P2        -5                   @alice                                                               -0.05                                'quoted, "so"
    "##);
    assert_eq!(render("table", &style(), &COLUMNS, &[]), "");
}

#[test]
fn table_fits_its_width() {
    use unicode_width::UnicodeWidthStr;
    let columns = [COLUMNS[1], COLUMNS[10], COLUMNS[6], COLUMNS[9]];
    let note = "这是一段很长的备注，说明为什么要改地址“请尽快”①②③";
    let rows =
        [[Cell::id("4123456789012345678"), Cell::text(note), Cell::Money(Cents(100)), Cell::Empty].into()];
    for wide_ambiguous in [false, true] {
        let style = Style { width: Some(50), wide_ambiguous, ..style() };
        let out = render("table", &style, &columns, &rows);
        let widths: Vec<usize> =
            out.lines().map(|l| if wide_ambiguous { l.width_cjk() } else { l.width() }).collect();
        assert!(widths.iter().all(|w| (49..=50).contains(w)), "{widths:?}\n{out}");
        assert!(
            out.contains('…') && out.contains("4123456789012345678") && out.ends_with(" 1.00\n"),
            "{out}"
        );
        assert!(!out.contains("件数"), "{out}");
    }
}

#[test]
fn a_table_leaves_out_what_it_can_spare_and_tells_what_differs() {
    let columns = [
        Column::new("platform", "平台", "platform").telling(),
        Column::new("order_no", "订单号", "order"),
        Column::new("buyer", "买家", "buyer").low_priority(),
        Column::new("kind", "类型", "kind").low_priority(),
    ];
    let row = |platform: &'static str| {
        vec![
            crate::model::platform::cell(platform),
            Cell::id("4123456789012345678"),
            Cell::text("一个很长很长的昵称"),
            Cell::Word("refund_only", "仅退款", "refund only"),
        ]
    };
    let table = |width, rows: &[Vec<Cell<'static>>]| {
        render("table", &Style { width: Some(width), ..style() }, &columns, rows)
    };
    let same = [row("jd"), row("jd")];
    let first = |out: String| out.lines().next().unwrap_or_default().to_owned();
    assert_eq!(first(table(60, &same)), "订单号               买家                类型");
    assert_eq!(first(table(37, &same)), "订单号               买家     类型");
    assert_eq!(first(table(36, &same)), "订单号               买家");
    assert_eq!(first(table(24, &same)), "订单号");
    let both = [row("jd"), row("taobao")];
    assert!(table(60, &both).contains("京东"), "the rows differ in it");
    assert_eq!(table(50, &both), table(50, &same), "it must not cost the text");
    let csv = render("csv", &style(), &columns, &same);
    assert!(csv.starts_with("platform,order_no,buyer,kind\njd,"), "{csv}");
}

#[test]
fn a_shop_that_all_rows_share_gives_its_room_to_the_sentences() {
    use unicode_width::UnicodeWidthStr;
    let columns = [
        Column::new("shop", "店铺", "shop").alike(),
        Column::new("order_no", "订单号", "order"),
        Column::new("why", "原因", "why"),
    ];
    let row = |shop: &'static str| {
        vec![
            Cell::text(shop),
            Cell::id("4123456789012345678"),
            Cell::text("发货已超时 12.9 小时，请马上处理"),
        ]
    };
    let table = |width, rows: &[Vec<Cell<'static>>]| {
        let out = render("table", &Style { width: Some(width), ..style() }, &columns, rows);
        assert!(out.lines().all(|l| l.width() <= width), "{out}");
        out
    };
    let one = [row("样例小铺"), row("样例小铺")];
    assert!(table(66, &one).contains("样例小铺"), "there is room");
    assert!(table(45, &one).contains("样例小铺"), "a reason can be read");
    assert!(!table(42, &one).contains("样例小铺"), "{}", table(42, &one));
    assert!(table(42, &one).contains("发货已超时 12.9 小时…"), "{}", table(42, &one));
    assert!(table(42, &[row("样例小铺"), row("另一家店")]).contains("样例"), "they differ");
}

#[test]
fn table_colours_severity_only() {
    let out = reference("table", &Style { color: true, ..style() });
    assert_eq!(out.matches('\u{1b}').count(), 2);
    assert_eq!(out.replace("\u{1b}[31m", "").replace("\u{1b}[0m", ""), reference("table", &style()));
}

#[test]
fn table_takes_any_length() {
    let rows = [vec![Cell::own_text("长".repeat(200_000))], vec![Cell::text("短")]];
    assert_eq!(render("table", &style(), &[COLUMNS[10]], &rows).lines().count(), 3);
}

proptest! {
    #[test]
    fn csv_reads_back(texts in proptest::collection::vec("['=+@\\-\t\r\n\",＝a王0-9.]{0,6}|\\PC{0,8}", 1..5)) {
        let columns = vec![COLUMNS[10]; texts.len()];
        let cells: Vec<Cell<'_>> = texts.iter().map(|t| Cell::Text(t.into())).collect();
        let out = render("csv", &reveal(), &columns, &[cells]);
        let mut reader = ::csv::ReaderBuilder::new().from_reader(out.as_bytes());
        let record = reader.records().next().expect("a row").expect("CSV");
        let back: Vec<&str> = record.iter().map(|f| f.strip_prefix('\'').unwrap_or(f)).collect();
        prop_assert_eq!(back, texts);
    }

    #[test]
    fn terminals_are_not_driven(texts in proptest::collection::vec(any::<String>(), 1..4)) {
        let columns = [Column::new("order_no", "订单号", "order"), Column::new("message", "话术", "message"), COLUMNS[2]];
        let rows: Vec<Vec<Cell<'_>>> =
            texts.iter().map(|t| vec![Cell::Id(t.into()), Cell::Text(t.into()), Cell::Nick(t.into())]).collect();
        for format in ["table", "md", "name", "text", "html"] {
            for wide_ambiguous in [false, true] {
                let style = Style { width: Some(40), wide_ambiguous, ..reveal() };
                let out = render(format, &style, &columns, &rows);
                prop_assert!(!out.replace('\n', "").chars().any(safe::is_wild), "{}: {:?}", format, out);
                prop_assert!(matches!(format, "text" | "html") || out.lines().count() <= rows.len() + 2);
            }
        }
    }
}
