//! What every command gets: the clock read once, zone, language, configuration, and the doors to the terminal.

mod database;
mod typist;

pub(crate) use database::no_database;
pub(crate) use typist::on_shift_here;

use super::args::Global;
use super::config::{Config, ConfigFile, Loaded};
use super::language::language;
use super::outfile::{Guarded, Outbox, OutputPlace, Readers};
use super::{clock, when};
use crate::error::{Error, Result};
use crate::model::{Lang, Stamp, Zone};
use crate::rules::Scope;
use crate::store::{Named, Store};
use std::cell::{OnceCell, RefCell};
use std::io::{IsTerminal, Write};
use std::path::Path;
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
        let wall = clock::wall()?;
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
            write_note(self.lang.pick(zh, en));
        }
    }

    /// A hint for a person; scripts don't see it.
    pub(crate) fn hint(&self, zh: &str, en: &str) {
        if std::io::stderr().is_terminal() {
            self.note(zh, en);
        }
    }

    /// Where a file of this command is to stand; `force`: a regular one that stands there may be replaced.
    pub(crate) fn output_place(&self, path: &Path, force: bool, readers: Readers) -> OutputPlace {
        OutputPlace::new(path, force, readers, &self.guarded, &self.outbox)
    }

    pub(crate) fn scope(&self) -> Result<Scope> {
        let (common, shops) = self.config.thresholds()?;
        Ok(Scope { now: self.now, zone: self.zone, common, shops, ..Scope::default() })
    }
}

fn write_note(text: &str) {
    let clean = crate::model::redact::redact(text);
    let mut text = crate::render::safe::terminal(&clean).into_owned();
    // In one piece, so that nobody who writes to the same log cuts the line.
    text.push('\n');
    let _ = std::io::stderr().write_all(text.as_bytes());
}
