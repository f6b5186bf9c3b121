//! The tree of commands, and what each runs.

use super::args::Global;
use super::config::Refused;
use super::context::Context;
use super::{
    audit, cases, complete, consult, db, export, formats, handover, help_zh, import, log, man, messages,
    metrics, orders, refunds, remind, report, reviews, rules, settings, shift, templates,
};
use crate::error::Result;
use crate::model::Lang;
use clap::{CommandFactory, Parser, Subcommand};

/// Customer service of online shops: platform exports in, today's work out
#[derive(Parser, Debug)]
#[command(
    name = "cs",
    version,
    args_override_self = true,
    disable_help_subcommand = true,
    arg_required_else_help = false
)]
#[command(
    after_help = "Exit codes: 0 done · 1 findings (with --exit-code) · 2 usage · 3 input · 4 database · 5 rows set aside · 70 bug · 130 interrupted"
)]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

#[derive(Subcommand, Debug)]
pub(super) enum Command {
    Import(import::ImportArgs),
    Export(export::ExportArgs),
    /// Orders: list, show, find abnormal ones
    #[command(subcommand, visible_alias = "o")]
    Orders(orders::OrdersCommand),
    /// Reminders: the queue, and what was done
    #[command(subcommand, visible_alias = "r")]
    Remind(remind::RemindCommand),
    /// Refunds: list, show, figures
    #[command(subcommand)]
    Refunds(refunds::RefundsCommand),
    /// Reviews: bad ones, all of them, in figures
    #[command(subcommand)]
    Reviews(reviews::ReviewsCommand),
    /// Reports: the figures of a day
    #[command(subcommand)]
    Report(report::ReportCommand),
    /// What the figures mean
    #[command(subcommand)]
    Metrics(metrics::MetricsCommand),
    Handover(handover::HandoverArgs),
    /// Cases: one line about an order or a buyer, followed until it is closed
    #[command(subcommand)]
    Cases(cases::CasesCommand),
    /// Buyers who asked and have not bought yet
    #[command(subcommand)]
    Consult(consult::ConsultCommand),
    /// Chats: what exports tell, and what is entered by hand
    #[command(subcommand)]
    Messages(messages::MessagesCommand),
    /// The log of the day
    #[command(subcommand)]
    Log(log::LogCommand),
    /// Who is typing in this terminal
    #[command(subcommand)]
    Shift(shift::ShiftCommand),
    Audit(audit::AuditArgs),
    Undo(audit::UndoArgs),
    /// The abnormal-order rules
    #[command(subcommand)]
    Rules(rules::RulesCommand),
    /// Layouts of export files
    #[command(subcommand)]
    Formats(formats::FormatsCommand),
    /// Texts to paste
    #[command(subcommand)]
    Templates(templates::TemplatesCommand),
    /// The configuration
    #[command(subcommand)]
    Config(settings::ConfigCommand),
    /// The database
    #[command(subcommand)]
    Db(db::DbCommand),
    Doctor(db::DoctorArgs),
    Completions(complete::CompletionsArgs),
    Man(man::ManArgs),
}

pub(super) fn run(
    cx: &Context,
    command: Command,
    refused: Option<Refused>,
    matches: &clap::ArgMatches,
) -> Result<u8> {
    match command {
        Command::Import(args) => import::run(cx, args),
        Command::Export(args) => export::run(cx, args),
        Command::Orders(command) => orders::run(cx, command),
        Command::Remind(command) => remind::run(cx, command),
        Command::Refunds(command) => refunds::run(cx, command),
        Command::Reviews(command) => reviews::run(cx, command),
        Command::Report(command) => report::run(cx, command),
        Command::Metrics(command) => metrics::run(cx, command),
        Command::Handover(args) => handover::run(cx, args),
        Command::Cases(command) => cases::run(cx, command),
        Command::Consult(command) => consult::run(cx, command),
        Command::Messages(command) => messages::run(cx, command),
        Command::Log(command) => log::run(cx, command),
        Command::Shift(command) => shift::run(cx, command),
        Command::Audit(args) => audit::run(cx, &args),
        Command::Undo(args) => audit::undo(cx, &args),
        Command::Rules(command) => rules::run(cx, command),
        Command::Formats(command) => formats::run(cx, command),
        Command::Templates(command) => templates::run(cx, command),
        Command::Config(command) => settings::run(cx, command, refused, matches),
        Command::Db(command) => db::run(cx, command),
        Command::Doctor(args) => db::doctor(cx, &args),
        Command::Completions(args) => complete::run(&args),
        Command::Man(args) => man::run(cx, &args, self::command(cx.lang)),
    }
}

/// The tree of commands, its help in the wanted language.
pub fn command(lang: Lang) -> clap::Command {
    help_zh::translate(Cli::command(), lang)
}
