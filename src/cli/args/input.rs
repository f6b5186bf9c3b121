//! Where the records of a command come from.

use super::pick::Pick;
use super::reading::ReadingArgs;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Where records come from: files, or the database.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct InputArgs {
    /// Export files, folders or zip archives; `-` is standard input. Without any: the database
    #[arg(value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(crate) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
    #[command(flatten)]
    pub(crate) pick: Pick,
    /// Refunds of orders that nobody knows count too, each as an order of nothing but its refunds.
    #[arg(skip)]
    pub(crate) bare_refunds: bool,
    /// Reviews too: those of which something happened since, and bad ones that wait for a reply.
    #[arg(skip)]
    pub(crate) reviews_since: Option<crate::model::Stamp>,
    /// Which orders of the database are needed; `None`: all.
    #[arg(skip)]
    pub(crate) selection: Option<crate::model::Selection>,
    /// Refunds whose order nobody knows are wanted beside the orders.
    #[arg(skip)]
    pub(crate) strays: bool,
    /// Of the orders of the database, those that are told apart.
    #[arg(skip)]
    pub(crate) apart: Option<crate::model::Selection>,
    /// Told before the first order comes: orders may be in several currencies.
    #[arg(skip)]
    pub(crate) many_currencies: std::rc::Rc<std::cell::Cell<bool>>,
}

impl InputArgs {
    pub(crate) fn is_database(&self) -> bool {
        self.paths.is_empty()
    }
}
