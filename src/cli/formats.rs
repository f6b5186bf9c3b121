//! `cs formats`: which exports are known, and what a file is taken for.

mod new;
mod test;

use super::args::{InputArgs, Output, Pick, ReadingArgs};
use super::context::Context;
use super::load;
use super::show::Show;
use crate::error::Result;
use crate::layouts::ALL;
use crate::model::platform;
use crate::model::{Cell, Column, Say};
use crate::render::Meta;
use crate::source::{Format, Table};
use clap::{Args, Subcommand, ValueHint};
use std::io::Write;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub(crate) enum FormatsCommand {
    List(FormatListArgs),
    Show(FormatShowArgs),
    Detect(DetectArgs),
    New(new::FormatNewArgs),
    Test(test::TestArgs),
}

/// List the layouts, built in and your own
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs formats list")]
pub(crate) struct FormatListArgs {
    #[command(flatten)]
    output: Output,
}

/// Print a layout, to be saved and changed
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs formats show taobao-orders > mine.toml")]
pub(crate) struct FormatShowArgs {
    /// The layout's name
    #[arg(value_name = "NAME", add = clap_complete::ArgValueCompleter::new(super::complete::layouts))]
    name: String,
}

/// Tell what files are taken for: encoding, header, layout, columns
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs formats detect export.csv")]
pub(crate) struct DetectArgs {
    /// Files, folders or zip archives; `-` is standard input
    #[arg(value_name = "PATH", required = true, value_hint = ValueHint::AnyPath)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    reading: ReadingArgs,
    #[command(flatten)]
    output: Output,
}

const COLUMNS: &[Column] = &[
    Column::new("layout", "格式", "Layout"),
    Column::new("title", "名称", "Title"),
    Column::new("platform", "平台", "Platform"),
    Column::new("kind", "类型", "Kind"),
    Column::new("versions", "版本", "Versions"),
    Column::new("origin", "来源", "From"),
];

const DETECTED: &[Column] = &[
    Column::new("file", "文件", "File"),
    Column::new("layout", "格式", "Layout"),
    Column::new("version", "版本", "Version"),
    Column::new("platform", "平台", "Platform"),
    Column::new("kind", "类型", "Kind"),
    Column::new("encoding", "编码", "Encoding"),
    Column::new("delimiter", "分隔符", "Delimiter"),
    Column::new("header_line", "表头行", "Header").right(),
    Column::new("score", "匹配", "Score").right(),
    Column::new("runner_up", "其次", "Runner-up"),
    Column::new("unmapped", "未用的列", "Unmapped"),
    Column::new("missing", "没有的列", "Missing"),
    Column::new("unread", "没读却有用的列", "Unread"),
];

pub(crate) fn run(cx: &Context, command: FormatsCommand) -> Result<u8> {
    match command {
        FormatsCommand::List(args) => list(cx, &args),
        FormatsCommand::Show(args) => {
            let catalog = load::layouts_with(&[])?;
            write!(std::io::stdout().lock(), "{}", catalog.by_name(&args.name)?.text)?;
            Ok(0)
        }
        FormatsCommand::Detect(args) => detect(cx, args),
        FormatsCommand::New(args) => new::run(cx, args),
        FormatsCommand::Test(args) => test::run(cx, args),
    }
}

fn list(cx: &Context, args: &FormatListArgs) -> Result<u8> {
    let catalog = load::layouts_with(&[])?;
    let Some(show) = Show::ours(cx, &args.output, Say::new("格式", "Layouts"), COLUMNS, "layout")? else {
        return Ok(0);
    };
    let rows = catalog.all()?.into_iter().map(|layout| {
        let versions: Vec<&str> = layout.versions.iter().map(|v| v.name.as_str()).collect();
        let built_in = ALL.iter().any(|(name, _)| *name == layout.name);
        [
            Cell::id(&layout.name),
            Cell::text(layout.title.in_lang(cx.lang)),
            platform::cell(&layout.platform),
            layout.kind.cell(),
            Cell::own_text(versions.join(", ")),
            if built_in {
                Cell::Word("built-in", "内置", "built in")
            } else {
                Cell::Word("own", "自己的", "own")
            },
        ]
    });
    show.whole().rows(rows, Meta::default())?;
    Ok(0)
}

/// What seems to be told in columns that nobody reads: `heading=dates`.
fn unread(table: &Table) -> String {
    let told = crate::read::unread(table).into_iter();
    told.map(|(heading, holds)| format!("{heading}={}", holds.words().1)).collect::<Vec<_>>().join(" ")
}

fn detect(cx: &Context, args: DetectArgs) -> Result<u8> {
    // When a file was exported tells nothing of what it is.
    let reading = ReadingArgs { exported_at: None, ..args.reading };
    let from = InputArgs { paths: args.paths, reading, pick: Pick::default(), ..InputArgs::default() };
    let catalog = load::catalog(&from.reading)?;
    let mut output = args.output;
    if output.format.is_none()
        && output.file().is_none()
        && std::io::IsTerminal::is_terminal(&std::io::stdout())
    {
        output.format = Some("text".into());
    }
    let Some(show) = Show::over(cx, &from, &output, Say::new("识别", "Detected"), DETECTED, "layout")?
    else {
        return Ok(0);
    };
    let tables = load::open_all(cx, &from, &catalog, false)?;
    show.whole().run(|emit| {
        for table in &tables {
            let bound = &table.bound;
            let (encoding, delimiter) = match &table.format {
                Format::Sheet { container, name } => (format!("{} · {name}", container.name()), Cell::Empty),
                Format::Text { encoding, utf16, bom, delimiter } => {
                    let name = match (utf16, encoding) {
                        (Some(_), _) => "UTF-16",
                        (_, Some(encoding)) => encoding.name(),
                        (_, None) => "ASCII",
                    };
                    (
                        if *bom && utf16.is_none() { format!("{name} BOM") } else { name.to_owned() },
                        match delimiter {
                            b'\t' => Cell::Word("tab", "制表符", "tab"),
                            b';' => Cell::Word("semicolon", "分号", "semicolon"),
                            b'|' => Cell::Word("pipe", "竖线", "pipe"),
                            _ => Cell::Word("comma", "逗号", "comma"),
                        },
                    )
                }
            };
            let unmapped = bound.unmapped.iter().filter_map(|index| bound.header.get(*index));
            let unmapped: Vec<&str> = unmapped.map(String::as_str).collect();
            let missing: Vec<&str> = bound
                .layout
                .columns
                .iter()
                .map(|c| c.0)
                .filter(|f| !bound.have.has(*f))
                .map(|f| f.key())
                .collect();
            let runner_up = table.runner_up.as_ref().map(|(name, score)| format!("{name} {score}%"));
            let go_on = emit(&[
                Cell::text(&table.input.name),
                Cell::id(&bound.layout.name),
                Cell::own_text(bound.version.clone().unwrap_or_default()),
                platform::cell(&bound.layout.platform),
                bound.layout.kind.cell(),
                Cell::own_text(encoding),
                delimiter,
                Cell::int(i64::try_from(table.header_line).ok()),
                Cell::int(i64::try_from(table.score).ok()),
                Cell::own_text(runner_up.unwrap_or_default()),
                Cell::own_text(unmapped.join(" ")),
                Cell::own_text(missing.join(" ")),
                Cell::own_text(unread(table)),
            ])?;
            if !go_on {
                break;
            }
        }
        Ok(Meta::default())
    })?;
    Ok(0)
}
