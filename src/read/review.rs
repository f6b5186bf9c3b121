//! A row of a review export becomes a review.

use super::fault::{Fault, Value};
use super::row_source::{Scratch, Source, Typed};
use crate::layouts::{lookup, normalize_name};
use crate::model::text::{hash64, is_identity};
use crate::model::{Field, Stamp};
use crate::records::{MADE, Review};

pub(super) fn fill(source: &Source<'_>, scratch: &mut Scratch, out: &mut Review) -> Value<()> {
    let layout = &source.bound.layout;
    out.platform.push_str(source.platform());
    out.have = source.bound.have;
    for (field, columns) in &source.bound.columns {
        if *field == Field::Rating {
            out.rating = rating(source, scratch, columns)?;
            continue;
        }
        if *field == Field::Platform && source.reading.platform.is_none() {
            // What the row says goes before what the layout expects: plugins save several platforms alike.
            if let Some(Typed::Text) = source.field(scratch, *field, columns)? {
                out.platform.clear();
                out.platform.push_str(layout.platforms.get(&scratch.text).unwrap_or(&scratch.text));
            }
            continue;
        }
        match source.field(scratch, *field, columns)? {
            None | Some(Typed::Count(_) | Typed::Money(_)) => {}
            Some(Typed::Text) => set_text(out, *field, &scratch.text),
            Some(Typed::Time(at)) => set_time(out, *field, at),
            Some(Typed::Never) => out.sentinels.add(*field),
        }
    }
    source.shop(&mut out.shop);
    source.extra(&mut scratch.buf, &mut out.extra)
}

/// The best column that tells stars. A `label` of 0 and 1 may mean either, so only its words count.
fn rating(source: &Source<'_>, scratch: &mut Scratch, columns: &[usize]) -> Value<Option<i64>> {
    let Some(&column) = columns.first() else { return Ok(None) };
    let Some(Typed::Text) = source.field(scratch, Field::Rating, &[column])? else { return Ok(None) };
    let text = scratch.text.trim();
    if let Some(stars) = lookup(&source.bound.layout.ratings, text) {
        return Ok(Some(stars));
    }
    let label = source.bound.header.get(column).is_some_and(|h| normalize_name(h) == "label");
    if label || matches!(text, "-" | "--" | "/" | "无" | "0" | "0.0") {
        return Ok(None);
    }
    if let Some(stars) = stars(text) {
        return Ok(Some(stars));
    }
    let told = crate::model::quote::cell(text);
    Err(Fault::at(
        column,
        format!("{}不是 1–5 星，也不是好评、中评、差评", told.zh),
        format!("{} is neither 1 to 5 stars nor a word for good, neutral or bad", told.en),
    ))
}

/// `4`, `4.0`, `4分`, `4星`, `★★★★`, `4/5`; halves count up.
pub(super) fn stars(text: &str) -> Option<i64> {
    let filled = text.chars().filter(|c| matches!(c, '★' | '⭐')).count();
    if filled > 0 && text.chars().all(|c| matches!(c, '★' | '⭐' | '☆' | '\u{fe0f}')) {
        return i64::try_from(filled).ok().filter(|stars| (1..=5).contains(stars));
    }
    let text = text.strip_suffix("/5").unwrap_or(text).trim_end_matches(['分', '星', '级']);
    let text = text.trim_end_matches("stars").trim_end_matches("star").trim();
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let whole: i64 = whole.parse().ok()?;
    let tenths: i64 = part.get(..1)?.parse().ok()?;
    if !part.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(whole + i64::from(tenths >= 5)).filter(|stars| (1..=5).contains(stars) && whole >= 1)
}

fn set_text(review: &mut Review, field: Field, text: &str) {
    let slot = match field {
        Field::Media => {
            review.has_media = Some(!matches!(text, "0" | "否" | "无" | "false" | "no" | "FALSE" | "[]"));
            return;
        }
        Field::Shop => &mut review.shop,
        Field::ReviewNo => &mut review.review_id,
        Field::OrderNo => &mut review.order_no,
        Field::Buyer => &mut review.buyer,
        Field::Items => &mut review.product,
        Field::Sku | Field::Spec => &mut review.sku,
        Field::Content => &mut review.content,
        Field::AppendContent => &mut review.append_content,
        Field::Reply => &mut review.reply,
        _ => return,
    };
    slot.clear();
    slot.push_str(text);
}

fn set_time(review: &mut Review, field: Field, at: Stamp) {
    let slot = match field {
        Field::CreatedAt => &mut review.created_at,
        Field::AppendAt => &mut review.append_at,
        Field::RepliedAt => &mut review.replied_at,
        _ => return,
    };
    *slot = Some(at);
}

/// The id of a review without a number: the same in every export that has buyer, date and text.
pub(super) fn made_id(review: &Review) -> String {
    let date = review.created_at.map_or(String::new(), |at| at.0.to_string());
    let parts = [review.order_no.as_str(), &review.buyer, &date, &review.content];
    format!("{MADE}{:012x}", hash64(&parts.map(str::as_bytes)) >> 16)
}

/// The same buyer says the same thing at the same moment only once; of masked buyers nobody knows.
pub(super) fn is_told(review: &Review) -> bool {
    review.created_at.is_some() && is_identity(&review.buyer)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_are_read_or_refused() {
        for (text, want) in [
            ("5", Some(5)),
            ("1.0", Some(1)),
            ("4.5", Some(5)),
            ("2分", Some(2)),
            ("3星", Some(3)),
            ("★★☆☆☆", Some(2)),
            ("4/5", Some(4)),
            ("5 stars", Some(5)),
            ("0.5", None),
            ("6", None),
            ("85", None),
            ("-1", None),
            ("好", None),
            ("", None),
            ("1.x", None),
        ] {
            assert_eq!(stars(text), want, "{text}");
        }
    }
}
