//! What is asked for, as data: where records come from, which of them are wanted, and how files are read.

use super::shop_files::ShopFiles;
use super::shop_filter::ShopFilter;
use crate::model::{Selection, Stamp, Zone};
use crate::read::Customers;
use crate::records::Review;
use std::path::PathBuf;
use std::sync::Arc;

/// What a command asks for.
#[derive(Clone, Debug)]
pub(crate) struct Query {
    /// Files, folders and archives; `-` is standard input. None: the database.
    pub(crate) paths: Vec<PathBuf>,
    pub(crate) pick: ShopFilter,
    /// The shop and the platform are said of the files, whatever stands in them, and choose nothing: an import.
    pub(crate) said: bool,
    /// Whose files are whose, where they don't tell it.
    pub(crate) shops: Vec<ShopFiles>,
    pub(crate) ways: Ways,
    /// When the files were exported, where the user says so; never to come.
    pub(crate) exported_at: Option<Stamp>,
    /// Working time, which may be another than that of the wall.
    pub(crate) now: Stamp,
    pub(crate) wall: Stamp,
    pub(crate) zone: Zone,
    /// The customers whom the files of orders name, from files of their own.
    pub(crate) customers: Arc<Customers>,
    /// Refunds of orders that nobody knows count too, each as an order of nothing but its refunds.
    pub(crate) bare_refunds: bool,
    /// Refunds whose order nobody knows are wanted beside the orders.
    pub(crate) strays: bool,
    pub(crate) reviews: Option<ReviewsWanted>,
    /// Which orders of the database are needed; `None`: all.
    pub(crate) selection: Option<Selection>,
    /// Of the orders of the database, those that are told apart.
    pub(crate) apart: Option<Selection>,
}

/// What is said of how the files are written, in the words of the command line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ways {
    /// Whether the layout was named, and so is what the user takes the files for.
    pub(crate) layout_named: bool,
    pub(crate) encoding: Option<String>,
    pub(crate) dates: Option<String>,
    pub(crate) decimal: Option<String>,
    /// Amounts finer than a cent are rounded.
    pub(crate) round_amounts: bool,
    /// Bad rows are set aside.
    pub(crate) keep_going: bool,
}

/// Reviews beside the orders.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ReviewsWanted {
    /// Those of which something happened since.
    pub(crate) since: Stamp,
    /// Of those before, which wait for a reply: gives it back where it is a bad one.
    pub(crate) if_bad: fn(Review) -> Option<Review>,
}

impl Query {
    pub(crate) fn is_database(&self) -> bool {
        self.paths.is_empty()
    }
}
