//! What an ordinary row adds to the allocations of a reading is counted, so that a `String` per cell is seen without a
//! clock. One test, because the counter is of the whole process.
#![cfg(test)]

use cs::layouts::Catalog;
use cs::model::time::DateOrder;
use cs::model::{Severity, Stamp, Zone};
use cs::read::{Reading, Rest, Work, orders, orders_in_parallel};
use cs::records::Order;
use cs::rules::Scope;
use cs::rules::check::Check;
use cs::rules::{RuleEntry, entries};
use cs::source::{Input, Options, Table, open};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};
use std::alloc::System;
use std::fmt::Write as _;
use std::ops::ControlFlow;
use std::path::Path;

#[global_allocator]
static ALLOC: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

const HEADER: &str = "订单编号,买家会员名,买家应付货款,总金额,买家实际支付金额,订单状态,收货人姓名,收货地址,联系手机,\
订单创建时间,订单付款时间,宝贝标题,订单备注,宝贝总数量,店铺名称,物流单号,物流公司,订单关闭原因,退款金额,发货时间,确认收货时间,支付详情";

/// As the platform writes a moment of 2026.
fn plain_clock(month: usize, day: usize, hour: usize) -> String {
    format!("2026-{month:02}-{day:02} {hour:02}:00:00")
}

/// What Excel makes of it in a file that it saves.
fn excel_clock(month: usize, day: usize, hour: usize) -> String {
    format!("2026/{month}/{day} {hour}:00")
}

/// Finished orders of the summer, with everything that an order has; GBK, as the platform writes it. A cell that nobody
/// reads makes few rows a long file.
fn export(path: &Path, rows: usize, clock: fn(usize, usize, usize) -> String) {
    let mut text = format!("{HEADER}\r\n");
    for n in 0..rows {
        let day = 1 + n % 28;
        let _ = writeln!(
            text,
            "=\"{}\",买家{n},10.00,12.50,12.50,交易成功,王{n},浙江省 杭州市 余杭区 样例路{n}号 (000000),'199{n:08},\
             {},{},\"青瓷杯,一对\",老客户,1,青禾,No:YT{n:013},圆通速递,,0.00,{},{},{:2000}\r",
            3_512_345_000_000_000_007 + n * 1000,
            clock(7, day, 8),
            clock(7, day, 9),
            clock(7, day, 18),
            clock(8, day, 8),
            "x",
        );
    }
    std::fs::write(path, encoding_rs::GBK.encode(&text).0).expect("written");
}

fn reading() -> Reading {
    Reading::whole(Zone::CHINA, Stamp(1_795_309_200))
}

/// From beginning to end.
fn plain(table: &mut Table) -> u64 {
    orders(table, &reading(), &mut |_| Ok(ControlFlow::Continue(()))).expect("orders").rows
}

/// On all cores, every field of every order.
fn in_parallel(table: &mut Table) -> u64 {
    let see = |seen: &mut u64, order: &mut Order, rest: &mut Rest<'_>| {
        rest.fill(order)?;
        *seen += 1;
        Ok(())
    };
    let work = Work { fresh: &|| 0_u64, see: &see };
    let mut all = 0;
    orders_in_parallel(table, &reading(), &work, &mut |seen| {
        all += seen;
        Ok(ControlFlow::Continue(()))
    })
    .expect("orders");
    all
}

/// The same with all rules, which look only at the orders of their time.
fn checked(table: &mut Table) -> u64 {
    let scope = Scope { now: reading().now, ..Scope::default() };
    let rules: Vec<RuleEntry> = entries().collect();
    let fresh = || Check::new(&scope, &rules, Severity::P3);
    let see = |check: &mut Check<'_>, order: &mut Order, rest: &mut Rest<'_>| {
        if check.takes(order) {
            rest.fill(order)?;
            check.see(order);
        }
        Ok(())
    };
    let work = Work { fresh: &fresh, see: &see };
    let stats = orders_in_parallel(table, &reading(), &work, &mut |_| Ok(ControlFlow::Continue(())));
    stats.expect("orders").rows
}

/// So often a file is read to find what it costs.
const READINGS: usize = 4;

/// Allocations for a thousand more rows in a file that is long enough to be read in chunks.
fn of_a_thousand_more(read: fn(&mut Table) -> u64, clock: fn(usize, usize, usize) -> String) -> usize {
    let folder = tempfile::tempdir().expect("a folder");
    let catalog = Catalog::new(&[]).expect("layouts");
    let count = |rows: usize| {
        let path = folder.path().join(format!("{rows}.csv"));
        export(&path, rows, clock);
        let mut table = open(Input::file(path), &catalog, Options::default()).expect("an export");
        assert!(table.is_long(), "{rows} rows are read in chunks");
        // What is made once in a process is made before.
        assert_eq!(read(&mut table), rows as u64);
        // Which thread takes which chunk adds some from time to time, and never takes any away.
        let costs = (0..READINGS).map(|_| {
            let region = Region::new(ALLOC);
            read(&mut table);
            let change = region.change();
            change.allocations + change.reallocations
        });
        costs.min().unwrap_or_default()
    };
    let (few, many) = (count(2200), count(3200));
    many.saturating_sub(few)
}

/// Measured: 4.4, 6.4 and 3.2 a row, most of them for tracking numbers and for the cells that a chunk remembers. A
/// `String` for every cell would be 22 more, one for every date four.
#[test]
fn a_row_costs_few_allocations() {
    for (name, read, most) in [
        ("plain", plain as fn(&mut Table) -> u64, 6000),
        ("in parallel", in_parallel, 8500),
        ("checked", checked, 4500),
    ] {
        let more = of_a_thousand_more(read, plain_clock);
        assert!(
            more <= most,
            "{name}: {more} allocations for a thousand more rows, at most {most} are expected"
        );
        assert!(more > 0, "{name}: nothing is counted");
        let saved = of_a_thousand_more(read, excel_clock);
        assert!(
            saved <= more + 100,
            "{name}: {saved} allocations for a thousand more rows once saved in Excel, {more} before"
        );
    }
    a_date_costs_none();
}

fn a_date_costs_none() {
    for text in [
        "2026-11-21 09:30:00",
        "2026/11/21 9:30",
        "2026/11/21 9:30:05 AM",
        "2026/11/21 上午 9:30",
        "2026/11/21 下午 9:30:05",
        "11/21/2026 9:30 PM",
        "2026年11月21日 09:30",
        "2026-11-21 星期六 09:30:00",
        "2026年11月21日（周六） 9时30分05秒",
        "2026-11-21T09:30:00.123+08:00",
        "Sat, 21 Nov 2026 01:30:00 GMT",
        "Nov 21st 2026 at 9:30 a.m. PDT",
        "20261121093000",
        "20261121 09:30:00",
        "46347.3958333",
        "0000-00-00 00:00:00",
        "######",
    ] {
        let region = Region::new(ALLOC);
        let read = Stamp::parse(text, Zone::CHINA, DateOrder::MonthDay);
        let change = region.change();
        assert_eq!(change.allocations + change.reallocations, 0, "{text}: {read:?}");
    }
}
