//! What a report adds up: orders, what the team wrote down, refunds without an order, reviews.

use super::kept;
use crate::cli::args::InputArgs;
use crate::cli::context::Context;
use crate::cli::load::Loaded;
use crate::error::Result;
use crate::tasks::daily::{Daily, Outcome, Records, Settings, Slot};

/// What the team wrote down; `None` over files, and where there is no database.
pub(super) fn records(cx: &Context, from: &InputArgs) -> Result<Option<Records>> {
    if !from.is_database() {
        return Ok(None);
    }
    let Some(store) = cx.store()? else { return Ok(None) };
    let mut records = Records {
        contacts: store.all_contacts()?,
        cases: store.cases()?,
        log: store.log()?,
        consults: store.consults()?,
        narrowed: !from.pick.shop.is_empty() || !from.pick.platform.is_empty(),
    };
    records.contacts.retain(|c| from.pick.takes(&c.platform, &c.shop));
    records.cases.retain(|c| from.pick.takes(&c.platform, &c.shop));
    records.consults.retain(|c| from.pick.takes(&c.platform, &c.shop));
    Ok(Some(records))
}

/// `trace`: the figure whose records are kept, of problems those of one category.
pub(super) fn sum_up<'a>(
    cx: &Context,
    from: &InputArgs,
    settings: &'a Settings<'a>,
    records: Option<&'a Records>,
    trace: Option<(Slot, Option<&str>)>,
) -> Result<(Outcome, Loaded)> {
    let begin = || {
        let mut sums = Daily::new(settings);
        if let Some(records) = records {
            sums = sums.with(records);
        }
        if let Some((slot, category)) = trace {
            sums = sums.trace(slot, category);
        }
        sums
    };
    let (mut sums, mut loaded) = kept::sum_up(cx, from, settings, records, &begin)?;
    loaded.strays.iter().for_each(|refund| sums.see_stray(refund));
    loaded.reach.iter().for_each(|((platform, shop), reach)| sums.reviews_reach(platform, shop, *reach));
    loaded.reviews.drain(..).for_each(|review| sums.see_review(review));
    // That a file was written later makes no day whole.
    let reach =
        |platform: &str, shop: &str| loaded.ranked.get(&(platform.to_owned(), shop.to_owned())).copied();
    // Refunds that name no shop may be of any of the platform's.
    let refunds = |platform: &str, shop: &str| {
        let mine =
            loaded.refunds_ranked.iter().filter(|((p, s), _)| p == platform && (s == shop || s.is_empty()));
        mine.map(|(_, at)| *at).max()
    };
    Ok((sums.finish(&reach, &refunds), loaded))
}
