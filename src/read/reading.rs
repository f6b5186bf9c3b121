//! How rows are to be read.

use super::customers::Customers;
use crate::model::decimal::Decimal;
use crate::model::time::DateOrder;
use crate::model::{Field, Fields, Stamp, Zone};
use std::sync::{Arc, Mutex};

/// How rows are to be read, and what came of it.
#[derive(Clone, Debug)]
pub struct Reading {
    /// Fields that somebody will look at; others are not decoded.
    pub want: Fields,
    /// Keep unmapped columns in `extra`.
    pub extra: bool,
    pub platform: Option<String>,
    pub shop: Option<String>,
    /// The shop where neither the command line nor the file names one.
    pub default_shop: String,
    /// The zone of layouts that do not fix theirs.
    pub zone: Zone,
    pub dates: Option<DateOrder>,
    /// What parts the cents, whatever layout and file say.
    pub decimal: Option<Decimal>,
    /// Amounts finer than a cent are rounded to the nearest one, half away from zero.
    pub round_amounts: bool,
    /// Of whom orders tell the number only.
    pub customers: Arc<Customers>,
    /// Set bad rows aside instead of stopping.
    pub keep_going: bool,
    /// Events after this moment do not tell how new the data are.
    pub now: Stamp,
    /// How new the record is that was read last, where the file tells it of each; see [`Stats::seen`].
    pub seen: Seen,
}

impl Reading {
    /// Everything is read, and nothing is told beside the file; it stops at the first bad row.
    pub fn whole(zone: Zone, now: Stamp) -> Reading {
        Reading {
            want: Field::all().fold(Fields::NONE, |all, field| all.or(Fields::of(&[field]))),
            extra: false,
            platform: None,
            shop: None,
            default_shop: String::new(),
            zone,
            dates: None,
            decimal: None,
            round_amounts: false,
            customers: Arc::default(),
            keep_going: false,
            now,
            seen: Seen::default(),
        }
    }
}

/// How new the record is that was read last.
#[derive(Clone, Debug, Default)]
pub struct Seen(Arc<Mutex<Option<Stamp>>>);

impl Seen {
    pub fn get(&self) -> Option<Stamp> {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(super) fn set(&self, at: Option<Stamp>) {
        *self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner) = at;
    }
}
