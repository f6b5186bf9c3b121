//! The rows of the last table in this terminal, by their numbers: `remind done 1-20,23`.

mod lines;
mod meant;
mod memory;
mod names;
#[cfg(test)]
mod tests;
mod want;

pub(crate) use memory::{Memory, Remembered, text_of};
pub(crate) use names::{names, placed};
pub(crate) use want::{REVIEWS, UNPAID, Want};
