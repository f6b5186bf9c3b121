//! The doors to the database: where it stands, and how it is opened.

use super::{Context, write_note};
use crate::cli::{config, waits};
use crate::error::{Error, Result};
use crate::store::{Fresh, Store, Upgraded};
use std::path::{Path, PathBuf};
use std::rc::Rc;

impl Context {
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
        Store::refuse_unknown_server(&path)?;
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
        let mut store = Store::open_write(&path)?;
        let quiet = self.global.quiet;
        waits::tell(&mut store, self.lang, move |text| {
            if !quiet {
                write_note(text);
            }
        });
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
        let kept = kept.as_ref().map(|kept| kept.display());
        let (zh, en) = kept.map_or_else(Default::default, |kept| {
            (format!("；原来的留在 {kept}"), format!("; the old one is kept as {kept}"))
        });
        self.note(
            &format!("数据库已从结构 {from} 升级到 {to}{zh}"),
            &format!("the database was upgraded from schema {from} to {to}{en}"),
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

    fn fresh(&self, make: impl FnOnce(&Path) -> Result<Option<Fresh>>) -> Result<Option<Fresh>> {
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
    pub(crate) fn make_database_folder(&self, path: &Path) -> Result<()> {
        if self.is_default_database() { Store::make_folder(path) } else { Ok(()) }
    }

    fn is_default_database(&self) -> bool {
        self.global.db.is_none() && self.config.db.is_none()
    }
}

/// A file that the database does not have.
pub(crate) fn no_database() -> Error {
    Error::database("还没有数据库", "there is no database yet")
        .hint("先用 cs import 导入一个导出文件", "make it with `cs import FILE`")
}
