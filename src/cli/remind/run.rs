//! What the commands of `cs remind` do.

use super::RemindCommand;
use super::record::record;
use super::unpaid::unpaid;
use crate::cli::context::Context;
use crate::cli::when;
use crate::error::Result;
use crate::records::Contact;

pub(crate) fn run(cx: &Context, command: RemindCommand) -> Result<u8> {
    match command {
        RemindCommand::Unpaid(args) => unpaid(cx, args),
        RemindCommand::Done(args) => {
            let at = args.reminded_at.as_deref().map(|word| when::past(word, cx.now, cx.zone)).transpose()?;
            let contact = Contact {
                action: "done".into(),
                at: at.unwrap_or_default(),
                via: args.via.unwrap_or_default(),
                result: args.result.unwrap_or_default(),
                note: args.note.unwrap_or_default(),
                ..Contact::default()
            };
            record(cx, &args.orders, args.file.path(), &contact, args.dry_run)
        }
        RemindCommand::Skip(args) => {
            let contact = Contact { action: "skip".into(), note: args.why, ..Contact::default() };
            record(cx, &args.orders, args.file.path(), &contact, args.dry_run)
        }
    }
}
