//! Under which shop a record stands: order numbers find their shop, and shops find their orders.

use crate::error::{Error, Result};

/// Where a record goes, and from where everything known of its order moves there first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Home {
    pub(super) shop: String,
    pub(super) from: Option<String>,
}

/// `known`: the shops under which this number is known already.
pub(super) fn home(
    number: &str,
    shop: &str,
    mut known: Vec<String>,
    numbers_global: bool,
    move_shop: bool,
) -> Result<Home> {
    let at = |shop: &str| Ok(Home { shop: shop.to_owned(), from: None });
    let moved = |from: String| Ok(Home { shop: shop.to_owned(), from: Some(from) });
    if known.iter().any(|k| k == shop) && (!shop.is_empty() || known.len() == 1) {
        return at(shop);
    }
    if shop.is_empty() {
        return match known.as_slice() {
            [] => at(""),
            [only] => at(only),
            several => Err(Error::input(
                format!("{number} 在几个店铺下都有：{}", several.join("、")),
                format!("{number} stands under more than one shop: {}", several.join(", ")),
            )
            .hint("用 --shop 指明是哪个店铺", "say which one with --shop")),
        };
    }
    if let Some(index) = known.iter().position(String::is_empty) {
        return moved(known.swap_remove(index));
    }
    match known.as_slice() {
        [] => at(shop),
        _ if !numbers_global => at(shop),
        [only] if move_shop => moved(only.clone()),
        several => Err(Error::input(
            format!("{number} 已经在店铺“{}”下，而这次写的是“{shop}”", several.join("、")),
            format!("{number} stands under shop \"{}\", but came as \"{shop}\" now", several.join(", ")),
        )
        .hint(
            "店铺弄错了就用 --shop 改正；确实换了店铺就加 --move-shop",
            "correct the shop with --shop, or add --move-shop if it really belongs there now",
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn go(shop: &str, known: &[&str], global: bool, may_move: bool) -> Option<(String, Option<String>)> {
        let known = known.iter().map(|k| (*k).to_owned()).collect();
        home("1", shop, known, global, may_move).ok().map(|h| (h.shop, h.from))
    }

    fn stays(shop: &str) -> Option<(String, Option<String>)> {
        Some((shop.to_owned(), None))
    }

    #[test]
    fn shops_are_joined_moved_or_refused() {
        assert_eq!(go("", &[], true, false), stays(""));
        assert_eq!(go("", &["A"], true, false), stays("A"));
        assert_eq!(go("", &["A", "B"], true, false), None);
        assert_eq!(go("A", &[""], true, false), Some(("A".into(), Some(String::new()))));
        assert_eq!(go("A", &["A", "B"], false, false), stays("A"));
        assert_eq!(go("A", &["B"], true, false), None);
        assert_eq!(go("A", &["B"], true, true), Some(("A".into(), Some("B".into()))));
        assert_eq!(go("A", &["B"], false, false), stays("A"));
    }
}
