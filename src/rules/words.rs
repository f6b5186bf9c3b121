//! Words that the sentences of several rules share.

use crate::model::time::{DAY, HOUR, MINUTE};
use crate::model::{Cents, Lang};

const THREE_DAYS: i64 = 3 * DAY;

/// A length of time, rounded down: `40 s`, `40 min`, `13 h`, `1.5 h`, `5 days`; one decimal where it is not zero.
pub(super) fn span(seconds: i64, lang: Lang) -> String {
    let (unit, zh, en) = match seconds {
        ..MINUTE => (1, "秒", "s"),
        MINUTE..HOUR => (MINUTE, "分钟", "min"),
        HOUR..THREE_DAYS => (HOUR, "小时", "h"),
        _ => (DAY, "天", "days"),
    };
    let unit_name = lang.pick(zh, en);
    match seconds * 10 / unit % 10 {
        tenth if unit >= HOUR && tenth != 0 => format!("{}.{tenth} {unit_name}", seconds / unit),
        _ => format!("{} {unit_name}", seconds / unit),
    }
}

/// So much more the first amount is, or in words that no amount is so large.
pub(super) fn difference(more: Cents, less: Cents, lang: Lang) -> String {
    match more.0.checked_sub(less.0) {
        Some(cents) => Cents(cents).to_string(),
        None => lang.pick("太大，算不出", "too large an amount").to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seconds_then_minutes_then_hours_then_days() {
        let said: Vec<String> =
            [1, 59, HOUR - 1, HOUR, 5400, THREE_DAYS - 1, THREE_DAYS].map(|s| span(s, Lang::En)).to_vec();
        assert_eq!(said, ["1 s", "59 s", "59 min", "1 h", "1.5 h", "71.9 h", "3 days"]);
        assert_eq!(span(13 * HOUR, Lang::Zh), "13 小时");
    }
}
