//! Columns of a known kind of file that nobody reads, though they hold what rules ask for: to be named, so that a heading in
//! other words is not taken for "there is none".

use super::raw::is_nothing;
use super::review::stars;
use crate::layouts::{Grain, Kind};
use crate::model::text::one_line;
use crate::model::time::DateOrder;
use crate::model::{Field, Stamp, Zone};
use crate::source::{Raw, Row, Table};
use std::ops::ControlFlow;

/// So many values decide.
const ENOUGH: u32 = 50;
/// So many rows are looked at for a column that is nearly empty.
const ROWS: u32 = 20_000;
/// Parts of headings of amounts, which may be whole.
const MONEY: &[&str] = &[
    "金额",
    "运费",
    "邮费",
    "单价",
    "总价",
    "货款",
    "实付",
    "应付",
    "实收",
    "退款额",
    "amount",
    "price",
    "total",
    "freight",
    "postage",
    "shipping cost",
    "shipping fee",
];
/// A heading is told in so many characters.
const HEADING: usize = 60;

/// What the values of a column look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holds {
    Dates,
    Stars,
    Money,
    States,
}

impl Holds {
    /// The word of our own, in Chinese and in English.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Holds::Dates => ("日期", "dates"),
            Holds::Stars => ("星级", "stars"),
            Holds::Money => ("金额", "money"),
            Holds::States => ("状态", "states"),
        }
    }
}

/// A column that is not read: its heading, and what it seems to hold.
pub type UnreadColumn = (String, Holds);

/// Looks at the values of columns that the layout does not know. The file itself is left as it is.
pub fn unread(table: &Table) -> Vec<UnreadColumn> {
    let (bound, layout) = (&table.bound, &table.bound.layout);
    let ours = layout.trusted || layout.export || layout.requires.is_empty();
    if ours || bound.unknown.is_empty() || layout.grain == Grain::Customer {
        return Vec::new();
    }
    let mut columns: Vec<Looked> = bound.unknown.iter().map(|at| Looked::at(table, *at)).collect();
    let mut rows = 0;
    let mut look = |row: &Row<'_>| {
        rows += 1;
        columns.iter_mut().filter(|column| column.filled < ENOUGH).for_each(|column| column.look(row));
        let done = rows >= ROWS || columns.iter().all(|column| column.filled >= ENOUGH);
        Ok(if done { ControlFlow::Break(()) } else { ControlFlow::Continue(()) })
    };
    // What is wrong with the file is told by whoever reads it.
    let _ = table.glance().0.each(&mut look);
    columns.iter().filter_map(|column| Some((one_line(&column.heading, HEADING), column.holds()?))).collect()
}

/// One column, and how many of its values look like what.
struct Looked {
    column: usize,
    heading: String,
    /// Stars are asked for by the kind of the file or by the heading.
    stars_told: (bool, bool),
    money_told: bool,
    filled: u32,
    dates: u32,
    stars: u32,
    money: u32,
    states: u32,
    /// The numbers 1, 2, 3 … count rows.
    counts_rows: bool,
}

impl Looked {
    fn at(table: &Table, column: usize) -> Looked {
        let heading = table.bound.heading(column).to_owned();
        let lower = heading.to_lowercase();
        let in_heading =
            ["星", "评分", "打分", "star", "rating", "score"].iter().any(|word| lower.contains(word));
        let money_told = MONEY.iter().any(|word| lower.contains(word));
        let of_kind = table.kind() == Kind::Reviews && !table.bound.have.has(Field::Rating);
        Looked {
            column,
            heading,
            stars_told: (of_kind, in_heading),
            money_told,
            filled: 0,
            dates: 0,
            stars: 0,
            money: 0,
            states: 0,
            counts_rows: true,
        }
    }

    fn look(&mut self, row: &Row<'_>) {
        let mut buf = String::new();
        let (text, is_day) = match row.get(self.column, &mut buf) {
            Ok(Raw::Text(text) | Raw::Broken(text)) => (text.to_owned(), false),
            Ok(Raw::Number(n)) => (n.to_string(), false),
            Ok(Raw::Serial(n)) => (n.to_string(), true),
            Err(_) => return,
        };
        let text = text.trim();
        if is_nothing(text) {
            return;
        }
        self.filled += 1;
        self.counts_rows &= text.parse() == Ok(self.filled);
        self.dates += u32::from(is_day || is_date(text));
        self.stars += u32::from(stars(text).is_some());
        self.money += u32::from(is_money(text) || self.money_told && text.parse::<f64>().is_ok());
        self.states += u32::from(is_state(text));
    }

    fn holds(&self) -> Option<Holds> {
        let most = |count: u32| count * 5 >= self.filled * 4;
        if self.filled == 0 {
            return None;
        }
        let (of_kind, in_heading) = self.stars_told;
        let counts_rows = self.counts_rows && self.filled > 2;
        if most(self.dates) {
            Some(Holds::Dates)
        } else if self.stars == self.filled && (in_heading || of_kind && !counts_rows) {
            Some(Holds::Stars)
        } else if most(self.money) {
            Some(Holds::Money)
        } else if self.states * 2 >= self.filled {
            Some(Holds::States)
        } else {
            None
        }
    }
}

/// A day, with or without its clock. A bare number is none.
fn is_date(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let parted = text.contains(['-', '/', '.', '年', ' ', ':']);
    let read = |order| Stamp::parse(text, Zone::CHINA, order).is_ok();
    digits >= 3
        && parted
        && !is_money(text)
        && [DateOrder::Year, DateOrder::DayMonth, DateOrder::MonthDay].into_iter().any(read)
}

/// With the sign or code of a currency, or with cents.
fn is_money(text: &str) -> bool {
    let is_number = |text: &str| {
        let bare = text.trim().trim_start_matches(['-', '+', '(']).trim_end_matches(')');
        bare.bytes().any(|b| b.is_ascii_digit())
            && bare.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',' | b' '))
    };
    let bare = text.trim_matches(|c: char| SIGNS.contains(c) || c.is_ascii_uppercase() || c == ' ');
    let cents =
        |sign| text.rsplit_once(sign).is_some_and(|(_, cents)| cents.trim_end_matches(')').len() == 2);
    if bare.len() < text.len() {
        let signed = text.contains(|c| SIGNS.contains(c));
        let code = text.bytes().filter(u8::is_ascii_uppercase).count() == 3 && !bare.starts_with('-');
        return (signed || code) && is_number(bare);
    }
    is_number(text) && (cents('.') || cents(',')) && text.bytes().filter(|b| *b == b'.').count() < 2
}

const SIGNS: &str = "$£€¥￥元円₩₹₽₺฿₫₱";

/// What platforms call the states of orders, parcels and refunds.
const STATES: &[&str] = &[
    "待付款",
    "未付款",
    "已付款",
    "待发货",
    "未发货",
    "部分发货",
    "已发货",
    "待收货",
    "运输中",
    "派送中",
    "已签收",
    "未签收",
    "已完成",
    "交易成功",
    "交易关闭",
    "已关闭",
    "已取消",
    "待处理",
    "处理中",
    "退款中",
    "待退款",
    "已退款",
    "退款成功",
    "退款关闭",
    "拒绝退款",
    "部分退款",
    "售后中",
    "已拒绝",
    "已同意",
    "未处理",
    "已处理",
    "unpaid",
    "pending",
    "paid",
    "authorized",
    "unfulfilled",
    "fulfilled",
    "partial",
    "partially_fulfilled",
    "partially fulfilled",
    "processing",
    "on hold",
    "unshipped",
    "shipped",
    "not shipped",
    "dispatched",
    "in transit",
    "delivered",
    "completed",
    "complete",
    "finished",
    "closed",
    "cancelled",
    "canceled",
    "refunded",
    "partially refunded",
    "partially_refunded",
    "returned",
    "refused",
    "rejected",
    "approved",
    "open",
    "disputed",
    "expired",
    "voided",
];

fn is_state(text: &str) -> bool {
    let lower = text.to_lowercase();
    STATES.contains(&lower.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_told_apart() {
        for text in ["2026-11-20", "2026/11/20 9:30", "27-May-26", "20.11.2026", "2026年11月20日"] {
            assert!(is_date(text), "{text}");
        }
        for text in ["20261120", "7", "13.00", "1.5", "13800000001", "A-12", "3-5"] {
            assert!(!is_date(text), "{text}");
        }
        for text in ["13.00", "-1.50", "AU $13.00", "£3", "¥ 5", "12,50", "1,234.50", "USD 12", "12.30元"]
        {
            assert!(is_money(text), "{text}");
        }
        for text in ["7", "1.5", "0.125", "SKU-12.50", "A12", "2026.11.20", "V3", "ABC", "13800000001"] {
            assert!(!is_money(text), "{text}");
        }
        assert!(is_state("Shipped") && is_state("已发货") && !is_state("杯子"));
    }
}
