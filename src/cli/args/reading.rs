//! What may be fixed about files instead of having it found out.

use clap::{Args, ValueHint};
use std::path::PathBuf;

/// What `--encoding` takes.
pub(crate) const ENCODINGS: [&str; 7] =
    ["utf-8", "gb18030", "gbk", "cp932", "shift-jis", "big5", "windows-1252"];

/// What `--dates` takes.
pub(crate) const DATES: [&str; 3] = ["ymd", "dmy", "mdy"];

/// What `--decimal` takes.
pub(crate) const DECIMALS: [&str; 2] = ["point", "comma"];

/// What may be fixed about files instead of having it found out.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct ReadingArgs {
    /// A layout's name, or a layout file
    #[arg(long, value_name = "NAME|FILE", add = clap_complete::ArgValueCompleter::new(crate::cli::complete::layouts), help_heading = "Reading")]
    pub(crate) layout: Option<String>,
    /// Encoding of the files
    #[arg(long, value_parser = ENCODINGS, help_heading = "Reading")]
    pub(crate) encoding: Option<String>,
    /// How 03/04/2026 is to be read
    #[arg(long, value_parser = DATES, help_heading = "Reading")]
    pub(crate) dates: Option<String>,
    /// What parts the cents of amounts
    #[arg(long, value_parser = DECIMALS, help_heading = "Reading")]
    pub(crate) decimal: Option<String>,
    /// Round amounts with more than two decimals to two, half away from zero
    #[arg(long, help_heading = "Reading")]
    pub(crate) round_amounts: bool,
    /// When the files were exported
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Reading")]
    pub(crate) exported_at: Option<String>,
    /// Set bad rows aside and go on (exit code 5)
    #[arg(long, help_heading = "Reading")]
    pub(crate) keep_going: bool,
    /// Write the rows that were set aside, unmasked, for your eyes only
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, help_heading = "Reading")]
    pub(crate) rejects: Option<PathBuf>,
}
