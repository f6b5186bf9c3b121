//! What an import did, file by file.

use super::freshness::tell_freshness;
use crate::cli::context::Context;
use crate::cli::show::Show;
use crate::error::Result;
use crate::layouts::Kind;
use crate::load::Done;
use crate::model::platform;
use crate::model::{Cell, Column, Field, Fields, Say};
use crate::render::Meta;
use crate::store::{Counts, FileFacts, NamedShop};

pub(super) const COLUMNS: &[Column] = &[
    Column::new("file", "文件", "File"),
    Column::new("layout", "格式", "Layout"),
    Column::new("platform", "平台", "Platform").low_priority(),
    Column::new("kind", "类型", "Kind").low_priority(),
    Column::new("read", "读取", "Read").right(),
    Column::new("new", "新增", "New").right(),
    Column::new("changed", "变化", "Changed").right(),
    Column::new("unchanged", "未变", "Same").right(),
    Column::new("older", "较旧", "Older").right(),
    Column::new("rejected", "拒收", "Rejected").right(),
    Column::new("as_of", "数据截至", "As of"),
    Column::new("as_of_source", "截至来源", "Known by").low_priority(),
];

/// People know a file by its name; where two have the same, by all of it.
fn file_cell<'a>(path: &'a str, all: &[(FileFacts, Counts)]) -> Cell<'a> {
    let name = |path: &str| path.rsplit(['/', '\\']).next().unwrap_or(path).to_owned();
    let mine = name(path);
    if all.iter().filter(|other| name(&other.0.path) == mine).count() > 1 {
        return Cell::text(path);
    }
    Cell::Told(path.into(), Box::new(Say::new(mine.clone(), mine)))
}

/// Where the age of a file is known from.
fn known_by(source: &'static str) -> Cell<'static> {
    match source {
        "given" => Cell::Word("given", "指明", "given"),
        "name" => Cell::Word("name", "文件名", "name"),
        "mtime" => Cell::Word("mtime", "文件时间", "mtime"),
        "event" => Cell::Word("event", "内容", "event"),
        other => Cell::key(other),
    }
}

pub(super) fn report(cx: &Context, show: Show, done: &Done) -> Result<()> {
    show.whole().run(|emit| {
        for (facts, counts) in &done.files {
            let number = |n: u64| Cell::Int(i64::try_from(n).unwrap_or(i64::MAX));
            let as_of = facts.as_of(facts.snapshot);
            let source = if as_of > facts.snapshot { "mtime" } else { facts.snapshot_source };
            let go_on = emit(&[
                file_cell(&facts.path, &done.files),
                Cell::id(&facts.layout),
                platform::cell(&facts.platform),
                Kind::by_key(facts.kind).map_or(Cell::Empty, Kind::cell),
                number(counts.read),
                number(counts.new),
                number(counts.changed),
                number(counts.unchanged),
                number(counts.older),
                number(counts.rejected),
                Cell::Time(as_of),
                known_by(source),
            ])?;
            if !go_on {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    for (facts, counts) in &done.files {
        tell_older(cx, facts, counts);
    }
    done.named.iter().for_each(|named| tell_named(cx, named));
    tell_freshness(cx, &done.freshness);
    Ok(())
}

/// What became of orders that had no shop name.
fn tell_named(cx: &Context, named: &NamedShop) {
    let NamedShop { platform, shop, orders, left } = named;
    let (zh, en) = platform::names(platform);
    let [zh, en, shop] = [zh, en, shop].map(platform::shown);
    let (rest_zh, rest_en) = match left {
        0 => (String::new(), String::new()),
        left => (format!("，还有 {left} 单没有店铺名"), format!("; {left} still have none")),
    };
    cx.note(
        &format!(
            "{zh}：{orders} 单没有店铺名，现在归入“{shop}”，因为同样的订单写明是这个店的{rest_zh}；如果不对，在配置的 [[shop]] 里写明哪些文件是哪个店的"
        ),
        &format!(
            "{en}: {orders} orders had no shop name and are of \"{shop}\" now, because the same orders came with that name{rest_en}; if that is wrong, say in `[[shop]]` of the configuration which files are whose"
        ),
    );
}

/// What a file told that was older, and what became of it.
fn tell_older(cx: &Context, facts: &FileFacts, counts: &Counts) {
    let is_given = facts.snapshot_source == "given";
    let perhaps = counts.perhaps_newer;
    if counts.taught == 0 && perhaps == Fields::NONE && (counts.older == 0 || is_given) {
        return;
    }
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    if counts.older > 0 {
        zh.push(format!("{} 行比库里的旧，没有覆盖", counts.older));
        en.push(format!("{} rows are older than what is known and changed nothing", counts.older));
    }
    if counts.taught > 0 {
        zh.push(format!("{} 行比库里的旧，只补上了原来没有的内容", counts.taught));
        en.push(format!("{} rows are older and only filled in what was not known", counts.taught));
    }
    if perhaps != Fields::NONE {
        let (names_zh, names_en): (Vec<_>, Vec<_>) = perhaps.iter().map(Field::title).unzip();
        zh.push(format!("其中{}可能比库里的新，没有采用", names_zh.join("、")));
        en.push(format!("{} may be newer in it", names_en.join(", ")));
    }
    if counts.older > 0 && !is_given || perhaps != Fields::NONE {
        zh.push("如果这份是新导出的，加 --exported-at 时间".to_owned());
        en.push("if the export is new, say `--exported-at TIME`".to_owned());
    }
    cx.note(&format!("{}：{}", facts.path, zh.join("；")), &format!("{}: {}", facts.path, en.join("; ")));
}
