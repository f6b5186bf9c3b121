//! What is summed up about one shop.

use super::problems::Problems;
use super::slot::{SLOTS, Slot};
use super::tally::{SlotTally, What};
use crate::model::Reach;
use crate::model::Stamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Most reasons of refunds that are told apart.
pub(super) const REASONS: usize = 500;

#[derive(Clone, Debug)]
pub(super) struct Sums {
    pub(super) days: Vec<[SlotTally; SLOTS]>,
    /// Of each day a bit for every slot that something was taken in for, order by order.
    touched: Vec<u64>,
    pub(super) hours: [i64; 24],
    pub(super) reasons: BTreeMap<String, i64>,
    /// The same reasons as they first came.
    met: Vec<String>,
    pub(super) first: Option<Stamp>,
    /// Refund cases were seen, so that an order without one was not refunded.
    pub(super) cases: bool,
    pub(super) currencies: BTreeSet<String>,
    pub(super) excluded: i64,
    /// Refunds of the day whose order is not in the data.
    pub(super) strays: i64,
    pub(super) problems: Problems,
    pub(super) reviews: Option<Reach>,
    /// When the oldest review was written that waits for a reply.
    pub(super) oldest: Option<Stamp>,
}

const _: () = assert!(SLOTS <= 64, "a day has no bit for every slot");

impl Sums {
    pub(super) fn new(days: usize) -> Sums {
        Sums {
            days: vec![[SlotTally::default(); SLOTS]; days],
            touched: vec![0; days],
            hours: [0; 24],
            reasons: BTreeMap::new(),
            met: Vec::new(),
            first: None,
            cases: false,
            currencies: BTreeSet::new(),
            excluded: 0,
            strays: 0,
            problems: Problems::default(),
            reviews: None,
            oldest: None,
        }
    }

    #[expect(clippy::indexing_slicing, reason = "days are those of the calendar that the sums were made for")]
    pub(super) fn take(&mut self, slot: Slot, days: Range<usize>, what: What) {
        for day in days {
            slot.of_mut(&mut self.days[day]).take(what);
            self.touched[day] |= 1 << slot as usize;
        }
    }

    /// The first order was placed then, or earlier.
    pub(super) fn begins(&mut self, at: Stamp) {
        self.first = Some(self.first.map_or(at, |first| first.min(at)));
    }

    pub(super) fn deals_in(&mut self, currency: &str) {
        if !self.currencies.contains(currency) {
            self.currencies.insert(currency.to_owned());
        }
    }

    /// Of more than `most` reasons only the first are told apart.
    pub(super) fn reason(&mut self, reason: &str, n: i64, most: usize) {
        let known = self.reasons.len();
        if let Some(all) = self.reasons.get_mut(reason) {
            *all += n;
        } else if known < most {
            self.reasons.insert(reason.to_owned(), n);
            self.met.push(reason.to_owned());
        }
    }

    /// Takes over what orders have added to `part`, and leaves it as if there had been none. Nothing but orders counts.
    pub(super) fn absorb(&mut self, part: &mut Sums) {
        let days = self.days.iter_mut().zip(&mut self.touched);
        for ((all, touched), (day, slots)) in days.zip(part.days.iter_mut().zip(&mut part.touched)) {
            *touched |= *slots;
            while *slots != 0 {
                let slot = slots.trailing_zeros() as usize;
                *slots &= *slots - 1;
                if let (Some(all), Some(part)) = (all.get_mut(slot), day.get_mut(slot)) {
                    all.join(&std::mem::take(part));
                }
            }
        }
        for (all, n) in self.hours.iter_mut().zip(std::mem::take(&mut part.hours)) {
            *all += n;
        }
        for reason in part.met.drain(..) {
            let n = part.reasons.remove(&reason).unwrap_or_default();
            self.reason(&reason, n, REASONS);
        }
        if let Some(at) = part.first.take() {
            self.begins(at);
        }
        self.cases |= std::mem::take(&mut part.cases);
        self.currencies.append(&mut part.currencies);
        self.excluded += std::mem::take(&mut part.excluded);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_tell_the_same_reasons_apart_as_all_orders_one_by_one() {
        // More reasons than are told apart, and some of them come again and again.
        let reasons: Vec<String> = (0..REASONS * 2).map(|n| format!("{}", n * 7919 % 700)).collect();
        let mut whole = Sums::new(1);
        reasons.iter().for_each(|reason| whole.reason(reason, 1, REASONS));
        let (mut all, mut part) = (Sums::new(1), Sums::new(1));
        for some in reasons.chunks(130) {
            some.iter().for_each(|reason| part.reason(reason, 1, usize::MAX));
            all.absorb(&mut part);
            assert!(part.reasons.is_empty() && part.met.is_empty());
        }
        assert_eq!(whole.reasons.len(), REASONS);
        assert_eq!(all.reasons, whole.reasons);
    }
}
