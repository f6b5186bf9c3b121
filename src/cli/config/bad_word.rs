//! A value that says nothing.

use crate::error::Error;

/// Names the key and the value; the caller says what would do.
pub(super) fn bad_word(key: &str, value: &str) -> Error {
    Error::usage(
        format!("配置 {key} 的值「{value}」看不懂"),
        format!("the value `{value}` of `{key}` can't be read"),
    )
}
