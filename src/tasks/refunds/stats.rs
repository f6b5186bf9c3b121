//! `refunds stats`: how many orders are given back, for how much, how fast, and why.

mod group;

use super::{kind_cell, told};
use crate::model::{Cell, Column, Field, RefundKind, RefundState, Total};
use crate::records::{Order, Refund};
use crate::rules::Scope;
use group::{Group, cells};
use std::collections::{BTreeMap, BTreeSet};

pub const COLUMNS: &[Column] = &[
    Column::new("group", "分组", "Group"),
    Column::new("cases", "售后单", "Cases").right(),
    Column::new("refunds", "退款成功", "Refunded").right(),
    Column::new("amount", "退款金额", "Amount").right(),
    Column::new("refunded_orders", "退款订单", "Orders refunded").right(),
    Column::new("paid_orders", "已付订单", "Orders paid").right(),
    Column::new("rate", "退款率", "Rate").right(),
    Column::new("hours_mean", "平均小时", "Mean hours").right(),
    Column::new("hours_median", "中位小时", "Median hours").right(),
];

/// What refunds are counted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    #[default]
    Reason,
    Sku,
    Carrier,
    Day,
    Kind,
}

impl By {
    pub const ALL: [By; 5] = [By::Reason, By::Sku, By::Carrier, By::Day, By::Kind];

    pub fn key(self) -> &'static str {
        match self {
            By::Reason => "reason",
            By::Sku => "sku",
            By::Carrier => "carrier",
            By::Day => "day",
            By::Kind => "kind",
        }
    }

    pub fn by_key(key: &str) -> Option<By> {
        By::ALL.into_iter().find(|b| b.key() == key)
    }
}

/// A running count. An order belongs to the day that it was placed.
pub struct Stats<'s> {
    by: By,
    scope: &'s Scope,
    all: Group,
    groups: BTreeMap<String, Group>,
    /// Some paid order has no item rows: how many hold a given code is not known.
    without_items: bool,
    /// Corrections of the price: number and cents.
    pub adjustments: (u64, Total),
    /// Those that succeeded and of which nobody tells how much.
    pub adjustments_untold: u64,
    /// Test, sample, gift and replacement orders.
    pub excluded: u64,
}

impl<'s> Stats<'s> {
    pub fn new(by: By, scope: &'s Scope) -> Stats<'s> {
        Stats {
            by,
            scope,
            all: Group::default(),
            groups: BTreeMap::new(),
            without_items: false,
            adjustments: (0, Total::default()),
            adjustments_untold: 0,
            excluded: 0,
        }
    }

    /// Paid orders of which refunds were looked for.
    pub fn paid_orders(&self) -> u64 {
        self.all.paid_orders
    }

    /// Successful refunds whose orders are not among the paid ones: no part of any rate.
    pub fn strays(&self) -> u64 {
        self.all.strays
    }

    /// Successful refunds that tell no amount, so that sums with them are left empty.
    pub fn untold(&self) -> u64 {
        self.all.untold
    }

    /// Whether an amount is left empty for want of room.
    pub fn is_beyond(&self) -> bool {
        std::iter::once(&self.all).chain(self.groups.values()).any(|group| group.amount.cents().is_none())
    }

    pub fn see(&mut self, order: &Order) {
        let refunds = told(order);
        let placed = order.created_at.or_else(|| refunds.iter().find_map(|r| r.applied_at));
        if !self.scope.window.holds(placed) {
            return;
        }
        if order.kind.is_excluded() || order.kind.is_free() {
            self.excluded += 1;
            return;
        }
        let paid = order.paid_at.is_some() || order.status.is_paid() || order.paid.unwrap_or_default().0 > 0;
        if paid {
            self.all.paid_orders += 1;
            self.without_items |= order.items.is_empty();
            for key in self.keys_of_order(order) {
                self.groups.entry(key).or_default().paid_orders += 1;
            }
        }
        let mut refunded: BTreeSet<String> = BTreeSet::new();
        let mut any = false;
        for refund in &refunds {
            let done = refund.state == RefundState::Success;
            let adjusts = refund.asks().is_adjustment();
            let amount = refund.amount.filter(|_| done).unwrap_or_default();
            let untold = u64::from(done && refund.amount.is_none());
            if adjusts {
                self.adjustments.0 += 1;
                self.adjustments.1.add(amount);
                self.adjustments_untold += untold;
                if self.by != By::Kind {
                    continue;
                }
            }
            let key = self.key(refund, order);
            let took = refund.applied_at.zip(refund.done_at).filter(|_| done);
            let group = self.groups.entry(key.clone()).or_default();
            let all = if adjusts { None } else { Some(&mut self.all) };
            for counted in std::iter::once(group).chain(all) {
                counted.cases += 1;
                counted.done += u64::from(done);
                counted.strays += u64::from(done && !paid);
                counted.amount.add(amount);
                counted.untold += untold;
                counted.seconds.extend(took.map(|(from, to)| (to.0 - from.0).max(0)));
            }
            if done && paid {
                refunded.insert(key);
                any |= !adjusts;
            }
        }
        for key in refunded {
            self.groups.entry(key).or_default().refunded_orders += 1;
        }
        self.all.refunded_orders += u64::from(any);
    }

    fn key(&self, refund: &Refund, order: &Order) -> String {
        match self.by {
            By::Reason => refund.reason.clone(),
            By::Kind => refund.asks().key().to_owned(),
            By::Sku => refund.sku.clone(),
            By::Carrier => first(&order.carrier, &refund.carrier),
            By::Day => self.day(order, refund),
        }
    }

    fn day(&self, order: &Order, refund: &Refund) -> String {
        let at = order.created_at.or(refund.applied_at);
        let local = at.and_then(|at| self.scope.zone.local(at));
        local.map(|t| t.format("%Y-%m-%d").to_string()).unwrap_or_default()
    }

    /// Groups in whose denominator the order stands; empty where it stands in all of them.
    fn keys_of_order(&self, order: &Order) -> Vec<String> {
        match self.by {
            By::Reason | By::Kind => Vec::new(),
            By::Carrier => vec![order.carrier.clone()],
            By::Day => vec![self.day(order, &Refund::default())],
            By::Sku => {
                let codes: BTreeSet<&str> = order.items.iter().map(|i| i.sku.as_str()).collect();
                codes.into_iter().map(str::to_owned).collect()
            }
        }
    }

    /// All together, then each group that has a refund: by number and amount, days by themselves.
    pub fn rows(&self) -> Vec<Vec<Cell<'static>>> {
        let whole = Cell::Word("all", "合计", "all");
        let mut rows = vec![cells(whole, &self.all, Some(self.all.paid_orders))];
        let mut groups: Vec<(&String, &Group)> =
            self.groups.iter().filter(|g| g.1.cases > 0 || self.by == By::Day).collect();
        if self.by != By::Day {
            groups.sort_by_key(|g| std::cmp::Reverse((g.1.done, g.1.cases, g.1.amount.cents())));
        }
        for (key, group) in groups {
            let kind = RefundKind::by_key(key).filter(|_| self.by == By::Kind);
            let of = match self.by {
                _ if kind.is_some_and(RefundKind::is_adjustment) => None,
                By::Reason | By::Kind => Some(self.all.paid_orders),
                By::Sku if self.without_items || key.is_empty() => None,
                By::Sku | By::Carrier | By::Day => Some(group.paid_orders),
            };
            let name = match kind {
                _ if key.is_empty() || kind == Some(RefundKind::Unknown) => {
                    Cell::Word("", "（未填）", "(none)")
                }
                Some(kind) => kind_cell(kind),
                None if matches!(self.by, By::Reason) => Cell::own_text(key.clone()),
                None => Cell::own_id(key.clone()),
            };
            rows.push(cells(name, group, of));
        }
        rows
    }
}

/// The columns that are looked at.
pub const FIELDS: &[Field] = &[
    Field::Status,
    Field::Kind,
    Field::Carrier,
    Field::CreatedAt,
    Field::PaidAt,
    Field::Paid,
    Field::Payable,
    Field::Refunded,
    Field::Sku,
    Field::RefundState,
    Field::RefundNo,
    Field::RefundKind,
    Field::Reason,
    Field::Amount,
    Field::AppliedAt,
    Field::DoneAt,
];

fn first(a: &str, b: &str) -> String {
    if a.is_empty() { b.to_owned() } else { a.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::group::{middle, rate};
    use super::*;
    use crate::model::time::HOUR;
    use crate::model::{Cents, OrderKind, Stamp};
    use crate::rules::testing::{CREATED, order, scope};

    fn refund(reason: &str, state: RefundState, hours: i64) -> Refund {
        Refund {
            reason: reason.into(),
            state,
            kind: RefundKind::RefundOnly,
            amount: Some(Cents(1_000)),
            applied_at: Some(Stamp(CREATED)),
            done_at: Some(Stamp(CREATED + hours * HOUR)),
            ..Refund::default()
        }
    }

    fn shown(by: By, orders: &[Order]) -> Vec<String> {
        let scope = scope(CREATED);
        let mut stats = Stats::new(by, &scope);
        orders.iter().for_each(|order| stats.see(order));
        let text = |cell: &Cell<'_>| match cell {
            Cell::Int(n) => n.to_string(),
            Cell::Money(m) => m.to_string(),
            Cell::Hours(s) => (s / HOUR).to_string(),
            Cell::Text(t) | Cell::Id(t) => t.to_string(),
            Cell::Word(key, ..) => (*key).to_owned(),
            _ => "-".to_owned(),
        };
        stats.rows().iter().map(|row| row.iter().map(text).collect::<Vec<_>>().join(" ")).collect()
    }

    fn with(refunds: Vec<Refund>) -> Order {
        Order { refunds, ..order() }
    }

    #[test]
    fn orders_count_once_and_adjustments_apart() {
        let done = RefundState::Success;
        let orders = [
            with(vec![refund("少件", done, 2), refund("少件", done, 4)]),
            with(vec![refund("破损", RefundState::Requested, 0)]),
            with(vec![refund("退差价", done, 1)]),
            with(vec![]),
            Order { kind: OrderKind::Test, ..with(vec![refund("少件", done, 2)]) },
        ];
        assert_eq!(
            shown(By::Reason, &orders),
            ["all 3 2 20.00 1 4 1/4 3 3", "少件 2 2 20.00 1 4 1/4 3 3", "破损 1 0 0.00 0 4 0/4 - -"]
        );
        assert_eq!(
            shown(By::Kind, &orders),
            [
                "all 3 2 20.00 1 4 1/4 3 3",
                "refund_only 3 2 20.00 1 4 1/4 3 3",
                "difference 1 1 10.00 1 - - 1 1"
            ]
        );
        let scope = scope(CREATED);
        let mut stats = Stats::new(By::Day, &scope);
        orders.iter().for_each(|order| stats.see(order));
        assert_eq!(
            (stats.adjustments.0, stats.adjustments.1.cents(), stats.excluded),
            (1, Some(Cents(1_000)), 1)
        );
    }

    #[test]
    fn rates_of_thirty_are_percents() {
        assert_eq!(rate(1, 29).as_deref(), Some("1/29"));
        assert_eq!(rate(1, 30).as_deref(), Some("3.3%"));
        assert_eq!(rate(0, 0), None);
        assert_eq!(rate(31, 31).as_deref(), Some("100.0%"));
    }

    #[test]
    fn a_code_has_a_rate_only_where_items_are_known() {
        let sold = |sku: &str| crate::records::Item { sku: sku.into(), ..crate::records::Item::default() };
        let back = Refund { sku: "A".into(), ..refund("", RefundState::Success, 1) };
        let known = [
            Order { items: vec![sold("A")], ..with(vec![back.clone()]) },
            Order { items: vec![sold("A"), sold("B")], ..with(vec![]) },
        ];
        assert_eq!(shown(By::Sku, &known)[1], "A 1 1 10.00 1 2 1/2 1 1");
        assert_eq!(shown(By::Sku, &[with(vec![back])])[1], "A 1 1 10.00 1 - - 1 1");
    }

    /// A refund whose order nobody knows is no part of the rate; a rate of nothing beside an amount is none.
    #[test]
    fn refunds_without_their_order_make_no_rate() {
        let done = RefundState::Success;
        let bare = |reason| Order {
            refunds: vec![refund(reason, done, 2)],
            created_at: None,
            paid_at: None,
            paid: None,
            status: crate::model::Status::Unknown,
            ..order()
        };
        let mut orders = vec![with(vec![]); 30];
        orders.push(bare(""));
        assert_eq!(shown(By::Reason, &orders), ["all 1 1 10.00 - 30 - 2 2", " 1 1 10.00 - 30 - 2 2"]);
        let scope = scope(CREATED);
        let mut stats = Stats::new(By::Reason, &scope);
        orders.iter().for_each(|order| stats.see(order));
        assert_eq!(stats.strays(), 1);
        // Beside refunds of known orders the rate is of those.
        orders.push(with(vec![refund("破损", done, 2)]));
        assert_eq!(
            shown(By::Reason, &orders),
            ["all 2 2 20.00 1 31 3.2% 2 2", " 1 1 10.00 - 31 - 2 2", "破损 1 1 10.00 1 31 3.2% 2 2"]
        );
    }

    #[test]
    fn the_middle_of_even_and_odd() {
        assert_eq!(middle(&[]), (None, None));
        assert_eq!(middle(&[1, 2, 9]), (Some(4), Some(2)));
        assert_eq!(middle(&[1, 3]), (Some(2), Some(2)));
    }
}
