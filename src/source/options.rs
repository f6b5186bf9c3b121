//! What the user may fix instead of having it found out.

use super::encoding::Encoding;
use crate::layouts::Layout;

/// What the user may fix instead of having it found out.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    pub layout: Option<&'a Layout>,
    pub encoding: Option<Encoding>,
}
