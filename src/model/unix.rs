//! Moments that a table holds as Unix times: seconds of ten digits, milliseconds of thirteen.

use super::Stamp;
use super::time::DAY;

/// 2005-01-01, before which no shop wrote such times.
const FIRST: i64 = 1_104_537_600;

/// The moment that ten or thirteen digits name. A spreadsheet may have put `.0` behind.
pub fn read(text: &str) -> Option<Stamp> {
    let digits = text.strip_suffix(".0").unwrap_or(text);
    if !matches!(digits.len(), 10 | 13) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number: i64 = digits.parse().ok()?;
    Some(Stamp(if digits.len() == 13 { number / 1000 } else { number }))
}

/// A moment of 2005 or later that is not more than five years to come.
fn is_plausible(at: Stamp, now: Stamp) -> bool {
    (FIRST..=now.0 + 5 * 366 * DAY).contains(&at.0)
}

/// What the cells of one column tell about whether they are Unix times.
#[derive(Clone, Copy, Debug, Default)]
pub struct ColumnUnix {
    /// The first line that holds one.
    found: Option<u64>,
    /// The first line that holds something else.
    other: Option<u64>,
}

impl ColumnUnix {
    /// Looks at a cell that is not empty; a lone `0` means "never" and tells nothing.
    pub fn look(&mut self, text: &str, line: u64, now: Stamp) {
        if is_never(text) {
            return;
        }
        let slot = if read(text).is_some_and(|at| is_plausible(at, now)) {
            &mut self.found
        } else {
            &mut self.other
        };
        *slot = slot.or(Some(line));
    }

    /// `Ok`: all of them are; else the first line that holds something else, if any does.
    pub fn verdict(&self) -> Result<(), Option<u64>> {
        match (self.found, self.other) {
            (Some(_), None) => Ok(()),
            (_, other) => Err(other),
        }
    }
}

/// `0`, in a column of Unix times.
pub fn is_never(text: &str) -> bool {
    matches!(text, "0" | "0.0")
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Stamp = Stamp(1_795_222_800);

    #[test]
    fn ten_digits_are_seconds_and_thirteen_milliseconds() {
        for (text, at) in [
            ("1795219200", Some(1_795_219_200)),
            ("1795219200999", Some(1_795_219_200)),
            ("1795219200.0", Some(1_795_219_200)),
            ("179521920", None),
            ("17952192000", None),
            ("1795219200.5", None),
            ("-795219200", None),
            ("１795219200", None),
        ] {
            assert_eq!(read(text), at.map(Stamp), "{text}");
        }
    }

    #[test]
    fn a_whole_column_of_plausible_times_is_one_of_unix_times() {
        let of = |cells: &[&str]| {
            let mut column = ColumnUnix::default();
            cells.iter().zip(2..).for_each(|(cell, line)| column.look(cell, line, NOW));
            column.verdict()
        };
        assert_eq!(of(&["1795219200", "0", "1104537600000"]), Ok(()));
        assert_eq!(of(&["1795219200", "2026-11-21"]), Err(Some(3)));
        assert_eq!(of(&["0"]), Err(None));
        // 2004, seven years ahead, and a day with its hour.
        for text in ["1104537599", "2020000000", "2026112109", "2005010100"] {
            assert_eq!(of(&[text]), Err(Some(2)), "{text}");
        }
    }
}
