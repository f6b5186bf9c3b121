//! Help in Chinese: the English of the doc comments is swapped when the tree of commands is built.
//!
//! English runs never come here. A test walks the whole tree, so that nothing new stays untranslated.

mod arguments;
mod commands;
mod record_commands;
#[cfg(test)]
mod tests;
mod text;
mod translate;
mod wrap;

pub(super) use translate::{named, translate};
pub(super) use wrap::{width, wrapped};
