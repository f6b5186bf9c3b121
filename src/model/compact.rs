//! Numbers and texts in as few bytes as can be, in memory only: small numbers in one byte, a text of digits as a number.

/// Nothing is 0, so everything else moves up by one.
pub fn put_maybe(out: &mut Vec<u8>, value: Option<i64>) {
    match value {
        None => put(out, 0),
        Some(value) => put(out, 1 + zigzag(value)),
    }
}

/// What [`put_maybe`] wrote at the beginning of `bytes`, which it leaves behind.
pub fn take_maybe(bytes: &mut &[u8]) -> Option<Option<i64>> {
    Some(match take(bytes)? {
        0 => None,
        more => Some(unzigzag(more - 1)),
    })
}

pub fn put_text(out: &mut Vec<u8>, text: &str) {
    match digits(text) {
        Some(value) => {
            put(out, 0);
            put(out, value.into());
        }
        None => {
            put(out, 1 + text.len() as u128);
            out.extend(text.as_bytes());
        }
    }
}

pub fn take_text(bytes: &mut &[u8]) -> Option<String> {
    Some(match usize::try_from(take(bytes)?).ok()? {
        0 => take(bytes)?.to_string(),
        more => String::from_utf8(bytes.split_off(..more - 1)?.to_vec()).ok()?,
    })
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

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
pub fn put(out: &mut Vec<u8>, mut value: u128) {
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

pub fn take(bytes: &mut &[u8]) -> Option<u128> {
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
