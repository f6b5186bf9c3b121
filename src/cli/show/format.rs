//! Which format an answer has.

use crate::cli::args::Output;
use crate::cli::context::Context;
use crate::error::{Error, Result};
use crate::render::{self, Renderer};
use std::io::{self, IsTerminal};

pub(super) fn choose(cx: &Context, args: &Output, tty: bool) -> Result<&'static dyn Renderer> {
    let wanted = args.format.as_deref().or(cx.config.format.as_deref());
    if args.format.is_none()
        && let Some(path) = args.file()
    {
        let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
        if let Some(renderer) = render::by_extension(ending) {
            return Ok(renderer);
        }
        if wanted.is_none() {
            return Err(Error::usage(
                format!("从文件名看不出格式：{}", path.display()),
                format!("the file name does not tell a format: {}", path.display()),
            )
            .hint("加 -F csv 之类", "add `-F csv` or another format"));
        }
    }
    let name = wanted.unwrap_or(if tty { "table" } else { "csv" });
    render::by_name(name).ok_or_else(|| {
        Error::usage(format!("没有输出格式「{name}」"), format!("there is no output format `{name}`"))
    })
}

/// Whether the answer is read by people, not by programs: then composed texts are in their language too.
pub(crate) fn for_people(cx: &Context, args: &Output) -> Result<bool> {
    let tty = io::stdout().is_terminal() && args.file().is_none();
    Ok(!matches!(choose(cx, args, tty)?.name(), "csv" | "tsv" | "json" | "jsonl" | "name"))
}
