//! Reading on all cores against reading from beginning to end.

use super::*;
use crate::layouts::Catalog;
use crate::model::Stamp;
use crate::model::Zone;
use crate::model::time::DateOrder;
use crate::records::Order;
use crate::source::{Input, Options, open};
use proptest::prelude::*;
use std::cell::Cell;
use std::ops::ControlFlow;

const HEADER: &str = "订单编号,买家会员名,买家应付货款,总金额,买家实际支付金额,订单状态,收货人姓名,收货地址,联系手机,订单创建时间,订单付款时间,宝贝标题,订单备注,宝贝总数量,店铺名称,订单关闭原因,退款金额";

fn row(no: u32, note: &str) -> String {
    let day = 1 + no % 27;
    format!(
        "=\"40000{no:08}\",买家{no},10.00,12.50,12.50,交易成功,王{no},浙江省杭州市{no}号,'1990000{no:04},2026-11-{day:02} 08:00:00,2026-11-{day:02} 09:00:00,青瓷杯,{note},1,青禾,,0.00\n"
    )
}

/// Rows as exports have them, and what makes a chunk of them unusual.
fn piece() -> impl Strategy<Value = String> {
    let no = 0_u32..400;
    prop_oneof![
        20 => no.clone().prop_map(|n| row(n + 1000, "")),
        4 => no.clone().prop_map(|n| row(n + 2000, "\"两行\n备注，\"\"引号\"\"\"")),
        2 => no.clone().prop_map(|n| row(n + 3000, "\"先\r\n\r\n4000009999,后\"")),
        2 => no.clone().prop_map(|n| row(n % 20, "同一单")),
        2 => Just("\n\r\n\n".to_owned()),
        1 => Just(",,,,,,,,,,,,,,,,\n".to_owned()),
        1 => Just(format!("{HEADER}\n")),
        1 => Just("合计,,12,,,,,,,,,,,,,,\n".to_owned()),
        1 => no.clone().prop_map(|n| row(n + 5000, "").replace("12.50", "十二")),
        1 => no.clone().prop_map(|n| row(n + 6000, "").replace(",青瓷杯", "")),
        1 => no.clone().prop_map(|n| row(n + 7000, "").replace("2026-11-", "11/")),
        1 => no.prop_map(|n| row(n + 8000, "").replace('\n', "\r")),
        1 => Just("\"没有闭合".to_owned()),
        1 => Just("下载,结束\0\n".to_owned()),
    ]
}

type Told = std::result::Result<(Vec<Order>, String), String>;

fn told(result: Result<Stats>, orders: Vec<Order>, declared: Option<u64>) -> Told {
    match result {
        Ok(stats) => Ok((orders, format!("{stats:?} {declared:?}"))),
        Err(e) => Err(format!("{} {:?}", e.what.en, e.hints)),
    }
}

fn reading(keep_going: bool) -> Reading {
    Reading { keep_going, ..Reading::whole(Zone::CHINA, Stamp(1_800_000_000)) }
}

/// From beginning to end, and in chunks of so many bytes.
fn both(bytes: &[u8], step: u64, keep_going: bool) -> Option<(Told, Told)> {
    let catalog = Catalog::new(&[]).expect("layouts");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), bytes).expect("written");
    let table = || open(Input::file(file.path().to_owned()), &catalog, Options::default()).ok();
    let reading = reading(keep_going);
    let mut plain = table()?;
    let mut orders = Vec::new();
    let result = crate::read::orders(&mut plain, &reading, &mut |order| {
        orders.push(order.clone());
        Ok(ControlFlow::Continue(()))
    });
    let plain = told(result, orders, plain.declared);

    let mut parted = table()?;
    parted.step = step;
    let see = |made: &mut Vec<Order>, order: &mut Order, rest: &mut Rest<'_>| {
        rest.fill(order)?;
        made.push(order.clone());
        Ok(())
    };
    let work = Work { fresh: &Vec::new, see: &see };
    let mut orders = Vec::new();
    let result = orders_in_parallel(&mut parted, &reading, &work, &mut |made| {
        orders.extend(made);
        Ok(ControlFlow::Continue(()))
    });
    let parted = told(result, orders, parted.declared);
    Some((plain, parted))
}

fn encoded(text: &str, encoding: u8) -> Vec<u8> {
    match encoding {
        0 => text.as_bytes().to_vec(),
        1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        _ => encoding_rs::GB18030.encode(text).0.into_owned(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn the_same_as_from_beginning_to_end(
        pieces in proptest::collection::vec(piece(), 1..40),
        above in prop_oneof![Just(""), Just("导出时间：2026-11-22\n共3笔记录\n")],
        step in prop_oneof![40_u64..200, 200_u64..4000],
        encoding in 0_u8..3,
        keep_going: bool,
        wrong in prop_oneof![9 => Just(None), 1 => (0_usize..4000, any::<u8>()).prop_map(Some)],
    ) {
        let mut bytes = encoded(&format!("{above}{HEADER}\n{}", pieces.concat()), encoding);
        if let Some((at, byte)) = wrong
            && let Some(slot) = bytes.get_mut(at)
        {
            *slot = byte;
        }
        if let Some((plain, parted)) = both(&bytes, step, keep_going) {
            prop_assert_eq!(plain, parted);
        }
    }
}

#[test]
fn ordinary_rows_are_read_in_chunks_only() {
    let text: String = (0..500).map(|n| row(n, "")).collect();
    let bytes = encoded(&format!("{HEADER}\n{text}"), 2);
    let catalog = Catalog::new(&[]).expect("layouts");
    let file = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(file.path(), &bytes).expect("written");
    let mut table = open(Input::file(file.path().to_owned()), &catalog, Options::default()).expect("opened");
    table.step = 1000;
    let (reading, seen) = (reading(false), Cell::new(0));
    let see = |made: &mut u32, _: &mut Order, _: &mut Rest<'_>| {
        *made += 1;
        Ok(())
    };
    let work = Work { fresh: &|| 0, see: &see };
    let chunks = table.chunks().expect("chunks");
    let reader = Reader { bound: &table.bound, reading: &reading, chunks: &chunks, work: &work };
    let mut at = table.clone().above(&mut RowFilter::new(&table.bound)).expect("a header").0;
    for chunk in 0..chunks.count() {
        let told = crate::read::columns::Told {
            dates: DateOrder::Year,
            decimal: None,
            unix: Vec::new(),
            ways: [].into(),
        };
        let part = reader
            .part(chunk, chunks.encoding, &told, &mut super::reader::Tools::default())
            .expect("ordinary rows");
        assert_eq!(part.from, at, "the guess was right");
        seen.set(seen.get() + part.made);
        at = part.to;
    }
    assert_eq!((seen.get(), at), (500, bytes.len() as u64));
}

/// What only the whole column tells: no chunk may decide it for itself.
#[test]
fn columns_decide_alike_in_chunks() {
    let of = |last: &str| {
        let mut text = "order_id,status,total,created_at\n".to_owned();
        (0..200).for_each(|n| text.push_str(&format!("A-{n},paid,1.500,{}\n", 1_793_494_800 + n)));
        text.push_str(last);
        both(text.as_bytes(), 300, false).expect("a table")
    };
    for (last, payable) in [
        ("B,paid,\"12,5\",1793495800\n", Some(150_000)),
        ("B,paid,12.5,1793495800\n", Some(150)),
        ("B,paid,7,1793495800\n", None),
        ("B,paid,\"12,5\",2026-11-01\n", None),
    ] {
        let (plain, parted) = of(last);
        assert_eq!(plain, parted, "{last}");
        let first = plain.ok().map(|(orders, _)| orders[0].payable.expect("an amount").0);
        assert_eq!(first, payable, "{last}");
    }
}
