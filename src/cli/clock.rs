//! The clock on the wall: the one place where it is read. Leases run by it, and every audit line tells it, whatever
//! `--now` says.

use crate::error::Result;
use crate::model::Stamp;

/// Now, in Unix seconds. Builds for tests (feature `plant`) can be told another time by `CS_TEST_CLOCK`, in Unix seconds
/// or as in RFC 3339; any other build has no ear for it.
pub(super) fn wall() -> Result<Stamp> {
    #[cfg(feature = "plant")]
    if let Some(planted) = planted()? {
        return Ok(planted);
    }
    Ok(Stamp(chrono::Utc::now().timestamp()))
}

#[cfg(feature = "plant")]
fn planted() -> Result<Option<Stamp>> {
    // Every command asks for the time before it does anything else.
    if let Ok(fault) = std::env::var("CS_TEST_FAULT") {
        crate::model::plant::plant(fault);
    }
    let Ok(text) = std::env::var("CS_TEST_CLOCK") else { return Ok(None) };
    let iso = || chrono::DateTime::parse_from_rfc3339(&text).ok().map(|t| t.timestamp());
    let at = text.parse().ok().or_else(iso);
    at.map(|at| Some(Stamp(at))).ok_or_else(|| {
        crate::error::Error::usage(
            format!("看不懂 CS_TEST_CLOCK「{text}」"),
            format!("can't read CS_TEST_CLOCK `{text}`"),
        )
    })
}
