//! Whether day or month stands first in a column of dates.

use super::day::{month, read_date, split_date};
use super::shapes::{folded, stamp};
use super::{DateOrder, Zone};

/// What the dates of one column tell about the order of their parts.
#[derive(Clone, Debug, Default)]
pub struct ColumnDates {
    /// For each order: the first line whose date it can't read.
    against: [Option<u64>; 3],
    /// Whether two orders have read one date differently: day/month, day/year, month/year first.
    differ: [bool; 3],
    first: Option<u64>,
}

/// The outcome for a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnOrder {
    Told(DateOrder),
    /// Several orders fit every date; the line of the first one.
    Undecided(u64),
    /// The lines of a date that can't be day first and of one that can't be month first.
    Contradiction(u64, u64),
}

impl ColumnDates {
    /// Looks at one cell; what is no date of digits with the year behind says nothing.
    pub fn look(&mut self, text: &str, line: u64) {
        let Some(read) = readings(text) else { return };
        self.first = self.first.or(Some(line));
        for (slot, ymd) in self.against.iter_mut().zip(&read) {
            if ymd.is_none() {
                *slot = slot.or(Some(line));
            }
        }
        for (slot, two) in self.differ.iter_mut().zip(pairs(read)) {
            *slot |= matches!(two, (Some(a), Some(b)) if a != b);
        }
    }

    pub fn order(&self) -> ColumnOrder {
        let mut fitting = DateOrder::TOLD.into_iter().zip(self.against).filter(|(_, line)| line.is_none());
        let two_fit = pairs(self.against.map(|line| line.is_none())).map(|(a, b)| a && b);
        let torn = two_fit.into_iter().zip(self.differ).any(|(fit, differ)| fit && differ);
        match (fitting.next(), self.against) {
            (None, [Some(a), Some(b), _]) => ColumnOrder::Contradiction(a, b),
            (Some((order, _)), _) if !torn => ColumnOrder::Told(order),
            _ => ColumnOrder::Undecided(self.first.unwrap_or_default()),
        }
    }
}

/// Each two of three, as [`ColumnDates`] has them.
fn pairs<T: Copy>([first, second, third]: [T; 3]) -> [(T, T); 3] {
    [(first, second), (first, third), (second, third)]
}

/// A date by each of [`DateOrder::TOLD`]; `None` where no order reads it, or where none has to be told.
pub(super) fn readings(text: &str) -> Option<[Option<[i32; 3]>; 3]> {
    let text = text.trim();
    if text.is_ascii() { readings_of(text) } else { folded([text, "", ""], readings_of) }
}

fn readings_of(text: &str) -> Option<[Option<[i32; 3]>; 3]> {
    let (parts, _) = split_date(text)?;
    if parts[0].len() > 2 || month(parts[0]).is_some() || month(parts[1]).is_some() {
        return None;
    }
    let read = DateOrder::TOLD.map(|order| {
        let ymd = read_date(parts, order).ok()?;
        stamp(ymd, [0; 3], Zone::UTC).is_ok().then_some(ymd)
    });
    read.iter().any(Option::is_some).then_some(read)
}
