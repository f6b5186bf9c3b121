//! Where files and database meet: a stream of orders, and what is known about its age.

mod age;
pub(crate) mod customers;
mod known_shops;
mod layouts;
mod one_export;
mod open;
mod orders;
mod reading;
mod rejects;
mod reviews;
mod scratch;
mod shops;
mod stored;
mod tables;
mod tell;
mod tell_age;

pub(crate) use crate::load::{Loaded, Pool};
pub(crate) use age::{SKEW, as_of, known_time, modified, own_time, tell_ahead};
pub(crate) use known_shops::known_shops;
pub(crate) use layouts::{catalog, layouts_with};
pub(crate) use open::{open_all, open_as};
pub(crate) use orders::{each_order, orders_in_parallel};
pub(crate) use reading::{all_fields, progress, reading};
pub(crate) use rejects::{end_rejects, prepare_rejects, write_rejects};
pub(crate) use stored::{each_of_block, each_stored, reads_all, reconcile_stored, whole};
pub(crate) use tell::{tell_declared, tell_unknown_pick, told};
pub(crate) use tell_age::{ages, tell_age};
