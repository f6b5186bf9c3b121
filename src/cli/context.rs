//! What every command gets: the clock read once, zone, language, configuration, and the doors to the terminal.

use super::args::Global;
use super::config::{self, Config, ConfigFile, Loaded};
use super::outfile::{Guarded, Outbox};
use super::when;
use crate::error::{Error, Result};
use crate::layouts::Catalog;
use crate::model::{Lang, Stamp, Zone};
use crate::rules::Scope;
use crate::store::{Fresh, Named, Store, Upgraded};
use std::cell::{OnceCell, RefCell};
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::rc::Rc;

pub(crate) struct Context {
    pub(crate) global: Global,
    pub(crate) config: Config,
    /// The files that it comes from, each over the one before.
    pub(crate) config_files: Vec<ConfigFile>,
    pub(crate) lang: Lang,
    /// Working time: the clock, or what `--now` says.
    pub(crate) now: Stamp,
    /// The clock on the wall, whatever `--now` says.
    pub(crate) wall: Stamp,
    pub(crate) zone: Zone,
    /// Who is typing, once a database has told.
    by: OnceCell<(String, Named)>,
    /// The database that was opened for reading, for whoever reads next.
    open: RefCell<Option<Rc<Store>>>,
    /// `--by` on the command line: lists show only what is theirs.
    pub(crate) only_by: Option<String>,
    /// What was asked for, without private values, for the audit.
    pub(crate) said: String,
    /// What the files that this command writes must not be written over.
    pub(crate) guarded: Rc<Guarded>,
    pub(crate) outbox: Rc<Outbox>,
}

impl Context {
    pub(crate) fn new(global: Global, loaded: Loaded) -> Result<Context> {
        let Loaded { config, files: config_files, .. } = loaded;
        let lang = language(global.lang.as_deref(), &config);
        let zone = match &global.tz {
            Some(text) => Zone::parse(text).ok_or_else(|| {
                Error::usage(format!("看不懂时区「{text}」"), format!("can't read the zone `{text}`"))
                    .hint("写成 +08:00", "write it as +08:00")
            })?,
            None => config.zone()?.unwrap_or_default(),
        };
        let wall = super::clock::wall()?;
        let now = match &global.now {
            Some(text) => when::moment(text, wall, zone)?,
            None => wall,
        };
        Ok(Context {
            global,
            config,
            config_files,
            lang,
            now,
            wall,
            zone,
            by: OnceCell::new(),
            open: RefCell::default(),
            only_by: None,
            said: String::new(),
            guarded: Rc::default(),
            outbox: Rc::default(),
        })
    }

    /// A word about the work on standard error; `-q` silences it.
    pub(crate) fn note(&self, zh: &str, en: &str) {
        if !self.global.quiet {
            let clean = crate::model::redact::redact(self.lang.pick(zh, en));
            let mut text = crate::render::safe::terminal(&clean).into_owned();
            // In one piece, so that nobody who writes to the same log cuts the line.
            text.push('\n');
            let _ = std::io::stderr().write_all(text.as_bytes());
        }
    }

    /// A hint for a person; scripts don't see it.
    pub(crate) fn hint(&self, zh: &str, en: &str) {
        if std::io::stderr().is_terminal() {
            self.note(zh, en);
        }
    }

    pub(crate) fn database(&self) -> Result<PathBuf> {
        let path = self
            .global
            .db
            .clone()
            .or_else(|| self.config.db.clone())
            .or_else(config::default_database)
            .ok_or_else(|| {
                Error::database("不知道数据库放在哪里", "there is no place for the database")
                    .hint("用 --db FILE 指定", "name it with `--db FILE`")
            })?;
        if crate::model::redact::is_server_address(&path.to_string_lossy()) {
            return Err(Error::database(
                "数据库写成了服务器的地址，这个版本不带 PostgreSQL",
                "the database is the address of a server, and this build is without PostgreSQL",
            )
            .hint("用 --db 指定一个 SQLite 文件", "name an SQLite file with `--db`"));
        }
        Ok(path)
    }

    /// The database for reading; `None` where there is none yet. Only the default place may be missing altogether:
    /// a folder that the user names wrongly is told.
    pub(crate) fn store(&self) -> Result<Option<Rc<Store>>> {
        if let Some(store) = &*self.open.borrow() {
            return Ok(Some(Rc::clone(store)));
        }
        let path = self.database()?;
        if self.is_default_database() && !path.exists() {
            return Ok(None);
        }
        let Some(store) = Store::open_read(&path)?.map(Rc::new) else { return Ok(None) };
        store.upgraded().into_iter().for_each(|upgraded| self.tell_upgrade(upgraded));
        self.recognise(&store);
        self.open.replace(Some(Rc::clone(&store)));
        Ok(Some(store))
    }

    /// Closes what was opened for reading, as far as nobody reads any more: a process opens a database once at a time.
    pub(crate) fn close(&self) {
        self.open.replace(None);
    }

    /// The database for writing; its default folder is made where it is missing.
    pub(crate) fn store_to_write(&self) -> Result<Store> {
        self.close();
        let path = self.database()?;
        self.make_database_folder(&path)?;
        let store = Store::open_write(&path)?;
        store.upgraded().into_iter().for_each(|upgraded| self.tell_upgrade(upgraded));
        self.recognise(&store);
        Ok(store)
    }

    /// The database with the schema that it has; `None` where there is none yet.
    pub(crate) fn store_as_it_is(&self) -> Result<Option<Store>> {
        self.close();
        let path = self.database()?;
        if self.is_default_database() && !path.exists() {
            return Ok(None);
        }
        Store::open_as_it_is(&path)
    }

    /// Nothing is upgraded without a word.
    pub(crate) fn tell_upgrade(&self, upgraded: &Upgraded) {
        let Upgraded { from, to, kept, admitted } = upgraded;
        let kept = kept.display();
        self.note(
            &format!("数据库已从结构 {from} 升级到 {to}；原来的留在 {kept}"),
            &format!("the database was upgraded from schema {from} to {to}; the old one is kept as {kept}"),
        );
        if *admitted > 0 {
            self.note(
                &format!("从现在起，只有名单里的 {admitted} 人和 cron 能记录；查看和登记用 cs shift roster"),
                &format!(
                    "from now on only the {admitted} on the roster and `cron` may record anything: `cs shift roster` lists them and adds others"
                ),
            );
        }
    }

    /// A database that nobody sees until it is finished; `None` where there is one already.
    pub(crate) fn fresh_store(&self) -> Result<Option<Fresh>> {
        self.fresh(Store::fresh)
    }

    /// The same for one record, while others who would make the database wait.
    pub(crate) fn fresh_store_in_turn(&self) -> Result<Option<Fresh>> {
        self.fresh(Store::fresh_in_turn)
    }

    fn fresh(&self, make: impl FnOnce(&std::path::Path) -> Result<Option<Fresh>>) -> Result<Option<Fresh>> {
        self.close();
        let path = self.database()?;
        self.make_database_folder(&path)?;
        let fresh = make(&path)?;
        if let Some(fresh) = &fresh {
            self.recognise(&fresh.store);
        }
        Ok(fresh)
    }

    /// Only the default place is made: a folder that the user names wrongly is told.
    pub(crate) fn make_database_folder(&self, path: &std::path::Path) -> Result<()> {
        if self.is_default_database() { Store::make_folder(path) } else { Ok(()) }
    }

    fn is_default_database(&self) -> bool {
        self.global.db.is_none() && self.config.db.is_none()
    }

    /// The built-in layouts, the user's own from the config folder, and those named on the command line.
    pub(crate) fn catalog(&self, extra: &[PathBuf]) -> Result<Catalog> {
        let mut paths = extra.to_vec();
        if let Some(folder) = config::folder() {
            paths.extend(super::load::layouts_in(&folder.join("layouts")));
        }
        let mut own = Vec::with_capacity(paths.len());
        for path in paths {
            let place = path.display().to_string();
            let text = super::bounded::text(&path).map_err(|e| {
                Error::input(format!("打不开格式文件 {place}"), format!("can't read the layout {place}"))
                    .because(e)
            })?;
            own.push((place, text));
        }
        Catalog::new(&own)
    }

    pub(crate) fn scope(&self) -> Result<Scope> {
        let (common, shops) = self.config.thresholds()?;
        Ok(Scope { now: self.now, zone: self.zone, common, shops, ..Scope::default() })
    }

    /// Who is typing: `--by` or `CS_BY`, the shift that is open in this terminal, the login name.
    pub(crate) fn by(&self) -> String {
        self.typist().0
    }

    /// The same, and how that is known.
    pub(crate) fn typist(&self) -> (String, Named) {
        if self.by.get().is_none() && self.said_by().is_none() {
            // Opening asks the shifts; without a database there are none.
            let _ = self.store();
        }
        let claimed = || (self.said_by().unwrap_or_else(login), Named::Claimed);
        self.by.get().cloned().unwrap_or_else(claimed)
    }

    fn said_by(&self) -> Option<String> {
        self.global.by.clone().filter(|by| !by.trim().is_empty())
    }

    /// Asks a database once, while it is open: a process opens it only once at a time.
    fn recognise(&self, store: &Store) {
        self.by.get_or_init(|| {
            let on_shift = || super::shift::name_here(store).map(|name| (name, Named::OnShift));
            let claimed = |name| (name, Named::Claimed);
            self.said_by().map(claimed).or_else(on_shift).unwrap_or_else(|| claimed(login()))
        });
    }
}

pub(super) fn login() -> String {
    ["USER", "LOGNAME", "USERNAME"].iter().find_map(|k| std::env::var(k).ok()).unwrap_or_default()
}

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
