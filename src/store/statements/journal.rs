//! Statements about the journal: what commands changed, and what was taken back.

/// Writes one row of `journal`, whole.
pub(in crate::store) const JOURNAL_PUT: &str = "\
    INSERT INTO journal (id, audit_id, at, by_whom, command, place, row_id, before_row, after_sum, sum) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

/// All of `journal`.
pub(in crate::store) const JOURNAL_ALL: &str = "\
    SELECT id, audit_id, at, by_whom, command, place, row_id, before_row, after_sum, sum FROM journal \
    ORDER BY at, id";

/// The last number of the journal.
pub(in crate::store) const JOURNAL_END: &str = "\
    SELECT id FROM journal ORDER BY id DESC LIMIT 1";

/// What one command changed, last first.
pub(in crate::store) const JOURNAL_OF: &str = "\
    SELECT id, audit_id, at, by_whom, command, place, row_id, before_row, after_sum, sum FROM journal \
    WHERE audit_id = $1 ORDER BY id DESC";

/// Rows that somebody wrote after a command: to be told why it can not be taken back.
pub(in crate::store) const JOURNAL_AFTER: &str = "\
    SELECT by_whom, command FROM journal WHERE place = $1 AND row_id = $2 AND audit_id <> $3 AND id > $4 \
    ORDER BY id DESC LIMIT 1";

/// The last command of somebody that can be taken back: where anybody may claim a name ($2 = 1), it was written by
/// this login in this terminal. Of lines that are older than logins nothing better is known than the name.
pub(in crate::store) const JOURNAL_LAST: &str = "\
    SELECT j.audit_id, j.command, COALESCE(m.wall_at, j.at), COALESCE(m.login, ''), COALESCE(m.terminal, '') \
    FROM journal j LEFT JOIN audit_marks m ON m.audit_id = j.audit_id WHERE j.by_whom = $1 AND j.command <> \
    'undo' AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.audit_id = j.audit_id) AND ($2 = 0 OR m.wall_at IS \
    NULL OR (m.login = $3 AND m.terminal = $4)) ORDER BY j.id DESC LIMIT 1";

/// All of the audit, each line with its mark where it has one.
pub(in crate::store) const AUDIT_LINES: &str = "\
    SELECT a.id, a.at, a.by_whom, a.command, a.what, m.wall_at, COALESCE(m.login, ''), COALESCE(m.terminal, '') \
    FROM audit a LEFT JOIN audit_marks m ON m.audit_id = a.id ORDER BY a.at, a.id";

/// When, by which login and where a line of the audit was written in truth.
pub(in crate::store) const MARK_PUT: &str = "\
    INSERT INTO audit_marks (audit_id, wall_at, login, terminal, sum) VALUES ($1, $2, $3, $4, $5)";

/// All of `audit_marks`.
pub(in crate::store) const MARK_ALL: &str = "\
    SELECT audit_id, wall_at, login, terminal, sum FROM audit_marks ORDER BY audit_id";

/// Writes one row of `undone`: a command that was taken back.
pub(in crate::store) const UNDONE_PUT: &str = "\
    INSERT INTO undone (audit_id, undo_id, sum) VALUES ($1, $2, $3)";

/// All of `undone`.
pub(in crate::store) const UNDONE_ALL: &str = "\
    SELECT audit_id, undo_id, sum FROM undone ORDER BY audit_id";
