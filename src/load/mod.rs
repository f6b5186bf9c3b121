//! Where what belongs to one order meets, whichever file or table tells it. Knows no arguments, no terminal, no clock and no
//! configuration: what it needs of them stands in a [`Query`], or is lent by the [`Caller`], who is told what stands out.

mod age;
mod batch;
mod by_number;
mod caller;
mod covered;
pub(crate) mod customers;
mod import;
pub mod join;
mod known_shops;
mod loaded;
mod note;
mod one_export;
mod open;
mod order_rank;
mod orders;
mod pattern;
mod pool;
mod query;
mod reading;
mod record_list;
mod review_list;
mod reviews;
mod scratch;
mod shop_files;
mod shop_filter;
mod shops;
mod stored;
mod strays;
mod tables;
#[cfg(test)]
mod tests;
mod told;

pub(crate) use by_number::{orders_of_number, orders_of_refund};
pub(crate) use caller::{Caller, Progress};
pub(crate) use import::{Done, Prepare, import_into};
pub(crate) use known_shops::known_shops;
pub(crate) use loaded::Loaded;
pub(crate) use note::{Ahead, Note};
pub(crate) use open::open_all;
pub(crate) use orders::{Feed, each_order, orders_in_parallel};
pub(crate) use pool::Pool;
pub(crate) use query::{Query, ReviewsWanted, Ways};
pub(crate) use reading::{all_fields, reading};
pub(crate) use record_list::records_of_files;
pub(crate) use review_list::{reviews_of_files, stored_reviews};
pub(crate) use shop_files::ShopFiles;
pub(crate) use shop_filter::ShopFilter;
pub(crate) use stored::{each_of_block, each_of_selection, each_stored};
pub(crate) use told::is_whole;
