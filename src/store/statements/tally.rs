//! Statements about running numbers, totals, and what was taken back.

/// Writes one row of `totals`, whole.
pub(in crate::store) const TOTAL_PUT: &str = "\
    INSERT INTO totals (name, rows, total, sum) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET \
    rows = excluded.rows, total = excluded.total, sum = excluded.sum";

/// One row of `totals`.
pub(in crate::store) const TOTAL_FIND: &str = "\
    SELECT name, rows, total, sum FROM totals WHERE name = $1";

/// All of `totals`.
pub(in crate::store) const TOTAL_ALL: &str = "\
    SELECT name, rows, total, sum FROM totals ORDER BY name";

/// Writes one row of `counters`, whole.
pub(in crate::store) const COUNTER_PUT: &str = "\
    INSERT INTO counters (name, next, sum) VALUES ($1, $2, $3) ON CONFLICT (name) DO UPDATE SET next = \
    excluded.next, sum = excluded.sum";

/// One row of `counters`.
pub(in crate::store) const COUNTER_FIND: &str = "\
    SELECT name, next, sum FROM counters WHERE name = $1";

/// All of `counters`.
pub(in crate::store) const COUNTER_ALL: &str = "\
    SELECT name, next, sum FROM counters ORDER BY name";

/// Whatever names a short number beside the row that has it, the number first: of a row that is gone, the audit and the
/// handovers tell still.
pub(in crate::store) const NUMBERS_TOLD: &str = "\
    SELECT what FROM audit \
    UNION ALL SELECT row_id FROM journal \
    UNION ALL SELECT case_id FROM case_steps \
    UNION ALL SELECT handover_id FROM handover_items \
    UNION ALL SELECT key FROM handover_items WHERE section IN ('promises', 'disputes', 'changes', 'leads', \
    'incidents', 'notes')";

/// How many lines the audit has.
pub(in crate::store) const AUDIT_COUNT: &str = "\
    SELECT CAST(COUNT(*) AS BIGINT) FROM audit";

/// All of the audit, each line with its mark where it has one.
pub(in crate::store) const AUDIT_LINES: &str = "\
    SELECT a.id, a.at, a.by_whom, a.command, a.what, m.wall_at, COALESCE(m.login, ''), COALESCE(m.terminal, '') \
    FROM audit a LEFT JOIN audit_marks m ON m.audit_id = a.id ORDER BY a.at, a.id";

/// The last command of somebody that can be taken back: where anybody may claim a name ($2 = 1), it was written by
/// this login in this terminal. Of lines that are older than logins nothing better is known than the name.
pub(in crate::store) const JOURNAL_LAST: &str = "\
    SELECT j.audit_id, j.command, COALESCE(m.wall_at, j.at), COALESCE(m.login, ''), COALESCE(m.terminal, '') \
    FROM journal j LEFT JOIN audit_marks m ON m.audit_id = j.audit_id WHERE j.by_whom = $1 AND j.command <> \
    'undo' AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.audit_id = j.audit_id) AND ($2 = 0 OR m.wall_at IS \
    NULL OR (m.login = $3 AND m.terminal = $4)) ORDER BY j.id DESC LIMIT 1";
