//! Rows from containers: delimited text, workbooks new and old, HTML tables; from files, folders, archives and
//! standard input.
//!
//! Everything streams: a [`Table`] knows where its header is and gives row after row to whoever asks.

mod archive;
mod biff;
mod book;
mod chunk;
mod cores;
mod delimited;
mod encoding;
mod expand;
mod fill;
mod found;
mod header;
mod html;
mod input;
mod kinds;
mod notes;
mod open;
mod options;
mod print;
mod row;
mod row_filter;
mod sheet_rows;
mod sheets;
mod split;
mod table;
mod xlsx;

pub use book::Container;
pub(crate) use chunk::Chunks;
pub(crate) use cores::cores;
#[cfg(test)]
pub(crate) use delimited::Delimited;
pub use encoding::Encoding;
pub(crate) use encoding::{Decoder, Fault as EncodingFault};
pub use expand::{expand, may_be_read};
pub use found::Found;
pub use input::{Input, Standing, time_in_name};
pub use open::open;
pub use options::Options;
pub(crate) use row::Raw;
pub use row::Row;
#[cfg(test)]
pub(crate) use row::clean;
pub(crate) use row_filter::RowFilter;
pub use table::{Format, Table};
