//! What engines differ in: what they can do for us, and how writers wait for each other.

/// What only some engines can do for us; elsewhere the command says in one sentence that the engine has its own way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Ability {
    /// Checks of the engine's own: pages, indexes, the text of the schema.
    Check,
    /// A copy of one moment, into a file.
    Backup,
    /// Taking the place of the database that is there.
    Restore,
    /// A nameless database of its own, which goes away.
    Scratch,
    /// Indexes that are made when a first import is over.
    LateIndexes,
    /// Tables whose text tells whether somebody else has made them anew.
    TableText,
}

/// Who waits for whom when writing. SQLite has one lock for all of its file; PostgreSQL has one for each lane. An import takes
/// the lane of facts, and joins that of work at its end, or when something of the team's moves to another shop: running
/// numbers, totals and the audit are written by both. There is one lane for the facts of all shops, because an import
/// learns the shops of a file while it reads it, and the running numbers of facts go through all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::store) enum Lane {
    /// Facts from exports.
    Facts,
    /// What the team writes down.
    Work,
}
