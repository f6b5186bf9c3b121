//! The sums that stand at one place.

use crate::model::Field;
use crate::tasks::daily::count::Slot;
use std::collections::BTreeMap;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    Orders,
    /// Orders with refund cases.
    Cases,
    Excluded,
    /// `at`: the hour.
    Hour,
    Sum,
    Lacks,
    Untold,
    /// From this day on; as many less from the day on which it is over.
    LacksFrom,
    UntoldFrom,
    /// What stands, by the day on which the order was created.
    Standing,
    StandingLacks,
    StandingUntold,
    /// By the place of the order's creation and the number of the day (`at`) of its deadline.
    DueOn,
    /// The same by the moment of the deadline.
    DueAt,
    /// `at`: the running number of an order that has to be looked at for each report.
    Apart,
    Currency,
    StandingCurrency,
    Reason,
}

const EVERY: [Of; 18] = [
    Of::Orders,
    Of::Cases,
    Of::Excluded,
    Of::Hour,
    Of::Sum,
    Of::Lacks,
    Of::Untold,
    Of::LacksFrom,
    Of::UntoldFrom,
    Of::Standing,
    Of::StandingLacks,
    Of::StandingUntold,
    Of::DueOn,
    Of::DueAt,
    Of::Apart,
    Of::Currency,
    Of::StandingCurrency,
    Of::Reason,
];

/// Those that are counted by a text.
const TEXTS: [Of; 3] = [Of::Currency, Of::StandingCurrency, Of::Reason];

impl Of {
    /// What began earlier counts too.
    pub(super) fn lasts(self) -> bool {
        self.stands() || matches!(self, Of::LacksFrom | Of::UntoldFrom)
    }

    pub(super) fn stands(self) -> bool {
        matches!(self, Of::Standing | Of::StandingLacks | Of::StandingUntold | Of::StandingCurrency)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key {
    pub(super) of: Of,
    pub(super) slot: u8,
    pub(super) field: u8,
    pub(super) created: i64,
    pub(super) at: i64,
}

impl Key {
    pub(super) fn of(of: Of) -> Key {
        Key { of, slot: 0, field: 0, created: 0, at: 0 }
    }

    pub(super) fn slot(of: Of, slot: Slot) -> Key {
        Key { slot: slot as u8, ..Key::of(of) }
    }

    pub(super) fn field(of: Of, slot: Slot, field: Field) -> Key {
        Key { field: field as u8, ..Key::slot(of, slot) }
    }

    pub(super) fn lacking(&self) -> Option<Field> {
        Field::all().nth(usize::from(self.field))
    }
}

/// How many slots are summed up by day.
const FLOWS: usize = Slot::Unpaid as usize;

#[derive(Clone, Debug, Default)]
pub(super) struct Bag {
    /// Apart from the others, because each order adds to most of them.
    sums: [i64; FLOWS],
    numbers: BTreeMap<Key, i64>,
    texts: [BTreeMap<String, i64>; TEXTS.len()],
}

/// Numbers: what, slot, field, created, at, how many. Texts: what, text, how many.
pub(super) type Written = (Vec<(u8, u8, u8, i64, i64, i64)>, Vec<(u8, String, i64)>);

impl Bag {
    pub(super) fn sum(&mut self, slot: Slot, n: i64) {
        match self.sums.get_mut(slot as usize) {
            Some(sum) => *sum = sum.saturating_add(n),
            None => self.add(Key::slot(Of::Sum, slot), n),
        }
    }

    pub(super) fn add(&mut self, key: Key, n: i64) {
        if key.of == Of::Sum
            && let Some(sum) = self.sums.get_mut(usize::from(key.slot))
        {
            *sum = sum.saturating_add(n);
            return;
        }
        let sum = self.numbers.entry(key).or_default();
        *sum = sum.saturating_add(n);
        if *sum == 0 {
            self.numbers.remove(&key);
        }
    }

    pub(super) fn tell(&mut self, of: Of, text: &str, n: i64) {
        let Some(all) = TEXTS.iter().position(|t| *t == of).and_then(|at| self.texts.get_mut(at)) else {
            return;
        };
        match all.get_mut(text) {
            Some(sum) => *sum = sum.saturating_add(n),
            None => drop(all.insert(text.to_owned(), n)),
        }
        if all.get(text) == Some(&0) {
            all.remove(text);
        }
    }

    pub(super) fn get(&self, of: Of) -> i64 {
        self.numbers.get(&Key::of(of)).copied().unwrap_or(0)
    }

    /// Every number, and how often.
    pub(super) fn each(&self) -> impl Iterator<Item = (Key, i64)> {
        let sums = self.sums.iter().enumerate().filter(|(_, n)| **n != 0);
        let sums = sums.map(|(slot, n)| (Key { slot: slot as u8, ..Key::of(Of::Sum) }, *n));
        sums.chain(self.numbers.iter().map(|(key, n)| (*key, *n)))
    }

    pub(super) fn texts(&self, of: Of) -> impl Iterator<Item = (&str, i64)> {
        let all = TEXTS.iter().zip(&self.texts).filter(move |(t, _)| **t == of);
        all.flat_map(|(_, all)| all.iter().map(|(text, n)| (text.as_str(), *n)))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.each().next().is_none() && self.texts.iter().all(BTreeMap::is_empty)
    }

    pub(super) fn join(&mut self, other: &Bag, sign: i64) {
        other.each().for_each(|(key, n)| self.add(key, sign * n));
        for of in TEXTS {
            other.texts(of).for_each(|(text, n)| self.tell(of, text, sign * n));
        }
    }

    /// Of what `takes` takes.
    pub(super) fn write(&self, takes: impl Fn(Of) -> bool + Copy) -> Written {
        let numbers = self.each().filter(|(key, _)| takes(key.of));
        let numbers = numbers.map(|(k, n)| (k.of as u8, k.slot, k.field, k.created, k.at, n));
        let texts = TEXTS
            .iter()
            .filter(|of| takes(**of))
            .flat_map(|of| self.texts(*of).map(|(text, n)| (*of as u8, text.to_owned(), n)));
        (numbers.collect(), texts.collect())
    }

    /// `None`: it was not written here.
    pub(super) fn put(&mut self, (numbers, texts): Written) -> Option<()> {
        let of = |n: u8| EVERY.get(usize::from(n)).copied();
        for (what, slot, field, created, at, n) in numbers {
            self.add(Key { of: of(what)?, slot, field, created, at }, n);
        }
        for (what, text, n) in texts {
            self.tell(of(what)?, &text, n);
        }
        Some(())
    }
}
