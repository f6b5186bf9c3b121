//! From when to when buyers may be written to.

use crate::cli::context::Context;
use crate::error::{Error, Result};
use chrono::Timelike;

/// From when to when buyers may be written to.
pub(crate) const QUIET: &str = "09:00-21:00";

/// `[remind] hours`: from and to, in minutes of the day.
pub(super) fn contact_hours(cx: &Context) -> Result<(i64, i64)> {
    let text = cx.config.remind.hours.as_deref().unwrap_or(QUIET);
    let clock = |part: &str| -> Option<i64> {
        let (hour, minute) = part.trim().split_once(':')?;
        let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
        ((0..=24).contains(&hour) && (0..60).contains(&minute)).then_some(hour * 60 + minute)
    };
    text.split_once('-')
        .and_then(|(from, to)| Some((clock(from)?, clock(to)?)))
        .filter(|(f, t)| f < t)
        .ok_or_else(|| {
            Error::usage(
                format!("配置 [remind] hours 的值「{text}」看不懂"),
                format!("the value `{text}` of `[remind] hours` can't be read"),
            )
            .hint("写成 \"09:00-21:00\"", "write it as \"09:00-21:00\"")
        })
}

/// Quiet hours hide no rows: a note says from when buyers may be written to.
pub(super) fn tell_quiet_hours(cx: &Context, (from, to): (i64, i64)) {
    let Some(now) = cx.zone.local(cx.now) else { return };
    let minute = i64::from(now.hour() * 60 + now.minute());
    if minute < from || minute >= to {
        let clock = |m: i64| format!("{:02}:{:02}", m / 60, m % 60);
        let (now, from, to) = (clock(minute), clock(from), clock(to));
        cx.note(
            &format!("现在是 {now}，{from}–{to} 之间才宜联系买家"),
            &format!("it is {now}: buyers should be written to between {from} and {to}"),
        );
    }
}
