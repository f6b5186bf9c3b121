//! How a list is written, and where.

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueHint};
use std::path::{Path, PathBuf};

/// How a list is written.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Output {
    /// Output format; a table on a terminal, CSV in a pipe
    #[arg(short = 'F', long, env = "CS_FORMAT", value_parser = formats(), hide_env_values = true, help_heading = "Output")]
    pub(crate) format: Option<String>,
    /// Write to a file; its ending chooses the format; `-` is standard output
    #[arg(id = "output", short, long = "output", value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Output")]
    to: Option<PathBuf>,
    /// Replace the file if it is there: never a link, a device, the database, nor a file that is read
    #[arg(long, help_heading = "Output")]
    pub(crate) force: bool,
    /// Columns to write, in this order; without a value: list them
    #[arg(long, value_name = "A,B,…", num_args = 0..=1, default_missing_value = "", value_delimiter = ',', help_heading = "Output")]
    pub(crate) columns: Option<Vec<String>>,
    /// Sort by columns; `-amount` is descending
    #[arg(
        long,
        value_name = "A,B,…",
        value_delimiter = ',',
        allow_hyphen_values = true,
        help_heading = "Output"
    )]
    pub(crate) sort: Vec<String>,
    /// Write at most so many rows
    #[arg(long, value_name = "N", help_heading = "Output")]
    pub(crate) limit: Option<usize>,
    /// All rows on a terminal too, not only the first 30
    #[arg(long, help_heading = "Output")]
    pub(crate) all_rows: bool,
    /// Show names, phones and addresses in full
    #[arg(long, help_heading = "Output")]
    pub(crate) reveal: bool,
    /// CSV for a spreadsheet program: byte order mark, ids as text
    #[arg(long, help_heading = "Output")]
    pub(crate) excel: bool,
    /// End with a row that counts the others (`cs_seal N`), so that a torn stream shows: csv, tsv, jsonl
    #[arg(long, help_heading = "Output")]
    pub(crate) seal: bool,
    /// JSON in an envelope with the notes
    #[arg(long, help_heading = "Output")]
    pub(crate) meta: bool,
}

fn formats() -> PossibleValuesParser {
    PossibleValuesParser::new(crate::render::ALL.iter().map(|r| r.name()))
}

impl Output {
    /// The file that the answer goes to; `None`: standard output.
    pub(crate) fn file(&self) -> Option<&Path> {
        file_named(self.to.as_deref())
    }
}

/// `-` is no file, as everywhere: who means one of this name writes `./-`.
pub(crate) fn file_named(path: Option<&Path>) -> Option<&Path> {
    path.filter(|path| *path != Path::new("-"))
}
