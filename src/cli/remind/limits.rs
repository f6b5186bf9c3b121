//! How old data may be, and how often a buyer is asked, where nobody says otherwise.

use crate::cli::config::duration;
use crate::error::{Error, Result};
use crate::model::time::HOUR;

/// Data older than this are not reminded from.
pub(crate) const MAX_AGE: i64 = 2 * HOUR;

/// How often a buyer is asked.
pub(crate) const ATTEMPTS: i64 = 1;

/// A length of time as it is written, in seconds.
pub(super) fn age(text: &str) -> Result<i64> {
    duration(text).ok_or_else(|| {
        Error::usage(format!("看不懂时长「{text}」"), format!("can't read the duration `{text}`"))
            .hint("写成 6h、90m、2d", "write it as 6h, 90m, 2d")
    })
}
