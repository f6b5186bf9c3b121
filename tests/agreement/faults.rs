//! Faults that are planted in the program: each has to make the invariant red that is named beside it.

use crate::look;

/// The fault, and what finds it.
const FAULTS: &[(&str, &str)] = &[
    ("claims", "what is claimed back is not shipped"),
    ("ages", "a newer order ends its refund"),
    ("always_newer", "a newer refund stands"),
    ("signed", "what was signed for is not on its way"),
    ("no_call", "what has left needs no call"),
    ("reach", "complete figures rest on fresh exports"),
    ("remind", "who wants the money back is not reminded"),
    ("unshipped", "unshipped orders are those that wait"),
    ("both_currencies", "currencies are not added up"),
];

#[test]
fn every_planted_fault_is_found() {
    let mut missed = Vec::new();
    for (fault, invariant) in FAULTS {
        // A few shops at a time, until it shows.
        let found = (0..40)
            .step_by(4)
            .any(|first| look(first..first + 4, Some(fault)).violated().contains(invariant));
        if !found {
            missed.push(format!("{fault}: {invariant}"));
        }
    }
    assert!(missed.is_empty(), "nobody finds {missed:?}");
}
