//! A file that was imported before: known by its bytes and by how they are read, before anything is read of it. Where it
//! stands as it did when it was hashed, not even its bytes are.

use super::import_reading::import_reading;
use crate::error::Result;
use crate::load::query::Query;
use crate::model::Stamp;
use crate::model::text::hash64;
use crate::read::Stats;
use crate::source::{Input, Standing, Table};
use crate::store::{Importer, ReadBefore, Store};

/// What a file can be known by; empty where it is not to be known again.
#[derive(Default)]
pub(super) struct Reimport {
    bytes: String,
    /// Everything that decides what the bytes are taken for.
    how: Vec<u8>,
    standing: Option<Standing>,
    read: Option<ReadBefore>,
}

impl Reimport {
    pub(super) fn of(query: &Query, store: &Store, table: &Table) -> Result<Reimport> {
        // A database that lives as long as the command never meets a file again.
        if !query.said {
            return Ok(Reimport::default());
        }
        let standing = table.input.standing();
        let before = match &standing {
            Some(s) => store.bytes_of(&s.path, &s.state)?,
            None => None,
        };
        let bytes = match before {
            Some(bytes) => bytes,
            None => match table.input.fingerprint()? {
                Some(bytes) => format!("{bytes:016x}"),
                None => return Ok(Reimport::default()),
            },
        };
        let reading = import_reading(query, table);
        let how = format!(
            "{} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:x} {} {} ",
            env!("CARGO_PKG_VERSION"),
            reading.platform,
            reading.shop,
            reading.default_shop,
            reading.zone,
            query.ways.dates,
            (&query.ways.decimal, query.ways.round_amounts),
            query.ways.encoding,
            query.customers.print(),
            // Who names the layout may import what is masked.
            query.ways.layout_named,
            table.way(),
        );
        let how = [how.as_bytes(), table.bound.layout.text.as_bytes()].concat();
        Ok(Reimport { bytes, how, standing, read: None })
    }

    /// What the first reading told, if it would tell the same now.
    pub(super) fn told(&self, store: &Store, now: Stamp) -> Result<Option<ReadBefore>> {
        if self.bytes.is_empty() {
            return Ok(None);
        }
        let before = store.read_before(&self.print())?;
        Ok(before.filter(|b| b.read_at <= now && b.next.is_none_or(|next| next > now)))
    }

    /// Keeps what the first reading told. Bad rows are told each time: such a file is read again.
    pub(super) fn note(&mut self, table: &Table, stats: &Stats, records: u64, now: Stamp) {
        if self.bytes.is_empty() || !stats.rejects.is_empty() {
            return;
        }
        self.read = Some(ReadBefore {
            print: self.print(),
            read_at: now,
            records,
            rows: stats.rows,
            repeated: stats.repeated,
            declared: table.declared,
            rounded: stats.rounded.clone(),
            newest: stats.newest,
            next: stats.next,
            seen: stats.seen,
        });
    }

    /// The file as of a time: the same import again changes nothing. Empty where it is not to be known.
    pub(super) fn fingerprint(&self, snapshot: Stamp) -> String {
        if self.bytes.is_empty() {
            return String::new();
        }
        format!("{}{:016x}", self.bytes, hash64(&[&self.how, snapshot.0.to_string().as_bytes()]))
    }

    /// The bytes as one number.
    pub(super) fn hash(&self) -> Option<i64> {
        u64::from_str_radix(&self.bytes, 16).ok().map(u64::cast_signed)
    }

    fn print(&self) -> String {
        format!("{}{:016x}", self.bytes, hash64(&[&self.how]))
    }

    /// Whether nobody has written to the file since it was hashed.
    pub(super) fn stands(&self, input: &Input) -> bool {
        match (&self.standing, input.standing()) {
            (Some(before), Some(now)) => before.path == now.path && before.state == now.state,
            (before, now) => before.is_none() && now.is_none(),
        }
    }

    pub(super) fn remember(&self, importer: &mut Importer<'_>) -> Result<()> {
        if let Some(read) = &self.read {
            importer.remember(read)?;
        }
        match &self.standing {
            Some(s) if s.unchanged_lately => importer.remember_bytes(&s.path, &s.state, &self.bytes),
            _ => Ok(()),
        }
    }
}

/// The same as the first reading would tell.
pub(super) fn stats(before: &ReadBefore) -> Stats {
    Stats {
        rows: before.rows,
        newest: before.newest,
        next: before.next,
        seen: before.seen,
        repeated: before.repeated,
        rounded: before.rounded.clone(),
        rejects: Vec::new(),
    }
}
