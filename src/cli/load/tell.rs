//! What stands out in the files that were read, in words.

use crate::cli::context::Context;
use crate::load::{Ahead, Note};
use crate::model::{Lang, Stamp, platform};
use crate::read::UnreadColumn;

pub(super) fn tell(cx: &Context, note: &Note) {
    match note {
        Note::WasRead { .. } if !cx.global.verbose => {}
        note => {
            let (zh, en) = words(cx, note);
            cx.note(&zh, &en);
        }
    }
}

fn words(cx: &Context, note: &Note) -> (String, String) {
    match note {
        Note::PassedOver(why) => (format!("跳过：{}", why.zh), format!("passed over: {}", why.en)),
        Note::MorePassedOver(more) => {
            (format!("另外跳过 {more} 个文件"), format!("passed over: {more} more files"))
        }
        Note::UnreadSheets { file, names } => (
            format!("{file}：没有读这些工作表：{names}"),
            format!("{file}: these sheets were not read: {names}"),
        ),
        Note::UnreadColumns { file, columns } => unread(file, columns),
        Note::WasRead { file, layout, rows } => {
            (format!("{file}：{layout}，{rows} 行"), format!("{file}: {layout}, {rows} rows"))
        }
        Note::RoundedNumber { file, order_no } => (
            format!("{file}：订单号 {order_no} 末尾都是 0，可能被表格软件改过，请在平台核对（DAT-03）"),
            format!(
                "{file}: the order number {order_no} ends in zeros; a spreadsheet may have rounded it: check it on the platform (DAT-03)"
            ),
        ),
        Note::RepeatedRows { file, rows } => (
            format!("{file}：{rows} 行与前面完全相同，只算一次"),
            format!("{file}: {rows} rows repeat earlier ones and count once"),
        ),
        Note::NotAsDeclared { file, declared, found } => (
            format!("{file}：文件写明共 {declared} 笔，实际有 {found} 笔；请确认文件完整"),
            format!(
                "{file}: the file declares {declared} records, {found} were found: check that it is whole"
            ),
        ),
        Note::InferredLayout { file, layout } => (
            format!("{file}：格式 {layout} 的部分列是推测的，请核对结果"),
            format!("{file}: some columns of the layout {layout} are guesses; check the result"),
        ),
        Note::NoOrders => (
            "只给了退款、评价或包裹，里面没有订单；请把订单报表一起给出".into(),
            "only refunds, reviews or parcels were given, and they hold no orders: name the order export too"
                .into(),
        ),
        Note::UnknownPick(e) => {
            let hint = |lang| e.hints.iter().map(|h| format!("；{}", h.in_lang(lang))).collect::<String>();
            (
                format!("{}{}", e.what.zh, hint(Lang::Zh)),
                format!("{}{}", e.what.en, hint(Lang::En).replace('；', "; ")),
            )
        }
        Note::Ahead { file, what } => ahead(cx, file, *what),
    }
}

/// More columns are not told one by one.
const COLUMNS: usize = 8;

/// What is not read, by its headings: no value is told.
fn unread(file: &str, columns: &[UnreadColumn]) -> (String, String) {
    let shown =
        || columns.iter().take(COLUMNS).map(|(heading, holds)| (platform::shown(heading), holds.words()));
    let (mut zh, mut en): (Vec<_>, Vec<_>) = shown()
        .map(|(heading, (zh, en))| (format!("{heading}（{zh}）"), format!("{heading} ({en})")))
        .unzip();
    if let Some(more @ 1..) = columns.len().checked_sub(COLUMNS) {
        zh.push(format!("另外 {more} 列"));
        en.push(format!("{more} more"));
    }
    (
        format!(
            "{file}：这些列看起来有用却没有读：{}；要读就写进自己的格式（cs formats show、--layout）",
            zh.join("、")
        ),
        format!(
            "{file}: not read, though they seem to tell something: {}; a layout of your own can read them (`cs formats show`, `--layout`)",
            en.join(", ")
        ),
    )
}

/// What the program did about a time that is still to come.
fn ahead(cx: &Context, file: &str, what: Ahead) -> (String, String) {
    let not_believed = |(zh, en): (&str, &str), told: Stamp, at: Stamp| {
        let (told, at) = (told.minute(cx.zone), at.minute(cx.zone));
        (
            format!(
                "{file}：{zh} {told} 还没到，不采用，按 {at} 算；如果不对，用 --exported-at 指明导出时间"
            ),
            format!(
                "{file}: {en} says {told}, which is still to come, so it counts as of {at}; if that is wrong, say `--exported-at TIME`"
            ),
        )
    };
    match what {
        Ahead::Name { told, at } => not_believed(("文件名", "its name"), told, at),
        Ahead::FileTime { told, at } => not_believed(("文件时间", "its file time"), told, at),
        Ahead::Rows => (
            format!("{file}：里面记的时间还没到，按现在算"),
            format!("{file}: it tells of a time that is still to come, which counts as now"),
        ),
        Ahead::Clock { told, at } => {
            let (told, at) = (told.minute(cx.zone), at.minute(cx.zone));
            (
                format!(
                    "{file}：{told} 按这台电脑的时钟还没到，按 {at} 算；--now 不能让数据变新，电脑时钟不对就先校准"
                ),
                format!(
                    "{file}: by the clock of this computer {told} is still to come, so it counts as of {at}; `--now` makes no facts newer: if the clock is wrong, set it"
                ),
            )
        }
    }
}
