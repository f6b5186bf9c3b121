//! Elements and their text, escaped.

use super::super::{Style, cells};
use crate::model::Cell;

pub(super) fn value(cell: &Cell<'_>, style: &Style) -> String {
    match cell {
        Cell::Empty => "–".to_owned(),
        cell => cells::page(cell, style).into_owned(),
    }
}

pub(super) fn element(name: &str, class: &str, inner: &str, text: &mut String) {
    text.push('<');
    text.push_str(name);
    if !class.is_empty() {
        text.push_str(&format!(" class=\"{class}\""));
    }
    text.push('>');
    push(inner, text);
    text.push_str(&format!("</{name}>\n"));
}

pub(super) fn escape(inner: &str) -> String {
    let mut out = String::with_capacity(inner.len());
    push(inner, &mut out);
    out
}

/// The only way for text into the page.
pub(super) fn push(inner: &str, text: &mut String) {
    for c in inner.chars() {
        match c {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            '\'' => text.push_str("&#39;"),
            c => text.push(c),
        }
    }
}
