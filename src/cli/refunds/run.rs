//! What the commands of `cs refunds` do.

use super::RefundsCommand;
use super::list::list;
use super::show::show;
use super::statistics::statistics;
use crate::cli::context::Context;
use crate::error::Result;

pub(crate) fn run(cx: &Context, command: RefundsCommand) -> Result<u8> {
    match command {
        RefundsCommand::List(args) => list(cx, args),
        RefundsCommand::Show(args) => show(cx, args),
        RefundsCommand::Stats(args) => statistics(cx, args),
    }
}
