//! What several exports tell of one order comes together, whichever command asks, over files and over the database: what
//! is right was written down here before the program could do it.
#![cfg(test)]
#![allow(clippy::unwrap_used)]

mod ages;
mod contradictions;
mod deadlines;
#[path = "../cli/sandbox.rs"]
#[allow(dead_code, reason = "this part of the tests needs less of it")]
mod sandbox;
mod shop;
