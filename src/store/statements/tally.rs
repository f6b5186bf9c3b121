//! Statements about running numbers and totals.

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
