//! The queue of unpaid orders: whom to remind, with which text, and why not.

use super::orders::filled;
use super::template;
use crate::model::text::{hash64, is_identity};
use crate::model::time::{HOUR, minutes_left};
use crate::model::{Cell, Cents, Column, Field, Order, OrderKind, Scope, Stamp, Status};
use crate::rules::due::{Clock, due, first_reminder};
use std::collections::HashMap;

/// With one row per buyer; [`PER_ORDER`] stands in place of `orders` with one row per order.
pub const COLUMNS: &[Column] = &[
    Column::new("platform", "平台", "Platform").hidden(),
    Column::new("shop", "店铺", "Shop"),
    Column::new("buyer", "买家", "Buyer"),
    Column::new("phone", "电话", "Phone").hidden(),
    Column::new("orders", "订单", "Orders"),
    Column::new("amount", "金额", "Amount").right(),
    Column::new("created_at", "下单时间", "Created").hidden(),
    Column::new("hours_unpaid", "未付小时", "Hours").right(),
    Column::new("closes_at", "关闭时间", "Closes"),
    Column::new("minutes_left", "剩余分钟", "Min left").right(),
    Column::new("attempts", "已提醒", "Asked").right().hidden(),
    Column::new("last_contact_at", "上次联系", "Last contact"),
    Column::new("message", "话术", "Message"),
    Column::new("product", "商品", "Product").hidden(),
    Column::new("checks", "未能检查", "Unchecked"),
    Column::new("as_of", "数据截至", "As of").hidden(),
    Column::new("taken_by", "领取人", "Taken by").hidden(),
    Column::new("held_back", "不提醒原因", "Held back"),
];

pub const PER_ORDER: Column = Column::new("order_no", "订单号", "Order");

/// What was done about an order before.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    pub attempts: i64,
    pub last: Option<Stamp>,
    pub skipped: bool,
}

/// How the queue is made.
pub struct Settings<'a> {
    pub scope: &'a Scope,
    /// Given by `--after`; else each order's own first reminder.
    pub after: Option<i64>,
    /// List held-back orders too.
    pub all: bool,
    pub per_order: bool,
    /// Contacts so many seconds ago hold a reminder back.
    pub cooldown: i64,
    pub most_attempts: i64,
    pub template: &'a str,
    /// Looked up by (order number, platform, shop); `None` where nobody was contacted about the order.
    pub contacts: &'a dyn Fn(&str, &str, &str) -> Option<Contacts>,
    /// How new the data of a shop are, and whether they are too old to act on.
    pub as_of: &'a dyn Fn(&str, &str) -> (Option<Stamp>, bool),
}

/// One unpaid order in the queue.
struct Candidate {
    platform: String,
    shop: String,
    order_no: String,
    buyer: String,
    phone: String,
    product: String,
    amount: Option<Cents>,
    created_at: Stamp,
    closes_at: Option<Stamp>,
    goods: Option<u64>,
    checks: Vec<&'static str>,
    held: Vec<&'static str>,
}

/// Collects over a stream of orders; memory: the unpaid orders, and 24 bytes for each paid one with a known buyer.
#[derive(Default)]
pub struct Queue {
    candidates: Vec<Candidate>,
    /// Buyer and goods of paid orders → when they were placed.
    paid: HashMap<u64, Vec<Stamp>>,
    /// Buyers (platform, shop, buyer) who were written to about any order → the last time.
    asked: HashMap<(String, String, String), Stamp>,
}

/// One row of the queue.
pub struct Row {
    pub platform: String,
    pub shop: String,
    pub buyer: String,
    pub phone: String,
    pub order_nos: Vec<String>,
    pub amount: Option<Cents>,
    pub created_at: Stamp,
    pub closes_at: Option<Stamp>,
    pub contacts: Contacts,
    pub message: String,
    pub product: String,
    pub checks: Vec<&'static str>,
    pub as_of: Option<Stamp>,
    pub held: Vec<&'static str>,
}

impl Queue {
    /// Fields that the queue looks at.
    pub const FIELDS: &'static [Field] = &[
        Field::Platform,
        Field::Shop,
        Field::OrderNo,
        Field::Status,
        Field::Kind,
        Field::Buyer,
        Field::Phone,
        Field::Items,
        Field::Payable,
        Field::Paid,
        Field::Refunded,
        Field::CreatedAt,
        Field::PaidAt,
        Field::PayDue,
    ];

    pub fn see(&mut self, order: &Order, settings: &Settings<'_>) {
        let scope = settings.scope;
        if is_identity(&order.buyer)
            && let Some(last) =
                (settings.contacts)(&order.order_no, &order.platform, &order.shop).and_then(|c| c.last)
        {
            let known = self.asked.entry(buyer_key(order)).or_insert(last);
            *known = (*known).max(last);
        }
        let Some(created_at) = order.created_at.filter(|at| *at <= scope.now) else { return };
        if scope.window.since.is_some_and(|s| created_at < s)
            || scope.window.until.is_some_and(|u| created_at >= u)
        {
            return;
        }
        let goods = goods_key(order);
        if order.status.is_paid() {
            if let Some(key) = goods {
                self.paid.entry(key).or_default().push(created_at);
            }
            return;
        }
        if order.status != Status::Unpaid {
            return;
        }
        let after = settings.after.unwrap_or_else(|| first_reminder(order, scope));
        if scope.now.0 - created_at.0 < after {
            return;
        }
        let closes_at = due(Clock::PayClose, order, scope).map(|d| d.at);
        let mut held = Vec::new();
        if order.kind.is_excluded() {
            held.push("test_order");
        }
        if order.kind == OrderKind::Cod {
            held.push("cod");
        }
        if closes_at.is_some_and(|at| at <= scope.now) {
            held.push("window_closed");
        }
        if order.refunds.iter().any(|r| r.state.is_open()) {
            held.push("open_refund");
        }
        if order.refunded.is_some_and(|r| r.0 > 0) {
            held.push("refunded");
        }
        let mut checks = Vec::new();
        if !is_identity(&order.buyer) {
            checks.push("twin:buyer");
        } else if goods.is_none() {
            checks.push("twin:items");
        }
        if !order.have.has(Field::Refunded) && order.refunds.is_empty() {
            checks.push("refund:refunded");
        }
        if closes_at.is_none() {
            checks.push("window:pay_due");
        }
        self.candidates.push(Candidate {
            platform: order.platform.clone(),
            shop: order.shop.clone(),
            order_no: order.order_no.clone(),
            buyer: order.buyer.clone(),
            phone: order.phone.clone(),
            product: order.product(),
            amount: order.payable,
            created_at,
            closes_at,
            goods,
            checks,
            held,
        });
    }

    /// The rows, most urgent first.
    pub fn finish(self, settings: &Settings<'_>) -> Result<Vec<Row>, template::Fault> {
        let Queue { candidates, paid, asked } = self;
        let mut rows: Vec<Row> = Vec::new();
        let mut by_buyer: HashMap<(String, String, String, bool), usize> = HashMap::new();
        for mut one in candidates {
            let window = settings.scope.common.twin_window;
            let near = |at: &Stamp| (at.0 - one.created_at.0).abs() <= window;
            if one.goods.and_then(|key| paid.get(&key)).is_some_and(|times| times.iter().any(near)) {
                one.held.push("paid_twin");
            }
            let mut contacts =
                (settings.contacts)(&one.order_no, &one.platform, &one.shop).unwrap_or_default();
            // The pause is the buyer's, whichever order it was about.
            let buyer = (one.platform.clone(), one.shop.clone(), one.buyer.clone());
            contacts.last = contacts.last.max(asked.get(&buyer).copied());
            if contacts.skipped {
                one.held.push("skipped");
            } else if contacts.attempts >= settings.most_attempts {
                one.held.push("asked_already");
            } else if contacts.last.is_some_and(|at| settings.scope.now.0 - at.0 < settings.cooldown) {
                one.held.push("cooldown");
            }
            let (as_of, stale) = (settings.as_of)(&one.platform, &one.shop);
            if stale {
                one.held.push("stale_data");
            }
            let held = !one.held.is_empty();
            if held && !settings.all {
                continue;
            }
            let row = one.into_row(contacts, as_of);
            if settings.per_order || !is_identity(&row.buyer) {
                rows.push(row);
                continue;
            }
            // A held-back order never shares a row with one that may be asked.
            match by_buyer.entry((row.platform.clone(), row.shop.clone(), row.buyer.clone(), held)) {
                std::collections::hash_map::Entry::Occupied(at) => rows[*at.get()].join(row),
                std::collections::hash_map::Entry::Vacant(slot) => {
                    slot.insert(rows.len());
                    rows.push(row);
                }
            }
        }
        for row in &mut rows {
            row.message = row.text(settings)?;
        }
        let now = settings.scope.now;
        rows.sort_by(|a, b| {
            let left = |r: &Row| r.closes_at.map_or(i64::MAX, |at| minutes_left(at, now));
            left(a)
                .cmp(&left(b))
                .then_with(|| b.amount.cmp(&a.amount))
                .then_with(|| a.order_nos.cmp(&b.order_nos))
                .then_with(|| (&a.platform, &a.shop).cmp(&(&b.platform, &b.shop)))
        });
        Ok(rows)
    }
}

impl Candidate {
    fn into_row(self, contacts: Contacts, as_of: Option<Stamp>) -> Row {
        Row {
            platform: self.platform,
            shop: self.shop,
            buyer: self.buyer,
            phone: self.phone,
            order_nos: vec![self.order_no],
            amount: self.amount,
            created_at: self.created_at,
            closes_at: self.closes_at,
            contacts,
            message: String::new(),
            product: self.product,
            checks: self.checks,
            as_of,
            held: self.held,
        }
    }
}

impl Row {
    /// Adds another order of the same buyer.
    fn join(&mut self, other: Row) {
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

    fn text(&self, settings: &Settings<'_>) -> Result<String, template::Fault> {
        let tails: Vec<&str> = self.order_nos.iter().map(|no| tail(no)).collect();
        template::render(settings.template, &|place| {
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

    /// The cells, in the order of [`COLUMNS`].
    pub fn cells(&self, now: Stamp) -> Vec<Cell<'_>> {
        vec![
            Cell::id(&self.platform),
            Cell::text(&self.shop),
            filled(&self.buyer, Cell::Nick),
            filled(&self.phone, Cell::Phone),
            Cell::own_id(self.order_nos.join(" ")),
            Cell::money(self.amount),
            Cell::Time(self.created_at),
            Cell::Hours(now.0 - self.created_at.0),
            Cell::time(self.closes_at),
            Cell::int(self.closes_at.map(|at| minutes_left(at, now))),
            Cell::Int(self.contacts.attempts),
            Cell::time(self.contacts.last),
            Cell::text(&self.message),
            Cell::text(&self.product),
            Cell::own_text(self.checks.join(" ")),
            Cell::time(self.as_of),
            Cell::Empty,
            Cell::own_text(self.held.join(" ")),
        ]
    }
}

/// The last four signs of an order number.
fn tail(order_no: &str) -> &str {
    let start = order_no.char_indices().rev().nth(3).map_or(0, |(at, _)| at);
    &order_no[start..]
}

fn buyer_key(order: &Order) -> (String, String, String) {
    (order.platform.clone(), order.shop.clone(), order.buyer.clone())
}

/// Buyer and goods of an order in one number, where both are known: twins share it.
fn goods_key(order: &Order) -> Option<u64> {
    if !is_identity(&order.buyer) {
        return None;
    }
    let goods = if order.items.is_empty() {
        order.titles.clone()
    } else {
        let mut keys: Vec<String> = order.items.iter().map(|i| format!("{:?}", i.goods_key())).collect();
        keys.sort();
        keys.dedup();
        keys.join("\u{1}")
    };
    if goods.is_empty() {
        return None;
    }
    let parts = [order.platform.as_bytes(), order.shop.as_bytes(), order.buyer.as_bytes(), goods.as_bytes()];
    Some(hash64(&parts))
}

/// The order as it was known at `now`: a payment made later does not count.
pub fn as_known(order: &mut Order, now: Stamp) {
    if order.paid_at.is_some_and(|at| at > now) {
        order.status = Status::Unpaid;
        order.have.add(Field::Status);
        order.paid = order.paid.map(|_| Cents(0));
        order.refunded = order.refunded.map(|_| Cents(0));
        order.paid_at = None;
        order.shipped_at = None;
        order.completed_at = None;
        order.refunds.clear();
    }
}

/// The default pause between two contacts, in seconds.
pub const COOLDOWN: i64 = 12 * HOUR;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Fields;
    use crate::model::time::DAY;

    const NOW: Stamp = Stamp(100 * DAY);

    fn unpaid(no: &str, buyer: &str, hours_ago: i64) -> Order {
        Order {
            platform: "taobao".into(),
            order_no: no.into(),
            buyer: buyer.into(),
            titles: "杯".into(),
            status: Status::Unpaid,
            payable: Some(Cents(5900)),
            created_at: Some(Stamp(NOW.0 - hours_ago * HOUR)),
            have: Fields(u128::MAX),
            ..Order::default()
        }
    }

    fn run(orders: &[Order], change: impl Fn(&mut Settings<'_>)) -> Vec<Row> {
        let scope = Scope { now: NOW, ..Scope::default() };
        let mut settings = Settings {
            scope: &scope,
            after: None,
            all: false,
            per_order: false,
            cooldown: COOLDOWN,
            most_attempts: 1,
            template: template::UNPAID_ZH,
            contacts: &|no, _, _| {
                let known = no == "asked" || no == "skipped";
                known.then(|| Contacts {
                    attempts: i64::from(no == "asked"),
                    last: (no == "asked").then_some(NOW),
                    skipped: no == "skipped",
                })
            },
            as_of: &|_, _| (Some(NOW), false),
        };
        change(&mut settings);
        let mut queue = Queue::default();
        for order in orders {
            queue.see(order, &settings);
        }
        queue.finish(&settings).expect("a good template")
    }

    #[test]
    fn twelve_hours_and_not_a_second_less() {
        let mut young = unpaid("1", "a", 12);
        young.created_at = Some(Stamp(NOW.0 - 12 * HOUR + 1));
        assert_eq!(run(&[young], |_| ()).len(), 0);
        assert_eq!(run(&[unpaid("1", "a", 12)], |_| ()).len(), 1);
        assert_eq!(run(&[unpaid("1", "a", 7)], |s| s.after = Some(6 * HOUR)).len(), 1);
    }

    #[test]
    fn a_buyer_is_asked_once_for_all_orders() {
        let orders = [
            unpaid("1001", "a", 13),
            unpaid("1002", "a", 14),
            unpaid("1003", "t**", 13),
            unpaid("1004", "t**", 13),
        ];
        let rows = run(&orders, |_| ());
        assert_eq!(rows.len(), 3);
        let both = rows.iter().find(|r| r.order_nos.len() == 2).expect("one row for a");
        assert_eq!(both.amount, Some(Cents(11800)));
        assert!(both.message.contains("1001、1002"));
        assert!(rows.iter().all(|r| r.buyer != "t**" || r.checks == ["twin:buyer"]));
        assert_eq!(run(&orders, |s| s.per_order = true).len(), 4);
    }

    #[test]
    fn guards_hold_back_and_all_shows_why() {
        let mut paid = unpaid("9", "twin", 13);
        paid.status = Status::Paid;
        let mut cod = unpaid("cod", "c", 13);
        cod.kind = OrderKind::Cod;
        let orders = [
            unpaid("twin", "twin", 14),
            paid,
            cod,
            unpaid("asked", "x", 13),
            unpaid("skipped", "y", 13),
            unpaid("old", "z", 72),
        ];
        assert_eq!(run(&orders, |_| ()).len(), 0);
        let rows = run(&orders, |s| s.all = true);
        let held = |no: &str| rows.iter().find(|r| r.order_nos == [no]).map(|r| r.held.clone());
        assert_eq!(held("twin"), Some(vec!["paid_twin"]));
        assert_eq!(held("cod"), Some(vec!["cod"]));
        assert_eq!(held("asked"), Some(vec!["asked_already"]));
        assert_eq!(held("skipped"), Some(vec!["skipped"]));
        assert_eq!(held("old"), Some(vec!["window_closed"]));
    }

    #[test]
    fn the_pause_is_the_buyers() {
        let mut finished = unpaid("asked", "x", 200);
        finished.status = Status::Finished;
        let orders = [finished, unpaid("new", "x", 13), unpaid("other", "y", 13)];
        let rows = run(&orders, |s| s.all = true);
        let held: Vec<_> = rows.iter().map(|r| (r.order_nos[0].as_str(), r.held.clone())).collect();
        assert!(held.contains(&("new", vec!["cooldown"])), "{held:?}");
        assert!(held.contains(&("other", vec![])), "{held:?}");
    }

    #[test]
    fn a_later_payment_is_not_yet_known() {
        let mut order = unpaid("1", "a", 13);
        order.status = Status::Paid;
        order.paid_at = Some(Stamp(NOW.0 + 1));
        as_known(&mut order, NOW);
        assert_eq!(order.status, Status::Unpaid);
    }
}
