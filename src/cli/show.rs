//! The one door for answers: chooses the format and the place, selects columns, streams rows.

mod format;
mod numbers;
mod reveal;
mod screen;
mod sort;
mod write;
mod written;

pub(crate) use format::for_people;
pub(crate) use reveal::noted;
pub(crate) use written::Written;

use super::args::{InputArgs, Output};
use super::context::Context;
use super::outfile::{OutputPlace, Readers};
use crate::error::{Error, Result, nearest};
use crate::model::{Cell, Column, Say};
use crate::render::{Head, Renderer, Style};
use format::choose;
use numbers::{NUMBER, Numbers};
use reveal::{Allowed, RowsOrigin};
use screen::{colored, width};
use std::io::{self, IsTerminal, Write};
use std::rc::Rc;

/// A terminal of fewer columns gets no minor ones.
const NARROW: usize = 110;

/// A list about to be written.
pub(crate) struct Show {
    renderer: &'static dyn Renderer,
    style: Style,
    head: Head,
    /// Places of the chosen columns in a full row.
    picks: Vec<usize>,
    sort: Vec<(usize, bool)>,
    /// Keys of all columns, shown or not.
    columns: Vec<&'static str>,
    limit: Option<usize>,
    screen: bool,
    /// Rows get numbers that record verbs understand.
    numbers: Option<Numbers>,
    file: Option<OutputPlace>,
    /// The last column stands only where this says so before the first row.
    last: Option<Rc<std::cell::Cell<bool>>>,
}

/// Gives rows to a list: returns false when no more are wanted.
pub(crate) type Emit<'e> = dyn FnMut(&[Cell<'_>]) -> Result<bool> + 'e;

impl Show {
    /// A list of what the database holds. `None`: the user only asked which columns there are, and has been told.
    pub(crate) fn new(
        cx: &Context,
        args: &Output,
        title: Say,
        columns: &[Column],
        name_column: &'static str,
    ) -> Result<Option<Show>> {
        Show::begin(cx, args, title, columns, name_column, &RowsOrigin::Database)
    }

    /// The same of files or of the database, whichever `from` names.
    pub(crate) fn over(
        cx: &Context,
        from: &InputArgs,
        args: &Output,
        title: Say,
        columns: &[Column],
        name_column: &'static str,
    ) -> Result<Option<Show>> {
        Show::begin(cx, args, title, columns, name_column, &RowsOrigin::of(from))
    }

    /// The same of rules, figures, layouts, texts, settings: nothing in it comes from the database.
    pub(crate) fn ours(
        cx: &Context,
        args: &Output,
        title: Say,
        columns: &[Column],
        name_column: &'static str,
    ) -> Result<Option<Show>> {
        Show::begin(cx, args, title, columns, name_column, &RowsOrigin::Ours)
    }

    fn begin(
        cx: &Context,
        args: &Output,
        title: Say,
        columns: &[Column],
        name_column: &'static str,
        rows: &RowsOrigin,
    ) -> Result<Option<Show>> {
        if args.columns.as_deref() == Some(&[String::new()]) {
            let mut out = io::stdout().lock();
            for column in columns {
                writeln!(out, "{}", column.key)?;
            }
            return Ok(None);
        }
        let tty = io::stdout().is_terminal() && args.file().is_none();
        let renderer = choose(cx, args, tty)?;
        if renderer.binary() && args.file().is_none() && tty {
            return Err(Error::usage(
                format!("{} 格式不能显示在终端里", renderer.name()),
                format!("the format {} is not for a terminal", renderer.name()),
            )
            .hint("写到文件：-o 文件名", "write it to a file: `-o FILE`"));
        }
        if args.seal && !renderer.seals() {
            return Err(no_seal(renderer));
        }
        let picks = match &args.columns {
            None => (0..columns.len()).collect(),
            Some(keys) => keys.iter().map(|key| index(columns, key)).collect::<Result<Vec<_>>>()?,
        };
        let mut sort = Vec::new();
        for key in &args.sort {
            let (key, down) = key.strip_prefix('-').map_or((key.as_str(), false), |k| (k, true));
            sort.push((index(columns, key)?, down));
        }
        let allowed = reveal::asked(cx, args, rows)?;
        let style = style(cx, args, tty, allowed.as_ref());
        let narrow = renderer.name() == "table" && style.width.is_some_and(|w| w < NARROW);
        let fits = |c: &Column| c.shown && !(narrow && c.minor);
        let numbers = match tty && renderer.name() == "table" {
            true => Numbers::of(cx, columns, name_column),
            false => None,
        };
        let chosen = numbers
            .iter()
            .map(|_| NUMBER)
            .chain(picks.iter().filter_map(|index| columns.get(*index)).map(|column| Column {
                shown: fits(column) || args.columns.is_some(),
                telling: column.telling && !narrow,
                low_priority: column.low_priority && args.columns.is_none(),
                alike: column.alike && args.columns.is_none(),
                ..*column
            }))
            .collect();
        let screen = tty && renderer.name() == "table" && !args.all_rows && args.limit.is_none();
        Ok(Some(Show {
            style,
            renderer,
            head: Head { title, columns: chosen, name_column },
            picks,
            sort,
            columns: columns.iter().map(|c| c.key).collect(),
            limit: args.limit,
            screen,
            numbers,
            file: args.file().map(|path| cx.output_place(path, args.force, readers(args))),
            last: None,
        }))
    }

    /// The last column stands only where the answer is set to true before the first row, or was asked for by name.
    pub(crate) fn last_column_if(&mut self, args: &Output) -> Rc<std::cell::Cell<bool>> {
        let flag = Rc::new(std::cell::Cell::new(false));
        self.last = args.columns.is_none().then(|| flag.clone());
        flag
    }

    /// The places that stand.
    fn picks(&self) -> &[usize] {
        let short = self.last.as_ref().is_some_and(|flag| !flag.get());
        match self.picks.as_slice() {
            [all_but_last @ .., _] if short => all_but_last,
            all => all,
        }
    }

    /// A list that is short by nature is never cut.
    pub(crate) fn whole(mut self) -> Show {
        self.screen = false;
        self
    }

    /// The rows are those of a table that some verb wants: see [`super::rows`].
    pub(crate) fn remembered_as(mut self, table: &'static str) -> Show {
        if let Some(numbers) = &mut self.numbers {
            numbers.table = table;
        }
        self
    }

    /// Whether anybody looks at a column: it is shown, or sorted by.
    pub(crate) fn needs(&self, key: &str) -> bool {
        self.columns.iter().enumerate().any(|(at, k)| {
            *k == key && (self.picks.contains(&at) || self.sort.iter().any(|sort| sort.0 == at))
        })
    }

    /// Whether a person looks at the answer in a table: then a summary may stand before it.
    pub(crate) fn is_screen(&self) -> bool {
        self.screen
    }

    pub(crate) fn style(&self) -> &Style {
        &self.style
    }

    /// Whether private values are shown: asked for, and written down.
    pub(crate) fn reveals(&self) -> bool {
        self.style.reveal
    }

    /// The name of the format that was chosen.
    pub(crate) fn format(&self) -> &'static str {
        self.renderer.name()
    }
}

fn no_seal(renderer: &dyn Renderer) -> Error {
    let name = renderer.name();
    let with: Vec<&str> = crate::render::ALL.iter().filter(|r| r.seals()).map(|r| r.name()).collect();
    let with = with.join(", ");
    Error::usage(
        format!("{name} 格式里没有地方写行数（--seal）"),
        format!("the format {name} has no place for a count of its rows (`--seal`)"),
    )
    .hint(format!("用 -F：{with}"), format!("pass `-F`: {with}"))
}

fn style(cx: &Context, args: &Output, tty: bool, allowed: Option<&Allowed>) -> Style {
    Style {
        lang: cx.lang,
        zone: cx.zone,
        now: cx.now,
        reveal: Allowed::reveals(allowed),
        width: width(tty),
        color: colored(cx, tty),
        excel: args.excel,
        wide_ambiguous: cx.config.table.wide_ambiguous,
        meta: args.meta,
        seal: args.seal,
    }
}

/// Who may read the file.
fn readers(args: &Output) -> Readers {
    if args.reveal { Readers::Owner } else { Readers::Usual }
}

fn index(columns: &[Column], key: &str) -> Result<usize> {
    let key = key.trim();
    columns.iter().position(|c| c.key == key).ok_or_else(|| {
        let e = Error::usage(format!("没有列「{key}」"), format!("there is no column `{key}`"));
        match nearest(key, columns.iter().map(|c| c.key)) {
            Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean `{near}`?")),
            None => e.hint("不带值的 --columns 会列出所有列", "`--columns` without a value lists them"),
        }
    })
}
