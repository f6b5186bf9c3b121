//! What the contact log knows of reminders.

use crate::cli::context::Context;
use crate::error::Result;
use crate::tasks::remind::Contacts;
use std::collections::{BTreeMap, HashMap};

pub(super) const PURPOSE: &str = "unpaid";

/// Order number → platform and shop → what was done.
pub(super) type Log = HashMap<String, BTreeMap<(String, String), Contacts>>;

/// What the contact log knows at `now`. Looked at for files too, so that nobody is asked twice; reading it
/// changes nothing.
pub(super) fn contacts(cx: &Context) -> Result<Log> {
    let mut out = Log::new();
    let Some(store) = cx.store()? else { return Ok(out) };
    for contact in store.contacts(PURPOSE)? {
        if contact.at > cx.now {
            continue;
        }
        let of_number = out.entry(contact.order_no).or_default();
        let known = of_number.entry((contact.platform, contact.shop)).or_default();
        if contact.action == "skip" {
            known.skipped = true;
        } else {
            known.attempts += 1;
            known.last = known.last.max(Some(contact.at));
        }
    }
    Ok(out)
}
