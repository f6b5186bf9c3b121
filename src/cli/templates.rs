//! `cs templates`: the texts to paste, and how to change them.

use super::config;
use super::context::Context;
use crate::error::{Error, Result};
use crate::model::{Cell, Column, Lang, Say};
use crate::render::Meta;
use crate::tasks::template::{Fault, UNPAID_EN, UNPAID_PLACES, UNPAID_ZH, render};
use clap::{Args, Subcommand};
use std::io::Write;
use std::path::PathBuf;

#[derive(Subcommand, Debug)]
pub(crate) enum TemplatesCommand {
    List(TemplateListArgs),
    Show(TemplateShowArgs),
}

/// List the texts and where each comes from
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs templates list")]
pub(crate) struct TemplateListArgs {
    #[command(flatten)]
    output: super::args::Output,
}

/// Print a text as it stands; save it in the config folder and change it
#[derive(Args, Debug)]
#[command(after_help = "Example:\n  cs templates show unpaid")]
pub(crate) struct TemplateShowArgs {
    /// The text's name
    #[arg(value_parser = ["unpaid"])]
    name: String,
}

const COLUMNS: &[Column] = &[
    Column::new("name", "名称", "Name"),
    Column::new("origin", "来源", "From"),
    Column::new("places", "可用占位", "Places"),
    Column::new("text", "内容", "Text"),
];

pub(crate) fn run(cx: &Context, command: TemplatesCommand) -> Result<u8> {
    match command {
        TemplatesCommand::List(args) => list(cx, &args),
        TemplatesCommand::Show(args) => {
            let _ = args.name;
            writeln!(std::io::stdout().lock(), "{}", unpaid(cx, cx.lang)?)?;
            if let Some(path) = file(cx.lang) {
                cx.hint(
                    &format!("要改写，存成 {}", path.display()),
                    &format!("to change it, save it as {}", path.display()),
                );
            }
            Ok(0)
        }
    }
}

fn list(cx: &Context, args: &TemplateListArgs) -> Result<u8> {
    let title = Say::new("话术", "Texts");
    let Some(show) = super::show::Show::ours(cx, &args.output, title, COLUMNS, "name")? else { return Ok(0) };
    let own = file(cx.lang).filter(|p| p.is_file());
    let origin = own.map_or_else(|| cx.lang.pick("内置", "built in").to_owned(), |p| p.display().to_string());
    let text = unpaid(cx, cx.lang)?;
    show.whole().run(|emit| {
        emit(&[
            Cell::key("unpaid"),
            Cell::own_text(origin),
            Cell::own_text(UNPAID_PLACES.join(" ")),
            Cell::text(&text),
        ])?;
        Ok(Meta::default())
    })?;
    Ok(0)
}

/// Where the user's own text stands: `templates/unpaid.zh.txt` in the config folder.
fn file(lang: Lang) -> Option<PathBuf> {
    config::folder().map(|f| f.join("templates").join(lang.pick("unpaid.zh.txt", "unpaid.en.txt")))
}

/// The text of the unpaid reminder: the user's, else the built-in one. A wrong text is refused before any row.
pub(crate) fn unpaid(cx: &Context, lang: Lang) -> Result<String> {
    let _ = cx;
    let text = match file(lang).filter(|p| p.is_file()) {
        None => lang.pick(UNPAID_ZH, UNPAID_EN).to_owned(),
        Some(path) => super::bounded::text(&path)
            .map_err(|e| {
                let name = path.display();
                Error::usage(format!("打不开话术 {name}"), format!("can't read the text {name}")).because(e)
            })?
            .trim_end()
            .to_owned(),
    };
    if text.trim().is_empty() {
        return Err(Error::usage("话术文件是空的", "the file of the text is empty"));
    }
    let known = |place: &str| UNPAID_PLACES.contains(&place).then(|| "x".to_owned());
    render(&text, &known).map_err(|e| wrong(&e))?;
    Ok(text)
}

pub(crate) fn wrong(fault: &Fault) -> Error {
    match fault {
        Fault::UnknownPlace(place) => Error::usage(
            format!("话术里没有 {{{place}}} 这个占位"),
            format!("the text has an unknown place {{{place}}}"),
        )
        .hint(
            format!("可用：{}", UNPAID_PLACES.join(" ")),
            format!("known places: {}", UNPAID_PLACES.join(" ")),
        ),
        Fault::Unbalanced => Error::usage("话术里的括号不成对", "the brackets of the text don't match"),
    }
}
