//! Where what belongs to one order meets, whichever file or table tells it. Knows no arguments, no terminal, no clock and no
//! configuration: what it needs of them it is given.

pub mod join;
mod pattern;
mod shop_files;

pub(crate) use shop_files::{ShopFiles, shop_of};
