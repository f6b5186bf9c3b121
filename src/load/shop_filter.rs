//! Whose records are wanted.

/// Platforms and shops that were asked for; none: all.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShopFilter {
    pub(crate) platforms: Vec<String>,
    pub(crate) shops: Vec<String>,
}

impl ShopFilter {
    pub(crate) fn takes(&self, platform: &str, shop: &str) -> bool {
        let among = |list: &[String], value: &str| list.is_empty() || list.iter().any(|one| one == value);
        among(&self.platforms, platform) && among(&self.shops, shop)
    }
}
