//! A row of a bill, a settlement, a sheet becomes a line, by what its kind holds.

use super::fault::{Fault, Value};
use super::join::joined;
use super::raw::raw;
use super::row_source::{Scratch, Source, Typed};
use super::sums::add;
use crate::layouts::{Moved, lookup};
use crate::model::text::hash64;
use crate::model::{Cents, Direction, Field, FieldType, Fields, quote};
use crate::records::{GenericRecord, MADE, Value as Held, order_list};
use crate::source::Raw;

/// Whether amounts that went out bear a minus in this file: one file does it one way.
#[derive(Default)]
pub(super) struct Outgo {
    negative: Option<bool>,
}

pub(super) fn fill(
    source: &Source<'_>,
    scratch: &mut Scratch,
    outgo: &mut Outgo,
    out: &mut GenericRecord,
) -> Value<()> {
    let layout = &source.bound.layout;
    out.platform.push_str(source.platform());
    out.have = source.bound.have;
    let mut sides = Sides::default();
    for (field, columns) in &source.bound.columns {
        let typed = match split_time(source, scratch, *field, columns)? {
            Some(at) => Some(at),
            None => source.field(scratch, *field, columns)?,
        };
        match typed {
            None | Some(Typed::Never) => {}
            Some(Typed::Money(m)) => match field {
                Field::Income => sides.income = Some(m),
                Field::Outgo => {
                    outgo.look(m, columns)?;
                    sides.outgo = Some(m);
                }
                // A refund with a minus is that refund.
                Field::Refunded => out.set(*field, Held::Number(m.abs().0)),
                _ => out.set(*field, Held::Number(m.0)),
            },
            Some(Typed::Count(n)) => out.set(*field, Held::Number(n)),
            Some(Typed::Time(at)) => out.set(*field, Held::Number(at.0)),
            Some(Typed::Text) => match field {
                Field::Shop => out.shop.push_str(&scratch.text),
                // What the row says goes before what the layout expects.
                Field::Platform if source.reading.platform.is_none() => {
                    let word = layout.platforms.get(&scratch.text).unwrap_or(&scratch.text);
                    out.platform.clone_from(word);
                }
                Field::Platform => {}
                Field::Direction => sides.word = Some(direction(source, columns, &scratch.text)?),
                Field::OrderNo if out.kind.has(Field::TrackingNo) => {
                    out.set(*field, Held::Text(order_list(&scratch.text)));
                }
                Field::TrackingNo | Field::OrderNo => {
                    scratch.text.retain(|c| !c.is_whitespace());
                    out.set(*field, Held::Text(scratch.text.clone()));
                }
                _ => out.set(*field, Held::Text(scratch.text.clone())),
            },
        }
    }
    for (field, columns) in &source.bound.joins {
        if *out.value(*field) == Held::None {
            let whole = joined(source, *field, columns, scratch)?;
            if !whole.is_empty() {
                out.set(*field, Held::Text(whole));
            }
        }
    }
    let mut told = Fields::NONE;
    for sum in &source.bound.adds {
        if *out.value(sum.field) != Held::None {
            continue;
        }
        let value = add(source, sum, &mut told, scratch)?;
        match (sum.field, value) {
            (_, None) => {}
            (Field::Income, _) => sides.income = sides.income.or(value),
            (Field::Outgo, _) => sides.outgo = sides.outgo.or(value),
            (Field::Refunded, Some(value)) => out.set(Field::Refunded, Held::Number(value.abs().0)),
            (field, Some(value)) => out.set(field, Held::Number(value.0)),
        }
    }
    if out.kind.has(Field::Direction) {
        derive_amount(source, &sides, out)?;
        came_back(source, out);
    }
    for any in out.kind.required {
        let [first, ..] = any else { continue };
        if any.iter().all(|f| *out.value(*f) == Held::None) {
            let title = |zh: bool| {
                let cols = any.iter().filter_map(|f| out.kind.column(*f));
                cols.map(|c| if zh { c.zh } else { c.en }).collect::<Vec<_>>().join("/")
            };
            let (zh, en) =
                (format!("没有{}", title(true)), format!("there is no {}", title(false).to_lowercase()));
            let is_outgo = *first == Field::Amount && source.bound.have.has(Field::Outgo);
            return Err(source.missing(if is_outgo { Field::Outgo } else { *first }, &zh, &en));
        }
    }
    source.shop(&mut out.shop);
    source.extra(&mut scratch.buf, &mut out.extra)?;
    out.line_no = match out.kind.number {
        Some(number) if layout.identity.is_empty() => out.text(number).to_owned(),
        _ => String::new(),
    };
    Ok(())
}

/// What a row says of where its money went.
#[derive(Default)]
struct Sides {
    income: Option<Cents>,
    outgo: Option<Cents>,
    word: Option<Direction>,
}

impl Outgo {
    fn look(&mut self, amount: Cents, columns: &[usize]) -> Value<()> {
        if amount.0 == 0 {
            return Ok(());
        }
        if *self.negative.get_or_insert(amount.0 < 0) == (amount.0 < 0) {
            return Ok(());
        }
        Err(Fault::row(
            columns.first().copied(),
            "支出列里有正数也有负数，分不清哪些是冲回".to_owned(),
            "the column of what went out holds positive and negative amounts: which are reversals can't be told"
                .to_owned(),
        ))
    }
}

fn direction(source: &Source<'_>, columns: &[usize], word: &str) -> Value<Direction> {
    lookup(&source.bound.layout.directions, word).ok_or_else(|| {
        let told = quote::cell(word);
        Fault::row(
            columns.first().copied(),
            format!("{}不知是收入还是支出；在格式的 [words.direction] 里写明", told.zh),
            format!("{} says neither income nor outgo; the layout's [words.direction] tells which", told.en),
        )
    })
}

/// One signed amount and its direction, out of two columns, of a word beside an amount, or of the amount's sign. A line by
/// which no money moved keeps its amount as it is written.
fn derive_amount(source: &Source<'_>, sides: &Sides, out: &mut GenericRecord) -> Value<()> {
    let have = source.bound.have;
    let stood_still = source.bound.layout.moved_of(out.text(Field::StatusRaw)) == Some(Moved::No);
    let amount = if have.has(Field::Income) || have.has(Field::Outgo) {
        match (sides.income.filter(|m| m.0 != 0), sides.outgo.filter(|m| m.0 != 0)) {
            (Some(_), Some(_)) => {
                return Err(source.missing(
                    Field::Outgo,
                    "同一行既有收入又有支出",
                    "there is both income and outgo in one row",
                ));
            }
            (Some(income), None) => Some(income),
            (None, Some(outgo)) => Some(Cents(-outgo.0.saturating_abs())),
            (None, None) => sides.income.or(sides.outgo),
        }
    } else {
        let amount = out.money(Field::Amount);
        if have.has(Field::Direction) {
            let word = sides.word.filter(|_| !stood_still).unwrap_or(Direction::Neutral);
            out.set(Field::Direction, Held::Text(word.key().to_owned()));
            match (word, amount) {
                (Direction::In, Some(m)) if m.0 < 0 => {
                    return Err(source.missing(
                        Field::Amount,
                        "方向是收入，金额却是负数",
                        "the direction says income, but the amount is negative",
                    ));
                }
                (Direction::Out, Some(m)) => {
                    out.set(Field::Amount, Held::Number(-m.0.saturating_abs()));
                }
                _ => {}
            }
            return Ok(());
        }
        amount
    };
    if let Some(amount) = amount {
        let direction = if stood_still { Direction::Neutral } else { Direction::of(amount) };
        out.set(Field::Amount, Held::Number(amount.0));
        out.set(Field::Direction, Held::Text(direction.key().to_owned()));
    }
    Ok(())
}

/// What came back of money that went out, where only the state of the line tells it: `已退款(￥3.00)`.
fn came_back(source: &Source<'_>, out: &mut GenericRecord) {
    let state = out.text(Field::StatusRaw);
    let Some(moved @ (Moved::AllBack | Moved::PartBack)) = source.bound.layout.moved_of(state) else {
        return;
    };
    if out.direction() != Some(Direction::Out) || *out.value(Field::Refunded) != Held::None {
        return;
    }
    let back = match moved {
        Moved::AllBack => out.money(Field::Amount),
        _ => {
            let begins = |c: char| c.is_numeric() || matches!(c, '(' | '（' | '¥' | '￥');
            let rest = state.find(begins).and_then(|at| state.get(at..));
            rest.and_then(Cents::parse)
        }
    };
    if let Some(back) = back {
        out.set(Field::Refunded, Held::Number(back.abs().0));
        out.have.add(Field::Refunded);
    }
}

/// A clock in one column and its day in the next.
fn split_time(
    source: &Source<'_>,
    scratch: &mut Scratch,
    field: Field,
    columns: &[usize],
) -> Value<Option<Typed>> {
    let [clock, day, ..] = *columns else { return Ok(None) };
    if field.kind() != FieldType::Time {
        return Ok(None);
    }
    let mut both = match raw(source.row, clock, &mut scratch.buf)? {
        Raw::Text(text) if text.len() <= 8 && text.contains(':') => format!(" {text}"),
        _ => return Ok(None),
    };
    match raw(source.row, day, &mut scratch.buf)? {
        Raw::Text(text) if !text.is_empty() => both.insert_str(0, text),
        _ => return Ok(None),
    }
    source.time(Raw::Text(&both), clock)
}

/// A row right below the header that explains the columns: none of its amounts, times and counts can be read. Where it
/// explains one of them only, it says nothing else.
pub(super) fn explains(source: &Source<'_>, scratch: &mut Scratch) -> bool {
    let (mut unreadable, mut says_more) = (0, false);
    for (field, columns) in &source.bound.columns {
        if !matches!(field.kind(), FieldType::Money | FieldType::Time | FieldType::Count) {
            says_more |= !matches!(source.field(scratch, *field, columns), Ok(None));
            continue;
        }
        match source.field(scratch, *field, columns) {
            Ok(None) => {}
            Ok(Some(_)) => return false,
            Err(_) => unreadable += 1,
        }
    }
    unreadable > 1 || (unreadable == 1 && !says_more)
}

/// The number of a line that has none: the same in every export that tells the same of it.
pub(super) fn made_no(source: &Source<'_>, line: &GenericRecord) -> String {
    let own = &source.bound.layout.identity;
    let identity = if own.is_empty() { line.kind.identity } else { own };
    let parts: Vec<String> = identity
        .iter()
        .map(|field| match line.value(*field) {
            Held::None => String::new(),
            Held::Text(text) => text.clone(),
            Held::Number(n) => n.to_string(),
        })
        .collect();
    let parts: Vec<&[u8]> = parts.iter().map(String::as_bytes).collect();
    format!("{MADE}{:016x}", hash64(&parts))
}

/// One number, two lines that differ.
pub(super) fn taken(line_no: &str) -> Fault {
    let shown = quote::number(line_no);
    Fault::row(
        None,
        format!("流水号 {shown} 前面已经出现过，内容不同；若一个号确有几行，在自己的格式里写 identity"),
        format!(
            "the number {shown} stood in the file before, with other values; where one number has several lines, a layout of your own says so with `identity`"
        ),
    )
}
