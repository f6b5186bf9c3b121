//! A rule as it is handed about: with its place in the catalogue, by which findings are sorted.

use super::{ALL, Rule};
use std::cmp::Ordering;
use std::fmt;
use std::ops::Deref;

/// One of [`ALL`]. Two are the same, or one before the other, as they stand there.
#[derive(Clone, Copy)]
pub struct RuleEntry {
    index: u16,
    rule: &'static &'static dyn Rule,
}

/// Every rule, in the order of the catalogue.
pub fn entries() -> impl Iterator<Item = RuleEntry> {
    (0..).zip(ALL).map(|(index, rule)| RuleEntry { index, rule })
}

/// A rule by its id, in large letters or small.
pub fn by_id(id: &str) -> Option<RuleEntry> {
    entries().find(|rule| rule.id().eq_ignore_ascii_case(id))
}

impl Deref for RuleEntry {
    type Target = dyn Rule;

    fn deref(&self) -> &Self::Target {
        *self.rule
    }
}

impl PartialEq for RuleEntry {
    fn eq(&self, other: &RuleEntry) -> bool {
        self.index == other.index
    }
}

impl Eq for RuleEntry {}

impl PartialOrd for RuleEntry {
    fn partial_cmp(&self, other: &RuleEntry) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for RuleEntry {
    fn cmp(&self, other: &RuleEntry) -> Ordering {
        self.index.cmp(&other.index)
    }
}

impl fmt::Debug for RuleEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
