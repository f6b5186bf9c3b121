//! Chats: what exports tell and what was entered by hand, in one list.

use super::orders::filled;
use crate::model::{Cell, Column, Field, Stamp, word};
use crate::records::{GenericRecord, ManualMessage, SIDES, VIAS};
use std::cmp::Ordering;

pub const COLUMNS: &[Column] = &[
    Column::new("id", "编号", "Id"),
    Column::new("at", "时间", "At"),
    Column::new("platform", "平台", "Platform").hidden(),
    Column::new("shop", "店铺", "Shop").minor().alike(),
    Column::new("buyer", "买家", "Buyer"),
    Column::new("from", "谁说的", "From"),
    Column::new("sent_by", "发送者", "Sent by").hidden(),
    Column::new("handler", "客服", "Agent").hidden(),
    Column::new("text", "内容", "Text"),
    Column::new("media", "图片视频", "Pictures").hidden(),
    Column::new("order_no", "订单号", "Order"),
    Column::new("via", "方式", "Via").hidden(),
    Column::new("source", "来源", "Source"),
    Column::new("by", "登记人", "By").hidden(),
];

/// One message, wherever it comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Message {
    Told(Box<GenericRecord>),
    Entered(Box<ManualMessage>),
}

impl Message {
    pub fn at(&self) -> Option<Stamp> {
        match self {
            Message::Told(line) => line.time(Field::At),
            Message::Entered(said) => Some(said.at),
        }
    }

    /// Platform and shop.
    pub fn place(&self) -> (&str, &str) {
        match self {
            Message::Told(line) => (&line.platform, &line.shop),
            Message::Entered(said) => (&said.platform, &said.shop),
        }
    }

    /// Whether it belongs to the chat about this order, or with this buyer.
    pub fn is_about(&self, subject: &str) -> bool {
        match self {
            Message::Told(line) => {
                [Field::OrderNo, Field::Buyer, Field::Chat].iter().any(|f| line.text(*f) == subject)
            }
            Message::Entered(said) => said.order_no == subject || said.buyer == subject,
        }
    }

    /// `buyer` or `shop`; empty where nobody tells.
    fn side(&self) -> &str {
        match self {
            Message::Entered(said) => &said.sent_by,
            Message::Told(line) => side(line),
        }
    }
}

/// Words that exports have for the sides.
const BUYER: &[&str] = &["buyer", "customer", "买家", "客户", "顾客"];
const SHOP: &[&str] = &["shop", "seller", "agent", "卖家", "商家", "客服"];

fn side(line: &GenericRecord) -> &'static str {
    let sent_by = line.text(Field::SentBy);
    let is = |words: &[&str], field| {
        words.iter().any(|w| w.eq_ignore_ascii_case(sent_by))
            || (!sent_by.is_empty() && line.text(field) == sent_by)
    };
    match (is(BUYER, Field::Buyer), is(SHOP, Field::Handler)) {
        (true, false) => "buyer",
        (false, true) => "shop",
        _ => "",
    }
}

/// In the order of time; what states none comes last. Of the same moment, as they were given.
pub fn sort(all: &mut [Message]) {
    all.sort_by(|a, b| match (a.at(), b.at()) {
        (Some(a), Some(b)) => a.cmp(&b),
        (None, None) => Ordering::Equal,
        (None, _) => Ordering::Greater,
        (_, None) => Ordering::Less,
    });
}

/// The cells of [`COLUMNS`].
pub fn row(message: &Message) -> [Cell<'_>; 14] {
    let side = word(SIDES, message.side()).map_or(Cell::Empty, |(key, zh, en)| Cell::Word(key, zh, en));
    match message {
        Message::Told(line) => [
            Cell::id(&line.line_no),
            Cell::time(message.at()),
            Cell::id(&line.platform),
            Cell::text(&line.shop),
            line.cell(Field::Buyer),
            side,
            line.cell(Field::SentBy),
            line.cell(Field::Handler),
            line.cell(Field::Content),
            line.cell(Field::Media),
            line.cell(Field::OrderNo),
            Cell::Empty,
            Cell::Word("imported", "导入", "imported"),
            Cell::Empty,
        ],
        Message::Entered(said) => [
            Cell::id(&said.id),
            Cell::Time(said.at),
            Cell::id(&said.platform),
            Cell::text(&said.shop),
            filled(&said.buyer, Cell::Nick),
            side,
            Cell::Empty,
            Cell::Empty,
            Cell::text(&said.text),
            Cell::Empty,
            Cell::id(&said.order_no),
            word(VIAS, &said.via).map_or(Cell::Empty, |(key, zh, en)| Cell::Word(key, zh, en)),
            Cell::Word("entered", "手工登记", "entered"),
            Cell::text(&said.by),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::{MESSAGES, Value};

    fn told(sent_by: &str) -> Message {
        let mut line = GenericRecord::new(&MESSAGES);
        for (field, text) in [(Field::SentBy, sent_by), (Field::Buyer, "tb_a"), (Field::Handler, "小樱")] {
            line.set(field, Value::Text(text.into()));
        }
        Message::Told(Box::new(line))
    }

    #[test]
    fn whose_words_they_are_is_told_or_left_open() {
        for (sent_by, side) in [
            ("买家", "buyer"),
            ("Customer", "buyer"),
            ("tb_a", "buyer"),
            ("小樱", "shop"),
            ("客服", "shop"),
            ("", ""),
            ("somebody", ""),
        ] {
            assert_eq!(told(sent_by).side(), side, "{sent_by}");
        }
    }

    #[test]
    fn a_list_goes_by_time_and_what_has_none_comes_last() {
        let said =
            |at| Message::Entered(Box::new(ManualMessage { at: Stamp(at), ..ManualMessage::default() }));
        let mut all = [told(""), said(2), said(1)];
        sort(&mut all);
        assert_eq!(all, [said(1), said(2), told("")]);
    }
}
