//! Quick hashes of what is compared within one run. [`quick_hash`] and [`both`] also stand in databases, in the checksums
//! of rows: they never change.

use std::hash::{BuildHasherDefault, Hasher};

/// The same on every machine and in every release. Every bit of the product of two 64-bit
/// words counts: numbers that follow one another differ in few bits, and must not fall together.
pub fn quick_hash(bytes: &[u8]) -> u64 {
    let mix = |a: u64, b: u64| {
        let wide = u128::from(a) * u128::from(b);
        (wide as u64) ^ (wide >> 64) as u64
    };
    let mut h = mix(bytes.len() as u64 ^ 0x517c_c1b7_2722_0a95, 0x9e37_79b9_7f4a_7c15);
    let (pairs, rest) = bytes.as_chunks::<16>();
    for pair in pairs {
        h = mix(word(pair.first_chunk()) ^ h, word(pair.last_chunk()) ^ 0xa076_1d64_78bd_642f)
            ^ h.rotate_left(29);
    }
    let (first, second) = match rest.len() {
        0..8 => (tail(rest), 0),
        8 => (word(rest.first_chunk()), 0),
        // The last eight bytes, without those that the first have.
        more => (word(rest.first_chunk()), word(rest.last_chunk()) >> (8 * (16 - more))),
    };
    h = mix(first ^ h, second ^ 0xa076_1d64_78bd_642f) ^ h.rotate_left(29);
    mix(h ^ 0xd6e8_feb8_6659_fd93, 0x9e37_79b9_7f4a_7c15)
}

/// Whether both are the same bytes. For short texts that were written just now: the library compares them through masks, and
/// for that a processor waits until they have arrived in its cache.
pub fn same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() || a.len() > 64 {
        return a == b;
    }
    if a.len() < 8 {
        return tail(a) == tail(b);
    }
    let (left, right) = (a.as_chunks::<8>().0, b.as_chunks::<8>().0);
    left.iter().zip(right).all(|(a, b)| a == b) && a.last_chunk::<8>() == b.last_chunk::<8>()
}

/// Eight bytes as a number; a slice that has them gives them as its first or last chunk.
fn word(bytes: Option<&[u8; 8]>) -> u64 {
    bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// Fewer than eight bytes as a number, the first the lowest.
fn tail(bytes: &[u8]) -> u64 {
    let four = |half: Option<&[u8; 4]>| half.map_or(0, |half| u64::from(u32::from_le_bytes(*half)));
    match bytes {
        [] => 0,
        [one] => u64::from(*one),
        [one, two] => u64::from(*one) | u64::from(*two) << 8,
        [one, two, three] => u64::from(*one) | u64::from(*two) << 8 | u64::from(*three) << 16,
        more => four(more.first_chunk()) | four(more.last_chunk()) << (8 * (more.len() - 4)),
    }
}

/// As [`quick_hash`], for long texts: its words don't wait for one another. It may change with any release.
pub fn row_hash(bytes: &[u8]) -> u64 {
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;
    let (blocks, rest) = bytes.as_chunks::<16>();
    let (mut all, mut key) = (0_u128, 0xa076_1d64_78bd_642f_u64);
    for block in blocks {
        // Each block has a key of its own, so that it counts where it stands.
        key = key.wrapping_add(STEP);
        let (a, b) = (word(block.first_chunk()) ^ key, word(block.last_chunk()) ^ key.rotate_left(32));
        all = all.wrapping_add(u128::from(a) * u128::from(b));
    }
    both((all as u64) ^ ((all >> 64) as u64).rotate_left(17), quick_hash(rest))
}

/// A bit for each of many keys: most that were not added are known not to be there.
pub struct Bits(Vec<u64>);

impl Bits {
    pub fn of_about(keys: usize) -> Bits {
        Bits(vec![0; (keys * 16 / 64).next_power_of_two()])
    }

    pub fn add(&mut self, key: u64) {
        let at = key as usize & (self.0.len() * 64 - 1);
        if let Some(word) = self.0.get_mut(at / 64) {
            *word |= 1 << (at % 64);
        }
    }

    /// Whether the key was added; true for a few others.
    pub fn has(&self, key: u64) -> bool {
        let at = key as usize & (self.0.len() * 64 - 1);
        self.0.get(at / 64).is_some_and(|word| word & (1 << (at % 64)) != 0)
    }
}

/// Several parts as one: ("ab", "c") and ("a", "bc") differ.
pub fn quick_hash_of<'p>(parts: impl IntoIterator<Item = &'p [u8]>) -> u64 {
    parts.into_iter().fold(0, |all, part| both(all, quick_hash(part)))
}

/// Two hashes as one; their order counts.
pub fn both(a: u64, b: u64) -> u64 {
    let wide = u128::from(a.rotate_left(23) ^ b) * u128::from(0x9e37_79b9_7f4a_7c15_u64);
    (wide as u64) ^ (wide >> 64) as u64 ^ b
}

/// A quick hasher for words that nobody chooses to make them collide.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quick(u64);

impl Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = both(self.0, quick_hash(bytes));
    }
    fn write_u8(&mut self, _: u8) {}
    fn write_u64(&mut self, n: u64) {
        self.0 = both(self.0, n);
    }
}

pub type HashMap<K, V> = std::collections::HashMap<K, V, BuildHasherDefault<Quick>>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_is_told_from_everything_that_differs_in_a_byte() {
        let text: Vec<u8> = (0..100).collect();
        for length in 0..text.len() {
            let (one, mut other) = (&text[..length], text[..length].to_vec());
            assert!(same(one, &other), "{length}");
            assert!(!same(one, &text[..=length]), "{length} and one more");
            for at in 0..length {
                other[at] ^= 0x80;
                assert!(!same(one, &other) && !same(&other, one), "{length}, at {at}");
                other[at] ^= 0x80;
            }
        }
    }

    #[test]
    fn numbers_that_follow_one_another_do_not_fall_together() {
        for first in [280_010_000_000_u64, 3_000_000_000, 4_123_456_789_012_410_000] {
            let all: std::collections::HashSet<u64> =
                (first..first + 100_000).map(|n| quick_hash(n.to_string().as_bytes())).collect();
            assert_eq!(all.len(), 100_000, "{first}");
        }
        assert_ne!(quick_hash(b"280010013711"), quick_hash(b"280010998311"));
    }

    #[test]
    fn rows_that_differ_in_one_bit_or_in_the_order_of_their_parts_are_told_apart() {
        let row: Vec<u8> = (0..100_u8).collect();
        let mut all = std::collections::HashSet::from([row_hash(&row) as u32]);
        for bit in 0..800 {
            let mut other = row.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            all.insert(row_hash(&other) as u32);
        }
        for (a, b) in [(0, 16), (0, 8), (16, 64), (40, 80)] {
            let mut other = row.clone();
            (0..8).for_each(|n| other.swap(a + n, b + n));
            all.insert(row_hash(&other) as u32);
        }
        (0..100).for_each(|length| {
            all.insert(row_hash(&row[..length]) as u32);
        });
        assert_eq!(all.len(), 1 + 800 + 4 + 100);
    }

    #[test]
    fn what_stands_in_databases_never_changes() {
        let of = |n: usize| quick_hash(&b"0123456789abcdefghijklmnopqrstuvwxyz"[..n]);
        assert_eq!(
            [of(0), of(3), of(8), of(16), of(36)],
            [
                13_572_083_781_592_039_904,
                12_100_872_526_059_188_902,
                14_911_167_504_802_497_802,
                12_732_429_832_411_070_827,
                16_786_433_114_700_710_658,
            ]
        );
        let bytes: Vec<u8> = (0..40_u8).map(|n| n.wrapping_mul(37).wrapping_add(200)).collect();
        let all = (0..=40).fold(0_u64, |all, n| all.wrapping_mul(31).wrapping_add(quick_hash(&bytes[..n])));
        assert_eq!(all, 14_016_133_451_619_578_496, "of every length");
    }

    #[test]
    fn parts_are_told_apart() {
        let of = |parts: &[&str]| quick_hash_of(parts.iter().map(|p| p.as_bytes()));
        let all =
            [of(&["ab", "c"]), of(&["a", "bc"]), of(&["abc"]), of(&["c", "ab"]), of(&["abc", ""]), of(&[])];
        let apart: std::collections::HashSet<u64> = all.into_iter().collect();
        assert_eq!(apart.len(), all.len());
    }
}
