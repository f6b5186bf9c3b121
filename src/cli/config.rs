//! The configuration: built-in < user's file < project's `cs.toml` < environment < flags.
//!
//! A project file comes with a folder, so it is not obeyed like the user's own: see [`standing`].

mod alias;
mod bad_word;
mod entries;
mod file;
mod files;
mod limits;
mod loaded;
mod standing;
pub(super) mod trusted;

pub(crate) use entries::{ConfigEntry, entries};
pub(crate) use file::{ConfigFile, Standing};
pub(crate) use files::{Wanted, default_database, folder, project_file, state_folder};
pub(crate) use limits::{Limits, duration};
pub(crate) use loaded::{Loaded, Refused, read_file};
pub(crate) use standing::{is_foreign, is_harmless};

use crate::error::{Error, Result};
use crate::load::ShopFiles;
use crate::model::{Lang, Zone};
use crate::rules::Thresholds;
use bad_word::bad_word;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Config {
    pub(crate) lang: Option<String>,
    pub(crate) zone: Option<String>,
    pub(crate) db: Option<PathBuf>,
    pub(crate) format: Option<String>,
    pub(crate) thresholds: Limits,
    pub(crate) remind: Remind,
    pub(crate) day: Day,
    pub(crate) table: TableConfig,
    pub(crate) rules: RulesConfig,
    pub(crate) shop: Vec<Shop>,
    /// Shops of a project file that nobody trusts: they tell whose a file is, and take no thresholds away.
    #[serde(skip)]
    pub(crate) project_shop: Vec<Shop>,
    pub(crate) alias: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Remind {
    pub(crate) max_age: Option<String>,
    pub(crate) cooldown: Option<String>,
    pub(crate) attempts: Option<i64>,
    /// From when to when buyers may be written to: "09:00-21:00".
    pub(crate) hours: Option<String>,
}

/// The business day.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Day {
    /// "04:00": what happens before belongs to the day before.
    starts_at: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct TableConfig {
    pub(crate) wide_ambiguous: bool,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct RulesConfig {
    /// Rules that never run.
    pub(crate) off: Vec<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Shop {
    pub(crate) name: String,
    pub(crate) platform: String,
    /// Patterns of file names, one or a list: `**/青禾旗舰店/**`.
    pub(crate) files: Patterns,
    pub(crate) thresholds: Limits,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Patterns {
    One(String),
    Many(Vec<String>),
}

impl Default for Patterns {
    fn default() -> Self {
        Patterns::Many(Vec::new())
    }
}

impl Patterns {
    fn list(&self) -> &[String] {
        match self {
            Patterns::One(one) => std::slice::from_ref(one),
            Patterns::Many(many) => many,
        }
    }
}

impl Config {
    pub(crate) fn lang(&self) -> Option<Lang> {
        self.lang.as_deref().map(Lang::from_locale)
    }

    /// What the types alone do not check.
    fn validate(&self) -> Result<()> {
        match self.lang.as_deref() {
            None | Some("zh" | "en") => Ok(()),
            Some(other) => Err(bad_word("lang", other).hint("zh 或 en", "zh or en")),
        }
    }

    pub(crate) fn zone(&self) -> Result<Option<Zone>> {
        match &self.zone {
            None => Ok(None),
            Some(z) => Zone::parse(z)
                .map(Some)
                .ok_or_else(|| bad_word("zone", z).hint("写成 \"+08:00\"", "write it as \"+08:00\"")),
        }
    }

    /// Seconds after midnight at which the business day starts.
    pub(crate) fn day_starts_at(&self) -> Result<i64> {
        let Some(text) = &self.day.starts_at else { return Ok(0) };
        let clock = chrono::NaiveTime::parse_from_str(text.trim(), "%H:%M").map_err(|_| {
            Error::usage(
                format!("配置 day.starts_at 的值「{text}」看不懂"),
                format!("the value `{text}` of `day.starts_at` can't be read"),
            )
            .hint("写成 04:00", "write it as 04:00")
        })?;
        Ok((clock - chrono::NaiveTime::MIN).num_seconds())
    }

    /// Thresholds for all shops, and those of single shops on top.
    pub(crate) fn thresholds(&self) -> Result<(Thresholds, Vec<(String, String, Thresholds)>)> {
        let common = self.thresholds.over(&Thresholds::default())?;
        let mut shops = Vec::new();
        for shop in &self.shop {
            shops.push((shop.platform.clone(), shop.name.clone(), shop.thresholds.over(&common)?));
        }
        Ok((common, shops))
    }

    /// Every shop that is told of.
    pub(crate) fn shops(&self) -> impl Iterator<Item = &Shop> {
        self.shop.iter().chain(&self.project_shop)
    }

    /// The shops whose files may be told by their names: those of the project, where it has any.
    pub(crate) fn shop_files(&self) -> Vec<ShopFiles> {
        let shops = if self.project_shop.is_empty() { &self.shop } else { &self.project_shop };
        let files = |shop: &Shop| ShopFiles {
            platform: shop.platform.clone(),
            name: shop.name.clone(),
            patterns: shop.files.list().to_vec(),
        };
        shops.iter().map(files).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unknown_keys_are_refused() {
        assert!(toml::from_str::<Config>("[remind]\nmaxage = \"2h\"").is_err());
    }
}
