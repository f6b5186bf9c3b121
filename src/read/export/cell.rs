//! One cell of an export of `cs`, as its column says.

use super::mark::text;
use crate::model::time::DateOrder;
use crate::model::{Cents, Field, Fields, Stamp, Zone, quote};
use crate::read::fault::{Fault, Value};
use crate::read::raw::raw;
use crate::read::value::{count, id, line_id, number, plain_money};
use crate::records::{Column, Slot, Type, Value as Held};
use crate::source::{Raw, Row};

/// One cell, and what is known of it.
pub(super) struct Cell<'a> {
    pub(super) row: &'a Row<'a>,
    pub(super) index: usize,
    pub(super) column: &'a Column,
    pub(super) generic: bool,
    pub(super) zone: Zone,
}

impl Cell<'_> {
    pub(super) fn read(&self, slot: Slot<'_>, buf: &mut String) -> Value<()> {
        match slot {
            Slot::Text(out) => *out = self.text()?,
            Slot::Money(out) => *out = self.money(buf)?,
            Slot::Count(out) => *out = self.count(buf)?,
            Slot::Time(out) => *out = self.time(buf)?,
            Slot::Number(out) => *out = self.count(buf)?.unwrap_or_default(),
            Slot::At(out) => *out = self.time(buf)?.unwrap_or(Stamp(0)),
            Slot::Yes(out) => {
                *out = self.word(|w| [("yes", true), ("no", false)].iter().find(|y| y.0 == w).map(|y| y.1))?
            }
            Slot::Word(out) => {
                self.word(|key| out.set(key).then_some(()))?;
            }
            Slot::Columns(out) => *out = self.fields()?,
            Slot::Value(out) => *out = self.value(buf)?,
        }
        Ok(())
    }

    pub(super) fn text(&self) -> Value<String> {
        let mut out = String::new();
        match self.column.ty {
            Type::Id => self.id(&mut out)?,
            Type::Word if !self.column.words.is_empty() => {
                let known = |key: &str| self.column.words.iter().find(|word| word.0 == key);
                out = self.word(known)?.map_or(String::new(), |word| word.0.to_owned());
            }
            _ => out = text(self.row, self.index)?,
        }
        if self.column.ty == Type::Extra && !out.is_empty() {
            let object: std::result::Result<serde_json::Map<String, serde_json::Value>, _> =
                serde_json::from_str(&out);
            if object.is_err() {
                return Err(self.bad(&out, "不是 JSON 对象", "is no JSON object"));
            }
        }
        Ok(out)
    }

    pub(super) fn count(&self, buf: &mut String) -> Value<Option<i64>> {
        count(raw(self.row, self.index, buf)?, self.index, false)
    }

    /// A spreadsheet may have damaged it: these checks are the same for every file.
    pub(super) fn id(&self, out: &mut String) -> Value<()> {
        let mut buf = String::new();
        let cell = raw(self.row, self.index, &mut buf)?;
        // The number that `cs` gave an item or a refund without one.
        let may_be_made = matches!(self.column.key, "item_no" | "refund_no");
        let made = matches!(cell, Raw::Text(text) if text.starts_with('~') && may_be_made);
        let bare = |raw| match raw {
            Raw::Text(text) if made => Raw::Text(text.strip_prefix('~').unwrap_or(text)),
            other => other,
        };
        match self.column.key {
            _ if self.generic => line_id(cell, self.index, out)?,
            "order_no" | "item_no" | "refund_no" | "review_no" => number(bare(cell), self.index, out)?,
            _ => id(cell, self.index, out)?,
        }
        if made {
            out.insert(0, '~');
        }
        Ok(())
    }

    pub(super) fn money(&self, buf: &mut String) -> Value<Option<Cents>> {
        let read = plain_money(raw(self.row, self.index, buf)?, self.index)?;
        Ok(read.map(|amount| amount.cents))
    }

    pub(super) fn time(&self, buf: &mut String) -> Value<Option<Stamp>> {
        let read = match raw(self.row, self.index, buf)? {
            Raw::Text("") => return Ok(None),
            Raw::Text(text) => Stamp::parse(text, self.zone, DateOrder::Year).ok(),
            Raw::Number(n) | Raw::Serial(n) => Stamp::from_serial(n, self.zone),
            Raw::Broken(_) => None,
        };
        match read {
            Some(at) => Ok(Some(at)),
            None => Err(self.bad(&text(self.row, self.index)?, "不是日期时间", "is no date and time")),
        }
    }

    /// A word of our own; `None` where the cell is empty.
    pub(super) fn word<T>(&self, mut by_key: impl FnMut(&str) -> Option<T>) -> Value<Option<T>> {
        let word = text(self.row, self.index)?;
        if word.is_empty() {
            return Ok(None);
        }
        by_key(&word).map(Some).ok_or_else(|| self.bad(&word, "不是这一列的词", "is no word of this column"))
    }

    pub(super) fn fields(&self) -> Value<Fields> {
        let mut set = Fields::NONE;
        for key in text(self.row, self.index)?.split_whitespace() {
            set.add(Field::by_key(key).ok_or_else(|| self.bad(key, "不是字段", "is no field"))?);
        }
        Ok(set)
    }

    pub(super) fn value(&self, buf: &mut String) -> Value<Held> {
        let number = |n: Option<i64>| n.map_or(Held::None, Held::Number);
        Ok(match self.column.ty {
            Type::Money => number(self.money(buf)?.map(|m| m.0)),
            Type::Count => number(self.count(buf)?),
            Type::Time => number(self.time(buf)?.map(|at| at.0)),
            _ => match self.text()? {
                text if text.is_empty() => Held::None,
                text => Held::Text(text),
            },
        })
    }

    pub(super) fn bad(&self, shown: &str, zh: &str, en: &str) -> Fault {
        let told = quote::cell(shown);
        Fault::at(self.index, format!("{}{zh}", told.zh), format!("{} {en}", told.en))
    }
}
