//! Problems of each day by category.

use std::collections::BTreeMap;
use std::ops::Range;

/// Most categories that are told apart; the rest still count as problems.
const MOST: usize = 500;

/// Category → how many on each day.
#[derive(Clone, Debug, Default)]
pub(super) struct Problems {
    all: BTreeMap<String, Vec<i64>>,
}

impl Problems {
    /// `len`: how many days there are.
    #[expect(clippy::indexing_slicing, reason = "days are among as many as there are")]
    pub(super) fn add(&mut self, category: &str, days: Range<usize>, len: usize) {
        if self.all.len() >= MOST && !self.all.contains_key(category) {
            return;
        }
        let counts = self.all.entry(category.to_owned()).or_insert_with(|| vec![0; len]);
        for day in days {
            counts[day] += 1;
        }
    }

    pub(super) fn join(&mut self, other: &Problems) {
        for (category, counts) in &other.all {
            self.add(category, 0..0, counts.len());
            if let Some(own) = self.all.get_mut(category) {
                own.iter_mut().zip(counts).for_each(|(own, n)| *own += n);
            }
        }
    }

    /// Those of a day, the most frequent first.
    pub(super) fn of(&self, day: usize) -> Vec<(&str, &[i64])> {
        let on_day = |counts: &[i64]| counts.get(day).copied().unwrap_or_default();
        let mut all: Vec<(&str, &[i64])> = self
            .all
            .iter()
            .map(|(category, counts)| (category.as_str(), counts.as_slice()))
            .filter(|(_, counts)| on_day(counts) > 0)
            .collect();
        all.sort_by(|a, b| on_day(b.1).cmp(&on_day(a.1)).then_with(|| a.0.cmp(b.0)));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_first_then_by_name() {
        let mut one = Problems::default();
        for (category, day) in [("b", 1), ("a", 1), ("c", 1), ("c", 1), ("old", 0)] {
            one.add(category, day..day + 1, 2);
        }
        let mut both = Problems::default();
        both.join(&one);
        both.join(&one);
        assert_eq!(both.of(1), [("c", &[0, 4][..]), ("a", &[0, 2]), ("b", &[0, 2])]);
    }
}
