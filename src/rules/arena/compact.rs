//! What a rule keeps of an order, in few bytes.

use crate::model::compact::{put, put_maybe, put_text, take, take_maybe, take_text};

/// Appends them to `out`.
pub(super) fn write(out: &mut Vec<u8>, counts: [u64; 3], values: [Option<i64>; 2], texts: [&str; 3]) {
    counts.into_iter().for_each(|count| put(out, count.into()));
    values.into_iter().for_each(|value| put_maybe(out, value));
    texts.into_iter().for_each(|text| put_text(out, text));
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
        *value = take_maybe(&mut bytes)?;
    }
    let mut texts: [String; 3] = Default::default();
    for text in &mut texts {
        *text = take_text(&mut bytes)?;
    }
    Some((counts, values, texts))
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
