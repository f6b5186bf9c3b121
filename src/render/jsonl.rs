//! JSON Lines: one object per line, readable while it is written.

use super::json::Objects;
use super::{Head, Meta, Renderer, Sink, Style};
use crate::model::{Cell, Lang};
use std::io::{self, Write};

pub(super) struct JsonLines;

impl Renderer for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl", "ndjson"]
    }

    fn about(&self, lang: Lang) -> &'static str {
        lang.pick("每行一个 JSON 对象", "one JSON object per line")
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        Ok(Box::new(JsonlRows { out, objects: Objects::new(&head, style) }))
    }
}

struct JsonlRows<'w> {
    out: &'w mut dyn Write,
    objects: Objects,
}

impl Sink for JsonlRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.out.write_all(self.objects.object(cells).as_bytes())?;
        self.out.write_all(b"\n")
    }

    fn finish(self: Box<Self>, _: &Meta) -> io::Result<()> {
        self.out.flush()
    }
}
