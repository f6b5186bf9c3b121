//! `cs`: customer service of online shops in the terminal.
//!
//! Exports of the selling platforms come in, today's work goes out. One flow, whatever the command:
//!
//! ```text
//! files ─▶ source ─▶ read ─▶ records ─┬────────────▶ load ─▶ records ─▶ rules / tasks ─▶ Sheet ─▶ render ─▶ screen, file, pipe
//!             └─ layouts ─┘           └─▶ store ──────┘
//! ```
//!
//! - [`model`]: value types; pure.
//! - [`records`]: what records hold, one file per kind; pure.
//! - [`layouts`]: what an export looks like, as data (TOML), built in or written by the user.
//! - [`source`]: rows out of text, workbooks, pages, archives and standard input, as a stream.
//! - [`read`]: rows become records, on all cores.
//! - [`load`]: the facts of one order meet, from files and the database; the only joiner.
//! - [`rules`]: one file per abnormal-order rule; pure, three-valued.
//! - [`tasks`]: what commands compute; pure functions from records and a [`rules::Scope`].
//! - [`store`]: the SQLite database; the only place with SQL.
//! - [`scratch`]: files that the program writes for itself: private, and gone afterwards, however it ends.
//! - [`render`]: output formats; typed cells in, bytes out. Masking and safety have one place each.
//! - [`cli`]: the command line; the only place that touches the terminal, the clock and the configuration.
//!
//! Files and database meet at a stream of [`records::Order`]: nothing above knows which it was. A new rule, layout
//! or format is one file and one line in `rules::ALL`, `layouts::ALL` or `render::ALL`; a new command is one file
//! in `cli` and one variant. `tests/layering.rs` holds the arrows.

pub mod cli;
pub mod error;
pub mod layouts;
pub mod load;
pub mod model;
pub mod read;
pub mod records;
pub mod render;
pub mod rules;
pub mod scratch;
pub mod source;
pub mod store;
pub mod tasks;
