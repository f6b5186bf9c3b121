//! One field of one row: its first column that is not empty, typed.

use super::fault::{Fault, Value};
use super::quick;
use super::raw::{is_nothing, raw};
use super::row_source::{Scratch, Source, Typed};
use super::value::{count, factor, id, line_id, money, number, time};
use crate::layouts::{Kind, Layout};
use crate::model::amount::{Amount, Fine, Unit};
use crate::model::decimal::Decimal;
use crate::model::time::{DateOrder, Era, TimeError};
use crate::model::{Field, FieldType, Stamp};
use crate::source::Raw;

impl Source<'_> {
    /// Reads one field from its columns, best first.
    pub(super) fn field(
        &self,
        scratch: &mut Scratch,
        field: Field,
        indexes: &[usize],
    ) -> Value<Option<Typed>> {
        let layout = &self.bound.layout;
        let mut never = false;
        for &column in indexes {
            if self.row.is_blank(column) {
                continue;
            }
            if let Some(typed) = quick::read(self, field, column, &mut scratch.text) {
                return Ok(Some(typed));
            }
            let cell = raw(self.row, column, &mut scratch.buf)?;
            if let Raw::Text(text) = cell
                && (text.is_empty() || layout.is_empty_word(text))
            {
                continue;
            }
            match self.value(field, cell, column, &mut scratch.text, &mut scratch.units)? {
                Some(Typed::Never) => never = true,
                Some(typed) => return Ok(Some(typed)),
                None => {}
            }
        }
        Ok(never.then_some(Typed::Never))
    }

    /// The price of one piece in a column, as exact as it is.
    pub(super) fn price(&self, scratch: &mut Scratch, column: usize) -> Value<Option<Fine>> {
        if self.row.is_blank(column) {
            return Ok(None);
        }
        if let Some(Typed::Money(cents)) = quick::read(self, Field::Price, column, &mut scratch.text) {
            return Ok(Some(Amount { cents, unit: None }.into()));
        }
        let cell = raw(self.row, column, &mut scratch.buf)?;
        if let Raw::Text(text) = cell
            && (text.is_empty() || self.bound.layout.is_empty_word(text))
        {
            return Ok(None);
        }
        let price = factor(cell, column, self)?;
        scratch.units.extend(price.and_then(|p| p.unit).map(|unit| (column, unit)));
        Ok(price)
    }

    /// The value of a field in a text that is only a part of its cell.
    pub(super) fn typed(
        &self,
        field: Field,
        text: Raw<'_>,
        column: usize,
        scratch: &mut Scratch,
    ) -> Value<Option<Typed>> {
        self.value(field, text, column, &mut scratch.text, &mut scratch.units)
    }

    fn value(
        &self,
        field: Field,
        cell: Raw<'_>,
        column: usize,
        text: &mut String,
        units: &mut Vec<(usize, Unit)>,
    ) -> Value<Option<Typed>> {
        let layout = &self.bound.layout;
        let comma = self.columns.told.decimal == Some(Decimal::Comma);
        Ok(match field.kind() {
            FieldType::Money => match money(cell, column, self, field == Field::Price)? {
                None => None,
                Some(amount) => {
                    units.extend(amount.unit.map(|unit| (column, unit)));
                    Some(Typed::Money(amount.cents))
                }
            },
            FieldType::Count => count(cell, column, comma)?.map(Typed::Count),
            FieldType::Time => self.time(cell, column)?,
            FieldType::Id => {
                match field {
                    _ if matches!(layout.kind, Kind::Lines(_)) => line_id(cell, column, text)?,
                    Field::OrderNo | Field::ItemNo | Field::RefundNo | Field::ReviewNo => {
                        number(cell, column, text)?;
                    }
                    _ => id(cell, column, text)?,
                }
                clean_prefix(layout, field, text);
                (!text.is_empty()).then_some(Typed::Text)
            }
            FieldType::Text | FieldType::Word => {
                plain_text(cell, column, text)?;
                clean_prefix(layout, field, text);
                (!text.is_empty()).then_some(Typed::Text)
            }
        })
    }

    /// A moment, or [`Typed::Never`].
    pub(super) fn time(&self, cell: Raw<'_>, column: usize) -> Value<Option<Typed>> {
        let zone = self.bound.layout.zone.unwrap_or(self.reading.zone);
        let read = time(cell, column, zone, self.columns)?;
        Ok(read.map(|at| at.map_or(Typed::Never, Typed::Time)))
    }

    /// Whether a text is a date that systems write for "never".
    pub(super) fn is_never(&self, text: &str) -> bool {
        let zone = self.bound.layout.zone.unwrap_or(self.reading.zone);
        match Stamp::parse(text, zone, DateOrder::Open) {
            Ok(at) => at.era(zone) == Era::Never,
            Err(e) => e == TimeError::Never,
        }
    }

    /// The platform that the record belongs to, before its own column is read.
    pub(super) fn platform(&self) -> &str {
        self.reading.platform.as_deref().unwrap_or(&self.bound.layout.platform)
    }

    /// The shop: named on the command line, else in the file, else by the layout or the configuration.
    pub(super) fn shop(&self, shop: &mut String) {
        if let Some(given) = &self.reading.shop {
            shop.clone_from(given);
        } else if shop.is_empty() {
            let layout = &self.bound.layout.default_shop;
            shop.push_str(if layout.is_empty() { &self.reading.default_shop } else { layout });
        }
    }

    /// The refusal of a row without its number.
    pub(super) fn missing(&self, field: Field, zh: &str, en: &str) -> Fault {
        Fault::row(self.bound.columns_of(field).first().copied(), zh.to_owned(), en.to_owned())
    }

    /// Unmapped columns as a JSON object, in the file's order; empty ones left out.
    pub(super) fn extra(&self, buf: &mut String, out: &mut String) -> Value<()> {
        out.clear();
        if !self.reading.extra {
            return Ok(());
        }
        for &column in &self.bound.unmapped {
            if self.row.is_blank(column) {
                continue;
            }
            let number;
            let text = match raw(self.row, column, buf)? {
                Raw::Text(text) | Raw::Broken(text) => text,
                Raw::Number(n) | Raw::Serial(n) => {
                    number = n.to_string();
                    &number
                }
            };
            if is_nothing(text) {
                continue;
            }
            out.push(if out.is_empty() { '{' } else { ',' });
            json_text(self.bound.heading(column), out);
            out.push(':');
            json_text(text, out);
        }
        if !out.is_empty() {
            out.push('}');
        }
        Ok(())
    }
}

fn json_text(text: &str, out: &mut String) {
    // All bytes at once, not one after another until one is found.
    if text.bytes().fold(false, |found, b| found | (b < b' ') | (b == b'"') | (b == b'\\')) {
        out.push_str(&serde_json::Value::from(text).to_string());
    } else {
        out.push('"');
        out.push_str(text);
        out.push('"');
    }
}

fn plain_text(cell: Raw<'_>, column: usize, out: &mut String) -> Value<()> {
    out.clear();
    match cell {
        Raw::Text(text) => out.push_str(text),
        // A phone or a code that a spreadsheet took for a number.
        Raw::Number(n) if n.fract() == 0.0 && n.abs() < 1e15 => out.push_str(&format!("{n:.0}")),
        Raw::Number(n) | Raw::Serial(n) => out.push_str(&n.to_string()),
        Raw::Broken(text) => {
            return Err(super::value::broken(column, text));
        }
    }
    Ok(())
}

fn clean_prefix(layout: &Layout, field: Field, text: &mut String) {
    let of = |list: &[(Field, Vec<String>)]| {
        let prefixes = list.iter().find(|(of, _)| *of == field).map(|p| &p.1);
        prefixes.and_then(|list| list.iter().find(|p| text.starts_with(p.as_str()))).cloned()
    };
    if of(&layout.skip_prefix).is_some() {
        text.clear();
    } else if let Some(prefix) = of(&layout.drop_prefix) {
        *text = text[prefix.len()..].trim().to_owned();
    }
}
