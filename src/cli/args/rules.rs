//! Which rules run.

use crate::error::{Error, Result};
use clap::Args;

/// Which rules run.
#[derive(Args, Clone, Debug, Default)]
pub(crate) struct RuleArgs {
    /// Only this rule; repeatable
    #[arg(long, value_name = "ID", value_delimiter = ',', add = clap_complete::ArgValueCompleter::new(crate::cli::complete::rules), help_heading = "Rules")]
    pub(crate) rule: Vec<String>,
    /// Not this rule; repeatable
    #[arg(long, value_name = "ID", value_delimiter = ',', add = clap_complete::ArgValueCompleter::new(crate::cli::complete::rules), help_heading = "Rules")]
    pub(crate) not_rule: Vec<String>,
    /// Only findings this severe or more: P0, P1, P2, P3
    #[arg(long, value_name = "P", value_parser = ["P0", "P1", "P2", "P3"], ignore_case = true, help_heading = "Rules")]
    pub(crate) severity: Option<String>,
    /// A group of rules; the default is morning: every finding of P0 to P2
    #[arg(long, value_name = "NAME", value_parser = ["morning", "audit", "ship", "money", "logistics", "data"], help_heading = "Rules")]
    pub(crate) profile: Option<String>,
}

/// A rule by its id, or the nearest.
pub(crate) fn rule(id: &str) -> Result<crate::rules::RuleEntry> {
    crate::rules::by_id(id).ok_or_else(|| {
        let e = Error::usage(format!("没有规则「{id}」"), format!("there is no rule `{id}`"));
        match crate::error::nearest(id, crate::rules::ALL.iter().map(|r| r.id())) {
            Some(near) => e.hint(format!("是不是 {near}？"), format!("did you mean {near}?")),
            None => e.hint("用 cs rules list 查看", "see `cs rules list`"),
        }
    })
}
