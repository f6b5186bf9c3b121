//! Every statement, as plain text in the portable subset (see the module's page).
//!
//! Parameters appear in the order of their numbers: SQLite takes `$1` for a name and counts appearances.

use super::chunks::{Chunk, list_for};

mod days;
mod journal;
mod reviews;
mod selection;
mod tally;

pub(super) use days::*;
pub(super) use journal::*;
pub(super) use reviews::*;
pub(super) use selection::*;
pub(super) use tally::*;

/// Writes one row of `imports`, whole.
pub(super) const IMPORT_PUT: &str = "\
    INSERT INTO imports (id, at, by_whom, file, layout, kind, platform, snapshot, snapshot_source, \
    rows_read, rows_new, rows_changed, rows_unchanged, rows_older, rows_rejected, ord_end, as_of, file_hash, \
    offered, sum) \
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)";

/// All of `imports`.
pub(super) const IMPORT_ALL: &str = "\
    SELECT id, at, by_whom, file, layout, kind, platform, snapshot, snapshot_source, rows_read, \
    rows_new, rows_changed, rows_unchanged, rows_older, rows_rejected, ord_end, as_of, file_hash, offered, sum \
    FROM imports ORDER BY id";

/// What later imports ask of one.
pub(super) const IMPORT_ABOUT: &str = "\
    SELECT as_of, file_hash, offered FROM imports WHERE id = $1";

/// How fresh imports of a kind are.
pub(super) const IMPORTS_FRESH: &str = "\
    SELECT id, as_of FROM imports WHERE kind = $1 AND as_of IS NOT NULL";

/// Writes one row of `snapshots`, whole.
pub(super) const SNAPSHOT_PUT: &str = "\
    INSERT INTO snapshots (platform, shop, kind, as_of, ranked, sum) \
    VALUES ($1, $2, $3, $4, $5, $6) \
    ON CONFLICT (platform, shop, kind) DO UPDATE SET \
    as_of = excluded.as_of, ranked = excluded.ranked, sum = excluded.sum";

/// All of `snapshots`.
pub(super) const SNAPSHOT_ALL: &str = "\
    SELECT platform, shop, kind, as_of, ranked, sum \
    FROM snapshots ORDER BY platform, shop, kind";

/// Writes one row of `import_files`, whole.
pub(super) const FILE_PUT: &str = "\
    INSERT INTO import_files (fingerprint, import_id, sum) VALUES ($1, $2, $3) \
    ON CONFLICT (fingerprint) DO UPDATE SET import_id = excluded.import_id, sum = excluded.sum";

/// All of `import_files`.
pub(super) const FILE_ALL: &str = "\
    SELECT fingerprint, import_id, sum FROM import_files ORDER BY fingerprint";

/// One row of `import_files`.
pub(super) const FILE_FIND: &str = "\
    SELECT fingerprint, import_id, sum FROM import_files WHERE fingerprint = $1";

/// Writes one row of `readings`, whole.
pub(super) const READING_PUT: &str = "\
    INSERT INTO readings (print, read_at, records, rows_read, repeated, declared, rounded, newest, next_event, \
    seen, sum) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
    ON CONFLICT (print) DO UPDATE SET read_at = excluded.read_at, records = excluded.records, rows_read = \
    excluded.rows_read, repeated = excluded.repeated, declared = excluded.declared, rounded = excluded.rounded, \
    newest = excluded.newest, next_event = excluded.next_event, seen = excluded.seen, sum = excluded.sum";

/// One row of `readings`.
pub(super) const READING_FIND: &str = "\
    SELECT print, read_at, records, rows_read, repeated, declared, rounded, newest, next_event, seen, sum \
    FROM readings WHERE print = $1";

/// All of `readings`.
pub(super) const READING_ALL: &str = "\
    SELECT print, read_at, records, rows_read, repeated, declared, rounded, newest, next_event, seen, sum \
    FROM readings ORDER BY print";

/// Writes one row of `file_states`, whole.
pub(super) const STATE_PUT: &str = "\
    INSERT INTO file_states (path, state, bytes, sum) VALUES ($1, $2, $3, $4) \
    ON CONFLICT (path) DO UPDATE SET state = excluded.state, bytes = excluded.bytes, sum = excluded.sum";

/// One row of `file_states`.
pub(super) const STATE_FIND: &str = "\
    SELECT path, state, bytes, sum FROM file_states WHERE path = $1";

/// All of `file_states`.
pub(super) const STATE_ALL: &str = "\
    SELECT path, state, bytes, sum FROM file_states ORDER BY path";

/// Writes one row of `audit`, whole.
pub(super) const AUDIT_PUT: &str = "\
    INSERT INTO audit (id, at, by_whom, command, what, sum) \
    VALUES ($1, $2, $3, $4, $5, $6)";

/// All of `audit`.
pub(super) const AUDIT_ALL: &str = "\
    SELECT id, at, by_whom, command, what, sum \
    FROM audit ORDER BY at, id";

/// What tells whether the orders of one number on one platform have changed.
pub(super) const ORDER_GLANCE: &str = "\
    SELECT shop, ord, have, sentinels, seen_at, import_id, sum FROM orders WHERE order_no = $1 AND platform = $2";

/// Records that were seen again as they are.
pub(super) const LAST_SEEN_ALL: &str = "\
    SELECT from_ord, to_ord, seen_at, import_id, sum FROM seen_again ORDER BY from_ord";

pub(super) const LAST_SEEN_CLEAR: &str = "DELETE FROM seen_again RETURNING sum";

pub(super) const LAST_SEEN_PUT: &str = "\
    INSERT INTO seen_again (from_ord, to_ord, seen_at, import_id, sum) VALUES ($1, $2, $3, $4, $5)";

/// Cells that are older than their rows.
pub(super) const OLDER_CELLS_ALL: &str = "\
    SELECT from_ord, to_ord, columns, ranked, file_hash, sum FROM older_cells ORDER BY from_ord, columns";

pub(super) const OLDER_CELLS_DROP: &str = "\
    DELETE FROM older_cells WHERE from_ord = $1 AND columns = $2 RETURNING sum";

pub(super) const OLDER_CELLS_PUT: &str = "\
    INSERT INTO older_cells (from_ord, to_ord, columns, ranked, file_hash, sum) VALUES ($1, $2, $3, $4, $5, $6)";

/// The shops under which anything of one order number is known.
pub(super) const SHOPS_OF: &str = "\
    SELECT shop FROM orders WHERE order_no = $1 AND platform = $2 UNION SELECT shop FROM order_items \
    WHERE order_no = $1 AND platform = $2 UNION SELECT shop FROM refunds WHERE order_no = $1 AND \
    platform = $2 UNION SELECT shop FROM reviews WHERE order_no = $1 AND platform = $2";

/// Of a platform, the order numbers that are known without a shop name.
pub(super) const NAMELESS_NUMBERS: &str = "\
    SELECT order_no FROM orders WHERE platform = $1 AND shop = '' UNION SELECT order_no FROM order_items \
    WHERE platform = $1 AND shop = '' UNION SELECT order_no FROM refunds WHERE platform = $1 AND shop = '' \
    UNION SELECT order_no FROM reviews WHERE platform = $1 AND shop = ''";

pub(super) const NAMELESS_ORDERS: &str =
    "SELECT CAST(COUNT(*) AS BIGINT) FROM orders WHERE platform = $1 AND shop = ''";

/// Where orders of so many numbers are known, by themselves or by their items: number, platform, shop.
pub(super) fn order_keys(count: usize) -> String {
    let list = list_for(count);
    format!(
        "SELECT order_no, platform, shop FROM orders WHERE order_no IN ({list}) UNION SELECT order_no, platform, shop FROM \
         order_items WHERE order_no IN ({list}) ORDER BY order_no, platform, shop"
    )
}

/// The newest snapshot of one shop and kind.
pub(super) const SNAPSHOT_FIND: &str = "\
    SELECT as_of, ranked, sum FROM snapshots WHERE platform = $1 AND shop = $2 AND kind = $3";

/// Forgets the snapshots of a shop that has nothing any more.
pub(super) const SNAPSHOT_DROP: &str = "\
    DELETE FROM snapshots WHERE platform = $1 AND shop = $2 \
    AND kind IN ('orders', 'items', 'refunds', 'reviews') \
    AND NOT EXISTS (SELECT 1 FROM orders WHERE platform = $1 AND shop = $2) AND NOT EXISTS (SELECT 1 \
    FROM order_items WHERE platform = $1 AND shop = $2) \
    AND NOT EXISTS (SELECT 1 FROM refunds WHERE platform = $1 AND shop = $2) \
    AND NOT EXISTS (SELECT 1 FROM reviews WHERE platform = $1 AND shop = $2) RETURNING sum";

/// The first item of every order that is known by its items only, where it stands in a chunk of items.
pub(super) fn orphans(chunk: &Chunk) -> String {
    format!(
        "SELECT i.platform, i.shop, i.order_no FROM order_items i WHERE {} AND NOT EXISTS (SELECT 1 FROM orders o WHERE \
         o.order_no = i.order_no AND o.platform = i.platform AND o.shop = i.shop) AND NOT EXISTS (SELECT 1 FROM \
         order_items e WHERE e.order_no = i.order_no AND e.platform = i.platform AND e.shop = i.shop AND e.ord < i.ord) \
         ORDER BY i.ord",
        chunk.bounds("i.ord")
    )
}

/// The same for one order number.
pub(super) const ORPHANS_BY_NO: &str = "\
    SELECT i.platform, i.shop, i.order_no \
    FROM order_items i WHERE i.order_no = $1 AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.order_no = \
    i.order_no AND o.platform = i.platform AND o.shop = i.shop) AND NOT EXISTS (SELECT 1 FROM \
    order_items e WHERE e.order_no = i.order_no AND e.platform = i.platform AND e.shop = i.shop AND \
    e.ord < i.ord) ORDER BY i.ord";

/// The last running number.
pub(super) const SEQ_END: &str = "\
    SELECT CAST(COALESCE(MAX(ord_end), 0) AS BIGINT) FROM imports";

/// 1 where `order_items` has rows.
pub(super) const ANY_ITEM: &str = "\
    SELECT CASE WHEN EXISTS (SELECT 1 FROM order_items) THEN 1 ELSE 0 END";

/// 1 where `refunds` has rows.
pub(super) const ANY_REFUND: &str = "\
    SELECT CASE WHEN EXISTS (SELECT 1 FROM refunds) THEN 1 ELSE 0 END";

/// Imports whose figures do not add up.
pub(super) const BAD_SUMS: &str = "\
    SELECT id FROM imports WHERE rows_read <> rows_new + rows_changed + rows_unchanged + rows_older + \
    rows_rejected \
    ORDER BY id";

/// Records that name an import which is not there.
pub(super) const STRAYS: &str = "\
    SELECT 'orders' AS place, CAST(COUNT(*) AS BIGINT) AS n FROM orders r WHERE NOT EXISTS (SELECT 1 \
    FROM imports i WHERE i.id = r.import_id) \
    UNION ALL SELECT 'order_items' AS place, CAST(COUNT(*) AS BIGINT) AS n FROM order_items r WHERE NOT \
    EXISTS (SELECT 1 FROM imports i WHERE i.id = r.import_id) \
    UNION ALL SELECT 'refunds' AS place, CAST(COUNT(*) AS BIGINT) AS n FROM refunds r WHERE NOT EXISTS \
    (SELECT 1 FROM imports i WHERE i.id = r.import_id) \
    UNION ALL SELECT 'reviews' AS place, CAST(COUNT(*) AS BIGINT) AS n FROM reviews r WHERE NOT EXISTS \
    (SELECT 1 FROM imports i WHERE i.id = r.import_id)";

/// Drops changes that are older than this, of orders that are over and whose refunds are.
pub(super) const CHANGES_TRIM: &str = "\
    DELETE FROM changes WHERE at < $1 AND NOT EXISTS (SELECT 1 FROM orders o WHERE o.order_no = changes.order_no AND \
    o.platform = changes.platform AND o.shop = changes.shop AND o.status <> 'finished' AND o.status <> \
    'closed_unpaid' AND o.status <> 'closed_refunded' AND o.status <> 'closed') AND NOT EXISTS (SELECT 1 FROM \
    refunds r WHERE r.order_no = changes.order_no AND r.platform = changes.platform AND r.shop = changes.shop AND \
    r.state <> 'none' AND r.state <> 'success' AND r.state <> 'closed' AND r.state <> 'exchange_done') RETURNING sum";

/// The newest migration that was run.
pub(super) const VERSION: &str = "\
    SELECT CAST(COALESCE(MAX(version), 0) AS BIGINT) FROM schema_version";

/// Where migrations are noted.
pub(super) const VERSION_TABLE: &str = "\
    CREATE TABLE schema_version (version BIGINT NOT NULL, PRIMARY KEY (version))";

/// Notes a migration.
pub(super) const VERSION_PUT: &str = "\
    INSERT INTO schema_version (version) VALUES ($1)";

/// SQLite only: the text of the schema, to be compared by the doctor.
pub(super) const TABLE_TEXT: &str = "\
    SELECT sql FROM sqlite_schema WHERE type = 'table' AND name <> 'sqlite_stat1' ORDER BY name";

pub(super) const SCHEMA_TEXT: &str = "\
    SELECT name, sql FROM sqlite_schema WHERE name <> 'sqlite_stat1' ORDER BY name";

#[cfg(test)]
mod tests;
