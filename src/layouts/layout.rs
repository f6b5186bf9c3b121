//! One layout, parsed from its TOML text.

use super::fold::{fold_name, fold_word, folds};
use crate::error::{Error, Result};
use crate::model::{Field, Flag, OrderKind, RefundKind, RefundState, Say, Status, Zone};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// What one row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    Orders,
    Items,
    Refunds,
    Reviews,
}

impl Kind {
    pub fn key(self) -> &'static str {
        match self {
            Kind::Orders => "orders",
            Kind::Items => "items",
            Kind::Refunds => "refunds",
            Kind::Reviews => "reviews",
        }
    }
}

/// How `03/04/2026` is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Dates {
    #[default]
    Ymd,
    Dmy,
    Mdy,
}

/// Whether two shops of the platform can have the same order number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Numbers {
    #[default]
    Platform,
    Shop,
}

/// The text form; every key is documented in `docs/layouts.md`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    name: String,
    title: Title,
    #[serde(default)]
    platform: String,
    kind: Kind,
    #[serde(default)]
    zone: Option<String>,
    #[serde(default)]
    confidence: Confidence,
    #[serde(default)]
    dates: Dates,
    #[serde(default)]
    numbers: Numbers,
    #[serde(default)]
    trusted: bool,
    #[serde(default)]
    status_from_payment: bool,
    #[serde(default)]
    signature: Vec<String>,
    requires: Vec<String>,
    columns: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    clean: CleanText,
    #[serde(default)]
    words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    #[serde(default)]
    defaults: BTreeMap<String, String>,
    #[serde(default, rename = "version")]
    versions: Vec<Version>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Title {
    zh: String,
    en: String,
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

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct CleanText {
    empty: Vec<String>,
    drop_prefix: BTreeMap<String, Vec<String>>,
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

/// A layout, ready to be matched with a header.
#[derive(Clone, Debug)]
pub struct Layout {
    pub name: String,
    /// The text it was parsed from.
    pub text: String,
    pub title: Say,
    pub platform: String,
    pub kind: Kind,
    pub zone: Option<Zone>,
    pub confidence: Confidence,
    pub dates: Dates,
    pub numbers: Numbers,
    /// Written by `cs` itself: values are taken as they stand.
    pub trusted: bool,
    /// Without a status column: no payment time = unpaid, wholly refunded = closed, else unknown.
    pub status_from_payment: bool,
    pub signature: Vec<Field>,
    /// Each entry: one of these fields must be there.
    pub requires: Vec<Vec<Field>>,
    /// Field → folded headings, the first that is not empty wins.
    pub columns: Vec<(Field, Vec<String>)>,
    /// Folded headings that are known but not used.
    pub also: Vec<String>,
    /// Words that mean "nothing" in any column.
    pub empty: Vec<String>,
    pub drop_prefix: Vec<(Field, Vec<String>)>,
    pub status: HashMap<String, Status>,
    pub kinds: HashMap<String, OrderKind>,
    pub flags: HashMap<String, Flag>,
    pub refund_states: HashMap<String, RefundState>,
    pub refund_kinds: HashMap<String, RefundKind>,
    pub platforms: HashMap<String, String>,
    /// The platform's words for stars.
    pub ratings: HashMap<String, i64>,
    pub default_shop: String,
    pub versions: Vec<Version>,
}

/// Looks a platform's word up: as it stands, which is nearly always enough, else folded.
pub fn lookup<T: Copy>(words: &HashMap<String, T>, word: &str) -> Option<T> {
    match words.get(word) {
        Some(value) => Some(*value),
        None if words.is_empty() || !folds(word) => None,
        None => words.get(&fold_word(word)).copied(),
    }
}

impl Layout {
    /// Whether a cell of this text is empty.
    pub fn is_empty_word(&self, text: &str) -> bool {
        self.empty.iter().any(|w| w.eq_ignore_ascii_case(text))
    }

    pub fn parse(source: &str) -> Result<Layout> {
        let text: Text = toml::from_str(source).map_err(|e| {
            Error::input(format!("格式文件有错\n{e}"), format!("the layout can't be read\n{e}"))
        })?;
        let field = |key: &str| {
            Field::by_key(key).ok_or_else(|| {
                let e = Error::input(format!("没有字段「{key}」"), format!("there is no field `{key}`"));
                match crate::error::nearest(key, Field::all().map(Field::key)) {
                    Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?")),
                    None => e,
                }
            })
        };
        let zone = match &text.zone {
            None => None,
            Some(z) => Some(Zone::parse(z).ok_or_else(|| {
                Error::input(format!("看不懂时区「{z}」"), format!("can't read the zone `{z}`"))
                    .hint("写成 +08:00", "write it as +08:00")
            })?),
        };
        let fields = |list: &[String]| list.iter().map(|k| field(k)).collect::<Result<Vec<_>>>();
        let mut requires = Vec::new();
        for entry in &text.requires {
            requires.push(entry.split('|').map(|k| field(k.trim())).collect::<Result<Vec<_>>>()?);
        }
        let mut columns = Vec::new();
        for (key, names) in &text.columns {
            columns.push((field(key)?, names.iter().map(|n| fold_name(n)).collect()));
        }
        columns.sort_by_key(|c: &(Field, Vec<String>)| c.0);
        let mut drop_prefix = Vec::new();
        for (key, prefixes) in &text.clean.drop_prefix {
            drop_prefix.push((field(key)?, prefixes.clone()));
        }
        known_keys(
            "words",
            text.words.keys(),
            &["status", "kind", "flag", "refund_state", "refund_kind", "platform", "rating"],
        )?;
        known_keys("defaults", text.defaults.keys(), &["shop"])?;
        let words = |of: &str| text.words.get(of);
        Ok(Layout {
            title: Say::new(text.title.zh, text.title.en),
            platform: text.platform,
            kind: text.kind,
            zone,
            confidence: text.confidence,
            dates: text.dates,
            numbers: text.numbers,
            trusted: text.trusted,
            status_from_payment: text.status_from_payment,
            signature: fields(&text.signature)?,
            requires,
            columns,
            also: text.also.iter().map(|n| fold_name(n)).collect(),
            empty: text.clean.empty,
            drop_prefix,
            status: vocabulary(words("status"), "status", Status::by_key)?,
            kinds: vocabulary(words("kind"), "kind", OrderKind::by_key)?,
            flags: vocabulary(words("flag"), "flag", |k| Flag::by_key(if k == "none" { "" } else { k }))?,
            refund_states: vocabulary(words("refund_state"), "refund_state", RefundState::by_key)?,
            refund_kinds: vocabulary(words("refund_kind"), "refund_kind", RefundKind::by_key)?,
            platforms: vocabulary(words("platform"), "platform", |k| Some(k.to_owned()))?,
            ratings: vocabulary(words("rating"), "rating", stars)?,
            default_shop: text.defaults.get("shop").cloned().unwrap_or_default(),
            versions: text.versions,
            text: source.to_owned(),
            name: text.name,
        })
    }
}

/// `good`, `neutral`, `bad`, or the number of stars.
fn stars(key: &str) -> Option<i64> {
    match key {
        "good" => Some(5),
        "neutral" => Some(3),
        "bad" => Some(1),
        number => number.parse().ok().filter(|stars| (1..=5).contains(stars)),
    }
}

/// A misspelt vocabulary would silently be no vocabulary.
fn known_keys<'k>(of: &str, keys: impl Iterator<Item = &'k String>, known: &[&'static str]) -> Result<()> {
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
fn vocabulary<T: Clone>(
    words: Option<&BTreeMap<String, Vec<String>>>,
    of: &str,
    by_key: impl Fn(&str) -> Option<T>,
) -> Result<HashMap<String, T>> {
    let mut out = HashMap::new();
    for (key, list) in words.into_iter().flatten() {
        let value = by_key(key).ok_or_else(|| {
            Error::input(
                format!("[words.{of}] 里没有「{key}」这个统一值"),
                format!("[words.{of}]: there is no `{key}`"),
            )
        })?;
        for word in list {
            out.insert(word.clone(), value.clone());
            out.insert(fold_word(word), value.clone());
        }
    }
    Ok(out)
}
