//! Marker colours of orders.

use super::Lang;

/// Marker colours, by name: their numbers differ between platforms.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Flag {
    #[default]
    None,
    Red,
    Yellow,
    Green,
    Blue,
    Purple,
    Grey,
    Orange,
    Cyan,
    /// A mark that is no colour we know (a seller's own tag).
    Other,
}

impl Flag {
    const ALL: [Flag; Flag::Other as usize + 1] = [
        Flag::None,
        Flag::Red,
        Flag::Yellow,
        Flag::Green,
        Flag::Blue,
        Flag::Purple,
        Flag::Grey,
        Flag::Orange,
        Flag::Cyan,
        Flag::Other,
    ];

    /// Its key, which is its English name too, and its Chinese name.
    fn names(self) -> (&'static str, &'static str) {
        match self {
            Flag::None => ("", ""),
            Flag::Red => ("red", "红"),
            Flag::Yellow => ("yellow", "黄"),
            Flag::Green => ("green", "绿"),
            Flag::Blue => ("blue", "蓝"),
            Flag::Purple => ("purple", "紫"),
            Flag::Grey => ("grey", "灰"),
            Flag::Orange => ("orange", "橙"),
            Flag::Cyan => ("cyan", "青"),
            Flag::Other => ("other", "其他"),
        }
    }

    pub fn key(self) -> &'static str {
        self.names().0
    }

    pub fn title(self, lang: Lang) -> &'static str {
        let (en, zh) = self.names();
        lang.pick(zh, en)
    }

    pub fn by_key(key: &str) -> Option<Flag> {
        Flag::ALL.into_iter().find(|flag| flag.key() == key)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_stands_in_its_list_and_keeps_its_key() {
        for (index, word) in Flag::ALL.into_iter().enumerate() {
            assert_eq!((word as usize, Flag::by_key(word.key())), (index, Some(word)));
        }
    }
}
