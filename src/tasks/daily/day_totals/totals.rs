//! The sums that stand at one place.

use crate::model::Field;
use crate::tasks::daily::slot::Slot;
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

/// Under which names they are kept. A name never changes its meaning.
const EVERY: [(Of, &str); 18] = [
    (Of::Orders, "orders"),
    (Of::Cases, "cases"),
    (Of::Excluded, "excluded"),
    (Of::Hour, "hour"),
    (Of::Sum, "sum"),
    (Of::Lacks, "lacks"),
    (Of::Untold, "untold"),
    (Of::LacksFrom, "lacks_from"),
    (Of::UntoldFrom, "untold_from"),
    (Of::Standing, "standing"),
    (Of::StandingLacks, "standing_lacks"),
    (Of::StandingUntold, "standing_untold"),
    (Of::DueOn, "due_on"),
    (Of::DueAt, "due_at"),
    (Of::Apart, "apart"),
    (Of::Currency, "currency"),
    (Of::StandingCurrency, "standing_currency"),
    (Of::Reason, "reason"),
];

/// Those that are counted by a text.
const TEXTS: [Of; 3] = [Of::Currency, Of::StandingCurrency, Of::Reason];

impl Of {
    fn name(self) -> &'static str {
        EVERY.iter().find(|known| known.0 == self).map_or("", |known| known.1)
    }

    fn by_name(name: &str) -> Option<Of> {
        EVERY.iter().find(|known| known.1 == name).map(|known| known.0)
    }

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
    pub(super) slot: Option<Slot>,
    pub(super) field: Option<Field>,
    pub(super) created: i64,
    pub(super) at: i64,
}

impl Key {
    pub(super) fn of(of: Of) -> Key {
        Key { of, slot: None, field: None, created: 0, at: 0 }
    }

    pub(super) fn slot(of: Of, slot: Slot) -> Key {
        Key { slot: Some(slot), ..Key::of(of) }
    }

    pub(super) fn field(of: Of, slot: Slot, field: Field) -> Key {
        Key { field: Some(field), ..Key::slot(of, slot) }
    }
}

/// How many slots are summed up by day.
const FLOWS: usize = Slot::Unpaid as usize;

#[derive(Clone, Debug, Default)]
pub(super) struct Totals {
    /// Apart from the others, because each order adds to most of them.
    sums: [i64; FLOWS],
    numbers: BTreeMap<Key, i64>,
    texts: [BTreeMap<String, i64>; TEXTS.len()],
}

/// Numbers: what, slot, field, created, at, how many. Texts: what, text, how many. All by their names: what stands at a
/// place in the program may stand at another one in the next.
pub(super) type Written<'t> = (Vec<(&'t str, &'t str, &'t str, i64, i64, i64)>, Vec<(&'t str, String, i64)>);

impl Totals {
    pub(super) fn sum(&mut self, slot: Slot, n: i64) {
        match self.sums.get_mut(slot as usize) {
            Some(sum) => *sum = sum.saturating_add(n),
            None => self.add(Key::slot(Of::Sum, slot), n),
        }
    }

    pub(super) fn add(&mut self, key: Key, n: i64) {
        if key.of == Of::Sum
            && let Some(sum) = key.slot.and_then(|slot| self.sums.get_mut(slot as usize))
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
        let sums = sums.map(|(index, n)| (Key { slot: Slot::at(index), ..Key::of(Of::Sum) }, *n));
        sums.chain(self.numbers.iter().map(|(key, n)| (*key, *n)))
    }

    pub(super) fn texts(&self, of: Of) -> impl Iterator<Item = (&str, i64)> {
        let all = TEXTS.iter().zip(&self.texts).filter(move |(t, _)| **t == of);
        all.flat_map(|(_, all)| all.iter().map(|(text, n)| (text.as_str(), *n)))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.each().next().is_none() && self.texts.iter().all(BTreeMap::is_empty)
    }

    pub(super) fn join(&mut self, other: &Totals, sign: i64) {
        other.each().for_each(|(key, n)| self.add(key, sign * n));
        for of in TEXTS {
            other.texts(of).for_each(|(text, n)| self.tell(of, text, sign * n));
        }
    }

    /// Of what `takes` takes.
    pub(super) fn write(&self, takes: impl Fn(Of) -> bool + Copy) -> Written<'static> {
        let numbers = self.each().filter(|(key, _)| takes(key.of));
        let numbers = numbers.map(|(k, n)| {
            let (slot, field) = (k.slot.map_or("", Slot::name), k.field.map_or("", Field::key));
            (k.of.name(), slot, field, k.created, k.at, n)
        });
        let texts = TEXTS
            .iter()
            .filter(|of| takes(**of))
            .flat_map(|of| self.texts(*of).map(|(text, n)| (of.name(), text.to_owned(), n)));
        (numbers.collect(), texts.collect())
    }

    /// `None`: it was not written here.
    pub(super) fn put(&mut self, (numbers, texts): Written<'_>) -> Option<()> {
        for (what, slot, field, created, at, n) in numbers {
            let slot = if slot.is_empty() { None } else { Some(Slot::by_name(slot)?) };
            let field = if field.is_empty() { None } else { Some(Field::by_key(field)?) };
            self.add(Key { of: Of::by_name(what)?, slot, field, created, at }, n);
        }
        for (what, text, n) in texts {
            self.tell(Of::by_name(what)?, &text, n);
        }
        Some(())
    }
}
