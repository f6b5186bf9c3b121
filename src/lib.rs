//! `cs`: customer service of online shops in the terminal.

pub mod cli;
pub mod error;
pub mod layouts;
pub mod model;
pub mod render;
pub mod rules;
pub mod source;
pub mod store;
pub mod tasks;
