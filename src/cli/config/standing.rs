//! Whether a file of the configuration is obeyed.
//!
//! A project's `cs.toml` comes with a folder that somebody else may have made. Until the user trusts it as it stands
//! it may only say which language, zone and shops its files are of. Anything else stops the command: leaving a key
//! out would work with less than the file says, and nobody would know.

use super::file::{ConfigFile, Standing};
use super::trusted::{self, Trust};
use super::{ConfigEntry, entries};
use crate::error::{Error, Result};
use std::path::Path;

/// Keys of the top that any project file may set.
const HARMLESS: [&str; 2] = ["lang", "zone"];
/// Keys of a shop that it may set.
const HARMLESS_OF_SHOP: [&str; 3] = ["name", "platform", "files"];

/// So many keys are named.
const NAMED: usize = 4;

/// The standing of a project file.
///
/// # Errors
/// Of the usage, where it may not be obeyed.
pub(super) fn of(file: &ConfigFile) -> Result<Standing> {
    let trust = trusted::of(&file.path, &file.text);
    if trust == Trust::Yes {
        return Ok(Standing::Trusted);
    }
    if !is_here(&file.path) && is_foreign(&file.path) {
        return Err(asks_for_trust(foreign(&file.path)));
    }
    let beyond = beyond_harmless(&entries(&file.text).map_err(|e| file.wrong(&e))?);
    if beyond.is_empty() {
        return Ok(Standing::Harmless);
    }
    Err(asks_for_trust(not_trusted(&file.path, &beyond, trust)))
}

/// What a file sets that only a trusted one may.
fn beyond_harmless(entries: &[ConfigEntry]) -> Vec<ConfigEntry> {
    entries.iter().filter(|entry| !is_harmless(&entry.key)).cloned().collect()
}

/// Whether any project file may set this key.
pub(crate) fn is_harmless(key: &str) -> bool {
    let mut parts = key.split('.');
    match (parts.next(), parts.next(), parts.next(), parts.next()) {
        (Some(top), None, ..) => HARMLESS.contains(&top),
        (Some("shop"), Some(_), None, _) => true,
        (Some("shop"), Some(_), Some(own), None) => HARMLESS_OF_SHOP.contains(&own),
        _ => false,
    }
}

fn not_trusted(path: &Path, beyond: &[ConfigEntry], trust: Trust) -> Error {
    let place = path.display();
    let named = |line: fn(&ConfigEntry) -> String, between: &str| {
        beyond.iter().take(NAMED).map(line).collect::<Vec<_>>().join(between)
    };
    let mut zh = named(|e| format!("第 {} 行 {}", e.line, e.key), "、");
    let mut en = named(|e| format!("line {} `{}`", e.line, e.key), ", ");
    if let Some(more) = beyond.len().checked_sub(NAMED).filter(|more| *more > 0) {
        zh.push_str(&format!(" 等 {} 处", beyond.len()));
        en.push_str(&format!(" and {more} more"));
    }
    let (zh_why, en_why) = match trust {
        Trust::Changed => ("信任之后又改过", "has changed since it was trusted"),
        _ => ("没有得到信任", "is not trusted"),
    };
    Error::usage(
        format!("{place} {zh_why}，不能由它设置：{zh}"),
        format!("{place} {en_why}, so it may not set: {en}"),
    )
}

fn foreign(path: &Path) -> Error {
    let place = path.display();
    Error::usage(
        format!("{place} 在上层文件夹，是别的用户的，没有得到信任"),
        format!("{place} stands in a folder above, belongs to another user, and is not trusted"),
    )
}

fn asks_for_trust(e: Error) -> Error {
    e.hint("看过内容再信任它：cs config trust", "read it, then trust it as it stands: `cs config trust`")
}

fn is_here(path: &Path) -> bool {
    std::env::current_dir().is_ok_and(|here| path.parent() == Some(here.as_path()))
}

/// Whether another user can change the file, or where its link leads.
#[cfg(unix)]
pub(crate) fn is_foreign(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let me = rustix::process::geteuid().as_raw();
    let owners = [path.symlink_metadata(), path.metadata()];
    owners.iter().any(|meta| meta.as_ref().map_or(true, |meta| meta.uid() != me && meta.uid() != 0))
}

/// Owners are not told here; no file is trusted without a word anyway.
#[cfg(not(unix))]
pub(crate) fn is_foreign(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_does_no_harm_needs_no_trust() {
        let beyond = |text: &str| {
            let found = beyond_harmless(&entries(text).expect("TOML"));
            found.into_iter().map(|entry| entry.key).collect::<Vec<_>>()
        };
        let harmless = "lang = \"zh\"\nzone = \"+08:00\"\n[[shop]]\nname = \"a\"\nplatform = \"jd\"\nfiles = [\"x\"]\n[[shop]]\n";
        assert_eq!(beyond(harmless), [""; 0]);
        for (text, key) in [
            ("db = \"x\"", "db"),
            ("format = \"x\"", "format"),
            ("[alias]", "alias"),
            ("alias.am = []", "alias.am"),
            ("shop = []", "shop"),
            ("[[shop]]\nthresholds = { high_value = \"1\" }", "shop.1.thresholds.high_value"),
            ("[[shop]]\nthresholds = {}", "shop.1.thresholds"),
            ("[lang]\nx = 1", "lang.x"),
            ("[rules]\noff = [\"PAY-01\"]", "rules.off"),
            ("\"shop.1.name\" = 1", "\"shop.1.name\""),
        ] {
            assert_eq!(beyond(text), [key], "{text}");
        }
    }
}
