//! Where what belongs to one order meets, whichever file or table tells it. Knows no arguments, no terminal, no clock and no
//! configuration: what it needs of them it is given.

mod batch;
mod covered;
pub mod join;
mod loaded;
mod pattern;
mod pool;
mod shop_files;
mod strays;

pub(crate) use batch::Batch;
pub(crate) use covered::Covered;
pub(crate) use loaded::Loaded;
pub(crate) use pool::Pool;
pub(crate) use shop_files::{ShopFiles, shop_of};
pub(crate) use strays::Met;
