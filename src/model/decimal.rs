//! Whether a comma or a point parts the cents: decided by all amounts of a column.

use super::amount::Fine;

/// What parts the cents of an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decimal {
    Point,
    Comma,
}

/// Whether an amount reads differently with a comma: `1,500` is 1500.00 or 1.50, `1.500` the other way round, and
/// `12.345` is 12345.00 or has three decimals.
pub fn is_open(text: &str) -> bool {
    let mut last = text.rsplitn(2, ['.', ',', '．', '，']);
    let behind = last.next().filter(|_| last.next().is_some());
    behind.is_some_and(|behind| behind.chars().take_while(|c| is_digit(*c)).count() == 3)
        && match readings(text) {
            (Some(point), Some(comma)) => point.millionths != comma.millionths,
            _ => false,
        }
}

/// With a point and with a comma before the decimals. A third decimal behind a point may be one: of a price, or of a
/// currency that has three. Behind a comma it is taken for one only where no point could be meant: `1,194` groups
/// thousands.
fn readings(text: &str) -> (Option<Fine>, Option<Fine>) {
    let point = Fine::parse(text, false);
    let comma = Fine::parse(text, true).filter(|comma| point.is_none() || comma.exact().is_some());
    (point, comma)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// What the amounts of one column tell; the lines that tell it.
#[derive(Clone, Copy, Debug, Default)]
pub struct ColumnDecimal {
    point: Option<u64>,
    comma: Option<u64>,
    open: Option<u64>,
}

/// The outcome for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnCents {
    Told(Decimal),
    /// Both read every amount; the first line where they differ.
    Undecided(u64),
    /// The lines of an amount with a point and of one with a comma.
    Contradiction(u64, u64),
}

impl ColumnDecimal {
    pub fn look(&mut self, text: &str, line: u64) {
        let slot = match readings(text) {
            (Some(_), None) => &mut self.point,
            (None, Some(_)) => &mut self.comma,
            (Some(a), Some(b)) if a.millionths != b.millionths => &mut self.open,
            _ => return,
        };
        *slot = slot.or(Some(line));
    }

    pub fn verdict(&self) -> ColumnCents {
        match (self.point, self.comma, self.open) {
            (Some(point), Some(comma), _) => ColumnCents::Contradiction(point, comma),
            (None, Some(_), _) => ColumnCents::Told(Decimal::Comma),
            (None, None, Some(line)) => ColumnCents::Undecided(line),
            _ => ColumnCents::Told(Decimal::Point),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_column_decides_by_all_of_its_amounts() {
        let of = |cells: &[&str]| {
            let mut column = ColumnDecimal::default();
            cells.iter().zip(2..).for_each(|(cell, line)| column.look(cell, line));
            column.verdict()
        };
        let told = ColumnCents::Told;
        for (cells, want) in [
            (&["1.234,56", "12"][..], told(Decimal::Comma)),
            (&["1.500", "12,5 €"], told(Decimal::Comma)),
            (&["1,500", "12.50"], told(Decimal::Point)),
            (&["1,500", "1,194"], told(Decimal::Point)),
            (&["12", "1300", "x"], told(Decimal::Point)),
            (&["7", "1,500"], ColumnCents::Undecided(3)),
            (&["1.500"], ColumnCents::Undecided(2)),
            (&["12.345"], ColumnCents::Undecided(2)),
            (&["12.345", "2.55"], told(Decimal::Point)),
            (&["12.345", "1.234,56"], told(Decimal::Comma)),
            (&["0.001", "2.55"], told(Decimal::Point)),
            (&["0.125"], told(Decimal::Point)),
            (&["12,5", "1,500", "12.5"], ColumnCents::Contradiction(4, 2)),
        ] {
            assert_eq!(of(cells), want, "{cells:?}");
        }
    }

    proptest! {
        /// The quick look misses no amount that reads in two ways.
        #[test]
        fn what_reads_in_two_ways_is_open(text in "[-$€]{0,1}[0-9]{1,4}([.,][0-9]{1,4}){0,2} ?(EUR|€|元){0,1}") {
            let differ = matches!(readings(&text), (Some(a), Some(b)) if a.millionths != b.millionths);
            prop_assert_eq!(is_open(&text), differ, "{}", text);
        }
    }
}
