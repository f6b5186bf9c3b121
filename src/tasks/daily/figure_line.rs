//! A figure as it is told: its value, how it changed, and why it is not complete.

use super::metric::Metric;
use crate::model::Field;

/// Why a figure is not complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lack {
    /// There are no data at all.
    Nothing,
    /// The data begin after the day began.
    Begins,
    /// The data end before the day does.
    Ends,
    /// A column is missing.
    Column(Field),
    /// Orders that were reminded are not in the data, or it is not told when they were paid.
    Unknown,
    /// There is still time in which a reminder may succeed.
    Early,
    /// Amounts in several currencies.
    Currency,
    /// There is no room for the sum.
    Beyond,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Ok,
    Incomplete,
    /// Not meaningful: the denominator is too small.
    Small,
}

impl State {
    pub fn key(self) -> &'static str {
        match self {
            State::Ok => "ok",
            State::Incomplete => "incomplete",
            State::Small => "n_m",
        }
    }
}

/// One metric of one shop, or of all together (then `shop` is empty).
#[derive(Clone, Debug)]
pub struct FigureLine {
    pub shop: String,
    pub metric: &'static Metric,
    /// Only this category of problems.
    pub category: Option<String>,
    /// A count, cents, or tenths of a percent.
    pub value: Option<i64>,
    pub previous: Option<i64>,
    /// In tenths of a percent.
    pub change: Option<i64>,
    pub week_ago: Option<i64>,
    pub month_to_date: Option<i64>,
    pub state: State,
    pub lack: Option<Lack>,
    /// How many orders lack something.
    pub gaps: u32,
    /// Of money, where all of it is in one currency: the ISO code.
    pub currency: String,
}
