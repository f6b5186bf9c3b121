-- When an audit line was written by the clock on the wall, beside its working time `at`, and by which login in which
-- terminal. Lines that are older than this have none. Beside the audit, so that its rows and their checksums stay as they
-- are.
CREATE TABLE audit_marks (
    audit_id TEXT NOT NULL,
    wall_at BIGINT NOT NULL,
    login TEXT NOT NULL,
    terminal TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (audit_id)
);

-- The next running number of each kind; a number is given out once, whatever became of it.
CREATE TABLE counters (
    name TEXT NOT NULL,
    next BIGINT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (name)
);

-- Commands that were taken back, and the undo that did it.
CREATE TABLE undone (
    audit_id TEXT NOT NULL,
    undo_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (audit_id)
);

-- How many rows a table has, and what their checksums add up to (wrapping around): a row that is deleted, added or put
-- back by anybody else is seen.
CREATE TABLE totals (
    name TEXT NOT NULL,
    rows BIGINT NOT NULL,
    total BIGINT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (name)
);
