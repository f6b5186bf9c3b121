//! One column of a record: what it is called everywhere, what its value means, and how a newer one joins it.

use crate::model::{Cell, Cents, Field, FieldType, Stamp, Words, sheet};

/// What a value means: how it is read, stored, shown and masked follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// A number to tell something by, kept to the last digit; never masked.
    Id,
    /// Free text: what is private in it is masked where it is shown.
    Text,
    /// A key of one of our own vocabularies.
    Word,
    /// Cents.
    Money,
    Count,
    /// Unix seconds.
    Time,
    /// The platform's nick of a person.
    Nick,
    Name,
    Phone,
    Address,
    Yes,
    /// A set of columns, by their keys.
    Columns,
    /// A JSON object of what no column holds.
    Extra,
}

/// How a newer value joins the stored one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// Tells the record apart: never merged.
    Key,
    /// What is stated replaces; what is empty does not.
    Newer,
    /// A person's: a masked text never replaces a full one.
    Private,
    /// A state; the platform's own words for it stand in the next column and go with it.
    State,
    /// Sets grow, objects are merged by key.
    Union,
    /// Times that mean "never": a real time ends them.
    Never,
}

/// One column of a record.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// The machine key: in exports, layouts and scripts.
    pub key: &'static str,
    pub zh: &'static str,
    pub en: &'static str,
    pub ty: Type,
    pub merge: Merge,
    /// Keys of words that state nothing.
    pub silent: &'static [&'static str],
    /// Its name in the vocabulary of layouts and rules, where it has one.
    pub field: Option<Field>,
    /// What the table calls it.
    pub sql: &'static str,
    /// The vocabulary of a word that is kept as text.
    pub words: &'static Words,
    /// Shown in a table on a terminal when no columns are asked for.
    pub shown: bool,
    /// Tells an export of its kind from those of the others, where what a record must state does not.
    pub telling: bool,
    /// What it was before an import changed it stands in [`super::CHANGES`].
    pub ledger: bool,
}

impl Column {
    /// A word of ours or of the shop's; another one is masked like any text.
    pub const PLATFORM: Column = Column::of(Field::Platform).key();
    pub const SHOP: Column = Column::of(Field::Shop).key();
    /// The number of a generic record.
    pub const RECORD_NO: Column = Column::new("line_no", "行编号", "Line", Type::Id).key().hidden();
    /// The number of one of the team's own records.
    pub const ID: Column = Column::new("id", "编号", "Id", Type::Id).key();
    /// Who wrote it: people who work here are known by their names.
    pub const BY: Column = Column::new("by", "登记人", "By", Type::Id).stored("by_whom");
    pub const EXTRA: Column = Column::new("extra", "其他列", "Other columns", Type::Extra).hidden();
    pub const OFFERED: Column = Column::new("have", "来源有的列", "Columns offered", Type::Columns).hidden();
    pub const SENTINELS: Column =
        Column::new("sentinels", "写作“从不”的时间", "Times of never", Type::Columns)
            .merged(Merge::Never)
            .hidden();

    pub const fn new(key: &'static str, zh: &'static str, en: &'static str, ty: Type) -> Column {
        let merge = match ty {
            Type::Nick | Type::Name | Type::Phone | Type::Address => Merge::Private,
            Type::Columns | Type::Extra => Merge::Union,
            _ => Merge::Newer,
        };
        Column {
            key,
            zh,
            en,
            ty,
            merge,
            silent: &[],
            field: None,
            sql: key,
            words: &[],
            shown: true,
            telling: false,
            ledger: false,
        }
    }

    /// A column of the vocabulary of layouts and rules.
    pub const fn of(field: Field) -> Column {
        let ty = match field {
            Field::Receiver => Type::Name,
            Field::Phone => Type::Phone,
            Field::Address => Type::Address,
            Field::Buyer | Field::Party | Field::Account | Field::Chat | Field::SentBy => Type::Nick,
            _ => match field.kind() {
                FieldType::Id => Type::Id,
                FieldType::Text => Type::Text,
                FieldType::Money => Type::Money,
                FieldType::Count => Type::Count,
                FieldType::Time => Type::Time,
                FieldType::Word => Type::Word,
            },
        };
        let (zh, en) = field.title();
        let mut column = Column::new(field.key(), zh, en, ty);
        column.field = Some(field);
        column
    }

    /// The same under the headings of its kind.
    pub const fn titled(mut self, zh: &'static str, en: &'static str) -> Column {
        (self.zh, self.en) = (zh, en);
        self
    }

    pub const fn is(mut self, ty: Type) -> Column {
        self.ty = ty;
        self
    }

    pub const fn merged(mut self, merge: Merge) -> Column {
        self.merge = merge;
        self
    }

    pub const fn key(self) -> Column {
        self.merged(Merge::Key)
    }

    /// A state, whose raw words stand in the next column.
    pub const fn state(self, silent: &'static [&'static str]) -> Column {
        self.merged(Merge::State).silent(silent)
    }

    /// Words that state nothing.
    pub const fn silent(mut self, silent: &'static [&'static str]) -> Column {
        self.silent = silent;
        self
    }

    /// The table calls it by another name.
    pub const fn stored(mut self, sql: &'static str) -> Column {
        self.sql = sql;
        self
    }

    /// A word that is kept as text.
    pub const fn words(mut self, words: &'static Words) -> Column {
        (self.words, self.ty) = (words, Type::Word);
        self
    }

    /// Only in machine formats, unless asked for.
    pub const fn hidden(mut self) -> Column {
        self.shown = false;
        self
    }

    /// Its heading tells its kind.
    pub const fn telling(mut self) -> Column {
        self.telling = true;
        self
    }

    /// An import that changes it says what it was.
    pub const fn ledger(mut self) -> Column {
        self.ledger = true;
        self
    }

    /// The column of a sheet.
    pub const fn heading(&self) -> sheet::Column {
        let heading = sheet::Column::new(self.key, self.zh, self.en);
        let heading = match self.ty {
            Type::Money | Type::Count => heading.right(),
            _ => heading,
        };
        if self.shown { heading } else { heading.hidden() }
    }

    /// A stored number by what it means.
    pub fn number_cell(&self, number: i64) -> Cell<'static> {
        match self.ty {
            Type::Money => Cell::Money(Cents(number)),
            Type::Time => Cell::Time(Stamp(number)),
            _ => Cell::Int(number),
        }
    }

    /// Whether the table keeps a number, which may be missing, and no text.
    pub const fn is_number(&self) -> bool {
        matches!(self.ty, Type::Money | Type::Count | Type::Time | Type::Yes | Type::Columns)
    }
}
