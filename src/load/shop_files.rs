//! The shop of a file that does not tell it.

use super::pattern;

/// A shop, and how the files of its exports are called.
#[derive(Clone, Debug)]
pub(crate) struct ShopFiles {
    pub(crate) platform: String,
    pub(crate) name: String,
    /// With stars, see [`pattern::matches`].
    pub(crate) patterns: Vec<String>,
}

/// The shop of a file: by the patterns, else the platform's only shop.
pub(super) fn shop_of(shops: &[ShopFiles], path: &str, platform: &str) -> String {
    let of_platform =
        || shops.iter().filter(|s| s.platform.is_empty() || platform.is_empty() || s.platform == platform);
    if let Some(shop) = of_platform().find(|s| s.patterns.iter().any(|p| pattern::matches(p, path))) {
        return shop.name.clone();
    }
    let mut only = of_platform().filter(|s| s.patterns.is_empty() && s.platform == platform);
    match (only.next(), only.next()) {
        (Some(shop), None) => shop.name.clone(),
        _ => String::new(),
    }
}
