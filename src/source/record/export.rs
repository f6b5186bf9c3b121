//! What `cs export` wrote comes back as it stood: nothing is cleaned, worked out or guessed.

use super::value::{Fault, Value, count, id, line_id, number, plain_money, raw};
use super::{Reading, Stats, note_event, rows};
use crate::error::{Error, Result};
use crate::layouts::{Bound, Kind, normalize_name};
use crate::model::fact::{FULL, MARK, MASKED, Slot};
use crate::model::generic::Value as Held;
use crate::model::text::hash64;
use crate::model::time::DateOrder;
use crate::model::{
    Cents, Direction, Fact, Field, FieldType, Fields, Flag, OrderKind, RefundKind, RefundState, Say, Stamp,
    Status, Zone, quote,
};
use crate::source::row::{Raw, Row};
use crate::source::table::Table;
use std::collections::HashMap;
use std::ops::ControlFlow;

type Each<'f> = dyn FnMut(&mut Fact) -> Result<ControlFlow<()>> + 'f;

/// Reads the facts of the kind of `like`.
pub(super) fn each(table: &mut Table, reading: &Reading, like: &Fact, f: &mut Each<'_>) -> Result<Stats> {
    let columns = Columns::of(&table.bound, like).map_err(|e| e.within(&table.input.name))?;
    // Whole hashes: numbers made by the millions must not be taken for each other.
    let (kind, mut met) = (like.kind(), HashMap::<u64, u64>::new());
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
        let mut fact = like.clone();
        for ((column, slot), index) in fact.parts().into_iter().zip(&columns.indexes) {
            let bound =
                Cell { row, index: *index, key: column.key, lines: columns.lines, zone: reading.zone };
            bound.read(slot, &mut scratch.buf)?;
        }
        let seen = Cell { row, index: columns.seen_at, key: "seen_at", lines: false, zone: reading.zone };
        let seen = seen.time(&mut scratch.buf)?.filter(|at| *at <= reading.now).ok_or_else(|| {
            Fault::at(
                columns.seen_at,
                "没有写数据截至什么时候，或那个时间还没到".to_owned(),
                "it is not told as of when this holds, or that moment is still to come".to_owned(),
            )
        })?;
        over(&mut fact, reading);
        numbered(&fact, columns.number)?;
        let (platform, shop, no) = fact.key();
        let name = hash64(&[platform, shop, &no].map(str::as_bytes));
        match met.insert(name, row.fingerprint()) {
            None => {}
            Some(before) if before == row.fingerprint() => {
                stats.repeated += 1;
                return Ok(ControlFlow::Continue(()));
            }
            Some(_) => {
                let shown = no.split('\n').map(quote::number).collect::<Vec<_>>().join(" ");
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
        note_event(stats, fact.last_event(), reading.now);
        f(&mut fact).map_err(Fault::Fatal)
    })
}

/// What was said of the file as a whole goes before what stands in it.
fn over(fact: &mut Fact, reading: &Reading) {
    for (column, slot) in fact.parts() {
        let said = match column.key {
            "platform" => &reading.platform,
            "shop" => &reading.shop,
            _ => continue,
        };
        if let (Some(said), Slot::Id(slot) | Slot::Text(slot)) = (said, slot) {
            slot.clone_from(said);
        }
    }
}

/// A fact without its number could not be told from others.
fn numbered(fact: &Fact, index: usize) -> Value<()> {
    let nothing = match fact {
        Fact::Order(r) => r.order_no.is_empty(),
        Fact::Item(r) => r.order_no.is_empty() || r.item.item_no.is_empty(),
        Fact::Refund(r) => r.refund_no.is_empty(),
        Fact::Review(r) => r.review_id.is_empty(),
        Fact::Generic(r) => r.line_no.is_empty(),
    };
    match nothing {
        false => Ok(()),
        true => Err(Fault::at(index, "没有编号".to_owned(), "there is no number".to_owned())),
    }
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
    /// In the order of the fact's parts.
    indexes: Vec<usize>,
    lines: bool,
}

impl Columns {
    fn of(bound: &Bound, like: &Fact) -> Result<Columns> {
        let header: Vec<String> = bound.header.iter().map(|h| normalize_name(h)).collect();
        let mut missing = Vec::new();
        let mut index = |key: &'static str| {
            let at = header.iter().position(|h| h == key);
            if at.is_none() {
                missing.push(key);
            }
            at.unwrap_or_default()
        };
        let (mark, seen_at) = (index(MARK), index("seen_at"));
        let keys: Vec<&str> = like.clone().parts().into_iter().map(|part| part.0.key).collect();
        let indexes: Vec<usize> = keys.iter().map(|key| index(key)).collect();
        if !missing.is_empty() {
            let kind = like.kind();
            return Err(Error::input(
                format!("这份 cs 导出缺少列：{}", missing.join("、")),
                format!("this export of cs lacks columns: {}", missing.join(", ")),
            )
            .hint(
                format!("不带 --columns 重新导出：cs export {kind} --reveal -o 文件.csv"),
                format!("export it again without `--columns`: `cs export {kind} --reveal -o FILE.csv`"),
            ));
        }
        let lines = matches!(like, Fact::Generic(_));
        let of = if lines { "line_no" } else { number_of(like) };
        let number = keys.iter().zip(&indexes).find(|(key, _)| **key == of).map_or(mark, |(_, index)| *index);
        Ok(Columns { mark, seen_at, number, indexes, lines })
    }
}

/// What was read is what was asked for: anything else is a fault of ours.
pub(super) fn other_kind() -> Error {
    Error::bug("a fact of another kind")
}

fn number_of(like: &Fact) -> &'static str {
    match like {
        Fact::Item(_) => "item_no",
        Fact::Refund(_) => "refund_no",
        Fact::Review(_) => "review_no",
        _ => "order_no",
    }
}

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
    key: &'static str,
    lines: bool,
    zone: Zone,
}

impl Cell<'_> {
    fn read(&self, slot: Slot<'_>, buf: &mut String) -> Value<()> {
        match slot {
            Slot::Id(out) => self.id(out)?,
            Slot::Text(out) | Slot::Nick(out) | Slot::Name(out) | Slot::Phone(out) | Slot::Address(out) => {
                *out = text(self.row, self.index)?
            }
            Slot::Extra(out) => {
                *out = text(self.row, self.index)?;
                let object: std::result::Result<serde_json::Map<String, serde_json::Value>, _> =
                    serde_json::from_str(out);
                if !out.is_empty() && object.is_err() {
                    return Err(self.bad(out, "不是 JSON 对象", "is no JSON object"));
                }
            }
            Slot::Money(out) => *out = self.money(buf)?,
            Slot::Count(out) => *out = count(raw(self.row, self.index, buf)?, self.index, false)?,
            Slot::Time(out) => *out = self.time(buf)?,
            Slot::Yes(out) => {
                *out = self.word(|w| [("yes", true), ("no", false)].iter().find(|y| y.0 == w).map(|y| y.1))?
            }
            Slot::Status(out) => *out = self.word(Status::by_key)?.unwrap_or_default(),
            Slot::Kind(out) => *out = self.word(OrderKind::by_key)?.unwrap_or_default(),
            Slot::Flag(out) => *out = self.word(Flag::by_key)?.unwrap_or_default(),
            Slot::RefundKind(out) => *out = self.word(RefundKind::by_key)?.unwrap_or_default(),
            Slot::RefundState(out) => *out = self.word(RefundState::by_key)?.unwrap_or_default(),
            Slot::Fields(out) => *out = self.fields()?,
            Slot::Generic(field, out) => *out = self.line(field, buf)?,
        }
        Ok(())
    }

    /// A spreadsheet may have damaged it: these checks are the same for every file.
    fn id(&self, out: &mut String) -> Value<()> {
        let mut buf = String::new();
        let cell = raw(self.row, self.index, &mut buf)?;
        // The number that `cs` gave an item or a refund without one.
        let may_be_made = matches!(self.key, "item_no" | "refund_no");
        let made = matches!(cell, Raw::Text(text) if text.starts_with('~') && may_be_made);
        let bare = |raw| match raw {
            Raw::Text(text) if made => Raw::Text(text.strip_prefix('~').unwrap_or(text)),
            other => other,
        };
        match self.key {
            _ if self.lines => line_id(cell, self.index, out)?,
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
    fn word<T>(&self, by_key: impl Fn(&str) -> Option<T>) -> Value<Option<T>> {
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

    fn line(&self, field: Field, buf: &mut String) -> Value<Held> {
        let number = |n: Option<i64>| n.map_or(Held::None, Held::Number);
        let written = |text: String| if text.is_empty() { Held::None } else { Held::Text(text) };
        Ok(match field.kind() {
            FieldType::Money => number(self.money(buf)?.map(|m| m.0)),
            FieldType::Count => number(count(raw(self.row, self.index, buf)?, self.index, false)?),
            FieldType::Time => number(self.time(buf)?.map(|at| at.0)),
            FieldType::Id => {
                let mut out = String::new();
                self.id(&mut out)?;
                written(out)
            }
            FieldType::Word if field == Field::Direction => {
                self.word(Direction::by_key)?.map_or(Held::None, |d| Held::Text(d.key().to_owned()))
            }
            FieldType::Text | FieldType::Word => written(text(self.row, self.index)?),
        })
    }

    fn bad(&self, shown: &str, zh: &str, en: &str) -> Fault {
        let told = quote::cell(shown);
        Fault::at(self.index, format!("{}{zh}", told.zh), format!("{} {en}", told.en))
    }
}
