//! How the queue of reminders is made.

use crate::model::Stamp;
use crate::rules::Scope;

/// What was done about an order before.
#[derive(Clone, Debug, Default)]
pub struct Contacts {
    pub attempts: i64,
    pub last: Option<Stamp>,
    pub skipped: bool,
}

/// What an order is looked at with.
#[derive(Clone, Copy)]
pub struct Looking<'a> {
    pub scope: &'a Scope,
    /// Given by `--after`; else each order's own first reminder.
    pub after: Option<i64>,
    pub contacts: &'a ContactsOf<'a>,
}

/// Looked up by (order number, platform, shop); `None` where nobody was contacted about the order.
pub type ContactsOf<'a> = dyn Fn(&str, &str, &str) -> Option<Contacts> + Sync + 'a;

/// How the queue is made.
pub struct Settings<'a> {
    pub scope: &'a Scope,
    /// Given by `--after`; else each order's own first reminder.
    pub after: Option<i64>,
    /// List held-back orders too.
    pub all: bool,
    pub per_order: bool,
    /// Contacts so many seconds ago hold a reminder back.
    pub cooldown: i64,
    pub most_attempts: i64,
    /// The text for the buyers of a platform.
    pub template: &'a dyn Fn(&str) -> &'a str,
    pub contacts: &'a ContactsOf<'a>,
    /// How new the data of a shop are, and whether they are too old to act on.
    pub as_of: &'a dyn Fn(&str, &str) -> (Option<Stamp>, bool),
}

impl<'a> Settings<'a> {
    pub fn looking(&self) -> Looking<'a> {
        Looking { scope: self.scope, after: self.after, contacts: self.contacts }
    }
}
