//! Times in every order of day and month: what is read stays what it is.
#![no_main]

use cs::model::time::DateOrder;
use cs::model::{Stamp, Zone};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for order in [DateOrder::Year, DateOrder::DayMonth, DateOrder::MonthDay] {
        if let Ok(at) = Stamp::parse(text, Zone::CHINA, order) {
            let again = Stamp::parse(&at.iso(Zone::CHINA), Zone::CHINA, DateOrder::Year);
            assert_eq!(again.ok(), Some(at), "{text}");
        }
    }
});
