//! Statements about what orders add to daily reports.

/// 1 where anything is kept.
pub(in crate::store) const ANY_DAY_KIND: &str = "\
    SELECT CASE WHEN EXISTS (SELECT 1 FROM day_kinds) THEN 1 ELSE 0 END";

/// One row of `day_kinds`.
pub(in crate::store) const DAY_KIND_FIND: &str = "\
    SELECT kind, imports, ord_end, head, sum FROM day_kinds WHERE kind = $1";

/// All of `day_kinds`.
pub(in crate::store) const DAY_KIND_ALL: &str = "\
    SELECT kind, imports, ord_end, head, sum FROM day_kinds ORDER BY imports, kind";

/// Writes one row of `day_kinds`, whole.
pub(in crate::store) const DAY_KIND_PUT: &str = "\
    INSERT INTO day_kinds (kind, imports, ord_end, head, sum) VALUES ($1, $2, $3, $4, $5) ON CONFLICT \
    (kind) DO UPDATE SET imports = excluded.imports, ord_end = excluded.ord_end, head = excluded.head, \
    sum = excluded.sum";

/// Forgets one row of `day_kinds`.
pub(in crate::store) const DAY_KIND_DROP: &str = "\
    DELETE FROM day_kinds WHERE kind = $1 RETURNING sum";

/// One row of `day_sums`.
pub(in crate::store) const DAY_SUM_FIND: &str = "\
    SELECT kind, place, body, sum FROM day_sums WHERE kind = $1 AND place = $2";

/// Some places of one kind.
pub(in crate::store) const DAY_SUM_BETWEEN: &str = "\
    SELECT kind, place, body, sum FROM day_sums WHERE kind = $1 AND place >= $2 AND place < $3";

/// All of `day_sums`.
pub(in crate::store) const DAY_SUM_ALL: &str = "\
    SELECT kind, place, body, sum FROM day_sums ORDER BY kind, place";

/// Writes one row of `day_sums`, whole.
pub(in crate::store) const DAY_SUM_PUT: &str = "\
    INSERT INTO day_sums (kind, place, body, sum) VALUES ($1, $2, $3, $4) ON CONFLICT (kind, place) DO \
    UPDATE SET body = excluded.body, sum = excluded.sum";

/// Forgets one row of `day_sums`.
pub(in crate::store) const DAY_SUM_DROP: &str = "\
    DELETE FROM day_sums WHERE kind = $1 AND place = $2 RETURNING sum";

/// Forgets the sums of a kind.
pub(in crate::store) const DAY_SUMS_DROP: &str = "\
    DELETE FROM day_sums WHERE kind = $1 RETURNING sum";

/// One row of `day_blocks`.
pub(in crate::store) const DAY_BLOCK_FIND: &str = "\
    SELECT kind, block, head, body, sum FROM day_blocks WHERE kind = $1 AND block = $2";

/// The heads of a kind's blocks.
pub(in crate::store) const DAY_BLOCK_HEADS: &str = "\
    SELECT block, head FROM day_blocks WHERE kind = $1";

/// All of `day_blocks`.
pub(in crate::store) const DAY_BLOCK_ALL: &str = "\
    SELECT kind, block, head, body, sum FROM day_blocks ORDER BY kind, block";

/// Writes one row of `day_blocks`, whole.
pub(in crate::store) const DAY_BLOCK_PUT: &str = "\
    INSERT INTO day_blocks (kind, block, head, body, sum) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, \
    block) DO UPDATE SET head = excluded.head, body = excluded.body, sum = excluded.sum";

/// Forgets the blocks of a kind.
pub(in crate::store) const DAY_BLOCKS_DROP: &str = "\
    DELETE FROM day_blocks WHERE kind = $1 RETURNING sum";

/// Blocks that were changed after so many imports.
pub(in crate::store) const DAY_CHANGES_SINCE: &str = "\
    SELECT block FROM day_changes WHERE imports > $1";

/// One row of `day_changes`.
pub(in crate::store) const DAY_CHANGE_FIND: &str = "\
    SELECT block, imports, sum FROM day_changes WHERE block = $1";

/// All of `day_changes`.
pub(in crate::store) const DAY_CHANGE_ALL: &str = "\
    SELECT block, imports, sum FROM day_changes ORDER BY block";

/// Writes one row of `day_changes`, whole.
pub(in crate::store) const DAY_CHANGE_PUT: &str = "\
    INSERT INTO day_changes (block, imports, sum) VALUES ($1, $2, $3) ON CONFLICT (block) DO UPDATE SET \
    imports = excluded.imports, sum = excluded.sum";
