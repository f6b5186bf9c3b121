//! A platform's shops and what happened in them, minute by minute: what exports tell is taken from here.

use crate::random::Random;

/// 2026-11-21T13:00:00+08:00: when commands are asked.
pub(crate) const NOW: i64 = 1_795_237_200;
pub(crate) const HOUR: i64 = 3600;
pub(crate) const DAY: i64 = 24 * HOUR;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Somebody still has to answer.
    Open,
    Refused,
    Paid,
    Withdrawn,
}

#[derive(Clone, Debug)]
pub(crate) struct Claim {
    pub(crate) no: String,
    pub(crate) applied: i64,
    /// Only a correction of the price: the goods are kept.
    pub(crate) is_difference: bool,
    pub(crate) cents: i64,
    /// How it ended, and when.
    pub(crate) end: (Outcome, i64),
}

impl Claim {
    /// How it stands at a moment; `None`: not yet applied for.
    pub(crate) fn at(&self, t: i64) -> Option<Outcome> {
        match (self.applied <= t, self.end.1 <= t) {
            (false, _) => None,
            (true, true) => Some(self.end.0),
            (true, false) => Some(Outcome::Open),
        }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Trade {
    pub(crate) platform: &'static str,
    pub(crate) shop: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) no: String,
    pub(crate) buyer: String,
    pub(crate) cents: i64,
    pub(crate) cod: bool,
    pub(crate) created: i64,
    pub(crate) paid: Option<i64>,
    pub(crate) shipped: Option<i64>,
    pub(crate) tracking: String,
    /// When the carrier fetched it, and when the buyer signed.
    pub(crate) fetched: Option<i64>,
    pub(crate) signed: Option<i64>,
    pub(crate) finished: Option<i64>,
    pub(crate) claim: Option<Claim>,
    /// Stars, and when they were given.
    pub(crate) review: Option<(u8, i64)>,
}

impl Trade {
    /// Paid back by then, in cents.
    pub(crate) fn paid_back(&self, t: i64) -> i64 {
        let paid = |claim: &&Claim| claim.at(t) == Some(Outcome::Paid);
        self.claim.as_ref().filter(paid).map_or(0, |claim| claim.cents)
    }

    /// As generic exports call it.
    pub(crate) fn status(&self, t: i64) -> &'static str {
        let by = |at: Option<i64>| at.is_some_and(|at| at <= t);
        match () {
            () if self.paid_back(t) == self.cents => "closed_refunded",
            () if by(self.finished) => "finished",
            () if by(self.shipped) => "shipped",
            () if by(self.paid) || self.cod => "paid",
            () if self.created + 3 * DAY <= t => "closed_unpaid",
            () => "unpaid",
        }
    }
}

#[derive(Debug)]
pub(crate) struct World {
    pub(crate) trades: Vec<Trade>,
    pub(crate) files: Vec<crate::exports::File>,
}

/// Taobao's three days and 48 hours are its clocks; Shopify has none.
const SHOPS: &[(&str, &str, &str)] =
    &[("taobao", "甲店", "CNY"), ("taobao", "乙店", "CNY"), ("shopify", "West", "USD")];

impl World {
    pub(crate) fn of(seed: u64) -> World {
        let mut random = Random::of(seed);
        let many = random.between(60, 100);
        let times = Times::of(&mut random);
        let trades: Vec<Trade> = (0..many).map(|n| trade(&mut random, &times, seed, n)).collect();
        let files = crate::exports::of(&mut random, &times, &trades);
        World { trades, files }
    }

    pub(crate) fn trade(&self, no: &str) -> &Trade {
        self.trades.iter().find(|trade| trade.no == no).expect("an order of the shop")
    }
}

/// When the newest exports were made.
pub(crate) struct Times {
    pub(crate) orders: i64,
    pub(crate) refunds: i64,
}

impl Times {
    fn of(random: &mut Random) -> Times {
        // As it should be: both of this morning.
        if random.in_a_hundred(45) {
            let both = NOW - random.between(0, 6) * HOUR;
            return Times { orders: both, refunds: both };
        }
        let orders = NOW - random.between(0, 20) * HOUR;
        Times { orders, refunds: Times::near(random, orders) }
    }

    /// At the same time, or some hours before or after.
    pub(crate) fn near(random: &mut Random, at: i64) -> i64 {
        let shift = match random.between(1, 10) {
            1..=2 => 0,
            3..=4 => random.between(-2, 2),
            5..=8 => random.between(-40, -3),
            _ => random.between(3, 20),
        };
        (at + shift * HOUR).min(NOW)
    }
}

fn trade(random: &mut Random, times: &Times, seed: u64, n: i64) -> Trade {
    let (platform, shop, currency) = *random.one(SHOPS);
    let created = NOW - random.between(1, 9 * DAY / 60) * 60;
    let cod = random.in_a_hundred(8);
    let after = |random: &mut Random, at: Option<i64>, chance: i64, low: i64, high: i64| {
        at.filter(|_| random.in_a_hundred(chance)).map(|at| at + random.between(low, high) * 60)
    };
    let started = if cod { Some(created) } else { after(random, Some(created), 80, 1, 600) };
    let shipped = after(random, started, 70, 30, 3000);
    let fetched = after(random, shipped, 90, -30, 600);
    let signed = after(random, fetched, 60, 600, 4000);
    let finished = after(random, signed, 50, 60, 2000);
    let cents = random.between(10, 30_000);
    let claim = started.filter(|_| !cod && random.in_a_hundred(45)).map(|at| {
        let applied = at + random.between(1, 4000) * 60;
        let is_difference = random.in_a_hundred(15);
        let end = *random.one(&[
            Outcome::Open,
            Outcome::Open,
            Outcome::Refused,
            Outcome::Paid,
            Outcome::Paid,
            Outcome::Paid,
            Outcome::Paid,
            Outcome::Withdrawn,
        ]);
        let cents = if is_difference || random.in_a_hundred(15) { (cents / 3).max(1) } else { cents };
        let ended = if end == Outcome::Open { i64::MAX } else { applied + random.between(1, 2500) * 60 };
        // What happens between two exports is what they contradict each other about.
        let (first, last) = (times.orders.min(times.refunds).max(applied), times.orders.max(times.refunds));
        let between = end != Outcome::Open && first < last && random.in_a_hundred(85);
        let ended = if between { first + random.between(1, (last - first) / 60) * 60 } else { ended };
        Claim {
            no: format!("{}{:02}{n:04}", 8, seed % 100),
            applied,
            is_difference,
            cents,
            end: (end, ended),
        }
    });
    let review = after(random, signed, 50, 10, 3000).map(|at| (random.between(1, 5) as u8, at));
    Trade {
        platform,
        shop,
        currency,
        no: format!("37{:06}{n:08}", seed % 1_000_000),
        buyer: format!("买家{}", random.between(1, 30)),
        cents,
        cod,
        created,
        paid: started.filter(|_| !cod),
        shipped,
        tracking: format!("YT{:06}{n:06}", seed % 1_000_000),
        fetched,
        signed,
        finished,
        claim,
        review,
    }
}
