//! Which records are wanted.

use crate::model::platform::is_asked_for;
use clap::Args;

/// Which records are wanted.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct Pick {
    /// Only this platform; repeatable
    #[arg(long, value_name = "NAME", value_parser = super::words::platform, add = clap_complete::ArgValueCompleter::new(crate::cli::complete::platforms), help_heading = "Selection")]
    pub(crate) platform: Vec<String>,
    /// Only this shop; repeatable
    #[arg(long, value_name = "NAME", add = clap_complete::ArgValueCompleter::new(crate::cli::complete::shops), help_heading = "Selection")]
    pub(crate) shop: Vec<String>,
    /// Created from this moment on
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    pub(crate) since: Option<String>,
    /// Created before this moment; a bare date includes that day
    #[arg(long, value_name = "TIME", allow_hyphen_values = true, help_heading = "Selection")]
    pub(crate) until: Option<String>,
    /// Created on this day, or in this month
    #[arg(long, value_name = "DATE", allow_hyphen_values = true, conflicts_with_all = ["since", "until"], help_heading = "Selection")]
    pub(crate) date: Option<String>,
}

impl Pick {
    pub(crate) fn takes(&self, platform: &str, shop: &str) -> bool {
        is_asked_for((&self.platform, &self.shop), platform, shop)
    }
}
