//! What the paths of a command stand for: folders and archives are the tables in them.

use super::archive;
use super::found::{Found, Named, named, nothing_in};
use super::input::Input;
use crate::error::{Error, Result};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

const MAX_DEPTH: usize = 8;

/// Files for the given paths: a folder or an archive stands for the tables in it and below it, in order of their
/// names. `-` is standard input, given by the caller.
pub fn expand(paths: &[PathBuf], stdin: &mut dyn FnMut() -> Input) -> Result<Found> {
    let mut out = Found::default();
    for path in paths {
        if path.as_os_str() == "-" {
            out.inputs.push(stdin());
        } else if path.is_dir() {
            let before = out.inputs.len();
            walk(path, &mut out, &mut HashSet::new(), 0)?;
            if out.inputs.len() == before {
                return Err(nothing_in(
                    format!("文件夹 {}", path.display()),
                    format!("the folder {}", path.display()),
                ));
            }
        } else if is_archive(path) {
            archive::entries(path, &mut out)?;
        } else {
            out.inputs.push(Input::file(path.clone()));
        }
    }
    Ok(out)
}

/// Whether a file of this name is read where its folder is given.
pub fn may_be_read(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    matches!(named(&name, ""), Named::Table | Named::Archive)
}

fn is_archive(path: &Path) -> bool {
    path.extension().is_some_and(|e| e.eq_ignore_ascii_case("zip")) && archive::is_one(path)
}

/// `seen`: a link to a folder above, or to one that was read, leads nowhere new.
fn walk(folder: &Path, out: &mut Found, seen: &mut HashSet<PathBuf>, depth: usize) -> Result<()> {
    let unreadable = |e| {
        Error::io(
            format!("打不开文件夹 {}", folder.display()),
            format!("can't read the folder {}", folder.display()),
            e,
        )
    };
    if !seen.insert(folder.canonicalize().map_err(unreadable)?) {
        return Ok(());
    }
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder)
        .map_err(unreadable)?
        .map(|e| e.map(|e| e.path()))
        .collect::<std::io::Result<_>>()
        .map_err(unreadable)?;
    entries.sort();
    for path in entries {
        let name = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
        let shown = path.display().to_string();
        if path.is_dir() {
            if name.starts_with('.') || name == "__MACOSX" {
                continue;
            }
            if depth < MAX_DEPTH {
                walk(&path, out, seen, depth + 1)?;
            } else {
                out.passed_over.push(Error::input(
                    format!("{shown}：文件夹套得太深"),
                    format!("{shown}: this folder lies too deep"),
                ));
            }
            continue;
        }
        if !path.is_file() {
            continue;
        }
        match named(&name, &shown) {
            Named::Nothing => {}
            Named::Table => out.inputs.push(Input::file(path).found()),
            Named::Archive if archive::is_one(&path) => {
                // Nobody named this archive: one that can't be read is told, as any other file here.
                let mut inside = Found::default();
                match archive::entries(&path, &mut inside) {
                    Ok(()) => {
                        out.inputs.append(&mut inside.inputs);
                        out.passed_over.append(&mut inside.passed_over);
                    }
                    Err(e) => out.passed_over.push(e),
                }
            }
            Named::Archive => out.inputs.push(Input::file(path).found()),
            Named::Other(why) => out.passed_over.push(why),
        }
    }
    Ok(())
}
