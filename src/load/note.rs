//! What stands out while records are read, as data: whoever asked puts it into words.

use crate::error::Error;
use crate::model::{Say, Stamp};
use crate::read::UnreadColumn;

/// What stands out.
#[derive(Debug)]
pub(crate) enum Note {
    /// A file of a folder that is no export, and why.
    PassedOver(Say),
    /// So many more of them.
    MorePassedOver(usize),
    UnreadSheets {
        file: String,
        names: String,
    },
    /// Columns that nobody reads hold something that rules ask for.
    UnreadColumns {
        file: String,
        columns: Vec<UnreadColumn>,
    },
    /// The file was read, and as what.
    WasRead {
        file: String,
        layout: String,
        rows: u64,
    },
    /// A spreadsheet may have rounded an order number.
    RoundedNumber {
        file: String,
        order_no: String,
    },
    /// So many rows are the same as others, and count once.
    RepeatedRows {
        file: String,
        rows: u64,
    },
    /// A bill says how many records it has, and has another number: it was trimmed, or cut off.
    NotAsDeclared {
        file: String,
        declared: u64,
        found: u64,
    },
    /// Some columns of the layout are guesses.
    InferredLayout {
        file: String,
        layout: String,
    },
    /// Nothing is there of a shop or platform that was asked for.
    UnknownPick(Error),
    /// There was only what belongs to orders.
    NoOrders,
    /// A time that is still to come was not believed.
    Ahead {
        file: String,
        what: Ahead,
    },
}

/// A time of a file that is still to come.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Ahead {
    /// That of its name; `at` counts in its place.
    Name { told: Stamp, at: Stamp },
    /// Its own.
    FileTime { told: Stamp, at: Stamp },
    /// What the rows of an export of ours tell; now counts in its place.
    Rows,
    /// As new as working time lets it be, it is still to come by the clock of this computer, whose time counts.
    Clock { told: Stamp, at: Stamp },
}
