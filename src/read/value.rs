//! Single values: ids, amounts, counts, times, out of cells.

use super::columns::Columns;
use super::fault::{Fault, Value};
use super::raw::is_nothing;
use super::row_source::Source;
use crate::model::amount::{Amount, Fine};
use crate::model::decimal::Decimal;
use crate::model::money::places;
use crate::model::time::{Era, OtherYear, TimeError, other_calendar, other_date};
use crate::model::{Cents, Say, Stamp, Zone, quote};
use crate::source::Raw;

/// An id, exactly as it is. Spreadsheet numbers from 10^15 on have lost digits and are refused.
pub(super) fn id(raw: Raw<'_>, column: usize, out: &mut String) -> Value<()> {
    out.clear();
    match raw {
        Raw::Text(text) if is_nothing(text) => {}
        Raw::Text(text) if text.bytes().all(|b| b.is_ascii_digit()) => out.push_str(text),
        Raw::Text(text) => {
            for c in text.chars() {
                match c {
                    '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '－' => {
                        out.push(char::from_u32(c as u32 - 0xfee0).unwrap_or(c));
                    }
                    c => out.push(c),
                }
            }
            if let Some(whole) = out.strip_suffix(".0").filter(|w| w.bytes().all(|b| b.is_ascii_digit())) {
                if whole.len() >= 16 {
                    return Err(damaged(column, text));
                }
                out.truncate(out.len() - 2);
            }
        }
        Raw::Number(n) | Raw::Serial(n) => {
            if n.abs() >= 1e15 || n.fract() != 0.0 || n < 0.0 {
                return Err(damaged(column, &format!("{n}")));
            }
            out.push_str(&format!("{n:.0}"));
        }
        Raw::Broken(text) => return Err(broken(column, text)),
    }
    Ok(())
}

/// A number of an order, an item or a refund: an id that must also look like one.
pub(super) fn number(raw: Raw<'_>, column: usize, out: &mut String) -> Value<()> {
    id(raw, column, out)?;
    if is_scientific(out) {
        return Err(damaged(column, out));
    }
    let good = out.len() <= 64
        && out.chars().enumerate().all(|(at, c)| {
            c.is_ascii_alphanumeric()
                || matches!(c, '-' | '_')
                || (c == '#' && at == 0)
                || (c == '.' && at > 0)
        })
        && !out.contains("..")
        && (!out.starts_with('#') || out[1..].starts_with(|c: char| c.is_ascii_alphanumeric()));
    if !out.is_empty() && !good {
        let told = quote::cell(out);
        return Err(Fault::at(
            column,
            format!("{}不像单号（只能有字母、数字、- _ . 和开头的 #，最长 64 位）", told.zh),
            format!("{} is no order number (letters, digits, - _ . and a leading #, at most 64)", told.en),
        ));
    }
    Ok(())
}

/// A number on a line: whatever the platform writes there, as long as no spreadsheet has damaged it.
pub(super) fn line_id(raw: Raw<'_>, column: usize, out: &mut String) -> Value<()> {
    id(raw, column, out)?;
    if is_scientific(out) { Err(damaged(column, out)) } else { Ok(()) }
}

/// `4.12346E+18`: what a spreadsheet makes of a long number.
fn is_scientific(text: &str) -> bool {
    let Some((mantissa, exponent)) = text.split_once(['E', 'e']) else { return false };
    let digits = |s: &str| !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
    digits(whole) && digits(fraction) && digits(exponent.strip_prefix('+').unwrap_or(exponent))
}

fn damaged(column: usize, value: &str) -> Fault {
    // It has to be found in the file, and is a number of nobody's any more.
    let told = quote::number(value);
    Fault::at(
        column,
        format!("单号「{told}」被表格软件当成数字，末尾几位已丢失（DAT-03）；请重新导出，不要用 Excel 另存"),
        format!(
            "the number `{told}` was turned into a spreadsheet number and has lost digits (DAT-03); export it again and don't save it from Excel"
        ),
    )
}

pub(super) fn broken(column: usize, text: &str) -> Fault {
    let told = quote::cell(text);
    Fault::at(
        column,
        format!("单元格是公式错误{}", told.zh),
        format!("the cell holds a formula error {}", told.en),
    )
}

/// An amount. `price`: of one piece, which may have fractions of a cent; it is rounded to the nearest cent, and so are
/// amounts where flag or layout ask for it.
pub(super) fn money(raw: Raw<'_>, column: usize, source: &Source<'_>, price: bool) -> Value<Option<Amount>> {
    let number = match raw {
        Raw::Text(text) if is_nothing(text) => return Ok(None),
        Raw::Text(text) => match source.number(column, text, price)? {
            Some(number) => number,
            None => return Err(bad_money(column, text, source.columns.told.decimal)),
        },
        Raw::Number(n) => match Cents::from_f64(n) {
            Some(cents) => return Ok(Some(Amount { cents, unit: None })),
            None if n.abs() < 1e9 => of_number(n),
            None => return Err(too_large(column, &n.to_string())),
        },
        other => return plain_money(other, column),
    };
    let rounds = price || source.reading.round_amounts || source.bound.layout.round_amounts;
    if let Some(amount) = if rounds { number.rounded() } else { number.exact() } {
        return Ok(Some(amount));
    }
    let shown;
    let text = match raw {
        Raw::Text(text) => text,
        Raw::Number(n) => {
            shown = n.to_string();
            &shown
        }
        _ => "",
    };
    Err(no_cents(column, text, number, source))
}

/// The price of one piece that is multiplied, as exact as it is.
pub(super) fn factor(raw: Raw<'_>, column: usize, source: &Source<'_>) -> Value<Option<Fine>> {
    match raw {
        Raw::Text(text) if is_nothing(text) => Ok(None),
        Raw::Text(text) => match source.number(column, text, true)? {
            Some(number) => Ok(Some(number)),
            None => Err(bad_money(column, text, source.columns.told.decimal)),
        },
        Raw::Number(n) if n.abs() < 1e9 => Ok(Some(of_number(n))),
        other => Ok(plain_money(other, column)?.map(Fine::from)),
    }
}

fn of_number(n: f64) -> Fine {
    Fine { millionths: (n * 1e6).round() as i128, unit: None }
}

/// A number that is no amount in cents.
fn no_cents(column: usize, text: &str, number: Fine, source: &Source<'_>) -> Fault {
    if number.rounded().is_none() {
        return too_large(column, text);
    }
    let Say { zh: shown_zh, en: shown_en } = quote::cell(text);
    let (mut zh, mut en) =
        (format!("{shown_zh}的小数超过两位"), format!("{shown_en} has more than two decimals"));
    if let Some(code) = source.currency(number.unit).filter(|code| places(code) == Some(3)) {
        zh.push_str(&format!("（{code} 有三位）"));
        en.push_str(&format!(" ({code} has three)"));
    } else if source.columns.told.decimal == Some(Decimal::Point) && Amount::parse(text, true).is_some() {
        zh.push_str("（如果点是千分位，请加 --decimal comma）");
        en.push_str(" (where the point parts thousands, say `--decimal comma`)");
    }
    zh.push_str("：金额存到 0.01，不擅自四舍五入；舍入后的就够用的，请加 --round-amounts");
    en.push_str(": amounts are kept to 0.01 and are not rounded unasked; where rounded ones will do, say `--round-amounts`");
    Fault::at(column, zh, en)
}

fn too_large(column: usize, text: &str) -> Fault {
    let Say { zh, en } = quote::cell(text);
    Fault::at(column, format!("{zh}太大，不能作为金额"), format!("{en} is too large for an amount"))
}

/// An amount as `cs` writes it.
pub(super) fn plain_money(raw: Raw<'_>, column: usize) -> Value<Option<Amount>> {
    let bad = |text: &str| bad_money(column, text, Some(Decimal::Point));
    match raw {
        Raw::Text(text) if is_nothing(text) => Ok(None),
        Raw::Text(text) => Amount::parse(text, false).map(Some).ok_or_else(|| bad(text)),
        Raw::Number(n) => Cents::from_f64(n)
            .map(|cents| Some(Amount { cents, unit: None }))
            .ok_or_else(|| bad(&n.to_string())),
        Raw::Serial(n) => Err(bad(&n.to_string())),
        Raw::Broken(text) => Err(broken(column, text)),
    }
}

fn bad_money(column: usize, text: &str, told: Option<Decimal>) -> Fault {
    let shown = quote::cell(text);
    let other = |comma| Amount::parse(text, comma).is_some();
    let (zh, en) = match told {
        Some(Decimal::Point) if other(true) => (
            "；若小数点写作逗号，请加 --decimal comma",
            "; where a comma parts the cents, say `--decimal comma`",
        ),
        Some(Decimal::Comma) if other(false) => (
            "；若小数点写作点，请加 --decimal point",
            "; where a point parts the cents, say `--decimal point`",
        ),
        _ => ("", ""),
    };
    Fault::at(
        column,
        format!("{}不是金额（要最多两位小数的数字{zh}）", shown.zh),
        format!("{} is no amount (a number with at most two decimals{en})", shown.en),
    )
}

/// Nobody counts so far: a phone, a card or an order number stands in the wrong column.
const UNCOUNTABLE: i64 = 1_000_000_000;

/// A whole number of at most nine digits. `comma`: one parts the decimals, so it groups no thousands.
pub(super) fn count(raw: Raw<'_>, column: usize, comma: bool) -> Value<Option<i64>> {
    let bad = |text: &str| {
        let told = quote::cell(text);
        Fault::at(column, format!("{}不是件数", told.zh), format!("{} is no count", told.en))
    };
    match raw {
        Raw::Text(text) if is_nothing(text) => Ok(None),
        Raw::Text(text) => {
            let cents = Amount::parse(text, comma).filter(|a| a.unit.is_none() && a.cents.0 % 100 == 0);
            let plain = || text.parse().ok();
            let number = cents.map(|a| a.cents.0 / 100).or_else(plain).filter(is_countable);
            number.map(Some).ok_or_else(|| bad(text))
        }
        Raw::Number(n) if n.fract() == 0.0 && n.abs() < UNCOUNTABLE as f64 => Ok(Some(n as i64)),
        Raw::Number(n) | Raw::Serial(n) => Err(bad(&n.to_string())),
        Raw::Broken(text) => Err(broken(column, text)),
    }
}

fn is_countable(number: &i64) -> bool {
    number.unsigned_abs() < UNCOUNTABLE.unsigned_abs()
}

/// A moment; `Ok(Err(()))` stands for a date that means "never".
pub(super) fn time(
    raw: Raw<'_>,
    column: usize,
    zone: Zone,
    columns: &Columns,
) -> Value<Option<Result<Stamp, ()>>> {
    let at = match raw {
        Raw::Text(text) if is_nothing(text) => return Ok(None),
        Raw::Text(text) => {
            let read = match Stamp::parse(text, zone, columns.told.dates) {
                Err(TimeError::Ambiguous) => Stamp::parse(text, zone, columns.day_or_month(column, text)?),
                Err(TimeError::Unreadable) => match columns.unix(column, text)? {
                    Some(read) => return Ok(Some(read)),
                    None => Err(TimeError::Unreadable),
                },
                read => read,
            };
            match read {
                Ok(at) => at,
                Err(TimeError::Never) => return Ok(Some(Err(()))),
                Err(TimeError::Unreadable | TimeError::Ambiguous) => return Err(no_time(column, text)),
            }
        }
        Raw::Number(n) | Raw::Serial(n) => match Stamp::from_serial(n, zone) {
            Some(at) => at,
            None => {
                let text = n.to_string();
                let read = columns.unix(column, &text)?.ok_or_else(|| no_time(column, &text))?;
                return Ok(Some(read));
            }
        },
        Raw::Broken(text) => return Err(broken(column, text)),
    };
    match at.era(zone) {
        Era::Ordinary => Ok(Some(Ok(at))),
        Era::Never => Ok(Some(Err(()))),
        Era::Beyond(year) => Err(beyond(column, year)),
    }
}

/// A year of another calendar would silence every rule that asks how long ago something was.
fn beyond(column: usize, year: i32) -> Fault {
    match other_calendar(year) {
        Some(other) => of_other_calendar(column, &other),
        None => Fault::at(
            column,
            format!("写的是 {year} 年，那时不会有这家店的事；日期写错了，或不是公历"),
            format!("the year {year} is none of a shop's life: the date is wrong, or of another calendar"),
        ),
    }
}

fn of_other_calendar(column: usize, other: &OtherYear) -> Fault {
    let OtherYear { written, zh, en, year } = other;
    Fault::at(
        column,
        format!("写的是 {written} 年，不是公历；像是{zh}，即公历 {year} 年；请把日期改成公历"),
        format!(
            "the year {written} is not of the Gregorian calendar, and looks like the {en} one: {year}; write the dates by the Gregorian calendar"
        ),
    )
}

fn no_time(column: usize, text: &str) -> Fault {
    if let Some(other) = other_date(text) {
        return of_other_calendar(column, &other);
    }
    let told = quote::cell(text);
    Fault::at(column, format!("{}不是日期时间", told.zh), format!("{} is no date and time", told.en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_survive_exactly_or_are_refused() {
        let read = |text| {
            let mut out = String::new();
            number(Raw::Text(text), 0, &mut out).map(|()| out)
        };
        for (text, want) in [
            ("4123456789012345678", "4123456789012345678"),
            ("４１２３", "4123"),
            ("260301-123456789012345", "260301-123456789012345"),
            ("#1001", "#1001"),
            ("10160070484512.0", "10160070484512"),
            ("null", ""),
            ("000123456789", "000123456789"),
        ] {
            assert_eq!(read(text).expect(text), want);
        }
        for text in [
            "4.12346E+18",
            "26E0301",
            "1.23e17",
            "4123456789012345678.0",
            "4,123",
            "#N/A2 ",
            "####",
            "../../etc",
            "1'; DROP",
            "😀123",
            "\u{202e}1",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn spreadsheet_numbers_past_ten_to_the_fifteen_are_refused() {
        let mut out = String::new();
        assert!(number(Raw::Number(9.004e18), 0, &mut out).is_err());
        assert!(number(Raw::Number(1e15), 0, &mut out).is_err());
        assert!(number(Raw::Number(999_999_999_999_999.0), 0, &mut out).is_ok());
        assert_eq!(out, "999999999999999");
    }
}
