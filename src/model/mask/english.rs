//! Addresses as they are written in English, behind their words.

use super::address::LONGEST;
use super::signs::Sign;
use super::words::{any_at, led};

/// Behind these an address in English may follow.
pub(super) const WORDS: &[&str] = &["address", "shipto", "deliverto", "sendto"];

/// Some word for a street has to stand in it.
const ROADS: &[&str] = &[
    "st",
    "street",
    "rd",
    "road",
    "ave",
    "avenue",
    "blvd",
    "boulevard",
    "lane",
    "ln",
    "dr",
    "drive",
    "way",
    "court",
    "ct",
    "place",
    "pl",
    "square",
    "sq",
    "terrace",
    "close",
    "highway",
    "hwy",
    "apt",
    "crescent",
    "parkway",
    "row",
    "gardens",
];

/// `Address: 123 Main St, Apt 5`: from its first digit to where another language or line begins.
pub(super) fn address(signs: &[Sign], at: usize) -> Option<(usize, usize)> {
    let begins = at.checked_sub(1).and_then(|n| signs.get(n)).is_none_or(|s| !s.c.is_ascii_alphanumeric());
    let (from, _) = led(signs, any_at(signs, at, WORDS).filter(|_| begins)?, &["is", "#", "no"]);
    let line = signs.get(from..)?.iter().take(LONGEST);
    let length = line.take_while(|s| s.c.is_ascii() && !matches!(s.c, '\n' | '\r' | ';' | '*')).count();
    let text: String = signs.get(from..from + length)?.iter().map(|s| s.c).collect();
    let text = text.trim_end();
    let mut words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let numbered = words.clone().take(4).any(|w| w.starts_with(|c: char| c.is_ascii_digit()));
    (numbered && words.any(|w| ROADS.contains(&w))).then_some((from, from + text.len()))
}
