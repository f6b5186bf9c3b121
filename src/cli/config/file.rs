//! A file of the configuration, and how far it is obeyed.

use super::Config;
use crate::cli::bounded;
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// A file that counts.
#[derive(Clone, Debug)]
pub(crate) struct ConfigFile {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
    pub(crate) standing: Standing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// The user's own file, or the one that was named.
    Own,
    /// A project file that the user trusts as it is now.
    Trusted,
    /// A project file that sets only what does no harm.
    Harmless,
}

impl ConfigFile {
    /// What the file says; the line of a wrong key is told.
    pub(super) fn config(&self) -> Result<Config> {
        toml::from_str(&self.text).map_err(|e| self.wrong(&e))
    }

    pub(super) fn wrong(&self, e: &toml::de::Error) -> Error {
        let place = self.path.display();
        Error::usage(format!("配置 {place} 有错"), format!("the configuration {place} is wrong"))
            .in_toml(e, &self.text)
    }
}

/// The text of a file that is not too large.
pub(super) fn text_of(path: &Path) -> Result<String> {
    let place = path.display();
    bounded::text(path).map_err(|e| {
        Error::usage(format!("打不开配置 {place}"), format!("can't read the configuration {place}"))
            .because(e)
    })
}
