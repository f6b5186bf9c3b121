//! The lexicon: words by their first character, the longest first.

use crate::model::Titled;
use std::collections::HashMap;

/// What a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// A complaint above 0, praise below; 0 only keeps its characters from other words.
    Weight(i8),
    Not,
    Very,
    Little,
    But,
    Wish,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct LexiconEntry {
    pub(super) word: &'static str,
    pub(super) mark: Mark,
    pub(super) topic: &'static str,
}

pub(super) struct Lexicon {
    by_first: HashMap<char, Vec<LexiconEntry>>,
}

impl Lexicon {
    /// The lexicon that stands beside this file. A word that stands in it twice is what its first line says.
    pub(super) fn built_in() -> Lexicon {
        let mut by_first: HashMap<char, Vec<LexiconEntry>> = HashMap::new();
        for entry in entries(include_str!("lexicon.txt")) {
            let Some(first) = entry.word.chars().next() else { continue };
            let group = by_first.entry(first).or_default();
            if !group.iter().any(|known| known.word == entry.word) {
                group.push(entry);
            }
        }
        for group in by_first.values_mut() {
            group.sort_by_key(|entry| std::cmp::Reverse(entry.word.len()));
        }
        Lexicon { by_first }
    }

    /// The word that `text` begins with: the longest, unless its end is the beginning of another that means
    /// otherwise (很干 in 很干净).
    pub(super) fn at(&self, text: &str) -> Option<&LexiconEntry> {
        let mut longest = self.beginning(text);
        let entry = longest.next()?;
        let tail = entry.word.char_indices().next_back().map_or(0, |(at, _)| at);
        if !matches!(entry.mark, Mark::Weight(1..)) || tail == 0 {
            return Some(entry);
        }
        let other = self.beginning(&text[tail..]).next();
        let parts = other.is_some_and(|other| {
            matches!(other.mark, Mark::Weight(..=0)) && tail + other.word.len() > entry.word.len()
        });
        if parts { longest.next() } else { Some(entry) }
    }

    /// Every word that `text` begins with, the longest first.
    fn beginning<'l, 't>(&'l self, text: &'t str) -> impl Iterator<Item = &'l LexiconEntry> + use<'l, 't> {
        let group = text.chars().next().and_then(|first| self.by_first.get(&first));
        group.into_iter().flatten().filter(move |entry| text.starts_with(entry.word))
    }
}

fn entries(text: &'static str) -> impl Iterator<Item = LexiconEntry> {
    text.lines().filter(|line| !line.starts_with('#')).flat_map(|line| {
        let mut words = line.split_whitespace();
        let mark = words.next().and_then(mark);
        let topic = words.next().map_or("", |topic| if topic == "-" { "" } else { topic });
        words.filter_map(move |word| Some(LexiconEntry { word, mark: mark?, topic }))
    })
}

fn mark(word: &str) -> Option<Mark> {
    Some(match word {
        "not" => Mark::Not,
        "very" => Mark::Very,
        "little" => Mark::Little,
        "but" => Mark::But,
        "wish" => Mark::Wish,
        number => Mark::Weight(number.parse().ok()?),
    })
}

/// What complaints are about, with their titles.
const TOPICS: &[Titled] = &[
    ("quality", "质量", "quality"),
    ("logistics", "物流", "logistics"),
    ("service", "服务", "service"),
    ("price", "价格", "price"),
    ("size", "尺码", "size"),
    ("packaging", "包装", "packaging"),
    ("fake", "假货", "fake"),
    ("missing", "少件", "missing"),
    ("expired", "过期", "expired"),
    ("taste", "口味", "taste"),
    ("effect", "效果", "effect"),
    ("content", "内容", "content"),
    ("hotel", "住宿", "hotel"),
];

/// A topic with its titles.
pub(in crate::tasks) fn topic(key: &'static str) -> Titled {
    TOPICS.iter().find(|topic| topic.0 == key).copied().unwrap_or((key, key, key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_read() {
        for line in include_str!("lexicon.txt").lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
            let first = line.split_whitespace().next().unwrap_or_default();
            assert!(mark(first).is_some(), "{line}");
            assert!(entries_of(line) > 0, "{line}");
        }
    }

    #[test]
    fn every_topic_has_a_title() {
        for entry in entries(include_str!("lexicon.txt")).filter(|e| !e.topic.is_empty()) {
            assert!(TOPICS.iter().any(|topic| topic.0 == entry.topic), "{}", entry.topic);
        }
    }

    fn entries_of(line: &str) -> usize {
        line.split_whitespace().count().saturating_sub(2)
    }
}
