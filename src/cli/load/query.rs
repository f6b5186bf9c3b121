//! What the arguments and the configuration ask for, as data.

use crate::cli::args::{InputArgs, Pick, ReadingArgs};
use crate::cli::context::Context;
use crate::cli::when;
use crate::error::{Error, Result};
use crate::load::{Query, ReviewsWanted, ShopFilter, Ways};
use crate::model::Stamp;
use crate::read::Customers;
use crate::records::Review;
use crate::tasks::reviews::{THRESHOLD, judged};
use std::sync::Arc;

pub(crate) fn query(cx: &Context, from: &InputArgs) -> Result<Query> {
    let reading = &from.reading;
    // Over the database nothing is exported.
    let exported_at = if from.is_database() { None } else { exported_at(cx, reading)? };
    Ok(Query {
        paths: from.paths.clone(),
        pick: shop_filter(&from.pick),
        said: false,
        shops: cx.config.shop_files(),
        ways: Ways {
            layout_named: reading.layout.is_some(),
            encoding: reading.encoding.clone(),
            dates: reading.dates.clone(),
            decimal: reading.decimal.clone(),
            round_amounts: reading.round_amounts,
            keep_going: reading.keep_going,
        },
        exported_at,
        now: cx.now,
        wall: cx.wall,
        zone: cx.zone,
        customers: Arc::new(Customers::default()),
        bare_refunds: from.bare_refunds,
        strays: from.strays,
        reviews: from.reviews_since.map(|since| ReviewsWanted { since, if_bad }),
        selection: from.selection.clone().filter(|_| !reads_all()),
        apart: from.apart.clone(),
    })
}

fn shop_filter(pick: &Pick) -> ShopFilter {
    ShopFilter { platforms: pick.platform.clone(), shops: pick.shop.clone() }
}

/// In builds for tests the database can be read as if nobody had said what is needed: it may change no answer.
pub(crate) fn reads_all() -> bool {
    cfg!(debug_assertions) && std::env::var_os("CS_READ_ALL").is_some()
}

fn exported_at(cx: &Context, args: &ReadingArgs) -> Result<Option<Stamp>> {
    let Some(word) = &args.exported_at else { return Ok(None) };
    let at = when::moment(word, cx.now, cx.zone)?;
    if at > cx.now {
        // Everything imported later would count as older.
        return Err(Error::usage(
            format!("--exported-at {word} 还没到"),
            format!("`--exported-at {word}` is still to come"),
        ));
    }
    Ok(Some(at))
}

fn if_bad(review: Review) -> Option<Review> {
    let judged = judged(review, THRESHOLD);
    judged.stand.is_bad().then_some(judged.review)
}
