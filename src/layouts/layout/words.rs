//! Words of a layout: what a platform says, in our vocabulary.

use crate::error::{Error, Result};
use crate::layouts::normalize::normalize_word;
use crate::model::hash::HashMap;
use std::collections::BTreeMap;

/// What the word begins with, of those that end with `*` in the layout.
pub(super) fn starting<T: Copy>(starts: &[(String, T)], word: &str) -> Option<T> {
    if starts.is_empty() {
        return None;
    }
    let word = normalize_word(word);
    starts.iter().find(|(start, _)| word.starts_with(start)).map(|s| s.1)
}

/// Words that end with `*` stand for everything that begins so.
pub(super) fn take_starts<T: Copy + Ord>(words: &mut HashMap<String, T>) -> Vec<(String, T)> {
    let mut starts = Vec::new();
    words.retain(|word, of| match word.strip_suffix('*') {
        Some(start) => {
            starts.push((normalize_word(start), *of));
            false
        }
        None => true,
    });
    starts.sort_unstable();
    starts.dedup();
    starts
}

/// What the state of a line says of its money, where it is not that it moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Moved {
    /// It never did: the line was closed, or waits to be paid.
    No,
    /// All of it came back, in a line of its own.
    AllBack,
    /// So much of it came back as stands behind the word.
    PartBack,
}

impl Moved {
    pub(super) fn by_key(key: &str) -> Option<Moved> {
        match key {
            "no" => Some(Moved::No),
            "all_back" => Some(Moved::AllBack),
            "part_back" => Some(Moved::PartBack),
            _ => None,
        }
    }
}

/// `good`, `neutral`, `bad`, or the number of stars.
pub(super) fn stars(key: &str) -> Option<i64> {
    match key {
        "good" => Some(5),
        "neutral" => Some(3),
        "bad" => Some(1),
        number => number.parse().ok().filter(|stars| (1..=5).contains(stars)),
    }
}

/// A misspelt vocabulary would silently be no vocabulary.
pub(super) fn known_keys<'k>(
    of: &str,
    keys: impl Iterator<Item = &'k String>,
    known: &[&'static str],
) -> Result<()> {
    for key in keys {
        if !known.contains(&key.as_str()) {
            let list = known.join(", ");
            let e = Error::input(format!("[{of}] 里没有「{key}」"), format!("[{of}]: there is no `{key}`"));
            return Err(e.hint(format!("可用：{list}"), format!("known: {list}")));
        }
    }
    Ok(())
}

/// Turns `unified = ["platform's word", …]` around.
pub(super) fn vocabulary<T: Clone>(
    words: Option<&BTreeMap<String, Vec<String>>>,
    of: &str,
    by_key: impl Fn(&str) -> Option<T>,
) -> Result<HashMap<String, T>> {
    let mut out = HashMap::default();
    for (key, list) in words.into_iter().flatten() {
        let value = by_key(key).ok_or_else(|| {
            Error::input(
                format!("[words.{of}] 里没有「{key}」这个统一值"),
                format!("[words.{of}]: there is no `{key}`"),
            )
        })?;
        for word in list {
            out.insert(word.clone(), value.clone());
            out.insert(normalize_word(word), value.clone());
        }
    }
    Ok(out)
}
