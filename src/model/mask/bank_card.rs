//! Numbers of bank cards, which end in Luhn's check digit and begin as those of a scheme.

use super::label::Label;
use super::look::{Found, Look, head, tail};

/// `6217004068143432067` → `6217****2067`; behind a word for cards also one whose check fails.
pub(super) fn find(look: &Look<'_>) -> Option<Found> {
    if !look.is_free() {
        return None;
    }
    let said = look.label == Some(Label::BankCard);
    // The longest, so that no digit of it is left over.
    let found = look.spans(19).filter(|span| {
        let parts = span.groups().len() == 1 || span.alike() || span.groups().iter().all(|g| *g >= 3);
        let whole = span.digits.len() >= if said { 12 } else { 15 } && parts;
        whole && ((is_scheme(span.digits) && has_check(span.digits)) || (said && span.groups().len() <= 6))
    });
    let span = found.last()?;
    let digits = span.text();
    Some(Found::new(&span, format!("{}****{}", head(&digits, 4), tail(&digits, 4))))
}

fn is_scheme(digits: &[u8]) -> bool {
    match (digits, digits.len()) {
        ([b'6', b'2', ..], 16..=19) => true,
        ([b'9', b'5', b'5', b'8', ..] | [b'6', b'0' | b'5', ..], 19) => digits.starts_with(b"9558"),
        ([b'4', ..] | [b'5', b'1'..=b'5', ..] | [b'3', b'5', ..], 16) => true,
        ([b'3', b'4' | b'7', ..], 15) => true,
        _ => false,
    }
}

fn has_check(digits: &[u8]) -> bool {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, d)| match u32::from(d - b'0') {
            d if at % 2 == 0 => d,
            d => d * 2 / 10 + d * 2 % 10,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_tells() {
        assert!(has_check(b"4111111111111111") && is_scheme(b"4111111111111111"));
        assert!(!has_check(b"4111111111111112"));
        assert!(!is_scheme(b"1111111111111117"));
    }
}
