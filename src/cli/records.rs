//! What the commands of hand-written records share: about whom, until when, which ones.

mod about;
mod args;
mod cells;
mod due;
mod elsewhere;
mod print;
mod write;

pub(crate) use about::{About, about};
pub(crate) use args::{FromFile, PlaceArgs, Span, Writing, by_them};
pub(crate) use cells::{id, nick, numbered, tail, text, word};
pub(crate) use due::due_of;
pub(crate) use elsewhere::elsewhere;
pub(crate) use print::{print, print_to};
pub(crate) use write::{write, write_as};
