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
    let word = |part: &[u8]| {
        let mut word = [0; 8];
        word[..part.len()].copy_from_slice(part);
        u64::from_le_bytes(word)
    };
    let mut h = mix(bytes.len() as u64 ^ 0x517c_c1b7_2722_0a95, 0x9e37_79b9_7f4a_7c15);
    let mut pairs = bytes.chunks_exact(16);
    for pair in &mut pairs {
        h = mix(word(&pair[..8]) ^ h, word(&pair[8..]) ^ 0xa076_1d64_78bd_642f) ^ h.rotate_left(29);
    }
    let rest = pairs.remainder();
    let (first, second) = rest.split_at(rest.len().min(8));
    h = mix(word(first) ^ h, word(second) ^ 0xa076_1d64_78bd_642f) ^ h.rotate_left(29);
    mix(h ^ 0xd6e8_feb8_6659_fd93, 0x9e37_79b9_7f4a_7c15)
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
    fn numbers_that_follow_one_another_do_not_fall_together() {
        for first in [280_010_000_000_u64, 3_000_000_000, 4_123_456_789_012_410_000] {
            let all: std::collections::HashSet<u64> =
                (first..first + 100_000).map(|n| quick_hash(n.to_string().as_bytes())).collect();
            assert_eq!(all.len(), 100_000, "{first}");
        }
        assert_ne!(quick_hash(b"280010013711"), quick_hash(b"280010998311"));
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
