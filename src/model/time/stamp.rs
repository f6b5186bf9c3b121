//! An instant, and why a text is none.

/// An instant: Unix seconds, UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp(pub i64);

pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3600;
pub const DAY: i64 = 86_400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeError {
    /// No such date, or no date at all.
    Unreadable,
    /// Day and month can't be told apart.
    Ambiguous,
    /// `0000-00-00` and the like: means "no date".
    Never,
}

/// floor((due − now) / 60): negative once past.
pub fn minutes_left(due: Stamp, now: Stamp) -> i64 {
    (due.0 - now.0).div_euclid(MINUTE)
}
