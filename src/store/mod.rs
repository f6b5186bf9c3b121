//! The database: facts from exports, and the work done on them.
//!
//! Only this module holds SQL. It stands in `sql/`, in `statements`, and in `stored`, which makes it of schemas; SQLite and
//! PostgreSQL read it alike (what it may say: [`db`]):
//!
//! - values are never put into the text: cents, Unix seconds and sets of columns are `BIGINT`, all else is `TEXT`;
//! - keys are natural, or time-ordered text ids, and hold the shop; there are no sequences;
//! - text that nobody stated is empty, never `NULL`; numbers and times that nobody stated are `NULL`.
//!
//! What only SQLite knows (pragmas, copies, files beside the database) is in `sqlite`, `open.rs`, `fresh.rs`, `naming.rs`,
//! `pragma.rs`, `queue.rs`, `restore.rs` and the second half of `upkeep.rs`; what only PostgreSQL knows is in `postgres`.
//!
//! Every row carries a checksum, because a flipped bit in a value passes `integrity_check`.
//!
//! One process should open one database once: POSIX drops all of a process's locks on a file when any of
//! its descriptors is closed.

mod ages;
mod all_tables;
mod background_sync;
mod belongings;
mod cells;
mod change_ledger;
mod changes;
mod children;
mod chunks;
mod claims;
mod column_sets;
mod counters;
mod daily;
mod day_changes;
mod days;
mod db;
mod export;
mod failure;
mod file_facts;
mod files;
mod filled;
mod fresh;
mod generic;
mod glance;
mod import;
mod import_log;
mod import_related;
mod items;
mod land;
mod last_seen;
mod merge;
mod migrate;
mod name_shop;
mod naming;
mod network;
mod new_orders;
mod offered;
mod older_cells;
mod open;
mod orders;
mod parcels;
mod portable;
mod portable_import;
#[cfg(feature = "postgres")]
mod postgres;
mod pragma;
mod prepare;
mod prepared;
mod queue;
mod rank;
mod reassign_shop;
mod records;
mod records_read;
mod refunds;
mod restore;
mod reviews;
mod roster;
mod rows;
mod selection;
mod shops;
mod sqlite;
mod statements;
mod stored;
mod tables;
mod tally;
mod teach;
mod todo;
mod told;
mod undo;
mod upgrade;
mod upkeep;
mod waiting;
mod work;
mod writing;

pub use claims::is_any_database;
pub use counters::Counters;
pub use day_changes::BLOCK;
pub use days::{DayChange, DayState};
pub use export::EachRecord;
pub use file_facts::{Counts, FileFacts, Outcome};
pub use files::ReadBefore;
pub use fresh::{Fresh, Passing};
pub use import::Importer;
pub use name_shop::NamedShop;
pub use orders::{EachOrder, OrderFilter};
pub use prepare::Preparer;
pub use prepared::Prepared;
pub use records::Writer;
pub use records_read::AuditLine;
pub use restore::Backup;
pub use rows::OrderRows;
pub use todo::Claim;
pub use told::{EachTold, Told};
pub use upgrade::UPGRADED_AT_ONCE;
pub use upkeep::{Health, Info};
pub use waiting::{Holder, Waiting};
pub use work::Freshness;

use crate::model::Stamp;
use db::{Ability, Db, Fault};
use std::path::{Path, PathBuf};

/// An open database.
#[derive(Debug)]
pub struct Store {
    db: Db,
    path: PathBuf,
    /// Where its writers queue; `None`: nobody else knows of it.
    queue: Option<queue::Queue>,
    schema: i64,
    upgraded: Option<Upgraded>,
}

/// What an upgrade did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upgraded {
    /// Schemas.
    pub from: i64,
    pub to: i64,
    /// The database as it was; `None` where the engine makes copies itself.
    pub kept: Option<PathBuf>,
    /// How many stand on the roster, where it decides from now on who may write.
    pub admitted: usize,
}

/// Who writes, when, and with which command: goes into the audit.
#[derive(Clone, Debug, Default)]
pub struct Who {
    pub by: String,
    /// How the name is known.
    pub named: Named,
    /// Working time: the clock, or what `--now` says.
    pub now: Stamp,
    /// The clock on the wall, whatever `--now` says.
    pub wall: Stamp,
    /// The account that the process runs under.
    pub login: String,
    /// The terminal, as shifts know it; empty without one.
    pub terminal: String,
    pub command: String,
}

/// How it is known who writes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Named {
    /// By the name alone, which anybody may claim: `--by`, `CS_BY`, the environment.
    #[default]
    Claimed,
    /// By the shift that is open in the terminal.
    OnShift,
}

impl Store {
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Nobody else knows of it.
    fn is_alone(&self) -> bool {
        self.queue.is_none() && self.db.sqlite().is_ok()
    }

    /// Refuses what this engine does in its own way.
    fn able(&self, ability: Ability) -> crate::error::Result<()> {
        if self.db.has(ability) { Ok(()) } else { Err(failure::own_way(ability)) }
    }

    fn fail(&self, cause: Fault) -> crate::error::Error {
        failure::failed(&self.path, cause)
    }
}
