//! Until when something is to be done.

use crate::cli::context::Context;
use crate::cli::{config, when};
use crate::error::{Error, Result};
use crate::model::Stamp;
use crate::model::time::DAY;

/// A deadline further off than this is a slip of the pen.
const FAR: i64 = 2 * 366 * DAY;

const LONG_PAST: i64 = 31 * DAY;

/// A moment to come: `+2h`, `90m`, `18:00` (the next one), `明天`, a date (until its end), an instant. One that is
/// past already is taken with a remark.
fn due(cx: &Context, word: &str) -> Result<Stamp> {
    let at = moment_of(cx, word)?;
    let left = at.0.saturating_sub(cx.now.0);
    if !(-LONG_PAST..=FAR).contains(&left) {
        let shown = crate::model::text::one_line(word, 40);
        return Err(Error::usage(
            format!("期限「{shown}」离现在太远"),
            format!("the deadline `{shown}` is too far from now"),
        )
        .hint("最多晚于现在两年、早于现在一个月", "at most two years ahead and one month back"));
    }
    if left < 0 {
        let at = at.short(cx.zone, cx.now);
        cx.note(&format!("注意：期限 {at} 已经过了"), &format!("note: the deadline {at} is already past"));
    }
    Ok(at)
}

fn moment_of(cx: &Context, word: &str) -> Result<Stamp> {
    let text = word.trim();
    if let Some(seconds) = config::duration(text.trim_start_matches('+')) {
        return Ok(Stamp(cx.now.0.saturating_add(seconds)));
    }
    if matches!(text, "明天" | "tomorrow") {
        return when::span("today", cx.now, cx.zone).map(|s| Stamp(s.to.0 + DAY));
    }
    if let Some((hour, minute)) = text.split_once([':', '：'])
        && let (Ok(hour @ 0..=24), Ok(minute @ 0..=59)) = (hour.parse::<i64>(), minute.parse::<i64>())
    {
        let at = when::moment("today", cx.now, cx.zone)?.0 + hour * 3600 + minute * 60;
        return Ok(Stamp(if at < cx.now.0 { at + DAY } else { at }));
    }
    when::span(text, cx.now, cx.zone).map(|s| s.to)
}

pub(crate) fn due_of(cx: &Context, word: Option<&String>) -> Result<Option<Stamp>> {
    word.map(|word| due(cx, word)).transpose()
}
