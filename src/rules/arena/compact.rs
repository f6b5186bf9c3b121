//! A few numbers and texts in as few bytes as can be: small numbers in one byte, a text of digits as a number.

/// Appends them to `out`.
pub(super) fn write(out: &mut Vec<u8>, counts: [u64; 3], values: [Option<i64>; 2], texts: [&str; 3]) {
    counts.into_iter().for_each(|count| number(out, count));
    for value in values {
        // Nothing is 0, so everything else moves up by one.
        match value {
            None => number(out, 0),
            Some(value) => number_of(out, 1 + zigzag(value)),
        }
    }
    for text in texts {
        match digits(text) {
            Some(value) => {
                number(out, 0);
                number(out, value);
            }
            None => {
                number(out, 1 + text.len() as u64);
                out.extend(text.as_bytes());
            }
        }
    }
}

type Expanded = ([u64; 3], [Option<i64>; 2], [String; 3]);

/// What was written at the beginning of `bytes`.
pub(super) fn read(mut bytes: &[u8]) -> Option<Expanded> {
    let mut counts = [0; 3];
    for count in &mut counts {
        *count = u64::try_from(take(&mut bytes)?).ok()?;
    }
    let mut values = [None; 2];
    for value in &mut values {
        *value = match take(&mut bytes)? {
            0 => None,
            more => Some(unzigzag(more - 1)),
        };
    }
    let mut texts: [String; 3] = Default::default();
    for text in &mut texts {
        *text = match usize::try_from(take(&mut bytes)?).ok()? {
            0 => take(&mut bytes)?.to_string(),
            more => String::from_utf8(bytes.split_off(..more - 1)?.to_vec()).ok()?,
        };
    }
    Some((counts, values, texts))
}

/// The value of digits that a number gives back as they were.
fn digits(text: &str) -> Option<u64> {
    let plain = matches!(text.len(), 1..=19) && text.bytes().all(|b| b.is_ascii_digit());
    let whole = plain && (text.len() == 1 || !text.starts_with('0'));
    if whole { text.parse().ok() } else { None }
}

fn zigzag(value: i64) -> u128 {
    ((i128::from(value) << 1) ^ (i128::from(value) >> 127)) as u128
}

fn unzigzag(value: u128) -> i64 {
    ((value >> 1) as i64) ^ -((value & 1) as i64)
}

fn number(out: &mut Vec<u8>, value: u64) {
    number_of(out, value.into());
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
fn number_of(out: &mut Vec<u8>, mut value: u128) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u128> {
    let mut value = 0;
    for shift in (0..128).step_by(7) {
        let byte = *bytes.split_off_first()?;
        value |= u128::from(byte & 0x7f) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn everything_comes_back(
            counts: [u64; 3],
            values: [Option<i64>; 2],
            texts in prop::array::uniform3("[0-9]{0,21}|.{0,9}"),
        ) {
            let mut out = Vec::new();
            write(&mut out, counts, values, [&texts[0], &texts[1], &texts[2]]);
            let whole = out.len();
            out.extend(b"next");
            prop_assert_eq!(read(&out), Some((counts, values, texts)));
            prop_assert_eq!(read(&out[..whole - 1]), None);
        }
    }

    #[test]
    fn the_ends_of_the_range_come_back_and_an_order_is_short() {
        let mut out = Vec::new();
        write(&mut out, [0; 3], [Some(i64::MIN), Some(i64::MAX)], ["0", "00", ""]);
        let texts = ["0", "00", ""].map(str::to_owned);
        assert_eq!(read(&out), Some(([0; 3], [Some(i64::MIN), Some(i64::MAX)], texts)));
        out.clear();
        let texts = ["4000000000000006062", "tb1", "cup"];
        write(&mut out, [0, 7, 3], [Some(23_590), Some(1_795_309_200)], texts);
        assert_eq!(out.len(), 29);
    }
}
