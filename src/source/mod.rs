//! Rows from containers: delimited text, workbooks new and old, HTML tables; from files, folders, archives and
//! standard input.
//!
//! Everything streams: a [`Table`] knows where its header is and gives row after row to whoever asks.

mod archive;
mod biff;
mod book;
mod chunk;
mod delimited;
mod encoding;
mod expand;
mod fill;
mod header;
mod html;
mod input;
mod kinds;
mod notes;
mod print;
mod row;
mod row_filter;
mod sheets;
mod split;
mod table;
mod xlsx;

/// How many threads read a file.
pub(crate) fn cores() -> usize {
    // More would wait for the disk.
    const MOST: usize = 16;
    std::thread::available_parallelism().map_or(1, usize::from).min(MOST)
}

pub use book::Container;
pub(crate) use chunk::Chunks;
#[cfg(test)]
pub(crate) use delimited::Delimited;
pub use encoding::Encoding;
pub(crate) use encoding::{Decoder, Fault as EncodingFault};
pub use expand::{Found, expand, may_be_read};
pub use input::{Input, Standing, time_in_name};
pub(crate) use row::Raw;
pub use row::Row;
#[cfg(test)]
pub(crate) use row::clean;
pub(crate) use row_filter::RowFilter;
pub use table::{Format, Options, Table, open};
