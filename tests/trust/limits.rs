//! Input without end, broken input, sums without room: refused, never guessed and never a crash.

mod sheets;
mod standard_input;
mod sums;
