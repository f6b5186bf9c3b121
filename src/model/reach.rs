//! What data cover.

use super::Stamp;

/// What data cover: from the first thing they tell of to when they were exported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reach {
    pub first: Option<Stamp>,
    pub until: Option<Stamp>,
}
