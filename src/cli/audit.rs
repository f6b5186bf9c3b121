//! `cs audit` and `cs undo`: who did what, and one's own last step taken back.

use super::args::Output;
use super::context::Context;
use super::records::{Span, Writing, by_them, print_to, text};
use super::show::{Show, for_people};
use crate::error::Result;
use crate::model::{Cell, Column, Lang, Say, Words, mask, word};
use crate::records::{ACTIONS, CASE_KINDS, RESPONSIBILITIES, WAITING_ON};
use crate::store::AuditLine;
use clap::Args;

/// Who did what, the oldest first; with `--by NAME` only theirs
///
/// Beside the working time, which `--now` can move, each line has the time on the clock, the login and the terminal. What
/// was taken back is told with its words.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs audit --since 昨天\n  cs audit --date 今天 --by 小李")]
pub(crate) struct AuditArgs {
    #[command(flatten)]
    span: Span,
    #[command(flatten)]
    output: Output,
}

/// Take back your own last record: a contact, a note, an acknowledgement, a case's step, a message, a log line
///
/// Within a day. A name that is only claimed (`--by`, CS_BY) takes back what was written by the same login in the same
/// terminal.
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs undo")]
pub(crate) struct UndoArgs {
    #[command(flatten)]
    writing: Writing,
}

const COLUMNS: &[Column] = &[
    Column::new("at", "时间", "At"),
    Column::new("by", "谁", "By"),
    Column::new("command", "命令", "Command"),
    Column::new("what", "内容", "What"),
    Column::new("wall_at", "实际时间", "Written"),
    Column::new("login", "登录名", "Login"),
    Column::new("terminal", "终端", "Terminal"),
];

pub(crate) fn run(cx: &Context, args: &AuditArgs) -> Result<u8> {
    let window = args.span.window(cx)?;
    let title = Say::new("操作记录", "Audit");
    let Some(show) = Show::new(cx, &args.output, title, COLUMNS, "what")? else { return Ok(0) };
    let mut lines = cx.store()?.map_or(Ok(Vec::new()), |s| s.audit_lines())?;
    // Somebody else's `--now` must not hide a line from whoever asks for today.
    let written = |line: &AuditLine| line.wall.filter(|_| cx.now == cx.wall);
    let within = |line: &AuditLine| {
        window.holds(Some(line.at)) || written(line).is_some_and(|at| window.holds(Some(at)))
    };
    lines.retain(|line| within(line) && by_them(cx, &[&line.by]));
    let chinese = cx.lang == Lang::Zh && for_people(cx, &args.output)?;
    let rows = lines.into_iter().map(|line| {
        let what = if show.reveals() { line.what } else { without_buyers(&line.what) };
        let what = if chinese { in_chinese(&what) } else { what };
        let mut row = vec![Cell::Time(line.at), text(&line.by), text(&line.command), text(&what)];
        row.extend([Cell::time(line.wall), text(&line.login), text(&line.terminal)]);
        row
    });
    let rows: Vec<_> = rows.collect();
    print_to(cx, show, &args.output, &rows)
}

/// Lines of earlier releases name the buyer of a case, a consultation, a message: masked as lists mask them.
fn without_buyers(what: &str) -> String {
    what.split("; ").map(one_without_buyer).collect::<Vec<_>>().join("; ")
}

fn one_without_buyer(said: &str) -> String {
    let masked = |kept: &str, buyer: &str| format!("{kept} {}", mask::nick(buyer));
    let mut parts = said.splitn(4, ' ');
    let (Some(number), Some(word)) = (parts.next(), parts.next()) else { return said.to_owned() };
    match number.split_at_checked(2) {
        Some(("L-", _)) if !matches!(word, "lost" | "consult") => {
            said.split_once(' ').map_or_else(String::new, |(number, buyer)| masked(number, buyer))
        }
        Some(("C-", _)) if CASE_KINDS.iter().any(|kind| kind.0 == word) => {
            of_buyer(said, parts.next(), parts.next())
        }
        Some(("M-", _)) if word == "message" => of_buyer(said, parts.next(), parts.next()),
        _ => said.to_owned(),
    }
}

/// `C-0001 aftersale 50000002 王小明`, whose order may be empty.
fn of_buyer(said: &str, order: Option<&str>, buyer: Option<&str>) -> String {
    let Some(buyer) = buyer.filter(|buyer| !buyer.is_empty()) else { return said.to_owned() };
    let kept = said.strip_suffix(buyer).map_or("", str::trim_end);
    let gap = if order.is_some_and(str::is_empty) { " " } else { "" };
    format!("{kept}{gap} {}", mask::nick(buyer))
}

/// Words that only the audit uses.
const WORDS: &Words = &[
    ("incident", "突发", ""),
    ("log", "日志", ""),
    ("consult", "咨询", ""),
    ("backup", "备份", ""),
    ("closed", "已关闭", ""),
    ("lost", "已流失", ""),
    ("open", "上班", ""),
    ("message", "聊天", ""),
    ("shift pause", "开始休息", ""),
    ("shift resume", "休息结束", ""),
    ("shift close", "下班", ""),
    ("reveal", "看了原文", ""),
    ("stale-ok", "旧数据照列", ""),
    ("unpaid done", "催付 已联系", ""),
    ("unpaid skip", "催付 跳过", ""),
    ("review chat", "评价 聊天", ""),
    ("review phone", "评价 电话", ""),
];

/// What was done, for people: our own words in Chinese, everything that somebody typed as it is.
fn in_chinese(what: &str) -> String {
    what.split("; ").map(one_in_chinese).collect::<Vec<_>>().join("; ")
}

fn one_in_chinese(said: &str) -> String {
    if let Some(rest) = said.strip_prefix("undo: ") {
        return format!("撤销：{rest}");
    }
    for (key, zh, _) in WORDS {
        if let Some(rest) = said.strip_prefix(key).filter(|rest| rest.is_empty() || rest.starts_with(' ')) {
            return format!("{zh}{rest}");
        }
    }
    // `C-0001 wait carrier`: after a number stands a word of ours, after some of these one more.
    let mut parts = said.splitn(3, ' ');
    let (Some(number), Some(action)) = (parts.next(), parts.next()) else { return said.to_owned() };
    let ours = number.split_once('-').is_some_and(|(letter, n)| {
        letter.len() == 1 && n.len() >= 4 && n.bytes().all(|b| b.is_ascii_digit())
    });
    match step_in_chinese(action, parts.next().unwrap_or_default()).filter(|_| ours) {
        Some(step) => format!("{number} {step}"),
        None => handed_over(said).or_else(|| imported(said)).unwrap_or_else(|| said.to_owned()),
    }
}

/// `orders a.csv: 69 read, 69 new, 0 changed, 0 unchanged, 0 older, 0 rejected`.
fn imported(said: &str) -> Option<String> {
    let words = ["read", "new", "changed", "unchanged", "older", "rejected"];
    let zh = ["读入", "新增", "更新", "未变", "较旧", "拒收"];
    let (file, figures) = said.rsplit_once(": ")?;
    let figures: Vec<String> = figures
        .split(", ")
        .map(|part| {
            let (count, word) = part.split_once(' ')?;
            let (_, zh) = words.iter().zip(zh).find(|(w, _)| **w == word)?;
            Some(format!("{zh} {count}"))
        })
        .collect::<Option<_>>()?;
    Some(format!("{file}：{}", figures.join("，")))
}

/// A step of a case, or the kind of a record, with what was typed after it. `None`: no word of ours.
pub(crate) fn step_in_chinese(action: &str, rest: &str) -> Option<String> {
    let (_, zh, _) = ACTIONS.iter().chain(CASE_KINDS).chain(WORDS).find(|w| w.0 == action)?;
    Some(match word(WAITING_ON, rest) {
        _ if rest.is_empty() => (*zh).to_owned(),
        Some((_, whom, _)) if action == "wait" => format!("{zh} {whom}"),
        _ if action == "close" => format!("{zh} {}", fault_in_chinese(rest)),
        _ => format!("{zh} {rest}"),
    })
}

/// `漏发 us 补发 12.50`: the second word of a close is whose fault it was.
fn fault_in_chinese(rest: &str) -> String {
    let mut parts: Vec<&str> = rest.split(' ').collect();
    if let Some(whose) = parts.get_mut(1)
        && let Some((_, zh, _)) = word(RESPONSIBILITIES, whose)
    {
        *whose = zh;
    }
    parts.join(" ")
}

/// `H-0001 7 items, late 40 min`.
fn handed_over(said: &str) -> Option<String> {
    let (number, rest) = said.split_once(' ').filter(|(number, _)| number.starts_with("H-"))?;
    let (count, late) = rest.split_once(" items")?;
    let late = match late.strip_prefix(", late ").and_then(|l| l.strip_suffix(" min")) {
        Some(minutes) => format!("，晚了 {minutes} 分钟"),
        None => String::new(),
    };
    Some(format!("{number} 确认 {count} 条{late}"))
}

pub(crate) fn undo(cx: &Context, args: &UndoArgs) -> Result<u8> {
    if cx.store()?.is_none() {
        return Err(super::context::no_database());
    }
    let who = cx.who("undo");
    let what = cx.store_to_write()?.undo(&who, args.writing.dry_run)?;
    if args.writing.dry_run {
        cx.note(&format!("会撤销：{what}"), &format!("would take back: {what}"));
    } else {
        cx.note(&format!("已撤销：{what}"), &format!("taken back: {what}"));
    }
    Ok(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_earlier_releases_lose_their_buyers() {
        for (said, shown) in [
            ("C-0001 aftersale 50000002 王小明", "C-0001 aftersale 50000002 王**"),
            ("C-0001 aftersale  王小明", "C-0001 aftersale  王**"),
            ("C-0001 aftersale 50000002 ", "C-0001 aftersale 50000002 "),
            ("L-0001 王小明; L-0002 lost", "L-0001 王**; L-0002 lost"),
            ("M-0001 message 50000002 Ann Lee", "M-0001 message 50000002 A***"),
            ("C-0001 note 王小明", "C-0001 note 王小明"),
            ("unpaid done 50000002", "unpaid done 50000002"),
        ] {
            assert_eq!(without_buyers(said), shown);
        }
    }

    #[test]
    fn our_words_are_chinese_and_theirs_stay() {
        for (said, zh) in [
            ("C-0001 aftersale 50000002 b2", "C-0001 售后 50000002 b2"),
            ("C-0001 promise open the box", "C-0001 承诺 open the box"),
            ("C-0001 wait carrier; C-0002 wait carrier", "C-0001 等待 快递; C-0002 等待 快递"),
            ("C-0001 close 漏发 us 补发 12.50", "C-0001 关闭 漏发 我方 补发 12.50"),
            ("open 小李 t1", "上班 小李 t1"),
            ("shift close 小李 t1", "下班 小李 t1"),
            ("G-0001 incident 系统", "G-0001 突发 系统"),
            ("M-0001 message 50000002 b2", "M-0001 聊天 50000002 b2"),
            ("H-0001 7 items, late 40 min", "H-0001 确认 7 条，晚了 40 分钟"),
            ("H-0001 小李 -> 小王: 9", "H-0001 小李 -> 小王: 9"),
            ("unpaid done 3512260000000000042", "催付 已联系 3512260000000000042"),
            (
                "orders a.csv: 69 read, 2 new, 0 changed, 0 unchanged, 0 older, 1 rejected",
                "orders a.csv：读入 69，新增 2，更新 0，未变 0，较旧 0，拒收 1",
            ),
            ("reveal", "看了原文"),
            ("undo: cases close (C-0002)", "撤销：cases close (C-0002)"),
            ("whatever note this is", "whatever note this is"),
        ] {
            assert_eq!(in_chinese(said), zh);
        }
    }
}
