//! When exports told of a record.

use crate::model::plant::is_planted;
use crate::model::{Field, Fields, Stamp};

/// When exports told of a record: for whoever holds it against another one. It is no value of the record, so records that
/// differ in nothing else are the same.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    /// The rank of the newest export in which it stood, changed or not; `None`: not known.
    pub last: Option<Stamp>,
    /// The columns of that one; `None`: those of the record.
    pub offered: Option<Fields>,
}

impl PartialEq for Seen {
    fn eq(&self, _: &Seen) -> bool {
        true
    }
}

impl Eq for Seen {}

impl Seen {
    /// What was exported one after the other is of one age, and ranks that are taken from what happened last are not exact.
    /// Which import changed a record would tell more, but not the same when they come in another order.
    const LATER: i64 = 2 * 3600;

    /// Seen once, in an export of this rank.
    pub fn at(rank: Option<Stamp>) -> Seen {
        Seen { last: rank, offered: None }
    }

    /// Whether what it tells by this column is surely newer than what a record of another kind told.
    pub fn overtakes(&self, other: &Seen, column: Field) -> bool {
        let Some(told) = other.last else { return false };
        if is_planted("always_newer") {
            return true;
        }
        let offers = self.offered.is_none_or(|offered| offered.has(column));
        offers && self.last.is_some_and(|last| last.0 > told.0.saturating_add(Seen::LATER))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(last: i64) -> Seen {
        Seen::at(Some(Stamp(last)))
    }

    #[test]
    fn more_than_two_hours_later() {
        let told = seen(10_000);
        assert!(!seen(17_200).overtakes(&told, Field::Refunded));
        assert!(seen(17_201).overtakes(&told, Field::Refunded));
        assert!(!Seen::default().overtakes(&told, Field::Refunded), "nobody knows");
        assert!(!told.overtakes(&Seen::default(), Field::Refunded), "nobody knows");
    }

    #[test]
    fn a_column_that_was_not_there_tells_nothing() {
        let newest = Seen { offered: Some(Fields::of(&[Field::Status])), ..seen(90_000) };
        assert!(!newest.overtakes(&seen(10_000), Field::Refunded));
        assert!(newest.overtakes(&seen(10_000), Field::Status));
    }
}
