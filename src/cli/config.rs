//! The configuration: built-in < user's file < project's `cs.toml` < environment < flags.

use crate::error::{Error, Result};
use crate::model::{Cents, Lang, Thresholds, Zone};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

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
    pub(crate) alias: BTreeMap<String, Vec<String>>,
}

/// Thresholds of rules: durations such as "12h", amounts such as "2000".
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Limits {
    unpaid_after: Option<String>,
    closing_soon: Option<String>,
    high_value: Option<String>,
    odd_quantity: Option<i64>,
    ship_soon: Option<String>,
    stale_paid: Option<String>,
    twin_window: Option<String>,
    odd_price_percent: Option<i64>,
    odd_price: Option<String>,
    cod_unconfirmed: Option<String>,
    stale_data: Option<String>,
    ship_within: Option<String>,
    close_after: Option<String>,
    refund_answer: Option<String>,
    refund_soon: Option<String>,
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
    /// Reads the user's file and the project's; unknown keys are errors with their line.
    pub(crate) fn load(explicit: Option<&Path>) -> Result<Config> {
        let mut merged = toml::Table::new();
        for path in files(explicit) {
            let place = path.display().to_string();
            let text = std::fs::read_to_string(&path).map_err(|e| {
                Error::usage(format!("打不开配置 {place}"), format!("can't read the configuration {place}"))
                    .because(e)
            })?;
            let bad = |e: toml::de::Error| {
                Error::usage(format!("配置 {place} 有错"), format!("the configuration {place} is wrong"))
                    .in_toml(&e, &text)
            };
            // Each file is checked by itself, so that the line named is the line in that file.
            toml::from_str::<Config>(&text).map_err(bad)?;
            merge(&mut merged, text.parse::<toml::Table>().map_err(bad)?);
        }
        let text = toml::to_string(&merged).map_err(|e| Error::bug(e.to_string()))?;
        let mut config: Config = toml::from_str(&text).map_err(|e| Error::bug(e.to_string()))?;
        for shop in &mut config.shop {
            shop.platform = crate::model::platform::key(&shop.platform).to_owned();
        }
        config.validate()?;
        Ok(config)
    }

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

    /// The shop of a file: by the patterns of the config, else the platform's only shop.
    pub(crate) fn shop_of(&self, path: &str, platform: &str) -> String {
        let of_platform = || {
            self.shop
                .iter()
                .filter(|s| s.platform.is_empty() || platform.is_empty() || s.platform == platform)
        };
        if let Some(shop) = of_platform().find(|s| s.files.list().iter().any(|p| matches(p, path))) {
            return shop.name.clone();
        }
        let mut only = of_platform().filter(|s| s.files.list().is_empty() && s.platform == platform);
        match (only.next(), only.next()) {
            (Some(shop), None) => shop.name.clone(),
            _ => String::new(),
        }
    }
}

impl Limits {
    fn over(&self, base: &Thresholds) -> Result<Thresholds> {
        let mut t = base.clone();
        let time = |slot: &mut i64, key: &str, value: &Option<String>| -> Result<()> {
            if let Some(text) = value {
                *slot = duration(text).ok_or_else(|| bad_value(key, text))?;
            }
            Ok(())
        };
        time(&mut t.closing_soon, "closing_soon", &self.closing_soon)?;
        time(&mut t.ship_soon, "ship_soon", &self.ship_soon)?;
        time(&mut t.stale_paid, "stale_paid", &self.stale_paid)?;
        time(&mut t.twin_window, "twin_window", &self.twin_window)?;
        time(&mut t.cod_unconfirmed, "cod_unconfirmed", &self.cod_unconfirmed)?;
        time(&mut t.stale_data, "stale_data", &self.stale_data)?;
        time(&mut t.refund_soon, "refund_soon", &self.refund_soon)?;
        for (slot, key, value) in [
            (&mut t.unpaid_after, "unpaid_after", &self.unpaid_after),
            (&mut t.ship_within, "ship_within", &self.ship_within),
            (&mut t.close_after, "close_after", &self.close_after),
            (&mut t.refund_answer, "refund_answer", &self.refund_answer),
        ] {
            if let Some(text) = value {
                *slot = Some(duration(text).ok_or_else(|| bad_value(key, text))?);
            }
        }
        for (slot, key, value) in [
            (&mut t.high_value, "high_value", &self.high_value),
            (&mut t.odd_price, "odd_price", &self.odd_price),
        ] {
            if let Some(text) = value {
                *slot = Cents::parse(text).ok_or_else(|| bad_value(key, text))?;
            }
        }
        t.odd_quantity = self.odd_quantity.unwrap_or(t.odd_quantity);
        t.odd_price_percent = self.odd_price_percent.unwrap_or(t.odd_price_percent);
        Ok(t)
    }
}

fn bad_word(key: &str, value: &str) -> Error {
    Error::usage(
        format!("配置 {key} 的值「{value}」看不懂"),
        format!("the value `{value}` of `{key}` can't be read"),
    )
}

fn bad_value(key: &str, value: &str) -> Error {
    bad_word(key, value)
        .hint("时长写 12h、30m、2d，金额写 2000", "write durations as 12h, 30m, 2d and amounts as 2000")
}

/// `12h`, `90m`, `2d`, `45s`; in seconds.
pub(crate) fn duration(text: &str) -> Option<i64> {
    let (number, unit) = text.trim().split_at_checked(text.trim().len().checked_sub(1)?)?;
    let n: i64 = number.trim().parse().ok().filter(|n| *n >= 0)?;
    let seconds = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    n.checked_mul(seconds)
}

/// `*` within a name, `**` over folders.
fn matches(pattern: &str, path: &str) -> bool {
    fn step(p: &[char], t: &[char]) -> bool {
        match p {
            [] => t.is_empty(),
            ['*', '*', rest @ ..] => (0..=t.len()).any(|n| step(rest, &t[n..])),
            ['*', rest @ ..] => {
                (0..=t.len()).take_while(|n| !t[..*n].contains(&'/')).any(|n| step(rest, &t[n..]))
            }
            [c, rest @ ..] => t.first() == Some(c) && step(rest, &t[1..]),
        }
    }
    // A relative path stands in some folder too.
    let path: Vec<char> = format!("/{}", path.replace('\\', "/")).chars().collect();
    let pattern: Vec<char> = pattern.chars().collect();
    step(&pattern, &path) || step(&[&['*', '*', '/'], &pattern[..]].concat(), &path)
}

fn merge(base: &mut toml::Table, over: toml::Table) {
    for (key, value) in over {
        match (base.get_mut(&key), value) {
            (Some(toml::Value::Table(old)), toml::Value::Table(new)) => merge(old, new),
            (_, value) => {
                base.insert(key, value);
            }
        }
    }
}

/// The folder with `config.toml`, `layouts/` and `templates/`.
pub(crate) fn folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    etcetera::choose_base_strategy().ok().map(|s| s.config_dir().join("cs"))
}

/// The files that are read, each over the one before.
pub(crate) fn files(explicit: Option<&Path>) -> Vec<PathBuf> {
    match explicit {
        Some(path) => vec![path.to_owned()],
        None => [user_file(), project_file()].into_iter().flatten().filter(|p| p.is_file()).collect(),
    }
}

fn user_file() -> Option<PathBuf> {
    folder().map(|f| f.join("config.toml"))
}

fn project_file() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    here.ancestors().map(|f| f.join("cs.toml")).find(|p| p.is_file())
}

/// Where the database stands when nobody says otherwise.
pub(crate) fn default_database() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    etcetera::choose_base_strategy().ok().map(|s| s.data_dir().join("cs").join("cs.db"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations() {
        assert_eq!(duration("12h"), Some(43_200));
        assert_eq!(duration("90m"), Some(5400));
        assert_eq!(duration("h"), None);
        assert_eq!(duration("12小时"), None);
        assert_eq!(duration(""), None);
    }

    #[test]
    fn patterns_of_files() {
        assert!(matches("**/拼多多旗舰店/**", "/data/拼多多旗舰店/orders.csv"));
        assert!(matches("青禾*.csv", "/data/青禾20261121.csv"));
        assert!(matches("**/甲/**", "甲/a.csv"));
        assert!(!matches("青禾*.csv", "/data/青禾/20261121.csv"));
    }

    #[test]
    fn unknown_keys_are_refused() {
        assert!(toml::from_str::<Config>("[remind]\nmaxage = \"2h\"").is_err());
    }
}
