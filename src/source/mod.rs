//! Rows from containers: delimited text, workbooks, standard input.
//!
//! Everything streams: a [`Table`] knows where its header is and gives row after row to whoever asks.

mod delimited;
mod encoding;
mod header;
mod input;
mod record;
mod row;
mod table;
mod xlsx;

pub use encoding::Encoding;
pub use input::{Input, expand, time_in_name};
pub use record::{ItemRow, Reading, Reject, Stats, items, orders, refunds, reviews};
pub use row::Row;
pub use table::{Format, Options, Table, open};
