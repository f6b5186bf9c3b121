//! What a command asks for, made of its arguments and the configuration; and what stands out in the answer, in words.

mod catalog;
mod desk;
mod files;
mod orders;
mod query;
mod rejects;
mod tell;
mod tell_age;

pub(crate) use crate::load::{Loaded, Pool, all_fields, each_of_block};
pub(crate) use catalog::{catalog, layouts_with};
pub(crate) use desk::Desk;
pub(crate) use files::{open_all, open_as};
pub(crate) use orders::{each_order, each_stored, orders_in_parallel};
pub(crate) use query::{query, reads_all};
pub(crate) use rejects::{end_rejects, prepare_rejects, write_rejects};
pub(crate) use tell_age::{ages, tell_age, tell_old_refunds};
