//! Findings as rows: `orders check-abnormal`.

use super::orders::{filled, status_cell};
use crate::model::platform;
use crate::model::text::hash64;
use crate::model::time::minutes_left;
use crate::model::{Cell, Column, Lang, Severity, Stamp, Total};
use crate::rules::due::source_cell;
use crate::rules::{Finding, RuleEntry};
use std::collections::BTreeMap;

pub const COLUMNS: &[Column] = &[
    Column::new("rule", "规则", "Rule"),
    Column::new("severity", "级别", "Sev"),
    Column::new("platform", "平台", "Platform").telling(),
    Column::new("shop", "店铺", "Shop").minor().alike(),
    Column::new("order_no", "订单号", "Order"),
    Column::new("buyer", "买家", "Buyer").minor(),
    Column::new("status", "状态", "Status").hidden(),
    Column::new("amount", "金额", "Amount").right().minor(),
    Column::new("created_at", "下单时间", "Created").hidden(),
    Column::new("due_at", "截止", "Due").hidden(),
    Column::new("minutes_left", "剩余分钟", "Min left").right(),
    Column::new("why", "原因", "Why"),
    Column::new("next_action", "下一步", "Next"),
    Column::new("product", "商品", "Product").hidden(),
    Column::new("item_no", "子订单号", "Item").hidden(),
    Column::new("due_source", "期限来源", "Due by").hidden(),
    Column::new("owner", "负责", "Owner").hidden(),
    Column::new("hit_id", "命中编号", "Hit").hidden(),
];

/// The cells of one finding, in the order of [`COLUMNS`].
pub fn row(found: &Finding, now: Stamp, lang: Lang) -> Vec<Cell<'_>> {
    let rule = found.rule;
    let s = &found.subject;
    vec![
        Cell::key(rule.id()),
        Cell::key(found.severity.key()),
        platform::cell(&s.platform),
        Cell::text(&s.shop),
        Cell::id(&s.order_no),
        filled(&s.buyer, Cell::Nick),
        status_cell(s.status),
        Cell::money(s.amount),
        Cell::time(s.created_at),
        Cell::time(found.due),
        Cell::minutes(found.due.map(|due| minutes_left(due, now))),
        Cell::own_text(rule.why(&found.facts, lang)),
        Cell::text(rule.next(lang)),
        Cell::text(&s.product),
        Cell::id(&found.item_no),
        source_cell(found.due_source.clone()),
        desk_cell(rule.desk()),
        Cell::own_id(hit_id(found)),
    ]
}

pub fn desk_cell(desk: crate::model::Desk) -> Cell<'static> {
    Cell::Word(desk.key(), desk.title(Lang::Zh), desk.title(Lang::En))
}

/// Names the hit in acknowledgements: the same as long as rule and order are the same.
pub fn hit_id(found: &Finding) -> String {
    named(found.rule.id(), found)
}

/// Names what the hit is about, whatever stage it is in: the same for "due soon" and for "overdue".
pub fn matter_id(found: &Finding) -> String {
    named(found.rule.matter(), found)
}

fn named(rule: &str, found: &Finding) -> String {
    let s = &found.subject;
    let parts = [rule, &s.platform, &s.shop, &s.order_no, &found.item_no];
    format!("{:012x}", hash64(&parts.map(str::as_bytes)) >> 16)
}

/// One line of the summary that stands before a long list on a terminal.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleTally {
    pub rule: RuleEntry,
    pub hits: u64,
    pub urgent: u64,
    pub earliest: Option<Stamp>,
    /// Of the hits whose amount is known.
    pub amount: Total,
    /// Whether there are such.
    pub tells_amount: bool,
}

/// Findings counted by rule, the worst first.
pub fn tally(findings: &[Finding]) -> Vec<RuleTally> {
    let mut by_rule: BTreeMap<RuleEntry, RuleTally> = BTreeMap::new();
    for found in findings {
        let line = by_rule.entry(found.rule).or_insert(RuleTally {
            rule: found.rule,
            hits: 0,
            urgent: 0,
            earliest: None,
            amount: Total::default(),
            tells_amount: false,
        });
        line.hits += 1;
        line.urgent += u64::from(found.severity == Severity::P0);
        line.earliest = match (line.earliest, found.due) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        if let Some(amount) = found.subject.amount {
            line.amount.add(amount);
            line.tells_amount = true;
        }
    }
    let mut lines: Vec<RuleTally> = by_rule.into_values().collect();
    lines.sort_by_key(|l| (std::cmp::Reverse(l.urgent > 0), l.rule.severity(), std::cmp::Reverse(l.hits)));
    lines
}
