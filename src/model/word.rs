//! Words of our own vocabularies: what is stored and printed by its key.

use super::{Flag, Lang, OrderKind, RefundKind, RefundState, Status};
use std::fmt::Debug;

/// A key with its titles: Chinese, English.
pub type Words = [(&'static str, &'static str, &'static str)];

/// The titles of a key; an unknown key has none.
pub fn word(words: &'static Words, key: &str) -> Option<(&'static str, &'static str, &'static str)> {
    words.iter().find(|w| w.0 == key).copied()
}

/// A vocabulary: the words of one column.
pub trait Vocabulary: Copy + Default + Debug + Send + 'static {
    fn key(self) -> &'static str;

    fn title(self, lang: Lang) -> &'static str;

    fn by_key(key: &str) -> Option<Self>;
}

/// A word whichever its vocabulary is.
pub trait Word: Debug {
    fn key(&self) -> &'static str;

    fn title(&self, lang: Lang) -> &'static str;

    /// Takes the word of this key; false, and nothing is changed, where there is none.
    fn set(&mut self, key: &str) -> bool;

    /// Back to the word that states nothing.
    fn reset(&mut self);
}

impl<T: Vocabulary> Word for T {
    fn key(&self) -> &'static str {
        Vocabulary::key(*self)
    }

    fn title(&self, lang: Lang) -> &'static str {
        Vocabulary::title(*self, lang)
    }

    fn set(&mut self, key: &str) -> bool {
        let word = T::by_key(key);
        *self = word.unwrap_or(*self);
        word.is_some()
    }

    fn reset(&mut self) {
        *self = T::default();
    }
}

impl Vocabulary for Status {
    fn key(self) -> &'static str {
        Status::key(self)
    }

    fn title(self, lang: Lang) -> &'static str {
        Status::title(self, lang)
    }

    fn by_key(key: &str) -> Option<Status> {
        Status::by_key(key)
    }
}

impl Vocabulary for OrderKind {
    fn key(self) -> &'static str {
        OrderKind::key(self)
    }

    /// Shown by its key in both languages.
    fn title(self, _: Lang) -> &'static str {
        OrderKind::key(self)
    }

    fn by_key(key: &str) -> Option<OrderKind> {
        OrderKind::by_key(key)
    }
}

impl Vocabulary for Flag {
    fn key(self) -> &'static str {
        Flag::key(self)
    }

    fn title(self, lang: Lang) -> &'static str {
        Flag::title(self, lang)
    }

    fn by_key(key: &str) -> Option<Flag> {
        Flag::by_key(key)
    }
}

impl Vocabulary for RefundKind {
    fn key(self) -> &'static str {
        RefundKind::key(self)
    }

    fn title(self, lang: Lang) -> &'static str {
        RefundKind::title(self, lang)
    }

    fn by_key(key: &str) -> Option<RefundKind> {
        RefundKind::by_key(key)
    }
}

impl Vocabulary for RefundState {
    fn key(self) -> &'static str {
        RefundState::key(self)
    }

    fn title(self, lang: Lang) -> &'static str {
        RefundState::title(self, lang)
    }

    fn by_key(key: &str) -> Option<RefundState> {
        RefundState::by_key(key)
    }
}
