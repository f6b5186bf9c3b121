//! Made-up exports, the same on every run: thirty columns, a year of orders.
#![allow(dead_code, reason = "every benchmark uses a part of it")]

use cs::layouts::Catalog;
use cs::model::{Field, Fields, Stamp, Zone};
use cs::read::Reading;
use cs::source::{Input, Options, Table, open};
use std::fmt::Write as _;
use tempfile::NamedTempFile;

/// 2026-11-22T09:00:00+08:00
pub(crate) const NOW: Stamp = Stamp(1_795_309_200);
/// Enough for a file that is read in chunks.
pub(crate) const ROWS: usize = 20_000;

const HEADER: &str = "订单编号,买家会员名,买家支付宝账号,买家应付货款,买家应付邮费,买家支付积分,总金额,买家实际支付金额,\
订单状态,买家留言,收货人姓名,收货地址,运送方式,联系手机,订单创建时间,订单付款时间,宝贝标题,宝贝种类,物流单号,物流公司,\
订单备注,宝贝总数量,店铺Id,店铺名称,订单关闭原因,天猫卡券抵扣,退款金额,发货时间,确认收货时间,是否代付";

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Plain,
    Crlf,
    /// Every cell in quotes.
    Quoted,
    Gbk,
    /// Once opened and saved in Excel: its dates have lost their seconds and leading zeros.
    ExcelSaved,
}

pub(crate) const SHAPES: [Shape; 5] =
    [Shape::Plain, Shape::Crlf, Shape::Quoted, Shape::Gbk, Shape::ExcelSaved];

/// The bytes of an export with so many orders.
pub(crate) fn export(rows: usize, shape: Shape) -> Vec<u8> {
    let end = if shape == Shape::Crlf { "\r\n" } else { "\n" };
    let mut text = String::new();
    put(&mut text, HEADER, shape, end);
    let clock = if shape == Shape::ExcelSaved { excel_clock } else { clock };
    let mut row = String::new();
    for place in 0..rows {
        row.clear();
        order(&mut row, place, clock);
        put(&mut text, &row, shape, end);
    }
    match shape {
        Shape::Gbk => encoding_rs::GBK.encode(&text).0.into_owned(),
        _ => text.into_bytes(),
    }
}

fn put(text: &mut String, row: &str, shape: Shape, end: &str) {
    match shape {
        Shape::Quoted => {
            for (place, cell) in row.split(',').enumerate() {
                text.push_str(if place == 0 { "\"" } else { ",\"" });
                text.push_str(&cell.replace('"', "\"\""));
                text.push('"');
            }
        }
        _ => text.push_str(row),
    }
    text.push_str(end);
}

/// One order: seven in ten are finished, the others wait for something.
fn order(row: &mut String, place: usize, clock: fn(i64) -> String) {
    let n = mix(place as u64);
    let buyer = n % 9000;
    let quantity = 1 + n / 7 % 3;
    let price = (990 + n / 11 % 300 * 100) * quantity;
    let status = ["等待买家付款", "买家已付款，等待卖家发货", "卖家已发货，等待买家确认"]
        .get((n / 13 % 10) as usize)
        .unwrap_or(&"交易成功");
    let paid = if place_of(status) == 0 { 0 } else { price };
    let minutes = if place_of(status) == 3 { 14_400 + place as u64 * 25 } else { n / 17 % 4000 };
    let at = |later: u64| clock(NOW.0 - (minutes * 60) as i64 + later as i64);
    let paid_at = if paid > 0 { at(60) } else { String::new() };
    let sent = place_of(status) >= 2;
    let (number, sent_at) =
        if sent { (format!("No:YT{:013}", n % 10_000_000_000), at(90)) } else { Default::default() };
    let done = if place_of(status) == 3 { at(600_000) } else { String::new() };
    let note = ["", "", "", "", "", "", "老客户", "已核对地址"][(n / 19 % 8) as usize];
    let wish = ["", "", "", "", "", "请尽快发货，谢谢", "放在门卫"][(n / 23 % 7) as usize];
    let _ = write!(
        row,
        "=\"{}\",tb{buyer}_{:02},199{:08},{},0.00,0,{},{},{status},{wish},沈小禾,浙江省 杭州市 余杭区 仓前街道 样例路{}号{}室 \
         (000000),快递,'199{:08},{},{paid_at},素色手冲壶 礼盒装 {},1,{number},{},{note},{quantity},100200300,青禾家居旗舰店,,0.00,\
         0.00,{sent_at},{done},否",
        3_999_000_000_000_000_007 - place as u64 * 2_000_000,
        buyer % 100,
        buyer * 31,
        money(price),
        money(price),
        money(paid),
        buyer % 900,
        101 + buyer % 2500,
        buyer * 37,
        at(0),
        n / 29 % 4000,
        if sent { "圆通速递" } else { "" },
    );
}

fn place_of(status: &str) -> usize {
    match status {
        "等待买家付款" => 0,
        "买家已付款，等待卖家发货" => 1,
        "交易成功" => 3,
        _ => 2,
    }
}

pub(crate) fn mix(n: u64) -> u64 {
    let n = (n ^ 0x9e37_79b9_7f4a_7c15).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (n ^ n >> 29).wrapping_mul(0x94d0_49bb_1331_11eb) >> 8
}

fn money(cents: u64) -> String {
    format!("{}.{:02}", cents / 100, cents % 100)
}

fn clock(at: i64) -> String {
    Stamp(at).iso(Zone::CHINA)[..19].replace('T', " ")
}

/// `2026/11/22 9:05`
fn excel_clock(at: i64) -> String {
    let local = Zone::CHINA.local(Stamp(at)).expect("a moment");
    local.format("%Y/%-m/%-d %-H:%M").to_string()
}

/// The same orders as a page with one table, which systems save as `.xls`.
pub(crate) fn page(rows: usize) -> Vec<u8> {
    let mut text = "<html><head><meta charset=utf-8><style>td{white-space:nowrap}</style></head><body><table border=1>\n".to_owned();
    let export = String::from_utf8(export(rows, Shape::Plain)).expect("UTF-8");
    for (place, line) in export.lines().enumerate() {
        text.push_str("<tr>");
        for cell in line.split(',') {
            let (open, cell) = match cell.strip_prefix("=\"") {
                _ if place == 0 => ("<th>", cell),
                Some(number) => ("<td style='mso-number-format:\"\\@\"'>", number.trim_end_matches('"')),
                None => ("<td>", cell),
            };
            let _ = write!(text, "{open}{cell}</{}", &open[1..3]);
            text.push('>');
        }
        text.push_str("</tr>\n");
    }
    text.push_str("</table></body></html>\n");
    text.into_bytes()
}

/// The same in a file, which is deleted when it is dropped.
pub(crate) fn file(bytes: &[u8]) -> NamedTempFile {
    let file = tempfile::Builder::new().suffix(".csv").tempfile().expect("a temporary file");
    std::fs::write(file.path(), bytes).expect("the export is written");
    file
}

pub(crate) fn catalog() -> Catalog {
    Catalog::new(&[]).expect("the built-in layouts")
}

/// A file whose header and layout have been found.
pub(crate) fn table(file: &NamedTempFile, catalog: &Catalog) -> Table {
    open(Input::file(file.path().to_owned()), catalog, Options::default()).expect("an export of orders")
}

pub(crate) fn reading(want: Fields) -> Reading {
    Reading { want, ..Reading::whole(Zone::CHINA, NOW) }
}

pub(crate) fn every_field() -> Fields {
    let mut all = Fields::NONE;
    Field::all().for_each(|field| all.add(field));
    all
}
