//! Documents and lists as pages and workbooks: well formed, escaped, masked, typed, and the same bytes each time.
#![cfg(test)]

use calamine::{Data, Reader, Xlsx};
use cs::model::report::{Bar, Body, Figure, Report, Section, Series};
use cs::model::{Cell, Cents, Column, Lang, Say, Stamp, Zone};
use cs::render::{Head, Meta, Style, by_name};
use std::io::Cursor;

pub(crate) fn style(lang: Lang) -> Style {
    Style {
        lang,
        zone: Zone::CHINA,
        now: Stamp(1_795_219_200),
        reveal: false,
        width: Some(80),
        color: false,
        excel: false,
        wide_ambiguous: false,
        meta: false,
        seal: false,
    }
}

fn columns() -> Vec<Column> {
    vec![
        Column::new("severity", "级别", "Sev"),
        Column::new("order_no", "订单号", "Order"),
        Column::new("receiver", "收货人", "Receiver"),
        Column::new("phone", "电话", "Phone"),
        Column::new("address", "地址", "Address"),
        Column::new("amount", "金额", "Amount").right(),
        Column::new("created_at", "下单时间", "Created"),
        Column::new("hours_open", "小时", "Hours").right(),
        Column::new("quantity", "件数", "Quantity").right(),
        Column::new("note", "备注", "Note"),
        Column::new("product", "商品", "Product").hidden(),
    ]
}

fn rows() -> Vec<Vec<Cell<'static>>> {
    vec![
        vec![
            Cell::Word("P0", "P0", "P0"),
            Cell::id("4123456789012345678"),
            Cell::Name("王小明".into()),
            Cell::Phone("13812345678".into()),
            Cell::Address("浙江省杭州市余杭区文一西路969号".into()),
            Cell::Money(Cents(12_850)),
            Cell::Time(Stamp(1_795_170_600)),
            Cell::Hours(44_000),
            Cell::Int(2),
            Cell::text("打 138 1234 5678，\n<b>加急</b> & \"谢谢\"\u{202e}\u{1b}[31m"),
            Cell::text("=HYPERLINK(\"x\")"),
        ],
        vec![
            Cell::Word("P1", "P1", "P1"),
            Cell::id("3512260000000000042"),
            Cell::Empty,
            Cell::Empty,
            Cell::Empty,
            Cell::Money(Cents(-5)),
            Cell::Empty,
            Cell::Empty,
            Cell::Int(9_007_199_254_740_993),
            Cell::text("+1+1"),
            Cell::Empty,
        ],
    ]
}

fn figure(zh: &'static str, en: &'static str, value: Cell<'static>, change: Option<i64>) -> Figure {
    let beside = if change.is_some() {
        [value.clone(), Cell::Empty, Cell::Money(Cents(1_234_567))]
    } else {
        [Cell::Empty, Cell::Empty, Cell::Empty]
    };
    Figure { title: Say::new(zh, en), value, change_permille: change, beside, note: None }
}

/// Every kind of section, with what is awkward about each.
pub(crate) fn reference() -> Report {
    let section = |key, zh, en, body| Section { key, title: Say::new(zh, en), body };
    let bar = |zh: &'static str, en: &'static str, value| Bar { label: Say::new(zh, en), value };
    let money = |yuan: &[i64]| yuan.iter().map(|y| Cell::Money(Cents(y * 100))).collect();
    Report {
        title: Say::new("电商客服日报", "Daily report"),
        subtitle: vec![
            Say::new("2026-11-21 · 样例小铺 <b>", "2026-11-21 · Sample shop <b>"),
            Say::new("数据截至 11-21 23:40", "data as of 11-21 23:40"),
        ],
        sections: vec![
            section(
                "sales",
                "销售",
                "Sales",
                Body::Figures(vec![
                    figure("付款金额", "Paid", Cell::Money(Cents(1_234_567)), Some(32)),
                    figure("付款订单", "Paid orders", Cell::Int(118), Some(-5)),
                    figure("客单价", "Per order", Cell::Money(Cents(10_462)), Some(0)),
                    Figure {
                        note: Some(Say::new(
                            "缺列「退款金额」，没有计算",
                            "the refund column is missing: not computed",
                        )),
                        ..figure("退款率", "Refund rate", Cell::Empty, None)
                    },
                ]),
            ),
            section(
                "abnormal",
                "异常订单",
                "Abnormal orders",
                Body::Table { columns: columns(), rows: rows() },
            ),
            section("none", "没有的", "Nothing", Body::Table { columns: columns(), rows: Vec::new() }),
            section(
                "rules",
                "按规则 / [合计]",
                "By rule / [sum]",
                Body::Bars(vec![
                    bar("发货超时", "Past the ship deadline", Cell::Int(42)),
                    bar(
                        "未付款超过十二小时的订单，平台即将关闭",
                        "Unpaid for twelve hours and about to be closed by the platform",
                        Cell::Int(17),
                    ),
                    bar("价格异常", "Odd price", Cell::Int(0)),
                    bar("打 13812345678", "call 13812345678", Cell::Int(3)),
                ]),
            ),
            section(
                "balance",
                "收支",
                "Balance",
                Body::Bars(vec![
                    bar("收入", "Income", Cell::Money(Cents(1_234_500))),
                    bar("退款", "Refunds", Cell::Money(Cents(-345_000))),
                ]),
            ),
            section(
                "days",
                "近七日",
                "Last seven days",
                Body::Lines {
                    labels: (15..22).map(|d| format!("11-{d}")).collect(),
                    series: vec![
                        Series {
                            name: Say::new("付款金额", "Paid"),
                            values: money(&[8200, 9100, 7600, 12_000, 11_800, 12_100, 12_345]),
                            partial: false,
                        },
                        Series {
                            name: Say::new("退款金额", "Refunded"),
                            values: [money(&[300, 420]), vec![Cell::Empty], money(&[510, 200, 260, 310])]
                                .concat(),
                            partial: false,
                        },
                        Series { name: Say::new("=1+1", "=1+1"), values: money(&[4000; 7]), partial: false },
                        Series {
                            name: Say::new("不完整的日子", "Incomplete days"),
                            values: [vec![Cell::Empty; 6], money(&[2500])].concat(),
                            partial: true,
                        },
                    ],
                    caption: Some(Say::new(
                        "不完整：11-21（数据只到 12:00）",
                        "incomplete: 11-21 (the data end at 12:00)",
                    )),
                },
            ),
            section(
                "plan",
                "明日计划",
                "Plan",
                Body::Text(vec![
                    Say::new("先发 P0 的 42 单。", "Ship the 42 orders of P0 first."),
                    Say::new(
                        "*回复* 17 位未付款买家，电话 13812345678。",
                        "*Answer* 17 unpaid buyers, phone 13812345678.",
                    ),
                ]),
            ),
        ],
        notes: vec![
            Say::new("付款金额含运费。", "Paid includes freight."),
            Say::new("测试店铺不计。", "Test shops are left out."),
        ],
    }
}

pub(crate) fn report(format: &str, lang: Lang) -> Vec<u8> {
    let mut out = Vec::new();
    by_name(format).expect(format).report(&reference(), &style(lang), &mut out).expect("a document");
    out
}

pub(crate) fn list(format: &str, style: &Style) -> Vec<u8> {
    let head = Head { title: Say::new("订单", "Orders"), columns: columns(), name_column: "order_no" };
    let mut out = Vec::new();
    let mut sink = by_name(format).expect(format).start(head, style, &mut out).expect("start");
    rows().iter().for_each(|row| sink.row(row).expect("row"));
    sink.finish(&Meta::default()).expect("finish");
    out
}

fn text(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).expect("UTF-8")
}

/// Panics where a tag is not closed in its order, or where `<`, `>` or `&` stands bare.
fn well_formed(page: &str) {
    let mut open: Vec<String> = Vec::new();
    let body = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    let (before, rest) = body.split_once("<style>").expect("a style");
    let (_, after) = rest.split_once("</style>").expect("its end");
    for part in format!("{before}{after}").split('<').skip(1) {
        let (tag, inner) = part.split_once('>').unwrap_or_else(|| panic!("a bare < before {part:?}"));
        assert!(!inner.contains('>'), "a bare > in {inner:?}");
        for entity in inner.split('&').skip(1) {
            assert!(
                ["amp;", "lt;", "gt;", "quot;", "#39;"].iter().any(|e| entity.starts_with(e)),
                "{inner:?}"
            );
        }
        let name = tag.split([' ', '/']).find(|n| !n.is_empty()).unwrap_or_default().to_owned();
        assert_eq!(tag.matches('"').count() % 2, 0, "an open quote in {tag:?}");
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()), "</{name}>");
        } else if !tag.ends_with('/') && name != "meta" {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "not closed: {open:?}");
}

fn is_clean(text: &str) {
    for private in ["13812345678", "138 1234 5678", "王小明", "文一西路"] {
        assert!(!text.contains(private), "{private} in {text}");
    }
}

#[test]
fn pages_are_well_formed_and_stand_alone() {
    for lang in [Lang::Zh, Lang::En] {
        for page in [text(report("html", lang)), text(list("html", &style(lang)))] {
            well_formed(&page);
            is_clean(&page);
            for foreign in ["<script", "http", "src=", "@import", "javascript", "<b>", "\u{202e}", "\u{1b}"] {
                assert!(!page.contains(foreign), "{foreign} in the page");
            }
            assert!(page.contains("&lt;b&gt;"));
            assert!(page.contains("4123456789012345678") && page.contains("128.50"));
        }
    }
    let page = text(report("html", Lang::Zh));
    assert_eq!(page.matches("<svg").count(), 3);
    assert!(page.contains("prefers-color-scheme:dark") && page.contains("@media print"));
    assert_eq!(page.matches("<pattern id=\"hatch5\"").count(), 1, "only what is below zero is hatched");
    assert!(page.contains(".k2 td:nth-child(2)::before{content:\"订单号\"}"), "a card on a phone has titles");
    // A gap in a line begins it anew.
    assert_eq!(page.matches("class=\"line c1\" d=\"M").count(), 2);
    assert!(
        page.split("class=\"line c1\" d=\"")
            .nth(1)
            .is_some_and(|d| d[..d.find('"').unwrap_or(0)].matches('M').count() == 2)
    );
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for format in ["html", "xlsx", "md", "text", "table", "json"] {
        assert_eq!(report(format, Lang::Zh), report(format, Lang::Zh), "{format}");
        let later = Style { now: Stamp(1_895_219_200), ..style(Lang::Zh) };
        if matches!(format, "html" | "xlsx") {
            assert_eq!(list(format, &style(Lang::Zh)), list(format, &later), "{format}");
        }
    }
}

#[test]
fn documents_as_text() {
    insta::assert_snapshot!("text_zh", text(report("text", Lang::Zh)));
    insta::assert_snapshot!("text_en", text(report("table", Lang::En)));
    insta::assert_snapshot!("md_zh", text(report("md", Lang::Zh)));
    let json: serde_json::Value = serde_json::from_slice(&report("json", Lang::En)).expect("JSON");
    insta::assert_snapshot!("json_en", serde_json::to_string_pretty(&json).expect("JSON"));
    for format in ["text", "md", "json"] {
        is_clean(&text(report(format, Lang::Zh)));
    }
}

#[test]
fn formats_of_rows_refuse_documents() {
    for format in ["csv", "tsv", "jsonl", "name"] {
        let mut out = Vec::new();
        let e = by_name(format).expect(format).report(&reference(), &style(Lang::En), &mut out);
        assert_eq!(e.expect_err("no document").to_string(), format!("the format {format} has rows only"));
        assert!(out.is_empty());
    }
}

fn book(bytes: Vec<u8>) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes)).expect("a workbook")
}

#[test]
fn a_list_as_a_workbook_has_types() {
    let mut book = book(list("xlsx", &style(Lang::En)));
    assert_eq!(book.sheet_names(), ["Orders"]);
    let range = book.worksheet_range("Orders").expect("a sheet");
    let at = |row: u32, column: u32| range.get_value((row, column)).cloned().unwrap_or(Data::Empty);
    let heads: Vec<String> = (0..11).map(|c| at(0, c).to_string()).collect();
    assert_eq!(heads[..3], ["Sev", "Order", "Receiver"]);
    assert_eq!(at(1, 1), Data::String("4123456789012345678".into()));
    assert_eq!(at(1, 2), Data::String("王**".into()));
    assert_eq!(at(1, 3), Data::String("138****5678".into()));
    assert_eq!(at(1, 5), Data::Float(128.5));
    assert!(
        matches!(at(1, 6), Data::DateTime(t) if t.to_string().starts_with("46346.7708")),
        "{:?}",
        at(1, 6)
    );
    assert_eq!(at(1, 7), Data::Float(12.2));
    assert_eq!(at(1, 8), Data::Float(2.0));
    assert_eq!(at(1, 9), Data::String("打 138****5678，\n<b>加急</b> & \"谢谢\"\u{fffd}[31m".into()));
    assert_eq!(at(1, 10), Data::String("=HYPERLINK(\"x\")".into()));
    assert_eq!(at(2, 5), Data::Float(-0.05));
    assert_eq!(at(2, 6), Data::Empty);
    assert_eq!(at(2, 8), Data::String("9007199254740993".into()), "not rounded");
    assert_eq!(at(2, 9), Data::String("+1+1".into()));
    let formulas = book.worksheet_formula("Orders").expect("formulas");
    assert!(formulas.used_cells().next().is_none(), "no formula");
}

#[test]
fn a_document_as_a_workbook_has_a_sheet_for_each_section() {
    let mut book = book(report("xlsx", Lang::Zh));
    let names = book.sheet_names();
    assert_eq!(names, ["概要", "销售", "异常订单", "没有的", "按规则 合计", "收支", "近七日", "明日计划"]);
    for name in names {
        assert!(book.worksheet_formula(&name).expect("formulas").used_cells().next().is_none());
        let range = book.worksheet_range(&name).expect("a sheet");
        for (_, _, value) in range.used_cells() {
            is_clean(&value.to_string());
        }
    }
    let range = book.worksheet_range("销售").expect("a sheet");
    assert_eq!(range.get_value((1, 1)), Some(&Data::Float(12_345.67)));
    assert_eq!(range.get_value((1, 2)), Some(&Data::Float(0.032)));
    let range = book.worksheet_range("近七日").expect("a sheet");
    assert_eq!(range.get_value((3, 2)).unwrap_or(&Data::Empty), &Data::Empty);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn any_text_gives_a_readable_document(text in "(_x00[0-9]{2}_|\\PC|[\u{0}-\u{1f}\u{7f}\u{fffe}\u{ffff}\u{202e}<>&\"'=]){0,12}") {
        let style = Style { reveal: true, ..style(Lang::En) };
        let columns = vec![Column::new("order_no", "订单号", "Order"), Column::new("note", "备注", "Note")];
        let write = |format: &str| {
            let head = Head { title: Say::new("", text.clone()), columns: columns.clone(), name_column: "order_no" };
            let mut out = Vec::new();
            let mut sink = by_name(format).expect(format).start(head, &style, &mut out).expect("start");
            sink.row(&[Cell::id("1"), Cell::text(&text)]).expect("row");
            sink.finish(&Meta::default()).expect("finish");
            out
        };
        let page = String::from_utf8(write("html")).expect("UTF-8");
        well_formed(&page);
        let mut book = book(write("xlsx"));
        let name = book.sheet_names().first().cloned().expect("a sheet");
        let range = book.worksheet_range(&name).expect("a sheet");
        proptest::prop_assert_eq!(range.get_value((1, 0)), Some(&Data::String("1".into())));
    }
}
