//! Input without end, broken input, sums without room: refused, never guessed and never a crash.

mod standard_input;
