//! How new the facts of each shop are after an import.

use crate::cli::context::Context;
use crate::layouts::Kind;
use crate::model::{Lang, Stamp, platform};

/// Shop × kind: as of when, or missing.
pub(super) fn tell_freshness(cx: &Context, freshness: &[(String, String, String, Stamp)]) {
    let mut shops: Vec<(&str, &str)> = freshness.iter().map(|g| (g.0.as_str(), g.1.as_str())).collect();
    for shop in cx.config.shops() {
        shops.push((&shop.platform, &shop.name));
    }
    shops.sort_unstable();
    shops.dedup();
    for &(platform, shop) in &shops {
        let of = |kind: &str| {
            let at =
                freshness.iter().filter(|g| g.0 == platform && g.1 == shop && g.2 == kind).map(|g| g.3).max();
            at.map_or(cx.lang.pick("缺", "missing").to_owned(), |at| at.short(cx.zone, cx.now))
        };
        let name =
            if shop.is_empty() { cx.lang.pick("（未命名店铺）", "(no shop name)") } else { shop };
        let (zh, en) = platform::names(platform);
        let name = format!("{} {}", platform::shown(cx.lang.pick(zh, en)), platform::shown(name));
        let name = name.trim_start();
        let known =
            |kind: &Kind| freshness.iter().any(|g| g.0 == platform && g.1 == shop && g.2 == kind.key());
        // Of an account, a carrier or a sheet without a shop no orders can be missing.
        let elsewhere = || shops.iter().any(|other| other.0 == platform && !other.1.is_empty());
        let is_shop = Kind::MAIN.iter().any(known)
            || platform::sells(platform) && !platform.is_empty() && !(shop.is_empty() && elsewhere())
            || cx.config.shops().any(|own| own.name == shop && own.platform == platform);
        let kinds: Vec<Kind> =
            Kind::all().filter(|k| known(k) || is_shop && Kind::MAIN.contains(k)).collect();
        let row = |lang| {
            let cells = kinds.iter().map(|k| format!("{} {}", k.title(lang), of(k.key())));
            cells.collect::<Vec<_>>().join(" · ")
        };
        cx.note(&format!("{name}：{}", row(Lang::Zh)), &format!("{name}: {}", row(Lang::En)));
    }
}
