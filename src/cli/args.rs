//! Groups of flags that mean the same in every command.

mod global;
mod input;
mod output;
mod pick;
mod reading;
mod rules;
mod words;

pub(crate) use global::Global;
pub(crate) use input::InputArgs;
pub(crate) use output::{Output, file_named};
pub(crate) use pick::Pick;
pub(crate) use reading::{DATES, DECIMALS, ENCODINGS, ReadingArgs};
pub(crate) use rules::{RuleArgs, rule};
pub(crate) use words::{platform, titled};
