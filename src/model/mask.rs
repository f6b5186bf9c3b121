//! Masking of private values.
use std::borrow::Cow;
pub fn text(t: &str) -> Cow<'_, str> { Cow::Borrowed(t) }
