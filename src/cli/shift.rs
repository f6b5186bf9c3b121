//! `cs shift`: who is typing in this terminal, from when to when.

use super::args::Output;
use super::context::Context;
use super::records::{self, Writing, print, text};
use super::terminal;
use crate::error::{Error, Result};
use crate::model::records::Shift;
use crate::model::{Cell, Column, Say};
use crate::store::{Record, Store, Who, Writer};
use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub(crate) enum ShiftCommand {
    Open(OpenArgs),
    Pause(PauseArgs),
    Resume(ResumeArgs),
    Close(CloseArgs),
    Who(WhoArgs),
    Roster(RosterArgs),
}

/// Say who is typing in this terminal, until `shift close`
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs shift open 小李")]
pub(crate) struct OpenArgs {
    /// Who works
    #[arg(value_name = "NAME")]
    person: String,
    #[command(flatten)]
    writing: Writing,
}

/// Begin a break in this terminal's shift
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs shift pause")]
pub(crate) struct PauseArgs {
    #[command(flatten)]
    writing: Writing,
}

/// End the break
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs shift resume")]
pub(crate) struct ResumeArgs {
    #[command(flatten)]
    writing: Writing,
}

/// End this terminal's shift
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs shift close")]
pub(crate) struct CloseArgs {
    #[command(flatten)]
    writing: Writing,
}

/// Who is working now
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs shift who")]
pub(crate) struct WhoArgs {
    #[command(flatten)]
    output: Output,
}

/// All shifts with the minutes worked, breaks not counted
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs shift roster")]
pub(crate) struct RosterArgs {
    #[command(flatten)]
    output: Output,
}

const COLUMNS: &[Column] = &[
    Column::new("name", "姓名", "Name"),
    Column::new("terminal", "终端", "Terminal"),
    Column::new("state", "状态", "State"),
    Column::new("opened_at", "上班", "Opened"),
    Column::new("closed_at", "下班", "Closed"),
    Column::new("minutes", "在岗分钟", "Minutes").right(),
];

pub(crate) fn run(cx: &Context, command: ShiftCommand) -> Result<u8> {
    match command {
        ShiftCommand::Open(args) => open(cx, args),
        ShiftCommand::Pause(a) => change(cx, "shift pause", a.writing, |shift, cx| {
            shift.paused_at = shift.paused_at.or(Some(cx.now));
        }),
        ShiftCommand::Resume(a) => change(cx, "shift resume", a.writing, resume),
        ShiftCommand::Close(a) => change(cx, "shift close", a.writing, |shift, cx| {
            resume(shift, cx);
            shift.closed_at = Some(cx.now);
        }),
        ShiftCommand::Who(args) => list(cx, &args.output, |shift| shift.closed_at.is_none()),
        ShiftCommand::Roster(args) => list(cx, &args.output, |_| true),
    }
}

fn resume(shift: &mut Shift, cx: &Context) {
    if let Some(at) = shift.paused_at.take() {
        shift.paused += (cx.now.0 - at.0).max(0);
    }
}

fn here() -> Result<String> {
    terminal::key().ok_or_else(|| {
        Error::usage("认不出这是哪个终端", "this is no terminal that could be told from others")
            .hint("设置 CS_TERMINAL，或每次用 --by", "set CS_TERMINAL, or say `--by` each time")
    })
}

fn open(cx: &Context, args: OpenArgs) -> Result<u8> {
    let terminal = here()?;
    let name = args.person.trim().to_owned();
    if name.is_empty() {
        return Err(Error::usage("要写姓名", "name who works"));
    }
    let who = Who { by: name.clone(), now: cx.now, command: "shift open".into() };
    let before = records::write_as(cx, &who, args.writing, |w| {
        if let Some(shift) = w.store.shift_here(&terminal)? {
            if shift.name != name {
                return Err(Error::input(
                    format!("这个终端上 {} 还没下班", shift.name),
                    format!("the shift of {} is still open in this terminal", shift.name),
                )
                .hint("先 cs shift close", "run `cs shift close` first"));
            }
            return Ok(true);
        }
        let shift = Shift { id: w.id(), name: name.clone(), terminal, opened_at: cx.now, ..Shift::default() };
        put(w, &shift, "open")?;
        Ok(false)
    })?;
    if before {
        cx.note(&format!("{name} 已经在班"), &format!("{name} is on shift already"));
    } else {
        cx.note(&format!("{name} 上班"), &format!("{name} is on shift"));
    }
    Ok(0)
}

fn put(w: &mut Writer<'_>, shift: &Shift, what: &str) -> Result<()> {
    w.put(Record::Shift(shift))?;
    w.say(format!("{what} {} {}", shift.name, shift.terminal));
    Ok(())
}

fn change(
    cx: &Context,
    command: &str,
    writing: Writing,
    work: impl FnOnce(&mut Shift, &Context),
) -> Result<u8> {
    let terminal = here()?;
    let name = records::write(cx, command, writing, |w| {
        let Some(mut shift) = w.store.shift_here(&terminal)? else {
            return Err(Error::input("这个终端上没有人在班", "nobody's shift is open in this terminal")
                .hint("cs shift open 姓名", "`cs shift open NAME`"));
        };
        let before = shift.clone();
        work(&mut shift, cx);
        if shift != before {
            put(w, &shift, command)?;
        }
        Ok(shift.name)
    })?;
    cx.note(&format!("{name}：{command}"), &format!("{name}: {command}"));
    Ok(0)
}

fn list(cx: &Context, output: &Output, wanted: impl Fn(&Shift) -> bool) -> Result<u8> {
    let mut shifts = cx.store()?.map_or(Ok(Vec::new()), |s| s.shifts())?;
    shifts.retain(wanted);
    let rows: Vec<_> = shifts
        .iter()
        .map(|s| {
            vec![
                text(&s.name),
                text(&s.terminal),
                match (s.closed_at, s.paused_at) {
                    (Some(_), _) => Cell::Word("closed", "已下班", "closed"),
                    (None, Some(_)) => Cell::Word("paused", "休息", "paused"),
                    (None, None) => Cell::Word("open", "在班", "open"),
                },
                Cell::Time(s.opened_at),
                Cell::time(s.closed_at),
                Cell::Int(s.worked(cx.now) / 60),
            ]
        })
        .collect();
    print(cx, output, Say::new("班次", "Shifts"), COLUMNS, "name", rows)
}

/// Who is on shift in this terminal.
pub(crate) fn name_here(store: &Store) -> Option<String> {
    let terminal = terminal::key()?;
    store.shift_here(&terminal).ok().flatten().map(|shift| shift.name)
}
