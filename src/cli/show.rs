//! The one door for answers: chooses the format and the place, selects columns, streams rows.
//!
//! Longer than most: whatever all lists have in common stands here once.

mod reveal;
mod written;

pub(crate) use reveal::noted;
pub(crate) use written::Written;

use super::args::{InputArgs, Output};
use super::context::Context;
use super::outfile::{OutputPlace, Readers};
use super::rows::{self, Memory, Remembered};
use crate::error::{Error, Result, nearest};
use crate::model::{Cell, Column, Say};
use crate::render::{self, Head, Meta, Renderer, Sink, Style};
use reveal::{Allowed, RowsOrigin};
use std::cmp::Ordering;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::rc::Rc;

/// Rows that a terminal gets unless it asks for all.
const SCREENFUL: usize = 30;

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

/// How rows are numbered: places of name and orders in a full row, and what keeps them.
struct Numbers {
    /// Which table it is, where a verb takes the rows of no other.
    table: &'static str,
    name: usize,
    orders: Option<usize>,
    /// Platform and shop.
    place: Option<(usize, usize)>,
    memory: Memory,
}

/// Before the columns of a table whose rows are numbered.
const NUMBER: Column = Column::new("n", "行", "n").right();

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

    /// The rows are those of a table that some verb wants: see [`rows`].
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

    /// Writes a document in place of rows.
    pub(crate) fn document(
        &self,
        write: impl FnOnce(&'static dyn Renderer, &Style, &mut dyn Write) -> io::Result<()>,
    ) -> Result<()> {
        let Some(place) = &self.file else {
            let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
            write(self.renderer, &self.style, &mut out)?;
            out.flush()?;
            return Ok(());
        };
        let mut file = place.clone().begin()?;
        let mut out = BufWriter::with_capacity(64 * 1024, &mut file);
        let written = write(self.renderer, &self.style, &mut out).and_then(|()| out.flush());
        drop(out);
        written.map_err(|e| file.unwritable(e))?;
        file.end()
    }

    /// Writes what `produce` gives. The notes it returns stand beside the rows.
    pub(crate) fn run(self, produce: impl FnOnce(&mut Emit<'_>) -> Result<Meta>) -> Result<Written> {
        match self.file.clone() {
            None => {
                let mut out = BufWriter::with_capacity(64 * 1024, io::stdout().lock());
                let written = self.write(&mut out, produce)?;
                out.flush()?;
                Ok(written)
            }
            Some(place) => {
                let mut file = place.begin()?;
                let mut out = BufWriter::with_capacity(64 * 1024, &mut file);
                let written = self.write(&mut out, produce)?;
                let flushed = out.flush();
                drop(out);
                flushed.map_err(|e| file.unwritable(e))?;
                file.end()?;
                Ok(written)
            }
        }
    }

    fn write(
        self,
        out: &mut dyn Write,
        produce: impl FnOnce(&mut Emit<'_>) -> Result<Meta>,
    ) -> Result<Written> {
        let most = self.limit.unwrap_or(usize::MAX);
        let cap = if self.screen { SCREENFUL } else { most };
        let mut written = Written { rows: 0, shown: 0, cut: self.screen };
        let mut out = Lazy::Waiting(out);
        let mut chosen: Vec<Cell<'static>> = Vec::with_capacity(self.picks.len() + 1);
        let mut kept: Vec<Remembered> = Vec::new();
        let meta = if self.sort.is_empty() {
            produce(&mut |row| {
                written.rows += 1;
                if written.shown < cap {
                    written.shown += 1;
                    let sink = out.sink(&self)?;
                    let picks = self.picks();
                    let first = picks.iter().enumerate().all(|(i, p)| i == *p);
                    match row.get(..picks.len()) {
                        Some(row) if first && self.numbers.is_none() => sink.row(row)?,
                        _ => {
                            self.choose(row, &mut chosen, &mut kept);
                            sink.row(&chosen)?;
                        }
                    }
                }
                // A screen counts on, so that it can say how many there are.
                Ok(self.screen || written.shown < most)
            })?
        } else {
            let mut rows: Vec<Vec<Cell<'static>>> = Vec::new();
            let meta = produce(&mut |row| {
                rows.push(row.iter().map(|c| c.clone().into_owned()).collect());
                Ok(true)
            })?;
            sort_rows(&mut rows, &self.sort);
            written.rows = rows.len();
            for row in rows.iter().take(cap) {
                written.shown += 1;
                self.choose(row, &mut chosen, &mut kept);
                out.sink(&self)?.row(&chosen)?;
            }
            meta
        };
        out.sink(&self)?;
        if let Lazy::Started(sink) = out {
            sink.finish(&meta)?;
        }
        if let Some(numbers) = &self.numbers {
            numbers.memory.keep(numbers.table, &kept);
        }
        Ok(written)
    }

    /// The chosen cells of a row, its number before them where rows are numbered.
    fn choose(&self, row: &[Cell<'_>], chosen: &mut Vec<Cell<'static>>, kept: &mut Vec<Remembered>) {
        chosen.clear();
        if let Some(numbers) = &self.numbers {
            let text = |index: usize| rows::text_of(row.get(index));
            kept.push(Remembered {
                name: text(numbers.name),
                orders: numbers.orders.map(text).unwrap_or_default(),
                place: numbers.place.map(|(platform, shop)| (text(platform), text(shop))),
            });
            chosen.push(Cell::Int(kept.len() as i64));
        }
        let cell = |index: &usize| row.get(*index).map_or(Cell::Empty, |cell| cell.clone().into_owned());
        chosen.extend(self.picks().iter().map(cell));
    }
}

impl Numbers {
    /// Only rows that a record verb could name.
    fn of(cx: &Context, columns: &[Column], name_column: &str) -> Option<Numbers> {
        let index = |key: &str| columns.iter().position(|c| c.key == key);
        if !matches!(name_column, "order_no" | "orders" | "id" | "review_id" | "refund_no") {
            return None;
        }
        let (name, orders) = (index(name_column)?, index("order_no").or_else(|| index("orders")));
        let shop = index("platform").zip(index("shop"));
        Some(Numbers { table: "", name, orders, place: shop, memory: Memory::here(cx)? })
    }
}

/// An output that begins with its first row, or at the end: a failure before it leaves no half answer.
enum Lazy<'w> {
    Waiting(&'w mut dyn Write),
    Started(Box<dyn Sink + 'w>),
    /// Starting failed.
    Broken,
}

impl<'w> Lazy<'w> {
    fn sink(&mut self, show: &Show) -> Result<&mut (dyn Sink + 'w)> {
        if let Lazy::Waiting(_) = self
            && let Lazy::Waiting(out) = std::mem::replace(self, Lazy::Broken)
        {
            let mut head = show.head.clone();
            head.columns.truncate(head.columns.len() - (show.picks.len() - show.picks().len()));
            *self = Lazy::Started(show.renderer.start(head, &show.style, out)?);
        }
        match self {
            Lazy::Started(sink) => Ok(sink.as_mut()),
            _ => Err(Error::bug("an output that could not be started")),
        }
    }
}

fn sort_rows(rows: &mut [Vec<Cell<'static>>], keys: &[(usize, bool)]) {
    rows.sort_by(|a, b| {
        keys.iter().fold(Ordering::Equal, |so_far, (index, down)| {
            so_far.then_with(|| {
                let [a, b] = [a, b].map(|row| row.get(*index).unwrap_or(&Cell::Empty));
                let order = compare(a, b);
                // Empty cells stay last either way.
                let empty = *a == Cell::Empty || *b == Cell::Empty;
                if *down && !empty { order.reverse() } else { order }
            })
        })
    });
}
fn compare(a: &Cell<'_>, b: &Cell<'_>) -> Ordering {
    fn number(cell: &Cell<'_>) -> Option<i64> {
        match cell {
            Cell::Int(n) | Cell::Hours(n) | Cell::Minutes(n) => Some(*n),
            Cell::Money(m) => Some(m.0),
            Cell::Time(t) => Some(t.0),
            _ => None,
        }
    }
    fn text<'a>(cell: &'a Cell<'_>) -> &'a str {
        match cell {
            Cell::Word(key, ..) => key,
            Cell::Told(key, _) => key,
            Cell::Words(words) => words.first().map_or("", |word| word.0),
            Cell::Id(t)
            | Cell::Text(t)
            | Cell::Nick(t)
            | Cell::Name(t)
            | Cell::Phone(t)
            | Cell::Address(t) => t,
            _ => "",
        }
    }
    match (a == &Cell::Empty, b == &Cell::Empty) {
        (true, true) => Ordering::Equal,
        (true, false) => Ordering::Greater,
        (false, true) => Ordering::Less,
        _ => number(a).cmp(&number(b)).then_with(|| text(a).cmp(text(b))),
    }
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

fn choose(cx: &Context, args: &Output, tty: bool) -> Result<&'static dyn Renderer> {
    let wanted = args.format.as_deref().or(cx.config.format.as_deref());
    if args.format.is_none()
        && let Some(path) = args.file()
    {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        if let Some(renderer) = render::by_extension(ending) {
            return Ok(renderer);
        }
        if wanted.is_none() {
            return Err(Error::usage(
                format!("从文件名看不出格式：{}", path.display()),
                format!("the file name does not tell a format: {}", path.display()),
            )
            .hint("加 -F csv 之类", "add `-F csv` or another format"));
        }
    }
    let name = wanted.unwrap_or(if tty { "table" } else { "csv" });
    render::by_name(name).ok_or_else(|| {
        Error::usage(format!("没有输出格式「{name}」"), format!("there is no output format `{name}`"))
    })
}

/// Who may read the file.
fn readers(args: &Output) -> Readers {
    if args.reveal { Readers::Owner } else { Readers::Usual }
}

/// Whether the answer is read by people, not by programs: then composed texts are in their language too.
pub(crate) fn for_people(cx: &Context, args: &Output) -> Result<bool> {
    let tty = io::stdout().is_terminal() && args.file().is_none();
    Ok(!matches!(choose(cx, args, tty)?.name(), "csv" | "tsv" | "json" | "jsonl" | "name"))
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
    }
}

/// `COLUMNS` goes before what the terminal says; without a terminal there is no limit.
fn width(tty: bool) -> Option<usize> {
    if let Some(columns) = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|c| *c >= 20) {
        return Some(columns);
    }
    if !tty {
        return None;
    }
    let size = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
    Some(size.unwrap_or(100))
}

/// The flag, then what the environment asks for, then whether it is a terminal that can.
fn colored(cx: &Context, tty: bool) -> bool {
    match cx.global.color.as_str() {
        "always" => true,
        "never" => false,
        _ => tty && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}
