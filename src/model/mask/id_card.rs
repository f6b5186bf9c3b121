//! Numbers of identity cards: 17 digits and a check digit, with a day of birth that there is.

use super::label::Label;
use super::look::{Found, Look, head, tail};

const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS: &[u8; 11] = b"10X98765432";

/// `330106195109148096` → `330****8096`; behind its word also one whose check fails.
pub(super) fn find(look: &Look<'_>) -> Option<Found> {
    if !look.is_free() {
        return None;
    }
    let said = look.label == Some(Label::IdCard);
    look.spans(18).find_map(|span| {
        let end = look.pieces.get(span.next - 1)?.to;
        let (checked, more) = match span.digits.len() {
            18 => (is_valid(span.digits) || said, 0),
            17 => {
                let more = letter(look, end)?;
                let whole: Vec<u8> = span.digits.iter().copied().chain([b'X']).collect();
                (is_valid(&whole) || said, more)
            }
            15 => {
                (said && span.groups().len() == 1 && look.sign(end).is_none_or(|c| !c.is_alphanumeric()), 0)
            }
            _ => return None,
        };
        let digits = span.text();
        let written = if more > 0 {
            format!("{}****{}X", head(&digits, 3), tail(&digits, 3))
        } else {
            format!("{}****{}", head(&digits, 3), tail(&digits, 4))
        };
        checked.then(|| Found { more, ..Found::new(&span, written) })
    })
}

/// How far the `X` behind the digits reaches, if one stands there alone.
fn letter(look: &Look<'_>, end: usize) -> Option<usize> {
    let gap =
        (0..3).take_while(|n| look.sign(end + n).is_some_and(|c| !c.is_alphanumeric() && !is_x(c))).count();
    let after = look.sign(end + gap + 1);
    (look.sign(end + gap).is_some_and(is_x) && !after.is_some_and(|c| c.is_ascii_alphanumeric()))
        .then_some(gap + 1)
}

/// `X`, and what looks like it.
fn is_x(c: char) -> bool {
    matches!(c, 'x' | '×' | 'х' | 'Х' | 'χ' | 'Χ' | '✕' | '✖' | '╳' | 'Ⅹ' | 'ⅹ' | '乂' | '叉')
}

fn is_valid(number: &[u8]) -> bool {
    let value = |at: usize| number.get(at).map_or(99, |d| u32::from(d.wrapping_sub(b'0')));
    let two = |at: usize| value(at) * 10 + value(at + 1);
    let year = two(6) * 100 + two(8);
    let sum: u32 = (0..17).zip(WEIGHTS).map(|(at, weight)| value(at) * weight).sum();
    number.first().is_some_and(|d| (b'1'..=b'9').contains(d))
        && (1900..=2099).contains(&year)
        && (1..=12).contains(&two(10))
        && (1..=31).contains(&two(12))
        && number.get(17) == CHECKS.get(sum as usize % 11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_tells() {
        assert!(is_valid(b"11010519491231002X"));
        assert!(!is_valid(b"440524188001010014"), "born in 1880");
        assert!(!is_valid(b"110105194912310021"));
        assert!(!is_valid(b"110105194913310020"));
    }
}
