//! Reads bytes as `cs orders list -` does, to the last row.

use cs::layouts::Catalog;
use cs::model::{Field, Fields, Stamp, Zone};
use cs::source::{self, Encoding, Input, Options, Reading};
use std::ops::ControlFlow;
use std::sync::OnceLock;

pub const HEADER: &str =
    "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,收货人姓名,宝贝标题";

pub fn read(bytes: Vec<u8>, encoding: Option<Encoding>) {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    let catalog = CATALOG.get_or_init(|| Catalog::new(&[]).expect("the built-in layouts"));
    let mut input = Input::stream(Box::new(std::io::Cursor::new(bytes)));
    if input.keep().is_err() {
        return;
    }
    let Ok(mut table) = source::open(input, catalog, Options { layout: None, encoding }) else { return };
    let mut want = Fields::NONE;
    Field::all().for_each(|field| want.add(field));
    let reading = Reading {
        want,
        extra: true,
        platform: None,
        shop: None,
        default_shop: String::new(),
        zone: Zone::CHINA,
        dates: None,
        keep_going: true,
        now: Stamp(1_795_000_000),
    };
    let _ = source::orders(&mut table, &reading, &mut |_| Ok(ControlFlow::Continue(())));
}
