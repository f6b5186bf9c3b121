//! Amounts that read in two ways.

use super::fault::{Fault, Value};
use super::raw::raw;
use super::row_source::Source;
use crate::model::amount::{Fine, Unit};
use crate::model::decimal::{ColumnCents, Decimal, is_open};
use crate::model::{Field, Say, money, platform, quote};
use crate::source::Raw;

impl Source<'_> {
    /// The number of a text; `None` where it is none, as the flag, the layout, the column or the currency say. `price`: of
    /// one piece, which may have more decimals than its currency.
    pub(super) fn number(&self, column: usize, text: &str, price: bool) -> Value<Option<Fine>> {
        if let Some(told) = self.columns.told.decimal {
            return Ok(Fine::parse(text, told == Decimal::Comma));
        }
        let point = Fine::parse(text, false);
        match point {
            Some(number) if !is_open(text) => return Ok(Some(number)),
            None if Fine::parse(text, true).is_none() => return Ok(None),
            _ => {}
        }
        match self.columns.found().decimals.get(&column) {
            Some(ColumnCents::Told(told)) => {
                let read = Fine::parse(text, *told == Decimal::Comma);
                let whole =
                    read.filter(|_| !price && is_open(text)).and_then(|read| self.has_none(text, read));
                whole.map_or(Ok(read), |code| Err(no_decimals(column, text, &code)))
            }
            Some(ColumnCents::Contradiction(a, b)) => Err(contradiction(column, *a.min(b), *a.max(b))),
            Some(ColumnCents::Undecided(line)) => match self.by_currency(text, price) {
                Some(number) => Ok(Some(number)),
                None => Err(undecided(column, text, *line)),
            },
            // The whole file may tell what this part of it does not.
            None if self.columns.in_part => Err(undecided(column, text, 0)),
            // A stream that is gone, or a part of a cell.
            None => Ok(self.by_currency(text, price).or(point)),
        }
    }

    /// An amount with three digits behind its only sign, as far as the currency tells what they are: thousands where it
    /// has no decimals, decimals behind a point where it has three.
    fn by_currency(&self, text: &str, price: bool) -> Option<Fine> {
        let (point, comma) = (Fine::parse(text, false)?, Fine::parse(text, true)?);
        let is_behind_point = point.millionths.unsigned_abs() < comma.millionths.unsigned_abs();
        match money::places(&self.currency(point.unit)?)? {
            0 if !price => Some(if is_behind_point { comma } else { point }),
            3 if is_behind_point => Some(point),
            _ => None,
        }
    }

    /// The currency of an amount that was read with decimals and can have none.
    fn has_none(&self, text: &str, read: Fine) -> Option<String> {
        let other = |comma| Fine::parse(text, comma).map(|fine| fine.millionths.unsigned_abs());
        let least = other(false).min(other(true))?;
        let code = self.currency(read.unit).filter(|_| read.millionths.unsigned_abs() == least)?;
        (money::places(&code) == Some(0)).then_some(code)
    }

    /// The code of an amount's currency: its row's, its cell's, the layout's, the platform's own.
    pub(super) fn currency(&self, unit: Option<Unit>) -> Option<String> {
        let mut buf = String::new();
        for column in self.bound.columns_of(Field::Currency) {
            if let Ok(Raw::Text(text)) = raw(self.row, *column, &mut buf)
                && !text.is_empty()
            {
                return Some(money::currency(text));
            }
        }
        let codes = unit.map_or(&[][..], |unit| unit.codes);
        if let [code] = codes {
            return Some((*code).to_owned());
        }
        let own = [self.bound.layout.default_currency.as_str(), platform::currency(self.platform())];
        let own = own.into_iter().find(|code| !code.is_empty())?;
        (codes.is_empty() || codes.contains(&own)).then(|| own.to_owned())
    }
}

fn contradiction(column: usize, first: u64, last: u64) -> Fault {
    Fault::at(
        column,
        format!(
            "这一列有的用点、有的用逗号作小数点（第 {first} 行与第 {last} 行）；用 --decimal comma 或 --decimal point 指明"
        ),
        format!(
            "some amounts of this column have a point before the cents, some a comma (lines {first} and {last}); say `--decimal comma` or `--decimal point`"
        ),
    )
}

fn no_decimals(column: usize, text: &str, code: &str) -> Fault {
    let Say { zh, en } = quote::cell(text);
    Fault::at(
        column,
        format!(
            "按这一列其他金额的写法，{zh}带小数，而 {code} 没有小数；用 --decimal comma 或 --decimal point 指明"
        ),
        format!(
            "as the other amounts of this column are written, {en} has decimals, and {code} has none; say `--decimal comma` or `--decimal point`"
        ),
    )
}

fn undecided(column: usize, text: &str, line: u64) -> Fault {
    let Say { zh, en } = quote::cell(text);
    Fault::at(
        column,
        format!(
            "整列（从第 {line} 行起）都看不出{zh}里是小数点还是千分位；用 --decimal comma 或 --decimal point 指明"
        ),
        format!(
            "nothing in this column (from line {line} on) tells whether {en} has decimals or thousands; say `--decimal comma` or `--decimal point`"
        ),
    )
}
