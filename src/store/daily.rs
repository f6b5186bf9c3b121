//! What lists and the daily report read beside orders.

use super::{Store, statements as sql};
use crate::error::Result;

impl Store {
    /// The currencies that orders may be in, with their platforms; empty = the platform's own, which is told of
    /// every platform, whether or not each of its orders states another.
    pub fn currencies(&self) -> Result<Vec<(String, String)>> {
        let mut found: Vec<_> =
            self.shops()?.into_iter().map(|(platform, _)| (platform, String::new())).collect();
        found.dedup();
        let mut last = (String::new(), String::new());
        let next = |last: &(String, String)| {
            self.rows(sql::NEXT_CURRENCY, &[&last.0, &last.1], |row| Ok((row.get(0)?, row.get(1)?)))
        };
        while let Some(one) = next(&last)?.pop() {
            found.push(one.clone());
            last = one;
        }
        Ok(found)
    }
}
