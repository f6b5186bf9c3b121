//! What lists and the daily report read beside orders.

use super::{Store, statements as sql, work};
use crate::error::Result;
use crate::model::Contact;

impl Store {
    /// Every contact, of whatever purpose, oldest first.
    pub fn all_contacts(&self) -> Result<Vec<Contact>> {
        self.rows(sql::CONTACT_ALL, &[], work::contact)
    }

    /// The currencies that orders state, with their platforms; empty = the platform's own.
    pub fn currencies(&self) -> Result<Vec<(String, String)>> {
        self.rows(sql::CURRENCIES, &[], |row| Ok((row.get(0)?, row.get(1)?)))
    }
}
