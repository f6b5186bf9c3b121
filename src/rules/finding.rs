//! A hit of one rule on one order, as it is listed.

use super::RuleEntry;
use crate::model::{Severity, Stamp};
use crate::rules::arena::{Facts, Subject};
use std::sync::Arc;

/// A hit: its sentences are made at output, by the rule and from the facts.
#[derive(Clone, Debug)]
pub struct Finding {
    pub rule: RuleEntry,
    pub severity: Severity,
    pub subject: Arc<Subject>,
    pub item_no: String,
    pub due: Option<Stamp>,
    pub due_source: String,
    /// What the rule's sentence is made from.
    pub facts: Facts,
}
