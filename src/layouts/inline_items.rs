//! Items that stand packed in cells of their order's row: `name:Cup|sku:C-1|quantity:2|total:40.00`.

use super::normalize::normalize_name;
use super::parts::headings;
use crate::error::{Error, Result};
use crate::model::Field;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct InlineItemsText {
    columns: Vec<String>,
    #[serde(default = "bar")]
    split: String,
    #[serde(default = "colon")]
    mark: String,
    item: BTreeMap<String, Vec<String>>,
}

fn bar() -> String {
    "|".into()
}

fn colon() -> String {
    ":".into()
}

/// Where packed items stand, and how they are packed.
#[derive(Clone, Debug)]
pub struct InlineItems {
    /// Normalized headings; `*` stands for a number.
    columns: Vec<String>,
    /// Between one part and the next.
    split: String,
    /// Between the key of a part and its value.
    mark: String,
    /// Field → normalized keys, the first that is not empty wins.
    pub item: Vec<(Field, Vec<String>)>,
}

impl InlineItems {
    pub(super) fn parse(text: &InlineItemsText) -> Result<InlineItems> {
        let item = headings(&text.item)?;
        if text.split.is_empty() || text.mark.is_empty() || item.is_empty() || text.columns.is_empty() {
            return Err(Error::input(
                "[packed] 要有 columns、[packed.item] 和不为空的分隔符",
                "[packed] needs `columns`, [packed.item] and signs that are not empty",
            ));
        }
        let columns = text.columns.iter().map(|n| normalize_name(n)).collect();
        Ok(InlineItems { columns, split: text.split.clone(), mark: text.mark.clone(), item })
    }

    /// Its headings with the first numbers, by which its layout is found.
    pub(super) fn headings(&self) -> Vec<String> {
        const FIRST: u32 = 40;
        let numbered =
            |c: &String| (1..=FIRST).map(|n| c.replacen('*', &n.to_string(), 1)).collect::<Vec<_>>();
        self.columns.iter().flat_map(numbered).collect()
    }

    /// Whether a normalized heading is one of its columns.
    fn has(&self, heading: &str) -> bool {
        self.columns.iter().any(|c| fits(c, heading))
    }

    /// Its columns among normalized headings, by the number in them.
    pub(super) fn indexes(&self, normalized: &[String]) -> Vec<usize> {
        let number = |heading: &str| heading.chars().filter(char::is_ascii_digit).collect::<String>();
        let own = normalized.iter().enumerate().filter(|(_, heading)| self.has(heading));
        let mut all: Vec<(usize, u64)> =
            own.map(|(index, heading)| (index, number(heading).parse().unwrap_or(0))).collect();
        all.sort_by_key(|(_, number)| *number);
        all.into_iter().map(|(index, _)| index).collect()
    }

    /// A cell's parts by their keys. `None` where it is not packed so, or has a key twice.
    ///
    /// A value may hold the signs too: what does not begin with a key belongs to the value before it.
    pub fn parts(&self, cell: &str) -> Option<Vec<(String, String)>> {
        let mut out: Vec<(String, String)> = Vec::new();
        let mut keys = HashSet::new();
        for piece in cell.split(self.split.as_str()) {
            let key = piece
                .split_once(self.mark.as_str())
                .map(|(key, value)| (normalize_name(key), key.trim(), value));
            match key {
                Some((key, spelled, value)) if self.is_key(&key, spelled) => {
                    if !keys.insert(key.clone()) {
                        return None;
                    }
                    out.push((key, value.to_owned()));
                }
                _ => {
                    let last = out.last_mut()?;
                    last.1.push_str(&self.split);
                    last.1.push_str(piece);
                }
            }
        }
        out.iter_mut().for_each(|part| part.1 = part.1.trim().to_owned());
        Some(out)
    }

    /// One of ours, or a word as programs name things: `sub_total`.
    fn is_key(&self, normalized: &str, spelled: &str) -> bool {
        self.item.iter().any(|(_, keys)| keys.iter().any(|k| k == normalized))
            || spelled.starts_with(|c: char| c.is_ascii_lowercase())
                && spelled.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
    }
}

fn fits(column: &str, heading: &str) -> bool {
    match column.split_once('*') {
        None => column == heading,
        Some((before, after)) => heading
            .strip_prefix(before)
            .and_then(|rest| rest.strip_suffix(after))
            .is_some_and(|n| (1..=6).contains(&n.len()) && n.bytes().all(|b| b.is_ascii_digit())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inline_items() -> InlineItems {
        let item = [("items", "name"), ("quantity", "quantity"), ("payable", "total")];
        let item = item.map(|(field, key)| (field.to_owned(), vec![key.to_owned()]));
        InlineItems::parse(&InlineItemsText {
            columns: vec!["line_item_*".into()],
            split: bar(),
            mark: colon(),
            item: item.into(),
        })
        .expect("parses")
    }

    #[test]
    fn a_cell_comes_apart_by_its_keys() {
        let of = |cell: &str| inline_items().parts(cell);
        let part = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        assert_eq!(
            of("name: Mug: 14oz | Blue|quantity:2|total:20.00|sub_total:22.00"),
            Some(vec![
                part("name", "Mug: 14oz | Blue"),
                part("quantity", "2"),
                part("total", "20.00"),
                part("sub_total", "22.00")
            ])
        );
        assert_eq!(of("name:Mug|name:Box"), None, "two items in one cell");
        assert_eq!(of("Mug x 2"), None);
        assert_eq!(of("a:4:{s:4:\"name\";}"), Some(vec![part("a", "4:{s:4:\"name\";}")]));
    }

    #[test]
    fn columns_are_found_by_their_numbers() {
        let header =
            ["line_item_10", "line_item_2", "line_item_x", "line_item_", "order_id"].map(str::to_owned);
        assert_eq!(inline_items().indexes(&header), [1, 0]);
    }
}
