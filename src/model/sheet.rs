//! The typed table between what commands compute and what renderers write.

use super::{Cents, Lang, Stamp};
use std::borrow::Cow;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Right,
}

/// A column: its key never changes and is what scripts rely on.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    pub key: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub align: Align,
    /// Shown in a table on a terminal when no columns are asked for.
    pub shown: bool,
    /// Left out of a table on a narrow terminal.
    pub minor: bool,
    /// Left out of a table that would be wider than the terminal, the last such column first.
    pub low_priority: bool,
    /// In a table only where its values differ.
    pub telling: bool,
    /// Left out of a table that has no room for its sentences, where all rows have the same.
    pub alike: bool,
}

impl Column {
    pub const fn new(key: &'static str, zh: &'static str, en: &'static str) -> Column {
        Column {
            key,
            zh,
            en,
            align: Align::Left,
            shown: true,
            minor: false,
            low_priority: false,
            telling: false,
            alike: false,
        }
    }

    pub const fn right(mut self) -> Column {
        self.align = Align::Right;
        self
    }

    /// Only in machine formats, unless asked for.
    pub const fn hidden(mut self) -> Column {
        self.shown = false;
        self
    }

    /// The first to go where there is no room.
    pub const fn minor(mut self) -> Column {
        self.minor = true;
        self
    }

    /// The first to go where even the narrowest table would be too wide.
    pub const fn low_priority(mut self) -> Column {
        self.low_priority = true;
        self
    }

    /// Hidden in a table, unless its rows differ in it: which platform, where there are several.
    pub const fn telling(mut self) -> Column {
        self.shown = false;
        self.telling = true;
        self
    }

    /// Goes where sentences would be cut and its rows don't differ: which shop, where there is one.
    pub const fn alike(mut self) -> Column {
        self.alike = true;
        self
    }

    pub fn title(&self, lang: Lang) -> &'static str {
        lang.pick(self.zh, self.en)
    }
}

/// A key of our own vocabulary and its titles: Chinese, English.
pub type Titled = (&'static str, &'static str, &'static str);

/// A value with its meaning; what is private is known by its kind, so masking has one place.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell<'a> {
    Empty,
    Int(i64),
    Money(Cents),
    Time(Stamp),
    /// Seconds, shown as hours with one decimal, truncated.
    Hours(i64),
    /// Minutes until a deadline, negative behind it; people read many as hours or days.
    Minutes(i64),
    /// Order, refund and tracking numbers: never masked, always text.
    Id(Cow<'a, str>),
    /// A word of our own vocabulary: the key, and its titles in both languages.
    Word(&'static str, &'static str, &'static str),
    /// Several such words.
    Words(Vec<Titled>),
    /// A key that is put together, and what people read in its place.
    Told(Cow<'a, str>, Box<super::Say>),
    /// Free text: phone numbers inside are masked.
    Text(Cow<'a, str>),
    /// The platform nick, needed to open the chat: shown unless it looks like a phone or a real name.
    Nick(Cow<'a, str>),
    /// A receiver's name.
    Name(Cow<'a, str>),
    Phone(Cow<'a, str>),
    Address(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    pub fn int(value: Option<i64>) -> Cell<'a> {
        value.map_or(Cell::Empty, Cell::Int)
    }

    pub fn minutes(value: Option<i64>) -> Cell<'a> {
        value.map_or(Cell::Empty, Cell::Minutes)
    }

    pub fn money(value: Option<Cents>) -> Cell<'a> {
        value.map_or(Cell::Empty, Cell::Money)
    }

    pub fn time(value: Option<Stamp>) -> Cell<'a> {
        value.map_or(Cell::Empty, Cell::Time)
    }

    pub fn text(value: &'a str) -> Cell<'a> {
        if value.is_empty() { Cell::Empty } else { Cell::Text(value.into()) }
    }

    pub fn id(value: &'a str) -> Cell<'a> {
        if value.is_empty() { Cell::Empty } else { Cell::Id(value.into()) }
    }

    pub fn own_text(value: String) -> Cell<'static> {
        if value.is_empty() { Cell::Empty } else { Cell::Text(Cow::Owned(value)) }
    }

    pub fn own_id(value: String) -> Cell<'static> {
        if value.is_empty() { Cell::Empty } else { Cell::Id(Cow::Owned(value)) }
    }

    pub fn words(words: Vec<Titled>) -> Cell<'static> {
        if words.is_empty() { Cell::Empty } else { Cell::Words(words) }
    }

    /// A bare word without a translation (a rule's id, a machine key).
    pub fn key(word: &'static str) -> Cell<'static> {
        if word.is_empty() { Cell::Empty } else { Cell::Word(word, word, word) }
    }

    pub fn into_owned(self) -> Cell<'static> {
        let own = |text: Cow<'a, str>| Cow::Owned(text.into_owned());
        match self {
            Cell::Empty => Cell::Empty,
            Cell::Int(n) => Cell::Int(n),
            Cell::Money(m) => Cell::Money(m),
            Cell::Time(t) => Cell::Time(t),
            Cell::Hours(s) => Cell::Hours(s),
            Cell::Minutes(n) => Cell::Minutes(n),
            Cell::Word(key, zh, en) => Cell::Word(key, zh, en),
            Cell::Words(words) => Cell::Words(words),
            Cell::Told(key, say) => Cell::Told(own(key), say),
            Cell::Id(t) => Cell::Id(own(t)),
            Cell::Text(t) => Cell::Text(own(t)),
            Cell::Nick(t) => Cell::Nick(own(t)),
            Cell::Name(t) => Cell::Name(own(t)),
            Cell::Phone(t) => Cell::Phone(own(t)),
            Cell::Address(t) => Cell::Address(own(t)),
        }
    }
}

/// A finished table. Lists that may be long are streamed to a renderer row by row instead.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub title: super::Say,
    pub columns: &'static [Column],
    pub rows: Vec<Vec<Cell<'static>>>,
    /// The column that `-F name` prints.
    pub name_column: &'static str,
}
