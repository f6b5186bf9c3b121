//! What the orders of one shop add to one report.

use super::indexes::{ALL, DUES, Terms, TotalsByDay, behind, index};
use super::totals::{Of, Totals};
use crate::model::{Field, Stamp};
use crate::tasks::daily::Sums;
use crate::tasks::daily::settings::Settings;
use crate::tasks::daily::slot::{SLOTS, Slot};
use crate::tasks::daily::tally::{SlotTally, What};

pub(in crate::tasks::daily) struct Past<'l> {
    pub(in crate::tasks::daily) platform: &'l str,
    pub(in crate::tasks::daily) shop: &'l str,
    first: Option<Stamp>,
    whole: &'l Totals,
    indexes: &'l TotalsByDay,
    terms: &'l Terms,
    settings: &'l Settings<'l>,
}

impl<'l> Past<'l> {
    /// `None`: it has no orders.
    pub(super) fn of(
        (platform, shop): &'l (String, String),
        first: Option<Stamp>,
        indexes: &'l TotalsByDay,
        terms: &'l Terms,
        settings: &'l Settings<'l>,
    ) -> Option<Past<'l>> {
        let whole = indexes.get(&ALL).filter(|totals| totals.get(Of::Orders) > 0)?;
        Some(Past { platform, shop, first, whole, indexes, terms, settings })
    }

    /// Where a day of the report stands.
    fn index(&self, day: usize) -> i64 {
        index(day) + self.terms.day(self.settings.calendar.start(0))
    }

    pub(in crate::tasks::daily) fn add_to(&self, sums: &mut Sums) {
        let today = self.settings.calendar.today();
        sums.first = [sums.first, self.first].into_iter().flatten().min();
        sums.cases |= self.whole.get(Of::Cases) > 0;
        // What lasts, as it is after the report's days, and then before each of them.
        let mut lasts = Totals::default();
        begin(self.whole, 1, &mut lasts);
        let after = behind(self.index(today));
        let later = self.indexes.iter().filter(|(index, _)| after.iter().any(|range| range.contains(*index)));
        later.for_each(|(_, totals)| begin(totals, -1, &mut lasts));
        let stands = lasts.texts(Of::StandingCurrency).filter(|(_, n)| *n > 0);
        sums.currencies.extend(stands.map(|(code, _)| code.to_owned()));
        for (day, tallies) in sums.days.iter_mut().enumerate().rev() {
            let own = self.indexes.get(&self.index(day));
            for (key, n) in lasts.each().filter(|(key, _)| day == today || !key.of.stands()) {
                if let Some(tally) = of(tallies, key.slot) {
                    take(tally, key.of, n, key.field);
                }
            }
            let Some(own) = own else { continue };
            for (key, n) in own.each().filter(|(key, _)| !key.of.lasts()) {
                if let Some(tally) = of(tallies, key.slot) {
                    take(tally, key.of, n, key.field);
                }
            }
            sums.currencies.extend(own.texts(Of::Currency).map(|(code, _)| code.to_owned()));
            begin(own, -1, &mut lasts);
        }
        if let Some(own) = self.indexes.get(&self.index(today)) {
            sums.excluded += own.get(Of::Excluded);
            for (key, n) in own.each().filter(|(key, _)| key.of == Of::Hour) {
                if let Some(hour) = usize::try_from(key.at).ok().and_then(|at| sums.hours.get_mut(at)) {
                    *hour += n;
                }
            }
            for (reason, n) in own.texts(Of::Reason) {
                sums.reason(reason, n, usize::MAX);
            }
        }
        if let Some(tallies) = sums.days.get_mut(today) {
            for slot in [Slot::Overdue, Slot::NextShip, Slot::NextRefunds] {
                slot.of_mut(tallies).take(What::Add(self.due(slot)));
            }
        }
    }

    /// How many deadlines have passed, or will before the next day ends.
    fn due(&self, slot: Slot) -> i64 {
        let calendar = &self.settings.calendar;
        let created = ALL..=self.index(calendar.today());
        let (at, of) = match slot {
            Slot::Overdue => (self.settings.scope.now.min(calendar.end()), Slot::NextShip),
            _ => (calendar.next_end(), slot),
        };
        let day = self.terms.day(at);
        let ours = |slot, created_on: i64| slot == Some(of) && created.contains(&created_on);
        let whole = self.whole.each().filter(|(key, _)| key.of == Of::DueOn && key.at < day);
        let part = self.indexes.get(&(DUES + day)).into_iter().flat_map(Totals::each);
        let part = part.filter(|(key, _)| key.of == Of::DueAt && key.at < at.0);
        whole.chain(part).filter(|(key, _)| ours(key.slot, key.created)).map(|(_, n)| n).sum()
    }
}

fn of(tallies: &mut [SlotTally; SLOTS], slot: Option<Slot>) -> Option<&mut SlotTally> {
    tallies.get_mut(slot? as usize)
}

/// Adds what lasts, or takes it away (`-1`).
fn begin(totals: &Totals, sign: i64, lasts: &mut Totals) {
    totals.each().filter(|(key, _)| key.of.lasts()).for_each(|(key, n)| lasts.add(key, sign * n));
    totals.texts(Of::StandingCurrency).for_each(|(code, n)| lasts.tell(Of::StandingCurrency, code, sign * n));
}

fn take(tally: &mut SlotTally, of: Of, n: i64, field: Option<Field>) {
    match (of, field) {
        (Of::Sum | Of::Standing, _) => tally.take(What::Add(n)),
        (Of::Lacks | Of::LacksFrom | Of::StandingLacks, Some(field)) => tally.lack(field, n),
        (Of::Untold | Of::UntoldFrom | Of::StandingUntold, Some(field)) => tally.leave(field, n),
        _ => {}
    }
}
