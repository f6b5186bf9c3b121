//! Manual pages, made from the same tree of commands as the help.

use super::context::Context;
use super::outfile;
use crate::error::{Error, Result};
use clap::{Args, ValueHint};
use clap_mangen::Man;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Bytes in which a page tells whose it is.
const HEAD: u64 = 4096;

/// Print the manual page of cs, or write all pages into a folder
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  cs man | man -l -\n  cs man ~/.local/share/man/man1")]
pub(crate) struct ManArgs {
    /// The folder for the pages; it is made if it is missing. Pages of cs are replaced, nothing else is
    #[arg(value_name = "DIR", value_hint = ValueHint::DirPath)]
    dir: Option<PathBuf>,
}

pub(super) fn run(cx: &Context, args: &ManArgs, tree: clap::Command) -> Result<u8> {
    let pages = pages(tree)?;
    let Some(dir) = &args.dir else {
        let first = pages.first().ok_or_else(|| Error::bug("no manual page"))?;
        std::io::stdout().lock().write_all(&first.1)?;
        return Ok(0);
    };
    write_all(dir, &pages)?;
    cx.note(
        &format!("已写出 {} 页到 {}", pages.len(), dir.display()),
        &format!("{} pages written to {}", pages.len(), dir.display()),
    );
    Ok(0)
}

/// Every page, or none where one of their places is somebody else's.
fn write_all(dir: &Path, pages: &[(String, Vec<u8>)]) -> Result<()> {
    let unwritable = |e| {
        let name = dir.display();
        Error::io(format!("写不了文件夹 {name}"), format!("can't write the folder {name}"), e)
    };
    if fs::symlink_metadata(dir).is_ok_and(|meta| meta.is_symlink()) {
        return Err(outfile::linked(dir));
    }
    fs::create_dir_all(dir).map_err(unwritable)?;
    for (name, _) in pages {
        may_replace(&dir.join(name))?;
    }
    pages.iter().try_for_each(|(name, page)| outfile::replace(&dir.join(name), page).map_err(unwritable))
}

/// Nothing stands there, or a page of ours.
fn may_replace(path: &Path) -> Result<()> {
    match fs::symlink_metadata(path) {
        Err(_) => Ok(()),
        Ok(meta) if meta.is_symlink() => Err(outfile::linked(path)),
        Ok(meta) if meta.is_file() && is_page(path) => Ok(()),
        Ok(_) => {
            let name = path.display();
            Err(Error::usage(
                format!("{name} 不是 cs 的手册页，不会覆盖"),
                format!("{name} is no manual page of cs and is not replaced"),
            )
            .hint("移走它，或换个文件夹", "move it away, or name another folder"))
        }
    }
}

/// Whether a regular file begins as our pages do.
fn is_page(path: &Path) -> bool {
    let mut head = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head));
    let title = |line: &str| line.starts_with(".TH cs") && line.contains("\"cs ");
    read.is_ok() && String::from_utf8_lossy(&head).lines().any(title)
}

/// Every page of a tree of commands by its file name; that of `cs` first.
pub(super) fn pages(tree: clap::Command) -> Result<Vec<(String, Vec<u8>)>> {
    let mut root = tree.disable_help_subcommand(true);
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
