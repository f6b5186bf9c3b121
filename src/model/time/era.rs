//! Which moments can be of a shop's life, and which years of other calendars look like dates.

use super::{Stamp, Zone};
use chrono::{Datelike, Timelike};

/// What a moment in an export can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Era {
    Ordinary,
    /// A date that systems write for "never": an empty value.
    Never,
    /// Of this year, in which no shop sold anything.
    Beyond(i32),
}

/// Nothing was sold online before, and no deadline lies that far ahead.
const YEARS: std::ops::Range<i32> = 1995..2060;
/// 2000-01-03 and 2059-12-30 in every zone: nearly all moments lie between them, and none there means "never".
const PLAIN: std::ops::Range<i64> = 946_857_600..2_840_000_000;

impl Stamp {
    /// Whether a moment needs no second look.
    #[inline]
    pub fn is_plain(self) -> bool {
        PLAIN.contains(&self.0)
    }

    pub fn era(self, zone: Zone) -> Era {
        if self.is_plain() {
            return Era::Ordinary;
        }
        let Some(t) = zone.local(self) else { return Era::Never };
        let first_of_2000 = t.year() == 2000 && t.ordinal() == 1 && t.num_seconds_from_midnight() == 0;
        let never = match (t.year(), t.month(), t.day()) {
            // Empty in spreadsheets and databases, and the first second of Unix wherever it was written.
            (..=1900, ..) | (9999, ..) => true,
            (1969, 12, 31) | (1970, 1, 1) => true,
            // Until further notice.
            (2099 | 2999, ..) | (2100, 1, 1) => true,
            _ => first_of_2000,
        };
        match YEARS.contains(&t.year()) {
            _ if never => Era::Never,
            true => Era::Ordinary,
            false => Era::Beyond(t.year()),
        }
    }
}

/// A year of another calendar: how it is written, which calendar that is, and the year it is here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherYear {
    pub written: String,
    pub zh: &'static str,
    pub en: &'static str,
    pub year: i32,
}

/// Years that are written now, or were lately: from, to, calendar, and what to add.
const CALENDARS: &[(i32, i32, &str, &str, i32)] = &[
    (2500, 2640, "佛历", "Buddhist", -543),
    (1380, 1425, "波斯历", "Persian", 621),
    (1426, 1480, "伊斯兰历", "Islamic", 579),
    (5755, 5820, "希伯来历", "Hebrew", -3761),
    (1930, 1955, "印度国定历", "Saka", 78),
    (2060, 2110, "维克拉姆历", "Bikram Sambat", -57),
    (84, 149, "民国纪年", "Republic of China", 1911),
];

/// What a year that no shop has seen may be.
pub fn other_calendar(year: i32) -> Option<OtherYear> {
    let (.., zh, en, add) = CALENDARS.iter().find(|of| (of.0..=of.1).contains(&year))?;
    Some(OtherYear { written: year.to_string(), zh, en, year: year + add })
}

/// The same of a text that is no date of ours: `115/11/10`, `民國115年11月10日`, `令和8年`, `R8/11/10`.
pub fn other_date(text: &str) -> Option<OtherYear> {
    let text = text.trim();
    for (mark, add) in [("令和", 2018), ("平成", 1988), ("R", 2018), ("H", 1988)] {
        if let Some((year, _)) = text.strip_prefix(mark).and_then(leading_year)
            && (1..=60).contains(&year)
        {
            let written = format!("{mark}{year}");
            return Some(OtherYear { written, zh: "日本年号", en: "Japanese era", year: year + add });
        }
    }
    for mark in ["中華民國", "中华民国", "民國", "民国"] {
        if let Some((year, _)) = text.strip_prefix(mark).and_then(leading_year) {
            return other_calendar(year).filter(|of| of.en == "Republic of China");
        }
    }
    let (year, digits) = leading_year(text)?;
    if digits < 3 { None } else { other_calendar(year) }
}

/// The digits before the first separator of a date, and how many they are.
fn leading_year(text: &str) -> Option<(i32, usize)> {
    let text = text.trim_start();
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, rest) = text.split_at_checked(digits)?;
    let parts = rest.starts_with(['-', '/', '.', '年']) && rest.bytes().any(|b| b.is_ascii_digit());
    if parts && (1..=4).contains(&digits) { Some((year.parse().ok()?, digits)) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time::DateOrder;

    #[test]
    fn years_of_a_shop_dates_for_never_and_others() {
        let of = |text: &str| Stamp::parse(text, Zone::CHINA, DateOrder::Year).expect(text).era(Zone::CHINA);
        for text in
            ["2026-11-21 09:00", "2000-01-01 00:00:01", "1999-12-31", "1995-01-01", "2059-12-31 23:59:59"]
        {
            assert_eq!(of(text), Era::Ordinary, "{text}");
        }
        for text in [
            "1970-01-01 08:00:00",
            "1970-01-01",
            "1969-12-31 16:00:00",
            "1900-01-01",
            "2000-01-01",
            "2099-12-31 23:59:59",
            "2099-01-01",
            "9999-01-01",
        ] {
            assert_eq!(of(text), Era::Never, "{text}");
        }
        for (text, year) in
            [("1970-01-02", 1970), ("1994-12-31", 1994), ("2060-01-01", 2060), ("2569-11-21", 2569)]
        {
            assert_eq!(of(text), Era::Beyond(year), "{text}");
        }
    }

    #[test]
    fn other_calendars_are_known_by_their_years() {
        for (text, en, year) in [
            ("115/11/10 10:00", "Republic of China", 2026),
            ("民國115年11月10日", "Republic of China", 2026),
            ("令和8年11月10日", "Japanese era", 2026),
            ("R8.11.10", "Japanese era", 2026),
            ("1405-08-19", "Persian", 2026),
            ("1448-05-29", "Islamic", 2027),
            ("5787-02-29", "Hebrew", 2026),
        ] {
            assert_eq!(other_date(text).map(|of| (of.en, of.year)), Some((en, year)), "{text}");
        }
        for text in ["", "115", "12-10-10", "R-8", "2026-11-10", "甲"] {
            assert_eq!(other_date(text), None, "{text}");
        }
        assert_eq!(other_calendar(2569).map(|of| of.year), Some(2026));
    }
}
