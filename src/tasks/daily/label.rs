//! What shops are called in a report.

use crate::model::{Say, platform};

/// What a shop is called: by its name where that tells it apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Label {
    /// In rows: the platform's key where the shop has no name.
    pub key: String,
    pub unnamed: bool,
    /// For people.
    pub say: Option<Say>,
}

impl Label {
    /// As it may be shown.
    pub(super) fn said(&self) -> Say {
        let said = self.say.clone().unwrap_or_else(|| Say::new(self.key.clone(), self.key.clone()));
        Say::new(platform::shown(&said.zh), platform::shown(&said.en))
    }
}

pub(super) fn labels<'k>(keys: impl Iterator<Item = &'k (String, String)>) -> Vec<Label> {
    let keys: Vec<_> = keys.collect();
    let label = |key: &(String, String)| {
        let (platform, shop) = key;
        let (zh, en) = platform::names(platform);
        match keys.iter().filter(|k| k.1 == *shop).count() {
            _ if shop.is_empty() => Label {
                key: platform.clone(),
                unnamed: true,
                say: Some(Say::new(zh.to_owned(), en.to_owned())),
            },
            1 => Label { key: shop.clone(), unnamed: false, say: None },
            _ => Label {
                key: format!("{platform}/{shop}"),
                unnamed: false,
                say: Some(Say::new(format!("{zh}/{shop}"), format!("{en}/{shop}"))),
            },
        }
    };
    keys.iter().map(|key| label(key)).collect()
}
