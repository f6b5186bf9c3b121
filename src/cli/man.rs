//! Manual pages, made from the same tree of commands as the help.

use super::context::Context;
use crate::error::{Error, Result};
use crate::model::Lang;
use clap::{Args, ValueHint};
use clap_mangen::Man;
use std::io::Write;
use std::path::PathBuf;

/// Print the manual page of cs, or write all pages into a folder
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs man | man -l -\n  cs man ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// The folder for the pages; it is made if it is missing. Pages of the same name are replaced
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

pub(super) fn run(cx: &Context, args: &ManArgs) -> Result<u8> {
    let pages = pages(cx.lang)?;
    let Some(dir) = &args.dir else {
        let first = pages.first().ok_or_else(|| Error::bug("no manual page"))?;
        std::io::stdout().lock().write_all(&first.1)?;
        return Ok(0);
    };
    let unwritable = |e| {
        let name = dir.display();
        Error::io(format!("写不了文件夹 {name}"), format!("can't write the folder {name}"), e)
    };
    std::fs::create_dir_all(dir).map_err(unwritable)?;
    for (name, page) in &pages {
        std::fs::write(dir.join(name), page).map_err(unwritable)?;
    }
    cx.note(
        &format!("已写出 {} 页到 {}", pages.len(), dir.display()),
        &format!("{} pages written to {}", pages.len(), dir.display()),
    );
    Ok(0)
}

/// Every page by its file name; that of `cs` first.
pub(super) fn pages(lang: Lang) -> Result<Vec<(String, Vec<u8>)>> {
    let mut root = super::command(lang).disable_help_subcommand(true);
    root.build();
    let mut out = Vec::new();
    add(&root, &mut out)?;
    Ok(out)
}

fn add(command: &clap::Command, out: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    let man = Man::new(command.clone()).source(concat!("cs ", env!("CARGO_PKG_VERSION"))).manual("cs");
    let mut page = Vec::new();
    man.render(&mut page)?;
    out.push((man.get_filename(), page));
    command.get_subcommands().filter(|s| !s.is_hide_set()).try_for_each(|sub| add(sub, out))
}
