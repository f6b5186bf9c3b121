//! What the daily report reads beside orders.

use super::{Store, statements as sql, work};
use crate::error::Result;
use crate::model::Contact;

impl Store {
    /// Every contact, of whatever purpose, oldest first.
    pub fn all_contacts(&self) -> Result<Vec<Contact>> {
        self.rows(sql::CONTACT_ALL, &[], work::contact)
    }
}
