//! Amounts: what is read stays what it is.
#![no_main]

use cs::model::Cents;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Some(cents) = Cents::parse(text) {
        assert_eq!(Cents::parse(&cents.to_string()), Some(cents), "{text}");
    }
});
