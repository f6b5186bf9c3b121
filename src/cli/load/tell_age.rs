//! How old the data are, told to people and to programs.

use crate::cli::context::Context;
use crate::load::Loaded;
use crate::model::{Stamp, platform};
use std::collections::BTreeMap;

/// (platform, shop) → how new its facts are.
type Ages = BTreeMap<(String, String), Stamp>;

/// "Data as of" for each shop, and a warning for old ones (DAT-05).
pub(crate) fn tell_age(cx: &Context, loaded: &Loaded, stale_after: i64) {
    let all = loaded.all_ages();
    for shop in all.keys() {
        let of = match loaded.refunds_as_of.contains_key(shop) {
            true => ["退款数据截至", "refund data as of"],
            false => ["数据截至", "data as of"],
        };
        tell(cx, (shop, &all), of, stale_after);
    }
}

/// Refunds that stand beside orders have an age of their own; it is told where it is one to think about.
pub(crate) fn tell_old_refunds(cx: &Context, refunds: &Ages, stale_after: i64) {
    for (shop, _) in refunds.iter().filter(|(_, at)| cx.now.0 - at.0 > stale_after) {
        tell(cx, (shop, refunds), ["退款数据截至", "refund data as of"], stale_after);
    }
}

fn tell(cx: &Context, (shop, all): (&(String, String), &Ages), [of_zh, of_en]: [&str; 2], stale_after: i64) {
    let Some(at) = all.get(shop) else { return };
    let (zh, en) = platform::shop_names((&shop.0, &shop.1), all.keys());
    let when = at.short(cx.zone, cx.now);
    if cx.now.0 - at.0 > stale_after {
        let hours = (cx.now.0 - at.0) / 3600;
        cx.note(
            &format!("{zh} {of_zh} {when}，已过去 {}（DAT-05）", long(hours)),
            &format!("{en} {of_en} {when}, {hours} h old (DAT-05)"),
        );
    } else {
        cx.note(&format!("{zh} {of_zh} {when}"), &format!("{en} {of_en} {when}"));
    }
}

fn long(hours: i64) -> String {
    if hours < 72 { format!("{hours} 小时") } else { format!("{} 天", hours / 24) }
}

/// "Data as of" for each shop, for the notes of JSON.
pub(crate) fn ages(cx: &Context, loaded: &Loaded) -> serde_json::Value {
    let ages = loaded.all_ages().into_iter();
    let ages = ages.map(|((platform, shop), at)| {
        serde_json::json!({ "platform": platform, "shop": shop, "as_of": at.iso(cx.zone) })
    });
    ages.collect::<Vec<_>>().into()
}
