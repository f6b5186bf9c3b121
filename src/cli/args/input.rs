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
    /// The shop and the platform are said of the files, whatever stands in them, and choose nothing: an import.
    #[arg(skip)]
    pub(crate) said: bool,
    /// Reviews too: those of which something happened since, and bad ones that wait for a reply.
    #[arg(skip)]
    pub(crate) reviews_since: Option<crate::model::Stamp>,
    /// Which orders of the database are needed; `None`: all.
    #[arg(skip)]
    pub(crate) selection: Option<crate::model::Selection>,
    /// Refunds whose order nobody knows are wanted beside the orders.
    #[arg(skip)]
    pub(crate) strays: bool,
    /// Of the orders of the database, those that are told apart, and whether the order that comes is one of them.
    #[arg(skip)]
    pub(crate) apart: Option<crate::model::Selection>,
    #[arg(skip)]
    pub(crate) is_apart: std::rc::Rc<std::cell::Cell<bool>>,
    /// Told before the first order comes: orders may be in several currencies.
    #[arg(skip)]
    pub(crate) many_currencies: std::rc::Rc<std::cell::Cell<bool>>,
    /// The customers whom the files of orders name, from files of their own.
    #[arg(skip)]
    pub(crate) customers: std::rc::Rc<std::cell::RefCell<std::sync::Arc<crate::read::Customers>>>,
}

impl InputArgs {
    pub(crate) fn is_database(&self) -> bool {
        self.paths.is_empty()
    }
}
