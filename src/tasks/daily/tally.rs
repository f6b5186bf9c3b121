//! What one slot of a day adds up to.

use crate::model::{Field, Fields};

/// What an order adds to a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    Add(i64),
    /// It may belong here, but a column is missing.
    Lacks(Field),
    /// The order says nothing of refunds: a gap, unless its shop gave refund cases.
    Untold(i64, Field),
}

/// A sum, and what is missing in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SlotTally {
    pub sum: i64,
    pub missing: Fields,
    /// How many orders lack something.
    pub gaps: u32,
    pub untold: Fields,
    pub silent: u32,
    /// There is no room for the sum: it is no figure.
    pub beyond: bool,
}

impl SlotTally {
    pub(super) fn take(&mut self, what: What) {
        let add = match what {
            What::Add(n) => n,
            What::Lacks(field) => {
                self.gaps = self.gaps.saturating_add(1);
                return self.missing.add(field);
            }
            What::Untold(n, field) => {
                self.untold.add(field);
                self.silent = self.silent.saturating_add(1);
                n
            }
        };
        match self.sum.checked_add(add) {
            Some(sum) => self.sum = sum,
            None => self.beyond = true,
        }
    }

    /// The shop gave no refund cases: orders that say nothing of refunds are gaps.
    pub(super) fn count_untold(&mut self) {
        self.missing = self.missing.or(std::mem::take(&mut self.untold));
        self.gaps = self.gaps.saturating_add(std::mem::take(&mut self.silent));
    }

    /// As `n` times [`What::Lacks`].
    pub(super) fn lack(&mut self, field: Field, n: i64) {
        if n > 0 {
            self.missing.add(field);
            self.gaps = self.gaps.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        }
    }

    /// As `n` times [`What::Untold`] of nothing.
    pub(super) fn leave(&mut self, field: Field, n: i64) {
        if n > 0 {
            self.untold.add(field);
            self.silent = self.silent.saturating_add(u32::try_from(n).unwrap_or(u32::MAX));
        }
    }

    pub(super) fn join(&mut self, other: &SlotTally) {
        self.take(What::Add(other.sum));
        self.beyond |= other.beyond;
        self.missing = self.missing.or(other.missing);
        self.gaps = self.gaps.saturating_add(other.gaps);
        self.untold = self.untold.or(other.untold);
        self.silent = self.silent.saturating_add(other.silent);
    }
}
