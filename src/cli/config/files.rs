//! Where the files of the configuration stand.

use crate::cli::args::Global;
use etcetera::BaseStrategy;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Which files are asked for.
#[derive(Clone, Debug, Default)]
pub(crate) struct Wanted {
    /// `--config` or `CS_CONFIG`: this file and no other.
    pub(crate) explicit: Option<PathBuf>,
    /// `--no-project`: the user's own file only.
    pub(crate) no_project: bool,
}

impl Wanted {
    pub(crate) fn of(global: &Global) -> Wanted {
        Wanted { explicit: global.config.clone(), no_project: global.no_project }
    }

    /// The same out of words that nobody has parsed yet: an alias has to be known before.
    pub(crate) fn of_words(words: &[OsString]) -> Wanted {
        let variable = std::env::var_os("CS_CONFIG").filter(|v| !v.is_empty()).map(PathBuf::from);
        let mut wanted = Wanted { explicit: variable, no_project: false };
        let mut words = words.iter().take_while(|word| *word != "--");
        while let Some(word) = words.next() {
            match word.to_str() {
                Some("--no-project") => wanted.no_project = true,
                Some("--config") => wanted.explicit = words.next().map(PathBuf::from),
                Some(text) if text.starts_with("--config=") => {
                    wanted.explicit = text.strip_prefix("--config=").map(PathBuf::from);
                }
                _ => {}
            }
        }
        wanted
    }

    pub(super) fn may_have_project(&self) -> bool {
        self.explicit.is_none() && !self.no_project
    }
}

/// The folder with `config.toml`, `layouts/` and `templates/`.
pub(crate) fn folder() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|s| s.config_dir().join("cs"))
}

/// The folder for what `cs` remembers of this machine.
pub(crate) fn state_folder() -> Option<PathBuf> {
    let base = etcetera::choose_base_strategy().ok()?;
    Some(base.state_dir().unwrap_or_else(|| base.cache_dir()).join("cs"))
}

/// Where the database stands when nobody says otherwise.
pub(crate) fn default_database() -> Option<PathBuf> {
    etcetera::choose_base_strategy().ok().map(|s| s.data_dir().join("cs").join("cs.db"))
}

/// The user's own file, where there is one.
pub(super) fn user_file() -> Option<PathBuf> {
    folder().map(|f| f.join("config.toml")).filter(|p| p.is_file())
}

/// The `cs.toml` of the project that the current folder belongs to.
pub(crate) fn project_file() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let home = etcetera::home_dir().ok().and_then(|home| home.canonicalize().ok());
    nearest_project(&here, home.as_deref(), &device)
}

/// The nearest one at or above a folder. Above the home folder, and on another file system, nobody's project begins.
fn nearest_project(
    here: &Path,
    home: Option<&Path>,
    device: &dyn Fn(&Path) -> Option<u64>,
) -> Option<PathBuf> {
    let own_device = device(here);
    for folder in here.ancestors() {
        if device(folder) != own_device {
            return None;
        }
        let path = folder.join("cs.toml");
        if path.is_file() {
            return Some(path);
        }
        if home == Some(folder) {
            return None;
        }
    }
    None
}

/// Which file system a folder is on.
#[cfg(unix)]
fn device(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt;
    folder.metadata().ok().map(|meta| meta.dev())
}

/// A drive has no parent: the walk ends at it anyway.
#[cfg(not(unix))]
fn device(_: &Path) -> Option<u64> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_project_ends_at_home_and_at_its_file_system() {
        let root = tempfile::tempdir().expect("a folder");
        let deep = root.path().join("home/me/shop/2026");
        std::fs::create_dir_all(&deep).expect("folders");
        let home = root.path().join("home/me");
        let find = |device: &dyn Fn(&Path) -> Option<u64>| nearest_project(&deep, Some(&home), device);
        let one = |_: &Path| Some(1);
        std::fs::write(root.path().join("home/cs.toml"), "").expect("a file");
        assert_eq!(find(&one), None, "above home");
        std::fs::write(home.join("cs.toml"), "").expect("a file");
        assert_eq!(find(&one), Some(home.join("cs.toml")));
        let mounted = |folder: &Path| Some(u64::from(folder.ends_with("2026") || folder.ends_with("shop")));
        assert_eq!(find(&mounted), None, "another file system");
        std::fs::write(home.join("shop/cs.toml"), "").expect("a file");
        assert_eq!(find(&mounted), Some(home.join("shop/cs.toml")));
    }

    #[test]
    fn words_say_which_files() {
        let of = |words: &[&str]| {
            let words: Vec<OsString> = words.iter().map(OsString::from).collect();
            let wanted = Wanted::of_words(&words);
            (wanted.explicit, wanted.no_project)
        };
        assert_eq!(of(&["cs", "am", "--config", "a", "--no-project"]), (Some("a".into()), true));
        assert_eq!(of(&["cs", "--config=b", "--", "--no-project"]), (Some("b".into()), false));
    }
}
