//! Whose records are wanted.

use crate::model::platform::is_asked_for;

/// Platforms and shops that were asked for; none: all.
#[derive(Clone, Debug, Default)]
pub(crate) struct ShopFilter {
    pub(crate) platforms: Vec<String>,
    pub(crate) shops: Vec<String>,
}

impl ShopFilter {
    pub(crate) fn takes(&self, platform: &str, shop: &str) -> bool {
        is_asked_for((&self.platforms, &self.shops), platform, shop)
    }
}
