-- Files that were imported whole: the same file again, read the same way, changes nothing.
CREATE TABLE import_files (
    fingerprint TEXT NOT NULL,
    import_id TEXT NOT NULL,
    sum BIGINT NOT NULL,
    PRIMARY KEY (fingerprint)
);
