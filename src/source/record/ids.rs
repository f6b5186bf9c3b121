//! Order numbers across a file: damaged ones, repeated ones, items without a number.

use super::quick;
use super::value::{Fault, raw};
use crate::error::{Error, Result};
use crate::layouts::{Bound, Kind};
use crate::model::Field;
use crate::model::hash::quick_hash;
use crate::source::row::{Raw, Row};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Looks for a file whose order numbers a spreadsheet has rounded: at least three, and half of the long ones end
/// in zeros after the fifteenth digit. A single such number is natural.
pub(super) struct IdCheck {
    places: Vec<usize>,
    ids: u64,
    long: u64,
    zeros: u64,
    sample: String,
}

impl IdCheck {
    pub(super) fn new(bound: &Bound) -> IdCheck {
        let mut places = bound.columns_of(Field::OrderNo).to_vec();
        if matches!(bound.layout.kind, Kind::Lines(_)) {
            // A bill has several numbers of an order, each in its own notation.
            places.truncate(1);
        }
        IdCheck { places, ids: 0, long: 0, zeros: 0, sample: String::new() }
    }

    /// Also refuses a row whose columns of the order number disagree.
    pub(super) fn look(&mut self, row: &Row<'_>, buf: &mut String) -> std::result::Result<(), Fault> {
        if let [place] = self.places[..] {
            if let Some(number) = row.bytes(place).and_then(quick::only_digits) {
                self.count_digits(number);
                return Ok(());
            }
            if let Raw::Text(text) = raw(row, place, buf)?
                && !super::value::is_nothing(text)
            {
                self.count(text);
            }
            return Ok(());
        }
        let mut first: Option<String> = None;
        for &place in &self.places {
            let Raw::Text(text) = raw(row, place, buf)? else { continue };
            if super::value::is_nothing(text) {
                continue;
            }
            match &first {
                None => first = Some(text.to_owned()),
                // An ERP writes the numbers of merged orders into one cell; the first column tells which is meant.
                Some(known)
                    if text.split([',', '，', ';', '；', '、', '|', ' ']).any(|n| n.trim() == known) => {}
                Some(_) => {
                    return Err(Fault::at(
                        place,
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

    /// Adds what a later stretch of the file has shown.
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
        if id.len() >= 16 {
            self.long += 1;
            if id[15..].iter().all(|b| *b == b'0') {
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
            return Ok((self.zeros * 2000 > self.long).then(|| self.sample.clone()));
        }
        Err(Error::input(
            format!("{file}：订单号末尾都是 0（如 {}），已被表格软件改坏（DAT-03）", self.sample),
            format!("{file}: the order numbers end in zeros (such as {}): a spreadsheet has rounded them (DAT-03)", self.sample),
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
///
/// Twelve bytes for each order: the newest in a table, the others in a sorted list, which has no empty places. A bit
/// for each of them spares nearly every search.
#[derive(Default)]
pub(super) struct Twins {
    sorted: Vec<Seen>,
    newest: HashKeyed<u32>,
    bits: Vec<u64>,
}

/// At least so many stand in the table before they are sorted in.
const NEWEST: usize = 1 << 16;

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Seen {
    /// In halves, so that twelve bytes are all there is.
    number: [u32; 2],
    row: u32,
}

impl Seen {
    fn number(&self) -> u64 {
        u64::from(self.number[0]) << 32 | u64::from(self.number[1])
    }
}

impl Twins {
    pub(super) fn seen(&mut self, order_no: &str, row: &Row<'_>) -> std::result::Result<bool, Fault> {
        let (number, print) = print(order_no, row);
        match self.known(number) {
            None => {
                self.newest.insert(number, print);
                self.sort_in_when_many();
                Ok(false)
            }
            Some(other) if other == print => Ok(true),
            Some(_) => Err(taken(order_no)),
        }
    }

    /// Remembers orders of which none was known and no two are the same; else none of them is remembered.
    pub(super) fn all_new(&mut self, prints: &[Print]) -> bool {
        for (place, (number, print)) in prints.iter().enumerate() {
            let before = self.newest.insert(*number, *print);
            if before.is_none() && self.find(*number).is_none() {
                continue;
            }
            match before {
                Some(before) => self.newest.insert(*number, before),
                None => self.newest.remove(number),
            };
            for (number, _) in &prints[..place] {
                self.newest.remove(number);
            }
            return false;
        }
        self.sort_in_when_many();
        true
    }

    fn known(&self, number: u64) -> Option<u32> {
        self.newest.get(&number).copied().or_else(|| self.find(number))
    }

    fn find(&self, number: u64) -> Option<u32> {
        let (word, bit) = self.bit(number)?;
        if self.bits.get(word)? & bit == 0 {
            return None;
        }
        let place = self.sorted.binary_search_by_key(&number, Seen::number).ok()?;
        self.sorted.get(place).map(|seen| seen.row)
    }

    fn bit(&self, number: u64) -> Option<(usize, u64)> {
        let last = (self.bits.len() as u64 * 64).checked_sub(1)?;
        // The number of bits is a power of two.
        let bit = (number >> 7) & last;
        Some((bit as usize / 64, 1 << (bit % 64)))
    }

    fn sort_in_when_many(&mut self) {
        if self.newest.len() < NEWEST.max(self.sorted.len() / 8) {
            return;
        }
        let mut new: Vec<(u64, u32)> = self.newest.drain().collect();
        new.sort_unstable();
        merge(&mut self.sorted, &new);
        let words = (self.sorted.len() * 16 / 64).next_power_of_two();
        self.bits.clear();
        self.bits.resize(words, 0);
        for place in 0..self.sorted.len() {
            if let Some((word, bit)) = self.bit(self.sorted[place].number()) {
                self.bits[word] |= bit;
            }
        }
    }
}

/// Merges a sorted list into another one from its end, where there is room.
fn merge(all: &mut Vec<Seen>, new: &[(u64, u32)]) {
    let mut left = all.len();
    all.reserve_exact(new.len());
    all.resize(left + new.len(), Seen::default());
    for (before, (number, row)) in new.iter().enumerate().rev() {
        while left > 0 && all[left - 1].number() > *number {
            left -= 1;
            all[left + before + 1] = all[left];
        }
        all[left + before] = Seen { number: halves(*number), row: *row };
    }
}

fn halves(number: u64) -> [u32; 2] {
    [(number >> 32) as u32, number as u32]
}

/// `order_no` may be an order and its item, in two lines.
fn taken(order_no: &str) -> Fault {
    let (zh, en) = match order_no.split_once('\n') {
        None => (format!("订单 {order_no}"), format!("order {order_no}")),
        Some((order, item)) => {
            (format!("订单 {order} 的子订单 {item}"), format!("item {item} of order {order}"))
        }
    };
    Fault::row(
        None,
        format!("{zh} 前面已经出现过，内容不同"),
        format!("{en} stood in the file before, with other values"),
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
        assert!(twins.all_new(&[(1, 1), (2, 2)]));
        assert!(!twins.all_new(&[(3, 3), (2, 4)]), "2 was known");
        assert_eq!((twins.known(2), twins.known(3)), (Some(2), None), "and stays as it was");
        assert!(!twins.all_new(&[(3, 3), (4, 4), (3, 3)]), "3 stands there twice");
        assert!(twins.all_new(&[(3, 3), (4, 4)]));
        let many: Vec<Print> = (10..NEWEST as u64 + 10).map(|n| (quick_hash(&n.to_le_bytes()), 0)).collect();
        assert!(twins.all_new(&many) && twins.newest.is_empty(), "sorted in");
        assert!(many.iter().all(|print| !twins.all_new(&[*print])));
    }

    #[test]
    fn lists_are_merged() {
        let cases: [(&[u64], &[u64]); 6] = [
            (&[], &[]),
            (&[1, 3, 5], &[]),
            (&[], &[2, 4]),
            (&[1, 3, 5], &[0, 2, 4, 6, 1 << 40]),
            (&[4, 1 << 50], &[1, 2]),
            (&[1], &[2]),
        ];
        for (old, new) in cases {
            let seen = |n: &u64| Seen { number: halves(*n), row: *n as u32 };
            let mut all: Vec<Seen> = old.iter().map(seen).collect();
            merge(&mut all, &new.iter().map(|n| (*n, *n as u32)).collect::<Vec<_>>());
            let mut both = [old, new].concat();
            both.sort_unstable();
            assert_eq!(all, both.iter().map(seen).collect::<Vec<_>>());
        }
    }

    #[test]
    fn orders_are_known_again_however_many_came_between() {
        let many = NEWEST * 3;
        let text: String = (0..many).map(|n| format!("{n},a\n")).collect::<String>() + "5,a\n7,b\n";
        let decoder = crate::source::encoding::Decoder::new(None);
        let mut records = crate::source::delimited::Delimited::new(text.as_bytes(), b',', true);
        let mut twins = Twins::default();
        let mut told = Vec::new();
        while let Some(bytes) = records.next().expect("good rows") {
            let row = Row::of_bytes(bytes, &decoder);
            told.push(twins.seen(&row.text(0).expect("text"), &row).ok());
        }
        assert!(told[..many].iter().all(|t| *t == Some(false)), "none stood there before");
        assert_eq!(told[many..], [Some(true), None], "the same row again, and another one");
        assert!(twins.sorted.len() >= NEWEST, "most are sorted in");
    }
}
