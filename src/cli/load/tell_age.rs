//! How old the data are, told to people and to programs.

use crate::cli::context::Context;
use crate::load::Loaded;
use crate::model::platform;

/// "Data as of" for each shop, and a warning for old ones (DAT-05).
pub(crate) fn tell_age(cx: &Context, loaded: &Loaded, stale_after: i64) {
    let all = loaded.all_ages();
    for ((platform, shop), at) in &all {
        let (zh, en) = platform::shop_names((platform, shop), all.keys());
        let when = at.short(cx.zone, cx.now);
        let (of_zh, of_en) = match loaded.refunds_as_of.contains_key(&(platform.clone(), shop.clone())) {
            true => ("退款数据截至", "refund data as of"),
            false => ("数据截至", "data as of"),
        };
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
}

/// Refunds have an age of their own; it is told where it is one to think about.
pub(crate) fn tell_old_refunds(cx: &Context, loaded: &Loaded, stale_after: i64) {
    for (shop @ (name, _), at) in &loaded.refunds_as_of {
        let hours = (cx.now.0 - at.0) / 3600;
        if cx.now.0 - at.0 <= stale_after {
            continue;
        }
        let (zh, en) = platform::shop_names((name, &shop.1), loaded.refunds_as_of.keys());
        let when = at.short(cx.zone, cx.now);
        cx.note(
            &format!("{zh} 退款数据截至 {when}，已过去 {}（DAT-05）", long(hours)),
            &format!("{en} refund data as of {when}, {hours} h old (DAT-05)"),
        );
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
