//! Order numbers across a file: damaged ones, repeated ones, items without a number.

use super::fault::Fault;
use super::quick;
use super::raw::{is_nothing, raw};
use crate::error::{Error, Result};
use crate::layouts::{Bound, Kind};
use crate::model::hash::quick_hash;
use crate::model::known::Known;
use crate::model::{Field, quote};
use crate::records::Schema;
use crate::source::{Raw, Row};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Looks for a file whose order numbers a spreadsheet has rounded: at least three, and half of the long ones end
/// in zeros after the fifteenth digit. A single such number is natural.
pub(super) struct IdCheck {
    columns: Vec<usize>,
    ids: u64,
    long: u64,
    zeros: u64,
    sample: String,
}

impl IdCheck {
    pub(super) fn new(bound: &Bound) -> IdCheck {
        let mut columns = bound.columns_of(Field::OrderNo).to_vec();
        if matches!(bound.layout.kind, Kind::Lines(_)) {
            // A bill has several numbers of an order, each in its own notation.
            columns.truncate(1);
        }
        IdCheck { columns, ids: 0, long: 0, zeros: 0, sample: String::new() }
    }

    /// Also refuses a row whose columns of the order number disagree.
    pub(super) fn look(&mut self, row: &Row<'_>, buf: &mut String) -> std::result::Result<(), Fault> {
        if let [column] = self.columns[..] {
            if let Some(number) = row.bytes(column).and_then(quick::only_digits) {
                self.count_digits(number);
                return Ok(());
            }
            if let Raw::Text(text) = raw(row, column, buf)?
                && !is_nothing(text)
            {
                self.count(text);
            }
            return Ok(());
        }
        let mut first: Option<String> = None;
        for &column in &self.columns {
            let Raw::Text(text) = raw(row, column, buf)? else { continue };
            if is_nothing(text) {
                continue;
            }
            match &first {
                None => first = Some(text.to_owned()),
                // An ERP writes the numbers of merged orders into one cell; the first column tells which is meant.
                Some(known)
                    if text.split([',', '，', ';', '；', '、', '|', ' ']).any(|n| n.trim() == known) => {}
                Some(_) => {
                    return Err(Fault::at(
                        column,
                        "两列订单号不一致".to_owned(),
                        "two columns of the order number disagree".to_owned(),
                    ));
                }
            }
        }
        if let Some(id) = first {
            self.count(&id);
        }
        Ok(())
    }

    /// Adds what a later chunk of the file has shown.
    pub(super) fn absorb(&mut self, later: IdCheck) {
        self.ids += later.ids;
        self.long += later.long;
        self.zeros += later.zeros;
        if self.sample.is_empty() {
            self.sample = later.sample;
        }
    }

    fn count(&mut self, id: &str) {
        if id.bytes().all(|b| b.is_ascii_digit()) {
            self.count_digits(id.as_bytes());
        } else {
            self.ids += 1;
        }
    }

    fn count_digits(&mut self, id: &[u8]) {
        self.ids += 1;
        let end = id.get(15..).unwrap_or_default();
        if !end.is_empty() {
            self.long += 1;
            if end.iter().all(|b| *b == b'0') {
                self.zeros += 1;
                if self.sample.is_empty() {
                    self.sample = String::from_utf8_lossy(id).into_owned();
                }
            }
        }
    }

    /// A number that may have been rounded, where more end in zeros than chance has it: one of 10,000 numbers of
    /// 19 digits does.
    pub(super) fn verdict(&self, file: &str) -> Result<Option<String>> {
        if self.ids < 3 || self.long == 0 || self.zeros * 2 < self.long {
            return Ok((self.zeros * 2000 > self.long).then(|| quote::number(&self.sample)));
        }
        Err(Error::input(
            format!("{file}：订单号末尾都是 0（如 {}），已被表格软件改坏（DAT-03）", quote::number(&self.sample)),
            format!("{file}: the order numbers end in zeros (such as {}): a spreadsheet has rounded them (DAT-03)", quote::number(&self.sample)),
        )
        .hint("请重新导出，不要先用 Excel 打开再保存", "export it again, and don't open and save it in Excel first"))
    }
}

/// Keys that are hashes already.
#[derive(Default)]
pub(super) struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = quick_hash(bytes);
    }
    fn write_u64(&mut self, n: u64) {
        self.0 = n;
    }
}

pub(super) type HashKeyed<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// What an order is told apart by: the hash of its number, and half of its row's.
pub(super) type Print = (u64, u32);

pub(super) fn print(order_no: &str, row: &Row<'_>) -> Print {
    (quick_hash(order_no.as_bytes()), row.fingerprint() as u32)
}

/// Orders that stand in a file twice: the same row again is passed over, another one is refused.
#[derive(Default)]
pub(super) struct Twins {
    known: Known,
}

/// So many places are fetched at once.
const FETCHED: usize = 64;

impl Twins {
    pub(super) fn seen(&mut self, order_no: &str, row: &Row<'_>) -> std::result::Result<bool, Fault> {
        self.met(order_no, row, || taken(order_no))
    }

    /// As [`Twins::seen`], by whatever tells a record apart; `taken` is said of another row under the same key.
    pub(super) fn met(
        &mut self,
        key: &str,
        row: &Row<'_>,
        taken: impl FnOnce() -> Fault,
    ) -> std::result::Result<bool, Fault> {
        let (number, print) = print(key, row);
        match self.known.meet(number, print) {
            None => Ok(false),
            Some(other) if other == print => Ok(true),
            Some(_) => Err(taken()),
        }
    }

    /// About so many orders will come.
    pub(super) fn expect(&mut self, orders: u64) {
        self.known.expect(orders);
    }

    /// Remembers orders of which none was known and no two are the same; else none of them is remembered.
    pub(super) fn all_new(&mut self, prints: &[Print]) -> bool {
        let known = &mut self.known;
        for (nth, some) in prints.chunks(FETCHED).enumerate() {
            known.fetch(some.iter().map(|(number, _)| *number));
            let met = some.iter().position(|(number, print)| known.meet(*number, *print).is_some());
            if let Some(column) = met {
                let before = prints.iter().take(nth * FETCHED + column);
                before.for_each(|(number, _)| known.forget(*number));
                return false;
            }
        }
        true
    }
}

/// `order_no` may be an order and its item, in two lines.
fn taken(order_no: &str) -> Fault {
    let (zh, en) = match order_no.split_once('\n') {
        None => {
            let order = quote::number(order_no);
            (format!("订单 {order}"), format!("order {order}"))
        }
        Some((order, item)) => {
            let (order, item) = (quote::number(order), quote::number(item));
            (format!("订单 {order} 的子订单 {item}"), format!("item {item} of order {order}"))
        }
    };
    Fault::row(
        None,
        format!("{zh} 前面已经出现过，内容不同"),
        format!("{en} stood in the file before, with other values"),
    )
}

/// A refund or a review whose number stood before, with other values.
pub(super) fn number_taken(schema: &Schema, number: &str, column: Option<usize>) -> Fault {
    let number = quote::number(number);
    Fault::row(
        column,
        format!("{}号 {number} 前面已经出现过，内容不同", schema.zh),
        format!("the number {number} of the {} stood in the file before, with other values", schema.en),
    )
}

/// How often each made-up id was given out.
#[derive(Default)]
pub(super) struct Names {
    last: HashKeyed<u32>,
}

impl Names {
    pub(super) fn nth(&mut self, id: &str) -> u32 {
        let n = self.last.entry(quick_hash(id.as_bytes())).or_default();
        *n += 1;
        *n
    }
}

/// `~1`, `~2` … for the items of an order that have no number.
#[derive(Default)]
pub(super) struct Numbering {
    last: HashKeyed<u32>,
}

impl Numbering {
    pub(super) fn next(&mut self, order_no: &str) -> String {
        let n = self.last.entry(quick_hash(order_no.as_bytes())).or_default();
        *n += 1;
        format!("~{n}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_are_remembered_together_or_not_at_all() {
        let mut twins = Twins::default();
        let mark = |twins: &mut Twins, number: u64| {
            let mark = twins.known.meet(number, 0);
            if mark.is_none() {
                twins.known.forget(number);
            }
            mark
        };
        assert!(twins.all_new(&[(1, 1), (2, 2)]));
        assert!(!twins.all_new(&[(3, 3), (2, 4)]), "2 was known");
        assert_eq!((mark(&mut twins, 2), mark(&mut twins, 3)), (Some(2), None), "and stays as it was");
        assert!(!twins.all_new(&[(3, 3), (4, 4), (3, 3)]), "3 stands there twice");
        assert!(twins.all_new(&[(3, 3), (4, 4)]));
        let many: Vec<Print> = (10..1 << 16).map(|n: u64| (quick_hash(&n.to_le_bytes()), 0)).collect();
        assert!(twins.all_new(&many));
        assert!(many.iter().all(|print| !twins.all_new(&[*print])));
    }

    #[test]
    fn orders_are_known_again_however_many_came_between() {
        let many = 200_000;
        let text: String = (0..many).map(|n| format!("{n},a\n")).collect::<String>() + "5,a\n7,b\n";
        let decoder = crate::source::Decoder::new(None);
        let mut records = crate::source::Delimited::new(text.as_bytes(), b',', true);
        let mut twins = Twins::default();
        let mut told = Vec::new();
        while let Some(bytes) = records.next().expect("good rows") {
            let row = Row::of_bytes(bytes, &decoder);
            told.push(twins.seen(&row.text(0).expect("text"), &row).ok());
        }
        assert!(told[..many].iter().all(|t| *t == Some(false)), "none stood there before");
        assert_eq!(told[many..], [Some(true), None], "the same row again, and another one");
    }
}
