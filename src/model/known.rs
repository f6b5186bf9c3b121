//! Which of many keys were met, in a table hardly larger than they are.

/// Twelve bytes: a key in halves and its mark. The key 0 stands for a free place.
#[derive(Clone, Copy, Debug, Default)]
struct HashSlot {
    key: [u32; 2],
    mark: u32,
}

impl HashSlot {
    fn key(self) -> u64 {
        u64::from(self.key[0]) << 32 | u64::from(self.key[1])
    }
}

/// Keys that room is made for before they come: who expects more, by the first rows of a file, is likely to be wrong.
const MOST_EXPECTED: u64 = 16_000_000;

/// Keys that were met, and a mark for each. Keys have to be hashes: where one stands follows from its size, so that a table
/// that grows is copied from its beginning to its end, not here and there.
#[derive(Debug, Default)]
pub struct Known {
    slots: Vec<HashSlot>,
    homes: u64,
    met: u64,
}

impl Known {
    /// Makes room for so many keys in all, up to [`MOST_EXPECTED`].
    pub fn expect(&mut self, keys: u64) {
        let keys = keys.min(MOST_EXPECTED);
        if keys * 5 > self.homes * 4 {
            self.grow(keys);
        }
    }

    /// How many keys were met.
    pub fn met(&self) -> u64 {
        self.met
    }

    /// The mark that the key had already; else it has this one from now on.
    pub fn meet(&mut self, key: u64, mark: u32) -> Option<u32> {
        if self.met * 5 >= self.homes * 4 {
            self.grow((self.met + self.met / 2).max(1 << 12));
        }
        let key = key.max(1);
        let slot = HashSlot { key: [(key >> 32) as u32, key as u32], mark };
        let home = self.home(key);
        for there in self.slots.get_mut(home..).unwrap_or_default() {
            if there.key == [0, 0] {
                *there = slot;
                self.met += 1;
                return None;
            }
            if there.key == slot.key {
                return Some(there.mark);
            }
        }
        self.slots.push(slot);
        self.met += 1;
        None
    }

    /// Looks where the keys stand, so that memory has them at hand when they are met: their places are far apart, and can
    /// be fetched at the same time only if none waits for another.
    pub fn fetch(&self, keys: impl Iterator<Item = u64>) {
        let there = keys.filter_map(|key| self.slots.get(self.home(key.max(1))));
        std::hint::black_box(there.fold(0, |all, slot| all ^ slot.mark));
    }

    /// As if the key had never been met.
    pub fn forget(&mut self, key: u64) {
        let key = key.max(1);
        let is_it = |slot: &HashSlot| slot.key() == key;
        let home = self.home(key);
        let run = self.slots.get(home..).unwrap_or_default();
        let Some(mut free) = run.iter().position(is_it).map(|n| n + home) else { return };
        self.met -= 1;
        // Who was pushed on by it moves back: a search ends at the first free place.
        let mut at = free + 1;
        while let Some(next) = self.slots.get(at).filter(|next| next.key != [0, 0]) {
            if self.home(next.key()) <= free {
                self.slots.swap(at, free);
                free = at;
            }
            at += 1;
        }
        if let Some(slot) = self.slots.get_mut(free) {
            *slot = HashSlot::default();
        }
    }

    fn home(&self, key: u64) -> usize {
        ((u128::from(key) * u128::from(self.homes)) >> 64) as usize
    }

    fn grow(&mut self, keys: u64) {
        self.homes = keys + keys / 4 + 1;
        let fresh = vec![HashSlot::default(); self.homes as usize];
        self.met = 0;
        for slot in std::mem::replace(&mut self.slots, fresh) {
            if slot.key != [0, 0] {
                self.meet(slot.key(), slot.mark);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    /// Keys that crowd: at the beginning, at the end, and here and there.
    fn key() -> impl Strategy<Value = u64> {
        prop_oneof![0..40_u64, (0..40_u64).prop_map(|n| u64::MAX - n), any::<u64>()]
    }

    proptest! {
        #[test]
        fn it_knows_what_a_plain_map_knows(
            steps in prop::collection::vec((key(), any::<bool>(), any::<u32>()), 0..400),
            expected in 0..300_u64,
        ) {
            let (mut known, mut plain) = (Known::default(), HashMap::new());
            known.expect(expected);
            for (key, forget, mark) in steps {
                // 0 and 1 are one key.
                let same = key.max(1);
                if forget {
                    known.forget(key);
                    plain.remove(&same);
                } else {
                    prop_assert_eq!(known.meet(key, mark), plain.get(&same).copied());
                    plain.entry(same).or_insert(mark);
                }
            }
            prop_assert_eq!(known.met, plain.len() as u64);
            for (key, mark) in plain {
                prop_assert_eq!(known.meet(key, !mark), Some(mark));
            }
        }
    }

    #[test]
    fn it_grows_with_what_it_knows_and_not_much_more() {
        let mut known = Known::default();
        let hash = |n: u64| crate::model::hash::quick_hash(&n.to_le_bytes());
        for n in 0..100_000 {
            assert_eq!(known.meet(hash(n), n as u32), None);
        }
        assert!(known.slots.len() < 200_000, "{}", known.slots.len());
        known.expect(150_000);
        let room = known.slots.len();
        assert!((100_000..150_000).all(|n| known.meet(hash(n), n as u32).is_none()));
        assert!(known.slots.len() < room + 100, "what was expected has room");
        assert!((0..150_000).all(|n| known.meet(hash(n), 0) == Some(n as u32)));
    }
}
