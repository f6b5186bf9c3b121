//! What `cs export` wrote comes back as it stood: nothing is cleaned, worked out or guessed.

use super::value::{Fault, Value, count, id, line_id, number, plain_money, raw};
use super::{Reading, Stats, note_event, rows};
use crate::error::{Error, Result};
use crate::layouts::{Bound, Kind, normalize_name};
use crate::model::text::hash64;
use crate::model::time::DateOrder;
use crate::model::{Cents, Field, Fields, Say, Stamp, Zone, quote};
use crate::records::{self, Column, FULL, MARK, MASKED, Record, SEEN_AT, Schema, Slot, Type, Value as Held};
use crate::source::Table;
use crate::source::{Raw, Row};
use std::collections::HashMap;
use std::ops::ControlFlow;

type Each<'f> = dyn FnMut(&mut dyn Record) -> Result<ControlFlow<()>> + 'f;

/// Reads the records of a kind.
pub(super) fn each(
    table: &mut Table,
    reading: &Reading,
    schema: &'static Schema,
    f: &mut Each<'_>,
) -> Result<Stats> {
    let columns = Columns::of(&table.bound, schema).map_err(|e| e.within(&table.input.name))?;
    // Whole hashes: numbers made by the millions must not be taken for each other.
    let (kind, mut met) = (schema.key, HashMap::<u64, u64>::new());
    rows(table, reading, &mut |source, scratch, stats| {
        let row = source.row;
        let said = text(row, columns.mark)?;
        if said != format!("{kind} {FULL}") {
            // The mark of another kind helps; anything else has slipped in from another column.
            let ours = said
                .split_whitespace()
                .all(|word| word == FULL || word == MASKED || Kind::by_key(word).is_some());
            let told = if ours {
                Say::new(format!("「{said}」"), format!("`{said}`"))
            } else {
                quote::cell(&said)
            };
            return Err(Fault::at(
                columns.mark,
                format!("这里写的是{}，应为「{kind} {FULL}」", told.zh),
                format!("this says {} where `{kind} {FULL}` belongs", told.en),
            ));
        }
        let mut record = (schema.make)();
        let (mut indexes, mut fault) = (columns.indexes.iter(), None);
        records::each(record.as_mut(), &mut |column, slot| {
            if let (Some(index), None) = (indexes.next(), &fault) {
                let cell = Cell { row, index: *index, column, generic: columns.generic, zone: reading.zone };
                fault = cell.read(slot, &mut scratch.buf).err();
            }
        });
        if let Some(fault) = fault {
            return Err(fault);
        }
        let seen = Cell { row, index: columns.seen_at, column: &SEEN, generic: false, zone: reading.zone };
        let seen = seen.time(&mut scratch.buf)?.filter(|at| *at <= reading.now).ok_or_else(|| {
            Fault::at(
                columns.seen_at,
                "没有写数据截至什么时候，或那个时间还没到".to_owned(),
                "it is not told as of when this holds, or that moment is still to come".to_owned(),
            )
        })?;
        over(record.as_mut(), reading);
        let key = records::key(record.as_mut());
        // Without its number it could not be told from others.
        if key.numbers.iter().any(String::is_empty) {
            return Err(Fault::at(columns.number, "没有编号".to_owned(), "there is no number".to_owned()));
        }
        let name = hash64(&[&key.platform, &key.shop, &key.numbers.join("\n")].map(|part| part.as_bytes()));
        match met.insert(name, row.fingerprint()) {
            None => {}
            Some(before) if before == row.fingerprint() => {
                stats.repeated += 1;
                return Ok(ControlFlow::Continue(()));
            }
            Some(_) => {
                let shown = key.numbers.iter().map(|no| quote::number(no)).collect::<Vec<_>>().join(" ");
                return Err(Fault::at(
                    columns.number,
                    format!("{shown} 前面已经出现过，内容不同"),
                    format!("{shown} stood in the file before, with other values"),
                ));
            }
        }
        // No row knows more than its reader's clock.
        reading.seen.set(Some(seen.min(reading.now)));
        stats.seen = stats.seen.max(Some(seen));
        note_event(stats, records::last_event(record.as_mut()), reading.now);
        f(record.as_mut()).map_err(Fault::Fatal)
    })
}

/// What was said of the file as a whole goes before what stands in it.
fn over(record: &mut dyn Record, reading: &Reading) {
    records::each(record, &mut |column, slot| {
        let said = match column.field {
            Some(Field::Platform) => &reading.platform,
            Some(Field::Shop) => &reading.shop,
            _ => return,
        };
        if let (Some(said), Slot::Text(slot)) = (said, slot) {
            slot.clone_from(said);
        }
    });
}

/// Looks at the mark of each row, in any file: a masked row is no fact.
pub(super) struct Whole {
    index: Option<usize>,
    file: String,
    kind: &'static str,
}

impl Whole {
    pub(super) fn of(bound: &Bound, file: &str) -> Whole {
        let index = bound.header.iter().position(|h| normalize_name(h) == MARK);
        Whole { index, file: file.to_owned(), kind: bound.layout.kind.key() }
    }

    pub(super) fn look(&self, row: &Row<'_>) -> Value<()> {
        let Some(index) = self.index else { return Ok(()) };
        let said = text(row, index)?;
        if !said.split_whitespace().any(|word| word == MASKED) {
            return Ok(());
        }
        let of = said.split_whitespace().next().filter(|w| *w != MASKED).unwrap_or(self.kind);
        Err(Fault::Fatal(masked(&self.file, of)))
    }
}

fn masked(file: &str, kind: &str) -> Error {
    let kind = Kind::by_key(kind).map_or_else(|| quote::number(kind), |kind| kind.key().to_owned());
    Error::input(
        format!("{file}：这份导出打了码（{MARK} 列写着 {MASKED}），姓名、电话、地址和文字不是原样，不能当作数据"),
        format!("{file}: this export is masked (so says its column {MARK}): names, phones, addresses and texts are not what they were, and no facts"),
    )
    .hint(
        format!("要能再读回来的：cs export {kind} --reveal -o 文件.csv"),
        format!("one that can be read back: `cs export {kind} --reveal -o FILE.csv`"),
    )
}

/// Where the columns of an export stand in the file.
struct Columns {
    mark: usize,
    seen_at: usize,
    /// Of the number.
    number: usize,
    /// In the order of the schema's columns.
    indexes: Vec<usize>,
    generic: bool,
}

impl Columns {
    fn of(bound: &Bound, schema: &Schema) -> Result<Columns> {
        let header: Vec<String> = bound.header.iter().map(|h| normalize_name(h)).collect();
        let mut missing = Vec::new();
        let mut index = |key: &'static str| {
            let at = header.iter().position(|h| h == key);
            if at.is_none() {
                missing.push(key);
            }
            at.unwrap_or_default()
        };
        let (mark, seen_at) = (index(MARK), index(SEEN_AT));
        let indexes: Vec<usize> = schema.columns.iter().map(|column| index(column.key)).collect();
        if !missing.is_empty() {
            let kind = schema.key;
            return Err(Error::input(
                format!("这份 cs 导出缺少列：{}", missing.join("、")),
                format!("this export of cs lacks columns: {}", missing.join(", ")),
            )
            .hint(
                format!("不带 --columns 重新导出：cs export {kind} --reveal -o 文件.csv"),
                format!("export it again without `--columns`: `cs export {kind} --reveal -o FILE.csv`"),
            ));
        }
        let of = schema.number_column().and_then(|column| schema.position(column.key));
        let number = of.and_then(|at| indexes.get(at)).copied().unwrap_or(mark);
        Ok(Columns { mark, seen_at, number, indexes, generic: schema.is_generic() })
    }
}

/// The record as its own struct. What was read is what was asked for: anything else is a fault of ours.
pub(super) fn of_kind<T: 'static>(record: &mut dyn Record) -> Result<&mut T> {
    record.as_any().downcast_mut().ok_or_else(|| Error::bug("a record of another kind"))
}

const SEEN: Column = Column::new(SEEN_AT, "", "", Type::Time);

/// A text to the byte; a `'` in front was put there by the writer, as spreadsheets would compute the cell.
fn text(row: &Row<'_>, index: usize) -> Value<String> {
    let mut text = row.exact(index).map_err(|fault| super::value::undecodable(fault, index))?;
    if text.starts_with('\'') {
        text.remove(0);
    }
    Ok(text)
}

/// One cell, and what is known of it.
struct Cell<'a> {
    row: &'a Row<'a>,
    index: usize,
    column: &'a Column,
    generic: bool,
    zone: Zone,
}

impl Cell<'_> {
    fn read(&self, slot: Slot<'_>, buf: &mut String) -> Value<()> {
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

    fn text(&self) -> Value<String> {
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

    fn count(&self, buf: &mut String) -> Value<Option<i64>> {
        count(raw(self.row, self.index, buf)?, self.index, false)
    }

    /// A spreadsheet may have damaged it: these checks are the same for every file.
    fn id(&self, out: &mut String) -> Value<()> {
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

    fn money(&self, buf: &mut String) -> Value<Option<Cents>> {
        let read = plain_money(raw(self.row, self.index, buf)?, self.index)?;
        Ok(read.map(|amount| amount.cents))
    }

    fn time(&self, buf: &mut String) -> Value<Option<Stamp>> {
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
    fn word<T>(&self, mut by_key: impl FnMut(&str) -> Option<T>) -> Value<Option<T>> {
        let word = text(self.row, self.index)?;
        if word.is_empty() {
            return Ok(None);
        }
        by_key(&word).map(Some).ok_or_else(|| self.bad(&word, "不是这一列的词", "is no word of this column"))
    }

    fn fields(&self) -> Value<Fields> {
        let mut set = Fields::NONE;
        for key in text(self.row, self.index)?.split_whitespace() {
            set.add(Field::by_key(key).ok_or_else(|| self.bad(key, "不是字段", "is no field"))?);
        }
        Ok(set)
    }

    fn value(&self, buf: &mut String) -> Value<Held> {
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

    fn bad(&self, shown: &str, zh: &str, en: &str) -> Fault {
        let told = quote::cell(shown);
        Fault::at(self.index, format!("{}{zh}", told.zh), format!("{} {en}", told.en))
    }
}
