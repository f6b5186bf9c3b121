//! From orders to bytes. `cargo bench --bench render`.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "what can't go on has nothing to measure")]

mod support;

use cs::model::{Lang, Say, Zone};
use cs::read::orders;
use cs::records::Order;
use cs::render::{Head, Meta, Style, by_name};
use cs::tasks::orders::{COLUMNS, row};
use divan::counter::{BytesCount, ItemsCount};
use divan::{AllocProfiler, Bencher};
use std::ops::ControlFlow;
use support::{NOW, Shape, catalog, every_field, export, file, reading, table};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

const FEW: usize = 2000;

fn main() {
    divan::main();
}

/// Masked as it is by default; `table` and `xlsx` keep all rows before they write.
#[divan::bench(args = ["csv", "tsv", "jsonl", "table", "html", "xlsx"])]
fn rows(bencher: Bencher<'_, '_>, format: &str) {
    let (file, catalog) = (file(&export(FEW, Shape::Plain)), catalog());
    let mut read: Vec<Order> = Vec::new();
    orders(&mut table(&file, &catalog), &reading(every_field()), &mut |order| {
        read.push(order.clone());
        Ok(ControlFlow::Continue(()))
    })
    .expect("orders");
    let bytes = write(format, &read).len();
    let counted = bencher.counter(ItemsCount::new(FEW)).counter(BytesCount::new(bytes));
    counted.bench_local(|| write(format, &read));
}

fn write(format: &str, orders: &[Order]) -> Vec<u8> {
    let renderer = by_name(format).expect("a format");
    let style = Style {
        lang: Lang::Zh,
        zone: Zone::CHINA,
        now: NOW,
        reveal: false,
        width: None,
        color: false,
        excel: false,
        wide_ambiguous: false,
        meta: false,
        seal: false,
    };
    let head =
        Head { title: Say::new("订单", "Orders"), columns: COLUMNS.to_vec(), name_column: "order_no" };
    let mut out = Vec::new();
    let mut sink = renderer.start(head, &style, &mut out).expect("a beginning");
    for order in orders {
        sink.row(&row(order)).expect("a row");
    }
    sink.finish(&Meta::default()).expect("an end");
    out
}
