//! What `cs export` wrote comes back as it stood: nothing is cleaned, worked out or guessed.

mod cell;
pub(super) mod mark;

use super::fault::Fault;
use super::reading::Reading;
use super::rows::rows;
use super::stats::{Stats, note_event};
use crate::error::{Error, Result};
use crate::layouts::{Bound, Kind, normalize_name};
use crate::model::text::{hash64, is_masked};
use crate::model::{Field, Say, Stamp, quote};
use crate::records::{
    self, Column, FULL, MARK, MASKED, Origin, Record, RecordKey, SEEN_AT, Schema, Slot, Type,
};
use crate::source::Table;
use cell::Cell;
use mark::text;
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
        if let Some((column, (zh, en))) = untold(schema, &key) {
            let at = schema.position(column.key).and_then(|at| columns.indexes.get(at)).copied();
            return Err(Fault::at(at.unwrap_or(columns.mark), zh.to_owned(), en.to_owned()));
        }
        if !is_dated(record.as_mut()) {
            return Err(Fault::at(
                columns.at,
                "没有写是什么时候登记的".to_owned(),
                "it is not told when this was written".to_owned(),
            ));
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

/// A number that a record lacks, and why. Of ours some stand for each other, and what is masked tells nobody apart.
fn untold(
    schema: &'static Schema,
    key: &RecordKey,
) -> Option<(&'static Column, (&'static str, &'static str))> {
    let numbers = || schema.keys().zip(&key.numbers);
    if schema.origin == Origin::Export {
        let none = key.numbers.iter().any(String::is_empty);
        return none
            .then(|| schema.number_column())
            .flatten()
            .map(|at| (at, ("没有编号", "there is no number")));
    }
    let either = |column: &Column| {
        schema.required.iter().find(|any| column.field.is_some_and(|field| any.contains(&field)))
    };
    let is_there = |column: &Column, number: &str| match either(column) {
        None => !number.is_empty(),
        Some(any) => numbers().any(|(other, number)| either(other) == Some(any) && !number.is_empty()),
    };
    numbers().find_map(|(column, number)| match is_there(column, number) {
        true if !is_masked(number) => None,
        true => Some((column, ("打了码，认不出是谁", "this is masked, which tells nobody apart"))),
        false => Some((column, ("没有写，分不清是哪一条", "nothing stands here to tell it from others"))),
    })
}

/// Whether it is told when one of our own records was written: without that it could not be weighed against another one.
fn is_dated(record: &mut dyn Record) -> bool {
    record.schema().origin == Origin::Export || records::moment(record).is_some_and(|at| at != Stamp(0))
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

/// Where the columns of an export stand in the file.
struct Columns {
    mark: usize,
    seen_at: usize,
    /// Of the number.
    number: usize,
    /// Of the moment by which a record is chosen.
    at: usize,
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
        let at = schema.at.first().and_then(|field| schema.position(field.key()));
        let at = at.and_then(|at| indexes.get(at)).copied().unwrap_or(seen_at);
        Ok(Columns { mark, seen_at, number, at, indexes, generic: schema.is_generic() })
    }
}

/// The record as its own struct. What was read is what was asked for: anything else is a fault of ours.
pub(super) fn of_kind<T: 'static>(record: &mut dyn Record) -> Result<&mut T> {
    record.as_any().downcast_mut().ok_or_else(|| Error::bug("a record of another kind"))
}

const SEEN: Column = Column::new(SEEN_AT, "", "", Type::Time);
