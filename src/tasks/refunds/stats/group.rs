//! One group of refunds, and its row.

use crate::model::{Cell, Cents, Total};

/// Rates of fewer orders than this are told as a fraction.
pub(super) const LEAST: u64 = 30;

/// What the refunds of one reason, shop, item … add up to.
#[derive(Default)]
pub(super) struct Group {
    pub(super) cases: u64,
    pub(super) done: u64,
    pub(super) amount: Total,
    /// Successful refunds of which nobody tells how much went back.
    pub(super) untold: u64,
    pub(super) refunded_orders: u64,
    pub(super) paid_orders: u64,
    /// Successful refunds of orders that are not among the paid ones.
    pub(super) strays: u64,
    pub(super) seconds: Vec<i64>,
}

impl Group {
    /// What went back; `None` where some of it is not told, or there is no room for it.
    pub(super) fn amount(&self) -> Option<Cents> {
        self.amount.cents().filter(|_| self.untold == 0)
    }

    /// The orders that were refunded; `None` where all that is known of them are their refunds.
    pub(super) fn orders(&self) -> Option<u64> {
        (self.strays == 0 || self.refunded_orders > 0).then_some(self.refunded_orders)
    }
}

/// The cells of a group; `of`: of how many paid orders its rate is.
pub(super) fn cells(name: Cell<'static>, group: &Group, of: Option<u64>) -> Vec<Cell<'static>> {
    let number = |n: u64| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let (mean, median) = middle(&group.seconds);
    vec![
        name,
        number(group.cases),
        number(group.done),
        Cell::money(group.amount()),
        group.orders().map_or(Cell::Empty, number),
        of.map_or(Cell::Empty, number),
        of.zip(group.orders()).and_then(|(of, part)| rate(part, of)).map_or(Cell::Empty, Cell::own_text),
        mean.map_or(Cell::Empty, Cell::Hours),
        median.map_or(Cell::Empty, Cell::Hours),
    ]
}

/// `12.3%`; of fewer than 30 orders `2/17`.
pub(super) fn rate(part: u64, of: u64) -> Option<String> {
    match of {
        0 => None,
        of if of < LEAST => Some(format!("{part}/{of}")),
        of => {
            let permille = (part * 2000 + of) / (2 * of);
            Some(format!("{}.{}%", permille / 10, permille % 10))
        }
    }
}

/// Mean and median; of an even number the mean of the two in the middle.
pub(super) fn middle(values: &[i64]) -> (Option<i64>, Option<i64>) {
    let mut sorted = values.to_vec();
    sorted.sort_unstable();
    let Some(last) = sorted.len().checked_sub(1) else { return (None, None) };
    let mean = sorted.iter().sum::<i64>() / sorted.len() as i64;
    let middle = sorted.get(last / 2).zip(sorted.get(last.div_ceil(2)));
    (Some(mean), middle.map(|(a, b)| (a + b) / 2))
}
