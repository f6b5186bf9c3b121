//! Words that the sentences of several rules share.

use crate::model::Lang;
use crate::model::time::{DAY, HOUR, MINUTE};

const THREE_DAYS: i64 = 3 * DAY;

/// A length of time in one unit, rounded down: `40 min`, `13 h`, `5 days`.
pub(super) fn span(seconds: i64, lang: Lang) -> String {
    let (unit, zh, en) = match seconds {
        ..HOUR => (MINUTE, "分钟", "min"),
        HOUR..THREE_DAYS => (HOUR, "小时", "h"),
        _ => (DAY, "天", "days"),
    };
    format!("{} {}", seconds / unit, lang.pick(zh, en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn minutes_then_hours_then_days() {
        let said: Vec<String> =
            [59, HOUR - 1, HOUR, THREE_DAYS - 1, THREE_DAYS].map(|s| span(s, Lang::En)).to_vec();
        assert_eq!(said, ["0 min", "59 min", "1 h", "71 h", "3 days"]);
        assert_eq!(span(13 * HOUR, Lang::Zh), "13 小时");
    }
}
