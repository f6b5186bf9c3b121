//! Platforms as people call them.

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
];

/// Their exports state no currency, and it may be any.
const ABROAD: &[&str] = &["shopify", "woocommerce", "amazon", "ebay", "etsy"];

/// The currency of amounts that name none, as an ISO code; empty where that is not known.
pub fn currency(key: &str) -> &'static str {
    if ABROAD.contains(&key) { "" } else { "CNY" }
}

/// The names of a platform, Chinese and English; a key that is not known stands for itself.
pub fn names(key: &str) -> (&str, &str) {
    NAMES.iter().find(|n| n.0 == key).map_or((key, key), |n| (n.1, n.2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_platform_keeps_its_key() {
        assert_eq!(names("taobao"), ("淘宝/天猫", "Taobao/Tmall"));
        assert_eq!(names("elsewhere"), ("elsewhere", "elsewhere"));
    }
}
