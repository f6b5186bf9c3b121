//! `cs import`: files into the database, whole or nothing.

mod masked;
mod reimport;

use super::args::{InputArgs, Output, Pick, ReadingArgs};
use super::context::Context;
use super::load::{self, Pool};
use super::outfile::OutFile;
use super::show::Show;
use crate::error::Result;
use crate::layouts::{Confidence, Grain, Kind, Numbers};
use crate::model::platform;
use crate::model::{Cell, Column, Field, Fields, Lang, Say, Stamp};
use crate::read::{self, Reject, Rest, Stats, Work};
use crate::records::Order;
use crate::render::Meta;
use crate::source::Table;
use crate::store::{Counts, FileFacts, Importer, OrderRows, Outcome, Store};
use clap::{Args, ValueHint};
use masked::Privacy;
use reimport::Reimport;
use std::ops::ControlFlow;
use std::path::PathBuf;

/// Take export files into the database
///
/// Kind, platform and shop are found out. An import stays whole or not at all; the same file again changes
/// nothing, and an older export never overwrites newer facts.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  cs import ExportOrderList202611210930.csv\n  cs import ~/Downloads/2026-11-21/\n  cs import --shop 青禾旗舰店 orders.csv refunds.xlsx"
)]
pub(crate) struct ImportArgs {
    /// Files, folders or zip archives; `-` is standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    /// The platform of files that don't tell it
    #[arg(long, value_name = "NAME", value_parser = super::args::platform, add = clap_complete::ArgValueCompleter::new(super::complete::platforms))]
    platform: Option<String>,
    /// The shop that the files belong to
    #[arg(long, value_name = "NAME", add = clap_complete::ArgValueCompleter::new(super::complete::shops))]
    shop: Option<String>,
    /// Only layouts of this kind
    #[arg(long, value_parser = clap::builder::PossibleValuesParser::new(Kind::all().map(Kind::key)))]
    kind: Option<String>,
    /// Move orders that stand under another shop
    #[arg(long)]
    move_shop: bool,
    /// Show what would change, and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,
    /// Answer yes to questions
    #[arg(short, long)]
    yes: bool,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: &[Column] = &[
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

/// What an import did.
pub(crate) struct Done {
    files: Vec<(FileFacts, Counts)>,
    freshness: Vec<(String, String, String, Stamp)>,
    pub(crate) rejects: Vec<Reject>,
    /// They are written down before the database changes.
    prepared: Option<OutFile>,
}

/// Writes down what is set aside.
pub(crate) type Prepare<'p> = dyn Fn(&[Reject]) -> Result<Option<OutFile>> + 'p;

pub(crate) fn run(cx: &Context, args: ImportArgs) -> Result<u8> {
    let from = InputArgs {
        paths: args.paths,
        reading: args.reading,
        pick: Pick {
            platform: args.platform.into_iter().collect(),
            shop: args.shop.into_iter().collect(),
            ..Pick::default()
        },
        said: true,
        ..InputArgs::default()
    };
    let Some(show) = Show::over(cx, &from, &args.output, Say::new("导入", "Import"), COLUMNS, "file")?
    else {
        return Ok(0);
    };
    let mut catalog = load::catalog(&from.reading)?;
    if let Some(kind) = &args.kind {
        catalog = catalog.of_kind(kind);
    }
    let mut tables = load::open_all(cx, &from, &catalog, true)?;
    let aside = load::customers::take(cx, &from, &mut tables)?;
    let database = cx.database()?;
    let first = !args.dry_run && !database.exists();
    let prepare = |rejects: &[Reject]| {
        let all = [&aside, rejects].concat();
        load::prepare_rejects(cx, &from.reading, &all, args.output.force)
    };
    let mut done = if args.dry_run {
        dry_run(cx, &from, tables, args.move_shop, &prepare)?
    } else {
        write(cx, &from, tables, args.move_shop, &prepare)?
    };
    done.rejects.splice(..0, aside.iter().cloned());
    load::end_rejects(cx, &from.reading, done.prepared.take(), &done.rejects).map_err(|e| {
        match args.dry_run {
        true => e,
        false => e.hint(
            "导入已完成；改好后用 -n 再导入一次，就能得到被放到一边的行",
            "the import is done; mend this and import again with `-n` to get the rows that were set aside",
        ),
    }
    })?;
    report(cx, show, &done)?;
    if args.dry_run {
        cx.note("只是预演，数据库没有变化", "a dry run: the database has not changed");
    } else {
        let (new, changed) = done.files.iter().fold((0, 0), |s, f| (s.0 + f.1.new, s.1 + f.1.changed));
        cx.note(
            &format!("已导入：新增 {new}，变化 {changed}"),
            &format!("imported: {new} new, {changed} changed"),
        );
        if first {
            let place = database.display();
            cx.note(&format!("新建了数据库：{place}"), &format!("a new database: {place}"));
        }
    }
    Ok(if done.rejects.is_empty() { 0 } else { 5 })
}

/// Into the database; the first import makes it.
fn write(
    cx: &Context,
    from: &InputArgs,
    mut tables: Vec<Table>,
    move_shop: bool,
    prepare: &Prepare<'_>,
) -> Result<Done> {
    if let Some(mut fresh) = cx.fresh_store()? {
        let unread = tables.clone();
        let done = into(cx, &mut fresh.store, from, tables, move_shop, prepare)?;
        if fresh.finish()? {
            return Ok(done);
        }
        tables = unread;
    }
    into(cx, &mut cx.store_to_write()?, from, tables, move_shop, prepare)
}

/// Imports and takes it back: the same checks, the same counts, no change.
fn dry_run(
    cx: &Context,
    from: &InputArgs,
    tables: Vec<Table>,
    move_shop: bool,
    prepare: &Prepare<'_>,
) -> Result<Done> {
    let mut copy = match cx.store()? {
        Some(store) => store.passing_copy()?,
        None => Store::passing()?,
    };
    into(cx, &mut copy.store, from, tables, move_shop, prepare)
}

/// A file that was read to its end.
struct Planned {
    /// Its place among those that were given.
    at: usize,
    table: Table,
    facts: FileFacts,
    records: u64,
    known: Reimport,
}

/// Reads every file to its end first, so that its age is known before the database is locked.
pub(crate) fn into(
    cx: &Context,
    store: &mut Store,
    from: &InputArgs,
    tables: Vec<Table>,
    move_shop: bool,
    prepare: &Prepare<'_>,
) -> Result<Done> {
    let mut progress = load::progress(cx, &tables);
    let mut planned = Vec::with_capacity(tables.len());
    let mut rejects = Vec::new();
    for (at, mut table) in tables.into_iter().enumerate() {
        let mut reimport = Reimport::of(cx, from, store, &table)?;
        let (stats, count) = match reimport.told(store, cx.now)? {
            Some(before) => {
                table.declared = before.declared;
                progress.file_done(table.input.size().unwrap_or_default());
                (reimport::stats(&before), before.records)
            }
            None => first_pass(cx, from, &mut table, &mut progress)?,
        };
        reimport.note(&table, &stats, count, cx.now);
        if table.bound.layout.confidence == Confidence::Inferred {
            let (file, name) = (&table.input.name, &table.bound.layout.name);
            cx.note(
                &format!("{file}：格式 {name} 的部分列是推测的，请核对结果"),
                &format!("{file}: some columns of the layout {name} are guesses; check the result"),
            );
        }
        load::told(cx, &table, &stats);
        load::tell_declared(cx, &table, &stats);
        let facts = facts(cx, from, &table, &stats, &reimport)?;
        planned.push(Planned { at, table, facts, records: count, known: reimport });
        rejects.extend(stats.rejects);
    }
    hash_ties(&mut planned)?;
    // Oldest first: then little is left aside as older.
    planned.sort_by_key(|file| file.facts.snapshot);
    let prepared = prepare(&rejects)?;
    let who = cx.who("import");
    let mut freshness = Vec::new();
    let mut files = Vec::new();
    store.import(&who, move_shop, |importer| {
        for Planned { at, table, facts, records, known } in &mut planned {
            importer.begin_file(facts.clone())?;
            if importer.knows(*records)? {
                known.remember(importer)?;
                files.push((*at, facts.clone(), importer.end_file()?));
                continue;
            }
            let name = table.input.name.clone();
            second_pass(cx, from, table, importer).map_err(|e| e.of_file(&name))?;
            if known.stands(&table.input) {
                known.remember(importer)?;
            } else {
                importer.forget();
            }
            files.push((*at, facts.clone(), importer.end_file()?));
        }
        freshness = importer.freshness()?;
        Ok(())
    })?;
    files.sort_by_key(|f| f.0);
    let files = files.into_iter().map(|(_, facts, counts)| (facts, counts)).collect();
    Ok(Done { files, freshness, rejects, prepared })
}

/// Files that are not to be known again are hashed only where their hashes decide.
fn hash_ties(planned: &mut [Planned]) -> Result<()> {
    let ranks: Vec<Stamp> = planned.iter().map(|file| file.facts.snapshot).collect();
    for file in planned.iter_mut().filter(|file| file.facts.hash.is_none()) {
        if ranks.iter().filter(|rank| **rank == file.facts.snapshot).count() > 1 {
            file.facts.hash = file.table.input.fingerprint()?.map(u64::cast_signed);
        }
    }
    Ok(())
}

fn first_pass(
    cx: &Context,
    from: &InputArgs,
    table: &mut Table,
    progress: &mut super::progress::Progress,
) -> Result<(Stats, u64)> {
    // Unmapped columns are only kept, so the second pass is soon enough for them.
    let mut reading = read::Reading { extra: false, ..import_reading(cx, from, table)? };
    let layout = &table.bound.layout;
    let mut privacy = Privacy::of(layout, !from.said || from.reading.layout.is_some());
    let alone = layout.kind == Kind::Orders && layout.grain == Grain::Order && !layout.export;
    if alone && !reading.keep_going && !privacy.is_curious() {
        // What else is wrong with a row ends the second pass, and takes back what it wrote.
        reading.want = Fields::of(Order::EVENTS);
    }
    let read = table.input.read.clone();
    let mut rows = 0_u64;
    let mut tick = || {
        rows += 1;
        if rows.is_multiple_of(1024) {
            progress.at(read.get());
        }
        Ok(ControlFlow::Continue(()))
    };
    let stats = match table.kind() {
        Kind::Orders => {
            let see = |made: &mut (u64, Privacy), order: &mut Order, rest: &mut Rest<'_>| {
                made.0 += 1;
                if made.1.is_curious() {
                    rest.fill(order)?;
                    made.1.look(order);
                }
                Ok(())
            };
            let nothing_yet = privacy;
            let work = Work { fresh: &|| (0, nothing_yet), see: &see };
            read::orders_in_parallel(table, &reading, &work, &mut |(orders, seen)| {
                rows += orders;
                privacy.absorb(seen);
                progress.at(read.get());
                Ok(ControlFlow::Continue(()))
            })
        }
        Kind::Items => read::items(table, &reading, &mut |_| tick()),
        Kind::Refunds => read::refunds(table, &reading, &mut |_| tick()),
        Kind::Reviews => read::reviews(table, &reading, &mut |_| tick()),
        Kind::Lines(schema) => read::lines(table, schema, &reading, &mut |_| tick()),
        Kind::Portable(schema) => read::portable(table, schema, &reading, &mut |_| tick()),
    }?;
    privacy.verdict(&table.input.name)?;
    progress.file_done(read.get());
    Ok((stats, rows))
}

fn second_pass(cx: &Context, from: &InputArgs, table: &mut Table, importer: &mut Importer<'_>) -> Result<()> {
    let reading = import_reading(cx, from, table)?;
    // What the user says of the file goes before what each row tells.
    let each_tells = table.bound.layout.export && from.reading.exported_at.is_none();
    let latest = Stamp(cx.wall.0.saturating_add(load::SKEW));
    let known = || reading.seen.get().filter(|_| each_tells).map(|at| at.min(latest));
    let go = |_: Outcome| Ok(ControlFlow::Continue(()));
    let stats = match table.kind() {
        Kind::Orders => {
            let see = |made: &mut OrderRows, order: &mut Order, rest: &mut Rest<'_>| {
                rest.fill(order)?;
                made.push(order, known());
                Ok(())
            };
            let pool = Pool::<OrderRows>::default();
            let fresh = || pool.take().unwrap_or_default();
            let work = Work { fresh: &fresh, see: &see };
            read::orders_in_parallel(table, &reading, &work, &mut |mut orders| {
                importer.orders(&orders)?;
                orders.clear();
                pool.give(orders);
                Ok(ControlFlow::Continue(()))
            })
        }
        Kind::Items => read::items(table, &reading, &mut |row| {
            importer.seen(known());
            importer.item(&row.platform, &row.shop, &row.order_no, &row.item).and_then(go)
        }),
        Kind::Refunds => read::refunds(table, &reading, &mut |refund| {
            importer.seen(known());
            importer.refund(refund).and_then(go)
        }),
        Kind::Reviews => read::reviews(table, &reading, &mut |review| {
            importer.seen(known());
            importer.review(review).and_then(go)
        }),
        Kind::Lines(schema) => read::lines(table, schema, &reading, &mut |line| {
            importer.seen(known());
            importer.line(line).and_then(go)
        }),
        Kind::Portable(schema) => {
            read::portable(table, schema, &reading, &mut |record| importer.portable(record).and_then(go))
        }
    }?;
    for _ in &stats.rejects {
        importer.reject();
    }
    Ok(())
}

fn import_reading(cx: &Context, from: &InputArgs, table: &Table) -> Result<read::Reading> {
    let mut reading = load::reading(cx, from, table, load::all_fields())?;
    reading.extra = true;
    if from.said {
        reading.shop = from.pick.shop.first().cloned();
        reading.platform = from.pick.platform.first().cloned();
    }
    Ok(reading)
}

/// What ranks a file: `--exported-at`, else what an export of `cs` tells, else the file name, else the newest past event in
/// the file, else the file's own time. How fresh it is: that, or its own time where this is later.
fn facts(
    cx: &Context,
    from: &InputArgs,
    table: &Table,
    stats: &Stats,
    reimport: &Reimport,
) -> Result<FileFacts> {
    let layout = &table.bound.layout;
    let given = from.reading.exported_at.is_some();
    let told = stats.seen.filter(|_| !given);
    let (snapshot, snapshot_source) = match (told, load::known_time(cx, &from.reading, &table.input)?) {
        (Some(at), _) => (at, "export"),
        (_, Some(at)) if given => (at, "given"),
        (_, Some(at)) if stats.newest.is_none_or(|newest| newest <= at) => (at, "name"),
        _ => match (stats.newest, load::modified(cx, &table.input)) {
            (Some(at), _) => (at, "event"),
            (None, Some(at)) => (at, "mtime"),
            (None, None) => (cx.now, "event"),
        },
    };
    let snapshot = believed(cx, &table.input.name, snapshot.min(cx.now));
    match snapshot_source {
        "export" if told.is_some_and(|at| at > cx.now) => cx.note(
            &format!("{}：里面记的时间还没到，按现在算", table.input.name),
            &format!("{}: it tells of a time that is still to come, which counts as now", table.input.name),
        ),
        "export" | "given" => {}
        source => load::tell_ahead(cx, &from.reading, &table.input, snapshot, source == "mtime"),
    }
    // Who says when it was exported, a user or `cs` itself, says how fresh it is too.
    let own_time =
        load::modified(cx, &table.input).filter(|_| !matches!(snapshot_source, "given" | "export"));
    Ok(FileFacts {
        path: table.input.name.clone(),
        layout: layout.name.clone(),
        kind: table.kind().key(),
        platform: from.pick.platform.first().filter(|_| from.said).unwrap_or(&layout.platform).clone(),
        snapshot,
        snapshot_source,
        numbers_global: layout.numbers == Numbers::Platform,
        fingerprint: reimport.fingerprint(snapshot),
        hash: reimport.hash(),
        own_time: own_time.map(|at| at.min(Stamp(cx.wall.0.saturating_add(load::SKEW)))),
    })
}

/// `--now` may claim any time; what is kept from then on for as new must have come by the clock on the wall, or nothing
/// would be newer until then.
fn believed(cx: &Context, file: &str, told: Stamp) -> Stamp {
    if told.0 - cx.wall.0 <= load::SKEW {
        return told;
    }
    let (told, at) = (told.minute(cx.zone), cx.wall.minute(cx.zone));
    cx.note(
        &format!("{file}：{told} 按这台电脑的时钟还没到，按 {at} 算；--now 不能让数据变新，电脑时钟不对就先校准"),
        &format!(
            "{file}: by the clock of this computer {told} is still to come, so it counts as of {at}; `--now` makes no facts newer: if the clock is wrong, set it"
        ),
    );
    cx.wall
}

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

fn report(cx: &Context, show: Show, done: &Done) -> Result<()> {
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
    tell_freshness(cx, &done.freshness);
    Ok(())
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

/// Shop × kind: as of when, or missing.
fn tell_freshness(cx: &Context, freshness: &[(String, String, String, Stamp)]) {
    let mut shops: Vec<(&str, &str)> = freshness.iter().map(|g| (g.0.as_str(), g.1.as_str())).collect();
    for shop in cx.config.shops() {
        shops.push((&shop.platform, &shop.name));
    }
    shops.sort_unstable();
    shops.dedup();
    for &(platform, shop) in &shops {
        let of = |kind: &str| {
            let at =
                freshness.iter().filter(|g| g.0 == platform && g.1 == shop && g.2 == kind).map(|g| g.3).max();
            at.map_or(cx.lang.pick("缺", "missing").to_owned(), |at| at.short(cx.zone, cx.now))
        };
        let name =
            if shop.is_empty() { cx.lang.pick("（未命名店铺）", "(no shop name)") } else { shop };
        let (zh, en) = platform::names(platform);
        let name = format!("{} {}", platform::shown(cx.lang.pick(zh, en)), platform::shown(name));
        let name = name.trim_start();
        let known =
            |kind: &Kind| freshness.iter().any(|g| g.0 == platform && g.1 == shop && g.2 == kind.key());
        // Of an account, a carrier or a sheet without a shop no orders can be missing.
        let elsewhere = || shops.iter().any(|other| other.0 == platform && !other.1.is_empty());
        let is_shop = Kind::MAIN.iter().any(known)
            || platform::sells(platform) && !platform.is_empty() && !(shop.is_empty() && elsewhere())
            || cx.config.shops().any(|own| own.name == shop && own.platform == platform);
        let kinds: Vec<Kind> =
            Kind::all().filter(|k| known(k) || is_shop && Kind::MAIN.contains(k)).collect();
        let row = |lang| {
            let cells = kinds.iter().map(|k| format!("{} {}", k.title(lang), of(k.key())));
            cells.collect::<Vec<_>>().join(" · ")
        };
        cx.note(&format!("{name}：{}", row(Lang::Zh)), &format!("{name}: {}", row(Lang::En)));
    }
}
