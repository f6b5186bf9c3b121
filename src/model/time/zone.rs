//! Fixed offsets from UTC.

use super::Stamp;
use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

/// A fixed offset from UTC in seconds east. China has had no daylight saving since 1991.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Zone(pub i32);

impl Default for Zone {
    fn default() -> Self {
        Zone::CHINA
    }
}

impl Zone {
    pub const CHINA: Zone = Zone(8 * 3600);
    pub const UTC: Zone = Zone(0);

    /// Reads `+08:00`, `-0500`, `Z`, `UTC`, `Asia/Shanghai` and the other names of zones that never change.
    pub fn parse(text: &str) -> Option<Zone> {
        match text {
            "Z" | "z" | "UTC" | "utc" | "GMT" => return Some(Zone::UTC),
            "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Hong_Kong" | "Asia/Taipei" | "Asia/Macau"
            | "Asia/Singapore" | "PRC" => return Some(Zone::CHINA),
            "Asia/Tokyo" | "Asia/Seoul" => return Some(Zone(9 * 3600)),
            _ => {}
        }
        let (sign, rest) = match text.split_at_checked(1)? {
            ("+", rest) => (1, rest),
            ("-", rest) => (-1, rest),
            _ => return None,
        };
        let mut number = 0;
        let mut digits = 0;
        for digit in rest.bytes().filter(|b| *b != b':') {
            if !digit.is_ascii_digit() || digits == 4 {
                return None;
            }
            number = number * 10 + i32::from(digit - b'0');
            digits += 1;
        }
        let (hours, minutes) = match digits {
            2 => (number, 0),
            4 => (number / 100, number % 100),
            _ => return None,
        };
        (hours <= 14 && minutes < 60).then_some(Zone(sign * (hours * 3600 + minutes * 60)))
    }

    fn offset(self) -> FixedOffset {
        FixedOffset::east_opt(self.0).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc))
    }

    pub fn label(self) -> String {
        let abs = self.0.abs();
        format!("{}{:02}:{:02}", if self.0 < 0 { '-' } else { '+' }, abs / 3600, abs / 60 % 60)
    }

    /// First second of the local calendar day.
    pub fn start_of(self, date: NaiveDate) -> Stamp {
        Stamp(date.and_time(chrono::NaiveTime::MIN).and_utc().timestamp() - i64::from(self.0))
    }

    pub fn local(self, at: Stamp) -> Option<NaiveDateTime> {
        DateTime::from_timestamp(at.0, 0).map(|t| t.with_timezone(&self.offset()).naive_local())
    }
}
