//! From the bytes of a file to orders: finding the header, splitting records, decoding cells, reading on one core and
//! on all. `cargo bench --bench load`.
#![allow(clippy::expect_used, clippy::indexing_slicing, reason = "what can't go on has nothing to measure")]

mod support;

use cs::model::{Field, Fields};
use cs::read::{Rest, Work, orders, orders_in_parallel};
use cs::records::Order;
use cs::source::{Input, Options, open};
use divan::counter::{BytesCount, ItemsCount};
use divan::{AllocProfiler, Bencher, black_box};
use std::ops::ControlFlow;
use support::{ROWS, SHAPES, Shape, catalog, every_field, export, file, page, reading, table};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

/// Which container, encoding, delimiter, header and layout: what every file costs before its first row.
#[divan::bench(args = SHAPES)]
fn header(bencher: Bencher<'_, '_>, shape: Shape) {
    let (file, catalog) = (file(&export(1000, shape)), catalog());
    bencher.bench_local(|| {
        open(Input::file(file.path().to_owned()), &catalog, Options::default()).map(|t| t.score)
    });
}

/// Rows of the file, no cell decoded.
#[divan::bench(args = SHAPES)]
fn split(bencher: Bencher<'_, '_>, shape: Shape) {
    let bytes = export(ROWS, shape);
    let (file, catalog) = (file(&bytes), catalog());
    let mut table = table(&file, &catalog);
    bencher.counter(BytesCount::new(bytes.len())).counter(ItemsCount::new(ROWS)).bench_local(|| {
        let mut rows = 0_u64;
        table
            .each(&mut |row| {
                black_box(row);
                rows += 1;
                Ok(ControlFlow::Continue(()))
            })
            .expect("rows");
        assert_eq!(rows, ROWS as u64);
    });
}

/// What to compare `split` with: the csv crate, which does not look at lines, lengths and notes.
#[divan::bench(args = SHAPES)]
fn split_by_csv(bencher: Bencher<'_, '_>, shape: Shape) {
    let bytes = export(ROWS, shape);
    let file = file(&bytes);
    bencher.counter(BytesCount::new(bytes.len())).counter(ItemsCount::new(ROWS)).bench_local(|| {
        let mut reader = csv::ReaderBuilder::new().from_path(file.path()).expect("the file");
        let mut record = csv::ByteRecord::new();
        let mut rows = 0;
        while reader.read_byte_record(&mut record).expect("a record") {
            black_box(&record);
            rows += 1;
        }
        assert_eq!(rows, ROWS);
    });
}

/// Rows of the table of an HTML page, its cells as text.
#[divan::bench]
fn split_page(bencher: Bencher<'_, '_>) {
    let bytes = page(ROWS);
    let (file, catalog) = (file(&bytes), catalog());
    let mut table = table(&file, &catalog);
    bencher.counter(BytesCount::new(bytes.len())).counter(ItemsCount::new(ROWS)).bench_local(|| {
        let mut rows = 0_u64;
        table
            .each(&mut |row| {
                black_box(row);
                rows += 1;
                Ok(ControlFlow::Continue(()))
            })
            .expect("rows");
        assert_eq!(rows, ROWS as u64);
    });
}

/// Orders of which one text is decoded: against `orders` of nothing but the number, the price of decoding.
#[divan::bench(args = [Shape::Plain, Shape::Gbk])]
fn decode_addresses(bencher: Bencher<'_, '_>, shape: Shape) {
    one_by_one(bencher, shape, Fields::of(&[Field::Address]));
}

#[divan::bench(args = [Shape::Plain, Shape::Gbk])]
fn decode_nothing(bencher: Bencher<'_, '_>, shape: Shape) {
    one_by_one(bencher, shape, Fields::NONE);
}

/// Every field of every order, from beginning to end.
#[divan::bench(args = SHAPES)]
fn orders_plain(bencher: Bencher<'_, '_>, shape: Shape) {
    one_by_one(bencher, shape, every_field());
}

/// The same on all cores.
#[divan::bench(args = SHAPES)]
fn orders_all_cores(bencher: Bencher<'_, '_>, shape: Shape) {
    let bytes = export(ROWS, shape);
    let (file, catalog) = (file(&bytes), catalog());
    let mut table = table(&file, &catalog);
    assert!(table.is_long(), "a file that is read in chunks");
    let reading = reading(every_field());
    let see = |seen: &mut u64, order: &mut Order, rest: &mut Rest<'_>| {
        rest.fill(order)?;
        black_box(order);
        *seen += 1;
        Ok(())
    };
    let work = Work { fresh: &|| 0_u64, see: &see };
    bencher.counter(BytesCount::new(bytes.len())).counter(ItemsCount::new(ROWS)).bench_local(|| {
        let mut all = 0;
        orders_in_parallel(&mut table, &reading, &work, &mut |seen| {
            all += seen;
            Ok(ControlFlow::Continue(()))
        })
        .expect("orders");
        assert_eq!(all, ROWS as u64);
    });
}

fn one_by_one(bencher: Bencher<'_, '_>, shape: Shape, want: Fields) {
    let bytes = export(ROWS, shape);
    let (file, catalog) = (file(&bytes), catalog());
    let mut table = table(&file, &catalog);
    let reading = reading(want);
    bencher.counter(BytesCount::new(bytes.len())).counter(ItemsCount::new(ROWS)).bench_local(|| {
        let stats = orders(&mut table, &reading, &mut |order| {
            black_box(order);
            Ok(ControlFlow::Continue(()))
        });
        assert_eq!(stats.expect("orders").rows, ROWS as u64);
    });
}
