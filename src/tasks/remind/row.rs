//! One row of the reminder queue: a buyer, or an order, with the text to paste.

use super::super::orders::filled;
use super::super::template;
use super::settings::{Contacts, Settings};
use crate::model::platform;
use crate::model::time::minutes_left;
use crate::model::{Cell, Cents, Column, Stamp, Titled};

/// With one row per buyer; [`PER_ORDER`] stands in place of `orders` with one row per order.
pub const COLUMNS: &[Column] = &[
    Column::new("platform", "平台", "Platform").telling(),
    Column::new("shop", "店铺", "Shop").minor().alike(),
    Column::new("buyer", "买家", "Buyer"),
    Column::new("phone", "电话", "Phone").hidden(),
    Column::new("orders", "订单", "Orders"),
    Column::new("amount", "金额", "Amount").right(),
    Column::new("created_at", "下单时间", "Created").hidden(),
    Column::new("hours_unpaid", "未付小时", "Hours").right().minor().low_priority(),
    Column::new("closes_at", "关闭时间", "Closes").minor().low_priority(),
    Column::new("minutes_left", "剩余分钟", "Min left").right().low_priority(),
    Column::new("attempts", "已提醒", "Asked").right().hidden(),
    Column::new("last_contact_at", "上次联系", "Last contact").low_priority(),
    Column::new("message", "话术", "Message").low_priority(),
    Column::new("product", "商品", "Product").hidden(),
    Column::new("checks", "未能检查", "Unchecked"),
    Column::new("as_of", "数据截至", "As of").hidden(),
    Column::new("taken_by", "领取人", "Taken by").hidden(),
    Column::new("held_back", "不提醒原因", "Held back"),
];

pub const PER_ORDER: Column = Column::new("order_no", "订单号", "Order");

/// One row of the queue.
pub struct RemindRow {
    pub platform: String,
    pub shop: String,
    pub buyer: String,
    pub phone: String,
    pub order_nos: Vec<String>,
    pub amount: Option<Cents>,
    pub created_at: Stamp,
    pub closes_at: Option<Stamp>,
    pub contacts: Contacts,
    pub product: String,
    pub checks: Vec<&'static str>,
    pub as_of: Option<Stamp>,
    pub held: Vec<&'static str>,
}

impl RemindRow {
    /// Adds another order of the same buyer.
    pub(super) fn join(&mut self, other: RemindRow) {
        self.order_nos.extend(other.order_nos);
        self.amount = match (self.amount, other.amount) {
            (Some(a), Some(b)) => a.checked_add(b),
            _ => None,
        };
        self.created_at = self.created_at.min(other.created_at);
        self.closes_at = match (self.closes_at, other.closes_at) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        self.contacts.attempts = self.contacts.attempts.max(other.contacts.attempts);
        self.contacts.last = self.contacts.last.max(other.contacts.last);
        if !other.product.is_empty() && !self.product.contains(&other.product) {
            if !self.product.is_empty() {
                self.product.push('，');
            }
            self.product.push_str(&other.product);
        }
        for check in other.checks {
            if !self.checks.contains(&check) {
                self.checks.push(check);
            }
        }
        for why in other.held {
            if !self.held.contains(&why) {
                self.held.push(why);
            }
        }
        if self.phone.is_empty() {
            self.phone = other.phone;
        }
    }

    /// The text to paste.
    pub fn message(&self, settings: &Settings<'_>) -> Result<String, template::Fault> {
        let tails: Vec<&str> = self.order_nos.iter().map(|no| tail(no)).collect();
        template::render((settings.template)(&self.platform), &|place| {
            Some(match place {
                "shop" => self.shop.clone(),
                "product" => self.product.clone(),
                "tail" => tails.join("、"),
                "closes_at" => self
                    .closes_at
                    .filter(|at| *at > settings.scope.now)
                    .map(|at| at.short(settings.scope.zone, settings.scope.now))
                    .unwrap_or_default(),
                "amount" => self.amount.map(|a| a.to_string()).unwrap_or_default(),
                "orders" => self.order_nos.len().to_string(),
                _ => return None,
            })
        })
    }

    /// The cells, in the order of [`COLUMNS`]. `message`: what [`RemindRow::message`] says, where somebody looks at it.
    pub fn cells(&self, now: Stamp, message: Option<String>) -> Vec<Cell<'_>> {
        vec![
            platform::cell(&self.platform),
            Cell::text(&self.shop),
            filled(&self.buyer, Cell::Nick),
            filled(&self.phone, Cell::Phone),
            Cell::own_id(self.order_nos.join(" ")),
            Cell::money(self.amount),
            Cell::Time(self.created_at),
            Cell::Hours(now.0 - self.created_at.0),
            Cell::time(self.closes_at),
            Cell::minutes(self.closes_at.map(|at| minutes_left(at, now))),
            Cell::Int(self.contacts.attempts),
            Cell::time(self.contacts.last),
            message.map_or(Cell::Empty, Cell::own_text),
            Cell::text(&self.product),
            Cell::words(self.checks.iter().map(|key| titled(key)).collect()),
            Cell::time(self.as_of),
            Cell::Empty,
            Cell::words(self.held.iter().map(|key| titled(key)).collect()),
        ]
    }
}

/// Why an order is held back, and which guard could not run for want of what.
const WORDS: &[Titled] = &[
    ("test_order", "测试、样品或补发单", "test order"),
    ("cod", "货到付款", "cash on delivery"),
    ("nothing_to_pay", "应付为 0", "nothing to pay"),
    ("window_closed", "已过关单时间", "past its closing time"),
    ("open_refund", "正在退款", "open refund"),
    ("refunded", "有退款", "refunded"),
    ("paid_in_full", "金额已付清", "paid in full"),
    ("item_paid", "有商品已付款", "an item is paid"),
    ("paid_twin", "另一单已付款", "paid in another order"),
    ("skipped", "已跳过", "skipped"),
    ("asked_already", "已催过", "asked already"),
    ("cooldown", "刚联系过", "contacted lately"),
    ("stale_data", "数据太旧", "data too old"),
    ("twin:buyer", "重复单（买家隐去）", "twin (buyer masked)"),
    ("twin:items", "重复单（没有商品）", "twin (no items)"),
    ("refund:refunded", "退款（没有退款列）", "refund (no such column)"),
    ("window:pay_due", "关单时间（不知道）", "closing time (unknown)"),
];

fn titled(key: &'static str) -> Titled {
    WORDS.iter().find(|word| word.0 == key).copied().unwrap_or((key, key, key))
}

/// The last four signs of an order number.
fn tail(order_no: &str) -> &str {
    let start = order_no.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    &order_no[start..]
}

#[cfg(test)]
mod tests {
    /// Whatever the queue says of an order has its words in both languages.
    #[test]
    fn every_reason_has_a_title() {
        let queue = include_str!("../remind.rs");
        let keys = ["held.push(\"", "checks.push(\""]
            .into_iter()
            .flat_map(|call| queue.split(call).skip(1).filter_map(|rest| rest.split('"').next()));
        let keys: Vec<&str> = keys.collect();
        assert!(keys.len() >= 15, "{keys:?}");
        for key in keys {
            assert!(super::WORDS.iter().any(|word| word.0 == key), "{key}");
        }
    }
}
