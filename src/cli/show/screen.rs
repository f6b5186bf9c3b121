//! What the terminal takes: how wide it is, and colours.

use crate::cli::context::Context;
use std::io;

/// `COLUMNS` goes before what the terminal says; without a terminal there is no limit.
pub(super) fn width(tty: bool) -> Option<usize> {
    if let Some(columns) = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok()).filter(|c| *c >= 20) {
        return Some(columns);
    }
    if !tty {
        return None;
    }
    let size = terminal_size::terminal_size().map(|(w, _)| usize::from(w.0));
    Some(size.unwrap_or(100))
}

/// The flag, then what the environment asks for, then whether it is a terminal that can.
pub(super) fn colored(cx: &Context, tty: bool) -> bool {
    match cx.global.color.as_str() {
        "always" => true,
        "never" => false,
        _ => tty && anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never,
    }
}
