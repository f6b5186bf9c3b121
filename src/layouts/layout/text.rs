//! The text form of a layout; every key is documented in `docs/layouts.md`.

use super::super::inline_items::InlineItemsText;
use super::super::kind::Kind;
use super::super::parts::{AddWhenText, Grain, JoinText, WhenText};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What stands in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub(super) name: String,
    pub(super) title: Title,
    #[serde(default)]
    pub(super) platform: String,
    pub(super) kind: Kind,
    #[serde(default)]
    pub(super) zone: Option<String>,
    #[serde(default)]
    pub(super) confidence: Confidence,
    #[serde(default)]
    pub(super) dates: Dates,
    #[serde(default)]
    pub(super) decimal: Option<DecimalText>,
    #[serde(default)]
    pub(super) round_amounts: bool,
    #[serde(default)]
    pub(super) unix: Vec<String>,
    #[serde(default)]
    pub(super) numbers: Numbers,
    #[serde(default)]
    pub(super) trusted: bool,
    #[serde(default)]
    pub(super) export: bool,
    #[serde(default = "yes")]
    pub(super) quoting: bool,
    #[serde(default)]
    pub(super) status_from_payment: bool,
    #[serde(default)]
    pub(super) explained: bool,
    #[serde(default)]
    pub(super) identity: Vec<String>,
    #[serde(default)]
    pub(super) signature: Vec<String>,
    pub(super) requires: Vec<String>,
    pub(super) columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) grain: Grain,
    #[serde(default)]
    pub(super) head: Option<String>,
    #[serde(default)]
    pub(super) summary: bool,
    #[serde(default)]
    pub(super) sum: Vec<String>,
    #[serde(default)]
    pub(super) unsure: Vec<String>,
    #[serde(default)]
    pub(super) inner_no: Vec<String>,
    #[serde(default)]
    pub(super) customer: Vec<String>,
    #[serde(default)]
    pub(super) paid_in_full: bool,
    #[serde(default)]
    pub(super) part_refunds: bool,
    #[serde(default)]
    pub(super) item: BTreeMap<String, Vec<String>>,
    #[serde(default, rename = "packed")]
    pub(super) inline_items: Option<InlineItemsText>,
    #[serde(default)]
    pub(super) join: BTreeMap<String, JoinText>,
    #[serde(default)]
    pub(super) add: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub(super) add_when: Vec<AddWhenText>,
    #[serde(default)]
    pub(super) status_when: Vec<WhenText>,
    #[serde(default)]
    pub(super) state_when: Vec<WhenText>,
    #[serde(default)]
    pub(super) also: Vec<String>,
    #[serde(default)]
    pub(super) clean: CleanText,
    #[serde(default)]
    pub(super) words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    pub(super) defaults: BTreeMap<String, String>,
    #[serde(default, rename = "version")]
    pub(super) versions: Vec<Version>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Title {
    pub(super) zh: String,
    pub(super) en: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct CleanText {
    pub(super) empty: Vec<String>,
    pub(super) drop_prefix: BTreeMap<String, Vec<String>>,
    pub(super) skip_prefix: BTreeMap<String, Vec<String>>,
}

fn yes() -> bool {
    true
}

/// How `03/04/2026` is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    /// Decided column by column over the whole file.
    #[default]
    Auto,
    Ymd,
    Dmy,
    Mdy,
}

/// What parts the cents of an amount.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) enum DecimalText {
    #[serde(rename = ".")]
    Point,
    #[serde(rename = ",")]
    Comma,
}

/// Whether two shops of the platform can have the same order number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Numbers {
    #[default]
    Platform,
    Shop,
}

/// How sure we are of the layout.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    /// Seen in real files or real code.
    #[default]
    Known,
    /// Some columns are guesses; told at import.
    Inferred,
}

/// One generation of the export, told by the headings that came or went with it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Version {
    pub name: String,
    #[serde(default)]
    pub has: Vec<String>,
    #[serde(default)]
    pub lacks: Vec<String>,
}
