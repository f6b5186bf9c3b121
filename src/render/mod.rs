//! Output formats: one file each, one line here. A renderer gets typed cells and writes bytes.

mod cells;
mod csv;
mod html;
mod json;
mod jsonl;
mod md;
mod name;
mod plain;
mod renderer;
pub mod safe;
mod table;
mod table_rows;
mod text;
mod tsv;
mod xlsx;

pub use renderer::{Head, Meta, Renderer, Sink, Style};

/// Every format, in the order that help lists them.
pub const ALL: &[&dyn Renderer] = &[
    &table::Table,
    &csv::Csv,
    &tsv::Tsv,
    &json::Json,
    &jsonl::JsonLines,
    &md::Markdown,
    &name::Name,
    &text::Text,
    &html::Html,
    &xlsx::Xlsx,
];

pub fn by_name(name: &str) -> Option<&'static dyn Renderer> {
    ALL.iter().copied().find(|r| r.name() == name)
}

pub fn by_extension(extension: &str) -> Option<&'static dyn Renderer> {
    ALL.iter().copied().find(|r| r.extensions().iter().any(|e| e.eq_ignore_ascii_case(extension)))
}

#[cfg(test)]
mod tests;
