//! Reading the files of the configuration, and laying them over one another.

use super::file::{ConfigFile, Standing, text_of};
use super::files::{self, Wanted};
use super::{Config, alias, standing};
use crate::error::{Error, Result};
use std::path::{Path, PathBuf};

/// A project file that stands there and does not count.
#[derive(Debug)]
pub(crate) struct Refused {
    pub(crate) path: PathBuf,
    pub(crate) error: Error,
}

/// The configuration, and where it comes from.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    pub(crate) config: Config,
    /// Each over the one before.
    pub(crate) files: Vec<ConfigFile>,
    pub(crate) refused: Option<Refused>,
}

impl Loaded {
    /// Reads what counts. A project file that may not be obeyed is left out whole, and told in `refused`.
    pub(crate) fn read(wanted: &Wanted) -> Result<Loaded> {
        let mut loaded = Loaded::default();
        let own = wanted.explicit.clone().or_else(files::user_file);
        if let Some(path) = own {
            loaded.files.push(read_file(&path, Standing::Own)?);
        }
        let project = wanted.may_have_project().then(files::project_file).flatten();
        if let Some(path) = project {
            match of_project(&path) {
                Ok(file) => loaded.files.push(file),
                Err(error) => {
                    let error =
                        error.hint("不读这个文件：加 --no-project", "leave it unread: `--no-project`");
                    loaded.refused = Some(Refused { path, error });
                }
            }
        }
        loaded.config = laid_over(&loaded.files)?;
        Ok(loaded)
    }

    /// For every command but those that look after the configuration itself: never less than what the files say.
    ///
    /// # Errors
    /// Of the usage, where a project file was left out.
    pub(crate) fn whole(self) -> Result<Loaded> {
        match self.refused {
            Some(refused) => Err(refused.error),
            None => Ok(self),
        }
    }
}

fn of_project(path: &Path) -> Result<ConfigFile> {
    let mut file = read_file(path, Standing::Harmless)?;
    let config = file.config()?;
    config.validate().and_then(|()| config.zone()).map_err(|e| e.within(&path.display().to_string()))?;
    file.standing = standing::of(&file)?;
    Ok(file)
}

/// A file whose keys are known, each with a value of its type; the line of a wrong one is told.
pub(crate) fn read_file(path: &Path, standing: Standing) -> Result<ConfigFile> {
    let file = ConfigFile { path: path.to_owned(), text: text_of(path)?, standing };
    let config = file.config()?;
    alias::refuse_taken_names(&config, &file)?;
    Ok(file)
}

fn laid_over(files: &[ConfigFile]) -> Result<Config> {
    let mut merged = toml::Table::new();
    let mut project_shop = Vec::new();
    for file in files {
        let mut table = file.text.parse::<toml::Table>().map_err(|e| file.wrong(&e))?;
        if file.standing == Standing::Harmless {
            project_shop = file.config()?.shop;
            table.remove("shop");
        }
        merge(&mut merged, table);
    }
    let text = toml::to_string(&merged).map_err(|e| Error::bug(e.to_string()))?;
    let mut config: Config = toml::from_str(&text).map_err(|e| Error::bug(e.to_string()))?;
    config.project_shop = project_shop;
    for shop in config.shop.iter_mut().chain(&mut config.project_shop) {
        shop.platform = crate::model::platform::key(&shop.platform).to_owned();
    }
    config.validate()?;
    Ok(config)
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
