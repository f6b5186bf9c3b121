//! Which language the user reads.

use super::config::Config;
use crate::model::Lang;

/// Flag, environment (both by clap), config, then the locale.
pub(crate) fn language(flag: Option<&str>, config: &Config) -> Lang {
    if let Some(text) = flag {
        return Lang::from_locale(text);
    }
    config.lang().unwrap_or_else(locale)
}

/// The language of the environment, known before anything is parsed.
pub(crate) fn locale() -> Lang {
    ["CS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|key| std::env::var(key).ok().filter(|v| !v.is_empty()))
        .map_or(Lang::En, |v| Lang::from_locale(&v))
}
