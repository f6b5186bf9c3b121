//! Which layouts there are.

use crate::cli::args::ReadingArgs;
use crate::cli::{bounded, config};
use crate::error::{Error, Result};
use crate::layouts::{Catalog, Layout};
use std::path::{Path, PathBuf};

/// Those that the arguments ask for, beside all that are always there.
pub(crate) fn catalog(args: &ReadingArgs) -> Result<Catalog> {
    match layout_path(args) {
        None => layouts_with(&[]),
        Some(path) if path.is_dir() => {
            let files = layouts_in(&path);
            if files.is_empty() {
                let shown = path.display();
                return Err(Error::usage(
                    format!("{shown} 里没有格式文件（*.toml）"),
                    format!("{shown} holds no layouts (*.toml)"),
                ));
            }
            layouts_with(&files)
        }
        Some(path) => layouts_with(&[path]),
    }
}

/// The built-in layouts, the user's own from the config folder, and these.
pub(crate) fn layouts_with(extra: &[PathBuf]) -> Result<Catalog> {
    let mut paths = extra.to_vec();
    if let Some(folder) = config::folder() {
        paths.extend(layouts_in(&folder.join("layouts")));
    }
    let mut own = Vec::with_capacity(paths.len());
    for path in paths {
        let place = path.display().to_string();
        let text = bounded::text(&path).map_err(|e| {
            Error::input(format!("打不开格式文件 {place}"), format!("can't read the layout {place}"))
                .because(e)
        })?;
        own.push((place, text));
    }
    Catalog::new(&own)
}

/// The layouts of a folder, by name.
fn layouts_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    paths
}

/// The layout that the user asked for; a folder of layouts is chosen from.
pub(super) fn asked_layout<'c>(catalog: &'c Catalog, args: &ReadingArgs) -> Result<Option<&'c Layout>> {
    match (&args.layout, layout_path(args)) {
        (None, _) => Ok(None),
        (_, Some(path)) if path.is_dir() => Ok(None),
        (_, Some(_)) => Ok(catalog.first_own()),
        (Some(name), None) => catalog.by_name(name).map(Some),
    }
}

fn layout_path(args: &ReadingArgs) -> Option<PathBuf> {
    let name = args.layout.as_ref()?;
    (name.ends_with(".toml") || name.contains(['/', '\\']) || Path::new(name).is_dir()).then(|| name.into())
}
