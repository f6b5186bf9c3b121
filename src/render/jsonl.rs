//! JSON Lines: one object per line, readable while it is written.

use super::json::Objects;
use super::{Head, Meta, Renderer, Sink, Style};
use crate::model::seal::SEAL;
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

    fn seals(&self) -> bool {
        true
    }

    fn start<'w>(&self, head: Head, style: &Style, out: &'w mut dyn Write) -> io::Result<Box<dyn Sink + 'w>> {
        Ok(Box::new(JsonlRows { out, objects: Objects::new(&head, style), seal: style.seal, rows: 0 }))
    }
}

struct JsonlRows<'w> {
    out: &'w mut dyn Write,
    objects: Objects,
    seal: bool,
    rows: u64,
}

impl Sink for JsonlRows<'_> {
    fn row(&mut self, cells: &[Cell<'_>]) -> io::Result<()> {
        self.rows += 1;
        self.out.write_all(self.objects.object(cells).as_bytes())?;
        self.out.write_all(b"\n")
    }

    fn finish(self: Box<Self>, _: &Meta) -> io::Result<()> {
        if self.seal {
            writeln!(self.out, "{{\"{SEAL}\":{}}}", self.rows)?;
        }
        self.out.flush()
    }
}
