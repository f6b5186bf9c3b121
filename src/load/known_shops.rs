//! Shops and platforms that were asked for, and whether there are any such.

use super::query::Query;
use crate::error::{Error, Result};
use crate::model::platform;
use crate::store::Store;

/// A shop that the data do not know is more likely a slip than a wish for nothing.
pub(crate) fn known_shops(store: &Store, query: &Query) -> Result<()> {
    if !query.is_database() {
        return Ok(());
    }
    picked_exist(query, &store.shops()?)
}

pub(super) fn picked_exist(query: &Query, known: &[(String, String)]) -> Result<()> {
    // A file that names no shop belongs to whichever is asked for.
    let shops = known.iter().any(|s| !s.1.is_empty()).then(|| known.iter().map(|s| s.1.as_str()));
    for shop in &query.pick.shops {
        if shops.clone().is_some_and(|mut shops| !shops.any(|s| s == shop)) {
            return Err(no_such("店铺", "shop", shop, known.iter().map(|s| s.1.as_str())));
        }
    }
    for platform in &query.pick.platforms {
        if !known.is_empty() && !known.iter().any(|s| s.0 == *platform || s.0.is_empty()) {
            return Err(no_such("平台", "platform", platform, known.iter().map(|s| s.0.as_str())));
        }
    }
    Ok(())
}

fn no_such<'a>(zh: &str, en: &str, name: &str, known: impl Iterator<Item = &'a str> + Clone) -> Error {
    let mut list: Vec<&str> = known.clone().filter(|n| !n.is_empty()).collect();
    list.sort_unstable();
    list.dedup();
    let e =
        Error::usage(format!("没有{zh}「{name}」的数据"), format!("there are no data of the {en} `{name}`"));
    let shown: Vec<String> = list.iter().map(|name| platform::shown(name)).collect();
    match crate::error::nearest(name, list.iter().copied()).map(platform::shown) {
        Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?")),
        None => e.hint(format!("有：{}", shown.join("、")), format!("there are: {}", shown.join(", "))),
    }
}
