//! What the words of a command mean, all of them.

use super::lines::{of_file, of_lines};
use super::meant::{Placed, meant};
use super::memory::Memory;
use super::want::Want;
use crate::cli::context::Context;
use crate::error::Result;
use std::collections::HashSet;
use std::path::Path;

/// What the words of a record verb mean: row numbers of the last table, names, `-` for standard input, and the
/// lines of a file.
pub(crate) fn names(cx: &Context, words: &[String], file: Option<&Path>, want: Want) -> Result<Vec<String>> {
    let mut all: Vec<String> = placed(cx, words, file, want)?.into_iter().map(|named| named.0).collect();
    let mut seen = HashSet::new();
    all.retain(|name| seen.insert(name.clone()));
    Ok(all)
}

/// [`names`], with the shop where a row says it.
pub(crate) fn placed(cx: &Context, words: &[String], file: Option<&Path>, want: Want) -> Result<Vec<Placed>> {
    let here = Memory::here(cx);
    let terminal = here.is_some();
    let memory = here.and_then(|m| m.recall());
    let parts = |text: &str| -> Vec<String> {
        let parts = text.split([',', '，', ' ', '\t', '\n', '\r']);
        parts.filter(|w| !w.is_empty()).map(str::to_owned).collect()
    };
    let mut all: Vec<Placed> = Vec::new();
    let bare = |name: String| (name, None);
    for word in words {
        if word == "-" {
            // Another program's output has names, never rows of this terminal.
            all.extend(
                of_lines(std::io::stdin().lock(), cx.lang.pick("标准输入", "standard input"), &parts)?
                    .into_iter()
                    .map(bare),
            );
        } else {
            for part in parts(word) {
                all.extend(meant(&part, memory.as_ref(), want, terminal)?);
            }
        }
    }
    if let Some(path) = file {
        all.extend(of_file(path, want)?.into_iter().map(bare));
    }
    let mut seen = HashSet::new();
    all.retain(|name| seen.insert(name.clone()));
    Ok(all)
}
