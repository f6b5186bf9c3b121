//! The parts of a layout beyond "field = headings": fields put together from several columns, items that stand in
//! the rows of their order, and statuses that follow from several columns.

use super::normalize::{normalize_name, normalize_word};
use crate::error::{Error, Result};
use crate::model::Field;
use crate::model::amount::Amount;
use serde::Deserialize;
use std::collections::BTreeMap;

/// How often an order stands in the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    /// One row is one order.
    #[default]
    Order,
    /// One row is one item; an order has as many rows as items, wherever they stand.
    Item,
    /// One row is one customer, for the orders that name him.
    Customer,
}

/// An amount that is added, or taken off: of one column, or a count times a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Normalized headings: the amount, or the count and the price.
    pub headings: Vec<String>,
    pub minus: bool,
    /// Where this is empty or 0.00, there is no sum.
    pub needed: bool,
    /// Its column may be missing.
    pub may_lack: bool,
}

/// `[[status_when]]`, `[[state_when]]`, `[[add_when]]`: the first whose conditions all hold counts.
#[derive(Clone, Debug)]
pub struct When<T> {
    pub value: T,
    pub tests: Tests,
    /// The same of columns that may be missing.
    pub if_there: Tests,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WhenText {
    is: String,
    when: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    if_there: BTreeMap<String, Vec<String>>,
}

/// Normalized heading → normalized words; `*` is anything, an empty word is an empty cell.
pub(super) type Tests = Vec<(String, Vec<String>)>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AddWhenText {
    when: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    if_there: BTreeMap<String, Vec<String>>,
    add: BTreeMap<String, Vec<String>>,
}

type Headings = Vec<(Field, Vec<String>)>;

pub(super) fn field(key: &str) -> Result<Field> {
    Field::by_key(key).ok_or_else(|| {
        let e = Error::input(format!("没有字段「{key}」"), format!("there is no field `{key}`"));
        match crate::error::nearest(key, Field::all().map(Field::key)) {
            Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?")),
            None => e,
        }
    })
}

/// `field = ["heading", …]`, in the order of the fields.
pub(super) fn headings(text: &BTreeMap<String, Vec<String>>) -> Result<Headings> {
    let mut out = Vec::with_capacity(text.len());
    for (key, names) in text {
        out.push((field(key)?, names.iter().map(|n| normalize_name(n)).collect()));
    }
    out.sort_by_key(|c: &(Field, Vec<String>)| c.0);
    Ok(out)
}

/// `field = ["heading", …]`, or several such lists, of which the first that says anything wins.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum JoinText {
    One(Vec<String>),
    Several(Vec<Vec<String>>),
}

pub(super) fn joins(text: &BTreeMap<String, JoinText>) -> Result<Headings> {
    let mut out = Vec::with_capacity(text.len());
    for (key, lists) in text {
        let field = field(key)?;
        let normalize = |list: &Vec<String>| (field, list.iter().map(|n| normalize_name(n)).collect());
        match lists {
            JoinText::One(list) => out.push(normalize(list)),
            JoinText::Several(lists) => out.extend(lists.iter().map(normalize)),
        }
    }
    out.sort_by_key(|c: &(Field, Vec<String>)| c.0);
    Ok(out)
}

/// `field = ["heading", "-heading", "heading!", "heading?", "count * price"]`
pub(super) fn terms(text: &BTreeMap<String, Vec<String>>) -> Result<Vec<(Field, Vec<Term>)>> {
    let term = |name: &String| {
        let (minus, name) = name.strip_prefix('-').map_or((false, name.as_str()), |rest| (true, rest));
        let (needed, name) = name.strip_suffix('!').map_or((false, name), |rest| (true, rest));
        let (may_lack, name) = name.strip_suffix('?').map_or((minus && !needed, name), |rest| (true, rest));
        Term { headings: name.split(" * ").map(normalize_name).collect(), minus, needed, may_lack }
    };
    let mut out = Vec::with_capacity(text.len());
    for (key, names) in text {
        let sum: Vec<Term> = names.iter().map(term).collect();
        if let Some(long) = sum.iter().find(|t| t.headings.len() > 2) {
            let shown = long.headings.join(" * ");
            return Err(Error::input(
                format!("[add] 里只能「件数 * 单价」：{shown}"),
                format!("[add]: only a count times a price: {shown}"),
            ));
        }
        out.push((field(key)?, sum));
    }
    out.sort_by_key(|a: &(Field, Vec<Term>)| a.0);
    Ok(out)
}

/// `by_key`: the unified words that `is` may name; `of`: how the entries are called.
pub(super) fn conditions<T>(
    list: &[WhenText],
    of: &str,
    by_key: fn(&str) -> Option<T>,
) -> Result<Vec<When<T>>> {
    let mut out = Vec::with_capacity(list.len());
    for entry in list {
        let value = by_key(&entry.is).ok_or_else(|| {
            let is = &entry.is;
            Error::input(
                format!("[[{of}]] 里没有「{is}」这个状态"),
                format!("[[{of}]]: there is no status `{is}`"),
            )
        })?;
        out.push(When { value, tests: tests(&entry.when), if_there: tests(&entry.if_there) });
    }
    Ok(out)
}

fn tests(text: &BTreeMap<String, Vec<String>>) -> Tests {
    text.iter()
        .map(|(heading, words)| (normalize_name(heading), words.iter().map(|w| normalize_word(w)).collect()))
        .collect()
}

pub(super) type Sums = Vec<(Field, Vec<Term>)>;

pub(super) fn sums_when(list: &[AddWhenText]) -> Result<Vec<When<Sums>>> {
    let one = |entry: &AddWhenText| {
        Ok(When { value: terms(&entry.add)?, tests: tests(&entry.when), if_there: tests(&entry.if_there) })
    };
    list.iter().map(one).collect()
}

impl<T> When<T> {
    /// Every heading that it looks at.
    pub(super) fn headings(&self) -> impl Iterator<Item = &String> {
        self.tests.iter().chain(&self.if_there).map(|test| &test.0)
    }
}

impl When<()> {
    /// Whether a cell's text meets a condition.
    pub fn meets(words: &[String], text: &str) -> bool {
        let raw = text;
        let text = normalize_word(text);
        let nothing = matches!(text.as_str(), "" | "-" | "--" | "null");
        words.iter().any(|w| match w.strip_suffix('*') {
            Some("") => !nothing,
            None if w.is_empty() => nothing,
            None if w == ">0" => cents(raw).is_some_and(|n| n > 0),
            Some(start) => text.starts_with(start),
            None => *w == text || same_amount(w, raw),
        })
    }
}

fn cents(text: &str) -> Option<i64> {
    Amount::parse(text, false).or_else(|| Amount::parse(text, true)).map(|a| a.cents.0)
}

/// `0`, `0.00` and `¥0.00` are one amount.
fn same_amount(word: &str, text: &str) -> bool {
    let is_number = word.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_number && cents(word).is_some_and(|of_word| cents(text) == Some(of_word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_is_a_word_a_beginning_anything_or_nothing() {
        let words = |list: &[&str]| list.iter().map(|w| normalize_word(w)).collect::<Vec<_>>();
        assert!(When::meets(&words(&["*"]), "2026-01-01"));
        assert!(!When::meets(&words(&["*"]), " "));
        assert!(!When::meets(&words(&["*"]), "-"));
        assert!(When::meets(&words(&[""]), ""));
        assert!(When::meets(&words(&[""]), "-"));
        assert!(!When::meets(&words(&[""]), "x"));
        assert!(When::meets(&words(&["Paid"]), "paid"));
        for zero in ["0", "0.0", "0.0000", "¥0.00", "0.00元", "CNY 0.00", "0,00"] {
            assert!(When::meets(&words(&["0", "0.00"]), zero), "{zero}");
        }
        assert!(!When::meets(&words(&["0"]), "10"));
        assert!(!When::meets(&words(&["0"]), "x"));
        for (text, above) in
            [("20.00", true), ("$0.01", true), ("0.00", false), ("-5", false), ("", false), ("x", false)]
        {
            assert_eq!(When::meets(&words(&[">0"]), text), above, "{text}");
        }
        assert!(When::meets(&words(&["(锁定)*"]), "（锁定）等待出库"));
        assert!(!When::meets(&words(&["(锁定)*"]), "等待出库"));
    }

    #[test]
    fn a_minus_takes_off() {
        let of = |list: &[&str]| {
            let names = list.iter().map(|n| (*n).to_owned()).collect();
            terms(&BTreeMap::from([("paid".to_owned(), names)]))
        };
        let sum = of(&["Total", "-Out standing", "Qty * Unit Price", "-Adjusted!", "Wrap?"]).expect("parses");
        assert_eq!(sum[0].0, Field::Paid);
        let term = |headings: &[&str], minus, needed, may_lack| Term {
            headings: headings.iter().map(|h| (*h).to_owned()).collect(),
            minus,
            needed,
            may_lack,
        };
        assert_eq!(
            sum[0].1,
            [
                term(&["total"], false, false, false),
                term(&["outstanding"], true, false, true),
                term(&["qty", "unitprice"], false, false, false),
                term(&["adjusted"], true, true, false),
                term(&["wrap"], false, false, true)
            ]
        );
        assert!(of(&["a * b * c"]).is_err());
    }
}
