//! Instants in Unix seconds, fixed zones, and every shape of date the platforms write.

mod clock;
mod columns;
mod day;
mod era;
mod plain;
mod shapes;
mod stamp;
mod zone;

#[cfg(test)]
mod tests;

use chrono::Datelike;

pub use columns::{ColumnDates, ColumnOrder};
pub use day::DateOrder;
pub use era::{Era, OtherYear, other_calendar, other_date};
pub use stamp::{DAY, HOUR, MINUTE, Stamp, TimeError, minutes_left};
pub use zone::Zone;

impl Stamp {
    /// `2026-11-21T09:30:00+08:00`
    pub fn iso(self, zone: Zone) -> String {
        match zone.local(self) {
            Some(t) => format!("{}{}", t.format("%Y-%m-%dT%H:%M:%S"), zone.label()),
            None => self.0.to_string(),
        }
    }

    /// `2026-11-21 09:30`, for texts that are read in other years too.
    pub fn minute(self, zone: Zone) -> String {
        zone.local(self).map_or_else(|| self.0.to_string(), |t| t.format("%Y-%m-%d %H:%M").to_string())
    }

    /// `11-21 09:30`, with the year where it is not the year of `now`.
    pub fn short(self, zone: Zone, now: Stamp) -> String {
        let (Some(t), Some(n)) = (zone.local(self), zone.local(now)) else { return self.0.to_string() };
        if t.year() == n.year() {
            t.format("%m-%d %H:%M").to_string()
        } else {
            t.format("%Y-%m-%d %H:%M").to_string()
        }
    }

    /// Reads one of the shapes of dates in exports. A date without an offset is in `zone`. Nothing is kept on the heap
    /// but for a text that is longer than any date.
    pub fn parse(text: &str, zone: Zone, order: DateOrder) -> Result<Stamp, TimeError> {
        if let Some(stamp) = Stamp::year_first(text.as_bytes(), zone) {
            return Ok(stamp);
        }
        let at = shapes::read(text, zone, order)?;
        // With an offset, the last second of the year 9999 may be one of the year 10000 here.
        match zone.local(at).map(|t| t.year()) {
            Some(1900..=9999) => Ok(at),
            _ => Err(TimeError::Never),
        }
    }

    /// Reads `2026-11-21 09:30:00` and `2026-11-21`, as [`Stamp::parse`] does; anything else is `None`.
    pub fn plain(text: &[u8], zone: Zone) -> Option<Stamp> {
        plain::fixed(text, zone)
    }

    /// Reads these and what spreadsheets make of them, `2026/11/21 9:30` and the like, as [`Stamp::parse`] does; anything
    /// else is `None`.
    #[inline]
    pub fn year_first(text: &[u8], zone: Zone) -> Option<Stamp> {
        plain::fixed(text, zone).or_else(|| plain::loose(text, zone))
    }

    /// An Excel serial day number, counted from 1899-12-30, in `zone`.
    pub fn from_serial(serial: f64, zone: Zone) -> Option<Stamp> {
        if !(20_000.0..80_000.0).contains(&serial) {
            return None;
        }
        let seconds = (serial * DAY as f64).round() as i64;
        Some(Stamp(seconds - 25_569 * DAY - i64::from(zone.0)))
    }
}
