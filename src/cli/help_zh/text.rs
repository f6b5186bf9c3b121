//! The Chinese of a command.

/// One command: its path below `cs`, the short text, and the longer one where the English has one.
pub(super) type CommandText = (&'static str, &'static str, Option<&'static str>);
