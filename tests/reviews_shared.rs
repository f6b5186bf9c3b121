//! How well texts are told apart, on real reviews that are not in the repository.
//!
//! `CS_SHARED=FOLDER cargo test --release --test reviews_shared -- --ignored --nocapture`: the folder holds
//! `data/reviews/online_shopping_train.csv` (cat, label, review) and `waimai_10k.csv` (label, review), label 0 bad.
#![cfg(test)]

use cs::tasks::verdict::{STRICT, judge};
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Default)]
struct Count {
    right_bad: f64,
    wrong_bad: f64,
    right_good: f64,
    wrong_good: f64,
}

impl Count {
    fn add(&mut self, bad: bool, flagged: bool) {
        *match (bad, flagged) {
            (true, true) => &mut self.right_bad,
            (false, true) => &mut self.wrong_bad,
            (false, false) => &mut self.right_good,
            (true, false) => &mut self.wrong_good,
        } += 1.0;
    }

    fn accuracy(&self) -> f64 {
        let right = self.right_bad + self.right_good;
        right / (right + self.wrong_bad + self.wrong_good)
    }

    fn precision(&self) -> f64 {
        self.right_bad / (self.right_bad + self.wrong_bad)
    }

    fn recall(&self) -> f64 {
        self.right_bad / (self.right_bad + self.wrong_good)
    }

    fn false_alarms(&self) -> f64 {
        self.wrong_bad / (self.wrong_bad + self.right_good)
    }
}

fn rows(path: &Path) -> Vec<(String, bool, String)> {
    let mut reader = csv::Reader::from_path(path).expect("the file");
    let header = reader.headers().expect("a header").clone();
    let place = |name: &str| header.iter().position(|h| h.trim_start_matches('\u{feff}') == name);
    let (cat, label, text) = (place("cat"), place("label"), place("review"));
    let (label, text) = (label.expect("label"), text.expect("review"));
    reader
        .records()
        .map(|row| row.expect("a row"))
        .map(|row| {
            let cat = cat.and_then(|at| row.get(at)).unwrap_or("").to_owned();
            (cat, row.get(label) == Some("0"), row.get(text).unwrap_or("").to_owned())
        })
        .collect()
}

#[test]
#[ignore = "needs CS_SHARED"]
#[expect(clippy::print_stdout, reason = "its figures are its answer")]
fn texts_are_told_apart() {
    let folder = std::env::var("CS_SHARED").expect("CS_SHARED names the folder");
    for file in ["online_shopping_train.csv", "waimai_10k.csv"] {
        let rows = rows(&Path::new(&folder).join("data/reviews").join(file));
        let scores: Vec<u8> = rows.iter().map(|row| judge(&row.2).map_or(0, |v| v.score)).collect();
        for threshold in [50, STRICT] {
            let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
            for (row, score) in rows.iter().zip(&scores) {
                let flagged = *score >= threshold;
                counts.entry("all").or_default().add(row.1, flagged);
                if !row.0.is_empty() {
                    counts.entry(&row.0).or_default().add(row.1, flagged);
                }
            }
            println!("{file} at {threshold}: accuracy, precision, recall, false alarms");
            for (cat, count) in &counts {
                let (a, p, r, f) =
                    (count.accuracy(), count.precision(), count.recall(), count.false_alarms());
                println!("  {cat}: {a:.3} {p:.3} {r:.3} {f:.4}");
            }
            let all = &counts["all"];
            if file.starts_with("online") && threshold == 50 {
                assert!(all.accuracy() >= 0.86 && all.precision() >= 0.87 && all.recall() >= 0.85);
            }
            if file.starts_with("online") && threshold == STRICT {
                assert!(all.false_alarms() <= 0.02);
            }
        }
    }
}
