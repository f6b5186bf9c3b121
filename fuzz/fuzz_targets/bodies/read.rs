//! Reads bytes as `cs import` does, to the last row.

use cs::error::Error;
use cs::layouts::{Catalog, Kind, Layout};
use cs::model::{Lang, Stamp, Zone};
use cs::read::{self, Reading, Stats};
use cs::source::{self, Encoding, Format, Input, Options, Table};
use std::ops::ControlFlow;
use std::sync::OnceLock;

pub(crate) const HEADER: &str =
    "订单编号,总金额,买家实际支付金额,订单状态,订单创建时间,订单付款时间,收货人姓名,宝贝标题";

const NAME: &str = "fuzz.csv";

/// What came of a file.
pub(crate) enum Told {
    Refused,
    Read {
        /// Numbers and buyers of the orders, where it holds orders.
        numbers: Vec<String>,
        buyers: Vec<String>,
        /// The cells of rows that were set aside.
        refused: Vec<String>,
    },
}

pub(crate) fn read(bytes: Vec<u8>, encoding: Option<Encoding>) -> Told {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    let catalog = CATALOG.get_or_init(|| Catalog::new(&[]).expect("the built-in layouts"));
    with(bytes, encoding, catalog, None)
}

pub(crate) fn with(
    bytes: Vec<u8>,
    encoding: Option<Encoding>,
    catalog: &Catalog,
    layout: Option<&Layout>,
) -> Told {
    let phones = phones(&bytes);
    let ends = bytes.iter().filter(|b| matches!(b, b'\n' | b'\r')).count() as u64;
    let mut input = Input::stream(Box::new(std::io::Cursor::new(bytes)));
    NAME.clone_into(&mut input.name);
    input.keep().expect("bytes can be kept");
    let mut table = match source::open(input, catalog, Options { layout, encoding }) {
        Ok(table) => table,
        Err(e) => return refused(&e, &phones),
    };
    let (mut given, mut numbers, mut buyers) = (0_u64, Vec::new(), Vec::new());
    let stats = match all(&mut table, &mut given, &mut numbers, &mut buyers) {
        Ok(stats) => stats,
        Err(e) => return refused(&e, &phones),
    };
    let mut last = 0;
    for reject in &stats.rejects {
        check(&reject.error(), &phones);
        assert!(reject.line > 0, "a row without a line was set aside");
        last = last.max(reject.line);
    }
    let aside = stats.rejects.len() as u64;
    let by_row = table.bound.layout.grain == cs::layouts::Grain::Order || table.kind() != Kind::Orders;
    if by_row {
        assert_eq!(given + aside + stats.repeated, stats.rows, "a row was lost");
    } else {
        // An order is set aside as a whole, rows that repeat others with it.
        assert!(given + aside <= stats.rows, "there are more orders than rows");
        assert!(stats.rows == 0 || given + aside > 0, "every row was lost");
    }
    if let Format::Text { .. } = table.format {
        assert!(stats.rows <= ends, "{} rows below the header, in {} lines", stats.rows, ends + 1);
        assert!(last <= ends + 1, "line {last} of {}", ends + 1);
    }
    let refused = stats.rejects.into_iter().flat_map(|r| r.cells).collect();
    Told::Read { numbers, buyers, refused }
}

fn all(
    table: &mut Table,
    given: &mut u64,
    numbers: &mut Vec<String>,
    buyers: &mut Vec<String>,
) -> cs::error::Result<Stats> {
    let reading =
        Reading { extra: true, keep_going: true, ..Reading::whole(Zone::CHINA, Stamp(1_795_000_000)) };
    let mut one = || {
        *given += 1;
        Ok(ControlFlow::Continue(()))
    };
    match table.kind() {
        Kind::Orders => read::orders(table, &reading, &mut |order| {
            numbers.push(order.order_no.clone());
            buyers.push(order.buyer.clone());
            one()
        }),
        Kind::Items => read::items(table, &reading, &mut |_| one()),
        Kind::Refunds => read::refunds(table, &reading, &mut |_| one()),
        Kind::Reviews => read::reviews(table, &reading, &mut |_| one()),
        Kind::Lines(schema) => read::lines(table, schema, &reading, &mut |_| one()),
        Kind::Portable(schema) => read::portable(table, schema, &reading, &mut |_| one()),
    }
}

fn refused(e: &Error, phones: &[String]) -> Told {
    check(e, phones);
    Told::Refused
}

/// A message names the file, in both languages, and shows no phone number.
fn check(e: &Error, phones: &[String]) {
    for lang in [Lang::Zh, Lang::En] {
        let text = e.report(lang);
        assert!(e.what.in_lang(lang).contains(NAME), "the file is not named: {text}");
        if let Some(phone) = phones.iter().find(|phone| text.contains(phone.as_str())) {
            panic!("{phone} is shown: {text}");
        }
    }
}

/// The mobile numbers among the bytes.
fn phones(bytes: &[u8]) -> Vec<String> {
    let runs = bytes.split(|b| !b.is_ascii_digit()).filter(|run| run.len() == 11);
    let mobile = runs.filter(|run| run[0] == b'1' && run[1] >= b'3');
    mobile.map(|run| String::from_utf8_lossy(run).into_owned()).collect()
}
