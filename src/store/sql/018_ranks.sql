-- How fresh an import's file was (Unix seconds; `snapshot` is what ranks it), the hash of its bytes, which decides between
-- two of one rank, and what it offered: `column=cells that were filled`. NULL and empty: imported by an earlier program.
ALTER TABLE imports ADD COLUMN as_of BIGINT;
ALTER TABLE imports ADD COLUMN file_hash BIGINT;
ALTER TABLE imports ADD COLUMN offered TEXT NOT NULL DEFAULT '';

-- Which import saw the records again.
ALTER TABLE seen_again ADD COLUMN import_id TEXT NOT NULL DEFAULT '';

-- The rank of the import whose `as_of` this is; NULL: `as_of` itself.
ALTER TABLE snapshots ADD COLUMN ranked BIGINT;

-- Cells that an export of a lower rank stated than the newest one that saw their records: for runs of running numbers, the
-- columns (a number of `column_sets`), and the rank of the export that they are from.
CREATE TABLE older_cells (
    from_ord BIGINT NOT NULL,
    to_ord BIGINT NOT NULL,
    columns BIGINT NOT NULL,
    ranked BIGINT NOT NULL,
    file_hash BIGINT,
    sum BIGINT NOT NULL,
    PRIMARY KEY (from_ord, columns)
);
