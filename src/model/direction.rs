//! Which way money went.

use super::{Cents, Lang, Words};

/// Which way money went, as seen by the owner of the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    In,
    Out,
    /// Moved between own accounts, closed before it was paid: counts neither way.
    Neutral,
}

impl Direction {
    pub const ALL: [Direction; 3] = [Direction::In, Direction::Out, Direction::Neutral];

    pub fn key(self) -> &'static str {
        match self {
            Direction::In => "in",
            Direction::Out => "out",
            Direction::Neutral => "neutral",
        }
    }

    pub fn title(self, lang: Lang) -> &'static str {
        match self {
            Direction::In => lang.pick("收入", "in"),
            Direction::Out => lang.pick("支出", "out"),
            Direction::Neutral => lang.pick("不计收支", "neutral"),
        }
    }

    pub fn by_key(key: &str) -> Option<Direction> {
        Direction::ALL.into_iter().find(|d| d.key() == key)
    }

    /// Of a signed amount.
    pub fn of(amount: Cents) -> Direction {
        match amount.0 {
            0 => Direction::Neutral,
            1.. => Direction::In,
            _ => Direction::Out,
        }
    }
}

/// The same as words that are kept as text.
pub const DIRECTIONS: &Words =
    &[("in", "收入", "in"), ("out", "支出", "out"), ("neutral", "不计收支", "neutral")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_directions_are_the_same() {
        let words: Vec<_> =
            Direction::ALL.iter().map(|d| (d.key(), d.title(Lang::Zh), d.title(Lang::En))).collect();
        assert_eq!(words, DIRECTIONS);
    }
}
