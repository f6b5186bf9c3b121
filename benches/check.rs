//! From cells to findings: amounts, dates, and the rules over a stream of orders. `cargo bench --bench check`.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "what can't go on has nothing to measure")]

mod support;

use cs::model::time::DateOrder;
use cs::model::{Cents, Severity, Stamp, Zone};
use cs::read::orders;
use cs::records::Order;
use cs::rules::Scope;
use cs::rules::check::Check;
use cs::rules::{RuleEntry, entries};
use divan::counter::ItemsCount;
use divan::{AllocProfiler, Bencher, black_box};
use std::ops::ControlFlow;
use support::{NOW, ROWS, Shape, catalog, every_field, export, file, reading, table};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// A thousand cells of one shape.
fn each_of(bencher: Bencher<'_, '_>, text: &str, parse: impl Fn(&str) -> bool) {
    assert!(parse(text), "{text}");
    bencher.counter(ItemsCount::new(1000_usize)).bench_local(|| {
        for _ in 0..1000 {
            black_box(parse(black_box(text)));
        }
    });
}

#[divan::bench(args = ["59.90", "1,234.50", "¥59.90", "５９．９０元"])]
fn money(bencher: Bencher<'_, '_>, text: &str) {
    each_of(bencher, text, |text| Cents::parse(text).is_some());
}

#[divan::bench(args = [
    "2026-11-21 09:30:00",
    "2026/11/21 9:30",
    "2026/11/21 上午 9:30",
    "11/11/2026 9:30 AM",
    "2026年11月21日 09:30",
    "2026-11-21T01:30:00Z",
])]
fn dates(bencher: Bencher<'_, '_>, text: &str) {
    each_of(bencher, text, |text| Stamp::parse(text, Zone::CHINA, DateOrder::Open).is_ok());
}

fn read() -> Vec<Order> {
    let (file, catalog) = (file(&export(ROWS, Shape::Plain)), catalog());
    let mut read = Vec::new();
    orders(&mut table(&file, &catalog), &reading(every_field()), &mut |order| {
        read.push(order.clone());
        Ok(ControlFlow::Continue(()))
    })
    .expect("orders");
    read
}

/// Rules over orders that are read already.
fn run(bencher: Bencher<'_, '_>, rules: &[RuleEntry]) {
    let orders = read();
    let scope = Scope { now: NOW, ..Scope::default() };
    bencher.counter(ItemsCount::new(orders.len())).bench_local(|| {
        let mut check = Check::new(&scope, rules, Severity::P3);
        for order in &orders {
            check.see(order);
        }
        check.finish().findings.len()
    });
}

#[divan::bench]
fn all_rules(bencher: Bencher<'_, '_>) {
    run(bencher, &entries().collect::<Vec<_>>());
}

/// Those that look at one order at a time.
#[divan::bench]
fn single_rules(bencher: Bencher<'_, '_>) {
    let alone = |rule: &RuleEntry| rule.comparison().is_none();
    run(bencher, &entries().filter(alone).collect::<Vec<_>>());
}

/// Those that compare orders with each other.
#[divan::bench]
fn comparing_rules(bencher: Bencher<'_, '_>) {
    let compares = |rule: &RuleEntry| rule.comparison().is_some();
    run(bencher, &entries().filter(compares).collect::<Vec<_>>());
}
