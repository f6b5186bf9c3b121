//! What the commands of `cs handover` do.

use super::ack::ack;
use super::list::list;
use super::show::{show, show_signed};
use super::sign::new;
use super::{HandoverArgs, HandoverCommand};
use crate::cli::context::Context;
use crate::cli::log;
use crate::error::Result;

pub(crate) fn run(cx: &Context, args: HandoverArgs) -> Result<u8> {
    match args.command {
        None => show(cx, &args.show),
        Some(HandoverCommand::Show(one)) => match &one.handover {
            Some(number) => show_signed(cx, number, &one.show),
            None => show(cx, &one.show),
        },
        Some(HandoverCommand::New(args)) => new(cx, &args),
        Some(HandoverCommand::Note(args)) => {
            let category = cx.lang.pick("交班", "handover").to_owned();
            let line = log::LogLine { category, text: args.text, kind: "note", about: args.log_about };
            log::add(cx, "handover note", line, args.writing)
        }
        Some(HandoverCommand::Ack(args)) => ack(cx, &args),
        Some(HandoverCommand::List(args)) => list(cx, &args),
    }
}
