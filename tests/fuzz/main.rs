//! A short run of the fuzz targets on every test run, the same one each time: seeds, changed by a chance that repeats.
//!
//! `CS_FUZZ_RUNS` and `CS_FUZZ_SEED` make it a longer or another one; `CS_FUZZ_INPUT` reads one file instead.
#![cfg(test)]

#[path = "../../fuzz/fuzz_targets/bodies/mod.rs"]
mod bodies;
mod mutate;
#[path = "../cli/old_book.rs"]
mod old_book;
mod random;
mod seeds;

use random::Random;
use std::panic::catch_unwind;

type Mutate = fn(&mut Random, Vec<u8>, &[Vec<u8>]) -> Vec<u8>;

struct Target {
    name: &'static str,
    body: fn(&[u8]),
    seeds: fn() -> Vec<Vec<u8>>,
    mutate: Mutate,
    /// Without `CS_FUZZ_RUNS`.
    runs: u64,
}

/// An input after which something did not hold.
struct Failure {
    run: u64,
    input: Vec<u8>,
    said: String,
}

impl Target {
    fn go(&self) {
        if let Some(path) = std::env::var_os("CS_FUZZ_INPUT") {
            return (self.body)(&std::fs::read(path).expect("the input"));
        }
        let number = |key: &str, usual| {
            std::env::var(key)
                .map_or(usual, |text| text.parse().unwrap_or_else(|_| panic!("{key} is no number")))
        };
        let seed = number("CS_FUZZ_SEED", 20_261_121);
        let Some(failure) = self.search(seed, number("CS_FUZZ_RUNS", self.runs)) else { return };
        let path = std::env::temp_dir().join(format!("cs-fuzz-{}-{seed}-{}", self.name, failure.run));
        std::fs::write(&path, &failure.input).expect("the input is kept");
        panic!(
            "{}: {}\nrun {} of seed {seed}; the input is in {}\nagain: CS_FUZZ_INPUT={} cargo test --test fuzz {}",
            self.name,
            failure.said,
            failure.run,
            path.display(),
            path.display(),
            self.name
        );
    }

    /// Every seed as it is, then changed ones.
    fn search(&self, seed: u64, runs: u64) -> Option<Failure> {
        let seeds = (self.seeds)();
        let plain = seeds.len() as u64;
        (0..plain + runs).find_map(|run| {
            let mut random = Random::of(seed, run);
            let input = match seeds.get(run as usize) {
                Some(input) => input.clone(),
                None => {
                    let input = random.one_of(&seeds).clone();
                    (self.mutate)(&mut random, input, &seeds)
                }
            };
            let said = fails(self.body, &input)?;
            Some(Failure { run, input, said })
        })
    }
}

fn fails(body: fn(&[u8]), input: &[u8]) -> Option<String> {
    let said = catch_unwind(|| body(input)).err()?;
    let text = said.downcast_ref::<String>().cloned();
    text.or_else(|| said.downcast_ref::<&str>().map(|s| (*s).to_owned())).or(Some("panicked".to_owned()))
}

#[test]
fn decode() {
    Target { name: "decode", body: bodies::decode, seeds: seeds::decode, mutate: mutate::mutate, runs: 200 }
        .go();
}

#[test]
fn rows() {
    Target { name: "rows", body: bodies::rows, seeds: seeds::rows, mutate: mutate::mutate, runs: 200 }.go();
}

#[test]
fn html() {
    Target { name: "html", body: bodies::html, seeds: seeds::html, mutate: mutate::mutate, runs: 200 }.go();
}

#[test]
fn workbook() {
    Target {
        name: "workbook",
        body: bodies::workbook,
        seeds: seeds::workbook,
        mutate: mutate::workbook,
        runs: 200,
    }
    .go();
}

#[test]
fn date() {
    Target { name: "date", body: bodies::date, seeds: seeds::date, mutate: mutate::mutate, runs: 20_000 }
        .go();
}

#[test]
fn money() {
    Target { name: "money", body: bodies::money, seeds: seeds::money, mutate: mutate::mutate, runs: 20_000 }
        .go();
}

#[test]
fn layout() {
    Target { name: "layout", body: bodies::layout, seeds: seeds::layout, mutate: mutate::mutate, runs: 60 }
        .go();
}

/// The search itself: a fault that only a changed input meets is found, and the same way again.
#[test]
fn a_fault_is_found_and_found_again() {
    let faulty = Target {
        name: "faulty",
        body: |bytes| assert!(!bytes.windows(2).any(|w| w == b"=\""), "two signs side by side"),
        seeds: || vec![b"order_no\n1\n".to_vec()],
        mutate: mutate::mutate,
        runs: 2_000,
    };
    let first = faulty.search(1, faulty.runs).expect("a fault");
    let again = faulty.search(1, faulty.runs).expect("a fault");
    assert!(first.run > 0 && first.said == "two signs side by side");
    assert_eq!((first.run, first.input), (again.run, again.input));
    assert!(faulty.search(1, first.run - 1).is_none());
}
