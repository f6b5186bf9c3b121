//! Flags of the commands of hand-written records.

use crate::cli::context::Context;
use crate::cli::when;
use crate::error::Result;
use crate::model::platform::is_asked_for;
use crate::rules::Window;
use clap::{Args, ValueHint};
use std::path::{Path, PathBuf};

/// Every command that writes has this.
#[derive(Args, Clone, Copy, Debug, Default)]
pub(crate) struct Writing {
    /// Show what would be written, and write nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

/// Which records a list shows. `--by NAME` on the command line belongs to it too: only theirs.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Span {
    /// Written from this moment on
    #[arg(long = "since", value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    from_when: Option<String>,
    /// Written before this moment; a bare date includes that day
    #[arg(long = "until", value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    until_when: Option<String>,
    /// Written on this day, or in this month
    #[arg(long = "date", value_name = "DATE", allow_hyphen_values = true, conflicts_with_all = ["from_when", "until_when"], help_heading = "Selection")]
    on_date: Option<String>,
}

impl Span {
    pub(crate) fn window(&self, cx: &Context) -> Result<Window> {
        let (since, until) = (self.from_when.as_deref(), self.until_when.as_deref());
        when::window(since, until, self.on_date.as_deref(), cx.now, cx.zone)
    }
}

/// Which shops' records.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct PlaceArgs {
    /// Only this platform; repeatable
    #[arg(long, value_name = "NAME", value_parser = crate::cli::args::platform, add = clap_complete::ArgValueCompleter::new(crate::cli::complete::platforms), help_heading = "Selection")]
    platform: Vec<String>,
    /// Only this shop; repeatable
    #[arg(long, value_name = "NAME", add = clap_complete::ArgValueCompleter::new(crate::cli::complete::shops), help_heading = "Selection")]
    shop: Vec<String>,
}

impl PlaceArgs {
    pub(crate) fn takes(&self, platform: &str, shop: &str) -> bool {
        is_asked_for((&self.platform, &self.shop), platform, shop)
    }
}

/// Whether one of these is the person that `--by` names; without it everybody.
pub(crate) fn by_them(cx: &Context, names: &[&str]) -> bool {
    cx.only_by.as_ref().is_none_or(|by| names.contains(&by.trim()))
}

/// Names in a file, beside those of the command line.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct FromFile {
    /// A file with one in each line, or a CSV with the column `order_no`
    #[arg(long = "from", value_name = "FILE", value_hint = ValueHint::FilePath)]
    from_file: Option<PathBuf>,
}

impl FromFile {
    pub(crate) fn path(&self) -> Option<&Path> {
        self.from_file.as_deref()
    }
}
