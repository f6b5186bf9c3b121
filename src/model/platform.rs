//! Platforms as people call them.

use super::{Cell, mask};

/// Key, Chinese, English.
const NAMES: &[(&str, &str, &str)] = &[
    ("taobao", "淘宝/天猫", "Taobao/Tmall"),
    ("jd", "京东", "JD"),
    ("pdd", "拼多多", "Pinduoduo"),
    ("douyin", "抖音", "Douyin"),
    ("kuaishou", "快手", "Kuaishou"),
    ("xiaohongshu", "小红书", "Xiaohongshu"),
    ("weixin", "微信小店", "Weixin shop"),
    ("youzan", "有赞", "Youzan"),
    ("shopify", "Shopify", "Shopify"),
    ("woocommerce", "WooCommerce", "WooCommerce"),
    ("amazon", "亚马逊", "Amazon"),
    ("ebay", "eBay", "eBay"),
    ("etsy", "Etsy", "Etsy"),
    ("alipay", "支付宝", "Alipay"),
    ("wechat", "微信支付", "WeChat Pay"),
];

/// Other words for the same.
const ALSO: &[(&str, &str)] =
    &[("淘宝", "taobao"), ("天猫", "taobao"), ("tmall", "taobao"), ("抖店", "douyin"), ("微信", "weixin")];

/// Where money passes and nothing is sold.
const MONEY_ONLY: &[&str] = &["alipay", "wechat"];

/// Their exports state no currency, and it may be any.
const ABROAD: &[&str] = &["shopify", "woocommerce", "amazon", "ebay", "etsy"];

/// The currency of amounts that name none, as an ISO code; empty where that is not known: abroad, and on any platform that
/// is not.
pub fn currency(key: &str) -> &'static str {
    let is_known = NAMES.iter().any(|name| name.0 == key);
    if is_known && !ABROAD.contains(&key) { "CNY" } else { "" }
}

/// The names of a platform, Chinese and English; a key that is not known stands for itself.
pub fn names(key: &str) -> (&str, &str) {
    NAMES.iter().find(|n| n.0 == key).map_or((key, key), |n| (n.1, n.2))
}

/// The key of a platform that is called by its name, as a person may write it; another word stands for itself.
pub fn key(word: &str) -> &str {
    let bare = word.trim();
    let same = |name: &str| name.to_lowercase() == bare.to_lowercase();
    let known = NAMES.iter().find(|n| same(n.0) || same(n.1) || same(n.2)).map(|n| n.0);
    known.or_else(|| ALSO.iter().find(|n| same(n.0)).map(|n| n.1)).unwrap_or(word)
}

/// Whether a platform and a shop are among those that were asked for; a list that is empty asks for all.
pub fn is_asked_for((platforms, shops): (&[String], &[String]), platform: &str, shop: &str) -> bool {
    let among = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
    among(platforms, platform) && among(shops, shop)
}

/// Whether orders may come from there.
pub fn sells(key: &str) -> bool {
    !MONEY_ONLY.contains(&key)
}

/// The name of a shop, or of a platform that is not known, as a line on a screen may tell it: a column that slipped may
/// have put anybody's number in its place.
pub fn shown(name: &str) -> String {
    mask::text(name).into_owned()
}

/// A platform in a table: its name for people, its key for programs. What is no platform is masked like any text.
pub fn cell(key: &str) -> Cell<'_> {
    match NAMES.iter().find(|n| n.0 == key) {
        Some((key, zh, en)) => Cell::Word(key, zh, en),
        None => Cell::text(key),
    }
}

/// What people call a shop, Chinese and English, as it may be shown: its name, the platform where it has none, and both
/// where another platform has a shop of this name.
pub fn shop_names<'k>(
    (platform, shop): (&str, &str),
    mut all: impl Iterator<Item = &'k (String, String)>,
) -> (String, String) {
    let (zh, en) = names(platform);
    let (zh, en) = (shown(zh), shown(en));
    if shop.is_empty() && platform.is_empty() {
        return ("（未命名店铺）".to_owned(), "(no shop name)".to_owned());
    }
    if shop.is_empty() {
        return (zh, en);
    }
    let name = shown(shop);
    if all.any(|other| other.1 == shop && other.0 != platform) && !platform.is_empty() {
        return (format!("{zh}/{name}"), format!("{en}/{name}"));
    }
    (name.clone(), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_platform_is_known_by_every_name() {
        for word in ["taobao", "淘宝", "天猫", "淘宝/天猫", "Taobao/Tmall", " Tmall"] {
            assert_eq!(key(word), "taobao", "{word}");
        }
        assert_eq!((key("抖音"), key("抖店"), key("京东")), ("douyin", "douyin", "jd"));
        assert_eq!(key("自有商城"), "自有商城");
        assert_eq!(cell("jd"), Cell::Word("jd", "京东", "JD"));
        assert_eq!(cell("elsewhere"), Cell::text("elsewhere"));
        let all = [("13800001111".to_owned(), "小店13800002222".to_owned())];
        let told = shop_names(("13800001111", "小店13800002222"), all.iter());
        assert_eq!(told.0, "小店138****2222");
        assert_eq!(shop_names(("13800001111", ""), all.iter()).1, "138****1111");
    }

    #[test]
    fn a_currency_is_known_of_platforms_that_are() {
        for (platform, code) in
            [("taobao", "CNY"), ("alipay", "CNY"), ("shopify", ""), ("mymall", ""), ("", "")]
        {
            assert_eq!(currency(platform), code, "{platform}");
        }
    }

    #[test]
    fn a_shop_is_told_apart_from_its_namesake() {
        let of = |p: &str, s: &str| (p.to_owned(), s.to_owned());
        let all = [of("jd", "甲"), of("taobao", "甲"), of("taobao", "乙"), of("pdd", "")];
        let zh = |p, s| shop_names((p, s), all.iter()).0;
        assert_eq!((zh("jd", "甲"), zh("taobao", "甲")), ("京东/甲".into(), "淘宝/天猫/甲".into()));
        assert_eq!((zh("taobao", "乙"), zh("pdd", "")), ("乙".into(), "拼多多".into()));
        // A sentence that begins with it needs a subject.
        assert_eq!(shop_names(("", ""), all.iter()), ("（未命名店铺）".into(), "(no shop name)".into()));
    }

    #[test]
    fn an_unknown_platform_keeps_its_key() {
        assert_eq!(names("taobao"), ("淘宝/天猫", "Taobao/Tmall"));
        assert_eq!(names("elsewhere"), ("elsewhere", "elsewhere"));
    }
}
