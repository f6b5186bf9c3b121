//! `cs shift`: who is typing in this terminal, from when to when.

use super::args::Output;
use super::context::{Context, on_shift_here};
use super::records::{self, Span, Writing, by_them, print, text};
use super::staff::on_roster;
use super::terminal;
use crate::error::{Error, Result};
use crate::model::{Cell, Column, Say};
use crate::records::{STAFF, Shift, Staff};
use crate::store::{Named, Who, Writer};
use clap::{Args, Subcommand};

#[derive(Subcommand, Debug)]
pub(crate) enum ShiftCommand {
    Open(OpenArgs),
    Pause(PauseArgs),
    Resume(ResumeArgs),
    Close(ShiftCloseArgs),
    Who(WhoArgs),
    Roster(RosterArgs),
}

/// Say who is typing in this terminal, until `shift close`
///
/// Once the roster has names, only these can open a shift, by their names or their staff numbers.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs shift open 小李")]
pub(crate) struct OpenArgs {
    /// Who works: a name, or a staff number of the roster
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
pub(crate) struct ShiftCloseArgs {
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

/// Names, staff numbers and all shifts with the minutes worked, breaks not counted
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs shift roster --date 昨天\n  cs shift roster --add 小李 --number 008\n  cs shift roster --remove 小李"
)]
pub(crate) struct RosterArgs {
    /// Put a name on the roster, or change its number
    #[arg(long, value_name = "NAME", requires = "staff_no")]
    add: Option<String>,
    /// The staff number, which notes carry
    #[arg(long = "number", value_name = "NUMBER", requires = "add")]
    staff_no: Option<String>,
    /// Take a name off the roster; what they wrote stays
    #[arg(long, value_name = "NAME", conflicts_with = "add")]
    remove: Option<String>,
    #[command(flatten)]
    writing: Writing,
    #[command(flatten)]
    span: Span,
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
    Column::new("staff_no", "工号", "Staff no."),
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
        ShiftCommand::Who(args) => {
            let shifts = shifts(cx, |shift| shift.closed_at.is_none())?;
            print_shifts(cx, &args.output, &shifts, &[])
        }
        ShiftCommand::Roster(args) => roster(cx, &args),
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
    let name = on_roster(&cx.store()?.map_or(Ok(Vec::new()), |s| s.staff())?, name)?;
    let who = Who { by: name.clone(), named: Named::OnShift, ..cx.who("shift open") };
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
    w.put(shift)?;
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
    let nobody = || {
        Error::input("这个终端上没有人在班", "nobody's shift is open in this terminal")
            .hint("cs shift open 姓名", "`cs shift open NAME`")
    };
    if cx.store()?.is_none_or(|store| on_shift_here(&store).is_none()) {
        return Err(nobody());
    }
    let name = records::write(cx, command, writing, |w| {
        let Some(mut shift) = w.store.shift_here(&terminal)? else { return Err(nobody()) };
        let before = shift.clone();
        work(&mut shift, cx);
        if shift != before {
            put(w, &shift, command)?;
        }
        Ok(shift.name)
    })?;
    let zh = match command {
        "shift pause" => "开始休息",
        "shift resume" => "休息结束",
        _ => "下班",
    };
    cx.note(&format!("{name} {zh}"), &format!("{name}: {command}"));
    Ok(0)
}

fn roster(cx: &Context, args: &RosterArgs) -> Result<u8> {
    if let (Some(name), Some(number)) = (&args.add, &args.staff_no) {
        return enrol(cx, name.trim(), number.trim(), args.writing);
    }
    if let Some(name) = &args.remove {
        return strike(cx, name.trim(), args.writing);
    }
    let window = args.span.window(cx)?;
    // A shift belongs to every window that it touches.
    let mut shifts = shifts(cx, |shift| {
        let ended = shift.closed_at.unwrap_or(cx.now);
        window.until.is_none_or(|until| shift.opened_at < until)
            && window.since.is_none_or(|since| ended >= since)
    })?;
    shifts.retain(|shift| by_them(cx, &[&shift.name]));
    let mut idle = cx.store()?.map_or(Ok(Vec::new()), |s| s.staff())?;
    idle.retain(|one| by_them(cx, &[&one.name]) && !shifts.iter().any(|s| s.name == one.name));
    print_shifts(cx, &args.output, &shifts, &idle)
}

fn enrol(cx: &Context, name: &str, number: &str, writing: Writing) -> Result<u8> {
    if name.is_empty() || number.is_empty() {
        return Err(Error::usage("要写姓名和工号", "give a name and a staff number"));
    }
    records::write(cx, "shift roster", writing, |w| {
        if let Some(other) = w.store.staff()?.iter().find(|s| s.number == number && s.name != name) {
            return Err(Error::input(
                format!("工号 {number} 是 {} 的", other.name),
                format!("the number {number} is {}'s", other.name),
            ));
        }
        w.put(&Staff { name: name.to_owned(), number: number.to_owned() })?;
        w.say(format!("{name} {number}"));
        Ok(())
    })?;
    cx.note(&format!("{name} 工号 {number}"), &format!("{name} has the number {number}"));
    Ok(0)
}

fn strike(cx: &Context, name: &str, writing: Writing) -> Result<u8> {
    records::write(cx, "shift roster", writing, |w| {
        if !w.store.staff()?.iter().any(|s| s.name == name) {
            let shown = crate::model::text::one_line(name, 40);
            return Err(Error::input(
                format!("名单里没有 {shown}"),
                format!("there is no {shown} on the roster"),
            ));
        }
        w.remove(&STAFF, name)?;
        w.say(format!("- {name}"));
        Ok(())
    })?;
    cx.note(&format!("{name} 已从名单去掉"), &format!("{name} is off the roster"));
    Ok(0)
}

fn shifts(cx: &Context, wanted: impl Fn(&Shift) -> bool) -> Result<Vec<Shift>> {
    let mut shifts = cx.store()?.map_or(Ok(Vec::new()), |s| s.shifts())?;
    shifts.retain(wanted);
    Ok(shifts)
}

fn print_shifts(cx: &Context, output: &Output, shifts: &[Shift], idle: &[Staff]) -> Result<u8> {
    let staff = cx.store()?.map_or(Ok(Vec::new()), |s| s.staff())?;
    let number = |name: &str| staff.iter().find(|s| s.name == name).map_or("", |s| s.number.as_str());
    let mut rows: Vec<Vec<Cell<'static>>> = shifts
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
                records::id(number(&s.name)),
            ]
        })
        .collect();
    rows.extend(idle.iter().map(|one| {
        let mut row = vec![text(&one.name), Cell::Empty, Cell::Word("off", "未上班", "off")];
        row.extend([Cell::Empty, Cell::Empty, Cell::Empty, records::id(&one.number)]);
        row
    }));
    print(cx, output, Say::new("班次", "Shifts"), COLUMNS, "name", rows)
}
