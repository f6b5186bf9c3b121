//! Commands agree with each other: whole shops are made up, their exports written as platforms write them (at different
//! times, in part, out of order, without columns), and what each command says is held against what every other one says and
//! against what the shop knows, over files and over the database.
//!
//! `AGREEMENT_SHOPS=2000 cargo test --test agreement -- --nocapture` is the long run; how often each invariant's premise held is
//! counted, and too seldom is a failure too.
#![cfg(test)]
#![allow(clippy::unwrap_used)]

mod answers;
mod exports;
#[cfg(feature = "plant")]
mod faults;
mod invariants;
mod random;
#[path = "../cli/sandbox.rs"]
#[allow(dead_code, reason = "this part of the tests needs less of it")]
mod sandbox;
mod world;

use answers::Answers;
use invariants::{INVARIANTS, Tally};
use std::io::Write;
use world::World;

/// Shops of the short run, and how often every premise has to hold in it.
const SHORT: (u64, u64) = (34, 50);
/// The same for a run of 2,000 and more.
const LONG: (u64, u64) = (2000, 1000);

/// Looks at so many shops, from this seed on. `fault`: the fault that is planted in the program.
fn look(shops: std::ops::Range<u64>, fault: Option<&str>) -> Tally {
    let cores = std::thread::available_parallelism().map_or(1, |n| n.get() as u64);
    let parts = std::thread::scope(|scope| {
        let hands: Vec<_> = (0..cores)
            .map(|hand| {
                let shops = shops.clone();
                scope.spawn(move || {
                    let mut tally = Tally::default();
                    for seed in shops.filter(|seed| seed % cores == hand) {
                        let world = World::of(seed);
                        let answers = Answers::of(&world, fault);
                        for (name, invariant) in INVARIANTS {
                            tally.begin(name, seed);
                            invariant(&world, &answers, &mut tally);
                        }
                    }
                    tally
                })
            })
            .collect();
        hands.into_iter().map(|hand| hand.join().expect("a hand")).collect::<Vec<_>>()
    });
    parts.into_iter().fold(Tally::default(), Tally::join)
}

#[test]
fn what_one_command_says_every_other_says() {
    let shops = std::env::var("AGREEMENT_SHOPS").ok().map(|n| n.parse().expect("a number of shops"));
    let shops = shops.unwrap_or(SHORT.0);
    let least = if shops >= LONG.0 { LONG.1 } else { SHORT.1 };
    let tally = look(0..shops, None);
    writeln!(std::io::stdout(), "{}", tally.told()).unwrap();
    assert!(tally.violations.is_empty(), "{}", tally.violations.join("\n"));
    for (name, _) in INVARIANTS {
        let held = tally.held(name);
        assert!(held >= least, "{name}: its premise held {held} times only in {shops} shops");
    }
}
